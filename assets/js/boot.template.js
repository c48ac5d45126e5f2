// Runs in the head, before anything is painted: chooses the language and starts to fetch its words. The build copies this
// file to /boot.js with the addresses of the catalogues filled in.
(function () {
  const CATALOGUES = {}; // filled by koprogo/components/frontend_build.py
  const LANGUAGES = Object.keys(CATALOGUES);
  const root = document.documentElement;

  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("lang="));
  let kept = cookie ? cookie.slice(5) : null;
  try {
    kept = kept ?? localStorage.getItem("lang");
  } catch {
    // storage is closed to us (private window): the browser's languages decide, for this visit
  }
  const wished = [kept, ...(navigator.languages ?? [])].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
  const chosen = wished.find((tag) => LANGUAGES.includes(tag)) ?? "fr";

  const loaded = {};
  const load = (language) =>
    (loaded[language] ??= fetch(CATALOGUES[language])
      .then((answer) => {
        if (!answer.ok) throw new Error(`words of ${language}: ${answer.status}`);
        return answer.json();
      })
      .catch((error) => {
        delete loaded[language];
        throw error;
      }));

  const koprogo = {
    language: chosen,
    load,
    onWords: null,
    words: load(chosen)
      .catch(() => new Promise((resolve) => setTimeout(resolve, 1500)).then(() => load(chosen)))
      .then(
        (catalogue) => [chosen, catalogue],
        () => ["en", {}],
      ),
    setLanguage(language) {
      if (!LANGUAGES.includes(language)) return;
      kept = language;
      document.cookie = `lang=${language}; path=/; max-age=34560000; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
      try {
        localStorage.setItem("lang", language);
      } catch {
        // the cookie is enough
      }
      load(language).then((catalogue) => {
        koprogo.language = language;
        koprogo.onWords?.(language, catalogue);
        window.dispatchEvent(new CustomEvent("koprogo-language", { detail: language }));
      });
    },
  };
  // The language of the account counts on a device where nobody chose one.
  koprogo.adopt = (language) => {
    if (!kept && language !== koprogo.language) koprogo.setLanguage(language);
  };
  window.koprogo = koprogo;

  root.lang = chosen;
  root.classList.add("words-awaited");
  setTimeout(() => root.classList.remove("words-awaited"), 4000);

  if ("serviceWorker" in navigator && (location.protocol === "https:" || location.hostname === "localhost" || location.hostname === "127.0.0.1")) {
    window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
  }
})();

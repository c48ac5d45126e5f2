// Finding one's way in an agenda, and the language of the wall. No words here: koprogo/components/agenda.py.
import { useEffect } from "react";

/** The point with this id, or an empty one. */
export const rowOf = (rows, id) => (rows ?? []).find((row) => row.id === id) ?? {};

/** The next point to come: the first whose word is still `planned`. `words` says how each point stands, in order. */
export const nextRow = (rows, words) => (rows ?? [])[(words ?? []).indexOf("planned")] ?? {};

/** Speaks the association's language on this page only, whatever the browser's own, and gives it back afterwards. */
export function HallLanguage({ language }) {
  useEffect(() => {
    const boot = window.koprogo;
    if (!language || !boot) return undefined;
    let here = true;
    const speak = (chosen) => boot.load(chosen).then((catalogue) => boot.onWords?.(chosen, catalogue));
    boot.words.then(() => here && speak(language));
    return () => {
      here = false;
      speak(boot.language);
    };
  }, [language]);
  return null;
}

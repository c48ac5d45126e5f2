// The reader's words, numbers, days and times. Every visible text of the app goes through here: koprogo/components/text.py
// writes calls to the object that useWords() returns. The catalogue of the reader's language is fetched by /boot.js, which
// also chooses the language before anything is painted; switching swaps the catalogue and redraws, without a round trip.
//
// koprogo/i18n/format.py says the same things on paper: keep the two alike (tests/i18n compares them).
import { useEffect, useSyncExternalStore } from "react";

const LOCALES = { fr: "fr-BE", nl: "nl-BE", de: "de-BE", en: "en-IE" };
const ZONE = "Europe/Brussels";
const NBSP = "\u00a0";

// For formatted numbers only: the font has no U+202F, and a negative takes a true minus.
const tidy = (text) => text.replace(/\u202f/g, NBSP).replace(/-/g, "\u2212");

const cache = new Map();
const made = (kind, locale, options, make) => {
  const key = kind + locale + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, make(locale, options));
  return cache.get(key);
};
const numbers = (locale, options) => made("n", locale, options, (l, o) => new Intl.NumberFormat(l, o));
const days = (locale, options) => made("d", locale, options, (l, o) => new Intl.DateTimeFormat(l, o));

const DAY_STYLES = {
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  long: { weekday: "long", day: "numeric", month: "long" },
  day: { day: "numeric", month: "long", year: "numeric" },
  month: { day: "numeric", month: "long" },
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  of_year: { month: "long", year: "numeric" },
};

const isDay = (value) => /^\d{4}-\d{2}-\d{2}$/.test(value);
const instant = (value) => new Date(isDay(value) ? value + "T12:00:00Z" : value);

function clock(at) {
  const parts = days("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const found = Object.fromEntries(parts.formatToParts(at).map((p) => [p.type, p.value]));
  return [found.hour, found.minute, found.second];
}

export function makeWords(language, catalogue) {
  const locale = LOCALES[language] ?? LOCALES.en;
  const plural = made("p", locale, {}, (l) => new Intl.PluralRules(l));

  const num = (value, { signed = false } = {}) => {
    const options = { useGrouping: "always", maximumFractionDigits: 0 };
    if (signed) options.signDisplay = "exceptZero";
    return tidy(numbers(locale, options).format(value));
  };
  // Cents are whole; dividing by 100 is exact enough for Intl up to 90 000 billion euros.
  const money = (cents, { signed = false, unit = true } = {}) => {
    const options = { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "always" };
    if (unit) Object.assign(options, { style: "currency", currency: "EUR" });
    if (signed) options.signDisplay = "exceptZero";
    return tidy(numbers(locale, options).format(cents / 100));
  };
  // An amount in a field: what the server wrote exactly (1234.56) stands there as the reader writes it; what somebody typed
  // stays letter for letter.
  const typed = (value) => {
    const exact = /^(-?\d{1,12})\.(\d{2})$/.exec(value ?? "");
    return exact ? money(Number(exact[1] + exact[2]), { unit: false }) : value ?? "";
  };
  const day = (value, style = "day") => {
    if (!value) return "";
    const parts = days(locale, { timeZone: ZONE, ...DAY_STYLES[style] }).formatToParts(instant(value));
    const text = parts.map((p) => (p.type === "day" && language === "fr" && p.value === "1" ? "1er" : p.value)).join("");
    const said = language === "en" ? text.replace(",", "") : text;
    return said.replace(/(\d+\.?(?:er)?) (?=\p{L})/u, "$1" + NBSP);
  };
  const time = (value, { seconds = false } = {}) => {
    if (!value) return "";
    const [h, m, s] = clock(new Date(value));
    const hour = String(Number(h));
    switch (language) {
      case "fr":
        if (seconds) return `${hour}${NBSP}h${NBSP}${m}${NBSP}min${NBSP}${s}${NBSP}s`;
        return m === "00" ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${m}`;
      case "nl":
        return `${hour}.${m}${NBSP}uur` + (seconds ? ` en${NBSP}${s}${NBSP}s` : "");
      case "de":
        return `${hour}:${m}` + (seconds ? `:${s}` : "") + `${NBSP}Uhr`;
      default:
        return `${h}:${m}` + (seconds ? `:${s}` : "");
    }
  };
  const moment = (value, style = "month") => (value ? `${day(value, style)}, ${time(value)}` : "");
  const duration = (total) => {
    const left = Math.max(0, Math.floor(total));
    const [h, m, s] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (n) => String(n).padStart(2, "0");
    if (h) return `${h}${NBSP}h${NBSP}${two(m)}${NBSP}min`;
    return m ? `${m}${NBSP}min${NBSP}${two(s)}${NBSP}s` : `${s}${NBSP}s`;
  };
  const size = (bytes) => {
    const unit = language === "fr" ? "o" : "B";
    if (bytes < 1e6) return `${num(Math.max(1, Math.round(bytes / 1000)))}${NBSP}k${unit}`;
    return tidy(numbers(locale, { maximumFractionDigits: 1 }).format(bytes / 1e6)) + `${NBSP}M${unit}`;
  };
  const list = (items) =>
    made("l", locale, {}, (l) => new Intl.ListFormat(l, { type: "conjunction" })).format((items ?? []).map(String));

  // A fact is shown as what it is: a whole number, a `year` or a `number` (names, never grouped), an amount (`…_cents`), a day or
  // an instant (ISO), a code word that the catalogue knows with the context `fact` (two_thirds, postponed), a sentence that is a
  // message of its own, or plain words.
  const shown = (name, value) => {
    if (typeof value === "number") {
      if (/(^|_)(year|number)$/.test(name)) return String(value);
      return name.endsWith("_cents") ? money(value) : num(value);
    }
    if (typeof value !== "string") return Array.isArray(value) ? list(value) : String(value ?? "");
    if (isDay(value)) return day(value);
    if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return moment(value, "day");
    const isSentence = value.includes(" ") && value.endsWith(".");
    return catalogue[`fact\u0004${value}`] ?? (isSentence ? found(value) : value);
  };
  const fill = (text, facts) =>
    facts ? text.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? shown(name, facts[name]) : all)) : text;
  const found = (id) => catalogue[id] ?? id;

  // A text that people wrote in several languages: the reader's, else the first that is there.
  const own = (texts) => texts?.[language] || Object.values(texts ?? {}).find(Boolean) || "";
  const ownLanguage = (texts) => (texts?.[language] ? language : (Object.entries(texts ?? {}).find((pair) => pair[1]) ?? [language])[0]);

  function t(id, facts) {
    if (!id) return "";
    const text = found(id);
    return fill(Array.isArray(text) ? text[0] : text, facts);
  }
  function tn(one, many, n, facts) {
    const index = plural.select(n) === "one" ? 0 : 1;
    const forms = catalogue[one];
    return fill(Array.isArray(forms) ? forms[index] : [one, many][index], { n, ...facts });
  }
  return { language, t, tn, num, money, typed, day, time, moment, duration, size, list, own, ownLanguage };
}

// The store. During hydration every text is the English id, as in the built page; /boot.js keeps the page unpainted
// until the reader's words are there.
const plain = makeWords("en", {});
const boot = typeof window === "undefined" ? null : window.koprogo;
let current = plain;
const listeners = new Set();

function show(language, catalogue) {
  current = makeWords(language, catalogue);
  document.documentElement.lang = language;
  listeners.forEach((listener) => listener());
}

if (boot) {
  boot.onWords = show;
  boot.words.then(([language, catalogue]) => show(language, catalogue));
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useWords = () =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => plain,
  );

/** At the root of the app: shows the page once it is alive and speaks the reader's language, never the built English before. */
export function Unveil() {
  const words = useWords();
  useEffect(() => {
    if (words !== plain) requestAnimationFrame(() => document.documentElement.classList.remove("words-awaited"));
  }, [words]);
  return null;
}

/** The words of one language whatever the reader's own, for the second line on the wall; English ids until they arrive. */
const others = new Map();
export function useWordsOf(language) {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (!language) return plain;
      if (!others.has(language)) {
        others.set(language, plain);
        boot?.load(language).then((catalogue) => {
          others.set(language, makeWords(language, catalogue));
          listeners.forEach((listener) => listener());
        });
      }
      return others.get(language);
    },
    () => plain,
  );
}

export const setLanguage = (language) => boot?.setLanguage(language);

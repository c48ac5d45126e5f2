// Small pieces that need a clock, the connection or the focus. They hold no words: every text comes in as a prop.
import { Component, createElement as h, useContext, useEffect, useRef, useState } from "react";
import { EventLoopContext, app, eventLoop } from "$/utils/context-registry";
import { useWords } from "./words.js";

const cloak = { className: "unseen" };

/** Milliseconds the server's clock is ahead of this device's, from the last time the server said what time it was. */
function useOffset(now) {
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    if (now) setOffset(Date.parse(now) - Date.now());
  }, [now]);
  return offset;
}

function useTick(active, every = 250) {
  const [, again] = useState(0);
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => again((n) => n + 1), every);
    return () => clearInterval(timer);
  }, [active, every]);
}

/** Time left in words, a bar that empties, and three announcements: at 60, 30 and 10 seconds. */
export function Countdown({ deadline, now, seconds, label, over, at60, at30, at10, bar = true, size = "" }) {
  const words = useWords();
  const offset = useOffset(now);
  const [started, setStarted] = useState(false);
  const [said, setSaid] = useState("");
  const last = useRef(null);
  useEffect(() => setStarted(true), []);
  const left = deadline && started ? Math.max(0, (Date.parse(deadline) - Date.now() - offset) / 1000) : null;
  useTick(left !== null && left > 0);
  const whole = left === null ? null : Math.ceil(left);

  useEffect(() => {
    if (whole === null) return;
    const before = last.current;
    last.current = whole;
    if (before === null || whole >= before) return;
    for (const [at, text] of [[10, at10], [30, at30], [60, at60]]) {
      if (before > at && whole <= at) return setSaid(text);
    }
  }, [whole, at60, at30, at10]);

  const ended = whole === 0;
  const time = h(
    "span",
    { className: "row between", key: "t" },
    h("span", { className: size === "hall" ? "second t44" : "" }, ended ? over : label),
    ended || whole === null ? null : h("span", { className: size === "hall" ? "t64" : size === "room" ? "figure whole" : "left", role: "timer", "aria-live": "off" }, words.duration(whole)),
  );
  const share = left !== null && seconds > 0 ? Math.min(100, (left / seconds) * 100) : 0;
  return h(
    "div",
    { className: `countdown ${size}`.trim() },
    time,
    bar
      ? h(
          "div",
          { className: "gauge thin", "aria-hidden": true },
          h("div", { className: "track" }, h("div", { className: "fill count", style: { "--to": share.toFixed(1) + "%" } })),
        )
      : null,
    h("span", { ...cloak, role: "status" }, said),
  );
}

/** The time of day in Belgium, by the server's clock when it told us. */
export function Clock({ now, className }) {
  const words = useWords();
  const offset = useOffset(now);
  const [started, setStarted] = useState(false);
  useEffect(() => setStarted(true), []);
  useTick(started, 1000);
  return h("span", { className, suppressHydrationWarning: true }, started ? words.time(new Date(Date.now() + offset).toISOString()) : "");
}

/** Whether this page hears the server: the browser says offline, a connection attempt failed, or nothing came for too long. */
export function useConnection(beat, patience) {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const [online, setOnline] = useState(true);
  const [seen, setSeen] = useState(null);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  useEffect(() => setSeen(Date.now()), [beat]);
  useTick(patience > 0, 1000);
  const silent = patience > 0 && seen !== null && Date.now() - seen > patience * 1000;
  return { state: !online ? "offline" : errors.length > 0 || silent ? "reconnecting" : "live", seen };
}

export function LiveMark({ beat, at, patience = 0, live, reconnecting, offline, asOf }) {
  const words = useWords();
  const { state, seen } = useConnection(beat, patience);
  if (state === "live") return h("span", { className: "live", role: "status" }, live);
  const since = at || (seen ? new Date(seen).toISOString() : "");
  return h(
    "span",
    { className: "live off", role: "status" },
    state === "offline" ? offline : reconnecting,
    since && asOf ? h("span", cloak, ", " + asOf.replace("{at}", words.time(since, { seconds: true }))) : null,
  );
}

/** Shows its children only while the page does not hear the server; remembers the time of the last news. */
export function WhenCut({ beat, at, patience = 0, asOf }) {
  const words = useWords();
  const { state, seen } = useConnection(beat, patience);
  if (state === "live") return null;
  const since = at || (seen ? new Date(seen).toISOString() : "");
  if (!since) return null;
  return h("p", { className: "small strong soon" }, asOf.replace("{at}", words.time(since, { seconds: true })));
}

/** Says a changing sentence to screen readers, politely and not more often than every few seconds. */
export function Politely({ text, every = 5 }) {
  const [said, setSaid] = useState("");
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + every * 1000 - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, every]);
  return h("p", { ...cloak, role: "status" }, said);
}

/** A panel that takes the focus when it appears, and again when what it says changes; its links lead into their field. */
export function Said({ said, children, ...rest }) {
  const place = useRef(null);
  const { language } = useWords();
  useEffect(() => {
    // two frames: a page that just got its words is unveiled in the first, and nothing hidden can take the focus
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        place.current?.focus({ preventScroll: true });
        place.current?.scrollIntoView({ block: "center" });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [said, language]);
  // The router would only scroll, and load the page's facts again; the next key must be typed into the field.
  const follow = (event) => {
    const field = document.getElementById(event.target.closest("a")?.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    field.focus({ preventScroll: true });
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  };
  return h("section", { ...rest, ref: place, tabIndex: -1, onClickCapture: follow }, children);
}

/** The language kept with the account, on a device where nobody chose one. */
export function AccountLanguage({ language }) {
  useEffect(() => {
    if (language) window.koprogo?.adopt(language);
  }, [language]);
  return null;
}

/** After a navigation the focus goes to the title of the new page, so that a screen reader starts there. */
export function TitleFocus({ place }) {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const title = document.querySelector("main h1") ?? document.querySelector("main");
    title?.setAttribute("tabindex", "-1");
    title?.focus();
  }, [place]);
  return null;
}

/** Reflex puts an English banner on the page when the server has a newer version than this tab; it speaks our words here. */
export function NewVersion({ sentence, act }) {
  useEffect(() => {
    const say = () => {
      const banner = document.getElementById("reflex-new-version-banner");
      const button = banner?.querySelector("button");
      if (!button || banner.dataset.said === sentence) return;
      const text = banner.firstChild === button ? banner.insertBefore(document.createTextNode(""), button) : banner.firstChild;
      text.textContent = sentence;
      button.textContent = act;
      button.className = "button";
      banner.className = "newer";
      banner.removeAttribute("style");
      button.removeAttribute("style");
      banner.dataset.said = sentence;
    };
    say();
    const watch = new MutationObserver(say);
    watch.observe(document.body, { childList: true });
    return () => watch.disconnect();
  }, [sentence, act]);
  return null;
}

/** When a part of the page breaks: an apology instead of a blank screen, and a report to the server's log. */
export class Apology extends Component {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  componentDidCatch(error, { componentStack }) {
    const payload = { info: `${error.name}: ${error.message}\n${error.stack}`, component_stack: componentStack };
    eventLoop.addEvents([{ name: `${app.exception_state_name}.handle_frontend_exception`, payload }]);
  }

  render() {
    const { children, title, sentence, act } = this.props;
    if (!this.state.broken) return children;
    const again = { type: "button", className: "button main big", onClick: () => window.location.reload() };
    return h("main", { className: "content", role: "alert" }, h("h1", null, title), h("p", { className: "lead" }, sentence), h("p", null, h("button", again, act)));
  }
}

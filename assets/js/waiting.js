// What waits on this device, as the open page knows it: kept.js holds it on the disk, this shows it and sends it in time.
// Whoever's it is, only its own person sees it. No words: koprogo/components/kept.py gives the message ids.
import { createElement as h, useEffect, useSyncExternalStore } from "react";
import * as kept from "./kept.js";
import { useWords } from "./words.js";

const SHOWN_AFTER = 300; // ms: an answer that comes at once never shows "waiting"
const AGAIN_AFTER = 4000; // ms without an answer over the live connection: then by our own interface
const PAUSES = [0, 2000, 4000, 8000, 15000, 30000]; // ms between one try and the next, while the network is away

let me = "";
let known = new Map(); // nonce -> press, whoever's; here also: shown, live (the live connection sent it), stored, asked
let done = []; // what was counted while its own page was not there to say so
const saving = new Set(); // nonces on their way to the disk
const drawn = new Map(); // slot -> how many places on the page show what waits there
const listeners = new Set();

const mine = () => [...known.values()].filter((press) => press.person === me);
const waits = (press) => press.state === "waits" && press.shown && !press.stored;
function snapshot() {
  const found = mine();
  const bySlot = new Map(found.filter(waits).map((press) => [press.slot, press]));
  return {
    choice: (slot) => bySlot.get(slot)?.says.choice ?? "",
    at: (slot) => bySlot.get(slot)?.at ?? "",
    presses: found,
    done: done.filter((press) => press.person === me),
    drawn: new Set(drawn.keys()),
  };
}
const nothing = { choice: () => "", at: () => "", presses: [], done: [], drawn: new Set() };
let current = nothing;
function changed() {
  current = snapshot();
  listeners.forEach((listener) => listener());
}
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Everything of the reader's that waits, was refused, or was just counted; `choice(slot)` and `at(slot)` for the buttons. */
export const useWaiting = () =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => nothing,
  );
export const useHeld = useWaiting;

/** Who reads this page; what waits for somebody else is neither shown nor told. */
export function readerIs(person) {
  if (me === person) return;
  me = person;
  if (person) kept.readerIs(person).catch(() => {}); // a window without storage keeps nothing of anybody
  changed();
  soon();
}

/** Keep a press and show it; `live`: the live connection sends it now and only then, after a while, our interface does. */
export function add(press, live) {
  for (const [nonce, each] of known) if (kept.replaces(press, each)) known.delete(nonce);
  const made = { ...press, state: "waits", why: live ? "" : "cut", tried: 0, shown: !live, live: live ? Date.now() : 0 };
  known.set(made.nonce, made);
  saving.add(made.nonce);
  const { shown, live: at, ...plain } = made;
  kept
    .hold(plain)
    .catch(() => (made.unsaved = true))
    .finally(() => saving.delete(made.nonce))
    .then(() => !live && kept.sendLater());
  if (live) setTimeout(() => show(made.nonce), SHOWN_AFTER);
  changed();
  soon(live ? AGAIN_AFTER : 0);
}

export function show(nonce) {
  const press = known.get(nonce);
  if (!press || press.shown) return;
  press.shown = true;
  changed();
}

/** Forget a press: it has its answer, or its person takes it back. */
export function drop(nonce) {
  if (!known.delete(nonce)) return;
  kept.letGo(nonce).catch(() => {});
  changed();
}

/** The press of the reader that waits in a slot, and the nonces of those it takes the place of. */
export const waitingIn = (slot) => mine().find((press) => press.slot === slot && press.state === "waits");

/** A place on the page shows what waits in this slot itself: the list above leaves it out. What was counted while the place
 * was on its way to the screen is handed to it: what it shows may have been read before that ballot. */
export function drawsSlot(slot) {
  drawn.set(slot, (drawn.get(slot) ?? 0) + 1);
  done.filter((press) => press.slot === slot).forEach((press) => known.set(press.nonce, { ...press, stored: true }));
  done = done.filter((press) => press.slot !== slot);
  changed();
  return () => {
    if (drawn.get(slot) > 1) drawn.set(slot, drawn.get(slot) - 1);
    else drawn.delete(slot);
    changed();
  };
}

let timer = null;
let tries = 0;
/** Send what waits, some time from now; a try that failed is followed by another, later each time. */
export function soon(after = 0) {
  clearTimeout(timer);
  timer = setTimeout(send, after);
}
async function send() {
  const due = mine().filter((press) => press.state === "waits" && !press.stored);
  if (due.length === 0) return void (tries = 0);
  const left = await kept.deliver(due.filter((press) => press.unsaved));
  tries = left ? tries + 1 : 0;
  if (left) soon(PAUSES[Math.min(tries, PAUSES.length - 1)]);
}
export function again() {
  tries = 0;
  soon();
}

async function read() {
  const found = new Map((await kept.presses()).map((press) => [press.nonce, press]));
  for (const [nonce, press] of known) {
    const now = found.get(nonce);
    if (now) found.set(nonce, { ...press, ...now, shown: press.shown });
    else if (saving.has(nonce) || press.stored || press.unsaved) found.set(nonce, press);
  }
  for (const press of found.values()) press.shown ??= true;
  known = found;
  changed();
}
function hear({ what, nonce, changes }) {
  const press = known.get(nonce);
  if (press?.unsaved && changes) Object.assign(press, changes);
  if (what === "forgotten") [known, done] = [new Map(), []];
  if (what === "stored" && press) {
    if (drawn.has(press.slot)) press.stored = true; // its own page asks for the receipt
    else {
      known.delete(nonce);
      if (!press.says.desk) done = [...done, press];
    }
  }
  if (what === "stored" || what === "forgotten") changed();
  else read().catch(() => {});
}

/** Signing out leaves nothing on this device, even when the page is led away before it is done. */
const LEAVING = "koprogo-leaving";
const quietly = (work) => {
  try {
    return work();
  } catch {
    return null; // closed storage keeps nothing of anybody
  }
};
export const leave = {
  begins: () => quietly(() => localStorage.setItem(LEAVING, "1")),
  stays: () => quietly(() => localStorage.removeItem(LEAVING)),
  async ends() {
    quietly(() => localStorage.removeItem("koprogo-last"));
    await kept.forget().catch(() => {});
    leave.stays();
  },
};

if (typeof window !== "undefined" && "indexedDB" in window) {
  kept.onNews(hear);
  const left = quietly(() => localStorage.getItem(LEAVING)) ? leave.ends() : Promise.resolve();
  left.then(read).then(() => soon(), () => {});
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
}

/** On every page of ours: says who reads, and what waits or was refused and is shown nowhere else on the page. */
export function Kept({ person, words }) {
  const w = useWords();
  const { presses, done, drawn } = useWaiting();
  useEffect(() => readerIs(person), [person]);
  if (!person) return null;
  const refused = presses.filter((press) => press.state === "refused");
  const isDrawn = ({ slot }) => drawn.has(slot) || drawn.has(slot.replace(/[^/]*$/, "*"));
  const elsewhere = presses.filter((press) => waits(press) && !isDrawn(press));
  if (refused.length + elsewhere.length + done.length === 0) return null;
  const desk = elsewhere.filter((press) => press.says.desk);
  return h(
    "div",
    { className: "stack kept" },
    done.map((press) => h(Counted, { key: press.nonce, press, words, w })),
    refused.map((press) => h(press.says.desk ? DeskRefused : Refused, { key: press.nonce, press, words, w })),
    elsewhere.filter((press) => !press.says.desk).map((press) => h(Waits, { key: press.nonce, press, words, w })),
    desk.length > 0 ? h(DeskWaits, { presses: desk, words, w }) : null,
  );
}

/** On the sign-in page: that something waits, without a word about what or whose. */
export function KeptForSignIn({ words }) {
  const w = useWords();
  const count = useSyncExternalStore(
    subscribe,
    () => [...known.values()].filter((press) => press.state === "waits").length,
    () => 0,
  );
  useEffect(() => void kept.readerIs("").catch(() => {}), []);
  if (count === 0) return null;
  return h("section", { className: "notice", role: "status", "data-testid": "waits-for-sign-in" }, icon(words.paths["no-network"]), h("div", { className: "body" }, h("p", null, w.t(words.for_sign_in, { n: count }))));
}

const icon = (path) => h("svg", { className: "icon", viewBox: "0 0 24 24", "aria-hidden": true }, h("path", { d: path }));
const swatch = (choice) => h("span", { className: `swatch ${choice}`, "aria-hidden": true });
const button = (text, onClick, looks = "button") => h("button", { type: "button", className: looks, onClick }, text);

/** A choice in words: an option by its own text, else the word of the catalogue. */
function choiceIn(press, choice, words, w) {
  const option = /^option_(\d)$/.exec(choice);
  const label = option && press.says.options?.[Number(option[1]) - 1];
  return label ? w.own(label) : w.t(words.choices[choice] ?? choice);
}
const pointOf = (press, words, w) => h("p", { className: "quiet" }, w.t(words.point, { number: press.says.point }), ". ", h("span", { lang: w.ownLanguage(press.says.title) }, w.own(press.says.title)));
const facts = (press, words, w) => w.t(words.facts, { shares: press.says.shares, total: press.says.of, time: w.time(press.at, { seconds: true }) });

function Waits({ press, words, w }) {
  const why = { sign_in: words.why_sign_in, other: words.why_sign_in, later: words.why_later }[press.why] ?? words.why_cut;
  return h(
    "section",
    { className: "notice", role: "status", "data-testid": "waiting-elsewhere" },
    icon(words.paths["no-network"]),
    h(
      "div",
      { className: "body" },
      h("h2", null, w.t(words.waits)),
      pointOf(press, words, w),
      h("p", null, choiceIn(press, press.says.choice, words, w), ", ", facts(press, words, w), " ", h("strong", null, w.t(words.not_yet)), " ", w.t(why)),
      h(
        "div",
        { className: "row wrap" },
        press.why === "sign_in" ? h("a", { className: "button", href: `/sign-in?next=${encodeURIComponent(press.says.page)}` }, w.t(words.sign_in)) : button(w.t(words.again), again),
        h("a", { className: "button", href: press.says.page }, w.t(words.to_vote)),
        button(w.t(words.withdraw), () => drop(press.nonce), "button plain"),
      ),
    ),
  );
}

function Refused({ press, words, w }) {
  const { answer, says } = press;
  const newer = answer.type === "newer-ballot";
  const late = answer.type === "item-not-open";
  const rows = [
    newer && [words.counts, answer.facts.newer, w.t(words[`by_${answer.facts.channel}`] ?? words.by_phone, { time: w.time(answer.facts.at, { seconds: true }) })],
    [words.counts_not, says.choice, w.t(words.pressed, { time: w.time(press.at, { seconds: true }) })],
  ].filter(Boolean);
  return h(
    "section",
    { className: "refusal", role: "alert", "data-testid": "refusal" },
    h("div", { className: "head" }, icon(words.paths.octagon), h("h2", null, w.t(words.not_counted))),
    pointOf(press, words, w),
    newer ? null : h("p", { className: "lead" }, w.t(answer.message_id, answer.facts), " ", answer.article ? h("span", { className: "article" }, w.t(words.law, { law: answer.article })) : null),
    h(
      "dl",
      { className: "both" },
      rows.map(([word, choice, how]) => h("div", { key: word }, h("dt", null, w.t(word)), h("dd", null, h("span", { className: "row close" }, swatch(choice), h("strong", null, choiceIn(press, choice, words, w))), h("span", { className: "small quiet" }, how)))),
    ),
    h(
      "div",
      { className: "what-now" },
      h("strong", null, w.t(words.what_now)),
      h("p", null, w.t(newer ? words.now_newer : late ? words.now_late : words.now_again)),
      h("div", { className: "row wrap" }, h("a", { className: "button", href: says.page }, w.t(words.to_vote)), button(w.t(words.take_away), () => drop(press.nonce), "button plain")),
    ),
  );
}

const noted = (press, words, w) => {
  const { what, name, point, choice } = press.says;
  return w.t(words[`desk_${what}`], { name, point, choice: choiceIn(press, choice, words, w), time: w.time(press.at, { seconds: true }) });
};
const isPresence = ({ what }) => what === "arrived" || what === "left";

/** What the desk noted without a network, in one list: thirty arrivals are thirty lines, not thirty panels. */
function DeskWaits({ presses, words, w }) {
  const ended = presses.some((press) => ["sign_in", "other"].includes(press.why));
  return h(
    "section",
    { className: "notice", role: "status", "data-testid": "desk-waits" },
    icon(words.paths["no-network"]),
    h(
      "div",
      { className: "body" },
      h("h2", null, w.t(words.desk_waits)),
      h("p", null, w.t(ended ? words.why_sign_in : presses.every((press) => isPresence(press.says)) ? words.desk_why : words.desk_why_entries)),
      h("ul", { className: "plain noted" }, presses.map((press) => h("li", { key: press.nonce, className: "row wrap between" }, h("span", null, noted(press, words, w)), button(w.t(words.withdraw), () => drop(press.nonce), "button plain")))),
      h("div", { className: "row wrap" }, ended ? h("a", { className: "button", href: `/sign-in?next=${encodeURIComponent(presses[0].says.page)}` }, w.t(words.sign_in)) : button(w.t(words.again), again)),
    ),
  );
}

function DeskRefused({ press, words, w }) {
  const { answer, says } = press;
  const late = answer.type === "item-not-open";
  const named = ["newer", "yours"].filter((name) => name in answer.facts).map((name) => [name, choiceIn(press, answer.facts[name], words, w)]);
  return h(
    "section",
    { className: "refusal", role: "alert", "data-testid": "desk-refusal" },
    h("div", { className: "head" }, icon(words.paths.octagon), h("h2", null, w.t(words.desk_not))),
    h("p", { className: "quiet" }, noted(press, words, w)),
    h("p", { className: "lead" }, w.t(answer.message_id, { ...answer.facts, ...Object.fromEntries(named) }), " ", answer.article ? h("span", { className: "article" }, w.t(words.law, { law: answer.article })) : null),
    h("div", { className: "what-now" }, late ? h("p", null, w.t(words.desk_late)) : null, h("div", { className: "row wrap" }, h("a", { className: "button", href: says.page }, w.t(isPresence(says) ? words.to_door : words.to_room)), button(w.t(words.take_away), () => drop(press.nonce), "button plain"))),
  );
}

function Counted({ press, words, w }) {
  const away = () => {
    done = done.filter((each) => each !== press);
    changed();
  };
  return h(
    "section",
    { className: "notice good", role: "status", "data-testid": "counted-elsewhere" },
    icon(words.paths.check),
    h("div", { className: "body" }, h("h2", null, w.t(words.counted)), pointOf(press, words, w), h("p", null, choiceIn(press, press.says.choice, words, w), ", ", facts(press, words, w)), h("div", { className: "row wrap" }, button(w.t(words.take_away), away, "button plain"))),
  );
}

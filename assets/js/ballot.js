// A press of a ballot button, from the finger to the receipt. It is kept here until the server has answered that very
// press: nothing pressed is lost while the tab is open, and nothing looks counted before it is. Sent again with the same
// nonce it counts once; one that waited says which revision it knew, so that it never replaces a newer ballot.
//
// Reflex runs no event without a connection, so the buttons are heard here. No words: koprogo/components/ballot_box.py.
import { createElement as h, useEffect, useRef, useSyncExternalStore } from "react";
import { useConnection } from "./live.js";

const SHOWN_AFTER = 300; // ms: an answer that comes at once never shows "waiting"
const AGAIN_AFTER = 4000; // ms without an answer
const TRIES = 6;
const TOGETHER = 300; // ms: a second tap so soon was meant for the first button, whatever stands there by now

const KEPT = "koprogo-held"; // in this tab's own storage: a page that is loaded again goes on where it was

const held = new Map(); // slot -> { card, item, choice, nonce, at, basedOn, waited, shown, tries, last }
const listeners = new Set();

const seen = (slot) => {
  const press = held.get(slot);
  return press?.shown ? press : null;
};
const snapshot = () => ({ choice: (slot) => seen(slot)?.choice ?? "", at: (slot) => seen(slot)?.at ?? "" });
const nothing = snapshot();
let current = nothing;
let pressed = 0;

function changed() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...held]));
  } catch {
    // a private window keeps nothing: the press waits as long as the page is open
  }
  current = snapshot();
  listeners.forEach((listener) => listener());
}
if (typeof window !== "undefined") {
  try {
    for (const [slot, each] of JSON.parse(sessionStorage.getItem(KEPT)) ?? []) {
      held.set(slot, { ...each, waited: true, shown: true, tries: 0, last: 0 });
    }
  } catch {
    // nothing kept, or nothing we can read
  }
  current = snapshot();
}
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What waits on this phone, by slot: the choice and the time it was pressed, or empty. */
export const useHeld = () =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => nothing,
  );

function show(slot, press) {
  if (held.get(slot) !== press || press.shown) return;
  press.shown = true;
  changed();
}

function drop(slot) {
  if (held.delete(slot)) changed();
}

function press(slot, card, item, choice, basedOn, live) {
  const made = { card, item, choice, basedOn, nonce: crypto.randomUUID(), at: new Date().toISOString(), waited: !live, shown: false, tries: 0, last: 0 };
  held.set(slot, made);
  changed();
  if (live) setTimeout(() => show(slot, made), SHOWN_AFTER);
  else show(slot, made);
}

/** Around the ballot of one owner: hears its buttons, sends the press, sends it again, lets go of what was answered. */
export function BallotBox({ slot, card, item, revision, answered, beat, patience, onSend, children }) {
  const { state } = useConnection(beat, patience);
  const live = state === "live";
  const send = useRef(onSend);
  send.current = onSend;

  const deliver = () => {
    for (const each of held.values()) {
      if (each.card !== card || each.tries >= TRIES || Date.now() - each.last < AGAIN_AFTER) continue;
      each.tries += 1;
      each.last = Date.now();
      send.current(each.item, each.choice, each.nonce, each.waited || each.tries > 1 ? each.basedOn : -1);
    }
  };

  useEffect(() => {
    for (const [key, each] of held) if (each.nonce === answered) drop(key);
  }, [answered]);

  useEffect(() => {
    if (!live) {
      for (const [key, each] of held) if (each.card === card) show(key, each);
      return undefined;
    }
    deliver();
    const timer = setInterval(deliver, 1000);
    return () => clearInterval(timer);
  }, [live, card]);

  const heard = (event) => {
    const button = event.target.closest("[data-choice], [data-act]");
    if (!button) return;
    const { choice, act } = button.dataset;
    if (act === "withdraw") drop(slot);
    if (act === "retry" && held.has(slot)) Object.assign(held.get(slot), { tries: 0, last: 0 });
    // the counted choice, pressed again, is no change; the one that waits is on its way
    if (choice && button.getAttribute("aria-pressed") === "false" && Date.now() - pressed > TOGETHER) {
      pressed = Date.now();
      press(slot, card, item, choice, revision, live);
    }
    if (live) deliver();
  };
  return h("div", { className: "ballot-box", onClick: heard }, children);
}

/** Its children only while the page hears the server, or only while it does not. */
export function WhileHeard({ heard, beat, patience, children }) {
  const { state } = useConnection(beat, patience);
  return (state === "live") === heard ? children : null;
}

/** Calls once, some time within `spread` ms after `when` changed to something new: a thousand phones never ask at once. */
export function LateCall({ ready, when, spread, onTime }) {
  const known = useRef(null);
  const timer = useRef(null);
  const call = useRef(onTime);
  call.current = onTime;
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!ready) return;
    const before = known.current;
    known.current = when;
    if (before === null || when === before || !when) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => call.current(), Math.random() * spread);
  }, [ready, when, spread]);
  return null;
}

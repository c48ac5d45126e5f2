// A press of a ballot button, from the finger to the receipt. It is kept on this device until the server has answered that
// very press: nothing pressed is lost when the page is closed, and nothing looks counted before it is. Sent again with the
// same nonce it counts once; what it knew goes with it, so that it never replaces a newer ballot (waiting.js, kept.js).
//
// Reflex runs no event without a connection, so the buttons are heard here. No words: koprogo/components/ballot_box.py.
import { createElement as h, useEffect, useRef } from "react";
import { useConnection } from "./live.js";
import { add, again, drawsSlot, drop, show, useWaiting, waitingIn } from "./waiting.js";

export { useHeld } from "./waiting.js";

const TOGETHER = 300; // ms: a second tap so soon was meant for the first button, whatever stands there by now
const MOST_REPLACED = 8;

let pressed = 0;

/** Around the ballot of one owner: hears its buttons, keeps the press, lets go of what was answered. */
export function BallotBox({ slot, card, item, revision, answered, beat, patience, person, question, says, onSend, children }) {
  const { state } = useConnection(beat, patience);
  const { presses } = useWaiting();
  const live = state === "live";
  const asked = useRef(null);

  useEffect(() => (person ? drawsSlot(slot) : undefined), [slot, person]);

  // The live connection answered: a receipt or a refusal is on the page.
  useEffect(() => {
    if (presses.some((each) => each.nonce === answered)) drop(answered);
  }, [answered, presses]);

  // Our interface answered with a receipt: the same press over the live connection brings it here.
  useEffect(() => {
    const stored = presses.find((each) => each.slot === slot && each.stored);
    if (!live || !stored || asked.current === stored.nonce) return;
    asked.current = stored.nonce;
    onSend(item, stored.says.choice, stored.nonce, -1);
  }, [live, presses, slot]);

  useEffect(() => {
    if (live) return again();
    presses.filter((each) => each.slot === slot).forEach((each) => show(each.nonce));
  }, [live]);

  const press = (choice) => {
    const earlier = waitingIn(slot);
    const made = new Date().toISOString();
    const nonce = crypto.randomUUID();
    const { assembly, round, text_version, lots } = question;
    const body = {
      choice,
      nonce,
      lots,
      based_on: Object.fromEntries(lots.map((lot) => [lot, revision])),
      round,
      text_version,
      pressed_by: person,
      replaces: earlier ? [...(earlier.body.replaces ?? []), earlier.nonce].slice(-MOST_REPLACED) : [],
    };
    const path = `/api/v1/assemblies/${assembly}/items/${item}/ballots`;
    add({ nonce, person, slot, path, body, at: made, says: { ...says, owner: card, choice, page: `/assemblies/${assembly}/vote` } }, live);
    if (live) onSend(item, choice, nonce, -1);
  };

  const heard = (event) => {
    const button = event.target.closest("[data-choice], [data-act]");
    if (!button) return;
    const { choice, act } = button.dataset;
    if (act === "withdraw" && waitingIn(slot)) drop(waitingIn(slot).nonce);
    if (act === "retry") again();
    // the counted choice, pressed again, is no change; the one that waits is on its way
    if (choice && button.getAttribute("aria-pressed") === "false" && Date.now() - pressed > TOGETHER) {
      pressed = Date.now();
      press(choice);
    }
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

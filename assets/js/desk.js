// The desk without a network: arrivals and departures at the door, paper and raised hands in the room. What is noted is
// kept on its device and entered when the network is back. With one, the buttons work as any other (Reflex runs no event
// without a connection). No words: koprogo/components/desk_box.py.
import { createElement as h, useEffect, useSyncExternalStore } from "react";
import { useConnection } from "./live.js";
import { add, again, drawsSlot, drop, waitingIn } from "./waiting.js";

export { useWaiting } from "./waiting.js";

/** Around a list with buttons that carry `data-noted` (arrived or left), `data-who`, `data-name` and `data-channel`. */
export function DeskBox({ assembly, person, page, beat, patience, children }) {
  const { state } = useConnection(beat, patience);
  const live = state === "live";
  useEffect(() => {
    if (live) again();
  }, [live]);
  // Each line says itself what waits: a list above would move the next button from under the finger.
  useEffect(() => (assembly ? drawsSlot(`presence/${assembly}/*`) : undefined), [assembly]);

  const heard = (event) => {
    const button = event.target.closest("[data-noted], [data-take-back]");
    if (!button) return;
    const { noted, who, name, channel, takeBack } = button.dataset;
    if (takeBack) {
      const press = waitingIn(takeBack);
      if (press) drop(press.nonce);
      return event.stopPropagation();
    }
    if (live || !person) return undefined;
    event.preventDefault();
    event.stopPropagation();
    const at = new Date().toISOString();
    const body = { person_id: who, what: noted, channel, noted_at: at, pressed_by: person };
    const says = { desk: true, choice: noted, what: noted, name, owner: who, page };
    add({ nonce: crypto.randomUUID(), person, slot: `presence/${assembly}/${who}`, path: `/api/v1/assemblies/${assembly}/presence`, body, silent: true, at, says }, false);
    return undefined;
  };
  return h("div", { className: "desk-box", onClickCapture: heard }, children);
}

const MOST_REPLACED = 8;
let noting = ""; // whose paper is being noted on this device while no event reaches the server
const lookers = new Set();
const note = (key) => {
  noting = key;
  lookers.forEach((look) => look());
};
const subscribe = (look) => {
  lookers.add(look);
  return () => lookers.delete(look);
};

/** Whose line was opened here without the server's help. */
export const useNoting = () => {
  const key = useSyncExternalStore(
    subscribe,
    () => noting,
    () => "",
  );
  return { open: (each) => key !== "" && key === each };
};

/** Around the room: `data-note` opens a line; inside `data-entry` (paper or hands) a `data-entered` button is a choice.
 * `data-lots` holds the newest ballot known of each lot as JSON, `data-slot` the end of the slot, `data-name` who it is. */
export function RoomDesk({ question, says, open, person, page, beat, patience, children }) {
  const { state } = useConnection(beat, patience);
  const live = state === "live";
  const { assembly, item, round, text_version } = question;
  const base = `entry/${item}/${round}/`;
  useEffect(() => {
    if (live) again();
  }, [live]);
  useEffect(() => (item ? drawsSlot(`${base}*`) : undefined), [base]);

  const keep = (entry, choice) => {
    const { entry: what, lots, name, slot: end } = entry.dataset;
    const slot = base + end;
    const earlier = waitingIn(slot);
    const at = new Date().toISOString();
    const nonce = crypto.randomUUID();
    const known = JSON.parse(lots || "{}");
    const answers =
      what === "hands"
        ? { choice, left_out: entry.querySelector("input")?.value ?? "" }
        : { choices: Object.fromEntries(Object.keys(known).map((lot) => [lot, choice])), channel: "paper", based_on: known };
    const replaces = earlier ? [...earlier.body.replaces, earlier.nonce].slice(-MOST_REPLACED) : [];
    const body = { ...answers, nonce, noted_at: at, round, text_version, pressed_by: person, replaces };
    const path = `/api/v1/assemblies/${assembly}/items/${item}/${what === "hands" ? "hands" : "entries"}`;
    add({ nonce, person, slot, path, body, at, says: { ...says, desk: true, what, choice, name, owner: end, page } }, false);
  };

  const heard = (event) => {
    const button = event.target.closest("[data-note], [data-entered], [data-take-back]");
    if (!button) return;
    const { note: key, entered, takeBack } = button.dataset;
    const entry = button.closest("[data-entry]");
    const ours = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (takeBack) {
      const press = waitingIn(takeBack);
      if (press) drop(press.nonce);
      return ours();
    }
    if (key && (noting === key || !live)) {
      note(noting === key ? "" : key);
      return ours();
    }
    if (!entered || !entry) return undefined;
    note("");
    if (live || !person || !open) return undefined; // a correction after the closing is made with the server, or not at all
    keep(entry, entered);
    return ours();
  };
  return h("div", { className: "desk-box", onClickCapture: heard }, children);
}

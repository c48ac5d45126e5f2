// The door without a network: what the desk notes is kept on its device and entered when the network is back. With one,
// the buttons work as any other (Reflex runs no event without a connection). No words: koprogo/components/desk_box.py.
import { createElement as h, useEffect } from "react";
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

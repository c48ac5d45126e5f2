// Forms to /auth/…: only these addresses set or clear the cookie. They are sent as JSON, so that the page stays and nothing
// typed is lost when the answer is no; a yes leads on with a full load of the page, because a live connection keeps the
// cookie it was opened with. No words here: message ids come from the server and from the page.
import { createElement as h, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { presses } from "./kept.js";
import { leave } from "./waiting.js";
import { useWords } from "./words.js";

const NOTHING = { kind: "", message_id: "", facts: {}, article: "", problems: [] };
const NOBODY = { state: "", name: "", email: "", purpose: "" };
const kept = new Map();
const listeners = new Set();
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const keep = (key, value) => {
  kept.set(key, value);
  listeners.forEach((listener) => listener());
};

/** The last no of one form, as AppState.refusal has it. */
export const useAnswer = (form) => useSyncExternalStore(subscribe, () => kept.get(form) ?? NOTHING, () => NOTHING);

/** Whether a form that stays was accepted. */
export const useDone = (form) => useSyncExternalStore(subscribe, () => kept.get(`${form} done`) === true, () => false);

/** For whom the link is that this browser carries: `state` is asking, known or ended. */
export const useLink = () => useSyncExternalStore(subscribe, () => kept.get("link") ?? NOBODY, () => NOBODY);

const parameter = (name) => new URLSearchParams(window.location.search).get(name) ?? "";
const still = () => () => {};
/** A part of the address's query; empty until the page is alive. */
export const useAsked = (name) => useSyncExternalStore(still, () => parameter(name), () => "");

const refusal = (status, said) => {
  if (status === 422 && said.fields?.length)
    return { ...NOTHING, kind: "bad_input", problems: said.fields.map((each) => ({ where: each.field, message_id: each.message_id, facts: each.facts ?? {} })) };
  return { ...NOTHING, kind: said.article ? "refused" : "not_possible", message_id: said.message_id, facts: said.facts ?? {}, article: said.article ?? "" };
};
const ours = (path) => /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes("\\");

async function ask(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  return [answer, await answer.json().catch(() => ({}))];
}

const waiting = () => presses().then((all) => all.filter((press) => press.state === "waits").length, () => 0);

/** A form to one of the addresses; it works as an ordinary post too, before the page is alive. One that `leaves` signs out:
 * what waits on this device is said first, and the second press drops it. */
export function AuthForm({ name, action, stays, leaves, failed, led_back, children, ...rest }) {
  const busy = useRef(false);
  const warned = useRef(false);
  const [waits, setWaits] = useState(0);
  const words = useWords();
  useEffect(() => {
    if (parameter("refused")) keep(name, { ...NOTHING, kind: "not_possible", message_id: led_back });
    else if (stays && parameter("sent")) keep(`${name} done`, true);
    return () => {
      keep(name, NOTHING);
      keep(`${name} done`, false);
    };
  }, [name]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy.current) return;
    if (leaves && !warned.current) {
      const count = await waiting();
      warned.current = count > 0;
      if (count > 0) return setWaits(count);
    }
    busy.current = true;
    const typed = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => typeof value === "string"));
    const body = JSON.stringify({ next: parameter("next"), ...typed });
    try {
      if (leaves) leave.begins();
      const [answer, said] = await ask(action, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) keep(name, said.message_id ? refusal(answer.status, said) : { ...NOTHING, kind: "not_possible", message_id: failed });
      else if (stays) {
        keep(name, NOTHING);
        keep(`${name} done`, true);
      } else {
        // Whoever comes next in this tab starts with an empty state.
        sessionStorage.removeItem("token");
        window.location.assign(ours(said.next) ? said.next : "/");
        return;
      }
    } catch {
      keep(name, { ...NOTHING, kind: "not_possible", message_id: failed });
    }
    if (leaves) leave.stays();
    busy.current = false;
  };
  const warning = waits > 0 ? h("p", { className: "soon", role: "alert", "data-testid": "leaves-votes" }, words.t(leaves, { n: waits })) : null;
  return h("form", { ...rest, action, method: "post", noValidate: true, onSubmit: submit }, warning, children);
}

/** Asks once for whom the link is; draws nothing. */
export function LinkLook({ form, failed }) {
  useEffect(() => {
    keep("link", { ...NOBODY, state: "asking" });
    ask("/auth/link")
      .then(([answer, said]) => {
        if (answer.ok) return keep("link", { ...NOBODY, ...said, state: "known" });
        keep("link", { ...NOBODY, state: "ended" });
        keep(form, said.message_id ? refusal(answer.status, said) : { ...NOTHING, kind: "not_possible", message_id: failed });
      })
      .catch(() => {
        keep("link", { ...NOBODY, state: "ended" });
        keep(form, { ...NOTHING, kind: "not_possible", message_id: failed });
      });
  }, [form]);
  return null;
}

/** Loads the page of `next` anew, with the cookie this browser has by now. */
export function LoadAnew() {
  useEffect(() => {
    const next = parameter("next");
    window.location.replace(ours(next) ? next : "/");
  }, []);
  return null;
}

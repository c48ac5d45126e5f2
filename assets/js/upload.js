// One file, chosen or dropped, posted to our own route with the session's cookie. Words come in as props; a refusal of the
// server carries its message id and facts. With `several` files go one after the other, each that failed is named with its
// reason, and the page hears once of all that arrived.
import { createElement as h, useId, useRef, useState } from "react";
import { useWords } from "./words.js";

export function FileDrop({ name, endpoint, accept, largest, capture, choose, drop, sending, too_large, failed, describedby, whole, several, extra, onSent }) {
  const words = useWords();
  const input = useRef(null);
  const progressId = useId();
  const [percent, setPercent] = useState(null);
  const [place, setPlace] = useState("");
  const [problems, setProblems] = useState([]);

  const post = (file) =>
    new Promise((done) => {
      if (file.size > largest) return done({ problem: too_large });
      const request = new XMLHttpRequest();
      request.open("POST", endpoint);
      request.setRequestHeader("X-Requested-With", "koprogo");
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && setPercent(Math.round((100 * event.loaded) / event.total));
      request.onload = () => {
        const answer = request.response ?? {};
        if (request.status < 300 && (whole || answer.id)) return done({ answer });
        const said = answer.fields?.[0] ?? answer;
        done({ problem: said.message_id ? words.t(said.message_id, said.facts ?? {}) : failed });
      };
      request.onerror = () => done({ problem: failed });
      const body = new FormData();
      body.append("file", file);
      for (const [name, value] of Object.entries(extra ?? {})) body.append(name, String(value));
      setPercent(0);
      request.send(body);
    });

  const send = async (files) => {
    const chosen = several ? [...files] : [...files].slice(0, 1);
    if (!chosen.length) return;
    setProblems([]);
    const arrived = [];
    const wrong = [];
    for (const [turn, file] of chosen.entries()) {
      setPlace(chosen.length > 1 ? `${turn + 1}/${chosen.length} ${file.name}: ` : "");
      const { answer, problem } = await post(file);
      if (answer) arrived.push({ id: answer.id, name: file.name, answer });
      else wrong.push(chosen.length > 1 ? `${file.name}: ${problem}` : problem);
    }
    setPercent(null);
    if (input.current) input.current.value = "";
    setProblems(wrong);
    if (!arrived.length) return;
    if (several) return onSent?.(JSON.stringify(arrived.map(({ id, name }) => ({ id, name }))), String(wrong.length));
    const [{ id, name: sent, answer }] = arrived;
    onSent?.(whole ? JSON.stringify(answer) : id, sent);
  };

  const dropped = (event) => {
    event.preventDefault();
    send(event.dataTransfer.files);
  };
  // Without a name it is no part of a form around it: a file never travels over the live connection.
  const field = {
    ref: input, type: "file", multiple: Boolean(several), id: name, accept: accept || undefined, capture: capture || undefined, "aria-describedby": describedby || undefined,
    onChange: (event) => send(event.target.files),
  };
  return h(
    "div",
    { className: "drop", onDragOver: (event) => event.preventDefault(), onDrop: dropped },
    h("label", { className: "button" }, h("input", field), choose),
    h("span", { className: "quiet" }, drop),
    percent === null
      ? null
      : h(
          "div",
          { className: "progress" },
          h("span", { id: progressId, role: "status" }, place + sending.replace("{percent}", percent)),
          h("progress", { max: 100, value: percent, "aria-labelledby": progressId }),
        ),
    problems.length ? h("div", { role: "alert" }, problems.map((said) => h("p", { className: "field-error", key: said }, said))) : null,
  );
}

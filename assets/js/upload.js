// One file, chosen or dropped, posted to our own route with the session's cookie. Words come in as props; a refusal of the
// server carries its message id and facts.
import { createElement as h, useId, useRef, useState } from "react";
import { useWords } from "./words.js";

export function FileDrop({ name, endpoint, accept, largest, capture, choose, drop, sending, too_large, failed, describedby, whole, extra, onSent }) {
  const words = useWords();
  const input = useRef(null);
  const progressId = useId();
  const [percent, setPercent] = useState(null);
  const [problem, setProblem] = useState("");

  const send = (file) => {
    if (!file) return;
    setProblem("");
    if (file.size > largest) return setProblem(too_large);
    const request = new XMLHttpRequest();
    request.open("POST", endpoint);
    request.setRequestHeader("X-Requested-With", "koprogo");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && setPercent(Math.round((100 * event.loaded) / event.total));
    request.onload = () => {
      setPercent(null);
      if (input.current) input.current.value = "";
      const answer = request.response ?? {};
      if (request.status < 300 && whole) return onSent?.(JSON.stringify(answer), file.name);
      if (request.status < 300 && answer.id) return onSent?.(answer.id, file.name);
      const said = answer.fields?.[0] ?? answer;
      setProblem(said.message_id ? words.t(said.message_id, said.facts ?? {}) : failed);
    };
    request.onerror = () => {
      setPercent(null);
      setProblem(failed);
    };
    const body = new FormData();
    body.append("file", file);
    for (const [name, value] of Object.entries(extra ?? {})) body.append(name, String(value));
    setPercent(0);
    request.send(body);
  };

  const dropped = (event) => {
    event.preventDefault();
    send(event.dataTransfer.files[0]);
  };
  // Without a name it is no part of a form around it: a file never travels over the live connection.
  const field = {
    ref: input, type: "file", id: name, accept: accept || undefined, capture: capture || undefined, "aria-describedby": describedby || undefined,
    onChange: (event) => send(event.target.files[0]),
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
          h("span", { id: progressId, role: "status" }, sending.replace("{percent}", percent)),
          h("progress", { max: 100, value: percent, "aria-labelledby": progressId }),
        ),
    problem ? h("p", { className: "field-error", role: "alert" }, problem) : null,
  );
}

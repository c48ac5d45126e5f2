// A queue worked with the keyboard: arrows go from line to line, and after a decision the focus stands on what Enter accepts
// of the next one, or on the line itself where nothing is proposed.
import { useEffect } from "react";

const TYPED = "input, select, textarea, [contenteditable]";

export function QueueKeys({ line, onStep }) {
  useEffect(() => {
    if (!line) return;
    const place = document.getElementById("accept") ?? document.getElementById("this-line");
    place?.focus();
    place?.scrollIntoView({ block: "nearest" });
  }, [line]);
  useEffect(() => {
    const step = { ArrowDown: 1, ArrowUp: -1 };
    const pressed = (event) => {
      if (!step[event.key] || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target.closest?.(TYPED)) return;
      event.preventDefault();
      onStep?.(step[event.key]);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [onStep]);
  return null;
}

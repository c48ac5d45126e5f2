// Asks for a list again: when something changed, at most every few seconds (Refresh), or in steps while something goes on (Every).
import { useEffect, useRef } from "react";

export function Refresh({ beat, every, onDue }) {
  const seen = useRef(null);
  const asked = useRef(0);
  const timer = useRef(null);
  const call = useRef(onDue);
  call.current = onDue;
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!beat || beat === seen.current) return;
    const first = seen.current === null;
    seen.current = beat;
    if (first) asked.current = Date.now();
    if (first || timer.current) return;
    const ask = () => {
      timer.current = null;
      asked.current = Date.now();
      call.current();
    };
    timer.current = setTimeout(ask, Math.max(0, asked.current + every - Date.now()));
  }, [beat, every]);
  return null;
}

export function Every({ on, every, onDue }) {
  const call = useRef(onDue);
  call.current = onDue;
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => document.hidden || call.current(), every);
    return () => clearInterval(timer);
  }, [on, every]);
  return null;
}

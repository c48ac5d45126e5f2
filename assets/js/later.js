// Keeps on this device what its reader would want to read without a network: convocation and agenda from the day she first
// opens them, then the last known sums and her own ballots. Ready words in her language, under her id; /offline.html shows
// them (offline.js). No words of its own: koprogo/components/later.py gives the message ids.
import { useEffect, useRef } from "react";
import { remember } from "./kept.js";
import { useWords } from "./words.js";

const CALM = 800; // ms: a tally that moves ten times a second is written once

/** `receipts` by slot: item, round and card. */
function ballots({ agenda, room, receipts, votes, words, assembly }, w) {
  const points = new Map(agenda.map((point) => [point.id, point]));
  const found = {};
  for (const [slot, receipt] of Object.entries(receipts)) {
    const [item, , ...card] = slot.split("/");
    const point = points.get(item);
    const vote = votes.find((each) => each.key === card.join("/"));
    if (!point) continue;
    const option = /^option_(\d)$/.exec(receipt.choice);
    const choice = option ? w.own(point.options[Number(option[1]) - 1]) : w.t(words.choices[receipt.choice] ?? words.several);
    found[slot] = {
      order: point.number,
      point: w.t(words.point, { number: `${point.number}${point.part}` }),
      title: w.own(point.title),
      lang: w.ownLanguage(point.title),
      swatch: receipt.choice,
      choice,
      facts: w.t(words.weight, { shares: receipt.weight, total: item === room.item_id ? room.key_total : assembly.shares_total, lot: w.list(receipt.lots) }),
      whose: vote?.by_proxy ? w.t(words.for_owner, { name: vote.owner_name }) : "",
      said: receipt.pending ? w.t(words.pending) : w.t(words.recorded_at, { time: w.time(receipt.at, { seconds: true }) }),
      number: receipt.pending ? "" : w.t(words.receipt, { number: receipt.number }),
    };
  }
  return found;
}

function bar(room, words, w) {
  const { in_favour, against, majority } = room;
  const whole = majority === "unanimity" ? room.key_total : room.votes_cast;
  const threshold = w.t(words.thresholds[majority] ?? words.thresholds.absolute);
  const label = whole > 0 ? w.t(words.threshold, { threshold, needed: room.needed, whole }) : threshold;
  return { in_favour, against, majority, of: whole, shown: [w.num(in_favour), w.num(against)], label };
}

function tally({ room, agenda, words }, w) {
  const point = agenda.find((each) => each.id === room.item_id);
  const there = { voted: room.voted, present: room.present };
  if (!point || room.item_state === "planned") {
    return {
      title: "",
      lines: [w.t(words.heads, { heads: room.heads, owners: room.heads_total }), w.t(words.shares, { shares: room.shares, total: room.shares_total })],
    };
  }
  const ended = room.item_state === "confirmed" ? words.outcomes[room.carried ? "carried" : "rejected"] : words.closed;
  const secret = room.hidden || room.left.length > 0;
  return {
    title: w.own(point.title),
    lang: w.ownLanguage(point.title),
    point: w.t(words.point, { number: `${point.number}${point.part}` }),
    lines: [...(room.item_state === "open" ? [] : [w.t(ended)]), w.t(words.voted, there)],
    bar: secret ? null : bar(room, words, w),
    voted: [room.voted, room.present],
  };
}

/** What the convocation says, as it was known at an instant. */
function convocation({ assembly, words }, at, w) {
  return {
    saved: new Date().toISOString(),
    language: w.language,
    at: w.time(at, { seconds: true }),
    day: w.day(at, "long"),
    association: assembly.association_name,
    kind: w.t(words.kinds[assembly.kind] ?? words.kinds.other),
    when: w.moment(assembly.starts_at, "long"),
    where: assembly.place,
    remote: assembly.remote_allowed ? w.t(words.remote) : "",
  };
}

function line(point, state, { words }, w) {
  return {
    number: `${point.number}${point.part ?? ""}`,
    title: w.own(point.title),
    lang: w.ownLanguage(point.title),
    proposal: w.own(point.proposal),
    majority: w.t(words.majorities[point.majority] ?? words.majorities.none),
    article: point.article ? w.t(words.law, { law: point.article }) : "",
    state,
    outcome: w.t(words.outcomes[state] ?? ""),
  };
}

function kept(now, w) {
  return {
    ...convocation(now, now.room.at, w),
    tally: tally(now, w),
    agenda: now.agenda.map((point, place) => line(point, now.room.agenda[place] ?? "planned", now, w)),
    ballots: ballots(now, w),
  };
}

/** Keeps the convocation and the agenda as they are read before the evening: no sums yet, no ballots. Draws nothing. */
export function KeepConvocation({ person, assembly, points, words }) {
  const w = useWords();
  useEffect(() => {
    if (!person || !assembly.id || points.length === 0) return;
    const now = { assembly, words };
    const agenda = points.map((point) => line(point, "planned", now, w));
    const facts = { ...convocation(now, new Date().toISOString(), w), tally: null, agenda, ballots: {} };
    remember(person, assembly.id, facts).catch(() => {}); // a window without storage keeps nothing
  }, [person, assembly, points, w]);
  return null;
}

/** Keeps the page's facts, at once after a quiet moment and then every so often; also when the page is left. Draws nothing. */
export function KeepForLater({ person, assembly, agenda, room, receipts, votes, words }) {
  const w = useWords();
  const latest = useRef(null);
  latest.current = [{ person, assembly, agenda, room, receipts, votes, words }, w];
  const timer = useRef(null);
  const last = useRef(0);
  const keep = () => {
    clearTimeout(timer.current);
    timer.current = null;
    const [now, said] = latest.current;
    if (!now.person || !now.assembly.id || !now.room.at) return;
    last.current = Date.now();
    remember(now.person, now.assembly.id, kept(now, said)).catch(() => {}); // a window without storage keeps nothing
  };
  useEffect(() => {
    timer.current ??= setTimeout(keep, Math.max(0, last.current + CALM - Date.now()));
  }, [person, assembly, agenda, room, receipts, votes, w]);
  useEffect(keep, [receipts]); // a receipt is not left to a timer: the network may be gone, and the page, the moment after
  useEffect(() => {
    window.addEventListener("pagehide", keep);
    return () => {
      window.removeEventListener("pagehide", keep);
      clearTimeout(timer.current);
    };
  }, []);
  return null;
}

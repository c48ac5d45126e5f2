// Verifies the minutes of a general assembly in a browser, with nothing but this page: the third way beside the rules and
// verify_minutes.py, whose steps it repeats. No network, no library. Numbers are whole; anything else cannot be read.
const FORMAT = "koprogo-proof-1";
const LARGEST = 25_000_000;
const MOST_FILES = 20;
const LEAF_FIELDS = [
  "assembly", "item", "round", "text_version", "lot", "revision", "choice", "shares", "cast_by", "on_behalf_of",
  "channel", "identified_by", "nonce", "salt", "received_at",
];
const CHOICES = ["for", "against", "abstain", "blank"];
const PARTS = { absolute: [1n, 2n, true], two_thirds: [2n, 3n, false], four_fifths: [4n, 5n, false] };
const ALL_VERIFIED = "Everything verified: ballots, chain, root, reductions, sums, names.";
const OUTSIDE_VERIFIED = "Root and named ballots verified; sums not checkable in this copy.";
const FAILED = "Not verified: something differs.";

/** Something in the file that is not what it must be. */
class Unreadable extends Error {}

class Report {
  copy = "";
  faults = [];
  notes = [];
  votes = [];
  get ok() {
    return this.faults.length === 0;
  }
  get verdict() {
    return this.faults.length > 0 ? FAILED : this.copy === "outside" ? OUTSIDE_VERIFIED : ALL_VERIFIED;
  }
  fault(message, facts = {}) {
    this.faults.push([message, Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, said(fact).slice(0, 200)]))]);
  }
  note(message, facts = {}) {
    this.notes.push([message, facts]);
  }
  differs(vote, what, told, found) {
    this.fault("Vote {vote}: {what} is {said} in the result, the ballots give {found}.", { vote, what, said: told, found });
  }
}

const said = (fact) => (typeof fact === "string" ? fact : canonical(fact));
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const utf8 = new TextEncoder();
const hex = (bytes) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
const same = (one, other) => canonical(one) === canonical(other);
const byCode = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** A field that must be there. */
function need(record, name) {
  if (!isObject(record) || !Object.hasOwn(record, name)) throw new Unreadable(`'${name}'`);
  return record[name];
}
function whole(record, name) {
  const value = need(record, name);
  if (!Number.isSafeInteger(value)) throw new Unreadable(`'${name}' is no whole number`);
  return value;
}
function words(record, name) {
  const value = need(record, name);
  if (typeof value !== "string") throw new Unreadable(`'${name}' is no text`);
  return value;
}
function bytesOf(record, name) {
  const value = words(record, name);
  if (!/^(?:[0-9a-f]{2})*$/i.test(value)) throw new Unreadable(`'${name}' is no hexadecimal`);
  return Uint8Array.from(value.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** The text that is hashed: JSON, sorted keys, no spaces. */
function canonical(value) {
  if (value === undefined) return "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.keys(value).sort(byCode).map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// SHA-256 (FIPS 180-4). The browser's own is not there on every page that comes from a disk.
const FRACTIONS = [];
const BEGIN = [];
for (let number = 2; FRACTIONS.length < 64; number += 1) {
  let prime = true;
  for (let part = 2; part * part <= number; part += 1) prime &&= number % part !== 0;
  if (!prime) continue;
  if (BEGIN.length < 8) BEGIN.push((Math.sqrt(number) * 2 ** 32) | 0);
  FRACTIONS.push((Math.cbrt(number) * 2 ** 32) | 0);
}
function sha256(...pieces) {
  const length = pieces.reduce((sum, each) => sum + each.length, 0);
  const padded = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  pieces.reduce((place, each) => (padded.set(each, place), place + each.length), 0);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, (length * 8) >>> 0);
  const state = Int32Array.from(BEGIN);
  const w = new Int32Array(64);
  const turned = (value, by) => (value >>> by) | (value << (32 - by));
  for (let start = 0; start < padded.length; start += 64) {
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) {
        w[i] = view.getInt32(start + i * 4);
      } else {
        const low = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const high = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + low + w[i - 7] + high;
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + FRACTIONS[i] + w[i]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, place) => (state[place] += value));
  }
  const digest = new Uint8Array(32);
  state.forEach((value, place) => new DataView(digest.buffer).setInt32(place * 4, value));
  return digest;
}

/** Verify the bytes of a PDF or of a proof; never throws for what is in them. */
async function verifyFile(content) {
  const report = new Report();
  if (content.length > LARGEST) {
    report.fault("The file is larger than {limit} MB.", { limit: String(LARGEST / 1_000_000) });
    return report;
  }
  const isPdf = latin(content.subarray(0, 1024)).includes("%PDF-");
  const files = isPdf ? await attachments(content) : [content];
  const proofBytes = files.find((each) => latin(each.subarray(0, 200)).includes(FORMAT));
  const minutesBytes = files.find((each) => each !== proofBytes && latin(each).includes('"signatories"'));
  if (proofBytes === undefined) {
    report.fault("This file holds no proof: neither a PDF of minutes with its ballots, nor a proof.json.");
    return report;
  }
  const proof = read(proofBytes, report);
  if (proof !== null) verify(proof, report);
  if (minutesBytes !== undefined) holdAgainstMinutes(proofBytes, proof, minutesBytes, report);
  if (isPdf) {
    const told = minutesBytes === undefined ? "" : latin(minutesBytes).replaceAll('"sealed_by":""', "");
    await holdAgainstSeals(content, told.includes('"sealed_by":"'), report);
  }
  return report;
}

function latin(bytes) {
  let text = "";
  for (let place = 0; place < bytes.length; place += 8192) text += String.fromCharCode(...bytes.subarray(place, place + 8192));
  return text;
}

/** Hold a file against the seals and timestamps behind it: each names the digest of the bytes around itself. */
async function holdAgainstSeals(pdf, expected, report) {
  const text = latin(pdf);
  const mark = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
  const found = [...text.matchAll(mark)].slice(0, MOST_FILES);
  if (expected && found.length === 0) report.fault("The minutes say that a digital seal stands behind this file. There is none.");
  for (const [place, seal] of found.entries()) {
    const number = String(place + 1);
    const [start, until, again, rest] = seal.slice(1).map(Number);
    const end = again + rest;
    const token = text.slice(until, again).trim().slice(1, -1).toLowerCase();
    const covered = new Uint8Array([...[pdf.subarray(0, until), pdf.subarray(again, end)]].reduce((sum, each) => sum + each.length, 0));
    covered.set(pdf.subarray(0, until));
    covered.set(pdf.subarray(again, end), Math.min(until, pdf.length));
    const digests = [sha256(covered)];
    for (const kind of globalThis.crypto?.subtle ? ["SHA-384", "SHA-512"] : []) {
      digests.push(new Uint8Array(await crypto.subtle.digest(kind, covered)));
    }
    if (start !== 0 || !digests.some((each) => token.includes(hex(each)))) {
      report.fault("Seal {number}: a byte it covers was changed.", { number });
    } else if (end === pdf.length) {
      report.note("Seal {number} covers the whole file; a PDF reader shows whose it is.", { number });
    } else {
      report.note("Seal {number} covers all but the {n} bytes added after it.", { number, n: String(pdf.length - end) });
    }
  }
}

/** The files embedded in a PDF, read without a PDF library. */
async function attachments(pdf) {
  const text = latin(pdf);
  const found = [];
  let place = 0;
  let size = 0;
  for (let start; (start = text.indexOf("stream", place)) >= 0 && size <= LARGEST && found.length < MOST_FILES; ) {
    const head = text.slice(Math.max(0, start - 400), start);
    let data = start + 6;
    data += text.startsWith("\r\n", data) ? 2 : 1;
    const end = text.indexOf("endstream", data);
    if (end < 0) break;
    if (head.slice(head.lastIndexOf("obj") + 1).includes("/EmbeddedFile")) {
      const content = await inflated(pdf.subarray(data, end), head);
      found.push(content);
      size += content.length;
    }
    place = end + 9;
  }
  return found;
}

/** What stands before `endstream` may be an end of line or the last byte of the data: the first reading that is right wins. */
async function inflated(data, head) {
  if (!head.includes("/FlateDecode")) return data;
  const ends = latin(data.subarray(-2)) === "\r\n" ? [2, 1, 0] : [1, 0];
  for (const cut of ends) {
    try {
      const stream = new Blob([data.subarray(0, data.length - cut)]).stream().pipeThrough(new DecompressionStream("deflate"));
      const chunks = [];
      let size = 0;
      for (const reader = stream.getReader(); size <= LARGEST; ) {
        const { done, value } = await reader.read();
        if (done) break;
        chunks.push(value);
        size += value.length;
      }
      return new Uint8Array(await new Blob(chunks).arrayBuffer());
    } catch {
      continue;
    }
  }
  return new Uint8Array();
}

const parsed = (text) =>
  JSON.parse(text, (_, value) => {
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Unreadable("a number that is not whole");
    return value;
  });

/** Read a proof; when it is no JSON any more, name the line and, where one stands there, the ballot. */
function read(content, report) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    unreadable(content, report);
    return null;
  }
  try {
    const proof = parsed(text);
    if (isObject(proof) && proof.format === FORMAT) return proof;
    report.fault("The proof is not of the kind this verifier reads ({kind}).", { kind: FORMAT });
  } catch {
    unreadable(content, report);
  }
  return null;
}

/** Name the first line that is no UTF-8, or no record, or no part of the head. */
function unreadable(content, report) {
  const lines = latin(content).split("\n");
  const records = lines.findIndex((each) => each.startsWith('"records"'));
  const bad = lines.findIndex((line, number) => {
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(line, (each) => each.charCodeAt(0)));
      if (records >= 0 && number > records && text.startsWith("{")) {
        const last = lines[number + 1]?.startsWith("]") ?? true;
        if (text.endsWith(",") === last) return true;
        parsed(text.replace(/,$/, ""));
      } else if (number < records) {
        parsed(`${number === 0 ? "" : "{"}${text.replace(/,$/, "")}}`);
      } else if (!['"records":[', "]}", ""].includes(text)) {
        return true;
      }
      return false;
    } catch {
      return true;
    }
  });
  const text = lines[Math.max(bad, 0)];
  const [receipt, kind, vote] = ["receipt", "record", "vote"].map((name) => text.match(new RegExp(`"${name}":"([^"]*)"`))?.[1]);
  const what = receipt ?? ([kind, vote].filter(Boolean).join(" ") || "?");
  report.fault("Line {line} of the proof cannot be read any more: {what}.", { line: String(Math.max(bad, 0) + 1), what });
}

/** Verify a proof that was read. */
function verify(proof, report) {
  report.copy = typeof proof.copy === "string" ? proof.copy : "";
  if (!["association", "outside"].includes(report.copy)) report.fault("The proof does not say whose copy it is.");
  const votes = new Map();
  for (const record of Array.isArray(proof.records) ? proof.records : []) {
    checked(record, report);
    if (!isObject(record) || !Object.hasOwn(record, "vote")) continue;
    const name = said(record.vote);
    if (!votes.has(name)) votes.set(name, []);
    votes.get(name).push(record);
  }
  for (const [name, records] of votes) {
    try {
      verifyVote(name, records, report);
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof TypeError || error instanceof RangeError)) throw error;
      report.fault("Vote {vote} cannot be read: {what}.", { vote: name, what: error.message });
    }
  }
}

/** Hold a record against its own check, and name it when it differs. */
function checked(record, report) {
  if (!isObject(record)) {
    report.fault("A record of the proof cannot be read.");
    return;
  }
  const { check, ...body } = record;
  if (hex(sha256(utf8.encode(canonical(body)))) === check) return;
  report.fault("Record {record} {named} of vote {vote} was changed.", {
    record: record.record ?? "?",
    named: record.receipt || record.number || record.position || "",
    vote: record.vote ?? "–",
  });
}

function verifyVote(name, records, report) {
  const of = Object.fromEntries(["vote", "lot", "ballot", "leaf", "result"].map((kind) => [kind, []]));
  for (const record of records) of[need(record, "record")]?.push(record);
  if (of.vote.length !== 1 || of.result.length !== 1) {
    report.fault("Vote {vote}: its head or its result is missing or double.", { vote: name });
    return;
  }
  const before = report.faults.length;
  const [vote] = of.vote;
  const [result] = of.result;
  const lots = new Map(of.lot.map((each) => [words(each, "lot"), each]));
  const leaves = leavesOf(name, of, report);
  for (const ballot of of.ballot) verifyBallot(name, vote, lots, ballot, leaves, report);
  verifyChain(name, leaves, result, report);
  if (report.copy === "association") verifySums(name, vote, lots, of.ballot, result, report);
  verifyNamed(name, lots, of.ballot, result, report);
  report.votes.push({ vote: name, ballots: leaves.length, ok: report.faults.length === before });
}

/** The hash of a ballot: SHA-256 of a zero byte and its canonical facts. */
const leafOf = (ballot) =>
  sha256(Uint8Array.of(0), utf8.encode(canonical(Object.fromEntries(LEAF_FIELDS.map((field) => [field, need(ballot, field)])))));

/** The leaves in the order of the chain; each place must be taken once. */
function leavesOf(name, of, report) {
  const rows = report.copy === "outside" ? of.leaf : of.ballot;
  const found = new Map(rows.map((row) => [whole(row, "position"), bytesOf(row, "leaf")]));
  const places = [...found.keys()].sort((one, other) => one - other);
  if (places.length !== rows.length || places.some((place, index) => place !== index + 1)) {
    report.fault("Vote {vote}: a place in the chain is missing or double.", { vote: name });
  }
  return places.map((place) => found.get(place));
}

function verifyBallot(name, vote, lots, ballot, leaves, report) {
  const [receipt, place] = [words(ballot, "receipt"), whole(ballot, "position")];
  const sealed = place > 0 && place <= leaves.length ? hex(leaves[place - 1]) : "";
  const own = hex(leafOf(ballot));
  if (own !== sealed || own !== hex(bytesOf(ballot, "leaf"))) {
    report.fault("Ballot {ballot} of vote {vote} was changed: its hash is another.", { ballot: receipt, vote: name });
  }
  if (["assembly", "item", "round"].some((field) => !same(need(ballot, field), need(vote, field)))) {
    report.fault("Ballot {ballot} belongs to another vote than {vote}.", { ballot: receipt, vote: name });
  }
  const number = lots.get(words(ballot, "lot"))?.number ?? "None";
  if (receipt !== `${said(need(vote, "number"))}-${said(number)}-${said(need(ballot, "revision"))}`) {
    report.fault("Ballot {ballot} of vote {vote} has the number of another one.", { ballot: receipt, vote: name });
  }
}

/** The root over leaves as in RFC 6962, section 2.1. */
function merkleRoot(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0];
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256(Uint8Array.of(1), merkleRoot(leaves.slice(0, left)), merkleRoot(leaves.slice(left)));
}

function verifyChain(name, leaves, result, report) {
  const head = leaves.reduce((previous, leaf) => sha256(previous, leaf), new Uint8Array(32));
  for (const [what, found] of [["chain_head", head], ["merkle_root", merkleRoot(leaves)]]) {
    if (hex(found) !== need(result, what)) report.fault("Vote {vote}: {what} is another than in the result.", { vote: name, what });
  }
  if (leaves.length !== need(result, "ballots_sealed")) report.differs(name, "ballots_sealed", result.ballots_sealed, leaves.length);
}

/** The ballot that counts for each lot: the highest revision, seen by a second person where that is needed. */
function counting(ballots) {
  const found = new Map();
  for (const ballot of ballots) {
    if (need(ballot, "needs_confirmation") && !need(ballot, "confirmed_by")) continue;
    const lot = words(ballot, "lot");
    if (whole(ballot, "revision") > (found.get(lot)?.revision ?? 0)) found.set(lot, ballot);
  }
  return found;
}

const there = (lots, lot) => lots.get(lot) ?? need({}, lot);

function verifySums(name, vote, lots, ballots, result, report) {
  const counted = new Map([...counting(ballots)].filter(([lot]) => need(there(lots, lot), "may_vote")));
  for (const [lot, ballot] of counted) {
    if (whole(ballot, "shares") !== whole(there(lots, lot), "votes")) {
      report.fault("Ballot {ballot} counts for another number of votes than its lot.", { ballot: ballot.receipt });
    }
  }
  const { sums, ...found } = recount(lots, counted);
  if (result.options && Object.keys(result.options).length > 0) Object.assign(found, betweenOptions(result.options, sums));
  const needed = neededFor(vote, found.in_favour + found.against);
  found.needed = needed;
  const unreduced = total([...counted.values()].filter((each) => each.choice === "for").map((each) => each.shares));
  found.carried = need(vote, "majority") === "unanimity" ? unreduced === needed : found.in_favour >= needed;
  for (const [what, value] of Object.entries(found)) {
    if (!same(need(result, what), value)) report.differs(name, what, result[what], value);
  }
}

const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);

/** The figures of a vote between options: the leading one against all the others together. */
function betweenOptions(options, sums) {
  const votes = Object.fromEntries(Object.keys(options).map((option) => [option, sums.get(option) ?? 0]));
  const most = Math.max(...Object.values(votes));
  return { options: votes, in_favour: most, against: total(Object.values(votes)) - most };
}

const add = (to, key, more) => to.set(key, (to.get(key) ?? 0) + more);

/** Count a vote anew, from the lots and the ballots that count; every figure of the result but `needed`. */
function recount(lots, counted) {
  const carrier = new Map();
  for (const [lot, ballot] of counted) carrier.set(lot, need(lots.get(lot), "carrier") || need(lots.get(lot), "voter") || need(ballot, "cast_by"));
  const rows = [...counted].map(([lot, ballot]) => {
    const [row, person] = [lots.get(lot), carrier.get(lot)];
    const giver = [need(row, "voter"), need(row, "agent")].includes(person) ? "" : row.voter ?? "";
    return { person, giver, votes: whole(ballot, "shares"), choice: words(ballot, "choice") };
  });
  const silent = new Map();
  for (const [lot, row] of lots) if (need(row, "may_vote") && need(row, "carrier") && !counted.has(lot)) add(silent, row.carrier, whole(row, "votes"));
  const [present, owned] = [new Map(silent), new Map(silent)];
  for (const { person, giver, votes } of rows) {
    add(present, person, votes);
    add(owned, giver || person, votes);
  }
  const alone = [present, owned].some((each) => [...each.values()].filter((votes) => votes > 0).length === 1);
  const [left, reductions] = alone ? [rows, []] : givers(rows, owned);
  const final = byPerson(left);
  const everyone = total([...present.values()]);
  for (const person of [...final.keys()].sort(byCode)) {
    const carried = total([...final.get(person).values()]);
    const most = everyone - present.get(person);
    if (carried > most && !alone) {
      final.set(person, spread(most, final.get(person)));
      reductions.push({ person, carried, counted: most, as_giver: false });
    }
  }
  const sums = new Map(CHOICES.map((choice) => [choice, 0]));
  for (const choices of final.values()) for (const [choice, votes] of choices) add(sums, choice, votes);
  return {
    in_favour: sums.get("for"), against: sums.get("against"), abstained: sums.get("abstain"), blank: sums.get("blank"),
    sums,
    no_ballot: total([...silent.values()]), sole_attendee: alone, reductions,
    against_names: namesOf(lots, counted, carrier, final, "against"),
    abstained_names: namesOf(lots, counted, carrier, final, "abstain"),
  };
}

function byPerson(rows) {
  const cast = new Map();
  for (const { person, votes, choice } of rows) {
    if (!cast.has(person)) cast.set(person, new Map());
    add(cast.get(person), choice, votes);
  }
  return cast;
}

/** Apply the ceiling to whoever gave her votes into several hands, before it is applied to the hands. */
function givers(rows, owned) {
  const hands = new Map();
  for (const { person, giver, votes, choice } of rows) {
    const who = giver || person;
    if (!hands.has(who)) hands.set(who, new Map());
    add(hands.get(who), JSON.stringify([person, choice]), votes);
  }
  const left = [];
  const reductions = [];
  const everyone = total([...owned.values()]);
  for (const giver of [...hands.keys()].sort(byCode)) {
    const held = hands.get(giver);
    const [carried, most] = [total([...held.values()]), everyone - owned.get(giver)];
    const tooMany = carried > most && new Set([...held.keys()].map((key) => JSON.parse(key)[0])).size > 1;
    if (tooMany) reductions.push({ person: giver, carried, counted: most, as_giver: true });
    for (const [key, votes] of tooMany ? spread(most, held) : held) {
      const [person, choice] = JSON.parse(key);
      left.push({ person, giver, votes, choice });
    }
  }
  return [left, reductions];
}

/** Divide votes in proportion by largest remainder, ties by name. */
function spread(most, parts) {
  const sum = BigInt(total([...parts.values()]));
  if (sum === 0n) return new Map(parts);
  const share = (votes) => BigInt(most) * BigInt(votes);
  const floor = (one, other) => (one - (((one % other) + other) % other)) / other;
  const kept = new Map([...parts].map(([name, votes]) => [name, Number(floor(share(votes), sum))]));
  const rest = (name) => share(parts.get(name)) - floor(share(parts.get(name)), sum) * sum;
  const order = [...parts.keys()].sort((one, other) => (rest(one) === rest(other) ? byCode(one, other) : rest(one) > rest(other) ? -1 : 1));
  for (const name of order.slice(0, most - total([...kept.values()]))) kept.set(name, kept.get(name) + 1);
  return kept;
}

function namesOf(lots, counted, carrier, final, choice) {
  const byOwner = new Map();
  for (const [lot, ballot] of counted) {
    if (ballot.choice !== choice) continue;
    const person = carrier.get(lot);
    if (!byOwner.has(person)) byOwner.set(person, new Map());
    const owners = byOwner.get(person);
    const owner = words(lots.get(lot), "owner");
    owners.set(owner, [...(owners.get(owner) ?? []), lot]);
  }
  const found = [];
  for (const [person, owners] of byOwner) {
    const raw = new Map([...owners].map(([owner, held]) => [owner, total(held.map((lot) => counted.get(lot).shares))]));
    const votes = spread(final.get(person).get(choice) ?? 0, raw);
    for (const [owner, held] of owners) {
      const first = lots.get(held[0]);
      const through = [need(first, "voter"), need(first, "agent")].includes(person) ? null : person;
      const numbers = held.map((lot) => words(lots.get(lot), "number")).sort(byCode);
      found.push({ owner: words(first, "name"), lots: numbers, votes: votes.get(owner), through });
    }
  }
  return found.sort((one, other) => byCode(one.owner, other.owner) || byLots(one.lots, other.lots));
}
function byLots(one, other) {
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    const order = byCode(one[place], other[place]);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** The smallest number of votes in favour that carries, of the votes cast; all of them for unanimity. */
function neededFor(vote, cast) {
  if (need(vote, "majority") === "unanimity") return whole(vote, "unanimity_of");
  const [over, under, strict] = need(PARTS, vote.majority);
  const mark = over * BigInt(cast);
  const floor = mark / under;
  const needed = Number(floor * under === mark && !strict ? floor : floor + 1n);
  return Math.max(needed, 1);
}

/** Hold the ballots against and abstaining against the names in the result, lot by lot. */
function verifyNamed(name, lots, ballots, result, report) {
  const counted = counting(ballots);
  for (const [choice, what] of [["against", "against_names"], ["abstain", "abstained_names"]]) {
    const told = new Set(need(result, what).flatMap((each) => need(each, "lots")));
    const chose = [...counted].filter(([lot, each]) => each.choice === choice && need(there(lots, lot), "may_vote"));
    const found = new Set(chose.map(([lot]) => words(lots.get(lot), "number")));
    const wrong = [...told].filter((lot) => !found.has(lot)).concat([...found].filter((lot) => !told.has(lot)));
    for (const lot of wrong.sort(byCode)) {
      report.fault("Vote {vote}: lot {lot} is named wrongly or not at all ({what}).", { vote: name, lot, what });
    }
  }
}

/** Hold the proof against the facts of the paper: digest of the proof, root, sums and outcome of each vote. */
function holdAgainstMinutes(proofBytes, proof, minutesBytes, report) {
  try {
    const minutes = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(minutesBytes));
    const told = need(minutes, "proof").proof_sha256 ?? "";
    if (told && told !== hex(sha256(proofBytes))) {
      report.fault("The ballots attached are not those the minutes were made with: their SHA-256 is another.");
    }
    const results = new Map();
    for (const record of proof?.records ?? []) if (need(record, "record") === "result") results.set(need(record, "vote"), record);
    for (const item of need(minutes, "items")) {
      if (need(item, "vote")) holdItem(item, results.get(`${need(item, "number")}/${need(item.vote, "round")}`), report);
    }
    const digest = hex(sha256(minutesBytes));
    report.note("Compare with annex 2 of the paper: the data of these minutes have the SHA-256 {digest}.", { digest });
  } catch (error) {
    report.fault("The data of the minutes cannot be read: {what}.", { what: error.message });
  }
}

function holdItem(item, result, report) {
  if (result === undefined) {
    report.fault("Point {number} of the minutes has no ballots in the proof.", { number: item.number });
    return;
  }
  for (const what of ["merkle_root", "chain_head", "in_favour", "against", "abstained", "no_ballot", "needed"]) {
    if (same(need(item.vote, what), need(result, what))) continue;
    const facts = { number: item.number, what, said: item.vote[what], found: result[what] };
    report.fault("Point {number}: {what} is {said} in the minutes, {found} in the proof.", facts);
  }
  if ((need(item, "outcome") === "carried") !== need(result, "carried")) {
    report.fault("Point {number}: the outcome in the minutes is another than in the proof.", { number: item.number });
  }
}

// What this device keeps for the time without a network, in IndexedDB: presses that wait until the server answered them,
// and the last known facts of an assembly. Each belongs to the person who was signed in; nobody else sees or sends it.
//
// Plain functions: no words, no framework, no import. The build puts this very text into the service worker and into the
// page without a network too (koprogo/components/frontend_build.py), so a press is sent in one and the same way.
//
// A press: { nonce, person, slot, path, body, at, state, why, tried, says, answer }
//   path, body  what is posted to our own interface; the nonce in the body makes it count once
//   state       "waits", or "refused" with the server's `answer` until the reader takes it away
//   why         "" not tried yet, "cut", "later" (the server is busy), "sign_in", "other" (somebody else is signed in)
//   says        what the screens need to name it: choice, point, title, shares, of, lots, page; at the desk name and what
//               (arrived, left, paper or hands)
//   silent      a yes to it is an empty answer (204)
const BASE = "koprogo-kept";
const LOCK = "koprogo-kept-sending";
const TAG = "koprogo-kept";
const LONGEST = 36 * 3600 * 1000; // ms; an evening and its morning: what is older can be counted nowhere any more
const PATIENCE = 20000; // ms for one answer

let base = null;

/** The database, opened once; rejects where a private window has none. */
function opened() {
  base ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("presses", { keyPath: "nonce" });
      asked.result.createObjectStore("facts", { keyPath: "key" });
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        base = null;
      };
      resolve(asked.result);
    };
  });
  base.catch(() => (base = null));
  return base;
}

/** Run `work(store)` in one transaction; resolves with the result of the request it returned, once that is on the disk. */
async function within(name, mode, work) {
  const found = await opened();
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : {});
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

const news = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(BASE);
const hearers = new Set();
if (news) news.onmessage = (event) => hearers.forEach((hear) => hear(event.data));

function tell(what) {
  hearers.forEach((hear) => hear(what));
  news?.postMessage(what);
}

/** Calls `hear({ what, nonce, slot, person })` when something changed here, in another tab or in the worker. */
export function onNews(hear) {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** Every press on this device in the order they were made; what is too old to count anywhere is dropped first. */
export async function presses(now = Date.now()) {
  const all = await within("presses", "readonly", (store) => store.getAll());
  const old = all.filter((press) => now - Date.parse(press.at) > LONGEST);
  for (const press of old) await letGo(press.nonce);
  return all.filter((press) => !old.includes(press)).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Whether a press takes the place of another: of one that waits in its slot, of one that was refused on the same question. */
export const replaces = (press, each) =>
  each.person === press.person &&
  each.nonce !== press.nonce &&
  (each.slot === press.slot || (each.state === "refused" && each.path === press.path && each.says.owner === press.says.owner));

/** Keep a press; those whose place it takes go. */
export async function hold(press) {
  await within("presses", "readwrite", (store) => {
    const all = store.getAll();
    all.onsuccess = () => {
      all.result.forEach((each) => replaces(press, each) && store.delete(each.nonce));
      store.put(press);
    };
  });
  tell({ what: "held", nonce: press.nonce, slot: press.slot, person: press.person });
}

/** Change a press that is still kept; one that was taken back meanwhile stays gone. */
async function note(nonce, changes) {
  await within("presses", "readwrite", (store) => {
    const found = store.get(nonce);
    found.onsuccess = () => found.result && store.put({ ...found.result, ...changes });
  });
}

/** Take a press away: it was answered, or its person no longer wants it. */
export async function letGo(nonce) {
  await within("presses", "readwrite", (store) => store.delete(nonce));
  tell({ what: "gone", nonce });
}

/** Ask the browser to send what waits once there is a network, even when no page of ours is open (where it can). */
export async function sendLater() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register(TAG);
  } catch {
    // no background sync here, or not allowed: the next page that opens sends it
  }
}

/** Send everything that waits, oldest first, one sender at a time; resolves with how many still wait. `unsaved` are those of
 * a window that has no storage. */
export async function deliver(unsaved = []) {
  const inTurn = (work) => (navigator.locks ? navigator.locks.request(LOCK, work) : work());
  return inTurn(async () => {
    let left = 0;
    for (const press of [...(await presses().catch(() => [])), ...unsaved]) {
      if (press.state !== "waits") continue;
      const why = await send(press);
      if (why) left += 1;
      if (why === "cut") break;
    }
    return left;
  });
}

/** Send one press. Only an answer of ours settles it; anything else (a hotel's sign-in page, a proxy's error) does not. */
async function send(press) {
  let status, said;
  try {
    const answer = await fetch(press.path, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(press.body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    status = answer.status;
    said = await answer.json().catch(() => null);
  } catch {
    return putOff(press, "cut");
  }
  const ours = said !== null && typeof said === "object";
  if ((status === 201 && ours) || (status === 204 && press.silent)) {
    await within("presses", "readwrite", (store) => store.delete(press.nonce)).catch(() => {}); // no storage: nothing to delete
    tell({ what: "stored", nonce: press.nonce, slot: press.slot, person: press.person });
    return "";
  }
  if (!ours || !said.message_id || status >= 500 || status === 429) return putOff(press, "later");
  if (status === 401) return putOff(press, "sign_in");
  if (said.type === "pressed-by-another") return putOff(press, "other");
  const { message_id, facts = {}, article = "", detail = "", type = "" } = said;
  const changes = { state: "refused", why: "", answer: { message_id, facts, article, detail, type } };
  await note(press.nonce, changes).catch(() => {}); // no storage: the page that sent it knows from the news
  tell({ what: "refused", nonce: press.nonce, slot: press.slot, person: press.person, changes });
  return "";
}

async function putOff(press, why) {
  await note(press.nonce, { why, tried: (press.tried ?? 0) + 1 }).catch(() => {});
  if (press.why !== why) tell({ what: "put off", nonce: press.nonce, slot: press.slot, person: press.person });
  return why;
}

/** Keep ready facts of a place for its reader, and that she is who reads here; ballots of earlier points stay. Of an evening
 * that was seen here, the page before it has nothing newer to say: facts without sums never replace those with. */
export async function remember(person, place, facts) {
  const key = `${person} ${place}`;
  await within("facts", "readwrite", (store) => {
    store.put({ key: "reader", person });
    const before = store.get(key);
    before.onsuccess = () => {
      if (before.result?.tally && !facts.tally) return;
      store.put({ key, person, place, ...facts, ballots: { ...before.result?.ballots, ...facts.ballots } });
    };
  });
}

/** The facts kept for whoever read here last, newest first; nothing of anybody else. */
export async function recall() {
  const all = await within("facts", "readonly", (store) => store.getAll());
  const reader = all.find((each) => each.key === "reader")?.person ?? "";
  return { reader, places: all.filter((each) => each.place && each.person === reader).sort((a, b) => (a.saved < b.saved ? 1 : -1)) };
}

/** Say who reads here now; the facts of whoever did before go. What waits stays for its own person. */
export async function readerIs(person) {
  await within("facts", "readwrite", (store) => {
    const all = store.getAll();
    all.onsuccess = () => {
      all.result.forEach((each) => each.person !== person && store.delete(each.key));
      if (person) store.put({ key: "reader", person });
    };
  });
}

/** Empty this device: somebody signs out here. A page that is closed in the middle of it leaves a mark, and the next ends it. */
export async function forget() {
  await within("presses", "readwrite", (store) => store.clear());
  await within("facts", "readwrite", (store) => store.clear());
  tell({ what: "forgotten" });
}

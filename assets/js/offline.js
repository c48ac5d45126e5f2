// The page of a device without a network: what waits here, the last known sums, one's own ballots, the agenda. The build
// puts it into /offline.html after kept.js and the words; it is no module and imports nothing.
const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("lang="));
let chosen = cookie ? cookie.slice(5) : null;
try {
  chosen = chosen ?? localStorage.getItem("lang");
} catch {
  // closed storage: the browser's languages decide
}
const wished = [chosen, ...(navigator.languages ?? [])].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
const language = wished.find((tag) => tag in WORDS) ?? "fr";
const say = (name, facts = {}) => WORDS[language][name].replace(/\{(\w+)\}/g, (all, fact) => facts[fact] ?? all);

document.documentElement.lang = language;
document.title = `${say("title")} – KoproGo`;
for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);

/** An element with its attributes and children; nothing that is empty is drawn. */
function h(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== undefined && value !== "") made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== "" && child !== null && child !== undefined));
  return made;
}
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", WORDS.paths[name]);
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  drawn.append(path);
  return drawn;
}
const swatch = (choice, size = "") => h("span", { class: `swatch ${size} ${choice}`, "aria-hidden": "true" });
const button = (text, onclick, looks = "button") => h("button", { type: "button", class: looks, onclick }, text);

function time(at) {
  const options = { timeZone: "Europe/Brussels", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  const found = Object.fromEntries(new Intl.DateTimeFormat("en-GB", options).formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return say("clock", { h: String(Number(found.hour)), m: found.minute, s: found.second });
}
const texts = (own) => own?.[language] || Object.values(own ?? {}).find(Boolean) || "";
function choiceOf(press, choice) {
  const option = /^option_(\d)$/.exec(choice);
  return option ? texts(press.says.options?.[Number(option[1]) - 1]) : WORDS[language].choices[choice] ?? choice;
}
const number = (value) => new Intl.NumberFormat(`${language}-BE`, { useGrouping: "always" }).format(value).replace(/\u202f/g, "\u00a0");
const pointOf = (press) => h("p", { class: "quiet" }, say("point", { number: press.says.point }), ". ", texts(press.says.title));

function waits(press) {
  const facts = say("facts", { shares: number(press.says.shares), total: number(press.says.of), time: time(press.at) });
  return h(
    "section",
    { class: "notice", role: "status", "data-testid": "waiting-ballot" },
    icon("no-network"),
    h(
      "div",
      { class: "body" },
      h("h2", {}, say("waits")),
      pointOf(press),
      h("p", {}, choiceOf(press, press.says.choice), ", ", facts, " ", h("strong", {}, say("not_yet")), " ", say(press.why === "sign_in" ? "why_sign_in" : "why_cut")),
      h("div", { class: "row wrap" }, button(say("again"), again), button(say("withdraw"), () => letGo(press.nonce).then(draw), "button plain")),
    ),
  );
}

function refused(press) {
  return h(
    "section",
    { class: "refusal", role: "alert", "data-testid": "refusal" },
    h("div", { class: "head" }, icon("octagon"), h("h2", {}, say("not_counted"))),
    pointOf(press),
    h("p", { class: "lead" }, press.answer.detail),
    h("div", { class: "what-now" }, h("p", {}, say("counts_not"), ": ", h("strong", {}, choiceOf(press, press.says.choice)), ", ", say("pressed", { time: time(press.at) }))),
  );
}

/** What the desk noted without a network, in one list. */
function noted(presses) {
  const line = (press) => {
    const { what, name, point, choice } = press.says;
    return say(`desk_${what}`, { name, point, choice: choiceOf(press, choice), time: time(press.at) });
  };
  return h(
    "section",
    { class: "notice", role: "status", "data-testid": "desk-waits" },
    icon("no-network"),
    h("div", { class: "body" }, h("h2", {}, say("desk_waits")), h("p", {}, say("desk_why")), h("ul", { class: "plain noted" }, presses.map((press) => h("li", {}, line(press))))),
  );
}

function sums({ tally }, at) {
  const { bar, voted } = tally;
  const part = (some, all) => `${all > 0 ? Math.min(100, (some / all) * 100).toFixed(2) : 0}%`;
  const marks = { two_thirds: "66.67%", four_fifths: "80%", unanimity: "100%" };
  const fill = (looks, to) => h("div", { class: `fill ${looks}`, style: `--to: ${to}` });
  return h(
    "section",
    { class: "panel padded stack tight", "data-testid": "last-tally" },
    h("p", { class: "small strong soon" }, at),
    tally.title ? h("h2", { lang: tally.lang }, `${tally.point}. ${tally.title}`) : h("h2", {}, say("there")),
    bar && h("div", { class: "sides" }, h("span", { class: "key" }, swatch("for", "small"), WORDS[language].choices.for, h("b", {}, bar.shown[0])), h("span", { class: "key" }, WORDS[language].choices.against, h("b", {}, bar.shown[1]), swatch("against", "small"))),
    bar && h("div", { class: "gauge", "aria-hidden": "true" }, h("div", { class: "track" }, fill("for", part(bar.in_favour, bar.of)), fill("against", part(bar.against, bar.of))), h("div", { class: "mark", style: `--at: ${marks[bar.majority] ?? "50%"}` })),
    bar?.label && h("div", { class: `mark-label ${["four_fifths", "unanimity"].includes(bar.majority) ? "far" : ""}`, style: `--at: ${marks[bar.majority] ?? "50%"}`, "aria-hidden": "true" }, h("span", {}, bar.label)),
    tally.lines.map((line) => h("p", { class: bar ? "small quiet" : "" }, line)),
    voted && h("div", { class: "gauge thin", "aria-hidden": "true" }, h("div", { class: "track" }, fill("count", part(...voted)))),
  );
}

function ballot(row) {
  return h(
    "li",
    {},
    swatch(row.swatch),
    h(
      "div",
      { class: "grow" },
      h("strong", {}, row.choice),
      ", ",
      row.facts,
      h("div", { class: "small quiet" }, `${row.point}. `, h("span", { lang: row.lang }, row.title), row.whose && ` · ${row.whose}`),
      h("div", { class: "small quiet" }, row.said, row.number && ` · ${row.number}`),
    ),
  );
}

function point(row) {
  const outcome = row.outcome ? h("span", { class: `tag ${{ carried: "good", rejected: "bad" }[row.state] ?? "outline"}` }, row.outcome) : "";
  const head = [h("span", { class: "quiet" }, row.number), h("span", { class: "grow" }, h("span", { class: "strong", lang: row.lang }, row.title), h("br"), h("span", { class: "small quiet" }, row.majority, row.article && ` · ${row.article}`)), outcome];
  return h("li", {}, row.proposal ? h("details", { class: "grow" }, h("summary", {}, icon("forward"), head), h("p", { lang: row.lang }, row.proposal)) : head);
}

/** Of each point and owner the ballot of the last round. A slot is item, round and card. */
function newest(ballots) {
  const found = new Map();
  for (const [slot, row] of Object.entries(ballots)) {
    const [item, round, ...card] = slot.split("/");
    const key = [item, ...card].join("/");
    if (Number(round) >= (found.get(key)?.round ?? 0)) found.set(key, { ...row, round: Number(round) });
  }
  return [...found.values()];
}

function assembly(facts) {
  const rows = newest(facts.ballots).sort((a, b) => a.order - b.order);
  const known = say("as_of", { at: `${facts.at}, ${facts.day}` });
  return [
    facts.tally ? sums(facts, known) : h("p", { class: "small strong soon" }, known),
    rows.length > 0 && h("section", { class: "panel", "data-testid": "own-ballots" }, h("div", { class: "panel-head" }, h("h2", {}, say("own"))), h("ul", { class: "rows plain" }, rows.map(ballot))),
    h(
      "section",
      { class: "panel padded stack tight", "data-testid": "convocation" },
      h("h2", {}, facts.kind),
      h("p", {}, h("strong", {}, facts.association)),
      h("p", {}, facts.when),
      h("p", { class: "quiet" }, facts.where),
      facts.remote && h("p", { class: "quiet" }, facts.remote),
    ),
    h("section", { class: "panel", "data-testid": "agenda" }, h("div", { class: "panel-head" }, h("h2", {}, say("agenda"))), h("ol", { class: "rows plain" }, facts.agenda.map(point))),
  ].filter(Boolean);
}

/** Show everything that is this reader's; of an address of an assembly only that one, else the last one read. */
async function draw() {
  const { reader, places } = await recall();
  const own = (await presses()).filter((press) => press.person === reader);
  const here = places.find((facts) => location.pathname.startsWith(`/assemblies/${facts.place}`)) ?? places[0];
  const votes = own.filter((press) => !press.says.desk);
  const desk = own.filter((press) => press.says.desk && press.state === "waits");
  const shown = [...votes.filter((press) => press.state === "refused").map(refused), ...votes.filter((press) => press.state === "waits").map(waits)];
  document.getElementById("waiting").replaceChildren(...shown, ...(desk.length > 0 ? [noted(desk)] : []));
  document.getElementById("known").replaceChildren(...(here ? assembly(here) : []));
}

/** With a network the real page comes; without one, what waits is at least tried. */
async function again() {
  await deliver().catch(() => {});
  if (navigator.onLine) location.reload();
  else await draw();
}

draw().catch(() => {}); // a window without storage keeps nothing: the page only says that there is no network
onNews(() => draw().catch(() => {}));
document.getElementById("again").addEventListener("click", again);
window.addEventListener("online", () => location.reload());
// "online" may come a moment before the network does, and a server that is back says nothing at all: look again now and then.
const LOOK_AGAIN = 5000; // ms
setInterval(async () => {
  if (document.visibilityState !== "visible" || !navigator.onLine) return;
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}, LOOK_AGAIN);

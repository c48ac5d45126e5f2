"""The keys of apportionment of an association: the list, the lots of one, a new one typed, picked or pasted."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.charges import key_changes, keys
from koprogo.services.charges.key_changes import Change, Vote
from koprogo.state.assemblies.acting import in_languages, parse_day, said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here

LONGEST_LINES = 60_000


@dataclass(frozen=True)
class KeyRow:
    """A key of the list; days are ISO, `until` empty while it is in force; `in_use`: it ends by another only.

    `voted_on` empty: it stands as the deed has it. Else the vote that changed the split: a point with its number, its title
    and the page `voted_at`, or the words of an `act`; `replaced`: the key whose place it took.
    """

    id: str = ""
    name: dict[str, str] = field(default_factory=dict)
    source: str = ""
    since: str = ""
    until: str = ""
    total: int = 0
    lots: int = 0
    in_use: bool = False
    replaced: dict[str, str] = field(default_factory=dict)
    voted_on: str = ""
    voted_number: int = 0
    voted_title: dict[str, str] = field(default_factory=dict)
    voted_at: str = ""
    act: str = ""


@dataclass(frozen=True)
class CarriedRow:
    """A carried point that may change a key, to choose."""

    value: str
    title: dict[str, str]
    number: int
    day: str


@dataclass(frozen=True)
class WeightRow:
    """A lot with its weight."""

    lot: str
    weight: int


class KeysState(AppState, rx.State):
    """The list of keys and the form of a new one."""

    association_id: str = ""
    association_name: str = ""
    languages: list[str] = []
    rows: list[KeyRow] = []
    shown: str = ""
    weights: list[WeightRow] = []
    may_change: bool = False
    loaded: bool = False
    found: list[WeightRow] = []
    found_in_all: int = 0
    lines: str = ""
    carried: list[CarriedRow] = []
    """Points that changed the split of charges; to who may enter keys."""
    fill: int = 0
    """Grows each time the lines are written by the server, so that the field shows them anew."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the keys of this association."""
        self.loaded, self.shown, self.weights, self.found, self.found_in_all = False, "", [], [], 0
        self.lines, self.fill, self.carried = "", 0, []
        async with self.refusals(), here(self) as act:
            sheet = await association_sheet(*act.within, day=today())
            self.association_id, self.association_name = str(sheet.facts.id), sheet.facts.name
            self.languages = list(sheet.facts.languages)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def show(self, key_id: str) -> None:
        """Show the lots of a key, or hide them."""
        if self.shown == str(key_id):
            self.shown, self.weights = "", []
            return
        async with self.refusals(), here(self) as act:
            rows = await keys.weights_of(*act.within, parse_id(key_id))
            self.shown = str(parse_id(key_id))
            self.weights = [WeightRow(row.lot_number, row.weight) for row in rows][: 10 * ROWS]

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find lots by the beginning of their number, to be put in the key."""
        async with self.refusals(), here(self) as act:
            wanted = str(words).strip().casefold()[:40]
            rows = await keys.lots_to_pick(*act.within) if wanted else []
            found = [row for row in rows if row.lot_number.casefold().startswith(wanted) or wanted == "*"]
            self.found_in_all = len(found)
            self.found = [WeightRow(row.lot_number, row.weight) for row in found[:ROWS]]

    @rx.event
    @policy(member)
    async def pick(self, answers: dict) -> None:
        """Put the ticked lots into the lines, by their shares or each for one."""
        async with self.refusals(), here(self) as act:
            equal = said(answers, "how", 10) == "equal"
            rows = await keys.lots_to_pick(*act.within)
            ticked = [row for row in rows if answers.get(f"lot_{row.lot_number}")]
            new = [f"{row.lot_number}\t{1 if equal else row.weight}" for row in ticked if equal or row.weight]
            self.lines = "\n".join([*filter(None, [self.lines.rstrip()]), *new])[:LONGEST_LINES]
            self.fill, self.found, self.found_in_all = self.fill + 1, [], 0

    @rx.event
    @policy(member)
    async def keep_lines(self, text: str) -> None:
        """Remember the lines as they are typed, so that picking adds to them."""
        self.lines = str(text)[:LONGEST_LINES]

    @rx.event
    @policy(member)
    async def enter(self, answers: dict) -> None:
        """Enter the key of the form."""
        async with self.refusals(), here(self) as act:
            self.lines = said(answers, "lines", LONGEST_LINES)
            since = parse_day(said(answers, "since", 20), "since")
            change = _change(answers)
            await keys.enter_key(
                *act.within,
                name=in_languages(answers, "name"),
                source=said(answers, "source", 500),
                since=since,
                lines=self.lines,
                change=change,
            )
            self.lines, self.fill = "", self.fill + 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def end(self, key_id: str) -> None:
        """End a key that nothing rests on today."""
        async with self.refusals(), here(self) as act:
            await keys.end_key(*act.within, parse_id(key_id), until=today())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        self.may_change = act.may("association.change")
        self.rows = [_row(act, key) for key in await keys.keys(*act.within)][:ROWS]
        if self.may_change:
            found = await key_changes.carried_changes(*act.within)
            self.carried = [
                CarriedRow(str(each.id), dict(each.title), each.number or 0, each.day.isoformat()) for each in found
            ]


def _change(answers: dict) -> Change:
    """Return what a form says about the vote; ids that are none are found by nobody."""
    replaces, item, act_on = (said(answers, name, 40) for name in ("replaces_id", "item_id", "act_on"))
    return Change(
        replaces_id=parse_id(replaces) if replaces else None,
        item_id=parse_id(item) if item else None,
        act=said(answers, "act", 500),
        act_on=parse_day(act_on, "act_on") if act_on else None,
    )


def _row(act: Act, key: keys.Key) -> KeyRow:
    vote = key.changed_by
    return KeyRow(
        id=str(key.id),
        name=dict(key.name),
        source=key.source,
        since=key.since.isoformat(),
        until=key.until.isoformat() if key.until else "",
        total=key.total,
        lots=key.lots,
        in_use=key.in_use,
        replaced=dict(vote.replaced) if vote else {},
        voted_on=vote.day.isoformat() if vote else "",
        voted_number=(vote.number or 0) if vote else 0,
        voted_title=dict(vote.title) if vote else {},
        voted_at=_page_of(act, vote) if vote else "",
        act=vote.act if vote else "",
    )


def _page_of(act: Act, vote: Vote) -> str:
    """Return the page of the decision in the register, before it stands there that of the agenda; empty for an act."""
    if vote.entry_id is not None:
        return urls.association(act.association_id, f"decisions/{vote.entry_id}")
    return urls.assembly(vote.assembly_id, "agenda") if vote.assembly_id is not None else ""

"""Who votes on one point of the agenda: who is kept out for a conflict of interest, and whether a key narrows it."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import exclusions, item_key, parts
from koprogo.services.charges import keys
from koprogo.state.assemblies.acting import Act, acting, in_languages, said
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.attendance.bureau import FoundPerson
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.base import AppState, parse_id


@dataclass(frozen=True)
class OutLine:
    """Somebody who takes no part in the vote; `reason` is a code word."""

    id: str
    name: str
    reason: str
    note: str


@dataclass(frozen=True)
class ProposedLine:
    """Somebody whom the kind of decision concerns."""

    person_id: str
    name: str
    reason: str


@dataclass(frozen=True)
class KeyLine:
    """A key in force on the day of the assembly, over so many lots."""

    id: str
    name: dict[str, str] = field(default_factory=dict)
    lots: int = 0


class PointState(AppState, rx.State):
    """The voters of the point that is open."""

    item_id: str = ""
    number: int = 0
    out: list[OutLine] = []
    proposed: list[ProposedLine] = []
    found: list[FoundPerson] = []
    keys: list[KeyLine] = []
    keys_href: str = ""
    key_id: str = ""
    key_reason: str = ""
    may_split: bool = False
    """A point by for and against, not in parts yet."""
    may_choose: bool = False
    """A choice, or the election to one seat."""
    options: dict[str, str] = {}
    """The options by language, one per line."""
    hidden_tally: bool = False

    @rx.event
    @policy(member)
    async def open(self, item_id: str) -> None:
        """Show who votes on a point, or shut what was open."""
        if self.item_id == str(item_id):
            self._shut()
            return
        self._shut()
        async with self.refusals(), acting(self) as act:
            await self._show(act, parse_id(item_id))

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find whom to keep out."""
        async with self.refusals(), acting(self) as act:
            day = (await queries.sheet(*act.here)).assembly.day
            rows = await exclusions.search_people(*act.here, str(words), day=day)
            self.found = [FoundPerson(str(row.person_id), row.name, list(row.lots)) for row in rows]

    @rx.event
    @policy(member)
    async def exclude(self, answers: dict) -> EventSpec | None:
        """Keep the person of the form out of the vote."""
        async with self.refusals(), acting(self) as act:
            if not (chosen := said(answers, "person", 36)):
                raise BadInput(Problem("person", "Search and choose who takes no part."))
            return await self._exclude(
                act, parse_id(chosen), said(answers, "reason", 20), said(answers, "note", exclusions.NOTE_LONGEST)
            )
        return None

    @rx.event
    @policy(member)
    async def accept(self, person_id: str, reason: str) -> EventSpec | None:
        """Keep somebody out whom the kind of decision concerns."""
        async with self.refusals(), acting(self) as act:
            return await self._exclude(act, parse_id(person_id), str(reason), "")
        return None

    @rx.event
    @policy(member)
    async def lift(self, exclusion_id: str) -> EventSpec | None:
        """Let somebody vote again."""
        async with self.refusals(), acting(self) as act:
            await exclusions.lift(*act.within, parse_id(exclusion_id), at=now())
            await self._show(act, parse_id(self.item_id))
            return self._shown_again()
        return None

    @rx.event
    @policy(member)
    async def set_key(self, answers: dict) -> EventSpec | None:
        """Put the point to the owners of the chosen key only, or to everybody."""
        async with self.refusals(), acting(self) as act:
            chosen = said(answers, "key_id", 36)
            self.key_reason = said(answers, "key_reason", item_key.LONGEST_REASON)
            await item_key.set_key(
                *act.within,
                parse_id(self.item_id),
                key_id=parse_id(chosen) if chosen else None,
                reason=self.key_reason,
                only_they_bear=bool(answers.get("only_they_bear")),
                common_management_unaffected=bool(answers.get("common_management_unaffected")),
            )
            await self._show(act, parse_id(self.item_id))
            return PlanState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def split(self, answers: dict) -> EventSpec | None:
        """Vote the point in parts: those that were filled in."""
        async with self.refusals(), acting(self) as act:
            wishes = [parts.PartWish("option", {}, lines)] if (lines := _lines(answers)) else []
            for name in ("amount", "funding"):
                if words := in_languages(answers, name):
                    wishes.append(parts.PartWish(name, words))
            await parts.split_item(*act.within, parse_id(self.item_id), parts=wishes, at=now())
            await self._show(act, parse_id(self.item_id))
            return PlanState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def set_options(self, answers: dict) -> EventSpec | None:
        """Write the options of a choice or the candidates for a seat."""
        async with self.refusals(), acting(self) as act:
            await parts.set_options(*act.within, parse_id(self.item_id), options=_lines(answers))
            await self._show(act, parse_id(self.item_id))
            return PlanState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def hide_tally(self, hidden: bool) -> EventSpec | None:
        """Hide the sums of the point until its vote closes, or show them."""
        async with self.refusals(), acting(self) as act:
            await parts.set_hidden_tally(*act.within, parse_id(self.item_id), hidden=hidden is True)
            await self._show(act, parse_id(self.item_id))
            return PlanState.refresh  # type: ignore[return-value]
        return None

    def _shown_again(self) -> EventSpec:
        """Have the screen around this panel read again who votes: the room of the evening, or the plan."""
        in_room = str(self.router.url.path).rstrip("/").endswith("/room")
        return AssemblyRoomState.refresh if in_room else PlanState.refresh  # type: ignore[return-value]

    async def _exclude(self, act: Act, person_id: UUID, reason: str, note: str) -> EventSpec:
        item_id = parse_id(self.item_id)
        await exclusions.exclude(*act.within, item_id, person_id=person_id, reason=reason, note=note)
        await self._show(act, item_id)
        return self._shown_again()

    async def _show(self, act: Act, item_id: UUID) -> None:
        sheet = await queries.sheet(*act.here)
        item = next((each for each in sheet.items if each.id == item_id), None)
        if item is None:
            raise NotFound
        out = (await exclusions.exclusions_of(*act.here)).get(item_id, ())
        proposed = (await exclusions.proposals(*act.here)).get(item_id, ())
        self.item_id, self.number, self.found = str(item_id), item.number, []
        self.out = [OutLine(str(each.id), each.name, each.reason, each.note) for each in out]
        self.proposed = [ProposedLine(str(each.person_id), each.name, each.reason) for each in proposed]
        self.keys = [
            KeyLine(str(key.id), dict(key.name), key.lots)
            for key in await keys.keys(*act.within, day=sheet.assembly.day)
        ]
        self.keys_href = urls.association(act.association_id, "keys")
        self.key_id = str(item.key_id) if item.key_id else ""
        self.key_reason = item.key_reason
        self.may_choose = item.part_of_decision == "option" or (item.kind in parts.ONE_SEAT and not item.part)
        self.may_split = not (self.may_choose or item.part or item.majority in ("none", "unanimity"))
        self.options = {
            code: "\n".join(each.get(code, "") for each in item.options) for code in parts.LANGUAGES if item.options
        }
        self.hidden_tally = item.hidden_tally

    def _shut(self) -> None:
        self.item_id, self.number, self.found, self.out, self.proposed = "", 0, [], [], []
        self.keys, self.key_id, self.key_reason = [], "", ""
        self.may_split = self.may_choose = self.hidden_tally = False
        self.options = {}


def _lines(answers: dict) -> list[dict[str, str]]:
    """Return the options of a form: line by line, each in the languages it is written in."""
    written = {code: said(answers, f"options_{code}", 4000).splitlines() for code in parts.LANGUAGES}
    lines = {code: [line.strip() for line in words if line.strip()] for code, words in written.items()}
    most = max((len(each) for each in lines.values()), default=0)
    return [{code: each[place] for code, each in lines.items() if place < len(each)} for place in range(most)]

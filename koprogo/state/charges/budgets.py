"""The page of budgets: versions by year, the editor with its sums, what the reserve fund is due, the way to the vote."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.charges.reserve_fund import Due
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import budget_queries, budgets, keys, proposal, reserve_waivers, to_agenda
from koprogo.services.governance import handing_in
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said_day
from koprogo.state.charges.budget_form import LineForm, PartSum, changed, numbered, of_draft, of_sheet, read_lines, sums
from koprogo.state.charges.typed import hundredths


@dataclass(frozen=True)
class BudgetLine:
    """A version of the list; days are ISO, `until` is the last day."""

    id: str
    year: int
    since: str
    until: str
    version: int
    instalments: int
    state: str
    cents: int
    assembly_day: str
    agenda: str
    variance: str


@dataclass(frozen=True)
class Option:
    """Something to choose in a list."""

    value: str
    word: str


@dataclass(frozen=True)
class DutyView:
    """What the law asks for the reserve fund; cents, `due` yes, no or unknown; `since`: within the year, else empty."""

    due: str = ""
    least: int = 0
    charges: int = 0
    missing: int = 0
    waived: bool = False
    acceptance: str = ""
    since: str = ""


@dataclass(frozen=True)
class WaiverView:
    """A waiver recorded by its minutes."""

    day: str
    act: str


class BudgetsState(AppState, rx.State):
    """The list of versions and the editor."""

    association: str = ""
    sheet_at: str = ""
    rows: list[BudgetLine] = []
    lines: list[LineForm] = []
    sums: list[PartSum] = []
    total: int = 0
    key_options: list[Option] = []
    meetings: list[Option] = []
    duty: DutyView = DutyView()
    waivers: list[WaiverView] = []
    starts: str = ""
    instalments: str = "4"
    index: str = ""
    editing: bool = False
    opened: str = ""
    opened_state: str = ""
    fill: int = 0
    """Grows when the server writes the fields, so that they show what it wrote."""
    may_write: bool = False
    may_decide: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the budgets of the association in the address."""
        self.loaded, self.editing, self.opened, self.opened_state = False, False, "", ""
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_write = bool(roles & PERMISSIONS["books.write"])
            self.may_decide = bool(roles & PERMISSIONS["association.change"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def begin(self) -> None:
        """Open the editor for the year after the latest budget, empty; or fold it away."""
        async with self.refusals(), here(self) as act:
            self.editing = not self.editing
            if self.editing:
                found = await budget_queries.budgets(*act.within)
                first = found[0].next_starts if found else date(today().year + 1, 1, 1)
                self.starts, self.instalments, self.index = first.isoformat(), "4", ""
                self.opened, self.opened_state = "", ""
                await self._edit(act, numbered([LineForm(), LineForm(part="reserve")]))

    @rx.event
    @policy(member)
    async def open_version(self, budget_id: str) -> None:
        """Show a version with its lines; who writes may save them as the next one."""
        async with self.refusals(), here(self) as act:
            sheet = await budget_queries.budget(*act.within, parse_id(budget_id))
            self.editing, self.opened, self.opened_state = True, str(sheet.row.id), sheet.row.state
            self.starts, self.instalments = sheet.row.starts.isoformat(), str(sheet.row.instalments)
            self.index = ""
            await self._edit(act, of_sheet(sheet, act.actor.language))

    @rx.event
    @policy(member)
    async def suggest(self, answers: dict) -> None:
        """Fill the editor from last year's costs, raised by an index."""
        async with self.refusals(), here(self) as act:
            self.index = said(answers, "index", 10)
            starts = said_day(answers, "suggest_starts")
            draft = await proposal.propose_budget(
                *act.within, starts=starts, index_hundredths=hundredths(self.index, "index")
            )
            self.starts, self.instalments = starts.isoformat(), str(draft.instalments)
            await self._edit(act, of_draft(draft, act.actor.language))

    @rx.event
    @policy(member)
    async def set_line(self, place: int, name: str, value: str) -> None:
        """Keep one field of one line as it was typed, and add up again."""
        self.lines = changed(self.lines, int(place), str(name), value)
        self._add_up()

    @rx.event
    @policy(member)
    async def add_line(self, part: str) -> None:
        """Add an empty line."""
        self.lines = numbered([*self.lines, LineForm(part=str(part)[:20])])
        self._add_up()

    @rx.event
    @policy(member)
    async def drop_line(self, place: int) -> None:
        """Take a line away."""
        self.lines = numbered(line for line in self.lines if line.place != int(place))
        self.fill += 1
        self._add_up()

    @rx.event
    @policy(member)
    async def save(self, answers: dict) -> None:
        """Save the lines as the next version of the year."""
        async with self.refusals(), here(self) as act:
            starts = said_day(answers, "starts")
            rhythm = said(answers, "instalments", 3)
            if not (rhythm.isascii() and rhythm.isdigit()):
                raise BadInput(Problem("instalments", "Choose one, two, four or twelve instalments."))
            index = hundredths(self.index, "index") if self.index.strip() else None
            lines = read_lines(self.lines, act.actor.language)
            draft = budgets.BudgetDraft(starts, add_months(starts, 12), int(rhythm), lines, index)
            await budgets.save_budget(*act.within, draft=draft, at=now())
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def propose(self, answers: dict) -> None:
        """Put a version on the agenda of an assembly."""
        async with self.refusals(), here(self) as act:
            if not said(answers, "assembly_id", 40):
                raise BadInput(Problem("assembly_id", "Choose an assembly whose convocation has not gone out."))
            assembly_id = parse_id(said(answers, "assembly_id", 40))
            await to_agenda.propose(*act.within, parse_id(self.opened), assembly_id=assembly_id, at=now())
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def force(self, answers: dict) -> None:
        """Let a version be called, voted here or, with its minutes, before."""
        async with self.refusals(), here(self) as act:
            act_said = said(answers, "act", 200)
            await budgets.take_into_force(*act.within, parse_id(self.opened), at=now(), act=act_said)
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def discard(self) -> None:
        """Throw the version that is open away; it is not in force."""
        async with self.refusals(), here(self) as act:
            await budgets.discard_budget(*act.within, parse_id(self.opened), at=now())
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def accept(self, answers: dict) -> None:
        """Record the day of the provisional acceptance of the common parts."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "accepted_day") if said(answers, "accepted_day", 20) else None
            proof = said(answers, "accepted_act", 201)
            await proposal.record_acceptance(*act.within, day=day, act=proof, at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def waive(self, answers: dict) -> None:
        """Record that an assembly not held here waived the contribution to the reserve fund."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "waived_day")
            await reserve_waivers.record_waiver(*act.within, day=day, act=said(answers, "waived_act"), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def take_waiver_back(self, day: str) -> None:
        """Take back what was recorded of an assembly by mistake."""
        async with self.refusals(), here(self) as act:
            said_of = said_day({"waived_day": day}, "waived_day")
            await reserve_waivers.take_waiver_back(*act.within, day=said_of, at=now())
            await self._show(act)

    def _shut(self) -> None:
        self.editing, self.opened, self.opened_state = False, "", ""

    def _add_up(self) -> None:
        self.sums = sums(self.lines)
        self.total = sum(each.cents for each in self.sums)

    async def _edit(self, act: Act, lines: list[LineForm]) -> None:
        self.lines, self.fill = lines, self.fill + 1
        self._add_up()
        await self._weigh(act)

    async def _weigh(self, act: Act) -> None:
        starts = date.fromisoformat(self.starts) if self.starts else today()
        given = Money(sum(each.cents for each in self.sums if each.part == "reserve"))
        found = await proposal.reserve_duty(*act.within, starts=starts, given=given)
        since = found.contribution.since
        begins = since is not None and since > starts and found.contribution.due is Due.YES
        self.waivers = [WaiverView(each.day.isoformat(), each.act) for each in found.elsewhere][:ROWS]
        self.duty = DutyView(
            due=found.contribution.due.value,
            least=found.contribution.minimum.cents,
            charges=found.charges.cents,
            missing=found.missing.cents,
            waived=found.waived,
            acceptance=found.acceptance.isoformat() if found.acceptance else "",
            since=since.isoformat() if since and begins else "",
        )

    async def _show(self, act: Act) -> None:
        found = await budget_queries.budgets(*act.within)
        self.rows = [_row(act, row) for row in found if row.state != "discarded"][:ROWS]
        self.key_options = [
            Option(str(key.id), next(iter(key.name.values()), "")) for key in await keys.keys(*act.within, day=today())
        ]
        self.meetings = []
        if self.may_decide:
            meetings = await handing_in.meetings(*act.within, today=today())
            self.meetings = [Option(str(each.id), each.day.isoformat()) for each in meetings if each.drafted]
        latest = next((row for row in found if row.state == "in_force"), None)
        self.starts = latest.starts.isoformat() if latest else ""
        self.sums = []
        if latest:
            sheet = await budget_queries.budget(*act.within, latest.id)
            self.sums = [PartSum(part, cents.cents) for part, cents in sheet.sums.items()]
        await self._weigh(act)


def _row(act: Act, row: budget_queries.BudgetRow) -> BudgetLine:
    return BudgetLine(
        id=str(row.id),
        year=row.starts.year,
        since=row.starts.isoformat(),
        until=(row.next_starts).isoformat(),
        version=row.version,
        instalments=row.instalments,
        state=row.state,
        cents=row.total.cents,
        assembly_day=row.assembly_day.isoformat() if row.assembly_day else "",
        agenda=urls.assembly(row.assembly_id, "agenda") if row.assembly_id else "",
        variance=urls.association(act.association_id, "variance") if row.state == "in_force" else "",
    )

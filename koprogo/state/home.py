"""The home page: what matters now, by what the reader is. An owner's assembly and lots; a syndic's deadlines; for the
accountant and the council what there is to read. Who is several things sees all of them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import db, urls
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import now, today
from koprogo.security.policies import attends, current_actor, member, policy
from koprogo.services.accounting.past_due import OwnAccount, own_accounts
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.after.decisions import Decision, decisions
from koprogo.services.assemblies.season.deadlines import Deadline, deadlines
from koprogo.services.buildings.queries import AssociationRow, MyLot, associations, my_lots
from koprogo.services.charges.waiting import Waiting, waiting
from koprogo.services.community.queries import SurveyRow, waiting_for
from koprogo.services.documents.queries import PaperRow, recent_papers
from koprogo.services.governance.handover import Outgoing, handing_over
from koprogo.state.base import AppState
from koprogo.state.home_money import A_PAGE, MoneySums, WorkGroup, account_cards, money_sums, work_groups
from koprogo.state.home_rows import (
    AssemblyCard,
    AssociationLine,
    DeadlineRow,
    DecisionRow,
    HandOverCard,
    OwnerHome,
    PaperCard,
    SurveyCard,
    assembly_card,
    association_line,
    coming,
    deadline_row,
    decision_row,
    group,
    hand_over_card,
    homes,
    next_called,
    paper_card,
    survey_card,
)

MOST_ASSEMBLIES = 6
MOST_PAPERS = 6
MOST_SURVEYS = 6
MOST_DEADLINES = 50
MOST_ASSOCIATIONS = 20


class HomeState(AppState, rx.State):
    """Everything a home page shows; sections of roles the reader has not stay empty."""

    today: str = ""
    is_syndic: bool = False
    is_accountant: bool = False
    is_council: bool = False
    homes: list[OwnerHome] = []
    late: list[DeadlineRow] = []
    soon: list[DeadlineRow] = []
    near: list[DeadlineRow] = []
    later: list[DeadlineRow] = []
    undated: list[DeadlineRow] = []
    coming: list[AssemblyCard] = []
    papers: list[PaperCard] = []
    surveys: list[SurveyCard] = []
    """Open ones that ask the reader and that she has not answered."""
    decided: list[DecisionRow] = []
    carried_count: int = 0
    rejected_count: int = 0
    """Of the last assembly that decided something."""
    councils: list[AssociationLine] = []
    """Associations in whose council the reader sits."""
    audits: list[AssociationLine] = []
    """Associations whose accounts she audits."""
    hand_overs: list[HandOverCard] = []
    """Files her firm hands over these days."""
    managed: list[AssociationLine] = []
    managed_count: int = 0
    associations_count: int = 0
    works: list[WorkGroup] = []
    """What waits in the books, association by association: one page of them."""
    works_page: int = 1
    works_pages: int = 1
    works_count: int = 0
    """Associations in whose books something waits."""
    money: MoneySums = MoneySums()

    @rx.event
    @policy(attends)
    async def load(self) -> EventSpec | None:
        """Show the home page; who came with a slip goes to her assembly, who runs the platform to its page."""
        actor = current_actor()
        if actor.slip_assembly_id:
            return rx.redirect(urls.assembly(actor.slip_assembly_id, "vote"))
        if actor.is_operator and not actor.reach:
            return rx.redirect(urls.PLATFORM)
        async with self.refusals():
            found = await _read(actor, today())
            self._show(actor, found, today())
            self._show_works(found.waiting, 1)
        return None

    @rx.event
    @policy(member)
    async def turn_works(self, page: int) -> None:
        """Show other associations in whose books something waits."""
        actor = current_actor()
        async with self.refusals():
            async with db.tenant_session(actor) as session:
                found = await waiting(session, actor, day=today(), at=now())
            self._show_works(found, page)

    def _show_works(self, found: list[Waiting], page: int) -> None:
        groups = work_groups(found)
        self.money, self.works_count = money_sums(found), len(groups)
        self.works_pages = max(1, -(-len(groups) // A_PAGE))
        self.works_page = max(1, min(page if isinstance(page, int) else 1, self.works_pages))
        self.works = groups[(self.works_page - 1) * A_PAGE : self.works_page * A_PAGE]

    def _show(self, actor: Actor, found: "_Read", day: date) -> None:
        roles = {role for each in actor.reach.values() for role in each}
        self.today = day.isoformat()
        self.is_syndic, self.is_accountant = Role.SYNDIC in roles, Role.ACCOUNTANT in roles
        self.is_council = Role.COUNCIL in roles
        self.homes = homes(actor, found.lots, found.assemblies, found.sheets, account_cards(found.accounts), day)
        self.coming = [assembly_card(actor, row, day) for row in coming(found.assemblies, day)][:MOST_ASSEMBLIES]
        self.papers = [paper_card(row) for row in found.papers]
        self.surveys = [survey_card(*each) for each in found.surveys][:MOST_SURVEYS]
        self.decided = [decision_row(row) for row in found.decisions]
        latest = [row.carried for row in found.decisions if row.assembly_id == found.decisions[0].assembly_id]
        self.carried_count, self.rejected_count = latest.count(True), latest.count(False)
        manages = {Role.SYNDIC, Role.ACCOUNTANT}
        managed = [association_line(row) for row in found.associations if manages & set(row.roles)]
        self.councils = [association_line(row) for row in found.associations if Role.COUNCIL in row.roles]
        self.audits = [association_line(row) for row in found.associations if Role.AUDITOR in row.roles]
        self.hand_overs = [hand_over_card(each) for each in found.hand_overs]
        self.managed, self.managed_count = managed[:MOST_ASSOCIATIONS], len(managed)
        self.associations_count = len(found.associations)
        rows = [(group(each, day), deadline_row(each, day)) for each in found.deadlines[:MOST_DEADLINES]]
        for name in ("late", "soon", "near", "later", "undated"):
            setattr(self, name, [row for group, row in rows if group == name])


@dataclass(frozen=True)
class _Read:
    assemblies: list[queries.AssemblyRow]
    sheets: dict[UUID, queries.Sheet]
    lots: list[MyLot]
    papers: list[PaperRow]
    decisions: list[Decision]
    associations: list[AssociationRow]
    deadlines: list[Deadline]
    surveys: list[tuple[UUID, SurveyRow]]
    hand_overs: list[Outgoing]
    accounts: list[OwnAccount]
    waiting: list[Waiting]


async def _read(actor: Actor, day: date) -> _Read:
    async with db.tenant_session(actor) as session:
        rows = await queries.assemblies(session, actor)
        lots = await my_lots(session, actor, day=day)
        following = [each for lot in {lot.association_id for lot in lots} if (each := next_called(rows, lot, day))]
        return _Read(
            rows,
            {row.id: await queries.sheet(session, actor, row.association_id, row.id) for row in following},
            lots,
            await recent_papers(session, actor, language=actor.language, most=MOST_PAPERS),
            await decisions(session, actor),
            await associations(session, actor, day=day),
            await deadlines(session, actor, day=day),
            await waiting_for(session, actor, at=now()),
            await handing_over(session, actor, today=day),
            await own_accounts(session, actor, day=day),
            await waiting(session, actor, day=day, at=now()),
        )

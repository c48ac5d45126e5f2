"""What the home page prints: rows ready to show, made from what the services read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from koprogo import urls
from koprogo.core.actor import Actor, Role
from koprogo.rules.assemblies.deadlines import urgency
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services.assemblies import events, queries
from koprogo.services.assemblies.after.decisions import Decision
from koprogo.services.assemblies.season.deadlines import Deadline, Duty
from koprogo.services.buildings.queries import AssociationRow, MyLot
from koprogo.services.community.queries import SurveyRow
from koprogo.services.documents.queries import PaperRow
from koprogo.services.governance.handover import Outgoing
from koprogo.state.home_money import AccountCard

ABOVE_ABSOLUTE = frozenset({Majority.TWO_THIRDS, Majority.FOUR_FIFTHS, Majority.UNANIMITY})
IN_SESSION = (*events.IN_SESSION, events.SUSPENDED)
PAGES: dict[Duty, str] = {Duty.CONVENE: "convene", Duty.HOLD: "attendance", Duty.SEND_MINUTES: "minutes"}
"""Where each duty is done, among the pages of its assembly; the others on a page of the association."""
OWN_PAGES: dict[Duty, str] = {
    Duty.CONVENE_REQUESTED: "requests",
    Duty.ELECT_COUNCIL: "council",
    Duty.RENEW_SYNDIC: "council",
}


@dataclass(frozen=True)
class AssemblyCard:
    """An assembly to come or going on; `starts_at` is an ISO instant, `days` are those left (0: today).

    `points` are those of its agenda and `qualified` those that need more than half; `is_open` while the session goes on.
    """

    id: str = ""
    association_name: str = ""
    kind: str = ""
    session: str = ""
    starts_at: str = ""
    place: str = ""
    state: str = ""
    days: int = 0
    points: int = 0
    qualified: int = 0
    is_open: bool = False
    href: str = ""


@dataclass(frozen=True)
class LotCard:
    """One of my lots; `right` is a code word, empty when I only represent its holders."""

    number: str
    kind: str
    floor: str
    shares: int
    total: int
    right: str
    votes: bool
    is_suspended: bool


@dataclass(frozen=True)
class PaperCard:
    """An issued paper; `issued_at` is an ISO instant, `size` in bytes."""

    title: str
    issued_at: str
    size: int
    href: str


@dataclass(frozen=True)
class SurveyCard:
    """A survey that waits for my answer; `until` is an ISO instant."""

    title: dict[str, str]
    until: str
    href: str


@dataclass(frozen=True)
class HandOverCard:
    """A file that the reader's firm hands over; `due` ISO, `left` things that nobody received yet."""

    association: str
    due: str
    left: int


@dataclass(frozen=True)
class OwnerHome:
    """One association in which I own or represent a lot; `balance` of all my accounts there, in cents."""

    id: str
    name: str
    assembly: AssemblyCard = AssemblyCard()
    lots: list[LotCard] = field(default_factory=list)
    shares: int = 0
    total: int = 0
    accounts: list[AccountCard] = field(default_factory=list)
    balance: int = 0


@dataclass(frozen=True)
class DeadlineRow:
    """A duty with its day (`due`, ISO; empty when it waits for an assembly) and the days left, negative when late."""

    duty: str
    due: str
    n: int
    allowed: int
    association_name: str
    assembly_day: str
    count: int
    shares: int
    article: str
    href: str


@dataclass(frozen=True)
class DecisionRow:
    """One decided point; `title` by language, `day` an ISO day."""

    title: dict[str, str]
    day: str
    association_name: str
    carried: bool
    article: str


@dataclass(frozen=True)
class AssociationLine:
    """One association in the list of who reads its figures."""

    id: str
    name: str
    city: str
    lots: int
    shares: int


def coming(rows: list[queries.AssemblyRow], day: date) -> list[queries.AssemblyRow]:
    """Return the assemblies to come or going on, the next one first."""
    found = [row for row in rows if row.state not in events.ENDED and (row.day >= day or row.state in IN_SESSION)]
    return sorted(found, key=lambda row: (row.starts_at, row.id))


def next_called(rows: list[queries.AssemblyRow], association_id: UUID, day: date) -> queries.AssemblyRow | None:
    """Return the next assembly people were called to in one association."""
    called = [row for row in rows if row.association_id == association_id and row.state != events.DRAFTED]
    return next(iter(coming(called, day)), None)


def homes(
    actor: Actor,
    lots: Iterable[MyLot],
    rows: list[queries.AssemblyRow],
    sheets: Mapping[UUID, queries.Sheet],
    accounts: Mapping[UUID, list[AccountCard]],
    day: date,
) -> list[OwnerHome]:
    """Return one home per association in which the reader owns or represents a lot, with her accounts there.

    `sheets` of their next assemblies.
    """
    mine: dict[UUID, list[MyLot]] = {}
    for lot in lots:
        mine.setdefault(lot.association_id, []).append(lot)
    return [
        _home(actor, own, next_called(rows, association_id, day), sheets, accounts.get(association_id, []), day)
        for association_id, own in mine.items()
    ]


def _home(
    actor: Actor,
    lots: list[MyLot],
    row: queries.AssemblyRow | None,
    sheets: Mapping[UUID, queries.Sheet],
    accounts: list[AccountCard],
    day: date,
) -> OwnerHome:
    return OwnerHome(
        id=str(lots[0].association_id),
        name=lots[0].association_name,
        assembly=assembly_card(actor, row, day, sheets[row.id], as_owner=True) if row else AssemblyCard(),
        lots=[_lot(lot) for lot in lots],
        shares=sum(lot.shares for lot in lots if lot.is_mine_to_vote),
        total=lots[0].shares_total,
        accounts=accounts,
        balance=sum(each.balance for each in accounts),
    )


def assembly_card(
    actor: Actor, row: queries.AssemblyRow, day: date, sheet: queries.Sheet | None = None, *, as_owner: bool = False
) -> AssemblyCard:
    """Return an assembly as the cards show it; for an owner it leads to the agenda, on the day to the vote."""
    return AssemblyCard(
        id=str(row.id),
        association_name=row.association_name,
        kind=row.kind,
        session=row.session,
        starts_at=row.starts_at.isoformat(),
        place=row.place,
        state=row.state,
        days=(row.day - day).days,
        points=row.items,
        qualified=sum(item.majority in ABOVE_ABSOLUTE for item in sheet.items) if sheet else 0,
        is_open=row.state in IN_SESSION,
        href=urls.assembly(row.id, _own_page(row, day) if as_owner else _page(actor, row.association_id, row.state)),
    )


def _own_page(row: queries.AssemblyRow, day: date) -> str:
    """Return an owner's page: the agenda before the day, then the vote."""
    return "agenda" if row.state == events.CONVENED and row.day > day else "vote"


def _page(actor: Actor, association_id: UUID, state: str) -> str:
    """Return the page of an assembly that is next for the reader."""
    if Role.SYNDIC not in actor.roles_in(association_id):
        return "vote"
    if state == events.DRAFTED:
        return "plan"
    return "attendance" if state == events.CONVENED else "room"


def _lot(lot: MyLot) -> LotCard:
    return LotCard(
        lot.number,
        lot.kind,
        lot.floor,
        lot.shares,
        lot.shares_total,
        lot.right or "",
        lot.is_mine_to_vote,
        lot.is_suspended,
    )


def survey_card(association_id: UUID, row: SurveyRow) -> SurveyCard:
    """Return an open survey that asks the reader."""
    survey = row.survey
    return SurveyCard(dict(survey.title), survey.closes_at.isoformat(), urls.survey(association_id, survey.id))


def hand_over_card(row: Outgoing) -> HandOverCard:
    """Return a file to hand over."""
    return HandOverCard(row.association, row.due.isoformat(), row.left)


def paper_card(row: PaperRow) -> PaperCard:
    """Return an issued paper with its address."""
    return PaperCard(row.title, row.issued_at.isoformat(), row.size, urls.paper(row.id))


def decision_row(row: Decision) -> DecisionRow:
    """Return a decided point."""
    return DecisionRow(dict(row.title), row.day.isoformat(), row.association_name, row.carried, row.article)


def association_line(row: AssociationRow) -> AssociationLine:
    """Return an association with its size."""
    return AssociationLine(str(row.id), row.name, row.city, row.lots, row.shares_total)


def group(row: Deadline, day: date) -> str:
    """Return in which group of the list a deadline stands."""
    return urgency(row.due, day).value if row.due else "undated"


def deadline_row(row: Deadline, day: date) -> DeadlineRow:
    """Return a duty with its days and the page where it is done."""
    page = PAGES.get(row.duty)
    return DeadlineRow(
        duty=row.duty,
        due=row.due.isoformat() if row.due else "",
        n=(row.due - day).days if row.due else 0,
        allowed=row.allowed_days,
        association_name=row.association_name,
        assembly_day=row.assembly_day.isoformat() if row.assembly_day else "",
        count=row.count,
        shares=row.shares,
        article=row.article,
        href=urls.assembly(row.assembly_id, page)
        if page
        else urls.association(row.association_id, OWN_PAGES.get(row.duty, "")),
    )

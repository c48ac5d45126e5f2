"""Rows of settlements as screens show them: amounts in cents, days in ISO and as people say them, each cell's sentence."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from koprogo import urls
from koprogo.services.charges.settlement_queries import MySettlement, SettlementRow, ToSettle
from koprogo.services.charges.settlement_sheet import CellRow, CostRow, OwnerRow, Sheet, WorksOf
from koprogo.services.charges.settlement_sources import Behind, OwnersSettlement

NO_LAST_YEAR = -1
"""Stands for an amount that nobody settled last year; `has_last` says so too."""


@dataclass(frozen=True)
class CellView:
    """One cell: `whole` × weight / total is `part`, less `before` is `of_lot`, × days / of_days is `cents`."""

    lot: str
    names: dict[str, str]
    key_name: dict[str, str]
    split: str
    whole: int
    weight: int
    total: int
    part: int
    before: int
    of_lot: int
    days: int
    of_days: int
    cents: int
    tenant: bool
    from_reserve: int
    cost: int = 0
    """The number of its cost; 0 where a statement puts the costs of a key together."""
    works: str = ""
    """Paid by the special calls of this decision, not shared by days."""


@dataclass(frozen=True)
class WorksRow:
    """What an owner's special calls for one decision became, on one lot; cents since the decision."""

    words: str
    lot: str
    called: int
    used: int
    claimed: int
    kept: int
    back: int


@dataclass(frozen=True)
class BehindView:
    """A booked line behind a cost; `file_at` is its scan where the reader may open it, `entry_at` its entry."""

    day: str
    text: str
    cents: int
    entry_at: str
    file_at: str
    is_hidden: bool


@dataclass(frozen=True)
class FollowedView:
    """A cost down to its papers; `adds_up` unless the books say another sum."""

    number: int
    names: dict[str, str]
    key_name: dict[str, str]
    split: str
    cents: int
    adds_up: bool
    lines: list[BehindView]


@dataclass(frozen=True)
class FollowedCell:
    """A cell with what is behind its cost."""

    cell: CellView
    number: int
    cents: int
    adds_up: bool
    lines: list[BehindView]


@dataclass(frozen=True)
class CostView:
    """A cost, beside last year's where something was settled then."""

    number: int
    account: str
    names: dict[str, str]
    key_name: dict[str, str]
    split: str
    lot: str
    cents: int
    from_reserve: int
    tenant: bool
    last_year: int
    has_last: bool


@dataclass(frozen=True)
class OwnerView:
    """One debtor: her sums, and her cells; `change` is against last year's charges."""

    id: str
    names: str
    lots: str
    actual: int
    called: int
    to_pay: int
    posted: int
    tenant: int
    change: int
    has_last: bool
    paper: str
    cells: list[CellView]
    works: list[WorksRow] = field(default_factory=list)


@dataclass(frozen=True)
class SheetView:
    """A settlement: `id` empty in a preview; `until` is the last day."""

    id: str = ""
    rhythm: str = ""
    since: str = ""
    until: str = ""
    version: int = 0
    latest: bool = True
    why: str = ""
    subject: bool = True
    shared: int = 0
    to_pay: int = 0
    costs: list[CostView] = field(default_factory=list)
    owners: list[OwnerView] = field(default_factory=list)


@dataclass(frozen=True)
class IssuedView:
    """An issued version of the list."""

    id: str
    rhythm: str
    since: str
    until: str
    version: int
    why: str
    by: str
    at: str
    latest: bool
    subject: bool
    actual: int
    to_pay: int


@dataclass(frozen=True)
class ToSettleView:
    """Days that are settled by themselves; `covers` is both ends, exclusive at the second, as the button sends them."""

    covers: str
    since: str
    until: str
    rhythm: str
    version: int


def sheet_view(sheet: Sheet, association_id: UUID, *, most: int) -> SheetView:
    """Return a settlement with at most so many owners."""
    costs = {cost.number: cost for cost in sheet.costs}
    paper = f"/api/v1/associations/{association_id}/settlements/{sheet.id}/owners/" if sheet.id else ""
    return SheetView(
        id=str(sheet.id or ""), rhythm=sheet.rhythm, since=sheet.covers_from.isoformat(),
        until=(sheet.covers_until - timedelta(days=1)).isoformat(), version=sheet.version, why=sheet.why,
        subject=sheet.subject_to_approval, shared=sheet.shared.cents, to_pay=sheet.to_pay.cents,
        costs=[_cost(cost) for cost in sheet.costs][:most],
        owners=[_owner(owner, costs, paper) for owner in sheet.owners][:most],
    )  # fmt: skip


def mine_view(mine: MySettlement, association_id: UUID, *, most: int) -> SheetView:
    """Return the reader's own settlement, and whether a later version replaced it."""
    return replace(sheet_view(mine.sheet, association_id, most=most), latest=mine.row.latest)


def issued_view(row: SettlementRow) -> IssuedView:
    """Return a version for the list."""
    return IssuedView(
        id=str(row.id), rhythm=row.rhythm, since=row.covers_from.isoformat(),
        until=(row.covers_until - timedelta(days=1)).isoformat(), version=row.version, why=row.why, by=row.by,
        at=row.at.isoformat(), latest=row.latest, subject=row.subject_to_approval, actual=row.actual.cents,
        to_pay=row.to_pay.cents,
    )  # fmt: skip


def to_settle_view(row: ToSettle) -> ToSettleView:
    """Return days that may be settled."""
    return ToSettleView(
        covers=f"{row.covers_from.isoformat()}/{row.covers_until.isoformat()}", since=row.covers_from.isoformat(),
        until=(row.covers_until - timedelta(days=1)).isoformat(), rhythm=row.rhythm, version=row.next_version,
    )  # fmt: skip


def _cost(cost: CostRow) -> CostView:
    last = cost.last_year
    return CostView(
        number=cost.number, account=cost.account, names=dict(cost.names), key_name=dict(cost.key_name), split=cost.split,
        lot=cost.lot, cents=cost.shared.cents, from_reserve=cost.from_reserve.cents, tenant=cost.tenant,
        last_year=last.cents if last is not None else NO_LAST_YEAR, has_last=last is not None,
    )  # fmt: skip


def _owner(owner: OwnerRow, costs: dict[int, CostRow], paper: str) -> OwnerView:
    last = owner.last_year
    return OwnerView(
        id=str(owner.debtor_id), names=", ".join(owner.people), lots=", ".join(owner.lots), actual=owner.actual.cents,
        called=owner.called.cents, to_pay=owner.to_pay.cents, posted=owner.posted.cents, tenant=owner.tenant.cents,
        change=(owner.actual - last).cents if last is not None else 0, has_last=last is not None,
        paper=f"{paper}{owner.debtor_id}/paper?language=" if paper else "",
        cells=[_cell(cell, costs.get(cell.cost)) for cell in owner.cells], works=[_works(each) for each in owner.works],
    )  # fmt: skip


def _cell(cell: CellRow, cost: CostRow | None) -> CellView:
    return CellView(
        lot=cell.lot, names=dict(cell.names), key_name=dict(cell.key_name), split=cell.split, whole=cell.whole.cents,
        weight=cell.weight, total=cell.total, part=(cell.of_lot + cell.before).cents, before=cell.before.cents,
        of_lot=cell.of_lot.cents, days=cell.days, of_days=cell.of_days, cents=cell.amount.cents,
        tenant=cost.tenant if cost else False, from_reserve=cost.from_reserve.cents if cost else 0, cost=cell.cost,
        works=cell.works,
    )  # fmt: skip


def _works(each: WorksOf) -> WorksRow:
    back = each.called - each.used - each.kept
    sums = (each.called, each.used, each.claimed, each.kept, back)
    return WorksRow(each.words, each.lot, *(amount.cents for amount in sums))


def followed_cells(owner: OwnerView, found: OwnersSettlement, association_id: UUID) -> list[FollowedCell]:
    """Return the cells of an owner, each with the booked lines behind its cost."""
    followed = {each.number: each for each in followed_costs(found, association_id)}
    none = FollowedView(0, {}, {}, "key", 0, True, [])
    return [
        FollowedCell(cell, it.number, it.cents, it.adds_up, it.lines)
        for cell in owner.cells
        for it in (followed.get(cell.cost, none),)
    ]


def followed_costs(found: OwnersSettlement, association_id: UUID) -> list[FollowedView]:
    """Return the costs that the reader may follow, each with its booked lines."""
    return [
        FollowedView(
            cost.number, dict(cost.names), dict(cost.key_name), cost.split, cost.amount.cents,
            found.behind[cost.number].adds_up,
            [_behind(line, association_id) for line in found.behind[cost.number].lines],
        )
        for cost in found.sheet.costs
        if cost.number in found.behind
    ]  # fmt: skip


def _behind(line: Behind, association_id: UUID) -> BehindView:
    return BehindView(
        day=line.day.isoformat(), text=line.text, cents=line.amount.cents,
        entry_at=urls.association(association_id, f"entries/{line.entry_id}"),
        file_at=urls.invoice_file(association_id, line.file_id) if line.file_id else "",
        is_hidden=line.is_invoice and line.file_id is None,
    )  # fmt: skip

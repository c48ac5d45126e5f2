"""The books of an association: years, trial balance, vouchers, ledgers, what owners owe. Amounts: signed whole cents."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.api.v1.money import Cents
from koprogo.core.clock import today
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.services.accounting import (
    custom_accounts,
    general_entry,
    journal,
    ledger_of_account,
    opening,
    owner_account,
    periods,
    votes,
)
from koprogo.services.accounting.journal_search import LONGEST
from koprogo.services.accounting.post_entry import Posted
from koprogo.services.accounting.trial_balance import trial_balance

router = APIRouter(prefix="/api/v1/associations/{association_id}/books", tags=["books"])
ENTRY, OWNER = "/entries/{entry_id}", "/owners/{debtor_id}"


class YearIn(Typed):
    """A fiscal year; `next_starts` is the first day after it."""

    starts: Day
    next_starts: Day


class StepIn(Typed):
    """What happened to a year: its accounts are drawn up, audited, or voted.

    Voted: `item_id`, the point of the assembly that carried them; else `act`, which minutes say so, and its `day`.
    Audited: nothing more by the auditor herself; by the syndic `act`, which report of hers says so, and its `day`.
    """

    step: Step
    item_id: UUID | None = None
    act: str = ""
    day: Day | None = None


class LineIn(Typed):
    """Cents on the account of a code, debit positive.

    A cost or an income goes by `key_id`, to `lot_id` alone, or by the shares without either; a private cost has its lot.
    """

    account: str
    cents: Cents
    key_id: UUID | None = None
    lot_id: UUID | None = None


class EntryIn(Typed):
    """A general entry; `reference` names it for ever."""

    day: Day
    reference: str
    text: str
    lines: list[LineIn] = Field(max_length=general_entry.MOST_LINES)
    document_id: UUID | None = None


class AccountIn(Typed):
    """An account of the association's own: a row of the chart, the digits that follow its code, a name per language."""

    parent: str
    digits: str
    names: dict[str, str]


class ReversalIn(Typed):
    """On which day an entry is taken back, under which reference, and why."""

    day: Day
    reference: str
    why: str


class OpeningIn(Typed):
    """The old books on a day; `owners` by lot: what is owed for all else, and for the reserve fund."""

    day: Day
    balances: dict[str, int]
    control: int
    owners: dict[str, tuple[int, int]]
    statements: dict[str, int]
    reference: str = "OPENING"
    text: str = "Opening"
    document_id: UUID | None = None


class PostedOut(BaseModel):
    """A booked voucher and its place; `again` when it stood there already."""

    id: UUID
    journal: str
    year: int
    number: int
    again: bool


@router.get("/years", summary="Fiscal years")
async def years(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the fiscal years, the newest first, with where each stands."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await periods.years(session, caller, association_id)]


@router.post("/years", summary="Open a fiscal year", status_code=201)
async def open_year(caller: Caller, association_id: UUID, year: YearIn) -> Made:
    """Open the next fiscal year (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await periods.open_year(session, caller, association_id, **year.model_dump()))


@router.post("/years/{year_id}/steps", summary="Take a year to its next step", status_code=204)
async def advance(caller: Caller, association_id: UUID, year_id: UUID, taken: StepIn) -> None:
    """Say that accounts are drawn up, audited (the auditor, too) or voted (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await periods.advance(session, caller, association_id, year_id, **taken.model_dump())


@router.get("/votes", summary="Votes on annual accounts")
async def accounts_votes(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the points on which assemblies held here carried or rejected annual accounts, the newest first."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await votes.accounts_votes(session, caller, association_id)]


@router.post("/years/{year_id}/closing", summary="Close a year")
async def close(caller: Caller, association_id: UUID, year_id: UUID) -> dict[str, Any]:
    """Close a voted year and return its hash; closed before, the same hash again (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await periods.close_year(session, caller, association_id, year_id))


@router.get("/trial-balance", summary="Trial balance")
async def balance(caller: Caller, association_id: UUID, starts: Day, until: Day) -> dict[str, Any]:
    """Return every account between two days, `until` exclusive; owners get all owners as one sum."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await trial_balance(session, caller, association_id, starts=starts, until=until)
    return {**asdict(sheet), "rows": [{**asdict(row), "balance": row.balance} for row in sheet.rows]}


@router.get("/entries", summary="Journal")
async def entries(
    caller: Caller,
    association_id: UUID,
    starts: Day,
    until: Day,
    journal_of: Journal | None = None,
    search: Annotated[str, Query(max_length=LONGEST)] = "",
    page: int = 1,
) -> dict[str, Any]:
    """Return a page of vouchers, the newest first, and how many there are (who keeps or checks the books).

    `search`: words that must each stand in the text, reference or number, in an account, an owner's name or an amount.
    """
    asked: dict[str, Any] = {"starts": starts, "until": until, "journal": journal_of, "search": search, "page": page}
    async with db.tenant_session(caller, association_id) as session:
        rows, count = await journal.entries(session, caller, association_id, **asked)
    return {"count": count, "entries": [asdict(row) for row in rows]}


@router.post("/entries", summary="Write a general entry", status_code=201)
async def write(caller: Caller, association_id: UUID, entry: EntryIn) -> PostedOut:
    """Book a general entry; the same reference with the same content is the same entry (syndic, accountant)."""
    lines = [general_entry.TypedLine(line.account, line.cents, line.key_id, line.lot_id) for line in entry.lines]
    async with db.tenant_session(caller, association_id) as session:
        made = await general_entry.write_general(
            session, caller, association_id, day=entry.day, reference=entry.reference, words=entry.text, lines=lines,
            document_id=entry.document_id,
        )  # fmt: skip
    return _posted(made)


@router.get(ENTRY, summary="A voucher")
async def entry(caller: Caller, association_id: UUID, entry_id: UUID) -> dict[str, Any]:
    """Return a voucher with its lines, its paper and what took it back."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await journal.entry_sheet(session, caller, association_id, entry_id))


@router.post(ENTRY + "/reversal", summary="Take an entry back", status_code=201)
async def take_back(caller: Caller, association_id: UUID, entry_id: UUID, reversal: ReversalIn) -> PostedOut:
    """Write the same entry with the other signs (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await general_entry.take_back(
            session, caller, association_id, entry_id, reversal.day, reversal.reference, reversal.why
        )  # fmt: skip
    return _posted(made)


@router.get("/accounts", summary="Accounts of the association's own")
async def own_accounts(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the accounts that this association opened below rows of the chart."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await custom_accounts.custom_accounts(session, caller, association_id)]


@router.post("/accounts", summary="Open an account below one of the chart", status_code=201)
async def open_account(caller: Caller, association_id: UUID, wish: AccountIn) -> Made:
    """Open an account of the association's own (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await custom_accounts.open_below(session, caller, association_id, **wish.model_dump()))


@router.get("/accounts/{account_id}", summary="Ledger of an account")
async def account(
    caller: Caller, association_id: UUID, account_id: UUID, starts: Day, until: Day, page: int = 1
) -> dict[str, Any]:
    """Return the lines of an account between two days with its running balance."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await ledger_of_account.ledger_of_account(
            session, caller, association_id, account_id, starts=starts, until=until, page=page
        )
    return {**asdict(sheet), "balance": sheet.balance}


@router.get("/owners", summary="What owners owe")
async def owners(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return what every owner owes today, by age (who keeps or checks the books)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await owner_account.debtors(session, caller, association_id, day=today())]


@router.get(OWNER, summary="An owner's account")
async def owner(caller: Caller, association_id: UUID, debtor_id: UUID, until: Day) -> dict[str, Any]:
    """Return an owner's account, lines before `until`; an owner gets her own."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await owner_account.owner_account(session, caller, association_id, debtor_id, until=until))


@router.post("/opening", summary="Take over the old books", status_code=201)
async def take_over(caller: Caller, association_id: UUID, old: OpeningIn) -> PostedOut:
    """Write the opening voucher, when owners and banks agree with it (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return _posted(
            await opening.take_over(session, caller, association_id, old=opening.OldBooks(**old.model_dump()))
        )


def _posted(made: Posted) -> PostedOut:
    return PostedOut(**asdict(made))

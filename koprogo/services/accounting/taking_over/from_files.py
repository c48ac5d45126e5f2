"""Old books from files: what they say and what does not agree, then one opening voucher or nothing (docs/adr/0051).

The service reads the files again for the confirmation: what is booked is what they say, not what a page sends back.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.models.arriving import OldYearCost
from koprogo.rules.accounting.old_accounts import may_be_account
from koprogo.rules.accounting.old_headers import OldFile
from koprogo.rules.accounting.old_keys import KEY
from koprogo.rules.accounting.old_rows import old_day
from koprogo.services import audit
from koprogo.services.accounting.accounts import year_of
from koprogo.services.accounting.opening import OldBooks, lock_opening, take_over
from koprogo.services.accounting.post_entry import Posted
from koprogo.services.accounting.refusals import TakeOverDiffers
from koprogo.services.accounting.reserved import OPENING
from koprogo.services.accounting.taking_over.kept import kept_old_file
from koprogo.services.accounting.taking_over.keys import enter_keys, keys_here
from koprogo.services.accounting.taking_over.mappings import LONGEST, ToolMapping, keep_mapping
from koprogo.services.accounting.taking_over.reading import BooksRead, Choices, CostRead, Here, InvoiceRead, read_books
from koprogo.services.charges.invoices.taken_over import OpenInvoice, take_over_invoices

TAKEN_BACK = """
SELECT count(*) FROM entry e WHERE e.association_id = :t AND e.journal = 'opening' AND e.reverses IS NULL
   AND EXISTS (SELECT 1 FROM entry b WHERE b.association_id = :t AND b.reverses = e.id)
"""
LOTS = """
SELECT l.number, l.shares, coalesce(array_agg(p.name ORDER BY p.name) FILTER (WHERE p.id IS NOT NULL), '{}') AS holders
  FROM lot l LEFT JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
  LEFT JOIN person p ON p.id = h.person_id
 WHERE l.association_id = :t GROUP BY l.id, l.number, l.shares ORDER BY l.number
"""
TOOL = "Write the name of the old program, in at most {most} characters: how its files are read is kept under it."
WHICH_FILE = "Choose one of the files of a take-over: {files}."
NOT_OURS = "{code} is not an account that takes entries. Write one of the chart, such as 61050, or 410 for the owners."
REFERENCE, WORDS = OPENING, "Opening"


@dataclass(frozen=True)
class Request:
    """A take-over as asked for: `files` are ids of files that were sent, by kind; the rest as in `Choices`."""

    day: date
    tool: str
    files: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TakenOver:
    """What a take-over did: its voucher, and how many open calls, payable invoices, figures of costs and keys came."""

    posted: Posted
    invoices: int = 0
    costs: int = 0
    calls: int = 0
    keys: int = 0


async def preview_take_over(
    session: AsyncSession, actor: Actor, association_id: UUID, *, request: Request, at: datetime
) -> BooksRead:
    """Return what the files say and what does not agree; nothing is written (who keeps the books).

    Raises:
        BadInput: a decision about a column or an account is none.
        ListGone: a file was sent more than an hour ago.
    """
    require(actor, "books.write", association_id)
    wrong = [code for code in request.accounts.values() if not may_be_account(code)]
    problems = [Problem("accounts", NOT_OURS, {"code": code[:20] or "-"}) for code in sorted(set(wrong))]
    known = {file.value for file in OldFile}
    if set(request.files) - known or set(request.columns) - known:
        problems.append(Problem("files", WHICH_FILE, {"files": ", ".join(sorted(known))}))
    if problems:
        raise BadInput(*problems)
    files = {}
    for kind, file_id in request.files.items():
        kept = await kept_old_file(actor, association_id, OldFile(kind), file_id, at=at)
        files[OldFile(kind)] = (kept.content, kept.name)
    rows = (await session.execute(text(LOTS), {"t": association_id, "day": request.day})).all()
    here = Here(
        {row.number: tuple(row.holders) for row in rows}, {row.number: row.shares for row in rows},
        await keys_here(session, actor, association_id, day=request.day),
    )  # fmt: skip
    choices = Choices(request.day, request.columns, request.accounts)
    return await asyncio.to_thread(read_books, files, choices, here)


async def confirm_take_over(
    session: AsyncSession, actor: Actor, association_id: UUID, *, request: Request, at: datetime
) -> TakenOver:
    """Book the opening voucher from the files, with open calls and invoices, the costs of the last years, and the keys.

    Safe to retry: the same files with the same decisions write nothing a second time.

    Raises:
        BadInput: every fault of the files, by line and column, and every account nobody decided.
        TakeOverDiffers: what does not agree, with both sides in cents.
        and what `take_over` raises.
    """
    require(actor, "books.write", association_id)
    tool = " ".join(request.tool.split())
    if not 1 <= len(tool) <= LONGEST:
        raise BadInput(Problem("tool", TOOL, {"most": LONGEST}))
    await lock_opening(session, association_id)  # before the keys that are here are read
    read = await preview_take_over(session, actor, association_id, request=request, at=at)
    if problems := _problems(read):
        raise BadInput(*problems)
    if read.differences:
        raise TakeOverDiffers(read.differences)
    year = await year_of(session, association_id, request.day)
    old = OldBooks(
        day=request.day, balances=read.balances, control=read.control, owners=read.owners,
        statements=read.statements, calls=read.calls, reference=await _reference(session, association_id), text=WORDS,
    )  # fmt: skip
    posted = await take_over(session, actor, association_id, old=old)
    keys = await enter_keys(session, actor, association_id, read.keys, source=_file_of_keys(read), at=at)
    if posted.again:
        return TakenOver(posted, keys=keys)
    invoices = await take_over_invoices(
        session, actor, association_id, posted.id, [_open(each) for each in read.invoices if each.cents], at=at
    )
    costs = _keep_costs(session, actor, association_id, posted.id, read.costs, year.starts, at)
    columns = {
        file.file.value: {means.value: header for means, header in file.columns.items()}
        | {f"{KEY}{heading}": name for heading, name in file.keys.items()}
        for file in read.files
    }
    accounts = {account.code: account.ours for account in read.accounts}
    await keep_mapping(session, actor, association_id, ToolMapping(tool, columns, accounts), at=at)
    await audit.record(
        session, actor, association_id, "books.taken_over", posted.id,
        accounts=len(read.accounts), owners=len(read.owners), invoices=invoices, costs=costs,
        calls=len(read.calls), keys=keys,
    )  # fmt: skip
    return TakenOver(posted, invoices, costs, len(read.calls), keys)


def _file_of_keys(read: BooksRead) -> str:
    return next((file.name for file in read.files if file.file is OldFile.KEYS), "")


async def _reference(session: AsyncSession, association_id: UUID) -> str:
    """Return the reference of the opening: a new one once an opening was taken back, since a reference is used once."""
    before = int(await session.scalar(text(TAKEN_BACK), {"t": association_id}) or 0)
    return f"{REFERENCE}-{before + 1}" if before else REFERENCE


def _problems(read: BooksRead) -> list[Problem]:
    """Return everything to correct or to decide, by its place in the files."""
    found = [
        Problem(", ".join(filter(None, (each.file.value, f"row {each.line}" if each.line else "", each.header))),
                each.message_id, each.facts)
        for each in read.faults
    ]  # fmt: skip
    return [*found, *(Problem(f"account {code}", NOT_OURS, {"code": code}) for code in read.undecided)]


def _open(invoice: InvoiceRead) -> OpenInvoice:
    return OpenInvoice(
        invoice.supplier, invoice.number[:60], old_day(invoice.day), old_day(invoice.due), invoice.iban,
        invoice.communication[:140], invoice.cents,
    )  # fmt: skip


def _keep_costs(
    session: AsyncSession, actor: Actor, association_id: UUID, entry_id: UUID, costs: tuple[CostRead, ...],
    starts: date, at: datetime,
) -> int:  # fmt: skip
    """Keep what the last two years cost, for budgets and comparison; they are figures of elsewhere and no entries."""
    count = 0
    for each in costs:
        for years, cents in ((1, each.last_year), (2, each.year_before)):
            if cents:
                begins = add_months(starts, -12 * years)
                session.add(
                    OldYearCost(
                        association_id=association_id, starts=begins, next_starts=add_months(begins, 12), code=each.code,
                        name=each.name, amount=cents, entry_id=entry_id, at=at, by_id=actor.person_id,
                    )
                )  # fmt: skip
                count += 1
    return count

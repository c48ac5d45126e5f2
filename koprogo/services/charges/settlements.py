"""Issuing a settlement: frozen with every cell, and the owners' differences posted in the same transaction. Never edited.

A first version issued before the assembly voted the accounts is *subject to approval*. Accounts that were rejected are put
right by counter-entries; then the settlement is made again in full as a new version, and what is posted is the difference
of the two for each owner.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import Period
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.settlements import Settlement
from koprogo.rules.accounting.closing import Step
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, debtor_accounts
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry
from koprogo.services.accounting.refusals import YearClosed
from koprogo.services.accounting.reserved import SETTLEMENT, STATEMENT
from koprogo.services.accounting.votes import check_rejection
from koprogo.services.charges.references import issue_numbers
from koprogo.services.charges.rhythms import ACTUAL_COSTS
from koprogo.services.charges.settlement_facts import PROVISIONS, SPECIAL
from koprogo.services.charges.settlement_plan import PlannedSettlement, plan
from koprogo.services.charges.settlement_refusals import AnotherVersion, DaysNotOver, NothingChanged
from koprogo.services.charges.settlement_rows import cell_rows, cost_rows, owner_rows, works_rows
from koprogo.services.charges.settlement_works import KEPT

LOCK = "SELECT pg_advisory_xact_lock(58, hashtext(:t))"
KIND = "settlement"
LONGEST = 500
ISSUED = """
SELECT id FROM settlement WHERE association_id = :t AND covers_from = :since AND covers_until = :until AND version = :v
"""
ADD_COSTS = """
INSERT INTO settlement_cost (association_id, settlement_id, number, account, split, key_id, debtor_id, lot_id, decision_id,
                             amount, from_reserve, cost_from, cost_until, tenant, ordinary)
SELECT :t, :s, r.number, r.account, r.split, r.key_id, r.debtor_id, r.lot_id, r.decision_id, r.amount, r.from_reserve,
       r.cost_from, r.cost_until, r.tenant, r.ordinary
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(number int, account text, split text, key_id uuid, debtor_id uuid,
       lot_id uuid, decision_id uuid, amount bigint, from_reserve bigint, cost_from date, cost_until date, tenant boolean,
       ordinary boolean)
"""
ADD_LINES = """
INSERT INTO settlement_line (association_id, settlement_id, number, line, debtor_id, lot_id, key_id, amount, whole, weight,
                             total, of_lot, before, days, of_days)
SELECT :t, :s, r.number, r.line, r.debtor_id, r.lot_id, r.key_id, r.amount, r.whole, r.weight, r.total, r.of_lot,
       r.before, r.days, r.of_days
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(number int, line int, debtor_id uuid, lot_id uuid, key_id uuid,
       amount bigint, whole bigint, weight bigint, total bigint, of_lot bigint, before bigint, days int, of_days int)
"""
ADD_OWNERS = """
INSERT INTO settlement_owner (association_id, settlement_id, debtor_id, actual, called, to_pay, posted, tenant)
SELECT :t, :s, r.debtor_id, r.actual, r.called, r.to_pay, r.posted, r.tenant
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(debtor_id uuid, actual bigint, called bigint, to_pay bigint,
       posted bigint, tenant bigint)
"""
ADD_WORKS = """
INSERT INTO settlement_works (association_id, settlement_id, number, decision_id, lot_id, debtor_id, called, used, claimed,
                              kept)
SELECT :t, :s, r.number, r.decision_id, r.lot_id, r.debtor_id, r.called, r.used, r.claimed, r.kept
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(number int, decision_id uuid, lot_id uuid, debtor_id uuid,
       called bigint, used bigint, claimed bigint, kept bigint)
"""


async def issue_settlement(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    covers: Period,
    version: int,
    at: datetime,
    why: str = "",
    item_id: UUID | None = None,
) -> UUID:
    """Issue the version that the syndic saw, post what it changes for each owner, and return its id. Safe to repeat.

    `why` says in words what a later version corrects, and which minutes where the assembly that rejected the accounts was
    not held here; `item_id` is the point of one that was.

    Raises:
        AccountsNotRejected: the point is not one of this association's that rejected annual accounts.
        AnotherVersion: a version was issued meanwhile.
        BadInput: a later version does not say why.
        DaysNotOver: its last day is not past.
        NothingChanged: a later version would say the same.
        YearClosed: the accounts are final; what comes later is booked in the open year, by its own reference.
        and what `plan` and `post_entry` raise: the books would not come to nil, a lot without a holder.
    """
    require(actor, "books.close", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    mark = {"t": association_id, "since": covers.start, "until": covers.end, "v": version}
    if (there := await session.scalar(text(ISSUED), mark)) is not None:
        return UUID(str(there))
    planned = await plan(session, association_id, covers=covers)
    _may_be_issued(planned, version, why, legal_day(at))
    if item_id is not None:
        await check_rejection(session, association_id, ended=covers.end, item_id=item_id)
    made = uuid4()
    posted = await _post(session, actor, association_id, planned, made)
    session.add(
        Settlement(
            id=made, association_id=association_id, period_id=planned.year.id, rhythm=planned.rhythm.rhythm,
            days_of=planned.rhythm.days_of, covers_from=covers.start, covers_until=covers.end, version=version,
            why=why.strip(), item_id=item_id, entry_id=posted.id if posted else None, at=at, by_id=actor.person_id, xid=0,
        )
    )  # fmt: skip
    await session.flush()
    scope = {"t": association_id, "s": made}
    for statement, rows in (
        (ADD_COSTS, cost_rows(planned)),
        (ADD_LINES, cell_rows(planned)),
        (ADD_OWNERS, owner_rows(planned)),
        (ADD_WORKS, works_rows(planned)),
    ):
        await session.execute(text(statement), {**scope, "rows": orjson.dumps(rows).decode()})
    await issue_numbers(session, association_id, (owner.debtor_id for owner in planned.owners), at=at)
    await audit.record(
        session, actor, association_id, "settlement.issued", made,
        version=version, owners=len(planned.owners), lines=len(planned.cells), since=covers.start.isoformat(),
    )  # fmt: skip
    return made


def _may_be_issued(planned: PlannedSettlement, version: int, why: str, today: date) -> None:
    if today < planned.covers.end:
        raise DaysNotOver(planned.covers.last_day.isoformat())
    if planned.year.stands is Step.FINAL:
        raise YearClosed(planned.covers.last_day.isoformat())
    if version != planned.version:
        raise AnotherVersion
    if version > 1 and not 0 < len(why.strip()) <= LONGEST:
        raise BadInput(Problem("why", "Write what this version corrects, in {most} characters.", {"most": LONGEST}))
    if version > 1 and not planned.moves:
        raise NothingChanged


async def _post(
    session: AsyncSession, actor: Actor, association_id: UUID, planned: PlannedSettlement, settlement_id: UUID
) -> Posted | None:
    """Post each owner's difference against account 701, and from 702 what stays for works; nothing where nothing moves."""
    if not planned.moves:
        return None
    source = (KIND, settlement_id)
    days = {"cost_from": planned.covers.start, "cost_until": planned.covers.end}
    lines, items, left = [], [], 0
    accounts = await debtor_accounts(session, association_id, "other")
    for owner in planned.owners:
        cents = owner.posted.cents
        if cents:
            lines.append(NewLine(accounts[owner.debtor_id], cents, **days, source=source))  # type: ignore[arg-type]
            items.append(OwnerFact(owner.debtor_id, "other", "settlement", cents, source))
            left += cents
    if left:
        advances = await account_by_code(session, association_id, PROVISIONS)
        lines.append(NewLine(advances, -left, **days, source=source))  # type: ignore[arg-type]
    if kept := planned.works.move.cents:
        for code, cents in ((SPECIAL, kept), (KEPT, -kept)):
            lines.append(NewLine(await account_by_code(session, association_id, code), cents, source=source))
    entry = NewEntry(
        journal=Journal.SALES if planned.year.stands is Step.OPENED else Journal.CLOSING,
        day=planned.covers.last_day, reference=_reference(planned), kind=KIND,
        text=await _text(session, association_id, planned), lines=tuple(lines), owner_items=tuple(items),
    )  # fmt: skip
    return await post_entry(session, actor, association_id, entry)


def _reference(planned: PlannedSettlement) -> str:
    name = STATEMENT if planned.rhythm.rhythm == ACTUAL_COSTS else SETTLEMENT
    return f"{name}{planned.covers.start.isoformat()}-V{planned.version}"


async def _text(session: AsyncSession, association_id: UUID, planned: PlannedSettlement) -> str:
    language = await language_of_books(session, association_id)
    facts = {"start": planned.covers.start.isoformat(), "end": planned.covers.last_day.isoformat()}
    if planned.rhythm.rhythm == ACTUAL_COSTS:
        return message("Statement of actual costs from {start} to {end}", language, **facts)
    return message("Settlement from {start} to {end}", language, **facts)

"""Putting a budget before the assembly: a point of a draft agenda, and the budget printed for its convocation.

The printing is queued with the point and done by the worker: a paper per language of the association, attached to it.
"""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.budget import build
from koprogo.papers.budget.facts import BudgetFacts, PrintedLine
from koprogo.papers.paper import Letterhead
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.agenda_words import point
from koprogo.services.charges.budget_queries import BudgetSheet, sheet
from koprogo.services.charges.budgets import add_event, standing
from koprogo.services.charges.proposal import ReserveDuty, reserve_duty_of
from koprogo.services.charges.refusals import BudgetStays
from koprogo.services.documents import attachments, issue
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number
from koprogo.settings import settings

KIND = "budget"
TASK = "koprogo.papers.budget"
VOTES_BUDGETS = "approve_budgets"
MINUTES = 10
ITEM = "SELECT assembly_id FROM agenda_item WHERE id = :i AND association_id = :t AND number IS NOT NULL"
LANGUAGES = "SELECT languages FROM association WHERE id = :t"
ATTACHED = """
SELECT title FROM attachment d WHERE d.subject_id = :i AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
"""


async def propose(
    session: AsyncSession, actor: Actor, association_id: UUID, budget_id: UUID, *, assembly_id: UUID, at: datetime
) -> UUID:
    """Put a budget on the draft agenda of an assembly, at the majority of its kind; return the point's id (syndic).

    Raises:
        BudgetStays: it was proposed already, is in force or was thrown away.
        AgendaFrozen: the convocation has gone out.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "assembly.plan", association_id)
    if (await standing(session, association_id, budget_id))[0] != "draft":
        raise BudgetStays
    await require_enterprise_number(session, association_id)
    found = await sheet(session, association_id, budget_id)
    title, proposal = point(found.row.starts.year, found.sums, found.row.instalments)
    here = (session, actor, association_id)
    item_id = await plan.add_item(
        *here, assembly_id, kind=VOTES_BUDGETS, title=title, proposal=proposal, minutes_planned=MINUTES, at=at
    )
    await add_event(*here, budget_id, "proposed", at=at, item_id=item_id)
    await tasks.enqueue(
        session, TASK, lock=str(budget_id), association=str(association_id), budget=str(budget_id), item=str(item_id),
        by=str(actor.person_id),
    )  # fmt: skip
    return item_id


async def print_budget(association_id: UUID, budget_id: UUID, item_id: UUID, *, by: Actor, at: datetime) -> list[str]:
    """Print a budget in the languages of the association and attach it to its point; return those printed now.

    Safe to repeat; runs in the worker. A point taken off the agenda meanwhile gets nothing.
    """
    async with db.association_session(association_id) as session:
        assembly_id = await session.scalar(text(ITEM), {"i": item_id, "t": association_id})
        if assembly_id is None:
            return []
        head = await letterhead(session, association_id)
        found = await sheet(session, association_id, budget_id)
        duty = await reserve_duty_of(session, by, association_id, budget_id)
        spoken = set(await session.scalar(text(LANGUAGES), {"t": association_id}) or ())
        missing = await issue.missing_languages(session, KIND, budget_id, found.row.version)
    facts = {each: budget_facts(head, found, duty, each) for each in missing if each in spoken}
    printed = await issue.in_languages(_print, facts, at)
    async with db.association_session(association_id) as session:
        issue.add_papers(
            session, association_id, kind=KIND, subject_id=budget_id, printed=printed, version=found.row.version,
            by=by.person_id, at=at,
        )  # fmt: skip
        await session.flush()
        attached = set((await session.execute(text(ATTACHED), {"i": item_id})).scalars())
        for each in printed:
            if each.title not in attached:
                content = await asyncio.to_thread(_bytes, each.sha256)
                here = (session, by, association_id, assembly_id)
                await attachments.add(
                    *here, content=content, name=f"{each.title}.pdf", title=each.title, item_id=item_id, at=at
                )
    return [each.language for each in printed]


def budget_facts(head: Letterhead, found: BudgetSheet, duty: ReserveDuty, language: str) -> BudgetFacts:
    """Return what the paper says in one language; texts in the first language that has them."""
    return BudgetFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        starts=found.row.starts,
        next_starts=found.row.next_starts,
        version=found.row.version,
        instalments=found.row.instalments,
        index_hundredths=found.row.index_hundredths,
        lines=tuple(
            PrintedLine(
                line.part, line.code, said_in(line.name, language), said_in(line.key_name, language), line.amount.cents
            )
            for line in found.lines
        ),
        reserve_due=duty.contribution.due.value,
        reserve_least=duty.contribution.minimum.cents,
        charges_last_year=duty.charges.cents,
        waived=duty.waived,
    )


async def _print(facts: BudgetFacts, language: str, at: datetime) -> issue.Printed:
    html = partial(build.build, facts, language)
    return await issue.print_paper(html, title=build.title(facts, language), language=language, at=at)


def _bytes(sha256: str) -> bytes:
    with storage(settings()).open(sha256) as file:
        return file.read()

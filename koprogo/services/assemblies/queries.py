"""Reading assemblies: the list of those in reach, and the sheet of one with its agenda."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import allows, require
from koprogo.services.access import planned_by_request
from koprogo.services.assemblies.labels import article_of

LIST = """
SELECT a.id, a.association_id, s.name AS association_name, a.kind, a.session, a.day, a.starts_at, a.place,
       st.what AS state, (SELECT count(*) FROM agenda_item i WHERE i.assembly_id = a.id AND i.number IS NOT NULL) AS items
  FROM assembly a JOIN association s ON s.id = a.association_id
  JOIN assembly_state st ON st.assembly_id = a.id
"""
ITEMS = """
SELECT i.id, i.number, i.part, i.part_of_decision, i.options, i.hidden_tally, i.title, i.kind,
       i.majority, i.majority_from, i.clause, i.minutes_planned, i.key_id,
       i.key_reason, coalesce(st.what, 'planned') AS state, coalesce(st.round, 0) AS round, st.reason,
       tx.text AS proposal,
       tx.version AS text_version, am.text AS amendment, am.version AS amendment_version,
       r.carried, r.in_favour, r.against, r.abstained, r.no_ballot, r.needed,
       r.facts ->> 'judge_by' AS judge_by,
       CASE WHEN r.facts ? 'outcome' THEN jsonb_build_object('outcome', r.facts -> 'outcome', 'chosen',
            r.facts -> 'chosen', 'options', r.facts -> 'options') END AS choice
  FROM agenda_item i LEFT JOIN item_state st ON st.item_id = i.id
  LEFT JOIN standing_text tx ON tx.item_id = i.id LEFT JOIN pending_amendment am ON am.item_id = i.id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = st.round
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""


@dataclass(frozen=True)
class AssemblyRow:
    """One line of a list of assemblies."""

    id: UUID
    association_id: UUID
    association_name: str
    kind: str
    session: str
    day: date
    starts_at: datetime
    place: str
    state: str
    items: int


@dataclass(frozen=True)
class ItemRow:
    """One point of an agenda with its outcome, as far as there is one; `article` sets its majority."""

    id: UUID
    number: int
    part: str
    part_of_decision: str
    options: list[dict[str, str]]
    hidden_tally: bool
    title: Mapping[str, str]
    proposal: Mapping[str, str]
    text_version: int
    kind: str
    majority: str
    majority_from: str
    clause: str
    article: str
    minutes_planned: int
    key_id: UUID | None
    key_reason: str
    state: str
    round: int
    reason: str
    carried: bool | None
    in_favour: int | None
    against: int | None
    abstained: int | None
    no_ballot: int | None
    needed: int | None
    judge_by: str | None = None
    """The ISO day by which a demolition goes to the justice of the peace (art. 3.88 §1, 2° h)."""
    choice: Mapping[str, Any] | None = None
    """Of a vote between options: its outcome, the option chosen, and the votes of each with its label."""
    amendment: Mapping[str, str] | None = None
    """The text of an amendment that is voted before `proposal`, the text that stands; `amendment_version` its number."""
    amendment_version: int | None = None


@dataclass(frozen=True)
class Sheet:
    """An assembly with its agenda."""

    assembly: AssemblyRow
    remote_allowed: bool
    shares_total: int
    languages: tuple[str, ...]
    authentic_language: str
    """Whose text prevails, of the convocation and of the minutes."""
    items: tuple[ItemRow, ...]


async def assemblies(session: AsyncSession, actor: Actor, association_id: UUID | None = None) -> list[AssemblyRow]:
    """Return the assemblies in reach, next ones first, then past ones; drafts only to who plans them."""
    condition = " WHERE a.association_id = :t" if association_id else ""
    rows = await session.execute(text(LIST + condition + " ORDER BY a.day DESC, a.id"), {"t": association_id})
    found = [row for row in (AssemblyRow(**each) for each in rows.mappings()) if _reads(actor, row)]
    drafts = [row for row in found if row.state == "drafted" and not _plans(actor, row.association_id)]
    hidden = {row.id for row in drafts} - (await planned_by_request(session, actor, actor.reach) if drafts else set())
    return [row for row in found if row.id not in hidden]


async def sheet(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Sheet:
    """Return one assembly with its agenda; a draft is not found by those who do not plan it."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    facts = {"a": assembly_id, "t": association_id}
    row = (await session.execute(text(LIST + " WHERE a.id = :a AND a.association_id = :t"), facts)).mappings().first()
    if row is None:
        raise NotFound
    hidden = row["state"] == "drafted" and not _plans(actor, association_id)
    if hidden and assembly_id not in await planned_by_request(session, actor, [association_id]):
        raise NotFound
    more = (
        await session.execute(
            text(
                "SELECT a.remote_allowed, a.authentic_language, s.shares_total, s.languages FROM assembly a"
                " JOIN association s ON s.id = a.association_id WHERE a.id = :a"
            ),
            facts,
        )
    ).one()
    items = (await session.execute(text(ITEMS), facts)).mappings()
    return Sheet(
        AssemblyRow(**row),
        more.remote_allowed,
        more.shares_total,
        tuple(more.languages),
        more.authentic_language,
        tuple(_item(item) for item in items),
    )


def _item(row: RowMapping) -> ItemRow:
    names = [name for name in ItemRow.__dataclass_fields__ if name != "article"]
    return ItemRow(
        **{name: row[name] for name in names} | {"reason": row["reason"] or ""}, article=article_of(row["kind"])
    )


def _reads(actor: Actor, row: AssemblyRow) -> bool:
    """Whoever came in by a slip of the desk sees the assembly it is for, and no other."""
    return allows(actor, "assembly.read", row.association_id) and actor.slip_assembly_id in (None, row.id)


def _plans(actor: Actor, association_id: UUID) -> bool:
    return "syndic" in actor.roles_in(association_id)

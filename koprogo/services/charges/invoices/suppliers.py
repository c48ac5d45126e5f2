"""Suppliers of an association: who sends its invoices. Their account numbers: `ibans.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.numbers import enterprise_number
from koprogo.core.permissions import require
from koprogo.core.plain_text import plain
from koprogo.models.invoices import Supplier
from koprogo.services import audit

LONGEST = {"name": 120, "email": 200}
LOCK = "SELECT pg_advisory_xact_lock(35, hashtext(:t))"
LIST = """
SELECT s.id, s.name, s.enterprise_number, s.email,
       (SELECT count(*) FROM invoice i WHERE i.supplier_id = s.id) AS invoices,
       (SELECT max(i.day) FROM invoice i WHERE i.supplier_id = s.id) AS last_day
  FROM supplier s WHERE s.association_id = :t ORDER BY s.id
"""
BY_NUMBER = "SELECT id FROM supplier WHERE association_id = :t AND enterprise_number = :n AND enterprise_number <> ''"
BY_NAME = (
    "SELECT id FROM supplier WHERE association_id = :t AND lower(name) = lower(:name) AND enterprise_number IN ('', :n)"
)


@dataclass(frozen=True)
class SupplierRow:
    """A supplier in a list, with how many invoices came and the day of the newest."""

    id: UUID
    name: str
    enterprise_number: str
    email: str
    invoices: int
    last_day: Any


async def suppliers(session: AsyncSession, actor: Actor, association_id: UUID) -> Sequence[SupplierRow]:
    """Return the suppliers by name (syndic, accountant, council, auditor)."""
    require(actor, "invoice.read", association_id)
    rows = await session.execute(text(LIST), {"t": association_id})
    return sorted((SupplierRow(**row) for row in rows.mappings()), key=lambda row: plain(row.name))


async def add_supplier(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    name: str,
    number: str = "",
    email: str = "",
    at: datetime,
) -> UUID:
    """Enter a supplier and return its id; one with the same enterprise number is the same supplier.

    Raises:
        BadInput: the name is missing or too long, or the number or the address is none.
    """
    require(actor, "invoice.enter", association_id)
    facts = _checked(name, number, email)
    await session.execute(text(LOCK), {"t": str(association_id)})
    found = await find(session, association_id, number=facts["enterprise_number"], name=facts["name"])
    if found is not None:
        return found
    row = Supplier(id=uuid4(), association_id=association_id, at=at, by_id=actor.person_id, **facts)
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "supplier.entered", row.id)
    return row.id


async def change_supplier(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    *,
    name: str,
    number: str = "",
    email: str = "",
) -> None:
    """Correct a supplier's name, number or address.

    Raises:
        NotFound: no such supplier here.
        BadInput: as `add_supplier`, or another supplier has this number.
    """
    require(actor, "invoice.enter", association_id)
    row = await one(session, association_id, supplier_id)
    facts = _checked(name, number, email)
    await session.execute(text(LOCK), {"t": str(association_id)})
    wanted = {"t": association_id, "n": facts["enterprise_number"]}
    other = await session.scalar(text(BY_NUMBER), wanted)
    if other is not None and other != supplier_id:
        raise BadInput(Problem("number", "Another supplier here has this enterprise number."))
    for column, value in facts.items():
        setattr(row, column, value)
    await session.flush()
    await audit.record(session, actor, association_id, "supplier.changed", supplier_id)


async def find(session: AsyncSession, association_id: UUID, *, number: str, name: str) -> UUID | None:
    """Return the supplier with this enterprise number, else the one of this name without another number."""
    facts = {"t": association_id, "n": number, "name": name}
    found = await session.scalar(text(BY_NUMBER), facts) or await session.scalar(text(BY_NAME), facts)
    return UUID(str(found)) if found else None


async def one(session: AsyncSession, association_id: UUID, supplier_id: UUID) -> Supplier:
    """Return a supplier's row; NotFound for one of others."""
    row = await session.get(Supplier, supplier_id)
    if row is None or row.association_id != association_id:
        raise NotFound
    return row


def _checked(name: str, number: str, email: str) -> Mapping[str, str]:
    words, address, digits = " ".join(name.split()), email.strip(), ""
    problems = [] if words else [Problem("name", "Write the supplier’s name.")]
    if len(words) > LONGEST["name"]:
        problems.append(Problem("name", "Shorten this to {most} characters.", {"most": LONGEST["name"]}))
    if address and (len(address) > LONGEST["email"] or "@" not in address[1:-1] or " " in address):
        problems.append(Problem("email", "Enter an e-mail address like name@example.be, or leave it empty."))
    if number.strip():
        try:
            digits = enterprise_number(number)
        except ValueError:
            problems.append(Problem("number", "Enter ten digits like 0403.019.261, or leave it empty."))
    if problems:
        raise BadInput(*problems)
    return {"name": words, "enterprise_number": digits, "email": address}

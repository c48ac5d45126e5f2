"""Every table, imported once, so that the metadata is complete (alembic and the tests read it)."""

from sqlmodel import SQLModel

from koprogo.models import (
    accounting,
    after_assemblies,
    arriving,
    assemblies,
    audit,
    ballots,
    banking,
    before_assemblies,
    buildings,
    charges,
    claims,
    community,
    documents,
    elections,
    governance,
    identity,
    in_assemblies,
    invoices,
    loans,
    messages,
    opinion,
    organisations,
    ownership,
    sales,
    settlements,
    works,
)

SUBJECTS = (
    identity, organisations, buildings, ownership, governance, charges, assemblies, ballots,
    before_assemblies, in_assemblies, elections, opinion, after_assemblies, documents, audit, messages,
    community, works, invoices, accounting, banking, settlements, arriving, sales, loans, claims,
)  # fmt: skip
METADATA = SQLModel.metadata

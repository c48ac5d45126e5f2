"""Every table, imported once, so that the metadata is complete (alembic and the tests read it)."""

from sqlmodel import SQLModel

from koprogo.models import (
    assemblies,
    audit,
    ballots,
    buildings,
    charges,
    documents,
    governance,
    identity,
    messages,
    organisations,
    ownership,
)

SUBJECTS = (
    identity, organisations, buildings, ownership, governance, charges, assemblies, ballots, documents, audit, messages,
)  # fmt: skip
METADATA = SQLModel.metadata

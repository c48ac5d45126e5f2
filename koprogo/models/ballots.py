"""Ballots, confirmations and seals: the live path in one file. All append only.

The highest revision of a lot counts; no row is ever marked. A hand-entered ballot counts once a second person confirmed
it. A seal gives a committed ballot its place in the item's chain, one tick later.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from koprogo.models.base import TenantModel, append_only, digest, instant, tenant_fk, tenant_key

CHANNELS = ("phone", "api", "hand", "paper", "proxy_sheet", "correction")


@append_only
class Ballot(TenantModel, table=True):
    """One choice for one lot: for, against, abstain, blank, or an option of the point by its place.

    Voter, lot and shares come from the roll, never from the request.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("item_id", "round", "lot_id", "revision"),
        UniqueConstraint("item_id", "round", "lot_id", "nonce"),
        CheckConstraint("choice ~ '^(for|against|abstain|blank|option_[1-9])$'", name="choice"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint("revision > 0 AND shares > 0 AND length(salt) = 16 AND length(leaf) = 32", name="shape"),
        Index("ix_ballot_assembly", "assembly_id"),
        Index("ix_ballot_press", "item_id", "nonce"),
    )

    assembly_id: UUID
    item_id: UUID
    round: int
    text_version: int
    lot_id: UUID
    revision: int
    choice: str
    shares: int
    cast_by_id: UUID = Field(foreign_key="person.id")
    on_behalf_of_id: UUID = Field(foreign_key="person.id")
    channel: str
    identified_by: str
    needs_confirmation: bool = False
    nonce: str
    salt: bytes = digest()
    received_at: datetime = instant()
    leaf: bytes = digest()


@append_only
class BallotConfirmation(TenantModel, table=True):
    """The second person who saw a hand-entered ballot; never the one who entered it."""

    __tablename__ = "ballot_confirmation"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("ballot_id", "ballot"),
        UniqueConstraint("ballot_id"),
        Index("ix_ballot_confirmation_assembly", "assembly_id"),
    )

    assembly_id: UUID
    ballot_id: UUID
    by_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()


@append_only
class Seal(SQLModel, table=True):
    """The place of a ballot in its round's chain: `hash = SHA-256(previous ‖ leaf)`; position counts from 1."""

    __tablename__ = "seal"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "item_id"], ["agenda_item.association_id", "agenda_item.id"]),
        ForeignKeyConstraint(["association_id", "ballot_id"], ["ballot.association_id", "ballot.id"]),
        UniqueConstraint("ballot_id"),
    )

    item_id: UUID = Field(primary_key=True)
    round: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    association_id: UUID = Field(foreign_key="association.id")
    ballot_id: UUID
    previous: bytes = digest()
    hash: bytes = digest()


@append_only
class RootStamp(TenantModel, table=True):
    """An authority's timestamp (RFC 3161) over the Merkle root of a counted round: `token` is its answer."""

    __tablename__ = "root_stamp"
    __table_args__ = (
        tenant_key(),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("item_id", "round"),
        CheckConstraint("length(root) = 32 AND length(token) > 0", name="shape"),
    )

    item_id: UUID
    round: int
    root: bytes = digest()
    by_name: str
    at: datetime = instant()
    token: bytes = digest()

"""Apportionment keys: which lots bear a cost, with which weights. Costs themselves come with the books."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from koprogo.models.base import TenantModel, facts, tenant_fk, tenant_key


class ApportionmentKey(TenantModel, table=True):
    """A key of the by-laws (staircase B, lift): its name per language, its source and its first day."""

    __tablename__ = "apportionment_key"
    __table_args__ = (tenant_key(),)

    name: dict = facts()
    source: str
    since: date
    until: date | None = None
    """Exclusive; a key is never rewritten: it ends and another one begins."""


class ApportionmentWeight(TenantModel, table=True):
    """The weight of one lot in a key: a whole number, zero lots are simply not listed."""

    __tablename__ = "apportionment_weight"
    __table_args__ = (
        tenant_key(),
        tenant_fk("key_id", "apportionment_key"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("association_id", "key_id", "lot_id"),
        CheckConstraint("weight > 0", name="weight"),
    )

    key_id: UUID
    lot_id: UUID
    weight: int

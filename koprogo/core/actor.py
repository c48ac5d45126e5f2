"""Who is acting: a person, the associations in reach, and what she is in each.

Roles follow from dated facts (a mandate, a holding, an appointment); nobody types them. They are loaded once per request by
`services.access`, and every service asks `require` with the association it is about to touch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is in one association."""

    SYNDIC = "syndic"
    ACCOUNTANT = "accountant"
    OWNER = "owner"
    """Holds a lot, or represents who does."""
    COUNCIL = "council"
    AUDITOR = "auditor"
    ATTENDEE = "attendee"
    """Admitted to one assembly at the desk, without an account."""


@dataclass(frozen=True)
class Actor:
    """A signed-in person for the length of one request.

    Attributes:
        reach: association id -> roles there; an association that is not a key does not exist for this actor.
        session_id: the sign-in session (not the cookie); casts check that it is not revoked.
        slip_assembly_id: set for a desk-slip session, which reaches that one assembly only.
    """

    person_id: UUID
    name: str
    language: str
    reach: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    is_operator: bool = False
    session_id: UUID | None = None
    slip_assembly_id: UUID | None = None

    def roles_in(self, association_id: UUID) -> frozenset[Role]:
        """Return the roles in one association; none when it is out of reach."""
        return self.reach.get(association_id, frozenset())

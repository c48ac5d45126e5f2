"""What the routes here share: the shape of what is sent and made, where an assembly is, a file in pieces."""

from typing import Any, Literal
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict

from koprogo.api.days import Day, Moment
from koprogo.core.errors import BadInput, Problem
from koprogo.services.assemblies.attendance.noted_entries import Noted
from koprogo.services.assemblies.voting.waited import Known
from koprogo.services.documents import attachments

Language = Literal["fr", "nl", "de", "en"]


class Typed(BaseModel):
    """What a client sends: only the fields we know."""

    model_config = ConfigDict(extra="forbid")


class NotedIn(Typed):
    """What a desk without a network adds: `noted_at`, with its offset, and a `nonce` that makes it count once.

    `pressed_by` is who noted it; `round`, `text_version` and `based_on` what the desk knew; `replaces` nonces of entries
    of its own that this one takes the place of.
    """

    nonce: str = ""
    noted_at: Moment | None = None
    based_on: dict[UUID, int] | None = None
    round: int | None = None
    text_version: int | None = None
    pressed_by: UUID | None = None
    replaces: tuple[str, ...] = ()

    def noted(self) -> Noted | None:
        """Return what was noted; None for an entry made at once. BadInput when only the nonce was sent."""
        if self.noted_at is None:
            if self.nonce:
                raise BadInput(Problem("noted_at", "Enter the hour at which it was noted, at most twelve hours ago."))
            return None
        known = Known(self.based_on, self.round, self.text_version, self.pressed_by, self.replaces)
        return Noted(self.nonce, self.noted_at, known)


class WhyIn(Typed):
    """Why; it is kept, and read by those it concerns."""

    reason: str


class DayIn(Typed):
    """A day."""

    day: Day


class Made(BaseModel):
    """The id of what was made."""

    id: UUID


async def sent_file(file: UploadFile) -> bytes:
    """Return the bytes of a file that was sent, one more than we take when it is too large: the service refuses it."""
    return await file.read(attachments.LARGEST + 1)


def in_cents(pairs: list[tuple[str, Any]]) -> Any:
    """Write a row for JSON: an amount as its whole cents, the rest by name. For `asdict(row, dict_factory=in_cents)`."""
    return pairs[0][1] if [name for name, _ in pairs] == ["cents"] else dict(pairs)

"""Reported problems on stage: one that Anna reports, a photo that says where it was taken, and steps."""

import io
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.works import posted_form, tickets
from tests.cast import Cast

GPS = 0x8825
LATITUDE = (50.0, 48.0, 12.5)
PHONE = "Telefoon van Anna"


def answers(**more: Any) -> tickets.Answers:
    """Return what is said of a leak in the cellar."""
    said = {
        "category": "water", "urgency": "soon", "place": "common", "words": "Water drips on the meters.",
        "place_words": "cellar, beside the door",
    }  # fmt: skip
    return tickets.Answers(**{**said, **more})


async def act(cast: Cast, who: str, service: Any, *arguments: Any, **more: Any) -> Any:
    """Run a service as somebody of the cast, in a transaction of its own."""
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def reported(cast: Cast, who: str = "anna", *, at: Any = None, **more: Any) -> UUID:
    """Report a problem and return its id."""
    made = await act(cast, who, tickets.report, answers=answers(**more), at=at or now())
    return made.id


async def step(cast: Cast, who: str, ticket: UUID, what: str, *, at: Any = None, **more: Any) -> None:
    """Take a step."""
    await act(cast, who, tickets.take_step, ticket, what=what, at=at or now(), **more)


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """Return a picture whose metadata says where and with what it was taken."""
    image, data = Image.new("RGB", size, "red"), Image.Exif()
    data[0x0110] = PHONE
    data[GPS] = {1: "N", 2: LATITUDE, 3: "E", 4: (4.0, 21.0, 7.0), 29: "2026:11:22"}
    out = io.BytesIO()
    image.save(out, kind, exif=data)
    return out.getvalue()


async def posted(cast: Cast) -> str:
    """Have the form for occupants posted and return the code on the wall."""
    await act(cast, "syndic", posted_form.post_form, at=now())
    async with db.association_session(cast.association_id) as session:
        args = await session.scalar(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = :n ORDER BY id DESC LIMIT 1"),
            {"n": posted_form.TASK},
        )
    return str(args["code"])


async def letters(cast: Cast) -> list[tuple[str, str, str]]:
    """Return the letters written for the association: to whom, subject, body."""
    async with db.association_session(cast.association_id) as session:
        rows = await session.execute(
            text("SELECT to_email, subject, body FROM outbox_mail WHERE association_id = :t ORDER BY created_at, id"),
            {"t": cast.association_id},
        )
        return [(row.to_email, row.subject, row.body) for row in rows]

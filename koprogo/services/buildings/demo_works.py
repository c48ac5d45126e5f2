"""Reported problems and tasks of the demo building: one per state, one with a photo, one from the code in the hall.

Done once, through the services that people use, on days relative to today.
"""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.governance import tasks
from koprogo.services.works import occupants, photos, posted_form, tickets

CODE = "SELECT args->>'code' FROM procrastinate_jobs WHERE task_name = :n ORDER BY id DESC LIMIT 1"
WALL, STAIN, DRIP = (214, 208, 196), (150, 139, 120), (96, 118, 140)


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Write it all; `actors` are the syndic, the council member and two owners by their keys in `demo.SIGN_INS`."""
    leak = await _report(
        actors["owner_1"], association_id, at - timedelta(days=12), category="water", urgency="soon", place="common",
        where="cave, à côté du compteur 14", words="L’eau coule le long du mur et touche les compteurs quand il pleut.",
    )  # fmt: skip
    lift = await _report(
        actors["council"], association_id, at - timedelta(days=26), category="lift", urgency="normal", place="staircase",
        where="trap B", words="De liftdeur op de derde verdieping sluit pas na de tweede keer.",
    )  # fmt: skip
    await _report(
        actors["owner_2"], association_id, at - timedelta(days=9), category="doors", urgency="normal", place="outside",
        where="", words="Das Tor zum Garten fällt nicht mehr ins Schloss.",
    )  # fmt: skip
    async with db.tenant_session(actors["owner_1"], association_id) as session:
        here = (session, actors["owner_1"], association_id, leak)
        await photos.add_photo(*here, content=drawn(), at=at - timedelta(days=12))
    await _syndic(actors["syndic"], association_id, leak, lift, at)
    await _council(actors["council"], actors["syndic"], association_id, leak, at)
    await _occupant(actors["syndic"], association_id, at)


async def _report(
    who: Actor, association_id: UUID, at: datetime, *, category: str, urgency: str, place: str, where: str, words: str
) -> UUID:
    async with db.tenant_session(who, association_id) as session:
        said = tickets.Answers(category, urgency, place, words, where)
        made = await tickets.report(session, who, association_id, answers=said, at=at)
        return made.id


async def _syndic(syndic: Actor, association_id: UUID, leak: UUID, lift: UUID, at: datetime) -> None:
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        await tickets.take_step(
            *here, leak, what="acknowledged", words="Merci, le plombier est prévenu.", at=at - timedelta(days=11)
        )
        await tickets.take_step(
            *here, leak, what="planned", due=legal_day(at) + timedelta(days=4), at=at - timedelta(days=6),
            words="Le plombier vient avec une pompe et remplace le joint.",
        )  # fmt: skip
        await tickets.take_step(
            *here, lift, what="solved", at=at - timedelta(days=2), words="De technieker heeft de sensor vervangen."
        )


async def _council(council: Actor, syndic: Actor, association_id: UUID, leak: UUID, at: datetime) -> None:
    """Four tasks of the council and the syndic, one in each column and one that is late."""
    day = legal_day(at)
    async with db.tenant_session(council, association_id) as session:
        here = (session, council, association_id)
        await tasks.add_task(
            *here, what="De offertes voor de tuin vergelijken", due=day + timedelta(days=16), at=at - timedelta(days=5),
            owner_id=council.person_id, today=day,
        )  # fmt: skip
        await tasks.add_task(
            *here, what="Nagaan of de kelder droog blijft", due=day + timedelta(days=6), at=at - timedelta(days=5),
            owner_id=council.person_id, about="problem", about_id=leak, today=day,
        )  # fmt: skip
        busy = await tasks.add_task(
            *here, what="Prijs vragen voor ledverlichting in de gangen", due=day - timedelta(days=3),
            owner_id=syndic.person_id, at=at - timedelta(days=20), today=day,
        )  # fmt: skip
        done = await tasks.add_task(
            *here, what="Brandblussers laten keuren", due=day - timedelta(days=8), owner_id=syndic.person_id,
            at=at - timedelta(days=40), today=day,
        )  # fmt: skip
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        await tasks.put(*here, busy, column="in_progress", at=at - timedelta(days=15))
        await tasks.put(*here, done, column="done", at=at - timedelta(days=10))


async def _occupant(syndic: Actor, association_id: UUID, at: datetime) -> None:
    """The code in the hall, and what somebody who rents reported through it yesterday."""
    async with db.tenant_session(syndic, association_id) as session:
        await posted_form.post_form(session, syndic, association_id, at=at - timedelta(days=30))
        code = await session.scalar(text(CODE), {"n": posted_form.TASK})
    await occupants.report(
        str(code),
        answers=tickets.Answers(
            "electricity",
            "danger",
            "staircase",
            "Un fil nu pend du plafonnier, à hauteur de main.",
            "4e étage, escalier A",
        ),
        contact=occupants.Contact("Noor Haddad", phone="0470 00 00 00", language="fr"),
        at=at - timedelta(days=1),
    )


def drawn() -> bytes:
    """Return a drawing of a damp wall as a phone would send it: large, in JPEG. Blocking."""
    from PIL import Image, ImageDraw, ImageFilter

    picture = Image.new("RGB", (2000, 1500), WALL)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((620, -260, 1500, 620), fill=STAIN)
    pen.rectangle((0, 1180, 2000, 1500), fill=(120, 114, 106))
    for x, length in ((860, 760), (960, 1040), (1090, 900), (1210, 620)):
        pen.rounded_rectangle((x, 300, x + 26, length), radius=13, fill=DRIP)
    pen.rounded_rectangle((240, 620, 520, 1020), radius=20, fill=(90, 92, 96))
    pen.ellipse((310, 690, 450, 830), fill=(232, 232, 228))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(6)).save(out, "JPEG", quality=90)
    return out.getvalue()

"""`koprogo found`: begin on an empty installation, with a firm, its syndic and an association.

Repeatable: an existing firm or syndic is found by name and address and used again. The syndic's password is printed once.
"""

import asyncio
from secrets import token_urlsafe
from typing import Annotated
from uuid import uuid4

import typer

from koprogo import db
from koprogo.core import clock
from koprogo.core.actor import Actor
from koprogo.services.organisations import founding


def found(
    association: Annotated[str, typer.Option(help="Name of the association (ACP / VME).")],
    enterprise_number: Annotated[str, typer.Option(help="Its enterprise number, such as 0678.123.436.")],
    firm: Annotated[str, typer.Option(help="Name of the syndic's firm, or of the volunteer syndic.")],
    syndic: Annotated[str, typer.Option(help="Name of the person who signs in as syndic.")],
    email: Annotated[str, typer.Option(help="Her e-mail address.")],
    street: Annotated[str, typer.Option(help="Street and number of the building.")] = "",
    postcode: Annotated[str, typer.Option(help="Postcode of the building.")] = "",
    city: Annotated[str, typer.Option(help="Town of the building.")] = "",
    languages: Annotated[str, typer.Option(help="Languages of the association, the first one first.")] = "fr,nl",
) -> None:
    """Begin: a firm, its syndic with a sign-in, and an association she manages."""
    wish = founding.Founding(
        association=association,
        enterprise_number=enterprise_number,
        street=street,
        postcode=postcode,
        city=city,
        languages=tuple(each.strip() for each in languages.split(",") if each.strip()),
        firm=firm,
        syndic=syndic,
        email=email,
    )
    password = token_urlsafe(12)
    made = asyncio.run(_found(wish, password))
    typer.echo(f"{association} is managed by {firm}. {syndic} signs in as {email}.")
    if made:
        typer.echo(f"Her password, shown this once: {password}")
    typer.echo("Next: sign in, open the association, and import its list of lots.")


async def _found(wish: founding.Founding, password: str) -> bool:
    """Write it all; return whether the syndic got a new account with this password."""
    operator = Actor(uuid4(), "koprogo found", wish.languages[0] if wish.languages else "fr", is_operator=True)
    try:
        return await founding.found(operator, wish, password=password, at=clock.now())
    finally:
        await db.close()

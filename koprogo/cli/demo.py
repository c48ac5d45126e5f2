"""`koprogo demo`: load Résidence Les Tilleuls and print who can sign in.

Passwords are random per installation, kept in the data folder for its owner alone, and printed at each start.
"""

import asyncio
import json
import os
from pathlib import Path
from secrets import choice

import typer

from koprogo import db
from koprogo.adapters.operator_error import OperatorError
from koprogo.core import clock
from koprogo.services.buildings import demo as building
from koprogo.settings import settings

LISTS = Path(__file__).with_name("demo_lists")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def demo() -> None:
    """Load the demo building, unless it is there, and print its sign-ins."""
    if settings().public_url:
        raise OperatorError("The demo building is for one's own machine: unset KOPROGO_PUBLIC_URL to load it.")
    passwords = kept_passwords(settings().data_dir / "secrets" / "demo.json")
    asyncio.run(_load(passwords))
    typer.echo(sign_in_table(passwords))


async def _load(passwords: dict[str, str]) -> None:
    try:
        await building.load(passwords, LISTS, at=clock.now())
    finally:
        await db.close()


def kept_passwords(path: Path) -> dict[str, str]:
    """Return this installation's demo passwords, made the first time; the file is readable by its owner only."""
    if path.exists():
        return dict(json.loads(path.read_text()))
    made = {
        each.key: "-".join("".join(choice(LETTERS) for _ in range(4)) for _ in range(3)) for each in building.SIGN_INS
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(made, file)
    return made


def sign_in_table(passwords: dict[str, str]) -> str:
    """Return the sign-ins, one per line: address, password, who it is."""
    widest = max(len(each.email) for each in building.SIGN_INS)
    return "\n".join(f"  {each.email:<{widest}}  {passwords[each.key]}  {each.role}" for each in building.SIGN_INS)

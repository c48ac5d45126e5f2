"""Passwords: argon2id, checked in threads of their own, two at a time, so that a hall signing in never stops a vote.

The figures are OWASP's first choice for argon2id (46 MiB, one pass): about 40 ms here. A hash with other figures is
redone at the next sign-in.
"""

import asyncio
import os
import re
import sys
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from koprogo.core.errors import BadInput, Problem
from koprogo.services.identity.refusals import TooBusy

AT_ONCE = 2
BEHIND = 10
"""How far their threads stand back (niceness)."""
WAITING_MOST = 400
"""Sign-ins that may wait for a thread; some ten seconds of work on two cores."""
LENGTH_LEAST = 10
LENGTH_MOST = 200
HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
NOBODYS_HASH = "$argon2id$v=19$m=47104,t=1,p=1$KJZ60qKtBVAVvnqekVgiew$lYTtlfhYjBi+MyTO0Q2qo6qv0S+GLU8FHcPra0VP5DM"
"""Checked when there is no account or no password, so that the answer takes as long."""

OBVIOUS = frozenset({
    "password", "passwort", "wachtwoord", "motdepasse", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "qwertz",
    "qwertzuiop", "abcdefghij", "abcdefghijkl", "letmein", "welcome", "welkom", "bienvenue", "willkommen", "iloveyou",
    "jetaime", "koprogo", "syndic", "syndicus", "copropriete", "mede-eigendom", "belgique", "belgie", "bruxelles",
    "brussel",
})  # fmt: skip
RUNS = (
    "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz azertyuiopqsdfghjklmwxcvbn "
    "qwertyuiopasdfghjklzxcvbnm"
)

T = TypeVar("T")
_threads: ThreadPoolExecutor | None = None
_waiting = 0


async def hash_password(password: str) -> str:
    """Return what is stored of a password.

    Raises:
        TooBusy: too many people wait for the same.
    """
    return await _in_thread(HASHER.hash, _normal(password))


async def is_password(password: str, stored: str | None) -> bool:
    """Say whether this is the password; takes as long when nothing is stored.

    Raises:
        TooBusy: too many people wait for the same.
    """
    fits = await _in_thread(_verify, stored or NOBODYS_HASH, _normal(password))
    return fits and stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether a hash was made with other figures than today's."""
    return HASHER.check_needs_rehash(stored)


def check_new(password: str, *, email: str, name: str) -> None:
    """Accept a new password or say what to enter: length counts, and it must not be what everybody tries first.

    Raises:
        BadInput: at `password`.
    """
    if len(password) < LENGTH_LEAST:
        raise _again(
            "Enter at least {least} characters. A few words in a row are easy to remember.", least=LENGTH_LEAST
        )
    if len(password) > LENGTH_MOST:
        raise _again("Enter at most {most} characters.", most=LENGTH_MOST)
    plain = _plain(password)
    own = {_plain(part) for part in (*re.split(r"[@.+_-]", email), *name.split()) if len(part) > 3}
    if _is_obvious(plain) or any(part in plain and len(plain) - len(part) < 6 for part in own):
        raise _again(
            "This password is among the first that others would try. Enter a few words that do not belong together."
        )


def _again(message_id: str, **facts: int) -> BadInput:
    return BadInput(Problem("password", message_id, facts))


def _is_obvious(plain: str) -> bool:
    letters = plain.strip("0123456789!?.*$€#")
    return (
        len(set(plain)) < 4
        or plain in RUNS
        or letters in OBVIOUS
        or (len(letters) > 5 and letters in RUNS)
        or any(letters == word * 2 for word in OBVIOUS)
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace(" ", "")


def _normal(password: str) -> str:
    """Return the same text for the same keys on every telephone (accents may come composed or not)."""
    return unicodedata.normalize("NFC", password[: LENGTH_MOST + 1])


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _step_back() -> None:
    """Let the event loop go first: on two cores, two threads at work would otherwise hold up every vote."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


async def _in_thread(work: Callable[..., T], *arguments: str) -> T:
    global _threads, _waiting
    if _waiting >= WAITING_MOST:
        raise TooBusy
    if _threads is None:
        _threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password", initializer=_step_back)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *arguments)
    finally:
        _waiting -= 1

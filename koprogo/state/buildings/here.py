"""The association an address names, ready to act in: who acts, in one transaction. Who may not open the page stays out.

async with self.refusals(), here(self) as act:
    await merges.undo_merge(*act.within, parse_id(merge_id), at=now())
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.days import named_day
from koprogo.core.doors import page_of, require_page
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import allows
from koprogo.security.policies import current_actor
from koprogo.state.base import parse_id

PATH = re.compile(
    r"^/associations/([0-9a-f-]{36})(?:/(?:people|lots|decisions|problems|reports|surveys|invoices|accounts|entries|owner-accounts"
    r"|calls|settlements|sales|bank|works|loans|claims)/([0-9a-f-]{36}))?(?:/|$)"
)
ROWS = 50
"""A state holds no more rows than a page of a list."""
LONGEST = 1000
"""Characters of an answer that are looked at; services say what is too long."""


@dataclass(frozen=True)
class Act:
    """What a service needs before its own arguments; `session` is the open transaction."""

    session: Any
    actor: Actor
    association_id: UUID

    @property
    def within(self) -> tuple[Any, Actor, UUID]:
        """The first three arguments of a service of an association."""
        return self.session, self.actor, self.association_id

    def may(self, permission: str) -> bool:
        """Say whether she has a permission here: for what is shown or left out; services decide."""
        return allows(self.actor, permission, self.association_id)


@asynccontextmanager
async def here(state: Any) -> AsyncIterator[Act]:
    """Open the transaction of the association this page's address names.

    Raises:
        NotFound: it names no page of an association in reach.
        NotAllowed: the page is not for her (`core.doors`): the same answer by which ways to it are shown or left out.
    """
    actor, path = current_actor(), state.router.url.path
    association_id, page = association_of(path), page_of(path)
    async with db.tenant_session(actor, association_id) as session:
        require_page(actor, page, association_id)
        yield Act(session, actor, association_id)


def association_of(path: str) -> UUID:
    """Return the association an address names; NotFound when it names none."""
    found = PATH.match(path)
    return parse_id(found[1] if found else "")


def part_of(path: str) -> UUID:
    """Return what an address names below its association (person, lot, decision, survey…); NotFound when it names none."""
    found = PATH.match(path)
    if not found or not found[2]:
        raise NotFound
    return parse_id(found[2])


def said(answers: Mapping[str, object], name: str) -> str:
    """Return what a form says under a name, as text without its ends; empty when it says nothing."""
    value = answers.get(name)
    return value.strip()[:LONGEST] if isinstance(value, str) else ""


def said_id(answers: Mapping[str, object], name: str, missing: Problem) -> UUID:
    """Return the id chosen in a list; BadInput with `missing` when nothing was chosen."""
    value = said(answers, name)
    if not value:
        raise BadInput(missing)
    return parse_id(value)


def said_day(answers: Mapping[str, object], name: str) -> date:
    """Return the ISO day of a field; BadInput when it is none, or one that has no days before or after it to count with."""
    try:
        return named_day(said(answers, name))
    except ValueError:
        raise BadInput(Problem(name, "Choose a day.")) from None


def pages_of(count: int, rows: int = ROWS) -> int:
    """Return over how many pages so many rows are spread; at least one."""
    return max(1, -(-count // rows))


def page_within(page: object, count: int, rows: int = ROWS) -> int:
    """Return the page a browser asked for when there is one of that number, else the nearest."""
    wanted = page if isinstance(page, int) else 1
    return max(1, min(wanted, pages_of(count, rows)))

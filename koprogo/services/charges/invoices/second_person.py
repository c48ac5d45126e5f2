"""Asking for a second person before money leaves to an account number that nobody here has confirmed.

The auditor and the council are written to: with an account to their page, without one with a link of their own
(`by_link.py`). Where none of them can be reached, all owners are told, and 48 hours begin once those without an e-mail
address were told on paper. House practice: `rules/charges/supplier_account.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.clock import BRUSSELS, legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.i18n.messages import message
from koprogo.models.invoices import SecondPersonLink
from koprogo.rules.charges.supplier_account import LINK, WAIT, IbanStep, OnPaper, may_confirm, wait_ends
from koprogo.services.access import actor_of
from koprogo.services.charges.invoices.refusals import NobodyToTell
from koprogo.services.messages import outbox
from koprogo.services.messages.letters import new_secret
from koprogo.settings import settings

OFFICES = """
SELECT DISTINCT p.id, p.name, p.language, a.email AS account, coalesce(a.email, nullif(c.email, '')) AS email
  FROM appointment s JOIN person p ON p.id = s.person_id LEFT JOIN account a ON a.person_id = p.id
  LEFT JOIN contact c ON c.person_id = p.id AND c.association_id = s.association_id
 WHERE s.association_id = :t AND s.since <= :day AND (s.until IS NULL OR s.until > :day) ORDER BY email, p.id
"""
OWNERS = """
SELECT DISTINCT p.id, p.name, p.language, coalesce(a.email, nullif(c.email, '')) AS email
  FROM holding h JOIN person p ON p.id = h.person_id LEFT JOIN account a ON a.person_id = p.id
  LEFT JOIN contact c ON c.person_id = p.id AND c.association_id = h.association_id
 WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) ORDER BY p.name, p.id
"""
ABOUT = "SELECT name, languages FROM association WHERE id = :t"
Letter = Callable[[str, Mapping[str, Any]], tuple[str, str]]
"""From a language and the facts to a subject and a body."""


@dataclass(frozen=True)
class About:
    """What a second person looks at: an account number of a supplier, a repayment, or a bank account of the association."""

    supplier_id: UUID | None = None
    number: str = ""
    repayment_id: UUID | None = None
    bank_account_id: UUID | None = None


@dataclass(frozen=True)
class Told:
    """How owners were told: by e-mail how many, how many have no address; `waits_until` is None while those wait."""

    letters: int
    on_paper: int
    waits_until: datetime | None
    told_on: date | None = None
    how: str = ""

    @property
    def step(self) -> IbanStep:
        """What happened to the account number by it."""
        return IbanStep.TO_TELL if self.waits_until is None else IbanStep.TOLD

    def facts(self) -> dict[str, Any]:
        """Return what its event keeps of it."""
        return {"waits_until": self.waits_until, "letters": self.letters, "on_paper": self.on_paper,
                "told_on": self.told_on, "how": self.how}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """What owners without an e-mail address are told, in every language here, and who they are."""

    names: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    """Subject and body, per language of the association."""


async def ask_second_person(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    about: About,
    to_confirm: Letter,
    told: Letter,
    said: Mapping[str, Any],
    at: datetime,
) -> Told | None:
    """Write to who may confirm and return None; else write to all owners and return whom that reached.

    `said` fills the letters: `link` is the page of who has an account; `association` and, for owners, `by` are added.

    Raises:
        NobodyToTell: nobody may confirm, and there is no owner but the one who asks.
    """
    facts = {"t": association_id, "day": legal_day(at)}
    name = (await session.execute(text(ABOUT), facts)).one().name
    known = {**said, "association": name}
    if seconds := await _seconds(session, actor, association_id, at):
        for person in seconds:
            link = said["link"] if person.account else await _link(session, actor, association_id, about, person.id, at)
            await _write(session, association_id, person, to_confirm, {**known, "link": link}, at)
        return None
    owners = (await session.execute(text(OWNERS), facts)).all()
    if all(person.id == actor.person_id for person in owners):
        raise NobodyToTell
    reached = [person for person in owners if person.email]
    for person in reached:
        await _write(session, association_id, person, told, {**known, "by": actor.name}, at)
    on_paper = len(owners) - len(reached)
    return Told(len(reached), on_paper, None if on_paper else at + WAIT)


async def notice_on_paper(
    session: AsyncSession, association_id: UUID, *, told: Letter, said: Mapping[str, Any], at: datetime
) -> Notice:
    """Return the words for owners without an e-mail address, to be posted or hung up. Asks for no permission."""
    facts = {"t": association_id, "day": legal_day(at)}
    here = (await session.execute(text(ABOUT), facts)).one()
    owners = await session.execute(text(OWNERS), facts)
    names = tuple(dict.fromkeys(person.name for person in owners if not person.email))
    texts = tuple(
        told(each, {**said, "association": here.name, "name": message("co-owners", each)}) for each in here.languages
    )
    return Notice(names, texts)


def told_on_paper(since: datetime, *, letters: int, on_paper: int, day: date, how: str, at: datetime) -> Told:
    """Return that the owners without an e-mail address were told on a day, from what was noted at an instant.

    Args:
        since: when the others were told; the paper is not older.

    Raises:
        BadInput: a day before that or to come, or none of the ways.
    """
    problems = []
    if not legal_day(since) <= day <= legal_day(at):
        problems.append(
            Problem("told_on", "Enter the day of the notice: not before {since}, and not to come.",
                    {"since": legal_day(since).isoformat()})
        )  # fmt: skip
    if how not in list(OnPaper):
        problems.append(Problem("how", "Choose how they were told: by post, hung up in the hall, or handed over."))
    if problems:
        raise BadInput(*problems)
    begins = datetime.combine(day, time(), BRUSSELS)
    return Told(letters, on_paper, wait_ends(at, begins, OnPaper(how)), day, how)


async def _seconds(session: AsyncSession, actor: Actor, association_id: UUID, at: datetime) -> Sequence[Any]:
    """Return who holds an office, may confirm what this person enters, and can be written to."""
    day = legal_day(at)
    found = {}
    for person in (await session.execute(text(OFFICES), {"t": association_id, "day": day})).all():
        if person.email and person.id not in found:
            roles = (await actor_of(session, person.id, on_day=day)).roles_in(association_id)
            if may_confirm(roles, person.id, actor.person_id):
                found[person.id] = person
    return list(found.values())


async def _link(
    session: AsyncSession, actor: Actor, association_id: UUID, about: About, person_id: UUID, at: datetime
) -> str:
    secret = new_secret(association_id)
    session.add(
        SecondPersonLink(
            id=uuid4(), association_id=association_id, token_hash=secret.hash, person_id=person_id,
            supplier_id=about.supplier_id, iban=about.number, repayment_id=about.repayment_id,
            bank_account_id=about.bank_account_id, at=at, ends_at=at + LINK,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    return f"{settings().base_url}{urls.second_person(secret.code)}"


async def _write(
    session: AsyncSession, association_id: UUID, person: Any, letter: Letter, said: Mapping[str, Any], at: datetime
) -> None:
    subject, body = letter(person.language, {**said, "name": person.name})
    await outbox.post(session, association_id, to=person.email, subject=subject, body=body, at=at)

"""A supplier's bank account: when a new or changed number may be paid.

Fraud with invoices is a changed account number. So a second person confirms it: the auditor or a member of the council,
who watch over the syndic (art. 3.90, 3.91). Where nobody of them can be asked, the owners are told and 48 hours pass. They
begin once every owner was told: those without an e-mail address on paper, on a day that is noted. House practice, beyond
what the Code asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from koprogo.core.actor import Role
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_90_4, CC_3_91

WAIT = timedelta(hours=48)
POST_DAYS = 3
"""Days after which a letter brought to the post counts as there."""
LINK = timedelta(days=30)
"""How long the link of somebody without an account leads somewhere."""
WATCHERS = frozenset({Role.COUNCIL, Role.AUDITOR})


class IbanStep(StrEnum):
    """What happens to an account number; `told`: all owners were, because nobody could be asked; `to_tell`: those with an
    e-mail address were, and the others are to be told on paper."""

    ENTERED = "entered"
    TO_TELL = "to_tell"
    TOLD = "told"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class IbanStanding(StrEnum):
    """Whether an account number may be paid."""

    TO_CONFIRM = "to_confirm"
    TO_TELL = "to_tell"
    WAITING = "waiting"
    USABLE = "usable"
    REFUSED = "refused"


class OnPaper(StrEnum):
    """How owners without an e-mail address were told."""

    POSTED = "posted"
    HUNG_UP = "hung_up"
    HANDED = "handed"


@dataclass(frozen=True)
class Given:
    """An account number of a supplier: how it stands, and when it was entered last."""

    number: str
    standing: IbanStanding
    entered_at: datetime


@cites(CC_3_90_4, CC_3_91)
def paid_on(known: Iterable[Given]) -> str:
    """Return the supplier's number on which an invoice is paid whose paper names none; empty where none will do.

    The one that was given last goes first among those that may be paid, then among those that wait; a refused one is none.
    """
    ranked = [each for each in known if each.standing is not IbanStanding.REFUSED]
    ranked.sort(key=lambda each: (each.standing is IbanStanding.USABLE, each.entered_at, each.number))
    return ranked[-1].number if ranked else ""


@cites(CC_3_90_4, CC_3_91)
def may_confirm(roles: frozenset[Role], person_id: UUID, entered_by: UUID) -> bool:
    """Say whether somebody is the second person: in the council or auditor, and not who entered the number.

    Who also works for the syndic is none.
    """
    return bool(roles & WATCHERS) and not roles & {Role.SYNDIC, Role.ACCOUNTANT} and person_id != entered_by


@cites(CC_3_90_4, CC_3_91)
def stands(last: IbanStep, waits_until: datetime | None, now: datetime) -> IbanStanding:
    """Return whether a number may be paid, from the last thing that happened to it.

    Args:
        waits_until: the end of the 48 hours; exclusive before it, the number is usable from that instant on.
    """
    if last is IbanStep.CONFIRMED:
        return IbanStanding.USABLE
    if last is IbanStep.REFUSED:
        return IbanStanding.REFUSED
    if last is IbanStep.TOLD and waits_until is not None:
        return IbanStanding.USABLE if now >= waits_until else IbanStanding.WAITING
    if last is IbanStep.TO_TELL:
        return IbanStanding.TO_TELL
    return IbanStanding.TO_CONFIRM


@cites(CC_3_90_4, CC_3_91)
def wait_ends(noted_at: datetime, day_begins: datetime, how: OnPaper) -> datetime:
    """Return when the 48 hours end that begin with a notice on paper.

    They begin when it is noted, never before; those of a letter not before it is there.

    Args:
        day_begins: the first instant of the day on which the notice was posted, hung up or handed over.
    """
    there = day_begins + timedelta(days=POST_DAYS) if how is OnPaper.POSTED else day_begins
    return max(noted_at, there) + WAIT

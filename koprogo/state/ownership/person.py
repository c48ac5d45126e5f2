"""One person of an association: how she is reached, her account, who acts for her."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.proxies import notarial_proxies
from koprogo.services.assemblies.proxies.notarial_proxies import Mandate
from koprogo.services.identity import invite, sign_in
from koprogo.services.ownership import contacts
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.people import record_acting_for
from koprogo.services.ownership.people_here import PersonHere, people_here, person_here
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said, said_day, said_id

NOBODY = Problem("person", "Choose the person who acts.")
NO_HOLDER = Problem("mandate_holder", "Choose who votes with this proxy.")
MOST_MANDATES = 20


@dataclass(frozen=True)
class PersonView:
    """What is known of the person; days are ISO, empty where nothing is known."""

    id: str = ""
    name: str = ""
    is_organisation: bool = False
    language: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    town: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str = ""
    lots: str = ""
    represents: str = ""
    by_post: bool = False
    consent_day: str = ""
    agent: str = ""
    capacity: str = ""
    agent_since: str = ""
    has_account: bool = False
    waits_until: str = ""
    invited_until: str = ""


@dataclass(frozen=True)
class ContactAnswers:
    """How she is reached, as typed so far."""

    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str = ""


@dataclass(frozen=True)
class PersonChoice:
    """An entry of the list of people."""

    value: str
    word: str


@dataclass(frozen=True)
class MandateView:
    """A proxy by notarial deed that this person gave; days ISO, `until` the first one on which it stands no more."""

    id: str
    holder: str
    since: str
    until: str
    proof: str
    reason: str
    stands: bool
    ended: bool
    used_on: list[str]


NONE = PersonChoice("", "")
"""The first entry: nobody is chosen for the reader."""


class PersonState(AppState, rx.State):
    """The page of one person."""

    person: PersonView = PersonView()
    others: list[PersonChoice] = []
    """Who could act for her."""
    people_at: str = ""
    said: str = ""
    """The last thing done: invited, wait_lifted, agent, contact, accepted, revoked, mandate or mandate_ended, or empty."""
    contact: ContactAnswers = ContactAnswers()
    sent: str = ""
    """The form that was sent last: invite, agent, contact, consent, mandate or mandate_end."""
    mandates: list[MandateView] = []
    """The notarial proxies she gave."""
    today: str = ""
    may_change: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the person."""
        self.said, self.sent, self.loaded, self.today = "", "", False, today().isoformat()
        async with self.refusals(), here(self) as act:
            self.people_at = urls.association(act.association_id, "people")
            self.may_change = act.may("people.change")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def invite(self, answers: dict) -> None:
        """Send her a link to choose a password."""
        self.said, self.sent = "", "invite"
        async with self.refusals(), here(self) as act:
            who = part_of(self.router.url.path)
            await invite.invite(*act.within, person_id=who, email=said(answers, "email"), at=now())
            await self._show(act)
            self.said = "invited"

    @rx.event
    @policy(member)
    async def lift_wait(self) -> None:
        """Let her try her password again at once."""
        self.said, self.sent = "", ""
        async with self.refusals(), here(self) as act:
            await sign_in.lift_lock(*act.within, person_id=part_of(self.router.url.path), at=now())
            await self._show(act)
            self.said = "wait_lifted"

    @rx.event
    @policy(member)
    async def name_agent(self, answers: dict) -> None:
        """Record who acts for her, in which capacity, from which day, by which writing."""
        self.said, self.sent = "", "agent"
        async with self.refusals(), here(self) as act:
            await record_acting_for(
                *act.within, holder_id=part_of(self.router.url.path), person_id=said_id(answers, "person", NOBODY),
                capacity=said(answers, "capacity"), since=said_day(answers, "since"), proof=said(answers, "proof"),
                at=now(),
            )  # fmt: skip
            await self._show(act)
            self.said = "agent"

    @rx.event
    @policy(member)
    async def change_contact(self, answers: dict) -> None:
        """Put address, e-mail address and telephone right."""
        self.said, self.sent = "", "contact"
        self.contact = ContactAnswers(
            **{each.name: said(answers, "to_" + each.name) for each in fields(ContactAnswers)}
        )
        async with self.refusals(), here(self) as act:
            new = RowSaid(**asdict(self.contact))
            with _asked_as({each.name: "to_" + each.name for each in fields(ContactAnswers)}):
                await contacts.change_contact(*act.within, part_of(self.router.url.path), said=new)
            await self._show(act)
            self.said = "contact"

    @rx.event
    @policy(member)
    async def accept_email(self, answers: dict) -> None:
        """Record that she accepted e-mail in writing."""
        self.said, self.sent = "", "consent"
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "given_on")
            with _asked_as({"proof": "consent_proof", "email": "to_email"}):
                await contacts.accept_email(
                    *act.within, part_of(self.router.url.path), given_on=day, proof=said(answers, "consent_proof"),
                    at=now(),
                )  # fmt: skip
            await self._show(act)
            self.said = "accepted"

    @rx.event
    @policy(member)
    async def revoke_email(self, answers: dict) -> None:
        """Record that she wants registered letters again."""
        self.said, self.sent = "", "consent"
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "revoked_on")
            await contacts.revoke_email(*act.within, part_of(self.router.url.path), revoked_on=day, at=now())
            await self._show(act)
            self.said = "revoked"

    @rx.event
    @policy(member)
    async def record_mandate(self, answers: dict) -> None:
        """Enter a proxy by notarial deed that she gave: it stands longer than one assembly."""
        self.said, self.sent = "", "mandate"
        async with self.refusals(), here(self) as act:
            with _asked_as({"since": "mandate_since", "until": "mandate_until", "proof": "mandate_proof"}):
                await notarial_proxies.record_mandate(
                    *act.within, giver_id=part_of(self.router.url.path),
                    holder_id=said_id(answers, "mandate_holder", NO_HOLDER), since=said_day(answers, "mandate_since"),
                    until=said_day(answers, "mandate_until") if said(answers, "mandate_until") else None,
                    proof=said(answers, "mandate_proof"), notarial=bool(answers.get("notarial")), at=now(),
                )  # fmt: skip
            await self._show(act)
            self.said = "mandate"

    @rx.event
    @policy(member)
    async def end_mandate(self, answers: dict) -> None:
        """Record that a notarial proxy was taken back or ended otherwise."""
        self.said, self.sent = "", "mandate_end"
        async with self.refusals(), here(self) as act:
            with _asked_as({"day": "end_day", "reason": "end_reason"}):
                await notarial_proxies.end_mandate(
                    *act.within, parse_id(said(answers, "mandate")), day=said_day(answers, "end_day"),
                    reason=said(answers, "end_reason"), at=now(),
                )  # fmt: skip
            await self._show(act)
            self.said = "mandate_ended"

    async def _show(self, act: Act) -> None:
        who = part_of(self.router.url.path)
        found = await person_here(*act.within, who, at=now(), day=today())
        self.person = _view(found)
        self.contact = ContactAnswers(**{each.name: getattr(found, each.name) for each in fields(ContactAnswers)})
        given = await notarial_proxies.mandates(*act.within, giver_id=who)
        self.mandates = [_mandate(each) for each in given][:MOST_MANDATES]
        everybody = await people_here(*act.within, at=now(), day=today())
        natural = [each for each in everybody if each.id != who and not each.is_organisation]
        self.others = [NONE, *(PersonChoice(str(each.id), named(each)) for each in natural)]


@contextmanager
def _asked_as(names: Mapping[str, str]) -> Iterator[None]:
    """Name the fields of the service as this page does: two of its forms ask for an address and for a proof."""
    try:
        yield
    except BadInput as wrong:
        raise BadInput(*(replace(each, where=names.get(each.where, each.where)) for each in wrong.problems)) from None


def _mandate(found: Mandate) -> MandateView:
    last = min((each for each in (found.until, found.ended_on) if each), default=None)
    return MandateView(
        id=str(found.id),
        holder=found.holder,
        since=found.since.isoformat(),
        until=last.isoformat() if last else "",
        proof=found.proof,
        reason=found.reason,
        stands=found.stands_on(today()),
        ended=found.ended_on is not None,
        used_on=[each.isoformat() for each in found.used_on],
    )


def named(person: PersonHere) -> str:
    """Return a name that tells people of one name apart by their lots."""
    lots = ", ".join(person.lots or person.represents)
    return f"{person.name} ({lots})" if lots else person.name


def _view(person: PersonHere) -> PersonView:
    return PersonView(
        id=str(person.id),
        name=person.name,
        is_organisation=person.is_organisation,
        language=person.language,
        email=person.email,
        phone=person.phone,
        street=person.street,
        postcode=person.postcode,
        city=person.city,
        country=person.country,
        town=" ".join(part for part in (person.postcode, person.city, person.country) if part),
        enterprise_number=person.enterprise_number,
        lots=", ".join(person.lots),
        represents=", ".join(person.represents),
        by_post=person.reached_by_post,
        consent_day=person.consent_day.isoformat() if person.consent_day else "",
        agent=person.agent,
        capacity=person.capacity,
        agent_since=person.agent_since.isoformat() if person.agent_since else "",
        has_account=person.has_account,
        waits_until=person.waits_until.isoformat() if person.waits_until else "",
        invited_until=person.invited_until.isoformat() if person.invited_until else "",
    )

"""From the mentions of a list to persons: accepted proposals, answers, and the questions that stay open.

What the list contradicts or leaves open is asked; nothing is decided by majority or by order. Without an answer, two
people of one name stay two, and a contradicted language or address stays empty.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from koprogo.rules.ownership.contact_text import LANGUAGES, Consent, PostalAddress
from koprogo.rules.ownership.names import name_key, title_key
from koprogo.rules.ownership.questions import About, Choice, Question, ask
from koprogo.rules.ownership.same_person import Group, Mention, alone
from koprogo.rules.ownership.sheet import plain

DIFFERENT = "different"
GIVEN, REFUSED = "yes", "no"


@dataclass(frozen=True)
class PersonRead:
    """Somebody the list names, with what it says about her without contradiction.

    Attributes:
        groups: what was put together to make her; several when an answer joined them.
    """

    id: str
    name: str
    is_organisation: bool
    groups: tuple[Group, ...]
    email: str = ""
    language: str = ""
    postal: PostalAddress = field(default_factory=PostalAddress)
    phone: str = ""
    enterprise_number: str = ""
    consent: Consent | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place where she is named."""
        return tuple(mention for each in self.groups for mention in each.mentions)


@dataclass(frozen=True)
class PeopleRead:
    """The persons of a list, in its order, and what is asked about them."""

    persons: tuple[PersonRead, ...]
    questions: tuple[Question, ...]

    def by_mention(self) -> dict[str, PersonRead]:
        """Return each person by the keys of her mentions."""
        return {mention.key: person for person in self.persons for mention in person.mentions}


@dataclass
class _Cluster:
    """Groups taken as one person so far, and the proposals they come from."""

    groups: list[Group]
    origins: set[str]


def people(groups: Iterable[Group], accepted: Collection[str] | None, answers: Mapping[str, str]) -> PeopleRead:
    """Make persons of the groups.

    `accepted` are the ids of the groups confirmed as one person (None: all of them); the others fall apart again.
    `answers` are choices by question id.
    """
    questions: list[Question] = []
    clusters: list[_Cluster] = []
    for origin, unit in _units(groups, accepted):
        candidates = [each for each in clusters if _may_be_one(each, unit, origin)]
        chosen = None
        if candidates:
            question = _same_person(unit, candidates, answers)
            questions.append(question)
            chosen = next((each for each in candidates if each.groups[0].id == question.answer), None)
        if chosen:
            chosen.groups.append(unit)
            chosen.origins.add(origin)
        else:
            clusters.append(_Cluster([unit], {origin}))
    persons = []
    for cluster in clusters:
        person, asked = _person(tuple(cluster.groups), answers)
        persons.append(person)
        questions += asked
    return PeopleRead(tuple(persons), tuple(questions))


def _units(groups: Iterable[Group], accepted: Collection[str] | None) -> Iterator[tuple[str, Group]]:
    """Yield what is taken as one for now, with the id of the group it came from."""
    for each in groups:
        if len(each.mentions) == 1 or accepted is None or each.id in accepted:
            yield each.id, each
        else:
            yield from ((each.id, alone(mention)) for mention in each.mentions)


def _may_be_one(cluster: _Cluster, unit: Group, origin: str) -> bool:
    """The same name; but not two holders of one lot, not Mr and Mrs, not just told apart by a refused proposal."""
    titles = {title_key(each.name) for each in (*cluster.groups, unit)} - {""}
    return (
        name_key(cluster.groups[0].name) == name_key(unit.name)
        and len(titles) < 2
        and origin not in cluster.origins
        and all(each.lines.isdisjoint(unit.lines) for each in cluster.groups)
    )


def _same_person(unit: Group, candidates: Sequence[_Cluster], answers: Mapping[str, str]) -> Question:
    choices = [
        Choice(each.groups[0].id, _described(each.groups), tuple(lot for part in each.groups for lot in part.lots))
        for each in candidates
    ]
    choices.append(Choice(DIFFERENT, ""))
    return ask(About.SAME_PERSON, unit.id, choices, answers, name=unit.name, lot=", ".join(unit.lots))


def _described(groups: Sequence[Group]) -> str:
    reached = [mention.reached for each in groups for mention in each.mentions]
    texts = [text for each in reached for text in (each.email, _written(each.postal)) if text]
    return ", ".join(dict.fromkeys(texts))


def _person(groups: tuple[Group, ...], answers: Mapping[str, str]) -> tuple[PersonRead, list[Question]]:
    mentions = [mention for each in groups for mention in each.mentions]
    subject, name = groups[0].id, groups[0].name
    asked: list[Question] = []

    def agreed(about: About, written: Callable[[Mention], str], same: Callable[[str], str] = str) -> str:
        """Return the one thing the mentions say, or the answer where they differ; empty while that is open."""
        choices = _said(mentions, written, same)
        if len(choices) < 2:
            return choices[0].value if choices else ""
        if about is About.LANGUAGE:
            read = {choice.value for choice in choices}
            choices += [Choice(code, code) for code in LANGUAGES if code not in read]
        asked.append(ask(about, subject, choices, answers, name=name))
        return asked[-1].answer

    email = agreed(About.EMAIL, lambda each: each.reached.email)
    language = agreed(About.LANGUAGE, lambda each: each.reached.language)
    address = agreed(About.ADDRESS, lambda each: _written(each.reached.postal), plain)
    phone = agreed(About.PHONE, lambda each: each.reached.phone, _last_figures)
    number = agreed(About.ENTERPRISE_NUMBER, lambda each: each.reached.enterprise_number)
    consent = agreed(About.CONSENT, lambda each: _yes_or_no(each.reached.consent))
    postal = next(
        (each.reached.postal for each in mentions if _written(each.reached.postal) == address), PostalAddress()
    )
    given = next((each.reached.consent for each in mentions if _yes_or_no(each.reached.consent) == consent), None)
    organisation = any(each.is_organisation for each in mentions)
    return PersonRead(subject, name, organisation, groups, email, language, postal, phone, number, given), asked


def _said(mentions: Sequence[Mention], written: Callable[[Mention], str], same: Callable[[str], str]) -> list[Choice]:
    """Return the different things the mentions say, each as first written, with the lots that say it."""
    found: dict[str, tuple[str, list[str]]] = {}
    for mention in mentions:
        if text := written(mention):
            found.setdefault(same(text), (text, []))[1].append(mention.lot)
    return [Choice(text, text, tuple(dict.fromkeys(lots))) for text, lots in found.values()]


def _written(postal: PostalAddress) -> str:
    town = " ".join(part for part in (postal.postcode, postal.city) if part)
    return ", ".join(part for part in (postal.street, town, postal.country) if part)


def _last_figures(phone: str) -> str:
    """`+32 475 12 34 56` and `0475/12.34.56` are one number."""
    return "".join(each for each in phone if each.isdigit())[-9:].lstrip("0")


def _yes_or_no(consent: Consent | None) -> str:
    if consent is None:
        return ""
    return GIVEN if consent.given else REFUSED

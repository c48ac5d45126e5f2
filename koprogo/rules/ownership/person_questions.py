"""From the mentions of a list to persons: accepted proposals, answers, and the questions that stay open.

What the list contradicts or leaves open is asked; nothing is decided by majority or by order. Without an answer, two
people of one name stay two, and a contradicted language or address stays empty.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.contact_text import LANGUAGES, Consent, PostalAddress
from koprogo.rules.ownership.names import name_key, title_key
from koprogo.rules.ownership.questions import About, Choice, Question, ask
from koprogo.rules.ownership.same_person import Group, Mention, alone

DIFFERENT, ONE = "different", "one"
"""Each mention is another person; all of them are one, and none of the others of the name."""
MOST_CANDIDATES = 10
"""A question with more choices than this helps nobody."""
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


class _Cluster:
    """Groups taken as one person so far: their lines, their titles, and the proposals they come from."""

    def __init__(self, origin: str, unit: Group) -> None:
        self.groups = [unit]
        self.origins = {origin}
        self.lines = set(unit.lines)
        self.titles = {title_key(unit.name)} - {""}

    @property
    def id(self) -> str:
        return self.groups[0].id

    def add(self, other: "_Cluster") -> None:
        self.groups += other.groups
        self.origins |= other.origins
        self.lines |= other.lines
        self.titles |= other.titles

    def may_be_one_with(self, other: "_Cluster") -> bool:
        """Not two holders of one lot, not Mr and Mrs, not told apart a moment ago by a refused proposal."""
        return (
            self.lines.isdisjoint(other.lines)
            and self.origins.isdisjoint(other.origins)
            and len(self.titles | other.titles) < 2
        )


def people(groups: Iterable[Group], accepted: Collection[str] | None, answers: Mapping[str, str]) -> PeopleRead:
    """Make persons of the groups.

    `accepted` are the ids of the groups confirmed as one person (None: all of them); the others fall apart again.
    `answers` are choices by question id.
    """
    questions: list[Question] = []
    named: dict[str, list[_Cluster]] = defaultdict(list)
    bare: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    for origin, unit in _units(groups, accepted):
        if _is_bare(unit):
            _put_together(bare[name_key(unit.name), title_key(unit.name)], _Cluster(origin, unit))
        else:
            _place(_Cluster(origin, unit), named[name_key(unit.name)], answers, questions)
    for (name, _), buckets in bare.items():
        for bucket in buckets:
            _place(bucket, named[name], answers, questions)
    persons = []
    for cluster in sorted((each for found in named.values() for each in found), key=_first_place):
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


def _is_bare(unit: Group) -> bool:
    """A name and nothing else: no address or number that could tell one bearer of the name from another."""
    reached = unit.mentions[0].reached
    return len(unit.mentions) == 1 and not (reached.email or reached.postal or reached.enterprise_number)


def _put_together(buckets: list[_Cluster], new: _Cluster) -> None:
    """Collect bare mentions of one name, to ask about them once; two holders of one lot stay apart."""
    for bucket in buckets:
        if bucket.lines.isdisjoint(new.lines):
            bucket.add(new)
            return
    buckets.append(new)


def _place(new: _Cluster, clusters: list[_Cluster], answers: Mapping[str, str], questions: list[Question]) -> None:
    """Join a cluster to an earlier one of its name, or keep it, or let it fall apart, as the answer says."""
    candidates = list(islice((each for each in clusters if each.may_be_one_with(new)), MOST_CANDIDATES))
    if not candidates and len(new.groups) == 1:
        clusters.append(new)
        return
    question = _same_person(new, candidates, answers)
    questions.append(question)
    if chosen := next((each for each in candidates if each.id == question.answer), None):
        chosen.add(new)
    elif question.answer == ONE or len(new.groups) == 1:
        clusters.append(new)
    else:
        clusters += [_Cluster(each.id, each) for each in new.groups]


def _same_person(new: _Cluster, candidates: Sequence[_Cluster], answers: Mapping[str, str]) -> Question:
    choices = [Choice(each.id, _described(each.groups), _lots(each.groups)) for each in candidates]
    if len(new.groups) > 1:
        choices.append(Choice(ONE, ONE, _lots(new.groups)))
    choices.append(Choice(DIFFERENT, DIFFERENT))
    return ask(About.SAME_PERSON, new.id, choices, answers, name=new.groups[0].name, lot=", ".join(_lots(new.groups)))


def _lots(groups: Sequence[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lot for each in groups for lot in each.lots))


def _first_place(cluster: _Cluster) -> tuple[int, str]:
    return min((mention.line, mention.key) for each in cluster.groups for mention in each.mentions)


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

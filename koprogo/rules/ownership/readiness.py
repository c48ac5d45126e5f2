"""Who is ready for what: how many lots can be convened, how, and what is missing for the rest (art. 3.87 §3).

A convocation goes by registered post, unless the addressee has accepted another means individually, explicitly and in
writing. It goes to who votes for the lot: the representative where one is designated, else everybody who holds a right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.ownership.lot_line import LotLine
from koprogo.rules.ownership.messages import CountMessage
from koprogo.rules.ownership.person_questions import PersonRead
from koprogo.rules.ownership.same_person import mention_key
from koprogo.rules.texts import CC_3_87_1, CC_3_87_3


@dataclass(frozen=True)
class Count:
    """`have` of `of` are ready for one thing."""

    message_id: CountMessage
    have: int
    of: int


def convened_for(lot: LotLine, persons: Mapping[str, PersonRead]) -> tuple[PersonRead, ...]:
    """Return to whom the convocation of a lot goes, each once; `persons` by the key of their mentions."""
    if lot.representative and lot.needs_representative:
        return (persons[mention_key(lot, lot.representative.place)],)
    found = (persons[mention_key(lot, place)] for place in range(len(lot.holders)))
    return tuple({person.id: person for person in found}.values())


@cites(CC_3_87_1, CC_3_87_3)
def readiness(
    lots: Sequence[LotLine], persons: Mapping[str, PersonRead], acted_for: Sequence[str]
) -> tuple[Count, ...]:
    """Count what is ready. `acted_for` are the ids of the organisations of which the list says who acts for them."""

    def lots_where(ready: Callable[[PersonRead], bool]) -> int:
        return sum(bool(who) and all(map(ready, who)) for lot in lots for who in [convened_for(lot, persons)])

    joint = [lot for lot in lots if lot.needs_representative]
    holders = {person.id: person for lot in lots for person in _holders(lot, persons)}
    organisations = [person.id for person in holders.values() if person.is_organisation]
    return (
        Count(CountMessage.CONVENED, lots_where(lambda who: by_post(who) or by_email(who)), len(lots)),
        Count(CountMessage.BY_POST, lots_where(by_post), len(lots)),
        Count(CountMessage.CONSENTED, lots_where(by_email), len(lots)),
        Count(CountMessage.WITH_EMAIL, lots_where(lambda who: bool(who.email)), len(lots)),
        Count(CountMessage.WITH_LANGUAGE, lots_where(lambda who: bool(who.language)), len(lots)),
        Count(CountMessage.REPRESENTED, sum(lot.representative is not None for lot in joint), len(joint)),
        Count(CountMessage.ACTED_FOR, len(set(organisations) & set(acted_for)), len(organisations)),
    )


def by_post(person: PersonRead) -> bool:
    """Say whether a registered letter can reach somebody."""
    return person.postal.is_complete


def by_email(person: PersonRead) -> bool:
    """Say whether somebody accepted e-mail and has an address for it."""
    return bool(person.email and person.consent and person.consent.given)


def _holders(lot: LotLine, persons: Mapping[str, PersonRead]) -> tuple[PersonRead, ...]:
    return tuple(persons[mention_key(lot, place)] for place in range(len(lot.holders)))

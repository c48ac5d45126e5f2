"""Who in the list is the same person: proposals where the list gives reason, never a decision.

The same name with the same e-mail address, postal address or enterprise number is proposed as one person. The same name
alone is not: fathers and sons exist. That is asked (`person_questions.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.lot_line import LotLine, Reached
from koprogo.rules.ownership.names import name_key, title_key
from koprogo.rules.ownership.organisations import is_organisation


@dataclass(frozen=True)
class Mention:
    """One place of the list where somebody is named.

    Attributes:
        key: line and place among the holders (`7.0`); `7.r` for a representative who is none of them.
    """

    key: str
    line: int
    lot: str
    name: str
    is_organisation: bool
    reached: Reached


@dataclass(frozen=True)
class Group:
    """Mentions with reason to be one person; alone when there is no other.

    `because` lists the addresses and numbers they share, as written.
    """

    id: str
    mentions: tuple[Mention, ...]
    because: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as first written."""
        return self.mentions[0].name

    @property
    def lots(self) -> tuple[str, ...]:
        """The lots where they are named, each once, in the order of the list."""
        return tuple(dict.fromkeys(mention.lot for mention in self.mentions))

    @property
    def lines(self) -> frozenset[int]:
        """The lines where they are named."""
        return frozenset(mention.line for mention in self.mentions)


def mentions_of(lots: Iterable[LotLine]) -> tuple[Mention, ...]:
    """Return every place where somebody is named, in the order of the list."""
    found: list[Mention] = []
    for lot in lots:
        for place, holder in enumerate(lot.holders):
            found.append(
                Mention(
                    mention_key(lot, place), lot.line, lot.number, holder.name, holder.is_organisation, holder.reached
                )
            )
        if lot.representative and lot.representative.place is None:
            name = lot.representative.name
            key = mention_key(lot, None)
            found.append(Mention(key, lot.line, lot.number, name, is_organisation(name), Reached()))
    return tuple(found)


def mention_key(lot: LotLine, place: int | None) -> str:
    """Return the key of a holder of a lot by her place, or of its outside representative."""
    return f"{lot.line}.{'r' if place is None else place}"


def group(mentions: Sequence[Mention]) -> tuple[Group, ...]:
    """Put mentions together that share a name and an address or number; the others stay alone. Order of the list."""
    parent = {mention.key: mention.key for mention in mentions}
    order = {mention.key: place for place, mention in enumerate(mentions)}
    order = {mention.key: place for place, mention in enumerate(mentions)}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    first: dict[tuple[str, ...], str] = {}
    for mention in mentions:
        for _, evidence in _evidence(mention):
            other = root(first.setdefault(evidence, mention.key))
            mine = root(mention.key)
            # The earlier one stays the root, so that the name first written is the name of the group.
            early, late = sorted((other, mine), key=order.__getitem__)
            parent[late] = early
    members: dict[str, list[Mention]] = {}
    for mention in mentions:
        members.setdefault(root(mention.key), []).append(mention)
    return tuple(_group(each) for each in members.values())


def alone(mention: Mention) -> Group:
    """Return a mention as a group of its own."""
    return Group(_identity(mention, with_evidence=False), (mention,))


def _group(mentions: Sequence[Mention]) -> Group:
    if len(mentions) == 1:
        return alone(mentions[0])
    shared: dict[tuple[str, ...], list[str]] = {}
    for mention in mentions:
        for text, evidence in _evidence(mention):
            shared.setdefault(evidence, []).append(text)
    because = tuple(texts[0] for texts in shared.values() if len(texts) > 1)
    return Group(_identity(mentions[0], with_evidence=True), tuple(mentions), because)


def _evidence(mention: Mention) -> list[tuple[str, tuple[str, ...]]]:
    """Return what would prove that two mentions are one person: (as written, key with the name in it)."""
    name = (name_key(mention.name), title_key(mention.name))
    reached, postal = mention.reached, mention.reached.postal
    found: list[tuple[str, tuple[str, ...]]] = []
    if reached.email:
        found.append((reached.email, ("email", *name, reached.email)))
    if postal.street:
        address = (plain(postal.street), plain(postal.postcode), plain(postal.city))
        written = " ".join(part for part in (postal.street, postal.postcode, postal.city) if part)
        found.append((written, ("address", *name, *address)))
    if reached.enterprise_number:
        found.append((reached.enterprise_number, ("number", *name, reached.enterprise_number)))
    return found


def _identity(mention: Mention, *, with_evidence: bool) -> str:
    """Return an id that is the same each time the list is read, and that no other list has by accident."""
    evidence = [text for text, _ in _evidence(mention)] if with_evidence else [mention.lot, mention.key]
    text = "\0".join([name_key(mention.name), title_key(mention.name), *evidence])
    return sha256(text.encode()).hexdigest()[:12]

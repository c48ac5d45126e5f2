"""Counting one vote as the law page tells it, with fractions and no cleverness; imports nothing of the product.

Nobody votes for more than the others in the room hold, not even through several hands (art. 3.87 §7); what she loses is
spread over what she chose. Abstentions and blank ballots are not votes cast (§8).
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

LEAST = {"absolute": Fraction(1, 2), "two_thirds": Fraction(2, 3), "four_fifths": Fraction(4, 5)}


@dataclass(frozen=True)
class Voted:
    """Votes of one lot: who carries them, whose they are, how many, and what they say; an empty word is no ballot."""

    carrier: str
    owner: str
    votes: int
    word: str


@dataclass(frozen=True)
class Sums:
    """Votes per word after the ceiling, who was reduced to how many, and whether one person was alone."""

    words: dict[str, int]
    reduced: dict[str, int]
    alone: bool

    def of(self, word: str) -> int:
        return self.words.get(word, 0)


Papers = dict[tuple[str, str, str], int]
"""(owner, carrier, word) -> votes."""


def add_up(room: list[Voted]) -> Sums:
    """Count the room: every lot in it, with or without a ballot."""
    carried, owned, papers = _totals(room)
    alone = any(len([1 for votes in side.values() if votes]) == 1 for side in (carried, owned))
    everyone = sum(lot.votes for lot in room)
    reduced: dict[str, int] = {}
    if not alone:
        _givers(papers, owned, everyone, reduced)
    words: dict[str, int] = defaultdict(int)
    for person in {carrier for _, carrier, _ in papers}:
        hers = _hers(papers, person)
        if not alone and sum(hers.values()) > everyone - carried[person]:
            reduced[person] = everyone - carried[person]
            hers = spread(hers, everyone - carried[person])
        for word, votes in hers.items():
            words[word] += votes
    return Sums(dict(words), reduced, alone)


def _totals(room: list[Voted]) -> tuple[dict[str, int], dict[str, int], Papers]:
    """Return votes by who carries them, by whose they are (silent ones by who carries them), and the ballots."""
    carried: dict[str, int] = defaultdict(int)
    owned: dict[str, int] = defaultdict(int)
    papers: Papers = defaultdict(int)
    for lot in room:
        carried[lot.carrier] += lot.votes
        owned[lot.owner if lot.word else lot.carrier] += lot.votes
        if lot.word:
            papers[lot.owner, lot.carrier, lot.word] += lot.votes
    return carried, owned, papers


def _givers(papers: Papers, owned: dict[str, int], everyone: int, reduced: dict[str, int]) -> None:
    """Whoever has votes in several hands is still one person."""
    for owner in {owner for owner, _, _ in papers}:
        hers = {key: votes for key, votes in papers.items() if key[0] == owner}
        most = everyone - owned[owner]
        if len({carrier for _, carrier, _ in hers}) > 1 and sum(hers.values()) > most:
            papers.update(spread(hers, most))
            reduced[f"{owner} (giver)"] = most


def _hers(papers: Papers, person: str) -> dict[str, int]:
    hers: dict[str, int] = defaultdict(int)
    for (_, carrier, word), votes in papers.items():
        if carrier == person:
            hers[word] += votes
    return hers


def spread(parts: dict, whole: int) -> dict:
    """Shrink the parts to `whole` votes in proportion; votes left over go to the largest fractions, then by name."""
    total = sum(parts.values())
    exact = {name: Fraction(whole * part, total) for name, part in parts.items()}
    given = {name: int(part) for name, part in exact.items()}
    waiting = sorted(parts, key=lambda name: (given[name] - exact[name], name))
    for name in waiting[: whole - sum(given.values())]:
        given[name] += 1
    return given


def passes(sums: Sums, majority: str) -> bool:
    """Say whether a majority of the votes cast is reached: more than half, or two thirds or four fifths at least."""
    cast = sums.of("for") + sums.of("against")
    if not cast:
        return False
    part = Fraction(sums.of("for"), cast)
    return part > LEAST[majority] if majority == "absolute" else part >= LEAST[majority]


def best(sums: Sums, options: list[str]) -> tuple[str, list[str]]:
    """Return what follows from a vote between options: a word and the options it is about."""
    cast = sum(sums.of(option) for option in options)
    if not cast:
        return "no_vote", []
    for option in options:
        if 2 * sums.of(option) > cast:
            return "chosen", [option]
    if len(options) == 2:
        return "tie", sorted(options)
    better = {option: [o for o in options if sums.of(o) > sums.of(option)] for option in options}
    level = {option: [o for o in options if sums.of(o) == sums.of(option)] for option in options}
    sure = [option for option in options if len(better[option]) + len(level[option]) <= 2]
    if len(sure) == 2:
        return "run_off", sorted(sure, key=lambda option: (-sums.of(option), option))
    contested = [option for option in options if len(better[option]) < 2 and option not in sure]
    return "tie_for_run_off", contested

"""What a ballot on a point may say: yes or no, or one of its options; in a run-off one of the two that are left."""

from collections.abc import Collection, Mapping, Sequence

from koprogo.core.errors import BadInput, Problem
from koprogo.rules.assemblies.choice import ABSTAIN, BLANK, OPTIONS
from koprogo.rules.assemblies.tally import Choice

ANY = frozenset({*Choice, *OPTIONS})


def parse_choice(word: object) -> str:
    """Return a choice that a client sent; BadInput for any other word. Whether the point puts it is judged later."""
    if str(word) not in ANY:
        raise BadInput(Problem("choice", "Choose for, against or abstention."))
    return str(word)


def put_to_vote(options: int, left: Collection[str] | None) -> tuple[str, ...]:
    """Return the options of a round: none for yes or no, those `left` in a run-off, else all `options` of the point."""
    return tuple(left) if options and left else OPTIONS[:options]


def place_of_option(option: str) -> int:
    """Return the place of an option among those of its point, from 1."""
    return OPTIONS.index(option) + 1


def option_name(options: Sequence[Mapping[str, str]], choice: str) -> Mapping[str, str]:
    """Return the label, per language, of the option that a ballot chose; nothing for abstention, blank, yes or no."""
    place = place_of_option(choice) if choice in OPTIONS else 0
    return options[place - 1] if 0 < place <= len(options) else {}


def require_choice(choice: str, put: Collection[str]) -> None:
    """Let a choice pass that the round puts to the vote.

    Raises:
        BadInput: for and against where there are options, an option where there are none, or one that is out.
    """
    if put and choice not in (*put, ABSTAIN, BLANK):
        raise BadInput(Problem("choice", "Choose one of the options put to the vote, or abstention."))
    if not put and choice not in set(Choice):
        raise BadInput(Problem("choice", "Choose for, against or abstention."))

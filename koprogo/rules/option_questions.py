"""The questions of a law case about votes that are no yes or no in a room: several options, and decisions in writing."""

from collections.abc import Mapping
from types import MappingProxyType

from koprogo.rules.assemblies import choice as choices
from koprogo.rules.assemblies import written
from koprogo.rules.cases import Fact, NotUnderstood, Question, list_of, map_of, one_of, text, whole, yes_no

Answer = Mapping[str, object]

BALLOT = {"person", "shares", "choice", "giver"}
LOT = {"lot", "shares", "answer", "suspended"}


def choice(options: int, ballots: list[choices.OptionBallot], others_present: Mapping[str, int]) -> Answer:
    """Which option is chosen, or which two meet in a run-off?"""
    if options > len(choices.OPTIONS):
        raise ValueError(f"a choice is between at most {len(choices.OPTIONS)} options")
    counted = choices.choose(ballots, others_present, choices.OPTIONS[:options])
    return {
        "outcome": counted.outcome,
        "chosen": counted.chosen or None,
        "run_off": list(counted.run_off),
        "tied": list(counted.tied),
        "votes": counted.votes,
        "needed": counted.needed,
        "warning": counted.warning,
    }


def written_decision(kind: str, lots: list[written.AskedLot], over: bool) -> Answer:
    """Where does a unanimous decision in writing stand?"""
    found = written.written(lots, kind, over=over)
    return {
        "outcome": found.outcome,
        "carried": found.outcome is written.WrittenOutcome.CARRIED,
        "waiting": list(found.waiting),
        "suspended": list(found.suspended),
    }


def _ballot(raw: object) -> choices.OptionBallot:
    """Read `{person, shares, choice}`, with `giver` for votes carried by proxy."""
    if not isinstance(raw, Mapping) or not {"person", "shares", "choice"} <= set(raw) <= BALLOT:
        raise NotUnderstood("a ballot has a person, shares and a choice, and a giver when it is a proxy's")
    giver = text(raw["giver"]) if "giver" in raw else ""
    return choices.OptionBallot(text(raw["person"]), whole(raw["shares"]), text(raw["choice"]), giver)


def _lot(raw: object) -> written.AskedLot:
    """Read `{lot, shares, answer, suspended}`; without an answer it has not answered yet."""
    if not isinstance(raw, Mapping) or not {"lot", "shares"} <= set(raw) <= LOT:
        raise NotUnderstood("a lot has a name and shares, an answer once it was given, and may be suspended")
    return written.AskedLot(
        text(raw["lot"]),
        whole(raw["shares"]),
        one_of(written.Answer)(raw.get("answer", "none")),
        yes_no(raw.get("suspended", False)),
    )


# fmt: off
OPTION_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "choice": Question((
        Fact("options", whole), Fact("ballots", list_of(_ballot)),
        Fact("others_present", map_of(whole), MappingProxyType({})),
    ), choice),
    "written_decision": Question((
        Fact("kind", text), Fact("lots", list_of(_lot)), Fact("over", yes_no, False),
    ), written_decision),
})
# fmt: on

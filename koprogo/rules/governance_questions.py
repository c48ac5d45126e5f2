"""The questions of a law case about the council and the syndic: art. 3.89 and 3.90."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.rules.cases import Fact, NotUnderstood, Question, day, map_of, whole, yes_no
from koprogo.rules.governance import council, handover
from koprogo.rules.governance import syndic_mandate as mandates
from koprogo.rules.ownership.kinds import Kind

Answer = Mapping[str, object]


def council_required(lots: Mapping[Kind, int]) -> Answer:
    """Must this building have a council?"""
    found = council.council_required({kind.value: number for kind, number in lots.items()})
    return {"counted": found.counted, "required": found.required, "threshold": found.threshold}


def council_seat(holds_right_in_lot: bool, has_vote: bool, is_syndic: bool, is_auditor: bool) -> Answer:
    """May this person sit in the council?"""
    seat = council.council_seat(
        holds_right_in_lot=holds_right_in_lot, has_vote=has_vote, is_syndic=is_syndic, is_auditor=is_auditor
    )
    return {"eligible": seat is council.Seat.ELIGIBLE, "reason": seat}


def syndic_mandate(start: date, end: date) -> Answer:
    """May the syndic be appointed from one day to another, both included?"""
    term = mandates.syndic_mandate(start, end)
    return {"allowed": term.allowed, "latest_end": term.latest_end}


def syndic_handover(last_day: date) -> Answer:
    """Until when is the file handed over after the last day of a mandate?"""
    return {"latest_day": handover.handover_due(last_day)}


def _lots(raw: object) -> dict[Kind, int]:
    """Read a count per kind of lot."""
    counts = map_of(whole)(raw)
    for kind in counts:
        if kind not in list(Kind):
            raise NotUnderstood(f"{kind} is no kind of lot; the kinds are {', '.join(Kind)}")
    return {Kind(kind): number for kind, number in counts.items()}


# fmt: off
GOVERNANCE_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "council_required": Question((
        Fact("lots", _lots),
    ), council_required),
    "council_seat": Question((
        Fact("holds_right_in_lot", yes_no), Fact("has_vote", yes_no, True), Fact("is_syndic", yes_no),
        Fact("is_auditor", yes_no),
    ), council_seat),
    "syndic_mandate": Question((
        Fact("start", day), Fact("end", day),
    ), syndic_mandate),
    "syndic_handover": Question((
        Fact("last_day", day),
    ), syndic_handover),
})
# fmt: on

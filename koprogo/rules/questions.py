"""The questions a law case may ask, the facts each takes, and the rule that answers it.

Days before and after an assembly: `day_questions.py`; several options and decisions in writing: `option_questions.py`;
the council and the syndic: `governance_questions.py`; surveys: `community_questions.py`; the books:
`accounting_questions.py`; instalments, late payment, budgets, the reserve fund and sales: `charge_questions.py`;
invoices: `invoice_questions.py`; settlements: `settlement_questions.py`; books from elsewhere: `take_over_questions.py`.
The vocabulary is written for lawyers in docs/law/cases.md; a question is added there together with the rule that
answers it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.accounting_questions import ACCOUNTING_QUESTIONS
from koprogo.rules.assemblies import decision_kinds, majorities, proxies, tally
from koprogo.rules.assemblies import quorum as quorums
from koprogo.rules.assemblies import voting_power as powers
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, list_of, map_of, one_of, text, whole, yes_no
from koprogo.rules.charge_questions import CHARGE_QUESTIONS
from koprogo.rules.charges import apportion as charges
from koprogo.rules.community_questions import COMMUNITY_QUESTIONS
from koprogo.rules.day_questions import DAY_QUESTIONS
from koprogo.rules.governance_questions import GOVERNANCE_QUESTIONS
from koprogo.rules.invoice_questions import INVOICE_QUESTIONS
from koprogo.rules.loan_questions import LOAN_QUESTIONS
from koprogo.rules.option_questions import OPTION_QUESTIONS
from koprogo.rules.settlement_questions import SETTLEMENT_QUESTIONS
from koprogo.rules.take_over_questions import TAKE_OVER_QUESTIONS

Answer = Mapping[str, object]

BALLOT = {"person", "shares", "choice", "giver"}


class OfVotesCast(StrEnum):
    """Majorities that are a part of the votes cast."""

    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    FOUR_FIFTHS = "four_fifths"


def majority(majority: str, in_favour: int, against: int, abstained: int) -> Answer:
    """Is it carried by the votes cast?"""
    votes = majorities.Tally(in_favour, against, abstained)
    return {"carried": majorities.is_carried(votes, Majority(majority))}


def unanimity(
    total_shares: int,
    in_favour: int,
    against: int,
    abstained: int,
    second_meeting: bool,
    present_shares: int | None,
) -> Answer:
    """Did everyone whose consent counts say yes?"""
    carried = majorities.is_unanimous(
        total_shares, in_favour, against, abstained, second_meeting=second_meeting, present_shares=present_shares
    )
    return {"carried": carried}


def decision_majority(kind: str, main_kind: str | None) -> Answer:
    """Which majority does this kind of decision need?"""
    return {"majority": decision_kinds.majority_for(kind, main_kind)}


def quorum(owners: int, owners_present: int, shares: int, shares_present: int, session: quorums.Session) -> Answer:
    """May the assembly deliberate?"""
    answer = quorums.quorum(quorums.Attendance(owners, owners_present, shares, shares_present), session)
    return {"reached": answer.reached, "reason": answer.reason}


def voting_power(carried: Mapping[str, int]) -> Answer:
    """How many votes does each person count for?"""
    power = powers.voting_power(carried)
    return {"counted": power.counted, "warning": power.warning}


def proxy(
    building_shares: int,
    holder_own: int,
    held: list[int],
    offered: int,
    holder_is_syndic: bool,
    holder_is_giver: bool,
) -> Answer:
    """May the holder also carry these votes?"""
    answer = proxies.accept(
        building_shares=building_shares,
        holder_own=holder_own,
        held=held,
        offered=offered,
        holder_is_syndic=holder_is_syndic,
        holder_is_giver=holder_is_giver,
    )
    return {"accepted": answer.accepted, "reason": answer.reason}


def count(ballots: list[tally.Ballot], others_present: Mapping[str, int], majority: str) -> Answer:
    """What do the ballots add up to, and do they carry it?"""
    counted = tally.count(ballots, others_present, Majority(majority))
    return {
        "in_favour": counted.in_favour,
        "against": counted.against,
        "abstained": counted.abstained,
        "blank": counted.blank,
        "carried": counted.carried,
        "warning": counted.warning,
    }


def apportion(amount: Money, shares: Mapping[str, int]) -> Answer:
    """What does each lot pay?"""
    return {"parts": charges.apportion(amount, shares)}


def _ballot(raw: object) -> tally.Ballot:
    """Read `{person, shares, choice}`, with `giver` for votes carried by proxy."""
    if not isinstance(raw, Mapping) or not {"person", "shares", "choice"} <= set(raw) <= BALLOT:
        raise NotUnderstood("a ballot has a person, shares and a choice, and a giver when it is a proxy's")
    giver = text(raw["giver"]) if "giver" in raw else ""
    return tally.Ballot(text(raw["person"]), whole(raw["shares"]), one_of(tally.Choice)(raw["choice"]), giver)


# fmt: off
QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "majority": Question((
        Fact("majority", one_of(OfVotesCast)), Fact("in_favour", whole), Fact("against", whole), Fact("abstained",
        whole, 0),
    ), majority),
    "unanimity": Question((
        Fact("total_shares", whole), Fact("in_favour", whole), Fact("against", whole, 0), Fact("abstained", whole, 0),
        Fact("second_meeting", yes_no, False), Fact("present_shares", whole, None),
    ), unanimity),
    "decision_majority": Question((
        Fact("kind", text), Fact("main_kind", text, None),
    ), decision_majority),
    "quorum": Question((
        Fact("owners", whole), Fact("owners_present", whole), Fact("shares", whole), Fact("shares_present", whole),
        Fact("session", one_of(quorums.Session)),
    ), quorum),
    "voting_power": Question((
        Fact("carried", map_of(whole)),
    ), voting_power),
    "proxy": Question((
        Fact("building_shares", whole), Fact("holder_own", whole), Fact("held", list_of(whole)), Fact("offered", whole),
        Fact("holder_is_syndic", yes_no, False), Fact("holder_is_giver", yes_no, False),
    ), proxy),
    "tally": Question((
        Fact("ballots", list_of(_ballot)), Fact("others_present", map_of(whole), MappingProxyType({})),
        Fact("majority", one_of(OfVotesCast)),
    ), count),
    **OPTION_QUESTIONS,
    **DAY_QUESTIONS,
    **GOVERNANCE_QUESTIONS,
    **COMMUNITY_QUESTIONS,
    **CHARGE_QUESTIONS,
    **LOAN_QUESTIONS,
    **INVOICE_QUESTIONS,
    **ACCOUNTING_QUESTIONS,
    **SETTLEMENT_QUESTIONS,
    **TAKE_OVER_QUESTIONS,
    "apportion": Question((
        Fact("amount", amount), Fact("shares", map_of(whole)),
    ), apportion),
})
# fmt: on

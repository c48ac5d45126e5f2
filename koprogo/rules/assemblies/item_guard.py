"""What is wrong with one point of a draft agenda: words, options, a vote where there is nothing to vote, a key, a deed.

Part of the guard (`agenda_guard.py`), which also looks at the agenda as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from koprogo.core.sources import Source, cites
from koprogo.rules.assemblies.choice import FEWEST, OPTIONS
from koprogo.rules.assemblies.deadlines import DEMOLITION_MONTHS
from koprogo.rules.assemblies.decision_kinds import NotAMajority, kind_of
from koprogo.rules.texts import CC_3_87_3, CC_3_87_6, CC_3_87_8, CC_3_88_1_2_H, CC_3_89_5_16, CC_3_90_3

DEMOLITION = "demolition_or_total_rebuilding_for_health_safety_or_excessive_compliance_cost"
# fmt: off
COMMON_MANAGEMENT = frozenset({
    "approve_annual_accounts", "approve_budgets", "discharge_syndic", "discharge_auditor", "discharge_council",
    "appoint_or_renew_syndic", "dismiss_syndic", "appoint_provisional_or_deputy_syndic", "appoint_auditor",
    "elect_council_member", "create_council_under_20_lots", "delegate_mission_to_council", "elect_bureau",
    "house_rules", "start_legal_action", "dissolution_of_ACP",
})
"""Decisions about the association as a whole: everyone votes, whoever bears the cost."""
# fmt: on


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"


class Part(StrEnum):
    """What a part of a decision in several votes decides; a plain point is none of them."""

    PLAIN = ""
    PRINCIPLE = "principle"
    OPTION = "option"
    AMOUNT = "amount"
    FUNDING = "funding"


class Flaw(StrEnum):
    """What the guard finds; the words are the catalogues'."""

    NO_BUREAU = "no_bureau"
    BUREAU_NOT_FIRST = "bureau_not_first"
    POINT_MISSING = "point_missing"
    PROPOSAL_MISSING = "proposal_missing"
    BUDGETS_TOGETHER = "budgets_together"
    COUNCIL_MISSING = "council_missing"
    DISCHARGE_BEFORE_ACCOUNTS = "discharge_before_accounts"
    MAIN_DECISION_MISSING = "main_decision_missing"
    WITHOUT_PRINCIPLE = "without_principle"
    PRINCIPLE_AFTER = "principle_after"
    NO_WORDS = "no_words"
    LANGUAGE_MISSING = "language_missing"
    ONLY_NOTED = "only_noted"
    MUST_BE_NOTED = "must_be_noted"
    TOO_FEW_OPTIONS = "too_few_options"
    TOO_MANY_OPTIONS = "too_many_options"
    OPTIONS_IN_A_YES_OR_NO = "options_in_a_yes_or_no"
    MEMBERS_TOGETHER = "members_together"
    BUDGET_NOT_ATTACHED = "budget_not_attached"
    KEY_WITHOUT_REASON = "key_without_reason"
    KEY_IN_COMMON_MANAGEMENT = "key_in_common_management"
    DEMOLITION_JUDGE = "demolition_judge"
    """When carried without everyone, the association goes to the justice of the peace within four months."""


@dataclass(frozen=True)
class Finding:
    """One thing the guard found.

    Attributes:
        number: the point of the agenda; None when it is about the agenda as a whole.
        about: kind of decision, languages or number that fill its words, as text.
    """

    flaw: Flaw
    severity: Severity
    source: Source
    number: int | None = None
    about: str = ""

    @property
    def article(self) -> str:
        """The article that says so, as people cite it."""
        return self.source.article


@dataclass(frozen=True)
class DraftItem:
    """One point of a draft agenda.

    Attributes:
        number: its place, from 1.
        titled: languages its title stands in; worded: languages its proposed text stands in.
        voted: it is put to the vote, not only noted.
        part: what it decides in a decision of several votes, with `parent`, the number of the point that holds them.
        options: how many options it puts; 0 for yes or no.
        attached: how many documents are attached.
        keyed: only those who bear a charge vote; key_reason: why, as the by-laws say.
    """

    number: int
    kind: str
    titled: frozenset[str] = field(default_factory=frozenset)
    worded: frozenset[str] = field(default_factory=frozenset)
    voted: bool = True
    part: Part = Part.PLAIN
    parent: int | None = None
    options: int = 0
    attached: int = 0
    main_kind: str | None = None
    keyed: bool = False
    key_reason: str = ""


@cites(CC_3_87_3, CC_3_87_6, CC_3_87_8, CC_3_88_1_2_H, CC_3_89_5_16, CC_3_90_3)
def item_findings(item: DraftItem, languages: frozenset[str]) -> Iterator[Finding]:
    """Yield what is wrong with one point, in a building whose papers are in `languages`.

    Raises:
        ValueError: an unknown kind.
    """
    yield from _words(item, languages)
    yield from _vote(item)
    yield from _options(item)
    yield from _key(item)
    if item.kind == "approve_budgets" and not item.attached:
        yield Finding(Flaw.BUDGET_NOT_ATTACHED, Severity.ERROR, CC_3_89_5_16, item.number)
    if item.kind == DEMOLITION:
        yield Finding(
            Flaw.DEMOLITION_JUDGE, Severity.WARNING, CC_3_88_1_2_H, item.number, str(DEMOLITION_MONTHS.values[-1].value)
        )


def _words(item: DraftItem, languages: frozenset[str]) -> Iterator[Finding]:
    """A point is announced with what is to be decided; what is only noted needs its title alone."""
    there = item.titled & item.worded if item.voted else item.titled
    if not there:
        yield Finding(Flaw.NO_WORDS, Severity.ERROR, CC_3_87_3, item.number)
    elif lacking := sorted(languages - there):
        yield Finding(Flaw.LANGUAGE_MISSING, Severity.WARNING, CC_3_87_3, item.number, ", ".join(lacking))


def _vote(item: DraftItem) -> Iterator[Finding]:
    """A report or a duty is noted; a decision is voted."""
    nothing_to_vote = kind_of(item.kind).code is NotAMajority.NONE
    if item.voted and nothing_to_vote:
        yield Finding(Flaw.MUST_BE_NOTED, Severity.ERROR, CC_3_87_8, item.number, item.kind)
    elif not item.voted and not nothing_to_vote:
        yield Finding(Flaw.ONLY_NOTED, Severity.WARNING, CC_3_87_8, item.number, item.kind)


def _options(item: DraftItem) -> Iterator[Finding]:
    """Options are chosen in a vote of their own; council members are elected one by one, never from a list."""
    if item.options and item.kind == "elect_council_member":
        yield Finding(Flaw.MEMBERS_TOGETHER, Severity.ERROR, CC_3_90_3, item.number)
    elif item.part is Part.OPTION and item.options < FEWEST:
        yield Finding(Flaw.TOO_FEW_OPTIONS, Severity.ERROR, CC_3_87_8, item.number, str(item.options))
    elif item.options > len(OPTIONS):
        yield Finding(Flaw.TOO_MANY_OPTIONS, Severity.ERROR, CC_3_87_8, item.number, str(item.options))
    elif item.options and item.part is not Part.OPTION:
        yield Finding(Flaw.OPTIONS_IN_A_YES_OR_NO, Severity.ERROR, CC_3_87_8, item.number, str(item.options))


def _key(item: DraftItem) -> Iterator[Finding]:
    """Who pays decides only where the by-laws put a part's costs on some, and never about the association as a whole."""
    if item.keyed and item.kind in COMMON_MANAGEMENT:
        yield Finding(Flaw.KEY_IN_COMMON_MANAGEMENT, Severity.ERROR, CC_3_87_6, item.number, item.kind)
    elif item.keyed and not item.key_reason.strip():
        yield Finding(Flaw.KEY_WITHOUT_REASON, Severity.ERROR, CC_3_87_6, item.number)

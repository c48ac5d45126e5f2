"""What the law wants on the agenda of every ordinary assembly, and from when a council is compulsory.

Accounts, two budgets, the report on regular contracts and the auditor come back each year, in every association
whatever its size; members of a council are elected until the next ordinary assembly.
"""

from collections.abc import Mapping, Set
from types import MappingProxyType

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import Source, cites
from koprogo.rules.texts import (
    CC_3_89_5_12,
    CC_3_89_5_15,
    CC_3_89_5_16,
    CC_3_90_1,
    CC_3_90_3,
    CC_3_91,
    LAW_OF_2010,
)

ACCOUNTS, BUDGETS = "approve_annual_accounts", "approve_budgets"
CONTRACT_REPORT, AUDITOR = "note_contract_evaluation_report", "appoint_auditor"
COUNCIL_MEMBER = "elect_council_member"

# fmt: off
YEARLY: Mapping[str, Source] = MappingProxyType({
    ACCOUNTS:        CC_3_89_5_15,
    BUDGETS:         CC_3_89_5_16,
    CONTRACT_REPORT: CC_3_89_5_12,
    AUDITOR:         CC_3_91,
})
"""Kinds of decision every ordinary assembly has, in the order in which they are usually put."""
COUNCIL_FROM_LOTS = Dated((
    Since(LAW_OF_2010, 20, CC_3_90_1),
))
"""Main lots, without cellars, garages and parking spaces."""
# fmt: on


@cites(CC_3_89_5_12, CC_3_89_5_15, CC_3_89_5_16, CC_3_91)
def missing_points(kinds: Set[str]) -> dict[str, Source]:
    """Return the yearly points an ordinary assembly's agenda lacks, with the article that asks for each.

    >>> list(missing_points({"approve_annual_accounts", "approve_budgets", "appoint_auditor"}))
    ['note_contract_evaluation_report']
    """
    return {kind: source for kind, source in YEARLY.items() if kind not in kinds}


@cites(CC_3_90_1, CC_3_90_3)
def is_council_due(main_lots: int, *, has_council: bool) -> bool:
    """Say whether the ordinary assembly elects the members of a council: it must have one, or chose to have one.

    >>> is_council_due(19, has_council=False), is_council_due(20, has_council=False)
    (False, True)
    """
    return has_council or main_lots >= COUNCIL_FROM_LOTS.values[-1].value

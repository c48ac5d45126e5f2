"""Conflict of interest: who may not vote on the mission entrusted to her, nor for others on it (art. 3.87 §9).

Whoever is mandated or employed by the association, or serves it under any other contract, takes no part in deliberating
or voting on that mission, in person or by proxy. The kind of decision tells whose mission it is about; a contract with
staff or a supplier the syndic names herself.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_9


class Mission(StrEnum):
    """What ties a person to the association."""

    SYNDIC = "syndic"
    AUDITOR = "auditor"
    COUNCIL = "council"
    EMPLOYEE = "employee"
    SUPPLIER = "supplier"
    OTHER = "other"


# fmt: off
ABOUT: Mapping[str, Mission] = MappingProxyType({
    "appoint_or_renew_syndic":                    Mission.SYNDIC,
    "dismiss_syndic":                             Mission.SYNDIC,
    "discharge_syndic":                           Mission.SYNDIC,
    "contract_between_ACP_and_syndic_or_relatives": Mission.SYNDIC,
    "discharge_auditor":                          Mission.AUDITOR,
    "discharge_council":                          Mission.COUNCIL,
})
"""Kinds of decision that are about one mission by their nature; all others are about none."""
# fmt: on


@cites(CC_3_87_9)
def mission_of(kind: str) -> Mission | None:
    """Return the mission that a kind of decision is about; None where only the facts can tell.

    >>> mission_of("discharge_syndic")
    <Mission.SYNDIC: 'syndic'>
    """
    return ABOUT.get(kind)

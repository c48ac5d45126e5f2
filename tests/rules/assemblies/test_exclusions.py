"""Whose mission a decision is about."""

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.exclusions import ABOUT, Mission, mission_of


@pytest.mark.parametrize(("kind", "mission"), [
    ("appoint_or_renew_syndic", Mission.SYNDIC),
    ("dismiss_syndic", Mission.SYNDIC),
    ("discharge_syndic", Mission.SYNDIC),
    ("contract_between_ACP_and_syndic_or_relatives", Mission.SYNDIC),
    ("discharge_auditor", Mission.AUDITOR),
    ("discharge_council", Mission.COUNCIL),
    ("approve_annual_accounts", None),
    ("elect_council_member", None),
])  # fmt: skip
def test_mission_of(kind, mission):
    assert mission_of(kind) is mission


def test_every_kind_named_is_one_of_the_law():
    assert set(ABOUT) <= set(KINDS)

"""Every planted fault is caught by a law case of its question, and nothing is caught where nothing is planted."""

from collections import Counter

import pytest

from tests.mutants.faults import FAULTS
from tests.mutants.planting import PACKAGE, Fault, noticing, planted, raw_cases

CASES = raw_cases()


def test_nothing_is_noticed_when_nothing_is_planted() -> None:
    """The harness itself must not be what fails: the true source, loaded the same way, passes every case."""
    for module in sorted({fault.module for fault in FAULTS}):
        source = (PACKAGE / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
        with planted(f"koprogo.{module}", source):
            assert noticing(CASES) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_fault_is_noticed_by_a_case_of_its_question(fault: Fault) -> None:
    with planted(f"koprogo.{fault.module}", fault.plant()):
        found = noticing([case for case in CASES if case["question"] == fault.question])
    assert found, f"survived: {fault.name}; a case is missing in tests/law/cases"


def test_planting_leaves_the_rules_as_they_were() -> None:
    from koprogo.rules.assemblies import majorities

    before = majorities.is_carried
    fault = FAULTS[0]
    with planted(f"koprogo.{fault.module}", fault.plant()):
        from koprogo.rules.assemblies import majorities as faulty

        assert faulty.is_carried is not before
    from koprogo.rules.assemblies import majorities as again

    assert again is majorities
    assert again.is_carried is before


def test_a_fault_that_changes_nothing_is_not_caught() -> None:
    harmless = Fault("harmless", "core.shares", "for name in sorted(", "for name in  sorted(", "apportion")
    with planted(f"koprogo.{harmless.module}", harmless.plant()):
        assert noticing(CASES) == []


def test_faults_have_names_of_their_own_and_cover_every_question() -> None:
    assert [name for name, times in Counter(fault.name for fault in FAULTS).items() if times > 1] == []
    assert {fault.question for fault in FAULTS} == {case["question"] for case in CASES}

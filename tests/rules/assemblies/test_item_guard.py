"""The guard on one point: each flaw, and the point beside it that has none."""

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.item_guard import (
    COMMON_MANAGEMENT,
    DEMOLITION,
    DraftItem,
    Flaw,
    Part,
    Severity,
    item_findings,
)

BOTH = frozenset({"fr", "nl"})
WORKS = "works_on_common_parts"


def item(kind: str = WORKS, **facts: object) -> DraftItem:
    return DraftItem(1, kind, **{"titled": BOTH, "worded": BOTH, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(("draft", "flaws"), [
    (item(), []),
    (item(worded=frozenset()), [Flaw.NO_WORDS]),
    (item(titled=frozenset()), [Flaw.NO_WORDS]),
    (item(titled=frozenset({"fr"}), worded=frozenset({"nl"})), [Flaw.NO_WORDS]),
    (item(worded=frozenset({"fr"})), [Flaw.LANGUAGE_MISSING]),
    (item(worded=frozenset({"fr", "nl", "de"})), []),
    (item("note_contract_evaluation_report", voted=False, worded=frozenset()), []),
    (item("note_contract_evaluation_report"), [Flaw.MUST_BE_NOTED]),
    (item("create_council_20_lots_or_more"), [Flaw.MUST_BE_NOTED]),
    (item(voted=False), [Flaw.ONLY_NOTED]),
    (item(part=Part.OPTION, options=2), []),
    (item(part=Part.OPTION, options=1), [Flaw.TOO_FEW_OPTIONS]),
    (item(part=Part.OPTION, options=0), [Flaw.TOO_FEW_OPTIONS]),
    (item(part=Part.OPTION, options=9), []),
    (item(part=Part.OPTION, options=10), [Flaw.TOO_MANY_OPTIONS]),
    (item(options=3), [Flaw.OPTIONS_IN_A_YES_OR_NO]),
    (item(part=Part.PRINCIPLE, options=3), [Flaw.OPTIONS_IN_A_YES_OR_NO]),
    (item("elect_council_member", options=2, part=Part.OPTION), [Flaw.MEMBERS_TOGETHER]),
    (item("elect_council_member"), []),
    (item("approve_budgets"), [Flaw.BUDGET_NOT_ATTACHED]),
    (item("approve_budgets", attached=1), []),
    (item(keyed=True), [Flaw.KEY_WITHOUT_REASON]),
    (item(keyed=True, key_reason="  "), [Flaw.KEY_WITHOUT_REASON]),
    (item(keyed=True, key_reason="The by-laws, art. 12: the lift is paid by block B."), []),
    (item("approve_annual_accounts", keyed=True, key_reason="art. 12"), [Flaw.KEY_IN_COMMON_MANAGEMENT]),
    (item(DEMOLITION), [Flaw.DEMOLITION_JUDGE]),
])  # fmt: skip
def test_item_findings(draft: DraftItem, flaws: list[Flaw]) -> None:
    assert [found.flaw for found in item_findings(draft, BOTH)] == flaws


def test_a_finding_says_where_how_grave_and_by_which_article() -> None:
    [found] = item_findings(item(worded=frozenset({"fr"})), frozenset({"fr", "nl", "de"}))
    assert (found.number, found.severity, found.article, found.about) == (1, Severity.WARNING, "3.87 §3", "de, nl")
    [found] = item_findings(item(DEMOLITION), BOTH)
    assert (found.severity, found.article, found.about) == (Severity.WARNING, "3.88 §1, 2° h)", "4")


def test_what_is_common_management_is_in_the_table() -> None:
    assert set(KINDS) >= COMMON_MANAGEMENT


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a kind"):
        list(item_findings(item("nothing_we_know"), BOTH))

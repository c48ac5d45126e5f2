"""The guard on a whole agenda: what an ordinary assembly lacks, the order, decisions in parts."""

from dataclasses import replace

import pytest

from koprogo.rules.assemblies.agenda_guard import DraftAgenda, guard, is_lawful
from koprogo.rules.assemblies.decision_kinds import CHANGE_OF_SHARES
from koprogo.rules.assemblies.item_guard import DraftItem, Flaw, Part, Severity

FR = frozenset({"fr"})
YEARLY = (
    "elect_bureau", "note_contract_evaluation_report", "approve_annual_accounts", "discharge_syndic",
    "approve_budgets", "approve_budgets", "appoint_auditor",
)  # fmt: skip
NOTED = {"note_contract_evaluation_report"}


def items(*kinds: str) -> list[DraftItem]:
    return [
        DraftItem(number, kind, titled=FR, worded=FR, voted=kind not in NOTED, attached=1)
        for number, kind in enumerate(kinds, start=1)
    ]


def agenda(*kinds: str, **facts: object) -> DraftAgenda:
    return DraftAgenda(items(*kinds), **{"ordinary": True, "languages": FR, **facts})  # type: ignore[arg-type]


def flaws(draft: DraftAgenda) -> list[tuple[Flaw, str]]:
    return [(found.flaw, found.about) for found in guard(draft)]


def test_a_full_agenda_has_nothing_to_find() -> None:
    assert guard(agenda(*YEARLY)) == []


@pytest.mark.parametrize(("kind", "article"), [
    ("note_contract_evaluation_report", "3.89 §5, 12°"),
    ("approve_annual_accounts", "3.89 §5, 15°"),
    ("approve_budgets", "3.89 §5, 16°"),
    ("appoint_auditor", "3.91"),
])  # fmt: skip
def test_an_ordinary_assembly_lacks_nothing_of_the_year(kind: str, article: str) -> None:
    without = [each for each in YEARLY if each != kind]
    [found] = guard(agenda(*without))
    assert (found.flaw, found.about, found.article) == (Flaw.POINT_MISSING, kind, article)
    assert found.severity is Severity.ERROR
    assert guard(agenda(*without, ordinary=False)) == []
    assert guard(agenda(*without, same_agenda=True)) == []


def test_one_point_for_two_budgets_is_worth_a_look() -> None:
    once = list(dict.fromkeys(YEARLY))
    assert [(found.flaw, found.severity) for found in guard(agenda(*once))] == [
        (Flaw.BUDGETS_TOGETHER, Severity.WARNING)
    ]
    assert is_lawful(guard(agenda(*once)))


@pytest.mark.parametrize(("main_lots", "has_council", "due"), [(19, False, False), (20, False, True), (4, True, True)])
def test_a_council_is_elected_where_there_must_be_one(main_lots: int, has_council: bool, due: bool) -> None:
    draft = agenda(*YEARLY, main_lots=main_lots, has_council=has_council)
    assert flaws(draft) == [(Flaw.COUNCIL_MISSING, "elect_council_member")] * due
    assert is_lawful(guard(draft)) is not due
    elected = agenda(*YEARLY, "elect_council_member", main_lots=main_lots, has_council=has_council)
    assert guard(elected) == []


def test_the_bureau_comes_first() -> None:
    assert flaws(agenda(*YEARLY[1:])) == [(Flaw.NO_BUREAU, "")]
    assert flaws(agenda(*YEARLY[1:], "elect_bureau")) == [(Flaw.BUREAU_NOT_FIRST, "")]


def test_discharge_follows_the_accounts() -> None:
    early = ("elect_bureau", "discharge_syndic", *(each for each in YEARLY[1:] if each != "discharge_syndic"))
    assert flaws(agenda(*early)) == [(Flaw.DISCHARGE_BEFORE_ACCOUNTS, "discharge_syndic")]
    assert guard(agenda("elect_bureau", "discharge_syndic", ordinary=False)) == []


def test_a_change_of_shares_needs_its_main_decision() -> None:
    [first, change] = items("elect_bureau", CHANGE_OF_SHARES)
    change = replace(change, main_kind="divide_or_merge_lots")
    draft = DraftAgenda([first, change], ordinary=False, languages=FR)
    assert flaws(draft) == [(Flaw.MAIN_DECISION_MISSING, "divide_or_merge_lots")]
    [main] = items("divide_or_merge_lots")
    assert guard(replace(draft, items=[first, change, replace(main, number=3)])) == []


def parts(*of: Part, parent: int | None = 2) -> DraftAgenda:
    [bureau] = items("elect_bureau")
    rest = [
        DraftItem(number, "works_on_common_parts", FR, FR, part=part, parent=parent, options=2 * (part is Part.OPTION))
        for number, part in enumerate(of, start=2)
    ]
    return DraftAgenda([bureau, *rest], ordinary=False, languages=FR)


@pytest.mark.parametrize(("draft", "found"), [
    (parts(Part.PRINCIPLE, Part.OPTION, Part.AMOUNT, Part.FUNDING), []),
    (parts(Part.OPTION), [(Flaw.WITHOUT_PRINCIPLE, "option")]),
    (parts(Part.AMOUNT, Part.FUNDING), [(Flaw.WITHOUT_PRINCIPLE, "amount"), (Flaw.WITHOUT_PRINCIPLE, "funding")]),
    (parts(Part.OPTION, Part.PRINCIPLE), [(Flaw.PRINCIPLE_AFTER, "option")]),
    (parts(Part.PRINCIPLE, Part.OPTION, parent=None), [(Flaw.WITHOUT_PRINCIPLE, "option")]),
    (parts(Part.PRINCIPLE), []),
])  # fmt: skip
def test_whether_comes_before_which(draft: DraftAgenda, found: list[tuple[Flaw, str]]) -> None:
    assert flaws(draft) == found


def test_the_principle_may_be_the_point_that_holds_the_parts() -> None:
    draft = parts(Part.PRINCIPLE, Part.OPTION)
    principle, option = draft.items[1:]
    held = [draft.items[0], replace(principle, parent=None), option]
    assert guard(replace(draft, items=held)) == []


def test_errors_come_first_then_the_order_of_the_agenda() -> None:
    draft = agenda("approve_budgets", "works_on_common_parts")
    draft = replace(draft, languages=frozenset({"fr", "nl"}))
    found = guard(draft)
    graveness = [each.severity for each in found]
    assert graveness == sorted(graveness, key=lambda each: each is not Severity.ERROR)
    assert [each.number for each in found if each.flaw is Flaw.LANGUAGE_MISSING] == [1, 2]
    assert not is_lawful(found)


def test_an_empty_agenda_lacks_everything() -> None:
    assert {found.flaw for found in guard(agenda())} == {Flaw.NO_BUREAU, Flaw.POINT_MISSING}


def test_a_proposal_that_came_in_time_is_on_the_agenda_of_the_year() -> None:
    draft = replace(agenda(*YEARLY), proposals_by_right=(7, 3))
    assert [(found.flaw, found.about, found.article) for found in guard(draft)] == [
        (Flaw.PROPOSAL_MISSING, "3", "3.87 §3"),
        (Flaw.PROPOSAL_MISSING, "7", "3.87 §3"),
    ]
    assert not is_lawful(guard(draft))
    assert guard(replace(draft, ordinary=False)) == [] and guard(replace(draft, same_agenda=True)) == []

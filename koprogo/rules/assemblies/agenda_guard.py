"""The guard of an agenda: what a draft lacks or holds that is unlawful, each finding with its article.

An *error* makes a decision void, contestable or impossible, or leaves out what the law wants at every ordinary
assembly. A *warning* is worth a second look before convening: the usual order, words missing in a language, what
follows from a decision. The guard never edits; who drafts decides. One point at a time: `item_guard.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.assemblies.decision_kinds import CHANGE_OF_SHARES
from koprogo.rules.assemblies.item_guard import DraftItem, Finding, Flaw, Part, Severity, item_findings
from koprogo.rules.assemblies.yearly_points import ACCOUNTS, BUDGETS, COUNCIL_MEMBER, is_council_due, missing_points
from koprogo.rules.texts import (
    CC_3_87_3,
    CC_3_87_8,
    CC_3_87_10,
    CC_3_88_3,
    CC_3_89_5_15,
    CC_3_89_5_16,
    CC_3_90_3,
)

BUREAU = "elect_bureau"
DISCHARGES = frozenset({"discharge_syndic", "discharge_auditor", "discharge_council"})
TWO_BUDGETS = 2


@dataclass(frozen=True)
class DraftAgenda:
    """An agenda before it is convened.

    Attributes:
        items: in their order.
        ordinary: the yearly assembly of the house rules.
        languages: those of the building's papers.
        main_lots: lots without cellars, garages and parking spaces.
        has_council: there is one already, by duty or by choice.
        same_agenda: a second session or another day of one: it repeats an agenda and adds nothing.
        proposals_by_right: numbers of the proposals that came three weeks before the window and are on no agenda.
    """

    items: Sequence[DraftItem]
    ordinary: bool
    languages: frozenset[str]
    main_lots: int = 0
    has_council: bool = False
    same_agenda: bool = False
    proposals_by_right: Sequence[int] = ()


@cites(CC_3_87_3, CC_3_87_8, CC_3_87_10, CC_3_88_3, CC_3_89_5_15, CC_3_89_5_16, CC_3_90_3)
def guard(agenda: DraftAgenda) -> list[Finding]:
    """Return everything found, errors first, then in the order of the agenda.

    Raises:
        ValueError: an unknown kind of decision.
    """
    found = [*_bureau(agenda), *_order(agenda), *_parts(agenda)]
    if agenda.ordinary and not agenda.same_agenda:
        found += [
            Finding(Flaw.PROPOSAL_MISSING, Severity.ERROR, CC_3_87_3, about=str(number))
            for number in sorted(agenda.proposals_by_right)
        ]
        found += _yearly(agenda)
    for item in agenda.items:
        found += item_findings(item, agenda.languages)
    return sorted(found, key=lambda each: (each.severity is not Severity.ERROR, each.number or 0))


def is_lawful(findings: Sequence[Finding]) -> bool:
    """Say whether nothing found is an error."""
    return all(each.severity is not Severity.ERROR for each in findings)


def _bureau(agenda: DraftAgenda) -> Iterator[Finding]:
    """The minutes are signed by a chair, who is a co-owner, and a secretary: the first point elects them."""
    places = [item.number for item in agenda.items if item.kind == BUREAU]
    if not places:
        yield Finding(Flaw.NO_BUREAU, Severity.WARNING, CC_3_87_10)
    elif min(places) > min(item.number for item in agenda.items):
        yield Finding(Flaw.BUREAU_NOT_FIRST, Severity.WARNING, CC_3_87_10, min(places))


def _yearly(agenda: DraftAgenda) -> Iterator[Finding]:
    """What every ordinary assembly has before it: accounts, two budgets, the contract report, the auditor, the council."""
    kinds = [item.kind for item in agenda.items]
    for kind, source in missing_points(set(kinds)).items():
        yield Finding(Flaw.POINT_MISSING, Severity.ERROR, source, about=kind)
    if 0 < kinds.count(BUDGETS) < TWO_BUDGETS:
        place = next(item.number for item in agenda.items if item.kind == BUDGETS)
        yield Finding(Flaw.BUDGETS_TOGETHER, Severity.WARNING, CC_3_89_5_16, place)
    if COUNCIL_MEMBER not in kinds and is_council_due(agenda.main_lots, has_council=agenda.has_council):
        yield Finding(Flaw.COUNCIL_MISSING, Severity.ERROR, CC_3_90_3, about=COUNCIL_MEMBER)


def _order(agenda: DraftAgenda) -> Iterator[Finding]:
    """Discharge comes after the accounts it is about; a change of shares needs the decision that makes it necessary."""
    accounts = [item.number for item in agenda.items if item.kind == ACCOUNTS]
    kinds = {item.kind for item in agenda.items}
    for item in agenda.items:
        if item.kind in DISCHARGES and accounts and item.number < min(accounts):
            yield Finding(Flaw.DISCHARGE_BEFORE_ACCOUNTS, Severity.WARNING, CC_3_89_5_15, item.number, item.kind)
        if item.kind == CHANGE_OF_SHARES and item.main_kind not in kinds:
            yield Finding(Flaw.MAIN_DECISION_MISSING, Severity.ERROR, CC_3_88_3, item.number, item.main_kind or "")


def _parts(agenda: DraftAgenda) -> Iterator[Finding]:
    """Whether comes before which, how much and from what: otherwise one vote decides two things."""
    for item in agenda.items:
        if item.part in (Part.PLAIN, Part.PRINCIPLE):
            continue
        principles = [
            each.number
            for each in agenda.items
            if each.part is Part.PRINCIPLE and item.parent in (each.number, each.parent) and item.parent is not None
        ]
        if not principles:
            yield Finding(Flaw.WITHOUT_PRINCIPLE, Severity.ERROR, CC_3_87_8, item.number, str(item.part))
        elif min(principles) > item.number:
            yield Finding(Flaw.PRINCIPLE_AFTER, Severity.ERROR, CC_3_87_8, item.number, str(item.part))

"""The usual points as the agenda editor offers them: by group, and the kinds for a point written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.rules.assemblies.decision_kinds import KINDS, kind_of
from koprogo.services.assemblies.agenda.templates import TEMPLATES
from koprogo.services.assemblies.labels import article_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "yearly": (
        "bureau",
        "contract_report",
        "council_report",
        "accounts",
        "discharge_syndic",
        "discharge_auditor",
        "discharge_council",
        "budget",
        "budget_extraordinary",
    ),
    "people": ("council", "auditor", "syndic"),
    "works": ("works", "works_imposed", "competition", "loan"),
    "rules": ("bylaw_use", "bylaw_other", "house_rules"),
    "other": ("other",),
}
NOT_IN_AN_ASSEMBLY = frozenset({"written_unanimous_decision"})
"""Decided without a meeting: no point of an agenda."""


@dataclass(frozen=True)
class UsualPoint:
    """A point ready to be put on the agenda; `majority` is `open` where the syndic chooses."""

    name: str
    title: dict[str, str]
    kind_name: dict[str, str]
    majority: str
    article: str


@dataclass(frozen=True)
class Kind:
    """A kind of decision to choose from; `majority` may be `none`, `open` or `follows_main`."""

    code: str
    name: dict[str, str]
    majority: str


def usual_points() -> list[tuple[str, list[UsualPoint]]]:
    """Return the usual points by group: the same for everybody, so the page is built with them."""
    return [(group, [_point(name) for name in names]) for group, names in GROUPS.items()]


def kinds() -> list[Kind]:
    """Return the kinds of decision that an assembly takes, in the order of the law's table."""
    return [
        Kind(code, dict(KIND_NAMES[code]), str(kind.code))
        for code, kind in KINDS.items()
        if code not in NOT_IN_AN_ASSEMBLY
    ]


def _point(name: str) -> UsualPoint:
    found = TEMPLATES[name]
    return UsualPoint(
        name=name,
        title=dict(found.title),
        kind_name=dict(KIND_NAMES[found.kind]),
        majority=str(kind_of(found.kind).code),
        article=article_of(found.kind),
    )

"""What the guard says of a draft, and what the attendance expected lets each point come to, ready to print."""

from dataclasses import dataclass, field

from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.services.assemblies.agenda import guard, outlook
from koprogo.services.assemblies.agenda.templates import TEMPLATES
from koprogo.state.assemblies.acting import Act
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class FindingLine:
    """One thing the guard found; `flaw` is a code word, `number` 0 for the agenda as a whole, `kind_name` in words."""

    flaw: str
    severity: str
    number: int
    article: str
    about: str
    kind_name: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MissingLine:
    """A legal point to add with one press."""

    template: str
    title: dict[str, str]
    article: str


@dataclass(frozen=True)
class GuardView:
    """All of it: `errors` stop the convocation, `explicable` of them a written reason lets pass."""

    findings: list[FindingLine] = field(default_factory=list)
    missing: list[MissingLine] = field(default_factory=list)
    errors: int = 0
    explicable: int = 0
    warnings: int = 0


@dataclass(frozen=True)
class OutlookLine:
    """What one point can come to; `missing` are code words, `blockers` the names of who stops it alone."""

    item_id: str
    can_pass: bool
    missing: list[str]
    missing_votes: int
    present: int
    all_votes: int
    needed: int
    blockers: list[str]


async def guard_view(act: Act) -> GuardView:
    """Ask the guard about the draft of this address."""
    found = await guard.findings(*act.here)
    errors = [each for each in found if each.severity == "error"]
    return GuardView(
        findings=[
            FindingLine(
                flaw=str(each.flaw),
                severity=str(each.severity),
                number=each.number or 0,
                article=each.article,
                about=each.about,
                kind_name=dict(KIND_NAMES.get(each.about, {})),
            )
            for each in found
        ][: 2 * ROWS],
        missing=[
            MissingLine(each.template, dict(TEMPLATES[each.template].title), each.article)
            for each in guard.missing_points(found)
        ],
        errors=len(errors),
        explicable=sum(each.flaw in guard.MAY_BE_ELSEWHERE for each in errors),
        warnings=len(found) - len(errors),
    )


async def outlook_lines(act: Act, percent: int) -> dict[str, OutlookLine]:
    """Ask what each point can come to when so many percent come; by the id of the point."""
    return {
        str(each.item_id): OutlookLine(
            item_id=str(each.item_id),
            can_pass=each.outlook.can_pass,
            missing=[str(word) for word in each.outlook.missing],
            missing_votes=each.outlook.missing_votes,
            present=each.outlook.present_votes,
            all_votes=each.outlook.all_votes,
            needed=each.outlook.needed,
            blockers=list(each.blockers[:3]),
        )
        for each in await outlook.outlooks(*act.here, percent=percent)
    }

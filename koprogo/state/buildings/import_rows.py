"""What the import page prints: rows ready to show, made from a preview. A page never holds more than fifty lots."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from koprogo.core.errors import Fact
from koprogo.rules.ownership.faults import Fault, Notice
from koprogo.rules.ownership.kinds import Kind
from koprogo.rules.ownership.lot_line import LotLine
from koprogo.rules.ownership.questions import About, Choice, Question
from koprogo.rules.ownership.same_person import Group
from koprogo.rules.ownership.sheet import Column, Why
from koprogo.services.buildings.import_lots import ImportResult
from koprogo.services.buildings.import_preview import Preview

ROWS = 12
"""Lots shown at once: about a screen, so that a line somebody jumps to is in sight, and a phone is not endless."""
BEFORE = 3
"""Lines shown above the one somebody jumps to."""
MOST_FAULTS = 50
MOST_PROPOSALS = 50
MOST_QUESTIONS = 20
CODED = {About.LANGUAGE, About.RIGHT, About.CAPACITY, About.CONSENT, About.SAME_PERSON}
"""Questions whose answers are code words, said in the reader's language; the others are answered as written."""


@dataclass(frozen=True)
class FileView:
    """The file, for the sentence above the preview; counts are of lines."""

    name: str = ""
    form: str = ""
    separator: str = ""
    encoding: str = ""
    sheet: str = ""
    header_language: str = ""
    columns: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    blank: int = 0
    titles: int = 0
    totals: int = 0
    other_lines: int = 0


@dataclass(frozen=True)
class SumView:
    """The sum of the lots beside the base deed; `verdict` is right, too_small or too_large."""

    shares: int = 0
    denominator: int = 1
    difference: int = 0
    verdict: str = "right"


@dataclass(frozen=True)
class FaultView:
    """One thing to correct; `line` 0 concerns the whole list, `read` empty is an empty cell."""

    line: int
    header: str
    read: str
    message_id: str
    facts: dict[str, Fact]


@dataclass(frozen=True)
class CellView:
    """A cell as understood; as written and `wrong` when it has to be corrected."""

    text: str
    wrong: bool = False


@dataclass(frozen=True)
class LotView:
    """A lot as understood; `regime` is a code word, `kind` too."""

    line: int
    number: CellView
    kind: str
    shares: CellView
    holders: CellView
    regime: str
    regime_wrong: bool
    regime_read: str
    email: CellView
    language: CellView
    sought: bool = False


@dataclass(frozen=True)
class ProposalView:
    """Somebody named in several places, perhaps one person."""

    id: str
    name: str
    lots: str
    because: str
    accepted: bool


@dataclass(frozen=True)
class ChoiceView:
    """One answer; `coded` says that `text` is a code word."""

    value: str
    text: str
    lots: str
    coded: bool


@dataclass(frozen=True)
class QuestionView:
    """Something only a person can say."""

    id: str
    message_id: str
    facts: dict[str, Fact]
    choices: list[ChoiceView]
    answer: str


@dataclass(frozen=True)
class CountView:
    """How many lots are ready for one thing."""

    message_id: str
    have: int
    of: int


@dataclass(frozen=True)
class DoneView:
    """What a confirmation did; `changed` is false when this very file had been imported before."""

    lots: int = 0
    persons: int = 0
    merges: int = 0
    open_questions: int = 0
    suspended: int = 0
    votes_lost: int = 0
    changed: bool = True


def file_view(preview: Preview) -> FileView:
    """Return what the file is."""
    file, aside = preview.file, [each.why for each in preview.set_aside]
    totals = sum(why in (Why.TOTAL, Why.SUBTOTAL) for why in aside)
    blank, titles = aside.count(Why.BLANK), aside.count(Why.TITLE)
    return FileView(
        name=file.name,
        form=file.form,
        separator=file.separator,
        encoding=file.encoding,
        sheet=file.sheet,
        header_language=file.header_language,
        columns=list(preview.columns.values()),
        not_read=list(preview.not_read),
        blank=blank,
        titles=titles,
        totals=totals,
        other_lines=len(aside) - totals - blank - titles,
    )


def sum_view(preview: Preview) -> SumView:
    """Return the sum of the lots beside the base deed."""
    sums = preview.sums
    return SumView(sums.shares, sums.denominator, abs(sums.difference), sums.verdict.value)


def fault_view(fault: Fault | Notice) -> FaultView:
    """Return a fault, or something to know."""
    facts = dict(fault.facts) if isinstance(fault, Fault) else {}
    return FaultView(fault.line or 0, fault.header, fault.read, fault.message_id.value, facts)


def lots_from(preview: Preview, line: int) -> tuple[int, list[LotView]]:
    """Return the place of the first lot shown and the lots from there on, so that `line` is among them (0: the first)."""
    lines = [lot.line for lot in preview.lots]
    place = next((place for place, each in enumerate(lines) if each >= line), 0) if line else 0
    first = max(0, min(place - BEFORE, len(lines) - ROWS)) if line else 0
    return first, lots_at(preview, first, line)


def lots_at(preview: Preview, first: int, sought: int = 0) -> list[LotView]:
    """Return a page of lots, with what has to be corrected in them as it was written."""
    wrong = {(each.line, each.column): each.read for each in preview.faults}
    return [_lot(lot, wrong, lot.line == sought) for lot in preview.lots[first : first + ROWS]]


def _lot(lot: LotLine, wrong: Mapping[tuple[int | None, Column | None], str], sought: bool) -> LotView:
    def cell(text: str, *columns: Column) -> CellView:
        found = [wrong[lot.line, column] for column in columns if (lot.line, column) in wrong]
        return CellView(found[0], True) if found else CellView(text)

    reached = [holder.reached for holder in lot.holders]
    regime = cell("", Column.REGIME, Column.REMARK)
    return LotView(
        line=lot.line,
        number=cell(lot.number, Column.LOT),
        kind=lot.kind.value if lot.kind is not Kind.OTHER else "",
        shares=cell("" if lot.shares is None else str(lot.shares), Column.SHARES),
        holders=cell(" / ".join(holder.name for holder in lot.holders), Column.OWNER, Column.FIRST_NAME),
        regime=lot.regime.value,
        regime_wrong=regime.wrong,
        regime_read=regime.text,
        email=cell(_each([one.email for one in reached]), Column.EMAIL),
        language=cell(_each([one.language.upper() for one in reached]), Column.LANGUAGE),
        sought=sought,
    )


def _each(texts: list[str]) -> str:
    """Return what the holders have, once when it is the same for all."""
    return " / ".join(dict.fromkeys(text for text in texts if text))


def proposal_view(group: Group, accepted: Collection[str]) -> ProposalView:
    """Return a proposal to take several mentions as one person."""
    return ProposalView(group.id, group.name, ", ".join(group.lots), ", ".join(group.because), group.id in accepted)


def question_view(question: Question) -> QuestionView:
    """Return a question with its possible answers."""
    coded = question.about in CODED
    return QuestionView(
        question.id,
        question.message_id.value,
        dict(question.facts),
        [_choice(choice, coded) for choice in question.choices],
        question.answer,
    )


def _choice(choice: Choice, coded: bool) -> ChoiceView:
    # Another person of the same name is told by her addresses; "somebody else" and code words are told in words.
    is_code = coded and (not choice.text or choice.text == choice.value)
    return ChoiceView(choice.value, choice.value if is_code else choice.text, ", ".join(choice.lots), is_code)


def done_view(result: ImportResult) -> DoneView:
    """Return what a confirmation did."""
    return DoneView(
        result.lots,
        result.persons,
        result.merges,
        len(result.open_questions),
        result.suspended,
        result.votes_lost,
        result.changed,
    )

"""What an import would do, before anybody confirms it: everything the screen and the command line show.

`read_list` is pure work on bytes (no database) and runs in a thread; a preview and the confirmation that follows read the
same bytes the same way, so what was shown is what is written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from koprogo.adapters.lot_files import read_lot_file
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.ownership.faults import Fault, Notice
from koprogo.rules.ownership.joint import HeldLot, Suspended, suspended
from koprogo.rules.ownership.judge import Judged, judge
from koprogo.rules.ownership.lot_line import LotLine
from koprogo.rules.ownership.lot_questions import LotAnswers, lot_answers
from koprogo.rules.ownership.lots import SumOfShares
from koprogo.rules.ownership.person_questions import PeopleRead, PersonRead, people
from koprogo.rules.ownership.questions import Question
from koprogo.rules.ownership.readiness import Count, readiness
from koprogo.rules.ownership.same_person import Group, group, mention_key, mentions_of
from koprogo.rules.ownership.shares_text import MOST_SHARES
from koprogo.rules.ownership.sheet import Column, FileFacts, SetAside, Sheet

DENOMINATOR = "Write the whole number of shares of the base deed, from 1 to {most}."
UNKNOWN_PROPOSAL = "This proposal is not one of this list. Load the preview again."
UNKNOWN_QUESTION = "This question is not one of this list. Load the preview again."
NOT_A_CHOICE = "Choose one of the answers."


@dataclass(frozen=True)
class Preview:
    """A list of lots as understood, and everything to correct, to know, to confirm and to answer.

    Attributes:
        sha256: of the file; sent back with the confirmation.
        columns: header as written in the file, by column understood.
        faults: in the order of the file, the sum last; while one is left, nothing can be confirmed.
        proposals: who would be taken as one person, and why; each is confirmed or not.
        questions: what the list leaves open, answered or not; an open one stops nothing and nothing is guessed for it.
        suspended: lots nobody can vote for as the list stands, with the votes lost (art. 3.87 §1, al. 2).
        organisations_open: organisations of which the list does not say who acts for them.
        lots_there: lots the association has already; 0 when the list can be imported.
        imported_before: this very file was imported; confirming it again changes nothing.
    """

    sha256: str
    file: FileFacts
    columns: Mapping[Column, str]
    not_read: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    lots: tuple[LotLine, ...]
    sums: SumOfShares
    total_line: int | None
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    proposals: tuple[Group, ...]
    persons: tuple[PersonRead, ...]
    questions: tuple[Question, ...]
    suspended: Suspended
    organisations_open: tuple[PersonRead, ...]
    readiness: tuple[Count, ...]
    lots_there: int = 0
    imported_before: bool = False

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a confirmation would be accepted."""
        return not self.faults and (self.lots_there == 0 or self.imported_before)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(each for each in self.questions if not each.answer)


@dataclass(frozen=True)
class ListRead:
    """A list read and judged, with its people as accepted and answered so far."""

    sha256: str
    sheet: Sheet
    judged: Judged
    groups: tuple[Group, ...]
    people: PeopleRead
    answers: LotAnswers

    @property
    def proposals(self) -> tuple[Group, ...]:
        """The groups that would make one person of several mentions."""
        return tuple(each for each in self.groups if len(each.mentions) > 1)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything asked: who is who first, then about persons, then about lots."""
        return (*self.people.questions, *self.answers.questions)


def read_list(
    content: bytes,
    filename: str,
    denominator: int,
    *,
    today: date,
    merges_accepted: Collection[str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> ListRead:
    """Read and judge a list; `merges_accepted` None stands for every proposal.

    Raises:
        BadInput: it is no list, the denominator is no number of shares, or an answer fits no question.
    """
    if not 1 <= denominator <= MOST_SHARES:
        raise BadInput(Problem("denominator", DENOMINATOR, {"most": MOST_SHARES}))
    answers = answers or {}
    sheet = read_lot_file(content, filename)
    judged = judge(sheet, denominator, today)
    groups = group(mentions_of(judged.lots))
    read = ListRead(
        sha256=sha256(content).hexdigest(),
        sheet=sheet,
        judged=judged,
        groups=groups,
        people=people(groups, merges_accepted, answers),
        answers=lot_answers(judged.lots, answers),
    )
    _check_answers(read, merges_accepted or (), answers)
    return read


def as_preview(read: ListRead, *, lots_there: int = 0, imported_before: bool = False) -> Preview:
    """Return what a person is shown of a list."""
    persons = read.people.by_mention()
    lots = read.judged.lots
    acted_for = [persons[mention_key(lot, 0)].id for lot in lots if lot.line in read.answers.capacities]
    holders = {persons[mention_key(lot, place)].id for lot in lots for place in range(len(lot.holders))}
    return Preview(
        sha256=read.sha256,
        file=read.sheet.facts,
        columns=read.sheet.headers,
        not_read=read.sheet.not_read,
        set_aside=read.judged.set_aside,
        lots=lots,
        sums=read.judged.sums,
        total_line=read.judged.total,
        faults=read.judged.faults,
        notices=read.judged.notices,
        proposals=read.proposals,
        persons=read.people.persons,
        questions=read.questions,
        suspended=suspended(
            HeldLot(lot.number, lot.shares or 0, lot.rights, lot.representative is not None) for lot in lots
        ),
        organisations_open=tuple(
            each
            for each in read.people.persons
            if each.is_organisation and each.id in holders and each.id not in acted_for
        ),
        readiness=readiness(lots, persons, acted_for),
        lots_there=lots_there,
        imported_before=imported_before,
    )


def _check_answers(read: ListRead, accepted: Collection[str], answers: Mapping[str, str]) -> None:
    """Refuse what a screen of ours would not send; a question that a refused proposal dissolved may stay answered."""
    known = {each.id for each in read.proposals}
    problems = [Problem(f"merge {each}", UNKNOWN_PROPOSAL) for each in sorted(set(accepted) - known)]
    problems += [Problem(each.id, NOT_A_CHOICE) for each in read.questions if each.misfit]
    asked = {each.id for each in read.questions}
    if unknown := set(answers) - asked:
        unknown -= {each.id for each in people(read.groups, None, answers).questions}
    problems += [Problem(each, UNKNOWN_QUESTION) for each in sorted(unknown)]
    if problems:
        raise BadInput(*problems)

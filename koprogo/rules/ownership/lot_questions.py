"""What a list leaves open about a lot: who has the usufruct and who the bare ownership; as what somebody acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.ownership.lot_line import Holder, LotLine
from koprogo.rules.ownership.organisations import Capacity
from koprogo.rules.ownership.questions import About, Choice, Question, ask
from koprogo.rules.ownership.rights import Right
from koprogo.rules.ownership.same_person import mention_key
from koprogo.rules.texts import CC_3_87_1

HALVES = tuple(Choice(right.value, right.value) for right in (Right.USUFRUCT, Right.BARE_OWNERSHIP))
CAPACITIES = tuple(Choice(capacity.value, capacity.value) for capacity in Capacity)


@dataclass(frozen=True)
class LotAnswers:
    """What is asked about the lots, and what the answers say.

    Attributes:
        rights: by the key of the mention of the holder.
        capacities: of who acts for the one holder of a lot, by line.
    """

    questions: tuple[Question, ...]
    rights: Mapping[str, Right]
    capacities: Mapping[int, Capacity]


def lot_answers(lots: Iterable[LotLine], answers: Mapping[str, str]) -> LotAnswers:
    """Ask about every lot what its line leaves open, and read the answers that were given."""
    questions: list[Question] = []
    rights: dict[str, Right] = {}
    capacities: dict[int, Capacity] = {}
    for lot in lots:
        for place, holder in enumerate(lot.holders):
            key = mention_key(lot, place)
            rights[key] = holder.right
            if holder.right is Right.USUFRUCT_OR_BARE:
                question = _which_half(lot, place, holder, answers)
                questions.append(question)
                rights[key] = Right(question.answer or holder.right)
        if acts_for_holder(lot) and lot.representative:
            capacity = lot.representative.capacity
            if capacity is None:
                question = ask(
                    About.CAPACITY,
                    lot.number,
                    CAPACITIES,
                    answers,
                    name=lot.representative.name,
                    holder=lot.holders[0].name,
                )
                questions.append(question)
                capacity = Capacity(question.answer) if question.answer else None
            if capacity:
                capacities[lot.line] = capacity
    return LotAnswers(tuple(questions), rights, capacities)


@cites(CC_3_87_1)
def acts_for_holder(lot: LotLine) -> bool:
    """Say whether the name in the column of representatives acts for the one holder of the lot.

    On a joint or usufruct lot it is the representative of art. 3.87 §1, al. 2. A person does not act for herself.
    """
    return (
        lot.representative is not None
        and lot.representative.place is None
        and len(lot.holders) == 1
        and not lot.needs_representative
    )


def _which_half(lot: LotLine, place: int, holder: Holder, answers: Mapping[str, str]) -> Question:
    subject = lot.number if len(lot.holders) == 1 else f"{lot.number}:{place + 1}"
    return ask(About.RIGHT, subject, HALVES, answers, name=holder.name, lot=lot.number)

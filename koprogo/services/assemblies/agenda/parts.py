"""A point in several votes: 7a whether, 7b which option, 7c for how much, 7d paid from what; one result each.

The principle comes first, at its legal majority; an option is then chosen by an absolute majority of the votes cast
(art. 3.87 §8). Candidates for one seat are options too, without a principle before them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.models.assemblies import AgendaItem, ItemText
from koprogo.rules.assemblies.choice import FEWEST, OPTIONS
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.refusals import WrongState

CHOOSING = "second_round_when_more_than_two_proposals"
"""The kind of a choice between options: an absolute majority, art. 3.87 §8."""
ONE_SEAT = frozenset(
    {"elect_council_member", "appoint_auditor", "appoint_or_renew_syndic", "appoint_provisional_or_deputy_syndic",
     "elect_bureau"}
)  # fmt: skip
"""Kinds whose candidates for one seat may be put as options of the point itself."""
LETTERS = "abcdefghi"
LONGEST_OPTION = 120
LANGUAGES = ("fr", "nl", "de", "en")
# fmt: off
DECIDES: Mapping[str, Mapping[str, str]] = {
    "principle": {"fr": "le principe", "nl": "het principe", "de": "der Grundsatz", "en": "the principle"},
    "option": {"fr": "le choix", "nl": "de keuze", "de": "die Wahl", "en": "the choice"},
    "amount": {"fr": "le montant", "nl": "het bedrag", "de": "der Betrag", "en": "the amount"},
    "funding": {"fr": "le financement", "nl": "de financiering", "de": "die Finanzierung", "en": "the funding"},
}
# fmt: on


@dataclass(frozen=True)
class PartWish:
    """A part to add: what it decides, its proposed text per language, and the options when it is a choice."""

    decides: str
    proposal: Mapping[str, str]
    options: Sequence[Mapping[str, str]] = ()


async def split_item(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, parts: Sequence[PartWish], at: datetime
) -> list[UUID]:
    """Make a point of a draft the principle (7a) and add its parts after it; return their ids in order.

    An amount and its funding need the majority of the principle; an option is chosen by an absolute majority.

    Raises:
        BadInput: no part, one twice, or options that are not two to nine.
        AgendaFrozen: the convocation has gone out.
    """
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft(session, association_id, item_id)
    if item.part or item.options or item.majority in ("none", Majority.UNANIMITY):
        raise BadInput(Problem("parts", "Only a point voted by for and against can be voted in parts."))
    if problems := _problems(parts):
        raise BadInput(*problems)
    item.part, item.part_of_decision = LETTERS[0], "principle"
    made = []
    for letter, wish in zip(
        LETTERS[1:], sorted(parts, key=lambda each: list(DECIDES).index(each.decides)), strict=False
    ):
        choosing = wish.decides == "option"
        part = AgendaItem(
            id=uuid4(),
            association_id=association_id,
            assembly_id=item.assembly_id,
            number=item.number,
            title={code: f"{words} – {DECIDES[wish.decides][code]}" for code, words in item.title.items()},
            kind=CHOOSING if choosing else item.kind,
            main_kind=None if choosing else item.main_kind,
            majority=Majority.ABSOLUTE if choosing else item.majority,
            majority_from="law" if choosing else item.majority_from,
            clause="" if choosing else item.clause,
            key_id=item.key_id,
            key_reason=item.key_reason,
            parent_id=item.id,
            part=letter,
            part_of_decision=wish.decides,
            options=_labels(wish.options),
            minutes_planned=5,
        )
        session.add(part)
        await session.flush()
        await _write_text(session, actor, association_id, part.id, wish.proposal, at)
        made.append(part.id)
    await audit.record(session, actor, association_id, "item.split", item_id, parts=len(made))
    return made


async def set_options(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, options: Sequence[Mapping[str, str]]
) -> None:
    """Write the options of a choice, or the candidates for one seat; none makes an election yes or no again.

    Raises:
        BadInput: not two to nine, or the point decides something else than a choice.
        AgendaFrozen: the convocation has gone out.
    """
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft(session, association_id, item_id)
    choosing = item.part_of_decision == "option"
    if not choosing and (item.kind not in ONE_SEAT or item.part):
        raise BadInput(Problem("options", "Options are put to the vote after the principle: vote the point in parts."))
    if (options or choosing) and (problems := _option_problems(options)):
        raise BadInput(*problems)
    item.options = _labels(options)
    await audit.record(session, actor, association_id, "item.options", item_id, options=len(options))


async def set_hidden_tally(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, hidden: bool
) -> None:
    """Hide the sums of a point from every screen until its vote closes, or show them as they come; before the vote."""
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await session.get(AgendaItem, item_id)
    if item is None or item.association_id != association_id or item.number is None:
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    state = await events.item_state(session, association_id, item_id)
    if state.what in (*events.VOTE_OPEN, "closed"):
        raise WrongState(state.what)
    item.hidden_tally = hidden
    await audit.record(session, actor, association_id, "item.hidden_tally", item_id, hidden=hidden)


async def _draft(session: AsyncSession, association_id: UUID, item_id: UUID) -> AgendaItem:
    item = await session.get(AgendaItem, item_id)
    if item is None or item.association_id != association_id or item.number is None:
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    await events.require_state(session, association_id, item.assembly_id, events.DRAFTED)
    return item


async def _write_text(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, words: Mapping[str, str], at: datetime
) -> None:
    said = {code: words[code].strip() for code in LANGUAGES if words.get(code, "").strip()}
    session.add(
        ItemText(association_id=association_id, item_id=item_id, version=1, text=said, by_id=actor.person_id, at=at)
    )


def _labels(options: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{code: each[code].strip() for code in LANGUAGES if each.get(code, "").strip()} for each in options]


def _problems(parts: Sequence[PartWish]) -> list[Problem]:
    decided = [each.decides for each in parts]
    if not parts or len(set(decided)) < len(decided) or not set(decided) <= {"option", "amount", "funding"}:
        return [Problem("parts", "Choose what is voted after the principle: the option, the amount or the funding.")]
    found: list[Problem] = []
    for each in parts:
        if each.decides == "option":
            found += _option_problems(each.options)
        elif each.options:
            found.append(Problem("options", "Only the choice has options."))
        elif not any(words.strip() for words in each.proposal.values()):
            found.append(Problem(each.decides, "Write what is proposed, in at least one language."))
    return found


def _option_problems(options: Sequence[Mapping[str, str]]) -> list[Problem]:
    labels = _labels(options)
    if not FEWEST <= len(labels) <= len(OPTIONS):
        return [Problem("options", "Write two to nine options, one per line.")]
    if not all(labels):
        return [Problem("options", "Give each option a name in at least one language.")]
    if any(len(words) > LONGEST_OPTION for each in labels for words in each.values()):
        return [Problem("options", "Shorten this to {most} characters.", {"most": LONGEST_OPTION})]
    for code in LANGUAGES:
        names = [each[code].casefold() for each in labels if code in each]
        if len(set(names)) < len(names):
            return [Problem("options", "Two options have the same name. Give each its own.")]
    return []

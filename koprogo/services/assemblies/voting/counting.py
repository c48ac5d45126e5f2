"""Counting a round: its ballots, held against who is there, through the rules.

Nothing is stored: asking again gives the same answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.shares import largest_remainder
from koprogo.rules.assemblies.choice import ChoiceCount, ChoiceOutcome, OptionBallot, choose
from koprogo.rules.assemblies.majorities import Majority, Tally, needed, unanimity_base
from koprogo.rules.assemblies.tally import Ballot, Choice, Count, count
from koprogo.rules.assemblies.voting_power import voting_power
from koprogo.services.assemblies.roll import RollRow, Room

COUNTING = "SELECT lot_id, choice, shares, cast_by_id FROM counting_ballot WHERE item_id = :i AND round = :r"
PENDING = """
SELECT b.id, b.lot_id, b.choice, b.shares, b.cast_by_id FROM ballot b
 WHERE b.item_id = :i AND b.round = :r AND b.needs_confirmation
   AND NOT EXISTS (SELECT 1 FROM ballot_confirmation c WHERE c.ballot_id = b.id)
   AND NOT EXISTS (SELECT 1 FROM ballot n WHERE n.item_id = b.item_id AND n.round = b.round AND n.lot_id = b.lot_id
                    AND n.revision > b.revision)
"""
CURRENT = """
SELECT s.item_id, s.round FROM item_state s
 WHERE s.assembly_id = :a AND s.what IN ('opened', 'extended', 'closed') ORDER BY s.what = 'closed', s.at DESC LIMIT 1
"""


@dataclass(frozen=True)
class ItemRule:
    """What counting needs to know of an item."""

    id: UUID
    majority: Majority
    key_id: UUID | None
    excluded: frozenset[UUID]
    second_meeting: bool = False
    """A retry after absence alone defeated unanimity: all present or represented must say yes (art. 3.88 §4)."""
    options: tuple[str, ...] = ()
    """The options of the round; empty for yes or no."""
    amendment: bool = False
    """The round is about an amendment to the text, not about the text."""


@dataclass(frozen=True)
class LotBallot:
    """The ballot that counts for one lot."""

    lot_id: UUID
    choice: str
    shares: int
    cast_by_id: UUID


@dataclass(frozen=True)
class Named:
    """An owner to be named in the minutes: her lots, and the votes that count after the ceiling."""

    owner_name: str
    lots: tuple[str, ...]
    votes: int
    through_id: UUID | None


@dataclass(frozen=True)
class RoundCount:
    """A round counted: the rule's answer, and what stands beside it in words.

    `present` is the sum of votes present or represented that may vote on the item, `key_total` of all lots of its key,
    `no_ballot` of those present without a ballot that counts.
    """

    count: Count
    needed: int
    key_total: int
    present: int
    lots_present: int
    lots_voted: int
    no_ballot: int
    ballots: tuple[LotBallot, ...]
    ceiling: tuple[int, int] = (0, 0)
    """What one person carries and what of it counts, when she carries more than all others together; zeros otherwise."""
    choice: ChoiceCount | None = None
    """Of a vote between options; `count` then holds the leading option against all others."""

    @property
    def counted(self) -> Mapping[str, Mapping[str, int]]:
        """person -> choice -> votes that count."""
        found: Mapping[str, Mapping[Any, int]] = self.choice.counted if self.choice else self.count.counted
        return found

    @property
    def votes_cast(self) -> int:
        """For and against, after the ceiling."""
        return self.count.in_favour + self.count.against


async def round_on(session: AsyncSession, assembly_id: UUID) -> Row[Any] | None:
    """Return the item and the round that is on: the vote that is open, else the one closed and not confirmed yet."""
    return (await session.execute(text(CURRENT), {"a": assembly_id})).first()


async def counting_ballots(session: AsyncSession, item_id: UUID, round_: int) -> list[LotBallot]:
    """Load the ballots that count: the highest revision of each lot, confirmed where that is needed."""
    rows = await session.execute(text(COUNTING), {"i": item_id, "r": round_})
    return [LotBallot(*row) for row in rows]


def count_round(now: Room, item: ItemRule, ballots: Sequence[LotBallot]) -> RoundCount:
    """Count a round as the room stands now."""
    voters = {row.lot_id: row for row in population(now.roll, item)}
    carriers = {lot: person for lot, person in now.carriers.items() if lot in voters and person not in item.excluded}
    counted = [ballot for ballot in ballots if ballot.lot_id in voters]
    silent: dict[str, int] = defaultdict(int)
    voted = {ballot.lot_id for ballot in counted}
    for lot, person in carriers.items():
        if lot not in voted:
            silent[str(person)] += voters[lot].votes(item.key_id)
    key_total = now.shares_total if item.key_id is None else sum(row.votes(item.key_id) for row in now.roll)
    present = sum(voters[lot].votes(item.key_id) for lot in carriers.keys() | voted)
    unanimity = None
    if item.majority is Majority.UNANIMITY:
        unanimity = unanimity_base(key_total, second_meeting=item.second_meeting, present_shares=present)
    carried = [(ballot, voters[ballot.lot_id], person_of(ballot, voters, carriers)) for ballot in counted]
    chosen = choose([_named_option(*each) for each in carried], silent, item.options) if item.options else None
    answer = (
        leading(chosen)
        if chosen
        else count([_carried(*each) for each in carried], silent, item.majority, unanimity_of=unanimity)
    )
    return RoundCount(
        count=answer,
        needed=unanimity if unanimity is not None else needed(answer.in_favour + answer.against, item.majority),
        key_total=key_total,
        present=present,
        lots_present=len(carriers.keys() | voted),
        lots_voted=len(voted),
        no_ballot=sum(silent.values()),
        ballots=tuple(counted),
        ceiling=_ceiling({row.lot_id: row.votes(item.key_id) for row in voters.values()}, carriers, carried),
        choice=chosen,
    )


def _ceiling(
    votes: Mapping[UUID, int],
    carriers: Mapping[UUID, UUID],
    carried: Sequence[tuple[LotBallot, RollRow, UUID]],
) -> tuple[int, int]:
    """Return what the one above the ceiling of art. 3.87 §7 carries, voted or not, and what of it counts."""
    hands: dict[str, int] = defaultdict(int)
    for lot, person in {**carriers, **{ballot.lot_id: person for ballot, _, person in carried}}.items():
        hands[str(person)] += votes[lot]
    power = voting_power(hands).counted
    return next(((held, power[person]) for person, held in hands.items() if power[person] < held), (0, 0))


def leading(chosen: ChoiceCount) -> Count:
    """Return a vote between options as yes or no: the option with the most votes against all others together."""
    most = max(chosen.votes.values(), default=0)
    return Count(
        in_favour=most,
        against=chosen.cast - most,
        abstained=chosen.abstained,
        blank=chosen.blank,
        carried=chosen.outcome is ChoiceOutcome.CHOSEN,
        reductions=chosen.reductions,
        counted={},
        unreduced=Tally(most, chosen.cast - most, chosen.abstained),
        warning=chosen.warning,
    )


def _named_option(ballot: LotBallot, row: RollRow, person: UUID) -> OptionBallot:
    by_proxy = person not in (row.voter_id, row.agent_id)
    return OptionBallot(str(person), ballot.shares, ballot.choice, giver=str(row.voter_id) if by_proxy else "")


def _carried(ballot: LotBallot, row: RollRow, person: UUID) -> Ballot:
    """Return a ballot as the rule takes it: who carries it, and whose it is when she carries it by proxy."""
    by_proxy = person not in (row.voter_id, row.agent_id)
    return Ballot(str(person), ballot.shares, Choice(ballot.choice), giver=str(row.voter_id) if by_proxy else "")


def population(roll: Iterable[RollRow], item: ItemRule) -> list[RollRow]:
    """Return the lots that may vote on an item: not suspended, in its key, not excluded (art. 3.87 §§1, 6, 9)."""
    return [
        row
        for row in roll
        if not row.suspended
        and row.voter_id is not None
        and row.voter_id not in item.excluded
        and row.votes(item.key_id)
    ]


def person_of(ballot: LotBallot, voters: Mapping[UUID, RollRow], carriers: Mapping[UUID, UUID]) -> UUID:
    """Return who carries a ballot for the ceiling: who carries the lot now, else who stands for it."""
    return carriers.get(ballot.lot_id) or voters[ballot.lot_id].voter_id or ballot.cast_by_id


def names(now: Room, item: ItemRule, counted: RoundCount, choice: str) -> list[Named]:
    """Return the owners who chose so, as the minutes must name them (art. 3.87 §10), with votes after the ceiling."""
    rows = {row.lot_id: row for row in now.roll}
    voters = {row.lot_id: row for row in population(now.roll, item)}
    carriers = now.carriers
    by_person: dict[UUID, dict[str, list[LotBallot]]] = defaultdict(lambda: defaultdict(list))
    for ballot in counted.ballots:
        if ballot.choice == choice:
            by_person[person_of(ballot, voters, carriers)][rows[ballot.lot_id].owner_key].append(ballot)
    found = []
    for person, owners in by_person.items():
        raw = {owner: sum(ballot.shares for ballot in ballots) for owner, ballots in owners.items()}
        votes = largest_remainder(counted.counted[str(person)].get(choice, 0), raw)
        for owner, ballots in owners.items():
            first = rows[ballots[0].lot_id]
            by_proxy = person not in (first.voter_id, first.agent_id)
            lots = tuple(sorted(rows[ballot.lot_id].lot_number for ballot in ballots))
            found.append(Named(first.owner_name, lots, votes[owner], person if by_proxy else None))
    return sorted(found, key=lambda named: named.owner_name)

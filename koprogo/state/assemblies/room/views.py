"""What the syndic's room shows, ready to print: lines of the list, outcomes, lines of the minutes, names to read out."""

import json
from dataclasses import dataclass, field
from typing import Any, Self

from koprogo.services.assemblies.attendance.attendance_list import (
    ABSENT,
    PRESENT,
    REPRESENTED,
    AttendanceList,
    Attendee,
)
from koprogo.services.assemblies.queries import ItemRow
from koprogo.services.assemblies.room.minutes_so_far import MinutesLine
from koprogo.services.assemblies.voting.read_out import Spoken
from koprogo.services.documents.queries import PaperRow

SEGMENTS = ("without", "voted", "proxies", "absent")


@dataclass(frozen=True)
class RoomLine:
    """One co-owner in the list. `how` is a code word for the channel column, `shape` the icon of the button beside it."""

    key: str = ""
    name: str = ""
    lot: str = ""
    more: int = 0
    votes: int = 0
    how: str = ""
    holder_name: str = ""
    pending: str = ""
    lot_ids: list[str] = field(default_factory=list)
    first_lot_id: str = ""
    noted: str = "{}"
    """For the desk without a network: the newest ballot known of each of her lots that vote, as JSON."""


@dataclass(frozen=True)
class RoomCounts:
    """How many co-owners are in each segment, how many lots are there, and how many without any ballot, not
    even one that waits.
    """

    without: int = 0
    voted: int = 0
    proxies: int = 0
    absent: int = 0
    present_lots: int = 0
    silent_lots: int = 0

    @classmethod
    def of(cls, found: AttendanceList) -> Self:
        """Count a list."""
        voting = found.item_id is not None
        counts = {name: sum(in_segment(row, name, voting=voting) for row in found.rows) for name in SEGMENTS}
        there = [row for row in found.rows if row.status != ABSENT]
        return cls(
            **counts,
            present_lots=sum(len(row.lots) for row in there),
            silent_lots=sum(len(row.silent_lot_ids) for row in there),
        )


@dataclass(frozen=True)
class OptionLine:
    """An option with the votes that count for it."""

    key: str = ""
    label: dict[str, str] = field(default_factory=dict)
    votes: int = 0


@dataclass(frozen=True)
class ChoiceView:
    """The frozen outcome of a choice; `outcome` is empty for yes or no, `chosen` the label that won."""

    outcome: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    options: list[OptionLine] = field(default_factory=list)


@dataclass(frozen=True)
class OutcomeView:
    """How a point stands: `state` planned, open, closed, carried, rejected, postponed…; its round, text and sums."""

    state: str = "planned"
    round: int = 0
    text_version: int = 1
    majority: str = ""
    clause: str = ""
    reason: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    no_ballot: int = 0
    needed: int = 0
    judge_by: str = ""
    choice: ChoiceView = ChoiceView()


@dataclass(frozen=True)
class MinutesRow:
    """A line of the minutes so far: an instant, a code word and its facts; `number` 0 is the session itself."""

    key: str = ""
    at: str = ""
    what: str = ""
    number: str = ""
    title: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    article: str = ""


@dataclass(frozen=True)
class SpokenView:
    """An owner to read out."""

    name: str
    lots: list[str]
    votes: int
    through: str


@dataclass(frozen=True)
class SpokenOptionView:
    """An option with who chose it, to be read out."""

    label: dict[str, str]
    votes: int
    voters: list[SpokenView]


@dataclass(frozen=True)
class PaperView:
    """The minutes in one language, and where to open them."""

    language: str
    version: int
    href: str
    size: int

    @classmethod
    def of(cls, row: PaperRow) -> Self:
        """Return the view of an issued paper."""
        return cls(row.language, row.version, f"/api/v1/papers/{row.id}/content", row.size)


def in_segment(row: Attendee, segment: str, *, voting: bool) -> bool:
    """Say whether a co-owner belongs to a segment; before the vote everybody who is there is without a ballot."""
    if segment == "absent":
        return row.status == ABSENT
    if segment == "proxies":
        return row.status == REPRESENTED
    has_ballot = voting and bool(row.ballot)
    if segment == "voted":
        return has_ballot
    return row.status != ABSENT and not has_ballot and row.votes > 0


def room_line(row: Attendee) -> RoomLine:
    """Return a co-owner's line."""
    return RoomLine(
        key=row.owner_key,
        name=row.owner_name,
        lot=row.lots[0],
        more=len(row.lots) - 1,
        votes=row.votes,
        how=_how(row),
        holder_name=row.holder_name,
        pending=row.pending,
        lot_ids=[str(lot) for lot in row.lot_ids],
        first_lot_id=str(row.lot_ids[0]),
        noted=json.dumps({str(lot): row.revisions.get(lot, 0) for lot in row.voting_lot_ids}),
    )


def _how(row: Attendee) -> str:
    if row.pending:
        return "pending"
    if row.ballot:
        return f"voted_{row.ballot}"
    if row.status == REPRESENTED:
        return "proxy"
    if row.status == ABSENT:
        return "holder_missing" if row.holder_name else "absent"
    if row.channel == "remote":
        return "remote"
    return "phone" if row.status == PRESENT and (row.has_account or row.slip_id) else "no_phone"


def outcome_view(item: ItemRow) -> OutcomeView:
    """Return how a point stands."""
    states = {"opened": "open", "extended": "open", "reopened": "planned"}
    decided = {True: "carried", False: "rejected"}
    return OutcomeView(
        state=decided[item.carried] if item.carried is not None else states.get(item.state, item.state),
        round=item.round,
        text_version=item.text_version or 1,
        majority=item.majority,
        clause=item.clause,
        reason=item.reason,
        in_favour=item.in_favour or 0,
        against=item.against or 0,
        abstained=item.abstained or 0,
        no_ballot=item.no_ballot or 0,
        needed=item.needed or 0,
        judge_by=item.judge_by or "",
        choice=_choice_view(item),
    )


def _choice_view(item: ItemRow) -> ChoiceView:
    if item.choice is None:
        return ChoiceView()
    lines = [OptionLine(each["option"], dict(each["label"]), each["votes"]) for each in item.choice["options"]]
    won = next((each.label for each in lines if each.key == item.choice["chosen"]), {})
    return ChoiceView(item.choice["outcome"], won, lines)


def minutes_row(line: MinutesLine) -> MinutesRow:
    """Return a line of the minutes so far."""
    return MinutesRow(
        key=f"{line.at.isoformat()} {line.what} {line.number} {line.facts.get('name', '')}",
        at=line.at.isoformat(),
        what=line.what,
        number=str(line.number or ""),
        title=dict(line.title),
        facts=dict(line.facts),
        reason=line.reason,
        article=line.article,
    )


def spoken_view(each: Spoken) -> SpokenView:
    """Return an owner to read out."""
    return SpokenView(each.owner_name, list(each.lots), each.votes, each.through)

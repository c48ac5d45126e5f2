"""The same script through `koprogo.rules`: a room kept up to date as a service keeps it, every answer asked of a rule."""

from collections.abc import Mapping, Sequence
from typing import Any

from koprogo.rules.assemblies import deadlines, notice, proposals, proxies, requests, sessions
from koprogo.rules.assemblies.choice import ChoiceOutcome, OptionBallot, choose
from koprogo.rules.assemblies.majorities import Majority, unanimity_base
from koprogo.rules.assemblies.quorum import Attendance, Session, quorum
from koprogo.rules.assemblies.reduction import Reduction
from koprogo.rules.assemblies.review import BaseLot, review
from koprogo.rules.assemblies.tally import Ballot, Choice, Count, count
from koprogo.rules.assemblies.written import Answer, AskedLot, written
from tests.law.simulation.script import Days, Lot, Point, Script, Step

Answers = list[tuple[str, Any]]


class Room:
    """Who is in the room and which proxies stand, changed as things happen."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.total = sum(lot.shares for lot in script.lots)
        self.shares = {lot.name: lot.shares for lot in script.lots}
        self.present: set[str] = set()
        self.held: dict[str, dict[str, tuple[str, ...]]] = {}
        """Holder -> giver -> lots."""
        self.holder_of: dict[str, str] = {}
        self.answers: Answers = []

    def happens(self, step: Step) -> None:
        match step.what:
            case "arrives":
                self.present.add(step.person)
                self._end(step.person)
            case "leaves":
                self.present.discard(step.person)
            case "revokes":
                self._end(step.person)
            case "gives":
                self._give(step)

    def _end(self, giver: str) -> None:
        for given in self.held.values():
            for lot in given.pop(giver, ()):
                del self.holder_of[lot]

    def _give(self, step: Step) -> None:
        held = self.held.setdefault(step.other, {})
        if step.person in held or any(lot in self.holder_of for lot in step.lots):
            return
        answer = proxies.accept(
            building_shares=self.total,
            holder_own=sum(each.shares for each in self.script.lots if each.owner == step.other and not each.suspended),
            held=[sum(self.shares[lot] for lot in lots) for lots in held.values()],
            offered=sum(self.shares[lot] for lot in step.lots),
            holder_is_syndic=step.other == self.script.syndic,
            holder_is_giver=step.other == step.person,
        )
        self.answers.append((f"{step.person} gives {len(step.lots)} lots to {step.other}", answer.accepted))
        if answer.accepted:
            held[step.person] = step.lots
            self.holder_of |= dict.fromkeys(step.lots, step.other)

    def carriers(self, present: set[str] | None = None) -> dict[str, str]:
        """Return who carries each lot; lots nobody carries are missing."""
        here = self.present if present is None else present
        found = {}
        for lot in self.script.lots:
            holder = self.holder_of.get(lot.name, "")
            if not lot.suspended and (lot.owner in here or holder in here):
                found[lot.name] = lot.owner if lot.owner in here else holder
        return found

    def reached(self, session: Session) -> bool:
        carried = self.carriers()
        inside = [lot for lot in self.script.lots if lot.name in carried]
        return quorum(
            Attendance(
                owners=len({lot.owner for lot in self.script.lots}),
                owners_present=len({lot.owner for lot in inside}),
                shares=self.total,
                shares_present=sum(lot.shares for lot in inside),
            ),
            session,
        ).reached


def play(script: Script) -> Answers:
    """Return every answer the rules give to a script, in order."""
    room = Room(script)
    room.answers += days(script.days, room.total)
    asked = [
        AskedLot(lot.name, lot.shares, Answer.NONE if lot.suspended else Answer(said), lot.suspended)
        for lot, (_, said) in zip(script.lots, script.written, strict=True)
    ]
    room.answers.append(("in writing", str(written(asked, "approve_budgets", over=script.written_over).outcome)))
    for step in script.first:
        room.happens(step)
    reached = room.reached(Session.FIRST)
    room.answers.append(("quorum", reached))
    if not reached:
        room.present.clear()
        for step in script.second:
            room.happens(step)
        reached = room.reached(Session.SECOND)
        room.answers.append(("second session", reached))
    for number, point in enumerate(script.points if reached else (), start=1):
        PointPlayed(room, point).play(number)
    return room.answers


def days(asked: Days, shares: int) -> Answers:
    """Ask every rule about days."""
    given = notice.notice(asked.meeting, asked.sent, urgent=asked.urgent)
    second = sessions.second_session(asked.meeting, asked.second)
    retry = sessions.unanimity_retry(asked.meeting, asked.retry)
    request = requests.assembly_request(shares, asked.signed, asked.request)
    minutes = deadlines.minutes_deadline(asked.meeting, today=asked.today, sent_day=asked.minutes)
    return [
        ("notice", (given.in_time, given.latest_day, given.safe_day)),
        ("second session on", (second.allowed, second.earliest_day)),
        ("retry on", (retry.allowed, retry.earliest_day)),
        ("proposal by right", proposals.must_be_added(asked.window, asked.received)),
        ("request", (request.threshold_reached, request.convene_by)),
        ("minutes", (minutes.send_by, minutes.late, minutes.overdue)),
        ("contest until", deadlines.contest_deadline(asked.meeting)),
    ]


class PointPlayed:
    """One point of the agenda in a room: its voters, the ballots that stand, and the carriers at its close."""

    def __init__(self, room: Room, point: Point) -> None:
        self.room, self.point = room, point
        self.votes = {lot.name: lot.weight if point.keyed else lot.shares for lot in room.script.lots}
        self.voters: dict[str, Lot] = {
            lot.name: lot
            for lot in room.script.lots
            if not lot.suspended and lot.owner not in point.excluded and self.votes[lot.name]
        }
        self.ballots: dict[str, str] = {}
        self.paper: dict[str, str] = {}
        self.closed: dict[str, str] = {}

    def play(self, number: int) -> None:
        options = [f"option_{n}" for n in range(1, self.point.options + 1)]
        self._vote(self.point.steps, options)
        if not options:
            self.room.answers.append((f"point {number}", self._figures(self._count())))
            for person, was_there in self.point.corrections:
                self.room.answers.append((f"point {number}, {person}", self._review(person, was_there)))
            return
        answer = self._choose(options)
        self.room.answers.append((f"point {number}", answer))
        if answer[0] == ChoiceOutcome.RUN_OFF:
            self._vote(self.point.second, answer[1])
            self.room.answers.append((f"point {number}, run-off", self._choose(answer[1])))

    def _carriers(self, present: set[str] | None = None) -> dict[str, str]:
        return {
            lot: person
            for lot, person in self.room.carriers(present).items()
            if lot in self.voters and person not in self.point.excluded
        }

    def _vote(self, steps: Sequence[Step], options: list[str]) -> None:
        self.ballots, self.paper = {}, {}
        put = {f"option_{place}": option for place, option in enumerate(options, start=1)}
        for step in steps:
            said = {person: put.get(choice, choice) for person, choice in step.exceptions}
            self._take(step, put.get(step.choice, step.choice), put.get(step.given, step.given), said)

    def _take(self, step: Step, word: str, given: str, said: Mapping[str, str]) -> None:
        match step.what:
            case "votes":
                cast = {lot: word if own else given for lot, own in self._hers(step.person).items()}
                self._record({lot: choice for lot, choice in cast.items() if choice})
            case "paper" if word:
                self.paper |= {lot: word for lot, own in self._hers(step.person).items() if own}
            case "teller":
                self._record(self.paper)
            case "hands":
                silent = {lot: who for lot, who in self._carriers().items() if lot not in self.ballots}
                raised = {lot: said.get(who, word) for lot, who in silent.items()}
                self.ballots |= {lot: choice for lot, choice in raised.items() if choice}
            case "closes":
                self.closed = self._carriers()
            case "corrects" if word:
                self.ballots |= {lot: word for lot, person in self.closed.items() if person == step.person}
            case _:
                self.room.happens(step)

    def _hers(self, person: str) -> dict[str, bool]:
        """Return the lots a person carries now, and whether each is her own."""
        return {lot: self.voters[lot].owner == person for lot, who in self._carriers().items() if who == person}

    def _record(self, cast: Mapping[str, str]) -> None:
        """Let these ballots stand; paper of the same lots no longer waits."""
        self.ballots |= cast
        self.paper = {lot: choice for lot, choice in self.paper.items() if lot not in cast}

    def _person(self, lot: str) -> str:
        return self.closed.get(lot) or self.voters[lot].owner

    def _silent(self) -> dict[str, int]:
        silent: dict[str, int] = {}
        for lot, person in self.closed.items():
            if lot not in self.ballots:
                silent[person] = silent.get(person, 0) + self.votes[lot]
        return silent

    def _giver(self, lot: str) -> str:
        owner = self.voters[lot].owner
        return "" if self._person(lot) == owner else owner

    def _base(self, lots: Sequence[str]) -> int | None:
        if self.point.majority != "unanimity":
            return None
        inside = sum(self.votes[lot] for lot in lots)
        return unanimity_base(sum(self.votes.values()), second_meeting=self.point.retry, present_shares=inside)

    def _count(self) -> Count:
        cast = [
            Ballot(self._person(lot), self.votes[lot], Choice(choice), self._giver(lot))
            for lot, choice in self.ballots.items()
        ]
        base = self._base([*self.closed, *(lot for lot in self.ballots if lot not in self.closed)])
        return count(cast, self._silent(), Majority(self.point.majority), unanimity_of=base)

    def _figures(self, counted: Count) -> tuple[Any, ...]:
        figures = (counted.in_favour, counted.against, counted.abstained, counted.blank)
        return counted.carried, figures, _reduced(counted.reductions), counted.warning

    def _choose(self, options: list[str]) -> tuple[Any, ...]:
        cast = [
            OptionBallot(self._person(lot), self.votes[lot], choice, self._giver(lot))
            for lot, choice in self.ballots.items()
        ]
        found = choose(cast, self._silent(), options)
        named = [found.chosen] if found.chosen else [*found.run_off, *found.tied]
        return str(found.outcome), named, list(found.votes.values()), _reduced(found.reductions), found.warning

    def _review(self, person: str, was_there: bool) -> tuple[Any, ...]:
        """Ask what the correction of one person's presence at the close would have changed."""
        lots = [
            BaseLot(
                lot.name,
                self.votes[lot.name],
                lot.owner,
                self.closed.get(lot.name) or (lot.owner if lot.name in self.ballots else ""),
                Choice(self.ballots[lot.name]) if lot.name in self.ballots else None,
            )
            for lot in self.voters.values()
        ]
        corrected = self._carriers(self.room.present | {person} if was_there else self.room.present - {person})
        for lot in self.ballots:
            stayed_away = self.voters[lot].owner == person and not was_there
            if lot not in self.closed and lot not in corrected and not stayed_away:
                corrected[lot] = self.voters[lot].owner
        found = review(
            lots,
            corrected,
            Majority(self.point.majority),
            unanimity_of=self._base([lot.lot for lot in lots if lot.carrier]),
            unanimity_of_corrected=self._base(list(corrected)),
        )
        return sorted(found.fell_out), found.would_change, self._figures(found.after)


def _reduced(reductions: Sequence[Reduction]) -> Mapping[str, int]:
    return {f"{each.person} (giver)" if each.as_giver else each.person: each.counted for each in reductions}

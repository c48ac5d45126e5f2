"""One point put to the vote, as the law page tells it; imports nothing of the product.

Those present or represented when it is closed decide (art. 3.87 §8); who voted and left has voted. What is found out about
the room afterwards is held against it.
"""

from dataclasses import dataclass
from typing import Any

from tests.law.simulation.plain_count import Sums, Voted, add_up, best, passes
from tests.law.simulation.plain_room import Evening
from tests.law.simulation.script import Lot, Point, Step


@dataclass(frozen=True)
class Stand:
    """A lot when the vote was closed: who carried it (empty: nobody), and its ballot (empty: none)."""

    lot: Lot
    carrier: str
    word: str


class Vote:
    """One point being voted: the words that stand, paper that waits for a teller, and who carried what at the close."""

    def __init__(self, evening: Evening, point: Point) -> None:
        self.evening, self.point = evening, point
        self.lots = [
            lot
            for lot in evening.script.lots
            if self.votes(lot) and not lot.suspended and lot.owner not in point.excluded
        ]
        self.options = [f"option_{n}" for n in range(1, point.options + 1)]
        self.answers = evening.answers.append

    def votes(self, lot: Lot) -> int:
        return lot.weight if self.point.keyed else lot.shares

    def play(self, number: int) -> None:
        """Vote, look at it again after each correction, and vote again between two if nobody has more than half."""
        stands = self.taken(self.point.steps)
        answer = self.judged(stands)
        self.answers((f"point {number}", answer))
        if not self.options:
            for person, was_there in self.point.corrections:
                self.answers((f"point {number}, {person}", self.reviewed(stands, person, was_there)))
        elif answer[0] == "run_off":
            self.options = answer[1]
            again = self.judged(self.taken(self.point.second))
            self.answers((f"point {number}, run-off", again))

    def taken(self, steps: tuple[Step, ...]) -> list[Stand]:
        """Take every step and return the lots as they stand at the close."""
        self.said: dict[str, str] = {}
        self.paper: dict[str, str] = {}
        self.closed: dict[str, str] = {}
        does = {
            "votes": self.presses,
            "paper": self.writes,
            "teller": self.confirms,
            "hands": self.raises,
            "closes": self.closes,
            "corrects": self.corrects,
        }
        for step in steps:
            does.get(step.what, self.evening.happens)(step)
        return [Stand(lot, self.closed[lot.name], self.said.get(lot.name, "")) for lot in self.lots]

    def word(self, choice: str) -> str:
        """In a run-off the first and second options are the two that are left."""
        if not choice.startswith("option_"):
            return choice
        return self.options[int(choice.removeprefix("option_")) - 1]

    def carried_by(self, person: str) -> list[Lot]:
        """The lots she carries now that may vote on the point."""
        proxies = self.evening.proxies()
        reach = {name for proxy in proxies if proxy.other == person for name in proxy.lots}
        near = [lot for lot in self.lots if lot.owner == person or lot.name in reach]
        return [lot for lot in near if self.evening.carrier(lot, self.point.excluded, proxies) == person]

    def presses(self, step: Step) -> None:
        for lot in self.carried_by(step.person):
            chosen = self.word(step.choice if lot.owner == step.person else step.given)
            if chosen:
                self.said[lot.name] = chosen
                self.paper.pop(lot.name, None)

    def writes(self, step: Step) -> None:
        for lot in self.carried_by(step.person):
            if lot.owner == step.person and step.choice:
                self.paper[lot.name] = self.word(step.choice)

    def confirms(self, step: Step) -> None:
        self.said |= self.paper
        self.paper = {}

    def raises(self, step: Step) -> None:
        exceptions = dict(step.exceptions)
        for name, carrier in self.room_now().items():
            chosen = self.word(exceptions.get(carrier, step.choice))
            if carrier and chosen and name not in self.said:
                self.said[name] = chosen

    def closes(self, step: Step) -> None:
        self.closed = self.room_now()

    def corrects(self, step: Step) -> None:
        for name, carrier in self.closed.items():
            if carrier == step.person and step.choice:
                self.said[name] = self.word(step.choice)

    def room_now(self) -> dict[str, str]:
        proxies = self.evening.proxies()
        return {lot.name: self.evening.carrier(lot, self.point.excluded, proxies) for lot in self.lots}

    def judged(self, stands: list[Stand]) -> tuple[Any, ...]:
        """Say what the vote comes to, with the sums and who was reduced; who left has her votes in her own hand again."""
        inside = [
            Voted(each.carrier or each.lot.owner, each.lot.owner, self.votes(each.lot), each.word)
            for each in stands
            if each.carrier or each.word
        ]
        sums = add_up(inside)
        if self.options:
            outcome, named = best(sums, self.options)
            return outcome, named, [sums.of(option) for option in self.options], sums.reduced, sums.alone
        figures = tuple(sums.of(word) for word in ("for", "against", "abstain", "blank"))
        return self.carried(sums, inside), figures, sums.reduced, sums.alone

    def carried(self, sums: Sums, inside: list[Voted]) -> bool:
        """Unanimity is of everyone, absent or not, and at the new meeting of everyone there (art. 3.88 §§3-4)."""
        if self.point.majority != "unanimity":
            return passes(sums, self.point.majority)
        agreed = sum(lot.votes for lot in inside if lot.word == "for")
        asked = sum(self.votes(lot) for lot in self.evening.script.lots)
        if self.point.retry:
            asked = sum(lot.votes for lot in inside)
        return agreed == asked and agreed > 0

    def reviewed(self, stands: list[Stand], person: str, was_there: bool) -> tuple[Any, ...]:
        """Count again as if the person had, or had not, been in the room when the vote was closed."""
        self.evening.corrected = {person: was_there}
        now = self.room_now()
        self.evening.corrected = {}
        known, out = [], []
        for each in stands:
            carrier = now[each.lot.name]
            voted_and_left = bool(each.word) and not each.carrier
            if voted_and_left and not carrier and (each.lot.owner != person or was_there):
                carrier = each.lot.owner
            falls = bool(each.word) and carrier != (each.carrier or each.lot.owner)
            out += [each.lot.name] if falls else []
            known.append(Stand(each.lot, carrier, "" if falls else each.word))
        before, after = self.judged(stands), self.judged(known)
        return sorted(out), before[0] != after[0], after

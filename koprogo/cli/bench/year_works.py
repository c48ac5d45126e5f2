"""Special calls of a seeded year, kept as the product keeps them: called of holders, used by works, the rest kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from koprogo.cli.bench.year_story import Story, Works
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.rules.charges.cost_lines import Cell, CostLine
from koprogo.rules.charges.instalments import next_instalment
from koprogo.rules.charges.special_calls import (
    Deed,
    LotCall,
    LotOfWorks,
    cells_of_works,
    not_used,
    turn_that_bears,
)


@dataclass(frozen=True)
class Asked:
    """A line of a special call as it was sent, to who held the lot on its due day: the agreement was noted later."""

    works: str
    due: date
    lot: str
    owner: str
    cents: int


@dataclass
class WorksBooks:
    """What was asked, what each settlement took of each lot's costs, what stays by owner, and what was counted as called."""

    story: Story
    asked: list[Asked] = field(default_factory=list)
    taken: dict[tuple[str, str], Money] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    kept: dict[str, Money] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    counted: dict[str, Money] = field(default_factory=lambda: defaultdict(lambda: ZERO))

    def call(self, works: Works, number: int, weights: dict[str, int]) -> list[Asked]:
        """Return what an instalment asks, and keep it in mind."""
        before: dict[str, Money] = defaultdict(lambda: ZERO)
        for each in self.asked:
            if each.works == works.name:
                before[each.lot] += Money(each.cents)
        due = works.due[number - 1]
        made = [
            Asked(works.name, due, lot, self.story.holder(lot, due), (step.regular + step.caught_up).cents)
            for lot, step in next_instalment(Money(works.amount), len(works.due), number, weights, before).items()
        ]
        made = [each for each in made if each.cents]
        self.asked += made
        return made

    def state(
        self, lines: Iterable[CostLine], covers: Period, *, keep: bool
    ) -> tuple[tuple[Cell, ...], dict[str, Money]]:
        """Return the cells of works, and what of special calls counts as called; `keep` it for the next statement."""
        cells: list[Cell] = []
        kept: dict[str, Money] = defaultdict(lambda: ZERO)
        taken: dict[tuple[str, str], Money] = {}
        for works in self.story.works:
            own = [line for line in lines if line.decision == works.name]
            lots = {lot: self._lot(works, lot, covers) for lot in self.story.lots}
            made = cells_of_works(own, lots)
            cells += made.cells
            for lot, each in lots.items():
                taken[works.name, lot] = made.so_far[lot]
                for owner, cents in not_used(made.so_far[lot], each).items():
                    kept[owner] += cents
        called: dict[str, Money] = defaultdict(lambda: ZERO)
        for asked in self.asked:
            called[asked.owner] += Money(asked.cents) if asked.due < covers.end else ZERO
        for owner, cents in kept.items():
            called[owner] -= cents
        counted = dict(called)
        for owner, cents in self.counted.items():
            called[owner] -= cents
        if keep:
            self.taken, self.counted = taken, counted
        self.kept = kept
        return tuple(cells), {owner: cents for owner, cents in called.items() if cents}

    def _lot(self, works: Works, lot: str, covers: Period) -> LotOfWorks:
        calls = sorted(
            (each for each in self.asked if (each.works, each.lot) == (works.name, lot)), key=lambda one: one.due
        )
        own = tuple(
            LotCall(self._bears(works, lot, each.due), Money(each.cents)) for each in calls if each.due < covers.end
        )
        return LotOfWorks(own, self.taken.get((works.name, lot), ZERO), self._bears(works, lot, covers.last_day))

    def _bears(self, works: Works, lot: str, due: date) -> str:
        held = [each for each in self.story.held if each.lot == lot]
        deeds = [Deed(each.until, *self.story.agreed[lot, each.until]) for each in held if each.until is not None]
        return held[turn_that_bears(decided=works.decided, due=due, deeds=deeds)].owner

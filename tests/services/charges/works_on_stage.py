"""Works that a special call pays, in the worked year: a point of an assembly, its allowance, calls, invoices."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from koprogo.core.money import Money
from koprogo.services.charges import calls, making_calls
from koprogo.services.charges.invoices import funding
from tests.services.charges import invoices_on_stage
from tests.services.charges.points_on_stage import voted_point
from tests.services.charges.worked_year import AT, Stage


class Works:
    """One decision on works: its point `item` and what may be spent on it, `decision`."""

    def __init__(self, stage: Stage, item: UUID, decision: UUID) -> None:
        self.stage, self.item, self.decision = stage, item, decision

    async def call(self, due: date, cents: int, *, number: int = 1, of: int = 1) -> UUID:
        """Make and post an instalment on its due day; `cents` of all instalments together."""
        facts = {"item_id": self.item, "amount": Money(cents), "called_on": due, "number": number, "instalments": of}
        made: UUID = await self.stage.act(making_calls.special, **facts, at=AT)
        await self.stage.act(calls.post_call, made, at=AT)
        return made

    async def invoice(self, day: date, cents: int, **more: Any) -> UUID:
        """Book an invoice that the special call pays, VAT inside."""
        line = invoices_on_stage.line(
            cents, rate="exempt", account=more.pop("account", "61073"), **more.pop("line", {})
        )
        wish = {"day": day, "due_on": day, "funding": "special_call", "decision_id": self.decision, **more}
        return await invoices_on_stage.booked(self.stage, lines=(line,), gross=Money(cents), **wish)  # type: ignore[arg-type]


async def decided(stage: Stage, *, day: date = date(2025, 3, 20), cents: int = 500_000) -> Works:
    """Return works that the assembly carried on a day, to be paid by a special call."""
    item = await voted_point(stage, day, True)
    facts = {"funding": "special_call", "words": "Toit, point 1", "ceiling": Money(cents)}
    return Works(stage, item, await stage.act(funding.enter_decision, item_id=item, at=AT, **facts))


def sums(owners: Sequence[Any]) -> dict[str, tuple[int, int, int]]:
    """Return what each owner bears, was called and has to pay, in cents, by her name's first word."""
    return {
        owner.people[0].split()[0]: (owner.actual.cents, owner.called.cents, owner.to_pay.cents) for owner in owners
    }

"""The worked year of the books on stage: four lots, one of them sold on 1 July 2025, and a budget of 5 001.00 + 300.00."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.models.buildings import Association, Lot, Mandate
from koprogo.models.identity import Person
from koprogo.models.organisations import Organisation, OrganisationMember
from koprogo.models.ownership import Holding
from koprogo.services.access import actor_of
from koprogo.services.accounting import periods
from koprogo.services.charges import budgets, call_plan, calls, keys
from koprogo.services.charges.budgets import BudgetDraft, LineDraft

LONG_AGO, SOLD = date(2020, 1, 1), date(2025, 7, 1)
STARTS, ENDS = date(2025, 1, 1), date(2026, 1, 1)
AT = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)
LOTS = {"A": 301, "B": 299, "C": 250, "D": 150}
HOLDERS = (
    ("A", "O1", LONG_AGO, None), ("B", "O2", LONG_AGO, None), ("C", "O3", LONG_AGO, SOLD), ("C", "O5", SOLD, None),
    ("D", "O4", LONG_AGO, None),
)  # fmt: skip
GENERAL, LIFT, RESERVE = Money(400_100), Money(100_000), Money(30_000)


class Stage:
    """The association of the worked year: ids of people and lots by name, and who keeps its books."""

    def __init__(self) -> None:
        self.association_id = uuid4()
        self.people = {name: uuid4() for name in ("syndic", "O1", "O2", "O3", "O4", "O5")}
        self.lots = {number: uuid4() for number in LOTS}
        self.actors: dict[str, Actor] = {}
        self.lift: UUID = uuid4()

    async def act(self, do: Any, *arguments: Any, who: str = "syndic", **more: Any) -> Any:
        """Call a service as somebody, in a transaction of its own."""
        actor = self.actors[who]
        async with db.tenant_session(actor, self.association_id) as session:
            return await do(session, actor, self.association_id, *arguments, **more)

    async def call(self, number: int, *, starts: date = STARTS, **more: Any) -> UUID:
        """Plan and freeze an instalment, and return its id."""
        actor = self.actors["syndic"]
        async with db.tenant_session(actor, self.association_id) as session:
            await calls.lock_calls(session, self.association_id)
            planned = await call_plan.plan_instalment(
                session, self.association_id, starts=starts, number=number, **more
            )
            return await calls.freeze_call(session, actor, self.association_id, planned, at=AT)


async def worked_year(holders: Sequence[tuple[str, str, date, date | None]] = HOLDERS) -> Stage:
    """Write the association, its people and its lots, and open its years 2025 and 2026.

    `holders`: lot, person, from and until; without others lot C is sold on 1 July 2025.
    """
    stage, firm = Stage(), uuid4()
    async with db.open_session() as session:
        session.add_all(
            Person(id=each, name=f"{name} Owner", language="nl" if name == "O2" else "fr", created_at=AT)
            for name, each in stage.people.items()
        )
        session.add(Organisation(id=firm, name="Syndic du Parc", created_at=AT))
        await session.flush()
        syndic = stage.people["syndic"]
        session.add(OrganisationMember(organisation_id=firm, person_id=syndic, role="syndic", since=LONG_AGO))
    async with db.association_session(stage.association_id) as session:
        session.add(
            Association(
                id=stage.association_id, name="Résidence des Comptes", enterprise_number="0678.123.436",
                street="Rue du Bilan 1", postcode="1300", city="Wavre", shares_total=1000, created_at=AT,
            )
        )  # fmt: skip
        await session.flush()
        session.add(Mandate(association_id=stage.association_id, organisation_id=firm, since=LONG_AGO))
        session.add_all(
            Lot(id=stage.lots[number], association_id=stage.association_id, number=number, shares=shares)
            for number, shares in LOTS.items()
        )
        await session.flush()
        session.add_all(
            Holding(
                association_id=stage.association_id, lot_id=stage.lots[lot], person_id=stage.people[who], since=since,
                until=until,
            )
            for lot, who, since, until in holders
        )  # fmt: skip
    async with db.open_session() as session:
        for name, each in stage.people.items():
            day = date(2025, 3, 1) if name == "O3" else date(2025, 12, 1)
            stage.actors[name] = await actor_of(session, each, on_day=day)
    await stage.act(periods.open_year, starts=STARTS, next_starts=ENDS)
    await stage.act(periods.open_year, starts=ENDS, next_starts=date(2027, 1, 1))
    stage.lift = await stage.act(
        keys.enter_key, name={"fr": "Ascenseur"}, source="Art. 14", since=LONG_AGO, lines="A 1\nB 1\nC 1"
    )
    return stage


def draft(stage: Stage, *, general: Money = GENERAL, lift: Money = LIFT, **more: Any) -> BudgetDraft:
    """Return the budget of the worked year, or one like it."""
    lines = (
        LineDraft("ordinary", "61050", general - Money(120_000)),
        LineDraft("ordinary", "6140", Money(120_000), once=True, words={"fr": "Assurance incendie"}),
        LineDraft("ordinary", "61011", lift, key_id=stage.lift),
        LineDraft("reserve", "", RESERVE),
    )
    return BudgetDraft(**{"starts": STARTS, "next_starts": ENDS, "instalments": 4, "lines": lines, **more})


async def voted(stage: Stage, wanted: BudgetDraft | None = None) -> UUID:
    """Save a budget that was voted on paper, and let it come into force; return its id."""
    budget = await stage.act(budgets.save_budget, draft=wanted or draft(stage), at=AT)
    await stage.act(budgets.take_into_force, budget, at=AT, act="Procès-verbal du 12 décembre 2024, point 8")
    return budget

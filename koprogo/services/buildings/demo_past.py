"""Two assemblies that the demo building held: the ordinary one of a year ago, which elected the council, and one since.

Held through the services that people use on such an evening, at the instants of that evening (`assemblies/told.py`): the
convocation, arrivals until the quorum and beyond, hands counted and confirmed by the chair, minutes, the register. Their
minutes are printed by the worker, which closing an assembly asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import BRUSSELS, legal_day
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.access import actor_of
from koprogo.services.assemblies import events
from koprogo.services.assemblies.after import register
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import attendance, bureau
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.told import told_at
from koprogo.services.assemblies.voting import hand_entry, results, voting
from koprogo.services.charges import to_agenda

NOTICE = timedelta(days=19)
MINUTES_AFTER = timedelta(days=9)
A_POINT = timedelta(minutes=8)
BY_POST = "Les budgets, les comptes et le rapport sur les contrats sont partis par la poste avec la convocation."
PLACE = "Salle paroissiale Saint-Job, Uccle"
STAYS_AWAY = 6
"""One in so many of those who may come stays at home."""
SAYS_NO, ABSTAINS = 9, 7
"""Of the lots there, one in so many says no, or abstains."""


@dataclass(frozen=True)
class Point:
    """A point: a usual one by its `template`, a kind with its own words, or the vote of a `budget`; `elects`
    somebody; `fails` by most votes.
    """

    template: str = ""
    kind: str = ""
    title: Mapping[str, str] | None = None
    post: str = ""
    elects: UUID | None = None
    fails: bool = False
    budget: UUID | None = None


async def hold(
    syndic: Actor, chair_id: UUID, association_id: UUID, points: Sequence[Point], *, kind: str, day: date
) -> list[UUID]:
    """Hold a whole assembly on a day that is past and return its points in order; the register has them afterwards."""
    evening = datetime.combine(day, time(19, 30), BRUSSELS)
    async with db.open_session() as session:
        then = await actor_of(session, syndic.person_id, on_day=day)
        chair = await actor_of(session, chair_id, on_day=day)
    with told_at(evening - NOTICE):
        assembly, items = await _convene(then, association_id, points, kind, evening)
    with told_at(evening):
        await _open(then, chair_id, association_id, assembly, evening)
    for place, (point, item) in enumerate(zip(points, items, strict=True), 1):
        with told_at(evening + place * A_POINT):
            await _vote(then, chair, association_id, item, point, evening + place * A_POINT)
    with told_at(evening + (len(points) + 1) * A_POINT):
        async with db.tenant_session(then, association_id) as session:
            await sitting.close_assembly(
                session, then, association_id, assembly, at=evening + (len(points) + 1) * A_POINT
            )
    with told_at(evening + MINUTES_AFTER):
        async with db.tenant_session(then, association_id) as session:
            await events.append(session, then, association_id, assembly, events.MINUTED, version=1)
    await register.enter_decisions(association_id, assembly, by=then, at=evening + MINUTES_AFTER)
    return items


async def _convene(
    syndic: Actor, association_id: UUID, points: Sequence[Point], kind: str, evening: datetime
) -> tuple[UUID, list[UUID]]:
    at = evening - NOTICE
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        assembly = await plan.create_assembly(*here, kind=kind, starts_at=evening, place=PLACE, at=at)
        items = []
        for point in points:
            if point.budget:
                item = await to_agenda.propose(*here, point.budget, assembly_id=assembly, at=at)
            elif point.template:
                item = await plan.add_from_template(*here, assembly, template=point.template, at=at)
            else:
                words = dict(point.title or {})
                item = await plan.add_item(*here, assembly, kind=point.kind, title=words, proposal=words, at=at)
            if point.elects:
                await elections.stand(*here, item, post=point.post, person_id=point.elects, how="writing", at=at)
            items.append(item)
        await freeze.convene(*here, assembly, sent_on=legal_day(at), at=at, despite=BY_POST)
    return assembly, items


async def _open(syndic: Actor, chair_id: UUID, association_id: UUID, assembly: UUID, at: datetime) -> None:
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id, assembly)
        roll = (await room(session, association_id, assembly)).roll
        people = list(dict.fromkeys(row.agent_id for row in roll if row.agent_id))
        for place, person in enumerate(people, 1):
            if person == chair_id or place % STAYS_AWAY:
                await attendance.record_presence(*here, person_id=person, what="arrived", at=at)
        for office, person in (("chair", chair_id), ("secretary", syndic.person_id)):
            await bureau.name_to_bureau(*here, office=office, person_id=person, at=at)
        await sitting.open_assembly(*here, at=at)


async def _vote(syndic: Actor, chair: Actor, association_id: UUID, item: UUID, point: Point, at: datetime) -> None:
    """Put a point to the hands in the room: the syndic counts, the chair confirms, the result is announced."""
    most, few = (Choice.AGAINST, Choice.FOR) if point.fails else (Choice.FOR, Choice.AGAINST)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id, item)
        await voting.open_item(*here, at=at, seconds=None)
        assembly = (await voting.place_of(session, association_id, item)).assembly_id
        there = (await room(session, association_id, assembly)).carriers
        by_number = text("SELECT id FROM lot WHERE id = ANY (:lots) ORDER BY number")
        order = list((await session.execute(by_number, {"lots": list(there)})).scalars())
        others = {lot: few for place, lot in enumerate(order, 1) if place % SAYS_NO == 0}
        others |= {lot: Choice.ABSTAIN for place, lot in enumerate(order, 1) if place % ABSTAINS == 0}
        await hand_entry.enter_show_of_hands(*here, choice=most, exceptions=others)
    async with db.tenant_session(chair, association_id) as session:
        await hand_entry.confirm_entries(session, chair, association_id, item, at=at)
    async with db.tenant_session(syndic, association_id) as session:
        await voting.close_item(session, syndic, association_id, item)
        await results.confirm_result(session, syndic, association_id, item, at=at)

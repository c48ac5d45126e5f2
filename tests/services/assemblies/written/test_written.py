"""Decisions in writing (art. 3.87 §11): all say yes and the register has it; one no, or one silence, and there is none."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.jobs import upkeep
from koprogo.models.ownership import Representative
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.written import read as written_read
from koprogo.services.assemblies.written import written
from koprogo.services.assemblies.written.refusals import LotSuspended, NeedsAssembly
from tests.cast import LONG_AGO, act

WORDS = {"kind": "works_on_common_parts", "title": {"fr": "Peindre"}, "proposal": {"fr": "Peindre le hall."}}


async def asked(cast, **more):
    facts = WORDS | {"answer_by": today() + timedelta(days=10), "at": now()} | more
    return await act(cast, written.ask, **facts)


async def answer(cast, decision, who, choice="for"):
    return await act(cast, written.answer, decision, who=who, choice=choice, at=now())


async def seen(cast, decision, who="syndic"):
    rows = await act(cast, written_read.decisions, who=who, today=today())
    return next(row for row in rows if row.id == decision)


@pytest.fixture
async def designated(cast):
    """Emma stands for the joint lot A5, so that every lot has somebody to answer."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        row = Representative(
            association_id=cast.association_id, lot_id=cast.lots["A5"], person_id=cast.people["emma"],
            since=LONG_AGO, proof="écrit",
        )  # fmt: skip
        session.add(row)
    yield
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await session.execute(
            text("UPDATE representative SET until = :d WHERE lot_id = :l"),
            {"d": LONG_AGO + timedelta(days=1), "l": cast.lots["A5"]},
        )


async def test_the_last_yes_carries_it_into_the_register(cast, designated):
    decision = await asked(cast)
    for who in ("anna", "bram", "carla", "dirk"):
        assert str(await answer(cast, decision, who)) == "open"
    assert (await seen(cast, decision, "anna")).my_answer == "for"
    paper = {"lot_id": cast.lots["A5"], "choice": "for", "document": "Classeur 3, 12"}
    assert str(await act(cast, written.record_answer, decision, at=now(), **paper)) == "carried"
    found = await seen(cast, decision)
    assert (found.state, found.in_favour, found.total, found.answered) == ("carried", 1000, 1000, 6)
    async with db.tenant_session(cast.syndic) as session:
        entry = (
            await session.execute(
                text("SELECT outcome, facts FROM register_entry WHERE written_decision_id = :d"), {"d": decision}
            )
        ).one()
    assert entry.outcome == "carried" and entry.facts["article"] == "3.87 §11"
    with pytest.raises(WrongState):
        await answer(cast, decision, "anna", "against")


async def test_one_refusal_ends_it_at_once(cast, designated):
    decision = await asked(cast)
    await answer(cast, decision, "anna")
    assert str(await answer(cast, decision, "bram", "against")) == "rejected"
    assert (await seen(cast, decision)).state == "failed"
    with pytest.raises(WrongState):
        await answer(cast, decision, "carla")


async def test_silence_on_the_last_day_ends_it_once(cast, designated):
    decision = await asked(cast, at=now() - timedelta(days=30), answer_by=today() - timedelta(days=1))
    with pytest.raises(WrongState):  # too late to answer, even before the worker came by
        await answer(cast, decision, "anna")
    await upkeep.end_written(0)
    await upkeep.end_written(0)
    assert (await seen(cast, decision)).state == "failed"
    async with db.tenant_session(cast.syndic) as session:
        ends = await session.scalar(
            text("SELECT count(*) FROM written_decision_event WHERE decision_id = :d AND what = 'failed'"),
            {"d": decision},
        )
    assert ends == 1


async def test_a_joint_lot_is_designated_first(cast):
    decision = await asked(cast)
    for who in ("anna", "bram", "carla"):
        await answer(cast, decision, who)
    assert str(await answer(cast, decision, "dirk")) == "needs_designation"
    paper = {"lot_id": cast.lots["A5"], "choice": "for", "document": "x"}
    with pytest.raises(LotSuspended):
        await act(cast, written.record_answer, decision, at=now(), **paper)
    with pytest.raises(NoVoteHere):
        await answer(cast, decision, "emma")
    lots = {lot.lot: (lot.answer, lot.suspended) for lot in (await seen(cast, decision)).lots}
    assert lots["A5"] == ("", True) and lots["A1"] == ("for", False)
    assert (await seen(cast, decision, "anna")).lots == ()  # who answered what is the syndic's to see


async def test_what_needs_a_deed_is_not_decided_in_writing(cast):
    with pytest.raises(NeedsAssembly) as refused:
        await asked(cast, kind="divide_or_merge_lots")
    assert refused.value.article == "3.87 §11"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"title": {"fr": " "}}, "title"),
        ({"proposal": {}}, "text"),
        ({"answer_by": today()}, "answer_by"),
    ],
)
async def test_a_question_is_complete(cast, wrong, where):
    with pytest.raises(BadInput) as refused:
        await asked(cast, **wrong)
    assert where in {problem.where for problem in refused.value.problems}


async def test_it_is_withdrawn_with_its_reason(cast):
    decision = await asked(cast)
    with pytest.raises(BadInput):
        await act(cast, written.withdraw, decision, reason=" ", at=now())
    await act(cast, written.withdraw, decision, reason="Devis retiré", at=now())
    found = await seen(cast, decision)
    assert (found.state, found.reason) == ("withdrawn", "Devis retiré")


async def test_who_may_what(cast):
    decision = await asked(cast)
    with pytest.raises(NotAllowed):
        await act(cast, written.withdraw, decision, who="anna", reason="x", at=now())
    with pytest.raises(NotAllowed):
        await act(cast, written.answer, decision, who="syndic", choice="for", at=now())
    with pytest.raises(BadInput):
        await answer(cast, decision, "anna", "abstain")
    with pytest.raises(BadInput):
        await act(cast, written.record_answer, decision, lot_id=cast.lots["A1"], choice="for", document="", at=now())
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await written.withdraw(session, cast.other_syndic, cast.elsewhere_id, decision, reason="x", at=now())

"""What a person decides is booked anew and taught; what was wrong is taken back by a counter-entry. Nothing is edited."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.i18n.messages import message
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import deciding, proposals, queries, reserve
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.accounting.bank.refusals import LineHasMoved, NothingToUndo
from koprogo.services.accounting.bank.rules import bank_rules, end_rule, enter_rule
from koprogo.services.accounting.general_entry import take_back
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.refusals import TakenBackElsewhere, UnknownCode
from koprogo.services.accounting.verify import verify_books
from koprogo.services.charges import keys
from koprogo.services.charges.key_changes import Change
from tests.services.accounting.bank.bank_on_stage import (
    AT,
    DAY,
    Q1,
    Q2,
    STRANGER,
    balances,
    bank_on_stage,
    coda,
    debtor,
    lines,
    number,
    paid,
    take,
)
from tests.services.charges.worked_year import worked_year

ANTENNA = {"name": "Antenne", "account": "7420", "incoming": True, "words": ["antenne"]}
WHEN = {"today": date(2025, 5, 2), "at": AT}


@pytest.fixture
async def stage(database):
    with_bank = await bank_on_stage()
    yield with_bank
    async with db.association_session(with_bank.association_id) as session:
        assert await verify_bank(session, with_bank.association_id) == []
        assert await verify_books(session, with_bank.association_id) == []


async def waiting(stage, cents=Q1, words="charges"):
    """Take a line that nobody knows, and return it."""
    await take(stage, coda(1, 0, paid(cents, words)))
    return (await lines(stage))[0]


async def decide(stage, line, wish, **more):
    return await stage.act(deciding.decide, line.id, wish=wish, **{"seen": line.match_id, **WHEN, **more})


async def test_a_decision_books_the_owner_and_teaches_her_account(stage):
    line = await waiting(stage)
    owner = await debtor(stage, "O1")
    await decide(stage, line, Wish(debtor_id=owner))
    [now] = await lines(stage)
    assert (now.target, now.by_person, now.settles, now.credit) == ("debtor", True, ("CALL-2025-Q1",), 0)
    assert "499" not in await balances(stage)
    await take(stage, coda(2, Q1, paid(Q2)))
    second = (await lines(stage))[1]
    assert (second.debtor_id, second.by_person) == (owner, False)


async def test_the_counter_entry_of_a_decision_speaks_the_language_of_the_books(stage):
    line = await waiting(stage)
    await decide(stage, line, Wish(debtor_id=await debtor(stage, "O1")))
    async with db.association_session(stage.association_id) as session:
        language = await language_of_books(session, stage.association_id)
        asked = text("SELECT text FROM entry WHERE association_id = :t AND reference LIKE '%/undone'")
        [said] = (await session.execute(asked, {"t": stage.association_id})).scalars()
    before = message("Taken back, because it was decided: {reference}", language, reference="")
    assert said.startswith(before) and said != before


async def test_calls_are_settled_in_the_order_chosen_and_the_rest_is_credit(stage):
    line = await waiting(stage, Q2 + 500, "virement owner")
    owner = await debtor(stage, "O1")
    sheet = await stage.act(proposals.line_to_decide, line.id, today=DAY)
    [hers] = [each for each in sheet.proposals if each.debtor_id == owner]
    later = next(each.id for each in hers.items if each.reference == "CALL-2025-Q2")
    assert (hers.clues, dict(sheet.owners)[owner]) == (("a part of the name",), "O1 Owner (A)")
    await decide(stage, line, Wish(debtor_id=owner, items=(later,)))
    [now] = await lines(stage)
    assert (now.settles, now.credit) == (("CALL-2025-Q2",), 500)


async def test_an_item_named_twice_is_settled_once(stage):
    line = await waiting(stage, 3 * Q1, "virement owner")
    owner = await debtor(stage, "O1")
    sheet = await stage.act(proposals.line_to_decide, line.id, today=DAY)
    [hers] = [each for each in sheet.proposals if each.debtor_id == owner]
    first = next(each.id for each in hers.items if each.reference == "CALL-2025-Q1")
    await decide(stage, line, Wish(debtor_id=owner, items=(first, first)))
    [now] = await lines(stage)
    assert (now.settles, now.credit) == (("CALL-2025-Q1",), 2 * Q1)
    assert (await stage.act(reserve.reserve_money, at=AT)).received == 2_258


async def test_candidates_stand_beside_the_line_with_what_speaks_for_them(stage):
    line = await waiting(stage, Q1, "paiement O1")
    sheet = await stage.act(proposals.line_to_decide, line.id, today=DAY)
    first = sheet.proposals[0]
    assert (first.names, first.lots, first.owes) == ("O1 Owner", ("A",), Q1 + Q2)
    assert first.clues == ("the amount of an open item",)
    assert [each.reference for each in first.items] == ["CALL-2025-Q1", "CALL-2025-Q2"]
    assert len(first.fits) == 1


async def test_a_decision_for_an_account(stage):
    line = await waiting(stage, -900, "timbres")
    await decide(stage, line, Wish(account="61305"))
    [now] = await lines(stage)
    assert (now.target, now.account, (await balances(stage))["61305"]) == ("account", "61305", 900)


async def test_a_refund_to_an_owner(stage):
    line = await waiting(stage, -900, "remboursement")
    owner = await debtor(stage, "O4")
    await decide(stage, line, Wish(debtor_id=owner))
    [now] = await lines(stage)
    assert (now.target, now.credit, now.settles) == ("debtor", 900, ())


async def test_a_match_is_undone_by_a_counter_entry_and_the_call_is_open_again(stage):
    before = await balances(stage)
    await take(stage, coda(1, 0, paid(Q1, await number(stage, "O1"))))
    [line] = await lines(stage)
    await stage.act(deciding.undo, line.id, why="C’était pour l’autre lot", seen=line.match_id, **WHEN)
    [now] = await lines(stage)
    assert (now.target, now.facts) == ("suspense", {"why": "C’était pour l’autre lot"})
    assert await balances(stage) == {**before, "551": Q1, "499": -Q1}
    with pytest.raises(NothingToUndo):
        await stage.act(deciding.undo, line.id, why="encore", seen=now.match_id, **WHEN)
    await decide(stage, now, Wish(debtor_id=await debtor(stage, "O1")))
    assert (await lines(stage))[0].settles == ("CALL-2025-Q1",)


async def test_an_undone_match_teaches_no_account(stage):
    line = await waiting(stage)
    await decide(stage, line, Wish(debtor_id=await debtor(stage, "O2")))
    [now] = await lines(stage)
    await stage.act(deciding.undo, line.id, why="autre", seen=now.match_id, **WHEN)
    await take(stage, coda(2, Q1, paid(38_240 + 2_242, iban=STRANGER)))
    assert (await lines(stage))[1].target == "suspense"


async def test_who_looked_at_an_older_match_is_told(stage):
    line = await waiting(stage)
    await decide(stage, line, Wish(account="7420"))
    with pytest.raises(LineHasMoved):
        await decide(stage, line, Wish(account="750"))
    with pytest.raises(LineHasMoved):
        await stage.act(deciding.undo, line.id, why="x", seen=line.match_id, **WHEN)


async def test_what_is_refused(stage):
    line = await waiting(stage)
    owner = await debtor(stage, "O1")
    for wish, error in (
        (Wish(), BadInput), (Wish(debtor_id=owner, account="6500"), BadInput), (Wish(account="410"), UnknownCode),
        (Wish(debtor_id=uuid4()), NotFound), (Wish(debtor_id=owner, items=(uuid4(),)), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            await decide(stage, line, wish)
    with pytest.raises(NotFound):
        await stage.act(deciding.decide, uuid4(), wish=Wish(account="6500"), seen=None, **WHEN)
    with pytest.raises(NotAllowed):
        await stage.act(deciding.decide, line.id, wish=Wish(account="6500"), seen=None, who="O1", **WHEN)
    with pytest.raises(BadInput):
        await stage.act(deciding.undo, line.id, why=" ", seen=line.match_id, **WHEN)
    assert (await lines(stage))[0] == line


async def test_in_a_year_that_is_drawn_up_the_decision_is_booked_today(stage):
    line = await waiting(stage)
    [year, *_] = sorted(await stage.act(periods.years), key=lambda each: each.starts)
    await stage.act(periods.advance, year.id, step=Step.PROVISIONAL)
    await decide(stage, line, Wish(debtor_id=await debtor(stage, "O1")), today=date(2026, 1, 15))
    [now] = await lines(stage)
    assert now.voucher == "bank 2026/2"


async def test_what_a_rule_booked_goes_back_with_its_match_and_not_from_the_entry(stage):
    await stage.act(enter_rule, name="Intérêts", account="750", incoming=True, words=["interets"], at=AT)
    line = await waiting(stage, 700, "interets")
    asked = text("SELECT id, kind FROM entry WHERE association_id = :t AND journal = 'bank'")
    async with db.association_session(stage.association_id) as session:
        [entry] = (await session.execute(asked, {"t": stage.association_id})).all()
    assert entry.kind == "bank_rule"
    with pytest.raises(TakenBackElsewhere):
        await stage.act(take_back, entry.id, DAY, "BACK", "Wrong account")
    await stage.act(deciding.undo, line.id, why="Wrong account", seen=line.match_id, **WHEN)
    left = await balances(stage)
    assert (left["551"], left["499"], left.get("750")) == (700, -700, None)


async def test_a_line_on_an_account_goes_by_a_key_or_to_one_lot(stage):
    await take(stage, coda(1, 0, paid(300, "antenne"), paid(200, "logement")))
    first, second = await lines(stage)
    assert (first.key_names, first.lot) == ({}, "")
    await decide(stage, first, Wish(account="7420", key_id=stage.lift))
    await decide(stage, second, Wish(account="7420", lot_id=stage.lots["D"]))
    now = await lines(stage)
    assert [(row.account, row.key_names, row.lot) for row in now] == [
        ("7420", {"fr": "Ascenseur"}, ""), ("7420", {}, "D"),
    ]  # fmt: skip
    await stage.act(deciding.undo, first.id, why="By the shares", seen=now[0].match_id, **WHEN)
    asked = text("SELECT key_id, sum(amount)::bigint AS cents FROM entry_line WHERE association_id = :t AND account_id IN "
                 "(SELECT id FROM ledger_account WHERE code = '7420') GROUP BY key_id, lot_id ORDER BY 2")  # fmt: skip
    async with db.association_session(stage.association_id) as session:
        sums = (await session.execute(asked, {"t": stage.association_id})).all()
    assert [tuple(row) for row in sums] == [(None, -200), (stage.lift, 0)]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"account": "551", "key_id": True}, "goes with an account of costs"),
        ({"account": "701", "lot_id": True}, "goes with an account of costs"),
        ({"account": "7420", "key_id": True, "lot_id": True}, "not both"),
        ({"account": "643"}, "one owner"),
        ({"debtor_id": True, "key_id": True}, "the code of an account"),
    ],
)
async def test_who_bears_it_is_said_where_it_means_something(stage, more, words):
    line = await waiting(stage, 700)
    ids = {"key_id": stage.lift, "lot_id": stage.lots["D"], "debtor_id": await debtor(stage, "O1")}
    wish = Wish(**{name: ids[name] if said is True else said for name, said in more.items()})
    with pytest.raises(BadInput) as refused:
        await decide(stage, line, wish)
    [problem] = refused.value.problems
    assert (problem.where, words in problem.message_id) == ("bearer", True)
    assert (await lines(stage))[0].match_id == line.match_id


async def test_a_key_or_a_lot_of_others_is_not_found(stage):
    line = await waiting(stage, 700)
    elsewhere = await worked_year()
    for wish in (Wish(account="7420", key_id=elsewhere.lift), Wish(account="7420", lot_id=elsewhere.lots["A"])):
        with pytest.raises(NotFound):
            await decide(stage, line, wish)
    with pytest.raises(NotFound):
        await stage.act(enter_rule, **ANTENNA, key_id=elsewhere.lift, at=AT)


async def test_a_rule_shares_by_its_key_until_that_ends(stage):
    await stage.act(enter_rule, **ANTENNA, key_id=stage.lift, at=AT)
    [rule] = await stage.act(bank_rules)
    assert (rule.key_id, rule.key_names, rule.key_until) == (stage.lift, {"fr": "Ascenseur"}, None)
    await take(stage, coda(1, 0, paid(500, "antenne")))
    await end_lift(stage)
    await take(stage, coda(2, 500, paid(500, "antenne")))
    assert [(row.target, row.key_names) for row in await lines(stage)] == [
        ("rule", {"fr": "Ascenseur"}), ("suspense", {}),
    ]  # fmt: skip
    assert (await stage.act(bank_rules))[0].key_until == DAY
    with pytest.raises(BadInput, match="ended"):
        await stage.act(enter_rule, **ANTENNA, key_id=stage.lift, at=datetime(2025, 4, 20, 9, tzinfo=UTC))


async def end_lift(stage):
    """Put another key in the place of the lift's, from DAY on."""
    voted = Change(stage.lift, act="PV du 3 mars 2025, point 4", act_on=date(2025, 3, 3))
    await stage.act(
        keys.enter_key, name={"fr": "Ascenseur 2025"}, source="Acte de base, art. 14", since=DAY, lines="A 1\nB 1",
        change=voted,
    )  # fmt: skip


async def test_a_cost_after_its_keys_last_day_takes_the_one_that_follows(stage):
    line = await waiting(stage)
    await end_lift(stage)
    with pytest.raises(BadInput) as refused:
        await decide(stage, line, Wish(account="7420", key_id=stage.lift))
    [problem] = refused.value.problems
    assert (problem.where, problem.facts) == ("bearer", {"day": DAY.isoformat()})


async def test_a_rule_ends_and_what_it_booked_stays(stage):
    rule = {"name": "Intérêts", "account": "750", "incoming": True, "words": ["interets"]}
    made = await stage.act(enter_rule, **rule, at=AT)
    await take(stage, coda(1, 0, paid(300, "INTERETS crediteurs", iban="")))
    await asyncio.gather(stage.act(end_rule, made, at=AT), stage.act(end_rule, made, at=AT))
    await stage.act(end_rule, made, at=AT)
    assert await stage.act(bank_rules) == []
    await take(stage, coda(2, 300, paid(200, "INTERETS crediteurs", iban="")))
    assert [row.target for row in await lines(stage)] == ["rule", "suspense"]
    assert [row.rule for row in await lines(stage)] == ["Intérêts", ""]
    with pytest.raises(NotFound):
        await stage.act(end_rule, uuid4(), at=AT)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"name": " "}, "name"),
        ({"account": "4101.1"}, "account"),
        ({"account": "643"}, "account"),
        ({"words": [], "iban": ""}, "words"),
        ({"iban": "BE1"}, "iban"),
        ({"words": ["x" * 41]}, "words"),
    ],
)
async def test_a_rule_says_what_it_needs(stage, more, where):
    rule = {"name": "Frais", "account": "6500", "incoming": False, "words": ["frais"], "at": AT, **more}
    with pytest.raises(BadInput) as wrong:
        await stage.act(enter_rule, **rule)
    assert [problem.where for problem in wrong.value.problems] == [where]


async def test_the_database_lets_one_match_stand_and_nothing_be_edited(stage, database):
    line = await waiting(stage)
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        for statement in (
            "INSERT INTO match SELECT gen_random_uuid(), association_id, line_id, 2, target, reason, facts, debtor_id,"
            " rule_id, payment_id, account_id, entry_id, confirms, by_person, at, by_id FROM match WHERE id = %s",
            "UPDATE match SET reason = 'x' WHERE id = %s",
            "DELETE FROM match WHERE id = %s",
        ):
            with pytest.raises(psycopg.DatabaseError):
                owner.execute(statement, [line.match_id])


async def test_the_check_names_a_changed_line_and_a_dropped_entry(stage, database):
    line = await waiting(stage)
    assert queries.sums([line]) == (1, 0)
    async with db.association_session(stage.association_id) as session:
        assert await verify_bank(session, stage.association_id) == []
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE bank_line SET amount = amount + 1 WHERE id = %s", [line.id])
    async with db.association_session(stage.association_id) as session:
        found = await verify_bank(session, stage.association_id)
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE bank_line SET amount = amount - 1 WHERE id = %s", [line.id])
    assert len(found) == 1
    assert "do not make" in found[0]

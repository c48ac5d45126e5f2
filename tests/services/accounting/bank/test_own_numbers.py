"""A second account of the association: whoever enters it leads nobody's payment there before another person has looked."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.bank import accounts, importing, own_numbers, reserve
from koprogo.services.accounting.bank.refusals import AccountMovedOn, LastAccount
from koprogo.services.charges.invoices import by_link, ibans, payment_orders
from koprogo.services.charges.invoices.refusals import (
    NobodyAsked,
    NoNoticeWaits,
    OwnAccountWaits,
    RefusedSince,
    SecondPersonNeeded,
)
from koprogo.services.charges.payee import collecting_iban
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as books
from tests.services.charges.invoices_on_stage import OTHER_IBAN, OWN, act, supplier, with_address, year
from tests.services.charges.test_second_person import code_for, log
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import letters

FIRST, SECOND = OWN, OTHER_IBAN


@pytest.fixture
async def cast(database):
    """An association with its year and its first account."""
    found = await put_on_stage()
    await year(found)
    found.first = await entered(found, FIRST, at=now() - timedelta(days=9))
    return found


async def entered(cast, number=SECOND, purpose="current", who="accountant", at=None):
    return await act(cast, who, accounts.enter_bank_account, number=number, purpose=purpose, at=at or now())


async def judged(cast, account, agrees=True, who="bram", **more):
    await act(cast, who, own_numbers.judge_account, account, agrees=agrees, at=now(), **more)


async def standing(cast, account, at=None):
    async with db.association_session(cast.association_id) as session:
        found = await own_numbers.own_numbers(session, cast.association_id, now=at or now())
    return found[account].standing if account in found else None


async def payee(cast):
    async with db.association_session(cast.association_id) as session:
        call = await collecting_iban(session, cast.association_id)
    hers = await books.debtor(cast, "A1", today())
    seen = await act(cast, "anna", owner_account.owner_account, hers, until=today())
    assert seen.iban == call
    return call


async def move(cast, account, cents=4_000_000):
    wish = {"account_id": cast.first, "to_account_id": account, "cents": cents, "day": today(), "at": now()}
    return await act(cast, "accountant", payment_orders.make_transfer, **wish)


async def shown_by_the_bank(cast, number=SECOND):
    """Take in a statement as anybody may write one."""
    content = statement(number, 1, 0, [Written(1, today(), words="x")], day=today())
    report = await importing.import_coda(cast.actors["accountant"], content=content, name="x.cod", at=now())
    assert [each.outcome for each in report.statements] == ["taken"]


async def test_the_first_account_asks_nobody(cast):
    assert (await standing(cast, cast.first), await payee(cast), await letters(cast)) == (None, FIRST, [])


async def test_owners_pay_to_a_second_account_once_a_second_person_confirmed_it(cast):
    await member(cast, "bram")
    await with_address(cast, "bram")
    second = await entered(cast)
    assert (await standing(cast, second), await payee(cast)) == ("to_confirm", FIRST)
    assert [to for to, _, _ in await letters(cast)] == ["bram@example.org"]
    for who in ("syndic", "accountant", "anna"):
        with pytest.raises(NotAllowed):
            await judged(cast, second, who=who)
    await judged(cast, second)
    assert (await standing(cast, second), await payee(cast)) == ("usable", SECOND)
    with pytest.raises(AccountMovedOn):
        await judged(cast, second)
    assert (await log(cast, "bank.account.confirmed")).actor_id == cast.people["bram"]


async def test_a_transfer_waits_for_it_whatever_statement_was_taken_in(cast):
    await member(cast, "bram")
    second = await entered(cast, purpose="other")
    await shown_by_the_bank(cast)
    with pytest.raises(OwnAccountWaits):
        await move(cast, second)
    await judged(cast, second)
    order = await move(cast, second)
    await judged(cast, second, agrees=False, why="Not on the bank's paper.")
    with pytest.raises(RefusedSince):
        await act(cast, "accountant", payment_orders.fetch, order, at=now())


async def test_a_transfer_of_the_reserve_is_proposed_once_its_account_is_confirmed(cast):
    await member(cast, "bram")
    second = await entered(cast, purpose="reserve")
    proposed = lambda: act(cast, "accountant", reserve.reserve_money, at=now())  # noqa: E731
    assert ((await proposed()).from_id, (await proposed()).to_id) == (cast.first, None)
    await judged(cast, second)
    assert (await proposed()).to_id == second


async def test_where_nobody_watches_owners_are_told_and_48_hours_pass(cast):
    await with_address(cast)
    at = now() - timedelta(hours=49)
    second = await entered(cast, at=at)
    assert await standing(cast, second, at + timedelta(hours=47)) == "waiting"
    assert len(await letters(cast)) == 6
    assert (await standing(cast, second), await payee(cast)) == ("usable", SECOND)
    third = await entered(cast, "BE62510007547061")
    assert (await standing(cast, third), await payee(cast)) == ("waiting", SECOND)


async def test_the_hours_do_not_begin_before_who_has_no_address_was_told(cast):
    second = await entered(cast)
    assert await standing(cast, second, now() + timedelta(days=30)) == "to_tell"
    said = await act(cast, "syndic", own_numbers.notice, second, at=now())
    assert len(said.names) == 6 and all("BE68 5390 0754 7034" in body for _, body in said.texts)
    with pytest.raises(BadInput):
        await act(cast, "syndic", own_numbers.tell_on_paper, second, day=today(), how="shouted", at=now())
    await act(cast, "syndic", own_numbers.tell_on_paper, second, day=today(), how="hung_up", at=now())
    assert await standing(cast, second) == "waiting"
    assert await standing(cast, second, now() + timedelta(hours=49)) == "usable"
    for again in (
        act(cast, "syndic", own_numbers.tell_on_paper, second, day=today(), how="hung_up", at=now()),
        act(cast, "syndic", own_numbers.notice, second, at=now()),
    ):
        with pytest.raises(NoNoticeWaits):
            await again


async def test_one_that_was_refused_is_paid_to_only_when_it_is_asked_about_anew(cast):
    await member(cast, "bram")
    await with_address(cast, "bram")
    second = await entered(cast)
    with pytest.raises(BadInput):
        await judged(cast, second, agrees=False)
    await judged(cast, second, agrees=False, why="Not ours.")
    with pytest.raises(AccountMovedOn):
        await judged(cast, second)
    assert await payee(cast) == FIRST
    await act(cast, "syndic", own_numbers.ask_again, second, at=now())
    assert await standing(cast, second) == "to_confirm"
    await judged(cast, second)
    with pytest.raises(NobodyAsked):
        await act(cast, "syndic", own_numbers.ask_again, second, at=now())
    with pytest.raises(AccountMovedOn):
        await judged(cast, cast.first)


async def test_who_entered_it_is_no_second_person(cast):
    await member(cast, "bram")
    second = await entered(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO bank_account_step (id, association_id, bank_account_id, seq, what, words, letters, on_paper,"
                " how, at, by_id) VALUES (gen_random_uuid(), :t, :b, 9, 'entered', '', 0, 0, '', now(), :p)"
            ),
            {"t": cast.association_id, "b": second, "p": cast.people["bram"]},
        )
    with pytest.raises(SecondPersonNeeded):
        await judged(cast, second)


async def test_the_account_in_use_is_not_ended_for_one_that_waits(cast):
    await member(cast, "bram")
    second = await entered(cast)
    with pytest.raises(LastAccount):
        await act(cast, "accountant", accounts.end_bank_account, cast.first, day=today(), at=now())
    await act(cast, "accountant", accounts.end_bank_account, second, day=today(), at=now())
    assert await payee(cast) == FIRST


async def test_a_suppliers_number_is_none_of_ours(cast):
    lift = await supplier(cast)
    await act(cast, "syndic", ibans.enter_account, lift, number=SECOND, at=now())
    with pytest.raises(BadInput) as refused:
        await entered(cast)
    assert [(each.where, each.facts) for each in refused.value.problems] == [
        ("number", {"iban": "BE68 5390 0754 7034"})
    ]


async def test_it_is_answered_through_the_link_of_a_letter(cast):
    await member(cast, "bram")
    await with_address(cast, "bram")
    second = await entered(cast)
    asked = await by_link.asked_by_link(await code_for(cast, "bram"), at=now())
    assert (asked.payee, asked.number, asked.open) == ("Résidence Les Tilleuls", "BE68 5390 0754 7034", True)
    assert asked.before == ("BE43 0689 9999 9501",)
    answered = await by_link.answer_by_link(await code_for(cast, "bram"), agrees=True, at=now())
    assert (answered.agreed, answered.open, await standing(cast, second)) == (True, False, "usable")
    assert "link" in (await log(cast, "bank.account.confirmed")).facts


async def test_nothing_of_another_association_is_reached(cast):
    second = await entered(cast)
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await own_numbers.ask_again(session, cast.other_syndic, cast.elsewhere_id, second, at=now())

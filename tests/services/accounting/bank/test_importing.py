"""A file is taken once, statement by statement, each in its association; what is matched is booked, the rest waits."""

from datetime import date

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed
from koprogo.models.organisations import OrganisationMember
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.services.access import actor_of
from koprogo.services.accounting.bank import queries
from koprogo.services.accounting.bank.accounts import bank_accounts, enter_bank_account
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.importing import NOT_OURS, REFUSED, SEEN, TAKEN
from koprogo.services.accounting.bank.refusals import AccountsMissing, AccountThere, OneReserveAccount
from koprogo.services.accounting.bank.rules import enter_rule
from koprogo.services.accounting.verify import verify_books
from koprogo.services.charges import calls
from tests.services.accounting.bank.bank_on_stage import (
    AT,
    CURRENT,
    O1_ACCOUNT,
    Q1,
    RESERVE,
    balances,
    bank_on_stage,
    coda,
    debtor,
    lines,
    number,
    opening,
    paid,
    take,
)
from tests.services.charges import worked_year

FIRM = "SELECT organisation_id FROM mandate WHERE association_id = :t"


@pytest.fixture
async def stage(database):
    with_bank = await bank_on_stage()
    yield with_bank
    async with db.association_session(with_bank.association_id) as session:
        assert await verify_bank(session, with_bank.association_id) == []
        assert await verify_books(session, with_bank.association_id) == []


async def test_a_payment_with_its_number_goes_from_the_bank_to_the_owner(stage):
    before = await balances(stage)
    report = await take(stage, coda(1, 0, paid(Q1, await number(stage, "O1"), iban=O1_ACCOUNT, name="O1 Owner")))
    [one] = report.statements
    assert (one.outcome, one.lines, one.matched.matched, one.matched.to_person) == (TAKEN, 1, 1, 0)
    [line] = await lines(stage)
    assert (line.target, line.debtor, line.settles, line.credit) == ("debtor", "O1 Owner", ("CALL-2025-Q1",), 0)
    assert line.reason == "The communication {number} is that of this call."
    found = await balances(stage)
    assert found["551"] - before.get("551", 0) == Q1
    owner = {code: cents - before.get(code, 0) for code, cents in found.items() if code.startswith("410")}
    changed = {code: cents for code, cents in owner.items() if cents}
    gone = {code: -before[code] for code in before if code.startswith("410") and code not in found}
    assert sorted((changed | gone).values()) == [-38_442, -2_258]


async def test_the_same_file_twice_changes_nothing(stage):
    content = coda(1, 0, paid(Q1, await number(stage, "O1")), paid(777, "?"))
    await take(stage, content)
    before, rows = await balances(stage), await lines(stage)
    again = await take(stage, content, name="again.cod")
    assert [each.outcome for each in again.statements] == [SEEN]
    assert await balances(stage) == before
    assert await lines(stage) == rows


async def test_what_nobody_knows_waits_in_suspense_with_its_age(stage):
    await take(stage, coda(1, 0, paid(777, "loyer")))
    assert (await balances(stage))["499"] == -777
    [line] = await stage.act(queries.waiting_lines, today=date(2025, 4, 30))
    assert (line.target, line.age, line.account) == ("suspense", 10, "499")
    assert queries.sums([line]) == (1, 10)


async def neighbours(stage, *, of_the_firm: bool):
    """Return another association with a posted call, worked for by the same firm or by another one."""
    other = await worked_year.worked_year()
    await worked_year.voted(other)
    await other.act(calls.post_call, await other.call(1), at=AT)
    if of_the_firm:
        async with db.association_session(other.association_id) as session:
            firm = await session.scalar(text(FIRM), {"t": other.association_id})
        async with db.open_session() as session:
            member = {"organisation_id": firm, "person_id": stage.people["syndic"], "role": "syndic"}
            session.add(OrganisationMember(**member, since=worked_year.LONG_AGO))
        async with db.open_session() as session:
            stage.actors["syndic"] = await actor_of(session, stage.people["syndic"], on_day=date(2025, 12, 1))
    return other


@pytest.mark.parametrize("mistyped", [False, True])
async def test_a_payment_for_another_building_of_the_firm_waits_whoever_it_names(stage, mistyped):
    asked = await number(await neighbours(stage, of_the_firm=True), "O1")
    written = asked[:4] + str((int(asked[4]) + 1) % 10) + asked[5:] if mistyped else asked
    await take(stage, coda(1, 0, paid(Q1, written, name="O1 Owner")))
    [line] = await lines(stage)
    assert line.target == "suspense"
    assert mistyped or line.reason == MatchMessage.ELSEWHERE_NUMBER


async def test_a_number_of_a_building_that_is_not_ours_is_unknown_here(stage):
    asked = await number(await neighbours(stage, of_the_firm=False), "O1")
    await take(stage, coda(1, 0, paid(777, asked)))
    [line] = await lines(stage)
    assert (line.target, line.reason == MatchMessage.ELSEWHERE_NUMBER) == ("suspense", False)


async def test_statements_of_both_accounts_and_of_a_stranger_in_one_file(stage):
    """The part for the reserve is swept: 58 is nil when both lines are in."""
    file = (
        coda(1, 50_000, paid(-22_500, "reserve", iban=RESERVE), is_last=False)
        + coda(1, 0, paid(500), iban="BE62510007547061", is_last=False)
        + coda(1, 500_000, paid(22_500, "reserve", iban=CURRENT), iban=RESERVE)
    )
    report = await take(stage, file)
    assert [each.outcome for each in report.statements] == [TAKEN, NOT_OURS, TAKEN]
    found = await balances(stage)
    assert (found["551"], found["550"], found.get("58", 0)) == (-22_500, 22_500, 0)
    # The books began without the bank's balance: the check says so, and an opening voucher mends it.
    async with db.association_session(stage.association_id) as session:
        assert len(await verify_bank(session, stage.association_id)) == 2
    await opening(stage, {"551": 50_000, "550": 500_000})


async def test_a_statement_that_does_not_agree_is_refused_and_the_rest_goes_on(stage):
    good = coda(1, 0, paid(1000), is_last=False)
    wrong = coda(2, 1000, paid(500), is_last=False).replace(b"0000000000015000", b"0000000000016000")
    report = await take(stage, good + wrong + coda(7, 0, paid(400), iban=RESERVE))
    assert [each.outcome for each in report.statements] == [TAKEN, REFUSED, TAKEN]
    assert report.statements[1].problem is not None
    assert "new balance" in report.statements[1].problem.message_id
    assert len(await lines(stage)) == 2


async def test_missing_numbers_are_named_and_the_gap_can_be_filled(stage):
    await take(stage, coda(1, 0, paid(1000)))
    report = await take(stage, coda(4, 3000, paid(500)))
    assert report.statements[0].missing == (2, 3)
    newest = (await stage.act(queries.statements))[0]
    assert (newest.sequence, newest.missing) == (4, (2, 3))
    await take(stage, coda(2, 1000, paid(1000)))
    wrong = await take(stage, coda(3, 2000, paid(900)))
    assert wrong.statements[0].outcome == REFUSED
    assert wrong.statements[0].problem.facts["sequence"] == 4
    await take(stage, coda(3, 2000, paid(1000)))
    assert [row.missing for row in await stage.act(queries.statements)] == [()] * 4


async def test_a_statement_that_does_not_follow_the_one_before_is_refused(stage):
    await take(stage, coda(1, 0, paid(1000)))
    report = await take(stage, coda(2, 1100, paid(500)))
    assert report.statements[0].outcome == REFUSED
    assert report.statements[0].problem.facts == {"ours_cents": 1100, "theirs_cents": 1000, "sequence": 1}


async def test_the_same_number_with_other_movements_is_refused(stage):
    await take(stage, coda(1, 0, paid(1000)))
    report = await take(stage, coda(1, 0, paid(1001)))
    assert report.statements[0].outcome == REFUSED
    assert len(await lines(stage)) == 1


async def test_a_fee_is_booked_by_its_rule(stage):
    rule = {"name": "Frais", "account": "6500", "incoming": False, "words": ["frais de gestion"]}
    await stage.act(enter_rule, **rule, at=AT)
    await take(stage, coda(1, 0, paid(-1250, "FRAIS DE GESTION 04/2025", iban="")))
    found = await balances(stage)
    assert (found["6500"], found["551"]) == (1250, -1250)


async def test_a_day_no_year_covers_stays_unbooked_until_it_is_opened(stage):
    report = await take(stage, coda(1, 0, paid(1000, day=date(2024, 12, 30)), day=date(2024, 12, 31)))
    assert report.statements[0].matched.unbooked == 1
    [line] = await stage.act(queries.waiting_lines, today=date(2025, 4, 30))
    assert (line.target, line.voucher) == ("", "")


async def test_a_second_payment_stays_as_credit(stage):
    digits = await number(stage, "O1")
    await take(stage, coda(1, 0, paid(Q1, digits), paid(Q1, digits)))
    first, second = await lines(stage)
    assert (first.credit, second.credit, second.settles) == (0, Q1, ())


async def test_an_account_is_known_after_number_amount_and_name_agreed(stage):
    digits = await number(stage, "O1")
    await take(stage, coda(1, 0, paid(Q1, digits, iban=O1_ACCOUNT, name="OWNER O1")))
    await take(stage, coda(2, Q1, paid(40_697, "", iban=O1_ACCOUNT)))
    _, second = await lines(stage)
    assert second.debtor_id == await debtor(stage, "O1")
    assert second.settles == ("CALL-2025-Q2",)


async def test_files_and_accounts_are_refused_in_words(stage):
    with pytest.raises(BadInput):
        await take(stage, b"%PDF-1.7")
    with pytest.raises(AccountsMissing) as missing:
        await take(stage, coda(1, 0, paid(1), iban="BE62510007547061"))
    assert missing.value.iban == "BE62 5100 0754 7061"
    with pytest.raises(NotAllowed):
        await take(stage, coda(1, 0, paid(1)), who="O1")
    with pytest.raises(AccountThere):
        await stage.act(enter_bank_account, number=CURRENT, purpose="other", at=AT)
    with pytest.raises(OneReserveAccount):
        await stage.act(enter_bank_account, number="BE62510007547061", purpose="reserve", at=AT)
    with pytest.raises(BadInput) as wrong:
        await stage.act(enter_bank_account, number="BE10 9799", purpose="gold", name="x" * 61, at=AT)
    assert [problem.where for problem in wrong.value.problems] == ["number", "purpose", "name"]
    with pytest.raises(NotAllowed):
        await stage.act(bank_accounts, who="O1")


async def test_a_second_account_has_a_ledger_account_of_its_own(stage):
    await stage.act(enter_bank_account, number="BE62510007547061", purpose="current", name="ING", at=AT)
    assert [row.code for row in await stage.act(bank_accounts)] == ["551", "551001", "550"]

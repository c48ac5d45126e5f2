"""Properties of any history of the books: they come out at nil, owners add up to their control account, nothing is late."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koprogo import db
from koprogo.core.errors import KoproError
from koprogo.services.accounting import owner_account, trial_balance
from koprogo.services.accounting.post_entry import post_entry, reverse
from koprogo.services.accounting.verify import verify_books
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, ENDS, STARTS, act, bill, call, receive, rows, voucher, year

LOTS = st.sampled_from(["A1", "G1", "A2", "A3", "A4", "A5"])
CENTS = st.integers(min_value=1, max_value=10**9)
DAYS = st.integers(min_value=0, max_value=364).map(lambda days: STARTS + timedelta(days=days))
ACTS = st.one_of(
    st.tuples(st.just("bill"), CENTS, DAYS),
    st.tuples(st.just("call"), LOTS, CENTS, DAYS, st.sampled_from(["other", "reserve"])),
    st.tuples(st.just("receive"), LOTS, CENTS, DAYS),
    st.tuples(st.just("general"), st.lists(st.integers(-(10**6), 10**6).filter(bool), min_size=1, max_size=5), DAYS),
    st.tuples(st.just("reverse"), st.integers(0, 20), DAYS),
    st.tuples(st.just("again"), st.integers(0, 20)),
)
CODES = ("551", "550", "499", "61050", "160", "7420")
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def one(cast, place, step, booked):
    """Book one act; whatever is refused leaves nothing behind."""
    match step:
        case ("bill", cents, day):
            return await bill(cast, f"R-{place}", cents, day=day)
        case ("call", lot, cents, day, part):
            return await call(cast, lot, cents, f"R-{place}", part=part, day=day)
        case ("receive", lot, cents, day):
            return await receive(cast, lot, cents, f"R-{place}", day=day)
        case ("general", amounts, day):
            lines = dict(zip(CODES, amounts, strict=False))
            lines["4400"] = -sum(lines.values())
            return await act(cast, post_entry, await voucher(cast, lines, day=day, reference=f"R-{place}"))
        case ("reverse", which, day) if booked:
            return await act(cast, reverse, booked[which % len(booked)].id, day, f"R-{place}", "Wrong")
    return None


@given(history=st.lists(ACTS, min_size=1, max_size=8))
@QUIET
async def test_whatever_is_booked_the_books_come_out(database, history):
    cast = await put_on_stage()
    await year(cast)
    booked = []
    for place, step in enumerate(history):
        try:
            made = await one(cast, place, step, booked)
        except KoproError:
            continue
        booked += [made] if made else []
    sheet = await act(cast, trial_balance.trial_balance, starts=DAY, until=ENDS)
    assert (sheet.opening, sheet.balance, sheet.debit - sheet.credit) == (0, 0, 0)
    debtors = await act(cast, owner_account.debtors, day=date(2026, 12, 31))
    control = sum(row.balance for row in sheet.rows if row.code.startswith("410"))
    assert sum(row.balance for row in debtors) == control
    for row in debtors:
        found = await act(cast, owner_account.owner_account, row.id, until=ENDS)
        assert found.balance == row.balance == sum(line.amount for line in found.lines)
        assert sum(vars(row.open).values()) == max(row.balance, 0)
    async with db.association_session(cast.association_id) as session:
        assert await verify_books(session, cast.association_id) == []
    entries = await rows(cast, "SELECT id FROM entry WHERE association_id = :t")
    assert {row["id"] for row in entries} == {each.id for each in booked}

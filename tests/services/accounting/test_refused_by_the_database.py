"""What PostgreSQL refuses by itself, tried past the services as the application's role: each hole that was found once."""

from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import post_entry
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT, DAY, account, act, bill, call, voucher, year

ENTRY = """
INSERT INTO entry (id, association_id, period_id, journal, year, number, day, reference, content_hash, kind, text, at, by_id,
                   xid, reverses)
VALUES (:id, :t, :p, :journal, 2026, :number, :day, :id, sha256('x'), 'general', 'x', now(), :by, 1, :reverses)
"""
LINE = """
INSERT INTO entry_line (association_id, entry_id, line, day, account_id, amount)
SELECT :t, :e, :first + n, :day, CAST(:account AS uuid), (CAST(:amounts AS bigint[]))[n]
  FROM generate_subscripts(CAST(:amounts AS bigint[]), 1) n
"""
APPENDED = (
    "debtor", "debtor_person", "ledger_account", "period", "period_event", "period_balance", "entry", "entry_line",
    "owner_item",
)  # fmt: skip

EDITS = ("UPDATE {t} SET association_id = association_id", "DELETE FROM {t}")


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


class Books:
    """A year open and an account to write on, past the services."""

    def __init__(self, cast, period: UUID, of_account: UUID) -> None:
        self.cast, self.period, self.account, self.number = cast, period, of_account, 0

    async def entry(self, session, *, day=DAY, period=None, journal="general", reverses=None, tenant=None) -> UUID:
        made, self.number = uuid4(), self.number + 1
        facts = {"id": made, "t": tenant or self.cast.association_id, "p": period or self.period, "journal": journal}
        facts |= {"number": self.number, "day": day, "by": self.cast.people["syndic"], "reverses": reverses}
        await session.execute(text(ENTRY), facts)
        return made

    async def lines(self, session, entry, *amounts, day=DAY, first=0, of=None, tenant=None) -> None:
        facts = {"t": tenant or self.cast.association_id, "e": entry, "day": day, "account": of or self.account}
        await session.execute(text(LINE), {**facts, "first": first, "amounts": list(amounts)})


@pytest.fixture
async def books(cast):
    return Books(cast, await year(cast), await account(cast, "551"))


async def code_of(cast, do) -> str:
    """Return the SQLSTATE with which a whole transaction was refused."""
    with pytest.raises(DBAPIError) as refused:
        async with db.association_session(cast.association_id) as session:
            await do(session)
    return refused.value.orig.sqlstate


async def test_a_balanced_entry_is_taken(cast, books):
    async with db.association_session(cast.association_id) as session:
        await books.lines(session, await books.entry(session), 100, -70, -30)


async def test_one_cent_off_is_refused(cast, books):
    async def do(session):
        await books.lines(session, await books.entry(session), 100, -99)

    assert await code_of(cast, do) == "KG012"


async def test_a_changed_scope_blinds_no_check(cast, books):
    """A check that reads the table sums over nothing when the reach is narrowed; the one over the new rows does not."""

    async def unbalanced(session):
        made = await books.entry(session)
        await session.execute(text("SELECT set_config('app.associations', '{}', true)"))
        await books.lines(session, made, 100, -99)

    async def empty(session):
        await books.entry(session)
        await session.execute(text("SELECT set_config('app.associations', '{}', true)"))

    async def balanced_but_unseen(session):
        made = await books.entry(session)
        await session.execute(text("SELECT set_config('app.associations', '{}', true)"))
        await books.lines(session, made, 100, -100)

    async def hidden_before_the_commit(session):
        await books.lines(session, await books.entry(session), 100, -100)
        await session.execute(text("SELECT set_config('app.associations', '{}', true)"))

    assert await code_of(cast, unbalanced) == "KG012"
    assert await code_of(cast, empty) == "KG014"
    assert await code_of(cast, balanced_but_unseen) == "KG013"
    assert await code_of(cast, hidden_before_the_commit) == "KG014"


async def test_a_balanced_pair_added_later_is_refused(cast, books):
    async with db.association_session(cast.association_id) as session:
        made = await books.entry(session)
        await books.lines(session, made, 100, -100)

    async def do(session):
        await books.lines(session, made, 5, -5, first=2)

    assert await code_of(cast, do) == "KG013"


async def test_an_owner_item_added_later_is_refused(cast, books):
    made = await call(cast, "A1", 100, "CALL-1")

    async def do(session):
        await session.execute(
            text(
                "INSERT INTO owner_item SELECT association_id, entry_id, 2, day, debtor_id, part, kind, 5, source_kind,"
                " source_id FROM owner_item WHERE entry_id = :e"
            ),
            {"e": made.id},
        )

    assert await code_of(cast, do) == "KG013"


async def test_an_empty_entry_and_one_of_a_single_line_are_refused(cast, books):
    async def empty(session):
        await books.entry(session)

    async def nothing(session):
        await books.lines(session, await books.entry(session), 0, 0)

    assert await code_of(cast, empty) == "KG014"
    assert await code_of(cast, nothing) == psycopg.errors.CheckViolation.sqlstate


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
async def test_a_day_outside_its_period_is_refused(cast, books, day):
    async def do(session):
        await books.entry(session, day=day)

    assert await code_of(cast, do) == "KG011"


async def test_a_line_of_another_day_than_its_entry_is_refused(cast, books):
    async def do(session):
        await books.lines(session, await books.entry(session), 100, -100, day=date(2026, 3, 16))

    assert await code_of(cast, do) == psycopg.errors.ForeignKeyViolation.sqlstate


async def test_nothing_refers_to_another_association(cast, books):
    foreign = await account(cast, "551", cast.elsewhere_id)

    async def foreign_account(session):
        await books.lines(session, await books.entry(session), 100, -100, of=foreign)

    assert await code_of(cast, foreign_account) == psycopg.errors.ForeignKeyViolation.sqlstate

    async def foreign_period(session):
        await session.execute(text("SELECT set_config('app.association', :e, true)"), {"e": str(cast.elsewhere_id)})
        await books.entry(session, tenant=cast.elsewhere_id)

    assert await code_of(cast, foreign_period) == "KG010"

    async def foreign_tenant(session):
        await books.entry(session, tenant=cast.elsewhere_id)

    assert await code_of(cast, foreign_tenant) in {"KG010", psycopg.errors.InsufficientPrivilege.sqlstate}


async def test_a_reversal_has_no_reversal_and_an_entry_only_one(cast, books):
    async with db.association_session(cast.association_id) as session:
        first = await books.entry(session)
        await books.lines(session, first, 100, -100)
        back = await books.entry(session, reverses=first)
        await books.lines(session, back, -100, 100)

    async def of_a_reversal(session):
        await books.entry(session, reverses=back)

    async def twice(session):
        await books.entry(session, reverses=first)

    assert await code_of(cast, of_a_reversal) == "KG015"
    assert await code_of(cast, twice) == psycopg.errors.UniqueViolation.sqlstate


async def test_a_year_that_is_drawn_up_takes_closing_entries_and_a_closed_one_none(cast, books):
    await act(cast, periods.advance, books.period, step=Step.PROVISIONAL)

    async def general(session):
        await books.entry(session)

    async def closing(session):
        await books.lines(session, await books.entry(session, journal="closing"), 100, -100)

    assert await code_of(cast, general) == "KG010"
    async with db.association_session(cast.association_id) as session:
        await closing(session)
    await act(cast, periods.advance, books.period, step=Step.VOTED, **BY_ACT)
    await act(cast, periods.close_year, books.period)
    assert await code_of(cast, closing) == "KG010"


PERIOD = "INSERT INTO period (id, association_id, starts, next_starts, follows) VALUES (:id, :t, :s, :n, :f)"
D = date


@pytest.mark.parametrize(
    ("starts", "ends", "follows", "why"),
    [
        (D(2027, 2, 1), D(2028, 1, 1), D(2027, 2, 1), "23503"),  # a gap
        (D(2026, 6, 1), D(2027, 6, 1), D(2026, 6, 1), "23503"),  # an overlap
        (D(2025, 1, 1), D(2026, 1, 1), None, "23505"),  # another first one
        (D(2026, 1, 1), D(2028, 1, 1), D(2026, 1, 1), "23505"),  # the same beginning
        (D(2027, 1, 1), D(2028, 1, 1), D(2026, 1, 1), "23514"),  # it says that it follows what it does not
        (D(2027, 1, 1), D(2027, 1, 1), D(2027, 1, 1), "23514"),  # no day
    ],
)
async def test_years_have_neither_gap_nor_overlap(cast, books, starts, ends, follows, why):
    async def do(session):
        facts = {"id": uuid4(), "t": cast.association_id, "s": starts, "n": ends, "f": follows}
        await session.execute(text(PERIOD), facts)

    assert await code_of(cast, do) == why


async def test_two_years_never_begin_on_the_same_day(cast, books):
    """Referring to where the year before ends is not enough: two could follow the same one."""
    await year(cast, D(2027, 1, 1), D(2028, 1, 1))

    async def do(session):
        facts = {"id": uuid4(), "t": cast.association_id, "s": D(2027, 1, 1), "n": D(2027, 7, 1), "f": D(2027, 1, 1)}
        await session.execute(text(PERIOD), facts)

    assert await code_of(cast, do) == "23505"


@pytest.mark.parametrize(("what", "hash_of"), [("opened", None), ("final", "\\x00"), ("audited", None)])
async def test_a_period_goes_forwards_by_its_steps(cast, books, what, hash_of):
    await act(cast, periods.advance, books.period, step=Step.AUDITED, **BY_ACT)

    async def do(session):
        await session.execute(
            text(
                "INSERT INTO period_event (id, association_id, period_id, seq, what, hash, at, by_id, xid)"
                " VALUES (:id, :t, :p, 3, :what, CAST(:hash AS bytea), now(), :by, 1)"
            ),
            {
                "id": uuid4(), "t": cast.association_id, "p": books.period, "what": what, "hash": hash_of,
                "by": cast.people["syndic"],
            },
        )  # fmt: skip

    assert await code_of(cast, do) == "KG010"


async def test_balances_are_written_only_by_the_closing(cast, books):
    async def do(session):
        await session.execute(
            text("INSERT INTO period_balance VALUES (:t, :p, :a, 5)"),
            {"t": cast.association_id, "p": books.period, "a": books.account},
        )

    assert await code_of(cast, do) == "KG010"


@pytest.mark.parametrize("table", APPENDED)
@pytest.mark.parametrize("statement", EDITS)
async def test_the_application_may_edit_nothing(cast, table, statement):
    async def do(session):
        await session.execute(text(statement.format(t=table)))

    assert await code_of(cast, do) == psycopg.errors.InsufficientPrivilege.sqlstate


@pytest.mark.parametrize("table", APPENDED)
@pytest.mark.parametrize(
    "statement", ["UPDATE {t} SET association_id = association_id", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"]
)
async def test_nor_may_the_owner_of_the_tables(cast, books, database, table, statement):
    await bill(cast)
    await call(cast, "A1", 100, "CALL-1")
    await close(cast, books.period)
    with psycopg.connect(database.admin_url) as connection, pytest.raises(psycopg.errors.DatabaseError) as refused:
        connection.execute(statement.format(t=table))
    assert refused.value.sqlstate == "KG001"


async def test_emptying_an_association_stops_at_the_books(cast, books, database):
    await bill(cast)
    with psycopg.connect(database.admin_url) as connection, pytest.raises(psycopg.errors.DatabaseError):
        connection.execute("DELETE FROM association WHERE id = %s", [cast.association_id])
    with psycopg.connect(database.admin_url) as connection, pytest.raises(psycopg.errors.DatabaseError) as refused:
        connection.execute("TRUNCATE period CASCADE")
    assert refused.value.sqlstate == "KG001"


async def close(cast, period):
    """Settle what the calls above left over, and close the year."""

    settled = await voucher(cast, {"701": 100 - 36300, "499": 36300 - 100}, reference="S-1")
    await act(cast, post_entry, settled)
    await act(cast, periods.advance, period, step=Step.VOTED, **BY_ACT)
    await act(cast, periods.close_year, period)

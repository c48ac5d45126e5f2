"""Every column of every row that a result rests on, changed by whoever owns the machine: `koprogo check` says so, and where.

Ballots, seals, confirmations, results, the voting list, texts, openings and closings, arrivals, agenda lines, the log and
its seals. The stand-alone verifier has its own flips in `minutes/test_verifier.py`.
"""

import random

import psycopg
import pytest
from psycopg import sql

from koprogo import db
from koprogo.cli.check import faults_of
from koprogo.services import audit
from tests.services.assemblies.closed_evening import closed

TABLES = (
    "ballot", "seal", "ballot_confirmation", "result", "roll", "item_event", "item_text", "audit_event", "audit_seal",
    "presence_event", "agenda_item",
)  # fmt: skip
SAYS_NOTHING = {
    ("roll", "id"),  # nothing names a row of the list by it
    ("item_text", "association_id"),  # the walls read it; the text itself is covered
    ("item_event", "association_id"),
    ("roll", "association_id"),
    ("ballot_confirmation", "association_id"),
    ("agenda_item", "association_id"),
    ("agenda_item", "hidden_tally"),  # turned until the vote, each time with its line in the log
    ("presence_event", "id"),
    ("audit_event", "id"),  # GENERATED ALWAYS: PostgreSQL changes it for nobody
}
BY_TYPE = {
    "uuid": "gen_random_uuid()",
    "character varying": "{c} || 'x'",
    "text": "{c} || 'x'",
    "integer": "{c} + 1000",
    "bigint": "{c} + 1000000",
    "boolean": "NOT {c}",
    "bytea": "decode(repeat('ab', 32), 'hex')",
    "timestamp with time zone": "{c} - interval '1 minute'",
    "jsonb": "{c} || '{{\"x\": 1}}'",
}
BY_NAME = {
    ("ballot", "choice"): "CASE choice WHEN 'for' THEN 'against' ELSE 'for' END",
    ("ballot", "channel"): "CASE channel WHEN 'api' THEN 'phone' ELSE 'api' END",
    ("result", "about"): "'amendment'",
    ("item_text", "changes"): "1",  # a first text changes no other
    ("ballot", "salt"): "decode(repeat('ab', 16), 'hex')",
    ("presence_event", "what"): "CASE what WHEN 'left' THEN 'arrived' ELSE 'left' END",
    ("presence_event", "channel"): "CASE channel WHEN 'room' THEN 'remote' ELSE 'room' END",
    ("presence_event", "corrects_id"): "1",
    ("agenda_item", "main_kind"): "'x'",
    ("agenda_item", "majority"): "'four_fifths'",
    ("agenda_item", "majority_from"): "'clause'",
}

RESTS_ON = {"item_event": "what IN ('opened', 'closed')", "item_text": "true"}
"""Of these tables, the rows of the point that was confirmed; the postponed one has no result."""
ORDER = {"audit_seal": "position", "seal": "position"}


@pytest.fixture(scope="module")
async def evening(cast, database):
    """A whole evening with phones, paper and a change of mind, its log sealed; nothing is wrong with it."""
    _, [works, _] = await closed(cast)
    async with db.association_session(cast.association_id) as session:
        assert await audit.seal_log(session, cast.association_id) > 0
    assert await faults_of(cast.association_id) == []
    return works


@pytest.fixture(scope="module")
def owner(database):
    """Whoever owns the machine: the locks are off."""
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def columns(owner, table):
    rows = owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
        [table],
    ).fetchall()
    return [row for row in rows if (table, row[0]) not in SAYS_NOTHING]


def nth(table, works, *, last=False, where="true"):
    """Return the query for a row the result rests on: the first, or the last."""
    rests_on = f"item_id = '{works}' AND {RESTS_ON[table]}" if table in RESTS_ON else "true"
    order = f"{ORDER.get(table, 'to_jsonb(t)::text')} {'DESC' if last else 'ASC'}"
    return f"SELECT ctid FROM {table} t WHERE {rests_on} AND {where} ORDER BY {order} LIMIT 1"


def change(owner, table, column, kind, works):
    """Change one row."""
    new = BY_NAME.get((table, column), BY_TYPE[kind]).format(c=f'"{column}"')
    which = nth(table, works, where=f'"{column}" IS DISTINCT FROM {new}')
    return owner.execute(f'UPDATE {table} SET "{column}" = {new} WHERE ctid = ({which})').rowcount


@pytest.mark.parametrize("table", TABLES)
async def test_any_column_of_a_past_row_that_is_changed_is_named(cast, evening, owner, table):
    name, silent = sql.Identifier(table), []
    owner.execute(sql.SQL("CREATE TEMP TABLE kept AS SELECT * FROM {}").format(name))
    try:
        for column, kind in columns(owner, table):
            assert change(owner, table, column, kind, evening) == 1, f"{table}.{column}: nothing to change"
            if not [fault for fault in await faults_of(cast.association_id) if _names_a_place(fault)]:
                silent.append(column)
            owner.execute(sql.SQL("DELETE FROM {}").format(name))
            owner.execute(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM kept").format(name))
    finally:
        owner.execute("DROP TABLE kept")
    assert silent == []
    assert await faults_of(cast.association_id) == []


@pytest.mark.parametrize("table", TABLES)
async def test_a_past_row_taken_away_is_named(cast, evening, owner, table):
    """The first, and the last: a chain without its end still looks like a chain."""
    name = sql.Identifier(table)
    for last in (False, True):
        owner.execute(sql.SQL("CREATE TEMP TABLE kept AS SELECT * FROM {}").format(name))
        assert owner.execute(f"DELETE FROM {table} WHERE ctid = ({nth(table, evening, last=last)})").rowcount == 1
        found = await faults_of(cast.association_id)
        owner.execute(sql.SQL("DELETE FROM {}").format(name))
        owner.execute(sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM kept").format(name))
        owner.execute("DROP TABLE kept")
        if last and table == "audit_seal":
            continue  # a line of the log that waits for its seal looks the same; the next seal takes its place
        assert [fault for fault in found if _names_a_place(fault)], f"{table}, {'last' if last else 'first'}"


FLIPS = 150
TEXTS = ("character varying", "text", "uuid", "jsonb", "timestamp with time zone")


def flipped(kind, value, dice):
    """Return an expression of the same type in which one bit of one byte, one character or one digit is another."""
    if kind == "bytea":
        place, bit = dice.randrange(len(value)), 1 << dice.randrange(8)
        return f"set_byte({{c}}, {place}, get_byte({{c}}, {place}) # {bit})"
    if kind in ("integer", "bigint"):
        return f"{{c}} # {1 << dice.randrange(12)}"
    if kind == "boolean":
        return "NOT {c}"
    place = dice.randrange(1, len(value) + 1)
    digit = value[place - 1]
    other = dice.choice([each for each in "0123456789abcdefXYZ -" if each != digit])
    return f"overlay({{c}}::text placing '{other}' from {place} for 1)::{'text' if kind == 'text' else kind}"


def flip(owner, table, works, dice):
    """Flip something in a random column of a random row the result rests on; say what, or nothing when it cannot be."""
    column, kind = dice.choice(columns(owner, table))
    rests_on = f"item_id = '{works}' AND {RESTS_ON[table]}" if table in RESTS_ON else "true"
    said = f'"{column}"::text' if kind in TEXTS else f'"{column}"'
    rows = owner.execute(
        f"SELECT ctid::text, {said} FROM {table} WHERE {rests_on} ORDER BY to_jsonb({table})::text"
    ).fetchall()
    place, value = dice.choice(rows)
    if value is None or value == "":
        return ""
    new = flipped(kind, value, dice).format(c=f'"{column}"')
    order = f"""UPDATE {table} SET "{column}" = {new} WHERE ctid = '{place}' AND "{column}" IS DISTINCT FROM {new}"""
    try:
        done = owner.execute(order).rowcount
    except (psycopg.DataError, psycopg.IntegrityError):  # no such value: PostgreSQL itself would not read it
        return ""
    return f"{table}.{column} of {value!r}: {new}" if done else ""


async def test_any_bit_of_any_past_row_that_is_flipped_is_named(cast, evening, owner):
    dice, tried, silent = random.Random(49), 0, []
    for _ in range(FLIPS):
        table = dice.choice(TABLES)
        owner.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
        if what := flip(owner, table, evening, dice):
            tried += 1
            if not [fault for fault in await faults_of(cast.association_id) if _names_a_place(fault)]:
                silent.append(what)
            owner.execute(f"DELETE FROM {table}")
            owner.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept")
        owner.execute("DROP TABLE kept")
    assert tried > FLIPS // 3
    assert silent == []
    assert await faults_of(cast.association_id) == []


def _names_a_place(fault: str) -> bool:
    return any(word in fault for word in ("item ", "position", "line ", "Vote ", "Ballot "))

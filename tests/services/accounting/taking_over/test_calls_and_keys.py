"""Open calls one by one and keys from a sheet: they agree or are refused by their place; payments find them."""

import asyncio
from datetime import date

import psycopg
import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed
from koprogo.rules.accounting.opening import Differs
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.bank import accounts, importing, queries
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.accounting.taking_over.from_files import confirm_take_over, preview_take_over
from koprogo.services.accounting.verify import verify_books
from koprogo.services.charges import keys
from tests.cast import put_on_stage
from tests.services.accounting.bank.bank_on_stage import RESERVE, STRANGER, coda, paid
from tests.services.accounting.ledger_on_stage import act, rows, year
from tests.services.accounting.taking_over.old_books import AT, DAY, FR, sent

WITH_CALLS = FR | {"calls": "calls-fr.csv"}
WITH_KEYS = FR | {"keys": "keys-fr.csv"}
ROOF = "854101976919"
CALLS = """
SELECT number, communication, due_on, part, called, other, reserve FROM old_call WHERE association_id = :t ORDER BY 1, 5
"""


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, with a year that is open."""
    people = await put_on_stage()
    await year(people)
    yield people
    async with db.association_session(people.association_id) as session:
        assert await verify_books(session, people.association_id) == []
        assert await verify_bank(session, people.association_id) == []


async def take(cast, files, **more):
    return await act(cast, confirm_take_over, request=await sent(cast, files, **more), at=AT)


async def look(cast, files, **more):
    return await act(cast, preview_take_over, request=await sent(cast, files, **more), at=AT)


def changed(old, new):
    """Return an edit that must find what it changes; the line of totals goes."""

    def edit(content):
        assert old.encode("cp1252") in content
        lines = content.replace(old.encode("cp1252"), new.encode("cp1252")).split(b"\r\n")
        return b"\r\n".join(line for line in lines if not line.startswith(b"Total"))

    return edit


async def debtor_named(cast, name):
    found = await act(cast, owner_account.debtors, day=DAY)
    return next(row for row in found if name in row.people)


async def test_each_open_call_keeps_its_number_day_and_parts(cast):
    made = await take(cast, WITH_CALLS)
    assert made.calls == 5
    assert await rows(cast, CALLS) == [
        {"number": "2026/1", "communication": "618033992355", "due_on": date(2026, 1, 15), "part": "provision",
         "called": 40700, "other": 15040, "reserve": 0},
        {"number": "2026/2", "communication": "TOIT A5", "due_on": date(2026, 4, 15), "part": "provision",
         "called": 30000, "other": 30000, "reserve": 0},
        {"number": "2026/2", "communication": "236067984661", "due_on": date(2026, 4, 15), "part": "provision",
         "called": 45000, "other": 40000, "reserve": 5000},
        {"number": "TOIT-1", "communication": ROOF, "due_on": date(2026, 7, 10), "part": "special",
         "called": 40000, "other": 40000, "reserve": 0},
    ]  # fmt: skip
    assert (await take(cast, WITH_CALLS)).posted.again


async def test_pressed_twice_at_once_every_key_is_entered_once(cast):
    request = await sent(cast, WITH_KEYS)
    made = await asyncio.gather(*(act(cast, confirm_take_over, request=request, at=AT) for _ in range(2)))
    assert sorted(each.posted.again for each in made) == [False, True]
    found = [row["name"] for row in await rows(cast, "SELECT name FROM apportionment_key WHERE association_id = :t")]
    assert len(found) == sum(each.keys for each in made) == max(each.keys for each in made) > 0


async def test_what_is_owed_is_as_old_as_the_day_it_was_due(cast):
    await take(cast, WITH_CALLS)
    anna, carla = [await debtor_named(cast, name) for name in ("Anna Peeters", "Carla Dubois")]
    assert (anna.balance, anna.open.days_30, anna.open.days_90, anna.open.older) == (60040, 0, 45000, 15040)
    assert (carla.balance, carla.open.not_due, carla.open.days_30) == (40000, 40000, 0)
    account = await act(cast, owner_account.owner_account, anna.id, until=date(2027, 1, 1))
    assert [(line.old_call.number, line.old_call.due) for line in account.lines] == [
        ("2026/1", date(2026, 1, 15)), ("2026/2", date(2026, 4, 15)), ("2026/2", date(2026, 4, 15)),
    ]  # fmt: skip


async def test_an_old_communication_settles_its_old_call(cast):
    await take(cast, WITH_CALLS)
    await act(cast, accounts.enter_bank_account, number=RESERVE, purpose="current", name="Compte à vue", at=AT)
    content = coda(
        1, 265_000, paid(45_000, "236067984661", iban=STRANGER, day=date(2026, 7, 3)),
        paid(40_000, ROOF, day=date(2026, 7, 3)), day=date(2026, 7, 3), iban=RESERVE,
    )  # fmt: skip
    await importing.import_coda(cast.syndic, content=content, name="july.cod", at=AT)
    found = sorted(await act(cast, queries.lines, today=DAY), key=lambda line: line.number)
    assert [(line.target, line.settles, line.credit) for line in found] == [
        ("debtor", ("2026/2",), 0), ("debtor", ("TOIT-1",), 0),
    ]  # fmt: skip
    parts = await rows(cast, "SELECT other, reserve FROM match_part WHERE association_id = :t ORDER BY other, reserve")
    assert parts == [{"other": 40000, "reserve": 0}, {"other": 40000, "reserve": 5000}]


async def test_an_old_call_changed_past_every_trigger_is_named_by_the_check(cast, database):
    await take(cast, WITH_CALLS)
    change = "UPDATE old_call SET other = other + %s WHERE association_id = %s AND number = 'TOIT-1'"
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(change, [1, cast.association_id])
        async with db.association_session(cast.association_id) as session:
            [fault] = await verify_books(session, cast.association_id)
        assert fault.endswith("old call TOIT-1 asks 40001 cents, and the opening told its owner 40000")
        connection.execute(change, [-1, cast.association_id])


async def test_an_owner_whose_calls_do_not_make_her_balance_is_named(cast):
    read = await look(cast, WITH_CALLS, edit={"calls": changed(";400,00;Travaux", ";399,00;Travaux")})
    [found] = read.differences
    assert (found.what, found.code, found.books, found.other) == (Differs.CALLS, "A3, Carla Dubois", 40000, 39900)
    part = changed(";50,00;50,00;Fonds de réserve", ";50,00;50,00;Provision")
    [found] = (await look(cast, WITH_CALLS, edit={"calls": part})).differences
    assert (found.code, found.books, found.other) == ("A1, Anna Peeters", 5000, 0)
    with pytest.raises(BadInput) as refused:
        await take(cast, WITH_CALLS, edit={"calls": changed("-50,00", "-49,00")})
    [problem] = refused.value.problems
    assert problem.facts == {"owner": "A2, Bram Claes", "books_cents": -5000, "other_cents": -4900}


@pytest.mark.parametrize(
    ("old", "new", "line", "header", "says"),
    [
        (";15/01/2026;", ";;", 3, "Échéance", "Write the day on which this call was due"),
        ("A5;Emma Lambert / Farid Benali;2026/2;TOIT A5", "A5;;;", 8, "N° appel", "Write the number of this call"),
        (
            "236/0679/84661+++;15/04/2026;400",
            "236/0679/84662+++;15/04/2026;400",
            4,
            "Communication",
            "The last two digits",
        ),
        ("Travaux", "Divers", 7, "Type", "Write provision, reserve"),
        ("+++854/1019/76919+++", "+++618/0339/92355+++", 7, "Communication", "This communication stands for two"),
        ("A3;Carla", "Z3;Carla", 7, "Lot", "No lot here"),
    ],
)
async def test_a_call_that_cannot_be_read_is_told_by_its_place(cast, old, new, line, header, says):
    read = await look(cast, WITH_CALLS, edit={"calls": changed(old, new)})
    fault = read.faults[0]
    assert (fault.file.value, fault.line, fault.header) == ("calls", line, header)
    assert fault.message_id.startswith(says)


async def test_taken_back_the_old_calls_are_asked_for_no_more(cast):
    first = await take(cast, WITH_CALLS)
    await act(cast, reverse, first.posted.id, DAY, "OPENING-BACK", "Wrong day")
    await take(cast, WITH_CALLS)
    await act(cast, accounts.enter_bank_account, number=RESERVE, purpose="current", name="Compte à vue", at=AT)
    await importing.import_coda(
        cast.syndic,
        content=coda(1, 265_000, paid(40_000, ROOF, day=DAY), day=DAY, iban=RESERVE),
        name="july.cod",
        at=AT,
    )
    [line] = await act(cast, queries.lines, today=DAY)
    assert line.settles == ("TOIT-1",)


async def test_keys_are_shown_then_entered_with_the_file_as_their_source(cast):
    read = await look(cast, WITH_KEYS)
    assert read.may_be_booked
    assert [(key.name, key.basis, key.since, key.weights, key.total, key.is_here) for key in read.keys] == [
        ("Ascenseur", "Acte de base, art. 12", date(2010, 1, 1), {"A1": 1, "A2": 1, "A3": 1, "A4": 2, "A5": 2}, 7, False),
        ("Escalier B", "Acte de base, art. 14", DAY, {"A3": 600, "A4": 400}, 1000, False),
    ]  # fmt: skip
    assert (await take(cast, WITH_KEYS)).keys == 2
    found = {dict(key.name)["fr"]: key for key in await act(cast, keys.keys)}
    assert found["Ascenseur"].source == "Acte de base, art. 12 – keys-fr.csv, 01/07/2026"
    assert (found["Escalier B"].total, found["Escalier B"].since) == (1000, DAY)
    again = await take(cast, WITH_KEYS)
    assert (again.posted.again, again.keys) == (True, 0)
    other = await look(cast, WITH_KEYS, edit={"keys": changed("A4;Dirk Evens;150;2", "A4;Dirk Evens;150;3")})
    assert [fault.header for fault in other.faults] == ["Ascenseur"]


@pytest.mark.parametrize(
    ("old", "new", "line", "header", "says"),
    [
        ("A2;Bram", "Z9;Bram", 7, "Lot", "No lot here"),
        ("A2;Bram Claes;230;1", "A2;Bram Claes;230;1,5", 7, "Ascenseur", "Write a whole weight"),
        ("A2;Bram Claes;230;1", "A2;Bram Claes;230;=B1", 7, "Ascenseur", "Write a whole weight"),
        ("A2;Bram Claes;230", "A2;Bram Claes;240", 7, "Quotités", "Lot {lot} has"),
        ("A2;Bram", "A3;Bram", 8, "Lot", "This lot is there twice"),
        ("G1;Anna Peeters;20;;\r\n", "", 0, "Lot", "Lot {lot} is missing"),
        ("01/01/2010", "2010", 4, "Ascenseur", "Write the day"),
        ("Escalier B", "Ascenseur", 0, "Ascenseur", "Two columns"),
    ],
)
async def test_a_sheet_of_keys_that_cannot_be_read_is_told_by_its_place(cast, old, new, line, header, says):
    read = await look(cast, WITH_KEYS, edit={"keys": changed(old, new)})
    assert any(
        (fault.file.value, fault.line, fault.header) == ("keys", line, header) and fault.message_id.startswith(says)
        for fault in read.faults
    ), read.faults
    assert not read.may_be_booked


async def test_a_column_that_is_no_key_is_left_out_and_that_is_kept_for_the_next_association(cast):
    floor = changed("Escalier B\r\nBase", "Étage\r\nBase")
    words = lambda content: floor(content).replace(b";600", b";rez").replace(b";400", b";premier")  # noqa: E731
    read = await look(cast, WITH_KEYS, edit={"keys": words})
    assert [(fault.line, fault.header) for fault in read.faults] == [(0, "Étage")]
    left = {"keys": {"key:Étage": "", "key:Ascenseur": "Ascenseur du bloc A"}}
    made = await take(cast, WITH_KEYS, edit={"keys": words}, tool="Syndic Pro", columns=left)
    assert made.keys == 1
    [kept] = await rows(cast, "SELECT columns -> 'keys' AS keys FROM old_tool_mapping WHERE association_id = :t")
    assert kept["keys"]["key:Étage"] == ""
    assert kept["keys"]["key:Ascenseur"] == "Ascenseur du bloc A"


async def test_keys_are_the_syndics(cast):
    request = await sent(cast, WITH_KEYS, who="accountant")
    with pytest.raises(NotAllowed):
        await act(cast, confirm_take_over, request=request, at=AT, who="accountant")
    assert await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t") == []

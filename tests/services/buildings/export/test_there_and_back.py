"""An association leaves as one file and arrives elsewhere the same to the byte, or not at all."""

import io
import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.adapters import association_file
from koprogo.adapters.association_file import ExportDamaged
from koprogo.adapters.storage import storage
from koprogo.cli.check import every_fault
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import post_entry, reverse
from koprogo.services.buildings.export import bring_in, write_out
from koprogo.services.buildings.export.refusals import AlreadyHere, OtherRelease, SecretStillOpen
from koprogo.services.identity.sign_in import sign_in
from koprogo.settings import settings
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT, DAY, ENDS, act, bill, call, receive, rows, voucher, year
from tests.services.assemblies.closed_evening import closed
from tests.services.assemblies.evening import open_vote, opened

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPERATOR = Actor(uuid4(), "operator", "fr", is_operator=True)
PAPER = b"%PDF-1.7 a quote for the roof"
ADD_PAPER = (
    "INSERT INTO paper (id, association_id, kind, subject_id, language, version, title, sha256, size, issued_at,"
    " issued_by_id) VALUES (gen_random_uuid(), :t, 'quote', gen_random_uuid(), 'fr', 1, 'Quote', :key, :size, now(), :by)"
)
COUNTED_ANEW = {"audit_event", "audit_seal"}
"""The arrival itself is a line of the log; everything else is the same."""


async def lived(cast):
    """A year closed, the next one open with a voucher taken back, an evening held, a paper kept."""
    await closed(cast)
    first = await year(cast)
    await bill(cast)
    await call(cast, "A1", 12345, "C-1")
    await receive(cast, "A1", 12000, "B-1")
    await call(cast, "A5", 500, "C-2", part="reserve")
    await act(cast, post_entry, await voucher(cast, {"499": 36300 - 12345, "701": -(36300 - 12345)}, reference="S-1"))
    for step in (Step.PROVISIONAL, Step.AUDITED, Step.VOTED):
        await act(cast, periods.advance, first, step=step, **BY_ACT)
    await act(cast, periods.close_year, first)
    await year(cast, ENDS, ENDS.replace(year=2028))
    made = await bill(cast, "F-2", day=ENDS)
    await act(cast, reverse, made.id, ENDS, "F-2-BACK", "Wrong supplier")
    key = storage(settings()).put(io.BytesIO(PAPER))
    async with db.association_session(cast.association_id) as session:
        facts = {"t": cast.association_id, "key": key, "size": len(PAPER), "by": cast.people["syndic"]}
        await session.execute(text(ADD_PAPER), facts)


@pytest.fixture(scope="module")
async def exported(cast):
    """The bytes of an association that has lived."""
    await lived(cast)
    with await write_out.export_association(cast.syndic, cast.association_id, at=AT) as file:
        return file.read()


@pytest.fixture(scope="module")
async def arrived(exported, elsewhere):
    """The same association elsewhere."""
    async with elsewhere():
        return await bring_in.import_association(OPERATOR, io.BytesIO(exported), at=AT)


def tables(content: bytes) -> dict[str, list]:
    """Return every row of an export but what each installation counts by itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/")
        }
    for lines in found.values():
        for row in lines:
            row.pop("xid", None)
    for row in found["tables/entry.jsonl"]:
        del row["seq"]
    return {name: lines for name, lines in found.items() if name[7:-6] not in COUNTED_ANEW}


async def test_what_arrives_leaves_again_the_same_row_by_row(exported, arrived, elsewhere, cast):
    async with elsewhere():
        with await write_out.export_association(cast.syndic, cast.association_id, at=AT) as file:
            again = file.read()
    assert tables(again) == tables(exported)
    before, after = (association_file.verified(io.BytesIO(each)).facts for each in (exported, again))
    assert before["trial_balance"] == after["trial_balance"]
    assert before["trial_balance"]["4101.1"] == 345
    assert before["entries"] == after["entries"]
    assert before["entries"]["count"] == 8


async def test_nothing_is_wrong_where_it_arrived(exported, arrived, elsewhere):
    async with elsewhere():
        assert await every_fault() == ([], 1)
    assert arrived.files == 1
    assert arrived.missing_files == ()


async def test_the_closed_year_is_closed_there_under_the_same_mark(exported, arrived, elsewhere, cast):
    here = await act(cast, periods.years)
    async with elsewhere():
        there = await act(cast, periods.years)
        assert there == here
        assert (await act(cast, periods.close_year, here[-1].id)).hash == here[-1].hash


async def test_the_books_go_on_there_and_the_log_counts_from_far_away(exported, arrived, elsewhere, cast):
    async with elsewhere():
        await bill(cast, "F-3", day=ENDS)
        here = await rows(
            cast, "SELECT action FROM audit_event WHERE association_id = :t AND id >= 1000000000 ORDER BY id"
        )
        assert here[0]["action"] == "association.imported"
        assert here[-1]["action"] == "entry.posted"
        assert await every_fault() == ([], 1)


async def test_it_is_read_in_once(exported, arrived, elsewhere):
    async with elsewhere():
        with pytest.raises(AlreadyHere):
            await bring_in.import_association(OPERATOR, io.BytesIO(exported), at=AT)


async def test_the_syndic_in_office_gets_a_sign_in_which_no_export_holds(exported, arrived, elsewhere, cast):
    async with elsewhere():
        facts = {"name": "Sylvie Simon", "email": "sylvie@example.org", "password": "a long password", "at": AT}
        assert await bring_in.open_door(OPERATOR, cast.association_id, **facts)
        assert not await bring_in.open_door(OPERATOR, cast.association_id, **facts)
        assert await sign_in(email="sylvie@example.org", password="a long password", at=AT)
        with pytest.raises(BadInput):
            await bring_in.open_door(OPERATOR, cast.association_id, **{**facts, "name": " "})
    assert b"password" not in exported
    assert "tables/account.jsonl" not in zipfile.ZipFile(io.BytesIO(exported)).namelist()


def changed(content: bytes, name: str, edit, *, sealed: bool = False) -> io.BytesIO:
    """Return an export with one member changed; `sealed`: the manifest agrees with it."""
    source, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each in source.namelist():
            old = source.read(each)
            archive.writestr(each, edit(old) if each == name else old)
    if not sealed:
        return made
    facts = json.loads(source.read("manifest.json"))
    facts["members"][name] = {"bytes": 0, "sha256": sha256(edit(source.read(name))).hexdigest()}
    return changed(made.getvalue(), "manifest.json", lambda _: json.dumps(facts).encode())


@pytest.mark.parametrize("name", ["tables/entry_line.jsonl", "README.txt"])
async def test_a_byte_that_differs_is_found_before_anything_is_written(exported, elsewhere, name):
    async with elsewhere():
        with pytest.raises(ExportDamaged, match=name):
            await bring_in.import_association(OPERATOR, changed(exported, name, lambda old: old + b"\n"), at=AT)


async def test_an_amount_changed_with_its_manifest_is_refused_by_the_database(database, elsewhere):
    """Somebody who writes the manifest anew still cannot write an entry that does not balance; nothing of it is kept."""
    other = await put_on_stage()
    await year(other)
    await bill(other)
    with await write_out.export_association(other.syndic, other.association_id, at=AT) as file:
        content = file.read()
    name, more = "tables/entry_line.jsonl", (b'"amount":36300', b'"amount":36301')
    forged = changed(content, name, lambda old: old.replace(*more), sealed=True)
    async with elsewhere():
        with pytest.raises(DBAPIError, match="unbalanced"):
            await bring_in.import_association(OPERATOR, forged, at=AT)
        async with db.association_session(other.association_id) as session:
            assert (
                await session.scalar(text("SELECT count(*) FROM person WHERE id = :p"), {"p": other.people["anna"]})
                == 0
            )
        whole = await bring_in.import_association(OPERATOR, io.BytesIO(content), at=AT)
        assert whole.association_id == other.association_id


async def test_another_release_and_no_export_at_all_are_refused(exported, elsewhere):
    older = changed(exported, "manifest.json", lambda old: old.replace(b'"schema": "', b'"schema": "1999_'))
    async with elsewhere():
        with pytest.raises(OtherRelease):
            await bring_in.import_association(OPERATOR, older, at=AT)
        with pytest.raises(ExportDamaged):
            await bring_in.import_association(OPERATOR, io.BytesIO(b"PK nothing"), at=AT)


@pytest.mark.parametrize(("who", "refusal"), [("stranger", NotFound), ("anna", NotAllowed), ("accountant", NotAllowed)])
async def test_only_the_syndic_takes_it_away(cast, who, refusal):
    with pytest.raises(refusal):
        await write_out.export_association(cast.actors[who], cast.association_id, at=AT)


async def test_only_an_operator_reads_it_in(cast, exported):
    with pytest.raises(NotFound):
        await bring_in.import_association(cast.syndic, io.BytesIO(exported), at=AT)


async def test_the_log_keeps_that_it_left(cast, exported):
    found = await rows(
        cast, "SELECT facts FROM audit_event WHERE association_id = :t AND action = 'association.exported'"
    )
    assert found[0]["facts"]["files"] == 1


async def test_nothing_leaves_while_a_vote_is_open(database):
    other = await put_on_stage()
    _, items = await opened(other)
    await open_vote(other, items[0])
    with pytest.raises(SecretStillOpen):
        await write_out.export_association(other.syndic, other.association_id, at=AT)


async def test_the_day_of_the_books_is_in_the_spreadsheet(exported):
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        journal = archive.read("csv/journal.csv").decode("utf-8-sig").splitlines()
    assert journal[0] == "day;journal;year;number;reference;text;account;lot;amount"
    assert f"{DAY};purchases;2026;1;F-1;Cleaning;61050;;363,00" in journal

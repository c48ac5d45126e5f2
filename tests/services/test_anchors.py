"""The heads of the logs in somebody's mailbox: a log made anew or shortened is told from the one that was mailed."""

from email import message_from_bytes
from email.policy import default

import psycopg
import pytest

from koprogo import db
from koprogo.adapters.mail import MailNotSent
from koprogo.services import anchors, audit
from koprogo.settings import settings
from tests.services.assemblies.evening import NOW, opened

TO = ("notary@example.be", "auditor@example.be")


@pytest.fixture
def mails(monkeypatch, tmp_path):
    """Return the mails that were sent: they are kept as files."""
    monkeypatch.setenv("KOPROGO_ANCHOR_ADDRESSES", " ".join(TO))
    monkeypatch.setenv("KOPROGO_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield lambda: [file.read_bytes() for file in sorted((tmp_path / "mail").glob("*.eml"))]
    monkeypatch.undo()
    settings.cache_clear()


async def held(content):
    async with db.platform_session(None, "test") as session:
        return await anchors.faults(session, anchors.read(content))


async def sent(mails):
    assert await anchors.send(0, day="2026-11-21", at=NOW)
    return mails()[0]


async def test_each_address_gets_a_mail_of_its_own_and_a_repeated_job_the_same_one(cast, mails):
    await opened(cast)
    assert await anchors.ask(at=NOW) == 2
    for number in (0, 1, 1):
        assert await anchors.send(number, day="2026-11-21", at=NOW)
    assert not await anchors.send(2, day="2026-11-21", at=NOW)
    letters = [message_from_bytes(each, policy=default) for each in mails()]
    assert sorted(each["To"] for each in letters) == sorted(TO)
    assert all("2026" in each["Subject"] for each in letters)


async def test_the_mail_holds_every_head_and_nobodys_name(cast, mails):
    await opened(cast)
    content = await sent(mails)
    [head] = [each for each in anchors.read(content) if each.association_id == cast.association_id]
    assert head.position > 5 and head in await anchors.heads()
    said = str(message_from_bytes(content, policy=default).get_content())
    assert "Anna" not in said and "Salle" not in said
    assert anchors.read(said.encode()) == anchors.read(content), "its text, saved as it is, says the same"


async def test_a_log_that_went_on_still_begins_with_what_was_mailed(cast, mails):
    await opened(cast)
    content = await sent(mails)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await audit.record(session, cast.syndic, cast.association_id, "test.went_on")
    await anchors.heads()
    assert await held(content) == []


@pytest.mark.parametrize("how", ["made anew", "shortened"])
async def test_a_log_that_verifies_by_itself_and_is_another_one_is_named(cast, mails, database, how):
    """Whoever owns the machine writes the whole chain again, correctly; only the mail knows."""
    await opened(cast)
    content = await sent(mails)
    with psycopg.connect(database.admin_url) as owner:
        owner.execute("SET session_replication_role = replica")
        ours = {"t": cast.association_id}
        for table in ("audit_event", "audit_seal"):
            owner.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table} WHERE association_id = %(t)s", ours)
        owner.execute("DELETE FROM audit_seal WHERE association_id = %(t)s", ours)
        if how == "shortened":
            last = "SELECT max(id) FROM audit_event WHERE association_id = %(t)s"
            owner.execute(f"DELETE FROM audit_event WHERE id = ({last})", ours)
        else:
            first = "SELECT min(id) FROM audit_event WHERE association_id = %(t)s"
            owner.execute(f"UPDATE audit_event SET action = 'nothing.happened' WHERE id = ({first})", ours)
        owner.commit()
        async with db.association_session(cast.association_id) as session:
            await audit.seal_log(session, cast.association_id)
        async with db.association_session(cast.association_id) as session:
            alone = await audit.verify_log(session, cast.association_id)
        found = await held(content)
        for table in ("audit_seal", "audit_event"):
            owner.execute(f"DELETE FROM {table} WHERE association_id = %(t)s", ours)
        for table in ("audit_event", "audit_seal"):
            owner.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}")
    assert alone == []
    assert [each for each in found if str(cast.association_id) in each and "anchored" in each], found


async def test_a_mail_server_that_refuses_is_asked_again(cast, mails, monkeypatch):
    monkeypatch.setenv("KOPROGO_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("KOPROGO_SMTP_PORT", "9")
    monkeypatch.setenv("KOPROGO_SMTP_SECURITY", "none")
    settings.cache_clear()
    with pytest.raises(MailNotSent) as failure:
        await anchors.send(0, day="2026-11-21", at=NOW)
    assert failure.value.is_temporary


def test_something_else_than_such_a_mail_names_no_head():
    assert anchors.read(b"") == anchors.read(b"\xff\xfe nothing") == anchors.read(b"Subject: x\n\nhello") == []


@pytest.mark.parametrize("said", ["notary", "@example.be", "a@b@c", "a@x.be,b@x.be"])
def test_what_is_no_address_is_refused_by_name(monkeypatch, said):
    monkeypatch.setenv("KOPROGO_ANCHOR_ADDRESSES", f"notary@example.be {said}")
    settings.cache_clear()
    with pytest.raises(ValueError, match="is none"):
        settings()
    settings.cache_clear()

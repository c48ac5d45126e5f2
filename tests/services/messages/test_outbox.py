"""A letter leaves if and only if the act was committed, once, and its words do not stay where they are not needed."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.mail import MailNotSent
from koprogo.jobs import mail
from koprogo.services.messages import outbox
from koprogo.settings import settings

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
WORDS = "Bonjour Anna,\n\nVoici le lien: http://127.0.0.1:8000/auth/invitation/secret\n"


async def post(cast, to: str = "anna@example.be"):
    async with db.association_session(cast.association_id) as session:
        return await outbox.post(session, cast.association_id, to=to, subject="Votre compte", body=WORDS, at=AT)


async def row_of(cast, letter_id):
    async with db.association_session(cast.association_id) as session:
        return (await session.execute(text("SELECT * FROM outbox_mail WHERE id = :id"), {"id": letter_id})).one()


async def jobs(letter_id) -> int:
    async with db.open_session() as session:
        counted = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :task AND args ->> 'letter' = :id"),
            {"task": outbox.TASK, "id": str(letter_id)},
        )
    return int(counted)


class Post:
    """A mail server that remembers what it was given, or refuses."""

    def __init__(self, refusal: MailNotSent | None = None) -> None:
        self.refusal = refusal
        self.taken: list = []

    def send(self, letter) -> None:
        if self.refusal:
            raise self.refusal
        self.taken.append(letter)


@pytest.fixture
def by_smtp(monkeypatch):
    monkeypatch.setenv("KOPROGO_SMTP_HOST", "smtp.example.be")
    settings.cache_clear()
    taken = Post()
    monkeypatch.setattr(outbox, "mailer", lambda _: taken)
    yield taken
    monkeypatch.undo()
    settings.cache_clear()


async def test_the_job_is_queued_with_the_letter_and_only_with_it(cast):
    assert await jobs(await post(cast)) == 1
    with pytest.raises(ZeroDivisionError):
        async with db.association_session(cast.association_id) as session:
            lost = await outbox.post(session, cast.association_id, to="a@b.be", subject="x", body="y", at=AT)
            raise ZeroDivisionError
    assert await jobs(lost) == 0


async def test_without_a_mail_server_it_is_a_file_and_stays_readable(cast):
    letter_id = await post(cast)
    await mail.deliver(association=str(cast.association_id), letter=str(letter_id))
    [path] = (settings().data_dir / "mail").glob(f"*{letter_id}.eml")
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert (letter["To"], letter["Subject"]) == ("anna@example.be", "Votre compte")
    assert "auth/invitation/secret" in letter.get_content()
    row = await row_of(cast, letter_id)
    assert row.sent_at is not None
    assert row.body == WORDS


async def test_once_a_server_has_it_the_words_are_gone_and_twice_is_once(cast, by_smtp):
    letter_id = await post(cast)
    assert await outbox.deliver(cast.association_id, letter_id, at=AT) is True
    assert await outbox.deliver(cast.association_id, letter_id, at=AT) is False
    assert [letter.to for letter in by_smtp.taken] == ["anna@example.be"]
    row = await row_of(cast, letter_id)
    assert (row.body, row.sent_at) == ("", AT)


async def test_a_failure_that_may_pass_is_counted_and_tried_again(cast, by_smtp):
    letter_id = await post(cast)
    by_smtp.refusal = MailNotSent("451 later", is_temporary=True)
    with pytest.raises(MailNotSent):
        await outbox.deliver(cast.association_id, letter_id, at=AT)
    row = await row_of(cast, letter_id)
    assert (row.failures, row.last_error, row.sent_at, row.body) == (1, "451 later", None, WORDS)
    by_smtp.refusal = None
    assert await outbox.deliver(cast.association_id, letter_id, at=AT) is True


async def test_a_refusal_for_good_is_not_tried_again(cast, by_smtp):
    letter_id = await post(cast)
    by_smtp.refusal = MailNotSent("550 no such person", is_temporary=False)
    assert await outbox.deliver(cast.association_id, letter_id, at=AT) is False
    by_smtp.refusal = None
    assert await outbox.deliver(cast.association_id, letter_id, at=AT) is False
    assert by_smtp.taken == []


async def test_an_association_delivers_its_own_letters_only(cast, by_smtp):
    letter_id = await post(cast)
    assert await outbox.deliver(cast.elsewhere_id, letter_id, at=AT) is False
    assert by_smtp.taken == []

"""Letters kept as files are read again as they were written."""

from datetime import UTC, datetime, timedelta

import pytest

from koprogo.adapters.kept_mail import kept_letters
from koprogo.adapters.mail import Mail, MailAttachment, mailer
from koprogo.settings import Settings

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def chosen(tmp_path):
    return Settings(data_dir=tmp_path)


def send(chosen, number, **more):
    facts = {"to": "anna@example.be", "subject": f"Sujet n° {number}", "body": "Là-bas\n\nhttp://x/y\n"} | more
    mailer(chosen).send(Mail(f"id-{number}", at=AT + timedelta(minutes=number), **facts))


def test_nothing_is_kept_yet(chosen):
    assert kept_letters(chosen, most=5) == []


def test_the_newest_come_first_and_say_what_they_said(chosen):
    for number in (1, 2, 3):
        send(chosen, number)
    found = kept_letters(chosen, most=2)
    assert [letter.subject for letter in found] == ["Sujet n° 3", "Sujet n° 2"]
    assert (found[0].to, found[0].body, found[0].at) == (
        "anna@example.be",
        "Là-bas\n\nhttp://x/y",
        AT + timedelta(minutes=3),
    )


def test_a_letter_with_a_paper_shows_its_words(chosen):
    send(chosen, 1, attachments=[MailAttachment("pv.pdf", b"%PDF", "application/pdf")])
    [letter] = kept_letters(chosen, most=5)
    assert letter.body.startswith("Là-bas")


def test_what_is_no_letter_does_not_break_the_page(chosen):
    (chosen.data_dir / "mail").mkdir()
    (chosen.data_dir / "mail" / "x.eml").write_bytes(b"\xff\x00not a letter")
    (chosen.data_dir / "mail" / "y.part").write_bytes(b"half")
    [letter] = kept_letters(chosen, most=5)
    assert (letter.to, letter.at) == ("", None)


def test_with_a_mail_server_nothing_is_kept(chosen):
    send(chosen, 1)
    assert kept_letters(chosen.model_copy(update={"smtp_host": "smtp.example.be"}), most=5) == []

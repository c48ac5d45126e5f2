"""Seals and timestamps: what is put behind a paper, that the paper stays what it was, and that a changed byte is found."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.adapters.pdf_signature import SealUnusable, StampUnavailable, load_seal, sealed, seals_in, stamped
from tests.adapters.test_pdf import ROWS, SQUARE, page
from tests.adapters.throw_away import PASSPHRASE, STAMPED_AT, authority, pem_files, pkcs12_files
from tests.papers.pdf_rules import problems

AT = datetime(2026, 11, 17, 22, 5, tzinfo=UTC)
SINCE = AT - timedelta(days=30)
NAME = "Syndic Essai SRL"


@pytest.fixture(scope="module")
def plain() -> bytes:
    body = f"<h1>Procès-verbal</h1>{SQUARE.format(title='<title>A square</title>')}"
    body += f"<table><thead><tr><th>Head</th><th>N</th></tr></thead><tbody>{ROWS}</tbody></table>"
    files = [PdfAttachment("minutes.json", b'{"a":1}', "The data"), PdfAttachment("v.py", b"x", "More", "Supplement")]
    return render_pdf(page(body), title="Essai <b>", language="fr", created_at=AT, attachments=files)


@pytest.fixture(scope="module")
def with_seal(plain: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    archive, secret = pkcs12_files(tmp_path_factory.mktemp("seal"), NAME, since=SINCE)
    return sealed(plain, load_seal(archive, key=None, passphrase=secret, at=AT))


def test_the_paper_stays_in_front_byte_for_byte_and_keeps_every_rule(plain: bytes, with_seal: bytes) -> None:
    assert problems(plain) == []
    assert problems(with_seal, signed=1) == []
    assert with_seal.startswith(plain)
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(with_seal)) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert {key: str(each) for key, each in before.docinfo.items()} == {
            key: str(each) for key, each in after.docinfo.items()
        }
        assert [str(each.AFRelationship) for each in after.Root.AF] == ["/Data", "/Supplement"]


def test_a_seal_names_its_certificate_and_covers_the_whole_file(with_seal: bytes) -> None:
    (found,) = seals_in(with_seal)
    assert (found.name, found.is_stamp, found.intact, found.genuine, found.whole_file) == (
        NAME,
        False,
        True,
        True,
        True,
    )


def test_the_field_is_that_of_pades(with_seal: bytes) -> None:
    with pikepdf.open(io.BytesIO(with_seal)) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.SubFilter) == "/ETSI.CAdES.detached"


@pytest.mark.parametrize(
    ("said", "changed"), [(b"<pdfaid:part>3", b"<pdfaid:part>2"), (b"%PDF-1.7\n%\xf0", b"%PDF-1.7\n%\xf1")]
)
def test_one_changed_byte_breaks_the_seal(with_seal: bytes, said: bytes, changed: bytes) -> None:
    assert with_seal.count(said) == 1
    (found,) = seals_in(with_seal.replace(said, changed))
    assert not found.intact


def test_bytes_added_after_the_seal_are_seen(with_seal: bytes) -> None:
    (found,) = seals_in(with_seal + b"\n% more\n")
    assert found.intact and not found.whole_file


def test_a_chain_and_a_key_as_pem_seal_as_well(plain: bytes, tmp_path: Path) -> None:
    chain, key = pem_files(tmp_path, NAME, since=SINCE)
    (found,) = seals_in(sealed(plain, load_seal(chain, key=key, passphrase=None, at=AT)))
    assert found.intact and found.genuine


def test_a_certificate_that_cannot_seal_says_why(tmp_path: Path) -> None:
    archive, secret = pkcs12_files(tmp_path, NAME, since=SINCE, days=10)
    chain, _ = pem_files(tmp_path, NAME, since=SINCE)
    wrong = tmp_path / "wrong"
    wrong.write_text(PASSPHRASE + "!")
    (tmp_path / "junk.p12").write_bytes(b"junk")
    for path, passphrase, at, reason in (
        (archive, wrong, SINCE, "unreadable"),
        (archive, None, SINCE, "unreadable"),
        (archive, secret, AT, "expired"),
        (archive, secret, SINCE - timedelta(days=1), "expired"),
        (chain, None, AT, "no_key"),
        (tmp_path / "junk.p12", None, AT, "unreadable"),
        (tmp_path / "none.p12", None, AT, "unreadable"),
    ):
        with pytest.raises(SealUnusable) as refusal:
            load_seal(path, key=None, passphrase=passphrase, at=at)
        assert refusal.value.reason == reason


async def test_a_timestamp_stands_behind_the_seal_and_covers_it(plain: bytes, with_seal: bytes) -> None:
    async with authority() as service:
        content, said = await stamped(with_seal, service.url)
    assert content.startswith(with_seal) and (said.name, said.at) == ("Essai Horodatage", STAMPED_AT)
    assert problems(content, signed=2) == []
    seal, stamp = await asyncio.to_thread(seals_in, content)
    assert seal.intact and seal.genuine and not seal.whole_file
    assert (stamp.is_stamp, stamp.intact, stamp.genuine, stamp.whole_file, stamp.at) == (
        True, True, True, True, STAMPED_AT,
    )  # fmt: skip
    changed = content.replace(b"<pdfaid:part>3", b"<pdfaid:part>2")
    assert not any(each.intact for each in await asyncio.to_thread(seals_in, changed))


async def test_a_paper_without_a_seal_is_stamped_too(plain: bytes) -> None:
    async with authority() as service:
        content, _ = await stamped(plain, service.url)
    assert problems(content, signed=1) == []


async def test_no_answer_is_said_and_nothing_else(plain: bytes) -> None:
    async with authority() as service:
        service.answers = False
        with pytest.raises(StampUnavailable):
            await stamped(plain, service.url)
        gone = service.url
    with pytest.raises(StampUnavailable):
        await stamped(plain, gone)


def test_what_is_no_pdf_has_no_seals() -> None:
    with pytest.raises(ValueError, match="PDF"):
        seals_in(b"plain text")

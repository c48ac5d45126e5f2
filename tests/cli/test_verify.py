"""`koprogo verify`: says what the verifier says, and its exit status."""

from datetime import UTC, datetime

from typer.testing import CliRunner

from koprogo.adapters.pdf import render_pdf
from koprogo.adapters.pdf_signature import load_seal, sealed
from koprogo.cli import main
from tests.adapters.throw_away import pkcs12_files


def test_a_file_without_a_proof_is_said_so_and_fails(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    done = CliRunner().invoke(main.app, ["verify", str(tmp_path / "letter.pdf")])
    assert done.exit_code == 1
    assert "holds no proof" in done.output


def test_a_proof_without_votes_is_in_order(tmp_path):
    (tmp_path / "proof.json").write_text('{"format":"koprogo-proof-1",\n"copy":"outside",\n"records":[]}')
    done = CliRunner().invoke(main.app, ["verify", str(tmp_path / "proof.json")])
    assert done.exit_code == 0, done.output
    assert done.output.endswith("Root and named ballots verified; sums not checkable in this copy.\n")


def test_the_seal_behind_a_file_is_told_by_its_name(tmp_path):
    since = datetime(2026, 11, 1, tzinfo=UTC)
    archive, secret = pkcs12_files(tmp_path, "Syndic Essai SRL", since=since)
    plain = render_pdf("<html lang=fr><title>P</title><p>P</p></html>", title="P", language="fr", created_at=since)
    content = sealed(plain, load_seal(archive, key=None, passphrase=secret, at=since))
    for name, more, said in (
        ("whole.pdf", b"", "seal of Syndic Essai SRL"),
        ("whole.pdf", b"", "intact, covers the whole file"),
        ("longer.pdf", b"\n% more\n", "intact, covers the file as it was before"),
    ):
        (tmp_path / name).write_bytes(content + more)
        done = CliRunner().invoke(main.app, ["verify", str(tmp_path / name)])
        assert said in done.output and done.exit_code == 1, "no ballots inside: not verified all the same"
    (tmp_path / "changed.pdf").write_bytes(content.replace(b"<pdfaid:part>3", b"<pdfaid:part>2"))
    done = CliRunner().invoke(main.app, ["verify", str(tmp_path / "changed.pdf")])
    assert "NOT INTACT" in done.output

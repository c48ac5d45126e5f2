"""`koprogo verify`: says what the verifier says, and its exit status."""

from typer.testing import CliRunner

from koprogo.cli import main


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

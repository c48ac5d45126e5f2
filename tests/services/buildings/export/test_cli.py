"""`koprogo export` and `koprogo import association`: a file nobody else reads, read in once; one sentence for each no."""

import asyncio
import stat
from pathlib import Path

from typer.testing import CliRunner

from koprogo import db
from koprogo.cli.main import app
from tests.services.accounting.ledger_on_stage import bill, call, rows, year


async def run(*arguments: str | Path):
    """Run the command as the shell would: it opens and closes its own pools."""
    await db.close()
    return await asyncio.to_thread(CliRunner().invoke, app, [str(each) for each in arguments])


async def test_an_association_leaves_and_arrives_by_two_commands(cast, elsewhere, tmp_path):
    await year(cast)
    await bill(cast)
    await call(cast, "A1", 12345, "C-1")
    file = tmp_path / "tilleuls.zip"
    left = await run("export", cast.association_id, file)
    assert left.exit_code == 0, left.output
    assert "It holds personal data, unencrypted: keep it so." in left.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = await rows(cast, "SELECT reference, content_hash FROM entry WHERE association_id = :t ORDER BY reference")
    taken = await run("export", cast.association_id, file)
    assert taken.exit_code == 1
    assert "an export never overwrites one" in taken.output
    async with elsewhere():
        words = ("--syndic", "Sylvie Simon", "--email", "sylvie@example.org")
        arrived = await run("import", "association", file, *words)
        assert arrived.exit_code == 0, arrived.output
        assert "0 faults" in arrived.output
        assert "Sylvie Simon signs in as sylvie@example.org. Her password, shown this once:" in arrived.output
        there = await rows(
            cast, "SELECT reference, content_hash FROM entry WHERE association_id = :t ORDER BY reference"
        )
        assert there == before
        again = await run("import", "association", file)
        assert again.exit_code == 1
        assert "is here already" in again.output


async def test_what_cannot_be_read_or_written_is_one_sentence(cast, tmp_path):
    nowhere = await run("export", cast.association_id, tmp_path / "missing" / "file.zip")
    unknown = await run("export", "Nobody", tmp_path / "file.zip")
    missing = await run("import", "association", tmp_path / "missing.zip")
    (tmp_path / "letter.zip").write_bytes(b"Dear neighbour")
    other = await run("import", "association", tmp_path / "letter.zip")
    assert [each.exit_code for each in (nowhere, unknown, missing, other)] == [1, 1, 1, 1]
    assert "cannot be written" in nowhere.output
    assert "No association is called Nobody" in unknown.output
    assert not (tmp_path / "file.zip").exists()
    assert "cannot be read" in missing.output
    assert "This is no export of an association" in other.output

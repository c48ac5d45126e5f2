"""The bench of a restore in small: what was written is saved, comes back whole, and has no fault."""

import json

import pytest
from typer.testing import CliRunner

from koprogo.cli.bench.main import app


@pytest.mark.full
def test_a_house_with_books_comes_back_without_a_fault(tmp_path):
    figures = tmp_path / "figures.json"
    small = ["--associations", "2", "--vouchers", "6", "--files", "3", "--port", "8779", "--json", str(figures)]
    done = CliRunner().invoke(app, ["restore", *small])
    assert done.exit_code == 0, done.output
    found = json.loads(figures.read_text())
    assert (found["associations"], found["files"], found["faults"], found["first_faults"]) == (2, 6, 0, [])
    assert found["rows"] > 1000
    assert found["backup_mb"] > 0.3


def test_a_size_that_would_never_end_is_refused():
    assert CliRunner().invoke(app, ["restore", "--associations", "501"]).exit_code == 2

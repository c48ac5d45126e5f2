"""The command table: quick, complete, and short with its refusals."""

import importlib
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from koprogo.adapters.operator_error import OperatorError
from koprogo.cli import main
from koprogo.core.errors import NotAllowed

HEAVY = {"reflex", "weasyprint", "boto3", "sqlalchemy", "psycopg", "authlib", "openpyxl", "pydantic"}


def test_the_table_is_printed_without_loading_the_house():
    program = (
        "import sys; sys.argv = ['koprogo', '--help']; from koprogo.cli.main import app\n"
        f"try: app()\nfinally: print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.endswith("[]\n")
    for name, command in main.COMMANDS.items():
        assert f"{name} " in result.stdout
        assert command.does in result.stdout


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_leads_somewhere(name):
    module, _, target = main.COMMANDS[name].target.partition(":")
    assert callable(getattr(importlib.import_module(module), target))
    result = CliRunner().invoke(main.app, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OperatorError("Port 8000 is taken. Choose another with --port."), "Port 8000 is taken."),
        (NotAllowed(), "Your role does not allow this."),
    ],
)
def test_what_the_operator_can_put_right_is_one_sentence(monkeypatch, failure, said):
    def fail() -> None:
        raise failure

    monkeypatch.setattr("koprogo.cli.migrate.migrate", fail)
    result = CliRunner().invoke(main.app, ["migrate"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"koprogo: {said}")
    assert result.stderr.count("\n") == 1


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch):
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("koprogo.cli.migrate.migrate", fail)
    assert isinstance(CliRunner().invoke(main.app, ["migrate"]).exception, ZeroDivisionError)


def test_a_setting_that_cannot_be_used_is_named():
    result = CliRunner().invoke(
        main.app, ["migrate"], env={"KOPROGO_PORT": "70000", "KOPROGO_PUBLIC_URL": "http://a.be"}
    )
    assert result.exit_code == 1
    assert "koprogo: KOPROGO_PORT: " in result.stderr
    assert "koprogo: KOPROGO_PUBLIC_URL: Value error, enter an https address" in result.stderr


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch, tmp_path):
    from koprogo.settings import settings

    monkeypatch.setenv("KOPROGO_ENV_FILE", "")
    monkeypatch.setenv("KOPROGO_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()

"""The unit and the proxy say what the settings and the command line know."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from koprogo.cli import main
from koprogo.settings import PREFIX, Settings

PROJECT = Path(__file__).parents[2]
UNIT = (PROJECT / "infra" / "koprogo.service").read_text()
CADDY = (PROJECT / "infra" / "Caddyfile").read_text()
VARIABLES = dict(re.findall(r"^Environment=(\w+)=(.+)$", UNIT, re.MULTILINE))


def test_the_unit_starts_what_is_there_with_options_it_knows():
    script, *options = re.search(r"^ExecStart=\S*/koprogo/(\S+)(.*)$", UNIT, re.MULTILINE).expand(r"\1\2").split()
    assert (PROJECT / script).is_file()
    known = CliRunner().invoke(main.app, ["run", "--help"]).output
    assert options
    assert all(re.search(rf"{option}\b", known) for option in options)


def test_the_unit_sets_only_what_is_a_setting_and_together_they_are_accepted(monkeypatch):
    assert VARIABLES
    assert {name.removeprefix(PREFIX).lower() for name in VARIABLES} <= set(Settings.model_fields)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    chosen = Settings(_env_file=None)
    assert chosen.origins == (VARIABLES["KOPROGO_PUBLIC_URL"],)
    assert chosen.trusted_proxy_hops == 1


def test_the_proxy_stands_under_the_public_name_before_the_default_port():
    name = re.search(r"^(\S+) \{", CADDY, re.MULTILINE)[1]
    assert f"https://{name}" == VARIABLES["KOPROGO_PUBLIC_URL"]
    assert f"reverse_proxy 127.0.0.1:{Settings.model_fields['port'].default} " in CADDY


@pytest.mark.parametrize("path", re.findall(r"(?:infra|docs)/[\w./-]+\w", UNIT))
def test_what_the_unit_points_at_exists(path):
    assert (PROJECT / path).exists(), path

"""The pages made from the settings class are the ones in the repository."""

import pytest
from pydantic import ValidationError

from koprogo.cli.settings_page import as_env_file, as_page
from koprogo.settings import PROJECT, Settings, is_loopback, origin, settings

URLS = {"database_url", "app_database_url", "platform_database_url", "redis_url"}
SECRETS = URLS | {"smtp_password", "s3_secret_key", "metrics_token"}


def test_the_operators_page_is_up_to_date():
    assert (PROJECT / "docs" / "operations" / "settings.md").read_text() == as_page(), "run `koprogo settings`"


def test_the_example_is_up_to_date_and_harmless(tmp_path):
    example = PROJECT / ".env.example"
    assert example.read_text() == as_env_file(), "run `koprogo settings --env`"
    uncommented = tmp_path / "env"
    uncommented.write_text(example.read_text().replace("\n#KOPROGO_", "\nKOPROGO_"))
    assert Settings(_env_file=uncommented) == Settings(_env_file=None)


def test_every_setting_says_what_it_is_and_secrets_are_not_printed():
    assert all(len(field.description or "") > 15 for field in Settings.model_fields.values())
    assert {name for name, field in Settings.model_fields.items() if not field.repr} == SECRETS


def test_the_environment_wins_over_the_file_and_an_empty_variable_is_none(monkeypatch, tmp_path):
    (tmp_path / "env").write_text("KOPROGO_PORT=9001\nKOPROGO_HOST=127.0.0.2\n")
    for name, value in {"ENV_FILE": str(tmp_path / "env"), "PORT": "9002", "HOST": "", "WORKERS": ""}.items():
        monkeypatch.setenv(f"KOPROGO_{name}", value)
    settings.cache_clear()
    assert (settings().port, settings().host, settings().workers) == (9002, "127.0.0.2", 1)
    settings.cache_clear()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"public_url": "http://koprogo.example.be"}, "https address"),
        ({"public_url": "https://koprogo.example.be/path"}, "scheme and host only"),
        ({"public_url": "koprogo.example.be"}, "scheme and host only"),
        ({"database_url": "mysql://a@b/c"}, "PostgreSQL URL"),
        ({"port": 0}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_work_is_refused(given, said):
    with pytest.raises(ValidationError, match=said):
        Settings(_env_file=None, **given)


def test_urls_are_kept_in_one_form():
    chosen = Settings(_env_file=None, database_url="postgresql+psycopg://a:b@h/x", public_url="https://a.be/")
    assert chosen.database_url == "postgresql://a:b@h/x"
    assert (chosen.public_url, chosen.origins, chosen.base_url) == ("https://a.be", ("https://a.be",), "https://a.be")
    assert origin("https", "::1", 8443) == "https://[::1]:8443"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("LOCALHOST.", True),
        ("127.evil.be", False),
        ("::", False),
    ],
)
def test_is_loopback(host, here):
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    ("home", "xdg", "expected"),
    [("/home/an", "", "/home/an/.local/share/koprogo"), ("/home/an", "/data", "/data/koprogo")],
)
def test_an_ordinary_user_keeps_data_at_home(monkeypatch, home, xdg, expected):
    from koprogo import settings as module

    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert str(module.default_data_dir()) == expected


def test_root_keeps_data_where_services_do_and_an_empty_home_is_looked_up(monkeypatch):
    from koprogo import settings as module

    monkeypatch.setattr(module.os, "geteuid", lambda: 0)
    assert str(module.default_data_dir()) == "/var/lib/koprogo"
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(
        module.pwd, "getpwuid", lambda uid: module.pwd.struct_passwd(["an", "x", uid, 1, "", "/home/an", ""])
    )
    monkeypatch.setenv("HOME", "")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert str(module.default_data_dir()) == "/home/an/.local/share/koprogo"

"""`koprogo settings`: the settings as docs/operations/settings.md and as .env.example, made from the class."""

import json
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from koprogo.settings import PREFIX, Settings

_HARMLESS = {
    "data_dir": "",
    "receipt_key": "",
    "tls_certificate": "",
    "tls_key": "",
    "seal_certificate": "",
    "seal_key": "",
    "seal_passphrase_file": "",
}


def settings_page(env: Annotated[bool, typer.Option("--env", help="Print a .env file instead.")] = False) -> None:
    """Print every setting with its default and its meaning."""
    typer.echo(as_env_file() if env else as_page(), nl=False)


def as_page() -> str:
    """Return the Markdown page for operators."""
    rows = [f"| `{PREFIX}{name.upper()}` | {_default(name, field)} | {_words(field)} |" for name, field in _fields()]
    head = [
        "# Settings",
        "",
        "Environment variables, or lines of a `.env` file beside the project (`.env.example` has them all;",
        "`KOPROGO_ENV_FILE` names another file, or none when empty). An empty variable counts as not set.",
        "Made by `koprogo settings`.",
        "",
        "| Variable | Default | Meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def as_env_file() -> str:
    """Return .env.example: every variable, commented out, with a harmless value."""
    lines = ["# Copy to .env and uncomment what you change. Made by `koprogo settings --env`.", ""]
    for name, field in _fields():
        lines += [f"# {_words(field)}", f"#{PREFIX}{name.upper()}={_plain(name, field)}", ""]
    return "\n".join(lines[:-1]) + "\n"


def _fields() -> list[tuple[str, FieldInfo]]:
    return list(Settings.model_fields.items())


def _words(field: FieldInfo) -> str:
    return " ".join((field.description or "").split())


def _plain(name: str, field: FieldInfo) -> str:
    value: Any = _HARMLESS.get(name, field.default)
    return value if isinstance(value, str) else json.dumps(value)


def _default(name: str, field: FieldInfo) -> str:
    plain = _plain(name, field)
    return f"`{plain}`" if plain else "empty"

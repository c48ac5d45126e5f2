"""What the log says, and what it never says."""

import json
import logging

import pytest
import structlog

from koprogo.security import logs

SECRET = "anna@example.be voted against"


@pytest.fixture
def lines(capsys):
    before = logging.getLogger().handlers[:]

    logs.configure("debug")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def test_our_lines_are_json_with_time_level_and_number(lines):
    number = logs.begin()
    structlog.get_logger().info("assembly.opened", items=7)
    [line] = lines()
    assert (line["event"], line["items"], line["level"], line["correlation"]) == ("assembly.opened", 7, "info", number)
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_its_class_and_its_way_not_its_words(lines):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"cannot: {SECRET}") from error
    except ValueError as error:
        logs.log_fault(error, kind="test")
    [line] = lines()
    assert line["exception"] == ["builtins.ValueError", "builtins.KeyError"]
    assert any("test_logs.py" in frame for frame in line["frames"])
    assert "anna" not in json.dumps(line)


@pytest.mark.parametrize("name", ["reflex.app", "reflex_base.event", "sqlalchemy.engine", "psycopg.pool", "socketio"])
def test_a_librarys_words_stay_out(lines, name):
    logging.getLogger(name).warning(f"Received event data: {SECRET}")
    logging.getLogger(name).error("statement %s", SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger(name).exception(f"token={SECRET}")
    found = lines()
    assert [line["logger"] for line in found] == [name] * 3
    assert all(line["where"].startswith("test_logs.py:") for line in found)
    assert "anna" not in json.dumps(found)
    assert found[2]["exception"] == ["builtins.ValueError"]


def test_the_servers_own_words_are_kept(lines):
    logging.getLogger("_granian").info("Listening at: http://127.0.0.1:8000")
    assert lines()[0]["event"] == "Listening at: http://127.0.0.1:8000"


def test_libraries_are_silent_below_warnings(lines):
    """They write for every connection they borrow; a vote should not wait for that."""
    logging.getLogger("psycopg.pool").info("borrowed")
    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT")
    assert lines() == []
    assert not logging.getLogger("sqlalchemy.engine.Engine").isEnabledFor(logging.INFO)


def test_a_level_is_a_level(lines):
    logs.configure("warning")
    structlog.get_logger().info("too.small")
    logging.getLogger("reflex").info("too small")
    assert lines() == []

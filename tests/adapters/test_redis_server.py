"""A Redis of our own: a real server, private, and with what Reflex needs of it."""

import subprocess
from urllib.parse import urlsplit

import pytest
import redis

from koprogo.adapters import redis_server

pytestmark = pytest.mark.skipif(redis_server.program() is None, reason="redis-server is not installed on this machine")


@pytest.fixture
def running(tmp_path):
    command, url = redis_server.prepare(tmp_path)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    client = redis.Redis.from_url(url, retry=redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), 200))
    try:
        client.ping()
        yield url, client, tmp_path
    finally:
        client.close()
        process.terminate()
        process.wait(20)


def test_it_answers_with_its_password_and_to_nobody_without(running):
    url, client, _ = running
    assert client.set("tab", "here") and client.get("tab") == b"here"
    parts = urlsplit(url)
    with redis.Redis(host=parts.hostname, port=parts.port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_it_listens_on_loopback_keeps_nothing_and_tells_of_expiries(running):
    _, client, _ = running
    assert client.config_get("bind") == {"bind": "127.0.0.1"}
    assert client.config_get("save") == {"save": ""} and client.config_get("appendonly") == {"appendonly": "no"}
    assert set(client.config_get("notify-keyspace-events")["notify-keyspace-events"]) >= set("KEA")


def test_the_password_is_ours_alone_and_not_on_the_command_line(running):
    url, _, folder = running
    command, again = redis_server.prepare(folder)
    password = urlsplit(url).password
    assert urlsplit(again).password == password, "a restart keeps it"
    assert password not in " ".join(command)
    assert (folder / "redis" / "redis.conf").stat().st_mode & 0o077 == 0

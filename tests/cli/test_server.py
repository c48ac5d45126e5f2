"""The server process: a real granian on a tiny application, and what is left when it is killed."""

import http.client
import os
import socket
import subprocess
import sys

import psutil
import pytest

from koprogo.cli.front_door import answers, refuse_busy_port
from koprogo.settings import PROJECT, Settings

PROGRAM = """
from koprogo.cli import server

made = server._server

def tiny(chosen):
    granian = made(chosen)
    granian.target, granian.factory = "tiny:app", False
    return granian

server._server = tiny
server.main()
"""
APPLICATION = """
import os, resource

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = f"{os.getpid()} {resource.getrlimit(resource.RLIMIT_NOFILE)[0]}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})
"""
LOADED = """
import sys
from koprogo.cli import server

server.load_sockets()
import koprogo.koprogo

print(sorted(name for name in server.CLIENTS if name in sys.modules))
import aiohttp, requests
"""
PATIENCE_SECONDS = 120
"""A first start compiles; how long that takes beside other work says nothing about the server."""


@pytest.fixture
def server(tmp_path):
    (tmp_path / "tiny.py").write_text(APPLICATION)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        chosen = Settings(_env_file=None, port=probe.getsockname()[1])
    given = {"KOPROGO_PORT": str(chosen.port), "KOPROGO_ENV_FILE": "", "KOPROGO_LOG_LEVEL": "warning"}
    environment = {**os.environ, **given, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment) as process:
        yield process, chosen
        process.kill()


def ask(process: subprocess.Popen, chosen: Settings) -> tuple[psutil.Process, int]:
    """Return the worker that answers and its limit of open files."""
    assert answers(chosen, PATIENCE_SECONDS, while_=lambda: process.poll() is None)
    connection = http.client.HTTPConnection(chosen.host, chosen.port, timeout=5)
    connection.request("GET", "/")
    pid, limit = connection.getresponse().read().split()
    connection.close()
    return psutil.Process(int(pid)), int(limit)


def test_a_killed_server_takes_its_worker_along_and_frees_the_port(server):
    process, chosen = server
    worker, _ = ask(process, chosen)
    assert worker.ppid() == process.pid
    process.kill()
    process.wait(10)
    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
    refuse_busy_port(chosen)


def test_a_killed_worker_is_replaced(server):
    process, chosen = server
    first, files = ask(process, chosen)
    assert files >= 4096
    first.kill()
    psutil.wait_procs([first], timeout=10)
    assert ask(process, chosen)[0].pid != first.pid


def test_the_server_does_without_the_clients_of_its_sockets_and_whoever_needs_one_still_finds_it():
    given = {**os.environ, "KOPROGO_ENV_FILE": "", "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", LOADED], env=given, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr

"""Supervised processes: back when they die, gone when we are, and never somebody else's."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import psutil
import pytest

from koprogo.adapters import supervision
from koprogo.adapters.supervision import Child, Supervisor, end_leftovers

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "os.fork(); os.write(1, b'ready\\n'); time.sleep(60)"
)


@pytest.fixture
def house(tmp_path):
    supervisor = Supervisor(tmp_path, tmp_path, [Child("worker", SLEEP, dict(os.environ))])
    supervisor.start(supervisor.children[0])
    yield supervisor
    supervisor.stop()


def kill(child: Child) -> None:
    child.process.kill()
    child.process.wait(10)


def test_a_dead_child_is_started_again_at_once_and_then_later_and_later(house, monkeypatch):
    child = house.children[0]
    assert house.tend() == []
    kill(child)
    assert house.tend() == ["The worker ended (status -9); starting it in 0 s."]
    assert child.is_running
    said = []
    clock = time.monotonic()
    for _ in range(8):
        kill(child)
        said += house.tend()
        clock += 61  # past the longest pause, but never a healthy minute of life
        monkeypatch.setattr(supervision.time, "monotonic", lambda now=clock: now)
        house.tend()
        assert child.is_running
        child.started = clock
    assert [sentence.rpartition(" in ")[2] for sentence in said] == [
        "1 s.", "2 s.", "4 s.", "8 s.", "16 s.", "32 s.", "60 s.", "60 s.",
    ]  # fmt: skip


def test_stop_ends_a_child_that_will_not_and_what_it_forked(tmp_path, monkeypatch):
    monkeypatch.setattr(supervision, "STOP_SECONDS", 0.2)
    reader, writer = os.pipe()
    child = Child("server", [sys.executable, "-c", STUBBORN], dict(os.environ))
    supervisor = Supervisor(tmp_path, tmp_path, [child])
    monkeypatch.setattr(supervision.subprocess, "Popen", lambda *a, **k: popen(*a, **k, stdout=writer))
    supervisor.start(child)
    os.close(writer)
    with os.fdopen(reader) as said:
        assert [said.readline(), said.readline()] == ["ready\n"] * 2
    group = [process for process in psutil.process_iter() if same_group(process.pid, child.process.pid)]
    assert len(group) == 2
    supervisor.stop()
    psutil.wait_procs(group, timeout=10)
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in group)
    assert not (tmp_path / "run.json").exists()


popen = subprocess.Popen


def same_group(pid: int, group: int) -> bool:
    try:
        return os.getpgid(pid) == group
    except ProcessLookupError:
        return False


def test_a_recorded_leftover_is_ended_by_the_next_start(house, tmp_path):
    child = house.children[0]
    assert end_leftovers(tmp_path) == [f"Ended the worker left behind by an earlier run (process {child.process.pid})."]
    assert not psutil.pid_exists(child.process.pid)
    assert end_leftovers(tmp_path) == []


@pytest.mark.parametrize("difference", [{"command": ["another"]}, {"created": 4e9}, {"pid": 999_999_999}])
def test_a_process_that_only_has_the_recorded_number_is_left_alone(house, tmp_path, difference):
    record = tmp_path / "run.json"
    entry = {**json.loads(record.read_text())[0], **difference}
    record.write_text(json.dumps([entry]))
    assert end_leftovers(tmp_path) == []
    assert house.children[0].is_running


def test_children_die_with_a_supervisor_that_is_killed(tmp_path):
    program = (
        "import os, sys, time; from pathlib import Path; from koprogo.adapters.supervision import Child, Supervisor;"
        f"child = Child('worker', {SLEEP!r}, dict(os.environ)); folder = Path({str(tmp_path)!r});"
        "Supervisor(folder, folder, [child]).start(child); print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_the_first_signal_asks_to_stop_and_the_next_ones_wait():
    with pytest.raises(supervision.StopRequested), supervision.stop_on_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGHUP)


WAITING = (
    "import os, sys; os.write(1, b'loaded\\n'); said = sys.stdin.readline();"
    f" os.write(1, b'began\\n' if said and os.environ.get('{supervision.WAITS}') else b'gave up\\n')"
)


def waiting(tmp_path, monkeypatch):
    """Return a supervisor whose one child waits, and where it writes."""
    reader, writer = os.pipe()
    monkeypatch.setattr(subprocess, "Popen", partial(subprocess.Popen, stdout=writer))
    supervisor = Supervisor(tmp_path, tmp_path, [Child("server", [sys.executable, "-c", WAITING], dict(os.environ))])
    supervisor.start(supervisor.children[0], waiting=True)
    monkeypatch.undo()
    os.close(writer)
    said = os.fdopen(reader)
    assert said.readline() == "loaded\n"
    return supervisor, said


def test_a_child_that_waits_has_loaded_and_begins_when_it_is_let(tmp_path, monkeypatch):
    supervisor, said = waiting(tmp_path, monkeypatch)
    supervisor.go(supervisor.children[0])
    assert said.readline() == "began\n"
    supervisor.stop()


def test_a_child_that_waits_ends_when_nobody_will_ever_let_it(tmp_path, monkeypatch):
    supervisor, said = waiting(tmp_path, monkeypatch)
    supervisor.children[0].process.stdin.close()
    assert said.readline() == "gave up\n"
    supervisor.stop()


def test_a_child_that_died_while_it_waited_is_started_for_good(tmp_path):
    child = Child("server", SLEEP, dict(os.environ))
    supervisor = Supervisor(tmp_path, tmp_path, [child])
    supervisor.start(child, waiting=True)
    kill(child)
    supervisor.go(child)
    assert child.is_running and child.process.stdin is None
    supervisor.stop()

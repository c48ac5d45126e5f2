"""The house under test: `koprogo run` with its demo, on a scratch data folder and a free port; what it said is kept."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from koprogo.settings import PREFIX, PROJECT

READY = "Ctrl-C stops KoproGo."
START_SECONDS = 400
SIGN_IN = re.compile(r"^  (?P<email>\S+@\S+)\s+(?P<password>\S+)  (?P<role>.+)$")


class House:
    """A running KoproGo: its address, its sign-ins, its data folder, everything its processes printed."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.base_url = f"http://127.0.0.1:{port}"
        self.said: list[str] = []
        self.passwords: dict[str, str] = {}
        """By e-mail address."""
        self.secrets: set[str] = set()
        """What browsers sent that belongs in no log: cookies, nonces, tokens; added when a window closes."""
        self._settled = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koprogo.cli.main", "run", "--port", str(port)],
            cwd=PROJECT,
            env=environment(data_dir),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if found := SIGN_IN.match(self.said[-1]):
                self.passwords[found["email"]] = found["password"]
            if self.said[-1] == READY:
                self._settled.set()
        self._settled.set()

    def wait(self) -> None:
        """Return when people may come in; say what went wrong when they never may."""
        if not self._settled.wait(START_SECONDS) or READY not in self.said:
            self.stop()
            raise AssertionError("the house did not start:\n" + "\n".join(self.said[-300:]))

    def stop(self) -> None:
        """End it, by its process id, in order; by force when it does not listen."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)
        self._listener.join(20)

    def tells(self, wanted: set[str]) -> list[str]:
        """Return which of these its processes printed since people may come in, however it was written."""
        printed = "\n".join(self.said[self.said.index(READY) :]).casefold()
        return sorted(each for each in wanted if each.casefold() in printed)

    def answer_of(self, module: str, *arguments: str) -> str:
        """Run a module of these tests beside the house, on its database, and return what it printed."""
        result = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env=environment(self.data_dir),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()


def environment(data_dir: Path) -> dict[str, str]:
    """Return variables that name this house and nothing of the caller's own; its logs say all they ever say."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**kept, "KOPROGO_ENV_FILE": "", "KOPROGO_DATA_DIR": str(data_dir), "KOPROGO_LOG_LEVEL": "debug"}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo_house(builds: Path) -> Iterator[House]:
    """Start a house that serves a build found in `builds`, and end it afterwards with everything it kept."""
    place = Path(tempfile.mkdtemp(prefix="kg-", dir="/tmp"))  # short: PostgreSQL's socket lives in it
    place.chmod(0o755)
    (place / "data").mkdir(mode=0o755)
    (place / "data" / "builds").symlink_to(builds)
    house = House(place / "data", free_port())
    try:
        house.wait()
        yield house
    finally:
        house.stop()
        shutil.rmtree(place)

"""A KoproGo of its own for a bench: started on a scratch data folder, killed without mercy, started again."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from koprogo.adapters import frontend_build
from koprogo.cli.bench import figures
from koprogo.settings import PREFIX, PROJECT, settings

START_SECONDS = 120


class House:
    """`koprogo run --no-demo` on a folder of its own; every process of it is a child of ours."""

    def __init__(
        self, folder: Path, port: int, workers: int = 1, screen_state: str = "memory", *, pages: bool = True
    ) -> None:
        self.folder, self.port, self.workers, self.pages = folder, port, workers, pages
        self.screen_state = screen_state
        self.base_url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """Return the variables that name this house, and nothing of the caller's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        ours = {"ENV_FILE": "", "DATA_DIR": self.folder, "LOG_LEVEL": "warning", "SCREEN_STATE": self.screen_state}
        return {**kept, **{PREFIX + name: str(value) for name, value in ours.items()}}

    def start(self) -> float:
        """Start everything and return the seconds until /readyz answered."""
        command = [sys.executable, "-m", "koprogo.cli.main", "run", "--no-demo", "--port", str(self.port)]
        if not self.pages:
            command.append("--no-pages")
        if self.workers > 1:
            command += ["--workers", str(self.workers)]
        began = time.monotonic()
        with (self.folder / "house.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=PROJECT, env=self.environment(), stdout=log, stderr=log)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                raise RuntimeError(f"the house did not start: {self.folder / 'house.log'}")
            time.sleep(0.05)
        return time.monotonic() - began

    def is_ready(self) -> bool:
        """Say whether /readyz answers 200."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def server_workers(self) -> list[psutil.Process]:
        """Return the processes that serve: the children of the server, or the server when it has none."""
        server = next(each for each in self.processes() if "koprogo.cli.server" in each.cmdline())
        return server.children() or [server]

    def server_worker(self) -> psutil.Process:
        """Return one process that serves."""
        return self.server_workers()[0]

    def processes(self) -> list[psutil.Process]:
        """Return every process of the house."""
        return figures.tree(self.process.pid) if self.process else []

    def kill(self) -> None:
        """Kill every process of the house at once, as a power cut would."""
        doomed = self.processes()
        for each in doomed:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
        psutil.wait_procs(doomed, timeout=20)
        if self.process:
            self.process.wait()

    def stop(self) -> None:
        """Stop in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()


@contextlib.contextmanager
def house(port: int, workers: int = 1, screen_state: str = "memory", *, pages: bool = True) -> Iterator[House]:
    """Start a house on a scratch folder with the current build, point this process at it, and end it afterwards."""
    home = settings().data_dir
    home.mkdir(parents=True, exist_ok=True)
    if pages:
        frontend_build.ensure(home)
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        (folder / "data").mkdir(mode=0o755)
        if pages:
            (folder / "data" / "builds").symlink_to(home / "builds")
        made = House(folder / "data", port, workers, screen_state, pages=pages)
        try:
            made.start()
            with pointed_at(made):
                yield made
        finally:
            made.stop()


@contextlib.contextmanager
def pointed_at(made: House) -> Iterator[None]:
    """Let this process's settings name the house's database."""
    from koprogo.cli.database import connected

    before = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    for name in before:
        del os.environ[name]
    os.environ.update({"KOPROGO_ENV_FILE": "", "KOPROGO_DATA_DIR": str(made.folder)})
    settings.cache_clear()
    try:
        with connected():
            settings.cache_clear()
            yield
    finally:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(before)
        settings.cache_clear()

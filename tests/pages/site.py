"""One production build, its files over HTTP, and a browser; shared by everything that needs to look at pages."""

import functools
import http.server
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from koprogo.adapters import frontend_build

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""Debian's: the same engine without a window's furniture opens a page with a quarter of the CPU; else the whole browser."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


def built_pages() -> Path:
    """Return the static files of a production build of this working tree."""
    kept = Path(
        os.environ.get("KOPROGO_TEST_BUILDS", Path(tempfile.gettempdir()) / f"koprogo-test-builds-{os.getuid()}")
    )
    return frontend_build.ensure(kept, frozen=False) / ".web" / "build" / "client"


class _Files(http.server.SimpleHTTPRequestHandler):
    """HTTP/1.0: no connection outlives its answer, so a stopped server is gone for the browser too."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() and (path / "index.html").exists():
            self.path = f"{self.path.partition('?')[0].rstrip('/')}/index.html"
        elif not path.exists():
            self.path = "/404.html"
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_) -> None:
        """Stay quiet: a failing test shows the page."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A browser that closes a page drops its connections: that is no error of the site."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":  # scripts/test, while its checks run
    print(f"pages: {built_pages()}")

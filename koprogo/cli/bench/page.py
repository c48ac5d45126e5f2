"""`koprogo bench page`: how long a slow phone on a slow network takes to its first vote screen.

A real Chromium, its processor slowed four times, 400 kbit/s and 100 ms of delay; the shell is warm: this phone opened
KoproGo before. The pages are built for it when this version has none yet. Needs the development environment (Playwright)
and Chromium.
"""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import Annotated, Any

import typer

from koprogo.cli.bench import figures, halls, report
from koprogo.cli.bench.house import House, house
from koprogo.settings import settings

SLOWER = 4
BITS_PER_SECOND = 400_000
DELAY_MS = 100
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCRIPT_BYTES = """() => performance.getEntriesByType("resource")
  .filter((each) => new URL(each.name).pathname.endsWith(".js"))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
SIGN_IN = """(who) => fetch("/auth/sign-in", {method: "POST", headers: {"content-type": "application/json"},
  body: JSON.stringify(who)}).then((answer) => answer.status)"""


def page(
    times: Annotated[int, typer.Option(help="How often the screen is opened.")] = 5,
    owners: Annotated[int, typer.Option(help="Owners of the association.")] = 40,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8775,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the first vote screen on a slow phone."""
    report.within(times, 100, "--times")
    report.within(owners, 500, "--owners")
    with house(port) as made:
        password = token_urlsafe(12)
        [hall] = asyncio.run(_hall(owners, password))
        found = _measure(made, hall, password, times)
    report.say({"times": times, "owners": owners, **found}, json_file)


async def _hall(owners: int, password: str) -> list[halls.Hall]:
    from koprogo import db

    scene = await halls.build(1, owners, password, settings().app_database_url)
    await halls.open_votes(scene)
    await db.close()
    return scene


def _measure(made: House, hall: halls.Hall, password: str, times: int) -> dict[str, Any]:
    with _phone() as phone:
        page = phone.new_page()
        page.goto(f"{made.base_url}/sign-in")
        status = page.evaluate(SIGN_IN, {"email": hall.emails[0], "password": password})
        if status not in (200, 204):
            raise RuntimeError(f"signing in was answered {status}")
        address = f"{made.base_url}/assemblies/{hall.assembly_id}/vote"
        page.goto(address)
        page.get_by_test_id("vote-for").wait_for()
        size = page.evaluate(SCRIPT_BYTES)
        page.close()
        taken = [_once(phone, address) for _ in range(times)]
    return {"script_bytes": size, "first_screen_ms": figures.percentiles(taken)}


def _once(phone: Any, address: str) -> float:
    """Open the vote screen on a slowed page; return the seconds until its buttons are there."""
    page = phone.new_page()
    line = phone.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    per_second = BITS_PER_SECOND / 8
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": DELAY_MS, "downloadThroughput": per_second, "uploadThroughput": per_second},
    )
    began = time.monotonic()
    page.goto(address, wait_until="commit")
    page.get_by_test_id("vote-for").wait_for()
    taken = time.monotonic() - began
    page.close()
    return taken


@contextmanager
def _phone() -> Iterator[Any]:
    """A Chromium with one profile: what it kept of an earlier visit is there at the next."""
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise typer.BadParameter("this bench drives a browser: run it in the development environment") from None
    if program is None:
        raise typer.BadParameter("this bench drives a browser: install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser.new_context(viewport={"width": 390, "height": 844})
        finally:
            browser.close()

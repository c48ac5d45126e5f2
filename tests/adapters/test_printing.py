"""Presses: the same bytes as printing here, whatever came before; a paper that hangs, swells or kills harms only itself."""

import asyncio
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from pickle import PicklingError

import pytest

from koprogo.adapters import printing
from koprogo.adapters.pdf import PdfNotMade, render_pdf
from koprogo.adapters.printing import House, Order, PrintersBusy

AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
STYLE = '@font-face { font-family: "Hanken Grotesk"; src: url("papers:fonts/hanken-grotesk-430.ttf") }'
LONG = "Paragraph. " * 900
KOPROGO = Path(printing.__file__).parents[1]
SIGINT_IS_IGNORED = 1 << (signal.SIGINT - 1)


def paper(body: str, style: str = "") -> str:
    return (
        f'<html lang="fr"><head><title>Essai</title><meta name="author" content="ACP"><style>{STYLE}'
        f'html {{ font-family: "Hanken Grotesk" }}</style><style>{style}</style></head><body>{body}</body></html>'
    )


def order(html: str | Callable[[], object]) -> Order:
    return Order(html, "Essai", "fr", (), AT)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def one() -> Iterator[House]:
    house = House(1)
    yield house
    house.close()


async def test_a_press_prints_the_same_bytes_whatever_it_printed_before(one: House) -> None:
    first, second = paper("<h1>One</h1>", "h1 { color: #173F94 }"), paper(f"<p>{LONG}</p>", "p { font-size: 8pt }")
    printed = [await one.print_pdf(order(html)) for html in (first, second, first, second)]
    assert printed[:2] == printed[2:]
    assert printed[0] == render_pdf(first, title="Essai", language="fr", created_at=AT)


async def test_a_press_makes_the_html_too(one: House) -> None:
    html = paper("<p>Made there</p>")
    assert await one.print_pdf(order(partial(str.replace, html, "Made there", "Text"))) == await one.print_pdf(
        order(html.replace("Made there", "Text"))
    )


async def test_a_paper_that_hangs_is_ended_and_the_next_one_is_printed(one: House) -> None:
    await one.print_pdf(order(paper("<p>Warm</p>")))
    [before] = one.pids()
    one.longest = 0.3
    with pytest.raises(PdfNotMade, match="not printed within"):
        await one.print_pdf(order(signal.pause))
    one.longest = printing.LONGEST_SECONDS
    assert (await one.print_pdf(order(paper("<p>Next</p>")))).startswith(b"%PDF")
    assert one.pids() != [before]


def test_a_press_that_is_ended_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    house = House(1)
    asyncio.run(house.print_pdf(order(paper("<p>Text</p>"))))
    assert [each.name.startswith("koprogo-press-") for each in tmp_path.iterdir()] == [True]
    house.close()
    assert list(tmp_path.iterdir()) == []


async def test_an_order_that_cannot_be_sent_leaves_no_watch_behind(one: House) -> None:
    with pytest.raises((AttributeError, PicklingError)):
        await one.print_pdf(order(lambda: "<p>of no module</p>"))
    assert all(each.finished.is_set() for each in threading.enumerate() if isinstance(each, threading.Timer))
    assert (await one.print_pdf(order(paper("<p>Next</p>")))).startswith(b"%PDF")


async def test_a_paper_that_swells_fails_and_its_press_goes_on(one: House) -> None:
    await one.print_pdf(order(paper("<p>Warm</p>")))
    before = one.pids()
    with pytest.raises(PdfNotMade, match="MemoryError"):
        await one.print_pdf(order(partial(bytearray, 1 << 33)))
    await one.print_pdf(order(paper("<p>Next</p>")))
    assert one.pids() == before


async def test_a_press_that_was_killed_meanwhile_is_replaced_without_a_word(one: House) -> None:
    await one.print_pdf(order(paper("<p>Warm</p>")))
    [pid] = one.pids()
    os.kill(pid, signal.SIGKILL)
    assert (await one.print_pdf(order(paper("<p>Next</p>")))).startswith(b"%PDF")


async def test_a_paper_outside_our_bundle_is_refused_as_before(one: House) -> None:
    with pytest.raises(PdfNotMade, match="koprogo/papers"):
        await one.print_pdf(order(paper('<img alt="x" src="file:///etc/hostname">')))


async def test_more_papers_than_may_wait_are_refused(one: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await one.print_pdf(order(paper("<p>Warm</p>")))
    monkeypatch.setattr(printing, "MOST_WAITING", 1)
    first = asyncio.ensure_future(one.print_pdf(order(paper(f"<p>{LONG}</p>"))))
    await asyncio.sleep(0)
    with pytest.raises(PrintersBusy):
        await one.print_pdf(order(paper("<p>Too much</p>")))
    assert (await first).startswith(b"%PDF")


def ignored_signals(pid: int) -> int:
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    return int(status["SigIgn"], 16)


async def test_a_press_is_polite_and_does_not_listen_to_the_keyboard(one: House) -> None:
    await one.print_pdf(order(paper("<p>Warm</p>")))
    [pid] = one.pids()
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert ignored_signals(pid) & SIGINT_IS_IGNORED


def test_nobody_but_a_press_prints_in_its_own_process() -> None:
    """A hall that votes in the same process must never wait for a paper."""
    named = {
        str(path.relative_to(KOPROGO))
        for path in KOPROGO.rglob("*.py")
        if "render_pdf(" in path.read_text(encoding="utf-8") or "write_pdf(" in path.read_text(encoding="utf-8")
    }
    assert named == {"adapters/pdf.py", "adapters/press.py"}

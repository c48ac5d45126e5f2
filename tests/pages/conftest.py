"""A built site and a browser for the tests that look."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.site import built_pages, chromium, serve


@pytest.fixture(scope="session")
def built() -> Path:
    return built_pages()


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    with serve(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page in a language, a mode and a width, and wait until its words and its content are there."""
    contexts = []

    def opened(path: str, *, language: str = "fr", mode: str = "light", width: int = 390, **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=mode,
            locale=f"{language}-BE",
            reduced_motion="reduce",
            service_workers="block",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(site + path)
        page.wait_for_selector("html:not(.words-awaited) main")  # on a slow machine the words are shown first
        return page

    yield opened
    for context in contexts:
        context.close()

"""One house and one browser for the journeys of a process; a stage per test. The build is made once per content and kept.

The house and what people's browsers kept last as long as the process, which is given journeys and other tests in turns; the
browser only as long as journeys follow each other: while Playwright is open its event loop is this thread's, and tests of
services need theirs.

Waiting is for a condition: how long it may last is only how long a failure takes, on a busy machine too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.e2e.house import House, demo_house
from tests.e2e.places import facts
from tests.e2e.stage import PATIENCE_MS, Stage, Window
from tests.pages.site import built_pages, chromium

expect.set_options(timeout=PATIENCE_MS)
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A running KoproGo with its demo; whatever the journeys were, it printed no secret of theirs."""
    with demo_house(built_pages().parents[2].parent) as running:
        yield running
        assert running.tells(running.secrets | {*running.passwords, *running.passwords.values()}) == []


@pytest.fixture(scope="package")
def opened_browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def kept() -> dict[str, StorageState]:
    """What the browser kept of each person's sign-in."""
    return {}


@pytest.fixture(scope="session")
def found() -> dict[str, str]:
    """What `known` found out about this house, once."""
    return {}


@pytest.fixture(scope="package")
def known(
    opened_browser: Browser,
    house: House,
    kept: dict[str, StorageState],
    found: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, str]:
    """The facts that the addresses of `places.py` name; made with the first page that wants them."""
    if not found:
        stage = Stage(opened_browser, house, kept, tmp_path_factory.mktemp("facts"))
        found.update(facts(stage))
        stage.close(failed=False)
    return found


@pytest.fixture(scope="package")
def lasting(opened_browser: Browser) -> dict[str, Window]:
    """The windows of those who only look, page after page."""
    return {}


@pytest.fixture
def stage(
    opened_browser: Browser,
    house: House,
    kept: dict[str, StorageState],
    lasting: dict[str, Window],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Stage]:
    """Windows for one test; whatever goes wrong in one of them fails the test."""
    made = Stage(opened_browser, house, kept, tmp_path, lasting)
    yield made
    report = request.node.stash.get(REPORTS, {}).get("call")
    failed = report is not None and report.failed
    faults = made.close(failed=failed)
    assert failed or not faults, "\n".join(faults)

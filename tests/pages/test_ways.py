"""Every way that a page draws, for every role: none leads to a refusal, and what she may open she can reach from home.

The tabs and menus are read from the tables they are drawn from. Links beside them stand in `BESIDE`, each with the file
that draws it, so that one that is taken away is missed here.
"""

from pathlib import Path
from uuid import uuid4

import pytest

import koprogo
from koprogo import urls
from koprogo.core.actor import Actor, Role
from koprogo.core.doors import EVERYWHERE, PAGES, SHEET, opened, opened_everywhere
from koprogo.pages import shell
from koprogo.pages.accounting.tabs import SUBJECTS
from koprogo.pages.buildings.association import WAYS
from koprogo.pages.governance.tabs import TABS
from koprogo.state.home_money import PAGES as WORKS

PACKAGE = Path(koprogo.__file__).parent
ROLES = [role for role in Role if role is not Role.ATTENDEE]
ANY, HOME = "any page", "home"
BOOKS = frozenset(page for pages in SUBJECTS.values() for page in pages)
BESIDE = {
    "accounts/*": ("books", "state/accounting/books.py", "accounts/"),
    "accruals": ("years", "pages/accounting/years.py", "/accruals"),
    "bank/*": ("bank", "state/accounting/bank_rows.py", "bank/"),
    "calls/*": ("calls", "state/charges/call_rows.py", "calls/"),
    "claims/*": ("claims", "state/charges/claims.py", "claims/"),
    "decisions/*": ("register", "state/assemblies/after/register.py", "decisions/"),
    "entries/*": ("owner-accounts/*", "state/accounting/owner_account_rows.py", "entries/"),
    "general-entry": ("books", "pages/accounting/books.py", "/general-entry"),
    "import": (SHEET, "pages/buildings/association.py", '"import"'),
    "invoices/*": ("invoices", "state/charges/invoice_rows.py", "urls.invoice("),
    "loans/*": ("loans", "state/charges/loan_rows.py", "loans/"),
    "lots/*": (SHEET, "state/buildings/association.py", "lots/"),
    "old-minutes": ("register", "pages/assemblies/after/register.py", "/old-minutes"),
    "owner-accounts/*": ("owner-accounts", "state/accounting/owners.py", "owner-accounts/"),
    "people/*": ("people", "state/ownership/people.py", "people/"),
    "problems/*": ("problems", "state/works/rows.py", "urls.problem("),
    "problems/new": ("problems", "state/works/tickets.py", "urls.new_problem("),
    "reports/*": ("reports", "state/governance/reports.py", "reports/"),
    "sales/*": ("calls", "state/charges/sale.py", "sales/"),
    "settlements/*": ("settlements", "state/charges/settlement_rows.py", "settlements/"),
    "surveys/*": ("surveys", "state/community/surveys.py", "urls.survey("),
    "take-over": ("years", "pages/accounting/years.py", "/take-over"),
    "take-over-typed": ("take-over", "pages/accounting/old_books.py", "/take-over-typed"),
    "variance": ("statements", "pages/accounting/statements.py", "/variance"),
    "works/*": ("works", "pages/charges/works_file.py", "/works/"),
}
"""A page that no tab leads to: where the way to it is drawn, in which file, as what."""
FROM_HOME = {
    Role.OWNER: (SHEET, "owner-accounts/*", "problems/new", "problems", "proposals", "requests"),
    Role.COUNCIL: ("council",),
    Role.AUDITOR: ("syndic",),
    Role.SYNDIC: (SHEET, *WORKS.values()),
    Role.ACCOUNTANT: (SHEET, *WORKS.values()),
}
"""What stands on the home page of each role (pages/home.py, pages/home_money.py)."""


def only(role: Role) -> Actor:
    return Actor(uuid4(), "Anna", "fr", {HERE: frozenset({role})})


HERE = uuid4()


def ways(page: str) -> set[str]:
    """Return where the tabs and links of a page lead whom they are shown to."""
    beside = {each for each, (source, _, _) in BESIDE.items() if source == page}
    if page == SHEET:
        return beside | {key for group in WAYS for key in group}
    back = {SHEET}  # the line above each title
    if page.partition("/")[0] in BOOKS or page in ("variance", "accruals", "take-over", "sales/*"):
        return beside | back | BOOKS
    return beside | back | (set(TABS) if page in TABS else set())


@pytest.mark.parametrize("role", ROLES)
def test_from_home_she_reaches_every_page_she_may_open_by_pages_she_may_open(role):
    offered = opened(only(role), HERE)
    assert set(FROM_HOME[role]) <= offered, "home leads to a refusal"
    reached, todo = set(), set(FROM_HOME[role])
    while todo:
        page = todo.pop()
        reached.add(page)
        todo |= (ways(page) & offered) - reached
    assert offered - reached == set()


@pytest.mark.parametrize("page", BESIDE)
def test_the_link_that_leads_to_a_page_is_drawn_where_the_table_says(page):
    _, file, drawn = BESIDE[page]
    assert drawn in (PACKAGE / file).read_text()


def test_every_page_is_led_to_by_a_tab_or_by_a_link():
    assert set(PAGES) - {SHEET} == BOOKS | set(TABS) | {key for group in WAYS for key in group} | set(BESIDE)


@pytest.mark.parametrize("role", ROLES)
def test_a_tab_of_the_books_leads_to_a_page_that_is_open_when_any_below_it_is(role):
    offered = opened(only(role), HERE)
    for first, *others in SUBJECTS.values():
        assert first in offered or not offered & set(others)


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_nothing_that_is_not_hers(role):
    keeps = role in (Role.SYNDIC, Role.ACCOUNTANT)
    menu = shell.built(shell.syndic_menu() if keeps else shell.owner_menu())
    shown = opened_everywhere(only(role))
    for place in menu:
        assert place.href == urls.HOME or place.href in EVERYWHERE
        if place.href in EVERYWHERE and place.href not in shown:
            assert place.shown is not True, f"{place.key} is shown to who may not open it"
            assert "opens" in str(place.shown)


def test_every_tab_asks_whether_its_page_is_open():
    for file in ("pages/accounting/tabs.py", "pages/governance/tabs.py", "pages/buildings/association.py"):
        assert "SessionState.opens.contains(key)" in (PACKAGE / file).read_text()

"""Which page asks which permission: addresses are read as pages, and what is offered is what is not refused."""

from uuid import UUID, uuid4

import pytest

from koprogo.core.actor import Actor, Role
from koprogo.core.doors import EVERYWHERE, PAGES, opened, opened_everywhere, page_of, require_page
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import PERMISSIONS

HERE = UUID("0b0f5bd2-9d2e-4c3e-8a53-6a4f8f0e1c11")


def someone(*roles: Role) -> Actor:
    return Actor(uuid4(), "Anna", "fr", {HERE: frozenset(roles)})


@pytest.mark.parametrize(
    ("rest", "page"),
    [
        ("", ""),
        ("/", ""),
        ("/bank", "bank"),
        ("/bank/", "bank"),
        (f"/bank/{HERE}", "bank/*"),
        ("/problems/new", "problems/new"),
        (f"/problems/{HERE}", "problems/*"),
        ("/statements?what=funds", "statements"),
        ("/syndic#auditor", "syndic"),
    ],
)
def test_an_address_is_read_as_its_page(rest, page):
    assert page_of(f"/associations/{HERE}{rest}") == page


@pytest.mark.parametrize(
    "path", ["/", "/assemblies", "/associations", f"/associations/{HERE}/cellar", "/associations/x/bank"]
)
def test_what_names_no_page_is_not_found(path):
    with pytest.raises(NotFound):
        page_of(path)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_offered_is_exactly_what_is_not_refused(role):
    actor = someone(role)
    offered = opened(actor, HERE)
    for page in PAGES:
        if page in offered:
            require_page(actor, page, HERE)
        else:
            with pytest.raises(NotAllowed):
                require_page(actor, page, HERE)


def test_out_of_reach_nothing_is_offered_and_nothing_is_told():
    stranger = Actor(uuid4(), "Sacha", "fr", {uuid4(): frozenset({Role.SYNDIC})})
    assert opened(stranger, HERE) == frozenset()
    with pytest.raises(NotFound):
        require_page(stranger, "", HERE)


def test_pages_over_all_associations_follow_from_any_of_them():
    assert opened_everywhere(someone(Role.OWNER)) == {"/assemblies", "/associations"}
    assert "/season" not in opened_everywhere(someone(Role.ACCOUNTANT))
    both = Actor(uuid4(), "Sylvie", "fr", {HERE: frozenset({Role.OWNER}), uuid4(): frozenset({Role.SYNDIC})})
    assert opened_everywhere(both) == set(EVERYWHERE)


def test_every_permission_of_a_page_exists():
    assert {*PAGES.values(), *EVERYWHERE.values()} <= set(PERMISSIONS)


def test_owners_read_what_was_spent_on_works_and_not_the_bank():
    offered = opened(someone(Role.OWNER), HERE)
    assert {"works", "works/*", "owner-accounts", "claims"} <= offered
    assert not {"bank", "bank-queue", "journal", "suppliers", "payments", "people", "tasks"} & offered

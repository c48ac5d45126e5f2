"""Which page asks which permission: the one table from which a page refuses and every way to it is shown or left out.

A page of an association is named by the first word of its address (`bank-queue`), one below it with `/*` (`bank/*`), one
of several words as it is (`problems/new`); its sheet has no word. What a page asks here is what it takes to open it at all;
its service decides again in its transaction, and decides alone which calls, claims or accounts are hers to see.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, allows, require

SHEET = ""
# fmt: off
PAGES: Mapping[str, str] = MappingProxyType({
    SHEET:              "association.read",
    "accounts/*":       "figures.read",
    "accruals":         "books.read",
    "bank":             "books.read",
    "bank/*":           "books.read",
    "bank-queue":       "books.read",
    "books":            "figures.read",
    "budget":           "figures.read",
    "calendar":         "assembly.read",
    "calls":            "figures.read",
    "calls/*":          "figures.read",
    "claims":           "figures.read",
    "claims/*":         "figures.read",
    "council":          "council.read",
    "decisions/*":      "register.read",
    "entries/*":        "figures.read",
    "follow-up":        "register.read",
    "general-entry":    "books.write",
    "import":           "lots.import",
    "invoices":         "invoice.see",
    "invoices/*":       "invoice.see",
    "journal":          "books.read",
    "keys":             "lots.read",
    "loans":            "figures.read",
    "loans/*":          "figures.read",
    "lots/*":           "people.read",
    "old-minutes":      "register.read",
    "owner-accounts":   "figures.read",
    "owner-accounts/*": "figures.read",
    "payments":         "invoice.read",
    "people":           "people.read",
    "people/*":         "people.read",
    "problems":         "ticket.read",
    "problems/*":       "ticket.read",
    "problems/new":     "ticket.report",
    "proposals":        "proposal.read",
    "register":         "register.read",
    "reports":          "council.read",
    "reports/*":        "council.report",
    "requests":         "request.read",
    "sales/*":          "books.read",
    "settlements":      "figures.read",
    "settlements/*":    "figures.read",
    "statements":       "figures.read",
    "suppliers":        "invoice.read",
    "surveys":          "survey.read",
    "surveys/*":        "survey.read",
    "syndic":           "council.read",
    "take-over":        "books.write",
    "take-over-typed":  "books.write",
    "tasks":            "board.keep",
    "variance":         "figures.read",
    "works":            "works.read",
    "works/*":          "works.read",
    "written":          "register.read",
    "years":            "figures.read",
})
EVERYWHERE: Mapping[str, str] = MappingProxyType({
    "/assemblies":            "assembly.read",
    "/assemblies/new":        "assembly.plan",
    "/associations":          "association.read",
    "/problems":              "ticket.follow",
    "/season":                "assembly.plan",
    "/season/convocations":   "assembly.plan",
})
"""Pages over all associations of their reader: one of them gives the permission."""
# fmt: on
ADDRESS = re.compile(r"^/associations/[0-9a-f-]{36}(?:/(?P<rest>[^?#]*))?$")


def page_of(path: str) -> str:
    """Return the page of an association that an address leads to, as PAGES names it.

    >>> page_of("/associations/0b0f5bd2-9d2e-4c3e-8a53-6a4f8f0e1c11/bank/7?x=1")
    'bank/*'

    Raises:
        NotFound: the address names no page of an association.
    """
    found = ADDRESS.match(path.partition("?")[0].partition("#")[0].rstrip("/"))
    if found is None:
        raise NotFound
    rest = found["rest"] or ""
    for page in (rest, f"{rest.partition('/')[0]}/*"):
        if page in PAGES:
            return page
    raise NotFound


def require_page(actor: Actor, page: str, association_id: UUID) -> None:
    """Let pass who may open a page of an association.

    Raises:
        NotFound: the association is out of reach.
        NotAllowed: none of her roles there opens it.
    """
    require(actor, PAGES[page], association_id)


def opened(actor: Actor, association_id: UUID) -> frozenset[str]:
    """Return the pages of an association that somebody may open: what is offered to her."""
    return frozenset(page for page, permission in PAGES.items() if allows(actor, permission, association_id))


def opened_everywhere(actor: Actor) -> frozenset[str]:
    """Return the pages over all associations that show somebody anything: one of hers gives the permission."""
    roles = frozenset(role for each in actor.reach.values() for role in each)
    return frozenset(page for page, permission in EVERYWHERE.items() if roles & PERMISSIONS[permission])

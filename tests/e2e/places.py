"""Every address of the product, with who looks at it and the facts that make it worth a look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.clock import now
from tests.e2e import halls
from tests.e2e.settled import settled
from tests.e2e.stage import Stage, Window

LED_ON = {"/reload": "leads on before anybody can read it"}
"""Routes without a page to look at, and why; the gallery's are looked at by tests/pages."""


@dataclass(frozen=True)
class Place:
    """A route of `routes.SCREENS`, whose window looks at it, and the address with the names of facts in braces."""

    route: str
    who: str
    path: str

    def __str__(self) -> str:
        return f"{self.path or self.route} as {self.who or 'nobody'}"


HERE, EVENING = "/associations/[association_id]", "/assemblies/[assembly_id]"
COUNCIL = ("council", "syndic", "wim")
PLACES = (
    *(Place("/", who, "/") for who in ("wim", "council", "auditor", "syndic", "accountant", "operator", "elsewhere")),
    Place("/sign-in", "", "/sign-in"),
    Place("/forgotten", "", "/forgotten"),
    Place("/invitation", "", "/invitation"),
    Place("/slip", "", "/slip"),
    Place("/verify", "", "/verify"),
    Place("/profile", "wim", "/profile"),
    Place("/platform", "operator", "/platform"),
    Place("/associations", "syndic", "/associations"),
    Place(HERE, "syndic", "/associations/{association}"),
    Place(HERE, "wim", "/associations/{association}"),
    Place(HERE + "/import", "syndic", "/associations/{association}/import"),
    Place(HERE + "/bank", "syndic", "/associations/{association}/bank"),
    Place(HERE + "/bank", "council", "/associations/{association}/bank"),
    Place(HERE + "/bank/[route_part]", "accountant", "/associations/{association}/bank/{statement}"),
    Place(HERE + "/bank-queue", "accountant", "/associations/{association}/bank-queue"),
    Place(HERE + "/people", "syndic", "/associations/{association}/people"),
    Place(HERE + "/people/[route_part]", "syndic", "/associations/{association}/people/{person}"),
    Place(HERE + "/lots/[route_part]", "syndic", "/associations/{association}/lots/{lot}"),
    Place(HERE + "/register", "syndic", "/associations/{association}/register"),
    *(Place(HERE + "/old-minutes", who, "/associations/{association}/old-minutes") for who in ("syndic", "wim")),
    Place(HERE + "/follow-up", "syndic", "/associations/{association}/follow-up"),
    *(Place(HERE + "/council", who, "/associations/{association}/council") for who in COUNCIL),
    *(Place(HERE + "/surveys", who, "/associations/{association}/surveys") for who in ("council", "wim")),
    *(
        Place(HERE + "/surveys/[route_part]", who, "/associations/{association}/surveys/{asked}")
        for who in ("council", "wim")
    ),
    Place(HERE + "/surveys/[route_part]", "council", "/associations/{association}/surveys/{survey_draft}"),
    Place(HERE + "/surveys/[route_part]", "wim", "/associations/{association}/surveys/{tied}"),
    *(Place(HERE + "/tasks", who, "/associations/{association}/tasks") for who in ("council", "syndic")),
    *(Place(HERE + "/problems", who, "/associations/{association}/problems") for who in ("syndic", "wim", "council")),
    *(
        Place(HERE + "/problems/[route_part]", who, "/associations/{association}/problems/{problem}")
        for who in ("syndic", "wim")
    ),
    Place(HERE + "/problems/new", "wim", "/associations/{association}/problems/new"),
    Place("/problems", "syndic", "/problems"),
    *(Place(HERE + "/decisions/[route_part]", who, "/associations/{association}/decisions/{entry}") for who in COUNCIL),
    *(Place(HERE + "/reports", who, "/associations/{association}/reports") for who in ("council", "wim")),
    Place(HERE + "/reports/[route_part]", "council", "/associations/{association}/reports/{report}"),
    *(Place(HERE + "/syndic", who, "/associations/{association}/syndic") for who in COUNCIL),
    Place("/hand-over", "syndic", "/hand-over"),
    Place("/hand-over", "wim", "/hand-over"),
    Place(EVENING + "/minutes", "syndic", "/assemblies/{voting}/minutes"),
    Place(HERE + "/register", "wim", "/associations/{association}/register"),
    *(Place(HERE + "/calendar", who, "/associations/{association}/calendar") for who in ("syndic", "wim")),
    *(Place(HERE + "/proposals", who, "/associations/{association}/proposals") for who in ("syndic", "wim")),
    *(Place(HERE + "/requests", who, "/associations/{association}/requests") for who in ("syndic", "wim")),
    *(Place(HERE + "/written", who, "/associations/{association}/written") for who in ("syndic", "wim")),
    Place(HERE + "/keys", "syndic", "/associations/{association}/keys"),
    *(Place(HERE + "/invoices", who, "/associations/{association}/invoices") for who in ("accountant", "council")),
    *(
        Place(HERE + "/invoices/[route_part]", who, "/associations/{association}/invoices/" + which)
        for who, which in (
            ("accountant", "{invoice_draft}"),
            ("syndic", "{invoice_submitted}"),
            ("council", "{invoice_booked}"),
        )
    ),
    *(Place(HERE + "/suppliers", who, "/associations/{association}/suppliers") for who in ("syndic", "council")),
    *(Place(HERE + "/claims", who, "/associations/{association}/claims") for who in ("accountant", "wim")),
    Place(HERE + "/claims/[route_part]", "syndic", "/associations/{association}/claims/{claim}"),
    *(Place(HERE + "/works", who, "/associations/{association}/works") for who in ("syndic", "wim")),
    *(
        Place(HERE + "/works/[route_part]", who, "/associations/{association}/works/{works}")
        for who in ("council", "wim")
    ),
    Place(HERE + "/payments", "accountant", "/associations/{association}/payments"),
    *(Place(HERE + "/books", who, "/associations/{association}/books") for who in ("accountant", "wim")),
    Place(HERE + "/journal", "accountant", "/associations/{association}/journal"),
    *(
        Place(HERE + "/statements", who, "/associations/{association}/statements" + which)
        for who, which in (
            ("accountant", ""),
            ("wim", "?what=balance-sheet"),
            ("council", "?what=aged-balances"),
            ("accountant", "?what=cash-flow"),
            ("wim", "?what=funds"),
            ("syndic", "?what=lists"),
        )
    ),
    Place(HERE + "/general-entry", "accountant", "/associations/{association}/general-entry"),
    *(
        Place(HERE + "/entries/[route_part]", who, "/associations/{association}/entries/{voucher}")
        for who in ("accountant", "wim")
    ),
    Place(HERE + "/accounts/[route_part]", "accountant", "/associations/{association}/accounts/{bank}"),
    *(
        Place(HERE + "/owner-accounts", who, "/associations/{association}/owner-accounts")
        for who in ("accountant", "wim")
    ),
    Place(HERE + "/owner-accounts/[route_part]", "wim", "/associations/{association}/owner-accounts/{debtor}"),
    Place(HERE + "/years", "syndic", "/associations/{association}/years"),
    Place(HERE + "/accruals", "syndic", "/associations/{association}/accruals"),
    *(Place(HERE + "/budget", who, "/associations/{association}/budget") for who in ("syndic", "wim")),
    Place(HERE + "/variance", "wim", "/associations/{association}/variance"),
    *(Place(HERE + "/calls", who, "/associations/{association}/calls") for who in ("accountant", "wim")),
    *(
        Place(HERE + "/calls/[route_part]", who, "/associations/{association}/calls/{call}")
        for who in ("accountant", "wim")
    ),
    Place(HERE + "/settlements", "syndic", "/associations/{association}/settlements"),
    *(
        Place(HERE + "/settlements/[route_part]", who, "/associations/{association}/settlements/{settlement}")
        for who in ("accountant", "wim")
    ),
    *(Place(HERE + "/loans", who, "/associations/{association}/loans") for who in ("accountant", "wim")),
    Place(HERE + "/loans/[route_part]", "accountant", "/associations/{association}/loans/{loan}"),
    Place(HERE + "/loans/[route_part]", "wim", "/associations/{association}/loans/{loan}"),
    Place(HERE + "/loans/[route_part]", "syndic", "/associations/{sold_at}/loans/{loan_drawn}"),
    Place(HERE + "/sales/[route_part]", "syndic", "/associations/{sold_at}/sales/{sold}"),
    Place(HERE + "/take-over", "accountant", "/associations/{association}/take-over"),
    Place(HERE + "/take-over-typed", "accountant", "/associations/{association}/take-over-typed"),
    Place("/season", "syndic", "/season"),
    Place("/season/convocations", "syndic", "/season/convocations"),
    Place(EVENING + "/changes", "syndic", "/assemblies/{convened}/changes"),
    Place("/assemblies", "syndic", "/assemblies"),
    Place("/assemblies", "wim", "/assemblies"),
    Place("/assemblies/new", "syndic", "/assemblies/new"),
    Place(EVENING + "/plan", "syndic", "/assemblies/{drafted}/plan"),
    Place(EVENING + "/plan", "syndic", "/assemblies/{convened}/plan"),
    Place(EVENING + "/convene", "syndic", "/assemblies/{drafted}/convene"),
    Place(EVENING + "/documents", "syndic", "/assemblies/{drafted}/documents"),
    Place(EVENING + "/letters", "syndic", "/assemblies/{convened}/letters"),
    Place(EVENING + "/agenda", "wim", "/assemblies/{convened}/agenda"),
    Place("/designations", "syndic", "/designations"),
    Place("/designations", "wim", "/designations"),
    Place(EVENING + "/attendance", "syndic", "/assemblies/{convened}/attendance"),
    Place(EVENING + "/attendance", "syndic", "/assemblies/{voting}/attendance"),
    Place(EVENING + "/room", "syndic", "/assemblies/{voting}/room"),
    Place(EVENING + "/room", "syndic", "/assemblies/{closed}/room"),
    Place(EVENING + "/bureau", "council", "/assemblies/{voting}/bureau"),
    Place(EVENING + "/vote", "wim", "/assemblies/{convened}/vote"),
    Place(EVENING + "/vote", "wim", "/assemblies/{voting}/vote"),
    Place(EVENING + "/vote", "jean", "/assemblies/{voting}/vote"),
    Place(EVENING + "/vote", "wim", "/assemblies/{closed}/vote"),
    Place(EVENING + "/receipt/[route_leaf]", "wim", "/assemblies/{voting}/receipt/{leaf}"),
    Place(EVENING + "/screen", "syndic", "/assemblies/{convened}/screen"),
    Place(EVENING + "/screen", "syndic", "/assemblies/{voting}/screen"),
    Place(EVENING + "/screen", "syndic", "/assemblies/{closed}/screen"),
    Place(EVENING + "/screen/code", "syndic", "/assemblies/{convened}/screen/code"),
    Place("404", "wim", "/nothing-here"),
)
BOOKS = frozenset(
    (
        *(
            "accounts",
            "bank",
            "bank-queue",
            "books",
            "budget",
            "calls",
            "claims",
            "entries",
            "general-entry",
            "invoices",
            "journal",
        ),
        *("loans",),
        *("keys", "owner-accounts", "payments", "sales", "settlements", "statements", "suppliers", "take-over"),
        *("take-over-typed", "variance", "works", "years"),
    )
)
"""Pages of an association that belong to its books, by the first word of their address."""
IN_ASSEMBLIES = tuple(place for place in PLACES if place.route.startswith(EVENING))
IN_BOOKS = tuple(
    place
    for place in PLACES
    if place.route.startswith(HERE) and place.route.removeprefix(HERE + "/").split("/")[0] in BOOKS
)
IN_ASSOCIATIONS = tuple(place for place in PLACES if place.route.startswith(HERE) and place not in IN_BOOKS)
ELSEWHERE = tuple(place for place in PLACES if place not in (*IN_ASSEMBLIES, *IN_BOOKS, *IN_ASSOCIATIONS))
"""The places by subject, one file of tests each."""


CLAIM = {
    "happened_on": "2026-02-03", "words": "Dégât des eaux au deuxième étage", "insurer": "Assureur SA", "policy": "P-7781",
    "reference": "S-44/2026", "expected": 250_000, "deductible": 28_000,
}  # fmt: skip
"""Damage that an insurer pays."""


def facts(stage: Stage) -> Mapping[str, str]:
    """Make one assembly in each moment, with a ballot cast, and return the names the addresses use."""
    voting, closed, convened = (halls.opened(stage), halls.opened(stage), halls.convened(stage))
    syndic, association = voting.syndic, voting.association_id
    for hall in (voting, closed):
        hall.start()
    wim = stage.window("wim")
    wim.go("/assemblies")
    press = {"choice": "for", "nonce": "a-press-for-a-look"}
    cast = [
        wim.rest("POST", f"/assemblies/{hall.id}/items/{hall.items[0]}/ballots", press) for hall in (closed, voting)
    ]
    voting.act(1, "entries", {"choices": dict.fromkeys(lots_of(voting, "Fatima Willems"), "against")})
    closed.act(1, "closing")
    wish = {"kind": "extraordinary", "starts_at": (now() + timedelta(days=30)).isoformat(), "place": "Salle du Parc"}
    drafted = syndic.rest("POST", f"/associations/{association}/assemblies", wish)["id"]
    for template in ("works", "bylaw_use"):
        syndic.rest("POST", f"/assemblies/{drafted}/items", {"template": template})
    stage.house.answer_of("tests.e2e.scenery", "Résidence du Mandat Échu", "4")
    asked = surveys(stage, syndic, association)
    lot = syndic.rest("GET", f"/associations/{association}/lots")[0]
    entries = syndic.rest("GET", f"/associations/{association}/register?words=ascenseur")
    luc = stage.window("council")
    luc.go("/assemblies")
    report = luc.rest("POST", f"/associations/{association}/council/reports", {"kind": "half_yearly"})["id"]
    person = next(each["person_id"] for each in voting.attendees() if each["owner_name"] == "Wim Dupont")
    reported = syndic.rest("GET", f"/associations/{association}/problems")["list"]
    called = syndic.rest("GET", f"/associations/{association}/calls")
    sold_at, sold, _ = stage.house.answer_of("tests.e2e.sold_lot").split()
    return {
        "association": association,
        "settlement": settled(syndic, association),
        "sold_at": sold_at,
        "sold": sold,
        "call": called[0]["id"],
        "statement": next(
            each["id"] for each in syndic.rest("GET", f"/associations/{association}/bank/statements") if each["waiting"]
        ),
        "problem": next(each["id"] for each in reported if each["photos"]),
        "person": person,
        "lot": lot["id"],
        "entry": entries[0]["id"],
        "report": report,
        "drafted": drafted,
        "convened": convened.id,
        "voting": voting.id,
        "closed": closed.id,
        "leaf": cast[1][0]["leaf"],
        **asked,
        "works": syndic.rest("GET", f"/associations/{association}/funding-decisions")[0]["id"],
        "claim": syndic.rest("POST", f"/associations/{association}/claims", CLAIM)["id"],
        "loan": loan(syndic, association, now().date()),
        "loan_drawn": drawn_loan(syndic, sold_at),
        **invoices(syndic, association),
        **books(syndic, association),
    }


def books(syndic: Window, association: str) -> Mapping[str, str]:
    """Return the opening voucher, the bank account and Wim's account of the demo building's books."""
    where = f"/associations/{association}/books"
    year = min(syndic.rest("GET", f"{where}/years"), key=lambda each: each["starts"])
    days = f"starts={year['starts']}&until={year['next_starts']}"
    opening = syndic.rest("GET", f"{where}/entries?{days}&journal_of=opening")["entries"][0]
    rows = syndic.rest("GET", f"{where}/trial-balance?{days}")["rows"]
    debtors = syndic.rest("GET", f"{where}/owners")
    return {
        "voucher": opening["id"],
        "bank": next(row["id"] for row in rows if row["code"] == "551"),
        "debtor": next(row["id"] for row in debtors if row["people"] == ["Wim Dupont"]),
    }


def loan(syndic: Window, association: str, day: date) -> str:
    """Enter a loan that a decision allows, with one lot that pays cash, and return its id."""
    where = f"/associations/{association}"
    allowed = {"funding": "loan", "words": "Façade, point 4", "decided_on": day.isoformat(), "ceiling": 5_445_000}
    decision = syndic.rest("POST", f"{where}/funding-decisions", allowed)["id"]
    wish = {"decision_id": decision, "lender": "Banque du Parc", "words": "Façade", "amount": "54450.00"}
    made: str = syndic.rest("POST", f"{where}/loans", wish)["id"]
    cash = syndic.rest("GET", f"{where}/loans/{made}")["lots"][-1]["lot_id"]
    choice = {"lots": [cash], "participates": False, "chosen_on": day.isoformat()}
    syndic.rest("POST", f"{where}/loans/{made}/choices", choice)
    return made


def drawn_loan(syndic: Window, association: str) -> str:
    """Draw a loan in the house of the worked year, call two instalments and book the first; return its id."""
    made = loan(syndic, association, date(2025, 1, 15))
    where = f"/associations/{association}/loans/{made}"
    terms = {"way": "annuity", "rate": "3.60", "instalments": 60, "first_due": "2025-07-31"}
    syndic.rest("POST", f"{where}/drawing", {"contract": terms, "day": "2025-07-01"})
    for wish in ("calls/cash", "calls", "calls"):
        call = syndic.rest("POST", f"{where}/{wish}", {"called_on": "2025-07-01"})["id"]
        syndic.rest("POST", f"/associations/{association}/calls/{call}/entry")
    syndic.rest("POST", f"{where}/instalments/1/repayment", {"day": "2025-07-31"})
    return made


def invoices(syndic: Window, association: str) -> Mapping[str, str]:
    """Return one invoice of the demo's year in each standing that has a page of its own."""
    rows = syndic.rest("GET", f"/associations/{association}/invoices")
    return {f"invoice_{each}": next(row["id"] for row in rows if row["standing"] == each)
            for each in ("draft", "submitted", "booked")}  # fmt: skip


def surveys(stage: Stage, syndic: Window, association: str) -> Mapping[str, str]:
    """Make one survey that is asked, one that ended in a tie, and a draft."""
    where = f"/associations/{association}/surveys"
    wish = {
        "kind": "one",
        "title": {"fr": "Quelle couleur pour le hall d’entrée ?", "nl": "Welke kleur voor de inkomhal?"},
        "words": {"fr": "Le peintre passe en janvier.", "nl": "De schilder komt in januari."},
        "options": [
            {"fr": "Bleu", "nl": "Blauw"},
            {"fr": "Vert tilleul", "nl": "Lindegroen"},
            {"fr": "Gris", "nl": "Grijs"},
        ],
        "closes_at": (now() + timedelta(days=9)).isoformat(),
    }
    made = {name: syndic.rest("POST", where, wish)["id"] for name in ("asked", "tied", "survey_draft")}
    for name in ("asked", "tied"):
        syndic.rest("POST", f"{where}/{made[name]}/opening")
    for who, place in (("wim", 0), ("jean", 1)):
        window = stage.window(who)
        window.go("/assemblies")
        window.rest("PUT", f"{where}/{made['tied']}/answer", {"places": [place]})
    syndic.rest("POST", f"{where}/{made['tied']}/closing")
    return made


def lots_of(hall: halls.Hall, name: str) -> list[str]:
    return next(each["lot_ids"] for each in hall.attendees() if each["owner_name"] == name)

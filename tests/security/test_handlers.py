"""Every handler of every screen, from Reflex's own registry: it declares who may call it, and whoever may not gets nothing.

The stranger presses every button of an evening that is not hers, at its own addresses and with its own ids; then nothing of
it was shown to her and no row of it changed. `ARGUMENTS` fills parameters by name; a new name falls back to its type.
"""

import inspect
import re
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import KoproError
from koprogo.realtime import broadcast
from koprogo.routes import SCREENS
from koprogo.security.gate import INTERNAL, is_allowed
from koprogo.security.policies import anyone, policy_of
from koprogo.services.access import SlipReach
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import hash_of
from tests.api.bank_played import waiting_line
from tests.security.tree import running_tree
from tests.services.accounting import ledger_on_stage
from tests.services.assemblies import evening
from tests.services.community import surveys_on_stage
from tests.services.works.tickets_on_stage import reported

PUBLIC = {
    "session_state.ensure",
    "session_state.greet",
    "session_state.apologise",
    "session_state.dismiss_fault",
    "verify_state.load",
    "verify_state.show",
}
"""The handlers that anybody may call, besides `dismiss_refusal`. A new one is a decision: add it here with its reason.

They show nothing but what concerns the caller herself, or what her own browser sent along (a file she verified).
"""
IDS = (
    "association_id",
    "assembly_id",
    "item_id",
    "lot_id",
    "person_id",
    "giver_id",
    "slip_id",
    "proxy_id",
    "survey_id",
    "ticket_id",
    "year_id",
    "entry_id",
    "account_id",
    "debtor_id",
    "statement_id",
    "line_id",
)
OURS = Path(__file__).resolve().parents[2] / "koprogo"
DAY_FIELD = re.compile(r'(?:date_input|said_day|_day)\(\s*(?:answers, |said_, )?"([a-z_]+)"')
JUNK = (None, "", "x" * 3000, "00000000-0000-0000-0000-000000000000", [1], {"a": {"b": 1}}, -1, "'; DROP TABLE lot; --")


def handlers() -> dict[str, Any]:
    """Return full name -> function of every handler of ours, `setvar` apart."""
    found = RegistrationContext.ensure_context().event_handlers.items()
    return {
        name: registered.handler.fn
        for name, registered in found
        if ".koprogo___state___" in name and not name.endswith(".setvar")
    }


def short(name: str) -> str:
    """Return `state.handler` of a full name."""
    state, handler = name.split(".")[-2:]
    return f"{state.rpartition('____')[2]}.{handler}"


HANDLERS = handlers()


def test_the_screens_are_here():
    """Importing the table of screens registers every state; without it the tests below would try nothing."""
    loaders = [screen.on_load for screen in SCREENS if screen.on_load is not None]
    loading = [handler for each in loaders for handler in (each if isinstance(each, list) else [each])]
    assert {format_event_handler(handler) for handler in loading} <= set(HANDLERS)
    assert len(HANDLERS) > 90


@pytest.mark.parametrize("name", HANDLERS, ids=short)
def test_every_handler_declares_who_may_call_it(name):
    assert policy_of(HANDLERS[name]) is not None


def test_nothing_else_is_registered_that_may_be_called():
    for name, registered in RegistrationContext.ensure_context().event_handlers.items():
        if name in HANDLERS or ".tests___" in name:
            continue
        assert policy_of(registered.handler.fn) is None
        assert name in INTERNAL or name.endswith(".setvar") or "shared_state" in name, name


def test_the_internal_handlers_exist_in_this_version_of_reflex():
    assert set(RegistrationContext.ensure_context().event_handlers) >= INTERNAL
    assert not any(name.endswith("setvar") for name in INTERNAL)


def test_what_is_public_is_a_short_list():
    public = {short(name) for name, function in HANDLERS.items() if policy_of(function) is anyone}
    assert {name for name in public if not name.endswith(".dismiss_refusal")} == PUBLIC


@pytest.mark.parametrize("name", HANDLERS, ids=short)
def test_nobody_may_call_what_is_not_public(name):
    is_public = short(name) in PUBLIC or name.endswith(".dismiss_refusal")
    assert is_allowed(name, None) is is_public


def test_a_name_that_is_not_registered_nobody_may_call():
    assert not is_allowed("reflex___state____state.no_such_handler", None)


@pytest.fixture(scope="module")
async def stage(cast):
    """An evening in full swing, and what its ids are called in handlers."""
    assembly, items = await evening.opened(cast, "works_on_common_parts", "approve_annual_accounts")
    await evening.open_vote(cast, items[0])
    survey = await surveys_on_stage.opened(cast, "one", at=now(), closes_at=now() + timedelta(days=3))
    ids = {
        "association_id": cast.association_id, "assembly_id": assembly, "item_id": items[0], "lot_id": cast.lots["A1"],
        "person_id": cast.people["anna"], "giver_id": cast.people["anna"], "slip_id": items[1], "proxy_id": items[1],
        "survey_id": survey,
        "ticket_id": await reported(cast),
        **await books(cast),
        "statement_id": (line := await waiting_line(cast)).statement_id, "line_id": line.id,
    }  # fmt: skip
    return {name: str(value) for name, value in ids.items()}


async def books(cast) -> dict[str, UUID]:
    """Open this year's books with a voucher and an owner's account in them."""
    starts = date(today().year, 1, 1)
    year = await ledger_on_stage.year(cast, starts, date(starts.year + 1, 1, 1))
    called = await ledger_on_stage.call(cast, "A1", 12345, "CALL-1", day=starts)
    debtor = await ledger_on_stage.debtor(cast, "A1", starts)
    bank = await ledger_on_stage.account(cast, "551")
    return {"year_id": year, "entry_id": called.id, "account_id": bank, "debtor_id": debtor}


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    """Rooms without sockets: who was let in is remembered, the view is the real one."""
    entered = []

    async def join(sid, association_id, assembly_id):
        entered.append(assembly_id)
        async with db.association_session(association_id) as session:
            return asdict(await snapshot(session, association_id, assembly_id))

    async def leave(sid):
        pass

    monkeypatch.setattr(broadcast, "join", join)
    monkeypatch.setattr(broadcast, "leave", leave)
    return entered


def arguments(function: Any, stage: dict[str, str]) -> dict[str, Any]:
    """Return what a page of this evening would send."""
    plain = {"int": 1, "bool": True, "dict": {"person": stage["person_id"], "reason": "x", "lot": stage["lot_id"]}}
    given = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        kind = getattr(parameter.annotation, "__name__", str(parameter.annotation)).partition("[")[0]
        given[name] = stage.get(name, plain.get(kind, "1"))
    return given


def paths(stage: dict[str, str]) -> list[str]:
    """Return the kinds of addresses a handler may look at."""
    return [
        f"/assemblies/{stage['assembly_id']}/vote",
        f"/associations/{stage['association_id']}",
        f"/associations/{stage['association_id']}/people/{stage['person_id']}",
        f"/associations/{stage['association_id']}/lots/{stage['lot_id']}",
        f"/associations/{stage['association_id']}/surveys/{stage['survey_id']}",
        f"/associations/{stage['association_id']}/problems/{stage['ticket_id']}",
        f"/associations/{stage['association_id']}/decisions/{stage['item_id']}",
        f"/associations/{stage['association_id']}/reports/{stage['item_id']}",
        f"/associations/{stage['association_id']}/entries/{stage['entry_id']}",
        f"/associations/{stage['association_id']}/accounts/{stage['account_id']}",
        f"/associations/{stage['association_id']}/owner-accounts/{stage['debtor_id']}",
        f"/associations/{stage['association_id']}/calls/{stage['item_id']}",
        f"/associations/{stage['association_id']}/settlements/{stage['item_id']}?owner={stage['debtor_id']}",
        f"/associations/{stage['association_id']}/settlements/{stage['item_id']}",
        f"/associations/{stage['association_id']}/sales/{stage['item_id']}",
        f"/associations/{stage['association_id']}/invoices/{stage['item_id']}",
        f"/associations/{stage['association_id']}/bank/{stage['statement_id']}",
        f"/associations/{stage['association_id']}/works/{stage['item_id']}",
        f"/associations/{stage['association_id']}/loans/{stage['item_id']}",
        f"/associations/{stage['association_id']}/claims/{stage['item_id']}",
    ]


def test_the_addresses_above_are_of_every_kind_there_is():
    kinds = {
        re.sub(r"\[.*?\]", "*", "/".join(screen.route.split("/")[:5])) for screen in SCREENS if "[" in screen.route
    }
    tried = {re.sub(r"[0-9a-f-]{36}", "*", path) for path in paths(dict.fromkeys(IDS, str(UUID(int=0))))}
    assert {kind.split("/")[1] for kind in kinds} == {"assemblies", "associations"}
    assert {kind for kind in kinds if kind.count("*") > 1 and "receipt" not in kind} <= tried


def everything(database: Any, association_id: str) -> dict[str, str]:
    """Return a digest of all rows of an association, table by table."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        tables = [
            row[0]
            for row in admin.execute(
                "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t"
                " USING (table_schema, table_name) WHERE c.column_name = 'association_id' AND t.table_type = 'BASE TABLE'"
                " AND c.table_schema = 'public' AND c.table_name <> 'sign_in_session'"
            ).fetchall()
        ]
        digest = sql.SQL(
            "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t WHERE association_id = %s"
        )
        return {
            table: admin.execute(digest.format(sql.Identifier(table)), [association_id]).fetchone()[0]
            for table in tables
        }


async def session_of(person_id, slip: SlipReach | None = None) -> bytes:
    async with db.open_session() as session:
        method = "slip" if slip else "password"
        return hash_of(await sessions.create(session, person_id, method=method, at=now(), slip=slip))


async def press_everything(session: bytes | None, stage: dict[str, str]) -> tuple[str, list[Exception]]:
    """Press every button at every address as the page of this sign-in; return what was shown and what went wrong."""
    async with running_tree() as tree:
        tab = tree.tab("presser", session)
        await tab.connect()
        for path in paths(stage):
            tab.router |= {"pathname": path, "asPath": path}
            for name, function in HANDLERS.items():
                await tab.send(name, **arguments(function, stage))
        return tab.shown(), [each for each in tree.faults if not isinstance(each, KoproError)]


def of_this_evening(cast, stage) -> list[str]:
    """Return words and ids that only somebody of this association may read, without those that were sent along."""
    here = ("bram", "carla", "dirk", "emma", "farid", "syndic", "accountant")
    people = {"Anna Peeters", "Bram Claes", "Carla Dubois", "Dirk Maes", "Sylvie Simon"}
    return [*people, "Résidence Les Tilleuls", "Salle paroissiale", "toiture", *(str(cast.people[who]) for who in here)]


@pytest.mark.parametrize("who", ["stranger", "nobody", "slip elsewhere"])
async def test_who_is_not_of_this_evening_sees_and_changes_nothing(cast, database, stage, watched, who):
    sessions.forget_all()
    session = {
        "stranger": lambda: session_of(cast.people["stranger"]),
        "slip elsewhere": lambda: session_of(cast.people["stranger"], SlipReach(cast.elsewhere_id, cast.lots["B1"])),
    }.get(who)
    before = everything(database, stage["association_id"])
    shown, wrong = await press_everything(await session() if session else None, stage)
    assert [each for each in of_this_evening(cast, stage) if each in shown] == []
    assert everything(database, stage["association_id"]) == before
    assert wrong == []
    assert watched == [], "no room was entered"


async def test_the_syndic_sees_that_evening(cast, database, stage):
    """The measure of the test above: with the right sign-in the same presses show and change it."""
    sessions.forget_all()
    before = everything(database, stage["association_id"])
    shown, _ = await press_everything(await session_of(cast.people["syndic"]), stage)
    assert [each for each in ("Anna Peeters", "Résidence Les Tilleuls", "toiture") if each not in shown] == []
    assert everything(database, stage["association_id"]) != before


def day_fields() -> set[str]:
    """Return the names of every field of our pages in which a day is chosen, and of the answers that are read as days."""
    found: set[str] = set()
    for folder in ("pages", "state"):
        for path in sorted((OURS / folder).rglob("*.py")):
            found |= set(DAY_FIELD.findall(path.read_text()))
    return found


def own_addresses(stage: dict[str, str]) -> dict[str, list[str]]:
    """Return state -> the addresses of its pages on this evening."""
    found: dict[str, list[str]] = {}
    for screen in SCREENS:
        loading = screen.on_load if isinstance(screen.on_load, list) else [screen.on_load] if screen.on_load else []
        path = re.sub(r"\[+\.*(\w+)\]+", lambda place: stage.get(place[1], stage["item_id"]), screen.route)
        for handler in loading:
            found.setdefault(format_event_handler(handler).rpartition(".")[0], []).append(path)
    return found


async def test_a_day_at_the_edge_of_the_calendar_is_a_refusal_never_a_fault(cast, stage):
    """No day follows the last one, none goes before the first: in an argument and in every field of a form."""
    sessions.forget_all()
    named, places = day_fields(), own_addresses(stage)
    assert {"day", "starts", "called_on", "due_on", "happened_on", "last_day"} <= named
    assert len(places) > 40
    person = {"person": stage["person_id"], "lot": stage["lot_id"], "hour": "12:00"}
    async with running_tree() as tree:
        tab = tree.tab("days", await session_of(cast.people["syndic"]))
        await tab.connect()
        wrong = {}
        for name, function in HANDLERS.items():
            sent = arguments(function, stage)
            for path in places.get(name.rpartition(".")[0], [paths(stage)[1]]) if sent else ():
                tab.router |= {"pathname": path, "asPath": path}
                for day in ("0001-01-01", "9999-12-31"):
                    edge = {True: dict.fromkeys(named, day) | person, False: day}
                    odd = {
                        key: edge[isinstance(each, dict)] for key, each in sent.items() if isinstance(each, dict | str)
                    }
                    odd |= {key: sent[key] for key in stage.keys() & sent.keys()}
                    await tab.send(name, **(sent | odd))
                    wrong |= {short(name): repr(each)[:120] for each in tree.faults if not isinstance(each, KoproError)}
                    tree.faults.clear()
    assert wrong == {}


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:20])
async def test_junk_from_the_syndics_own_page_is_a_refusal_never_a_fault(cast, stage, junk):
    """At each handler's own addresses and at two it does not belong to; every address is pressed by the stranger above."""
    sessions.forget_all()
    async with running_tree() as tree:
        tab = tree.tab("junk", await session_of(cast.people["syndic"]))
        await tab.connect()
        wrong, places, elsewhere = {}, own_addresses(stage), paths(stage)[:2]
        for name, function in HANDLERS.items():
            for path in {*places.get(name.rpartition(".")[0], ()), *elsewhere}:
                tab.router |= {"pathname": path, "asPath": path}
                await tab.send(name, **dict.fromkeys(arguments(function, stage), junk))
                wrong |= {short(name): repr(each)[:120] for each in tree.faults if not isinstance(each, KoproError)}
                tree.faults.clear()
    assert wrong == {}

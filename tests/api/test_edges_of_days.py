"""Days, years and words at the edge of what a machine can count or keep, sent to every route that reads and takes one.

The description of the interface says which parameters there are, so a new route is tried by itself. None of it is a fault
of ours; a day that cannot be counted from is something to correct, named at its field.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from koprogo.api.app import build
from koprogo.api.v1.routers import ROUTERS
from koprogo.services.identity import sessions
from tests.api.test_walls import PLAYS
from tests.api.web import signed_in
from tests.cast import put_on_stage

BEYOND = ("0001-01-01", "0999-12-31", "3000-01-01", "9999-12-31")
NO_DAYS = ("0000-01-01", "10000-01-01", "2026-02-30", "%2B1", "")
FIGURES = ("0", "1", "-1", "9999", "99999", "9223372036854775808", "1" + "0" * 30, "-1" + "0" * 30)
SIGNS = ("%00", "a%00b", "%ED%A0%80", "a%ED%B0%80", "%FF")
"""A sign that ends a text, halves of a sign, a byte that is none."""
DESCRIBED = build(*ROUTERS).openapi()


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a schema refers to."""
    while "$ref" in schema:
        schema = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def kinds(schema: dict[str, Any]) -> set[str]:
    """Return `type` or `type:format` of everything a parameter may be."""
    choices = [resolved(each) for each in schema.get("anyOf", [schema])]
    return {f"{each['type']}:{each['format']}" if "format" in each else each.get("type", "") for each in choices}


def tried(kind: set[str]) -> tuple[str, ...]:
    """Return what is sent instead of something of this kind."""
    if "string:date" in kind:
        return (*BEYOND, *NO_DAYS, FIGURES[-1], *SIGNS[:3])
    return (*FIGURES, *SIGNS, *BEYOND) if kind & {"integer", "string"} else ()


def readers() -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Return every route that reads and takes a day, a figure or words: its parameters by place, with what is tried."""
    found = {}
    for path, methods in DESCRIBED["paths"].items():
        asked = [
            (each["name"], each["in"], values)
            for each in methods.get("get", {}).get("parameters", ())
            if each["in"] in ("query", "path") and (values := tried(kinds(each["schema"])))
        ]
        if asked and path.startswith("/api/v1") and f"GET {path}" in PLAYS:
            found[f"GET {path}"] = asked
    return found


READERS = readers()


@pytest.fixture(scope="module")
async def people(database):
    """One association for all of them: nothing is written."""
    return await put_on_stage()


def test_days_figures_and_words_are_among_what_is_tried():
    asked = {(route.rpartition("/")[2], name) for route, parameters in READERS.items() for name, _, _ in parameters}
    assert {("balance-sheet", "day"), ("aged-balances", "day"), ("variance", "year"), ("old-minutes", "words")} <= asked
    assert len(READERS) >= 25


@pytest.mark.parametrize("route", sorted(READERS))
async def test_nothing_at_the_edge_is_a_fault_of_ours(people, route):
    sessions.forget_all()
    play = await PLAYS[route](people)
    browser = await signed_in(people.people[play.who], *ROUTERS)
    path = route.partition(" ")[2]
    wrong = {}
    for name, place, values in READERS[route]:
        for value in values:
            where = path.format(**(play.path | ({name: value} if place == "path" else {})))
            if place == "path" and not value:
                continue
            asked = {key: str(each) for key, each in (play.params or {}).items() if key != name}
            asked |= {name: value} if place == "query" else {}
            done = await browser.get(where + "?" + "&".join(f"{key}={each}" for key, each in asked.items()))
            if done.status_code >= 500:
                wrong[name, value] = done.text
            if value in BEYOND and "string:date" in day_kinds(route, name) and done.status_code != 422:
                wrong[name, value] = f"{done.status_code}: this day was taken"
    assert wrong == {}


def day_kinds(route: str, name: str) -> set[str]:
    """Return the kinds of one parameter of a route that reads."""
    parameters = DESCRIBED["paths"][route.partition(" ")[2]]["get"]["parameters"]
    return next(kinds(each["schema"]) for each in parameters if each["name"] == name)


def days_of(schema: dict[str, Any], seen: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Return every day and moment inside what is sent."""
    name = schema.get("$ref", "")
    if name in seen:
        return
    found = resolved(schema)
    if found.get("format") in ("date", "date-time"):
        yield found
    inner = [*found.get("properties", {}).values(), *found.get("anyOf", ()), *found.get("prefixItems", ())]
    inner += [found[key] for key in ("items", "additionalProperties") if isinstance(found.get(key), dict)]
    for each in inner:
        yield from days_of(each, seen | ({name} if name else frozenset()))


def test_every_day_that_is_sent_has_bounds():
    """`koprogo/api/days.py` is the one door: a route that takes a plain date is found here."""
    sent = []
    for path, methods in DESCRIBED["paths"].items():
        for method, operation in methods.items():
            schemas = [each["schema"] for each in operation.get("parameters", ())]
            bodies = operation.get("requestBody", {}).get("content", {}).values()
            for schema in (*schemas, *(body["schema"] for body in bodies)):
                sent += [(f"{method} {path}", day) for day in days_of(schema)]
    assert len(sent) > 60
    assert [where for where, day in sent if "formatMinimum" not in day or "formatMaximum" not in day] == []


async def test_a_day_that_is_sent_beyond_them_is_named_at_its_field(people):
    browser = await signed_in(people.people["syndic"], *ROUTERS)
    where = f"/api/v1/associations/{people.association_id}/claims"
    body = {"words": "Eau", "insurer": "AG", "happened_on": "9999-12-31"}
    done = await browser.post(where, json=body)
    assert done.status_code == 422
    [field] = done.json()["fields"]
    assert (field["field"], field["facts"]) == ("happened_on", {"first": "1000", "last": "2999"})
    assert "between the years 1000 and 2999" in field["detail"]


async def test_half_a_sign_in_a_name_that_was_sent_is_answered(people):
    browser = await signed_in(people.people["syndic"], *ROUTERS)
    where = f"/api/v1/associations/{people.association_id}/claims"
    headers = {"content-type": "application/json"}
    for body in (b'{"\\ud800": 1}', b'{"words": "\\ud800", "insurer": "AG", "happened_on": "2026-01-01"}'):
        assert (await browser.send("POST", where, content=body, headers=headers)).status_code == 422

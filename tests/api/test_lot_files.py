"""Sending a list of lots and fetching its faults: for the syndic of the association, and nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo.api.v1 import lot_files
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.buildings.kept_lists import LARGEST, ListGone, forget_list, keep_list, kept_list, tidy_name
from koprogo.services.identity import sessions
from tests.api.web import signed_in
from tests.services.buildings.conftest import DATA

WRONG = (DATA / "lots-60-fr-wrong.csv").read_bytes()


@pytest.fixture(autouse=True)
def fresh():
    sessions.forget_all()


def path(association_id) -> str:
    return f"/api/v1/associations/{association_id}/lots/files"


async def browser(cast, who):
    return await signed_in(cast.people[who], lot_files.router)


async def send(cast, who, content=WRONG, association=None, name="lots-60-fr-wrong.csv"):
    asker = await browser(cast, who)
    return await asker.post(path(association or cast.association_id), files={"file": (name, content, "text/csv")})


async def test_the_syndic_sends_a_list_and_downloads_its_faults(cast):
    sent = await send(cast, "syndic")
    assert sent.status_code == 201
    asker = await browser(cast, "syndic")
    answer = await asker.get(f"{path(cast.association_id)}/{sent.json()['id']}/faults", params={"denominator": 10000})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "lots-60-fr-wrong-faults.csv" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.text.splitlines()) == 7


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 403), ("accountant", 403), ("stranger", 404), ("other_syndic", 404)]
)
async def test_nobody_else_sends_a_list(cast, who, status):
    assert (await send(cast, who)).status_code == status


async def test_a_syndic_here_who_owns_elsewhere_imports_nothing_there(cast):
    assert (await send(cast, "syndic", association=cast.elsewhere_id)).status_code == 403
    assert (await send(cast, "syndic", association=uuid4())).status_code == 404


async def test_somebody_elses_list_is_not_kept_for_me(cast):
    sent = (await send(cast, "syndic")).json()["id"]
    other = await browser(cast, "other_syndic")
    address = f"{path(cast.elsewhere_id)}/{sent}/faults"
    assert (await other.get(address, params={"denominator": 10000})).status_code == 409
    assert (await other.get(address.replace(str(cast.elsewhere_id), str(cast.association_id)))).status_code in (
        404,
        422,
    )


async def test_a_list_larger_than_any_list_is_refused_with_what_to_do(cast):
    answer = await send(cast, "syndic", content=b"x" * (LARGEST + 1))
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["message_id"].startswith("This file is larger than {most} MB")


async def test_a_list_without_a_file_says_so(cast):
    asker = await browser(cast, "syndic")
    assert (await asker.post(path(cast.association_id))).status_code == 422


async def test_a_list_is_kept_for_an_hour_and_then_gone(cast):
    facts = (cast.syndic, cast.association_id)
    list_id = await keep_list(*facts, content=b"lot", name="list.csv", at=now())
    assert (await kept_list(*facts, list_id, at=now())).content == b"lot"
    with pytest.raises(ListGone):
        await kept_list(*facts, list_id, at=now() + timedelta(hours=1))


async def test_a_list_put_aside_is_gone_at_once(cast):
    facts = (cast.syndic, cast.association_id)
    list_id = await keep_list(*facts, content=b"lot", name="list.csv", at=now())
    with pytest.raises(NotFound):
        await forget_list(cast.stranger, cast.association_id, list_id)
    with pytest.raises(NotAllowed):
        await kept_list(cast.anna, cast.association_id, list_id, at=now())
    await forget_list(*facts, list_id)
    await forget_list(*facts, list_id)
    with pytest.raises(ListGone):
        await kept_list(*facts, list_id, at=now())


@pytest.mark.parametrize(("sent", "shown"), [
    ("lots.csv", "lots.csv"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\S\\lots.csv", "lots.csv"),
    ("a\u202ecsv.exe\n", "acsv.exe"),
    ("", "list"),
])  # fmt: skip
def test_the_name_of_a_file_is_only_shown(sent, shown):
    assert tidy_name(sent) == shown

"""Verifying minutes without an account: the proof of a real evening, a touched one, junk, and too much of it."""

import pytest

from koprogo import db
from koprogo.api.v1 import verify
from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier.page import verifier_page
from koprogo.services.assemblies.minutes.proof_export import proof_json
from tests.api.web import Browser
from tests.services.assemblies import closed_evening


@pytest.fixture(scope="module")
async def proof(cast):
    assembly, _ = await closed_evening.closed(cast)
    async with db.association_session(cast.association_id) as session:
        return await proof_json(session, cast.association_id, assembly, Copy.ASSOCIATION)


async def sent(content: bytes):
    return await Browser(verify.router).post("/api/v1/verify", files={"file": ("proof.json", content)})


async def test_anybody_verifies_a_proof(proof):
    answer = (await sent(proof)).json()
    assert (answer["ok"], answer["copy_of"], answer["faults_count"]) == (True, "association", 0)
    assert answer["votes"] == [{"vote": "1/1", "ballots": 7, "ok": True}]


async def test_what_was_touched_is_named_with_its_facts(proof):
    answer = (await sent(proof.replace(b'"choice":"against"', b'"choice":"abstain"', 1))).json()
    assert answer["ok"] is False and answer["votes"][0]["ok"] is False
    assert {"ballot", "vote"} <= {name for fault in answer["faults"] for name in fault["facts"]}


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.4", b"x" * 1000])
async def test_junk_is_answered_and_not_a_fault_of_ours(junk):
    done = await sent(junk)
    assert done.status_code == 200 and done.json()["ok"] is False


async def test_a_file_that_is_too_large_is_refused_in_words(proof):
    done = await sent(b"x" * (verify.LARGEST_MB * 1_000_000 + 1))
    assert done.status_code == 422
    assert "10 MB" in done.json()["fields"][0]["detail"]


async def test_more_than_the_machine_verifies_at_once_wait_or_are_told_to(monkeypatch, proof):
    monkeypatch.setattr(verify, "_queue", set(range(verify.WAITING)))
    done = await sent(proof)
    assert done.status_code == 503 and "verified" in done.json()["detail"]


async def test_anybody_takes_the_page_that_verifies_along():
    answer = await Browser(verify.router).get("/api/v1/verify/page")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
    assert answer.content == verifier_page()

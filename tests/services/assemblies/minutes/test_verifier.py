"""The stand-alone verifier, on the proof of a real evening: it agrees, and it names whatever was touched."""

import copy
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from koprogo import db
from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier import verify_minutes as verifier
from koprogo.services.assemblies.minutes.proof_export import proof_json
from tests.services.assemblies import closed_evening


@pytest.fixture(scope="module")
async def proofs(cast):
    """Both copies of one evening: one point, five ballots, one of them revised, two by hand."""
    assembly, _ = await closed_evening.closed(cast)
    async with db.association_session(cast.association_id) as session:
        return {each: await proof_json(session, cast.association_id, assembly, each) for each in Copy}


@pytest.fixture(scope="module")
def whole(proofs):
    return proofs[Copy.ASSOCIATION]


def records(content: bytes, kind: str) -> list[dict]:
    return [each for each in json.loads(content)["records"] if each["record"] == kind]


def told(report) -> str:
    return "\n".join(verifier.lines(report))


def tampered(content: bytes, kind: str, index: int, name: str, value, *, consistent: bool) -> bytes:
    """Change one field of one record; `consistent`: with a check computed anew, as somebody who means it would."""
    proof = json.loads(content)
    record = [each for each in proof["records"] if each["record"] == kind][index]
    record[name] = value
    if consistent:
        body = {key: each for key, each in record.items() if key != "check"}
        record["check"] = hashlib.sha256(verifier.canonical(body)).hexdigest()
    return json.dumps(proof, ensure_ascii=False).encode()


def another(value):
    """Return a value of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return ("1" if value[:1] != "1" else "2") + value[1:]
    return [*value, {"person": "x"}] if isinstance(value, list) else "x"


def test_the_whole_copy_is_verified_with_its_sums(whole):
    report = verifier.verify_file(whole)
    assert report.faults == []
    assert report.verdict == verifier.ALL_VERIFIED
    assert [(vote["vote"], vote["ballots"]) for vote in report.votes] == [("1/1", 7)]


def test_the_copy_for_outside_names_only_those_against_and_abstaining(proofs):
    report = verifier.verify_file(proofs[Copy.OUTSIDE])
    assert report.faults == []
    assert report.verdict == "Root and named ballots verified; sums not checkable in this copy."
    assert {each["choice"] for each in records(proofs[Copy.OUTSIDE], "ballot")} == {"against", "abstain"}
    assert len(records(proofs[Copy.OUTSIDE], "leaf")) == 7
    assert "Carla Dubois" not in proofs[Copy.OUTSIDE].decode()


def test_the_same_results_give_the_same_bytes(whole, proofs):
    assert json.loads(whole)["records"][0] == json.loads(proofs[Copy.OUTSIDE])["records"][0]


@pytest.mark.parametrize("which", [Copy.ASSOCIATION, Copy.OUTSIDE])
def test_any_field_of_any_ballot_that_is_changed_is_named(proofs, which):
    for index, ballot in enumerate(records(proofs[which], "ballot")):
        for name, value in ballot.items():
            if name in ("record", "vote"):
                continue
            report = verifier.verify_file(
                tampered(proofs[which], "ballot", index, name, another(value), consistent=False)
            )
            assert not report.ok, name
            assert ballot["receipt"] in told(report) or another(ballot["receipt"]) in told(report), name


def test_a_ballot_changed_with_its_check_computed_anew_is_still_named(whole):
    for index, ballot in enumerate(records(whole, "ballot")):
        for name in verifier.LEAF_FIELDS:
            report = verifier.verify_file(
                tampered(whole, "ballot", index, name, another(ballot[name]), consistent=True)
            )
            assert not report.ok and ballot["receipt"] in told(report), name


def test_any_field_of_a_result_that_is_changed_is_named_even_with_its_check_computed_anew(whole):
    [result] = records(whole, "result")
    for name, value in result.items():
        if name in ("record", "vote", "check"):
            continue
        report = verifier.verify_file(tampered(whole, "result", 0, name, another(value), consistent=True))
        assert not report.ok, name
        assert any("1/1" in fact for _, facts in report.faults for fact in facts.values())


@pytest.mark.parametrize("kind", ["vote", "lot"])
def test_the_roll_and_the_head_of_a_vote_are_held_against_their_check(whole, kind):
    for index, record in enumerate(records(whole, kind)):
        for name, value in record.items():
            if name not in ("record", "vote"):
                assert not verifier.verify_file(tampered(whole, kind, index, name, another(value), consistent=False)).ok


def test_any_byte_of_any_ballot_that_is_flipped_is_named_by_ballot_or_line(whole):
    lines = whole.split(b"\n")
    for number, line in enumerate(lines):
        if b'"record":"ballot"' not in line and b'"record":"result"' not in line:
            continue
        own = next((each for each in records(whole, "ballot") if each["receipt"].encode() in line), None)
        for place in range(len(line)):
            flipped = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            report = verifier.verify_file(b"\n".join([*lines[:number], flipped, *lines[number + 1 :]]))
            assert not report.ok, (number, place)
            named = "\n".join(message.format(**facts) for message, facts in report.faults)
            assert f"Line {number + 1} " in named or "1/1" in named or (own and own["receipt"] in named), named


def test_a_ballot_taken_out_or_put_elsewhere_breaks_the_chain(whole):
    proof = json.loads(whole)
    kept = [each for each in proof["records"] if each.get("position") != 2]
    assert "a place in the chain is missing" in told(verifier.verify({**proof, "records": kept}))
    swapped = copy.deepcopy(proof)
    first, second = [each for each in swapped["records"] if each["record"] == "ballot"][:2]
    first["position"], second["position"] = second["position"], first["position"]
    assert not verifier.verify(swapped).ok


def test_it_reads_a_pdf_and_holds_it_against_the_facts_of_the_paper(whole):
    [result] = records(whole, "result")
    vote = {
        name: result[name]
        for name in ("merkle_root", "chain_head", "in_favour", "against", "abstained", "no_ballot", "needed")
    }
    minutes = {
        "signatories": [],
        "proof": {"proof_sha256": hashlib.sha256(whole).hexdigest()},
        "items": [{"number": "1", "outcome": "carried", "vote": {**vote, "round": 1}}],
    }
    assert verifier.verify_file(_pdf(whole, minutes)).ok
    minutes["items"][0]["vote"]["in_favour"] += 1
    minutes["proof"]["proof_sha256"] = "0" * 64
    said = told(verifier.verify_file(_pdf(whole, minutes)))
    assert "Point 1: in_favour is 471 in the minutes, 470 in the proof." in said
    assert "their SHA-256 is another" in said


def _pdf(proof: bytes, minutes: dict) -> bytes:
    files = [PdfAttachment("proof.json", proof, "p"), PdfAttachment("minutes.json", json.dumps(minutes).encode(), "m")]
    return render_pdf("<html lang=en><title>x</title><p>x</p></html>", title="x", language="en", attachments=files)


JUNK = (
    b"",
    b"%PDF-1.7 nothing",
    b"{}",
    b'{"format":"koprogo-proof-1"',
    b'["koprogo-proof-1"]',
    b'{"format":"koprogo-proof-1","records":[1,{"vote":[]},{"vote":"1/1"}]}',
    b'{"format":"koprogo-proof-1","copy":"association","records":[{"record":"vote","vote":"1/1","check":1}]}',
    b'{"x":"koprogo-proof-1","y":' + b"[" * 90000,
    b"%PDF-1.7 /EmbeddedFile /FlateDecode stream\nxxxx\nendstream",
)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_a_fault_and_never_an_exception(junk):
    assert not verifier.verify_file(junk).ok


def test_the_file_alone_runs_with_nothing_but_python(whole, tmp_path):
    (tmp_path / "proof.json").write_bytes(whole)
    (tmp_path / "verify_minutes.py").write_bytes(Path(verifier.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", "verify_minutes.py", "proof.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, verifier.ALL_VERIFIED)
    (tmp_path / "proof.json").write_bytes(whole.replace(b'"choice":"against"', b'"choice":"abstain"'))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "1-A2-1" in done.stdout

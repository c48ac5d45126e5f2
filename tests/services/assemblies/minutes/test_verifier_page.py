"""The verifier as a page, in a real browser without a network: it says what the Python one says, whatever was touched.

The browser is driven in the loop of the services, so these are not marked as the others that drive one, which come last.
"""

import base64
import hashlib
import json
import random

import pytest
from playwright.async_api import async_playwright, expect

from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier import verify_minutes as verifier
from koprogo.papers.verifier.page import TRANSLATED, verifier_page
from tests.pages.site import ARGUMENTS, CHROMIUM
from tests.pages.test_axe import AXE, RULES
from tests.services.assemblies.minutes.test_verifier import JUNK, _pdf, another, proofs, records, tampered, whole  # noqa: F401

VERIFY = """async (files) => {
  const found = [];
  for (const each of files) {
    const report = await verifyFile(Uint8Array.from(atob(each), (c) => c.charCodeAt(0)));
    found.push({faults: report.faults, notes: report.notes, votes: report.votes, verdict: report.verdict, ok: report.ok});
  }
  return found;
}"""
FLIPS = """async ({file, line, names}) => {
  const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
  let start = 0;
  for (let number = 0; number < line; number += 1) start = bytes.indexOf(10, start) + 1;
  const silent = [];
  for (let place = start; bytes[place] !== 10; place += 1) {
    for (const bit of [1, 4, 32]) {
      bytes[place] ^= bit;
      const report = await verifyFile(bytes);
      const said = report.faults.flatMap(([, facts]) => Object.entries(facts)).map(([name, fact]) => `${name}=${fact}`);
      if (report.ok || !names.some((each) => said.includes(each))) silent.push([place - start, bit, said]);
      bytes[place] ^= bit;
    }
  }
  return silent;
}"""
RECOUNT = """([lots, counted]) => {
  const {sums, ...found} = recount(new Map(lots), new Map(counted));
  return {...found, sums: Object.fromEntries(sums)};
}"""
NEEDED = "([vote, cast]) => neededFor(vote, cast)"


@pytest.fixture(scope="module")
async def opened(tmp_path_factory):
    """The page from a disk, in a browser that has no network."""
    path = tmp_path_factory.mktemp("kept") / "verify_minutes.html"
    path.write_bytes(verifier_page())
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(locale="nl-BE", offline=True, bypass_csp=True)
        page = await context.new_page()
        await page.goto(path.as_uri())
        yield page
        await browser.close()


async def told(page, *files: bytes) -> list[dict]:
    return await page.evaluate(VERIFY, [base64.b64encode(each).decode() for each in files])


def essence(faults) -> list[tuple]:
    """Return what a report names: exceptions and lists read differently in two languages, names and numbers do not."""
    plain = ("vote", "ballot", "lot", "line", "number", "record", "kind", "limit", "named")
    found = []
    for message, facts in faults:
        facts_ = {name: facts[name] for name in plain if name in facts}
        what = facts.get("what") if "cannot be read:" not in message else None
        found.append((message, sorted(facts_.items()), what))
    return sorted(found, key=repr)


async def agree(page, *files: bytes) -> None:
    for content, here in zip(files, await told(page, *files), strict=True):
        there = verifier.verify_file(content)
        assert essence(here["faults"]) == essence(there.faults)
        assert (here["ok"], here["verdict"], here["votes"]) == (there.ok, there.verdict, there.votes)
        assert [tuple(each) for each in here["notes"]] == there.notes


@pytest.mark.parametrize("which", list(Copy))
async def test_both_copies_are_verified_with_the_same_report(opened, proofs, which):  # noqa: F811
    await agree(opened, proofs[which])


@pytest.mark.parametrize("which", list(Copy))
@pytest.mark.parametrize("consistent", [False, True], ids=["changed", "changed with its check"])
async def test_every_field_of_every_record_that_is_changed_is_named_as_there(opened, proofs, which, consistent):  # noqa: F811
    changed = [
        tampered(proofs[which], kind, index, name, another(value), consistent=consistent)
        for kind in ("vote", "lot", "ballot", "leaf", "result")
        for index, record in enumerate(records(proofs[which], kind))
        for name, value in record.items()
        if name not in ("record", "check")
    ]
    assert len(changed) > 100
    await agree(opened, *changed)


async def test_any_byte_of_any_ballot_and_result_that_is_flipped_is_named(opened, whole):  # noqa: F811
    for number, line in enumerate(whole.split(b"\n")):
        if b'"record":"ballot"' not in line and b'"record":"result"' not in line:
            continue
        record = json.loads(line.rstrip(b","))
        names = [f"line={number + 1}", "vote=1/1", f"ballot={record.get('receipt')}", f"named={record.get('receipt')}"]
        facts = {"file": base64.b64encode(whole).decode(), "line": number, "names": names}
        assert await opened.evaluate(FLIPS, facts) == []


async def test_minutes_as_a_pdf_and_junk_are_read_as_there(opened, whole):  # noqa: F811
    [result] = records(whole, "result")
    names = ("merkle_root", "chain_head", "in_favour", "against", "abstained", "no_ballot", "needed")
    minutes = {
        "signatories": [],
        "proof": {"proof_sha256": hashlib.sha256(whole).hexdigest()},
        "items": [
            {"number": "1", "outcome": "carried", "vote": {**{name: result[name] for name in names}, "round": 1}}
        ],
    }
    good = _pdf(whole, minutes)
    minutes["items"][0]["vote"]["in_favour"] += 1
    minutes["proof"]["proof_sha256"] = "0" * 64
    await agree(opened, good, _pdf(whole, minutes))
    assert [each["ok"] for each in await told(opened, *JUNK)] == [False] * len(JUNK)


async def test_random_votes_with_ceilings_and_proxies_are_counted_alike(opened):
    dice = random.Random(49)
    for _ in range(300):
        people = [f"p{number}" for number in range(dice.randint(1, 6))]
        lots, counted = {}, {}
        for number in range(dice.randint(1, 10)):
            owner = dice.choice(people)
            votes = dice.choice([1, 7, 10, 230, 999])
            lots[f"l{number}"] = {
                "lot": f"l{number}", "number": f"A{number}", "name": owner.title(), "owner": owner, "voter": owner,
                "agent": dice.choice([owner, "agent"]), "votes": votes, "may_vote": dice.random() < 0.9,
                "carrier": dice.choice([None, owner, *people]),
            }  # fmt: skip
            if lots[f"l{number}"]["may_vote"] and dice.random() < 0.8:
                choice = dice.choice(["for", "for", "against", "abstain", "blank", "option_2"])
                counted[f"l{number}"] = {"shares": votes, "choice": choice, "cast_by": dice.choice(people)}
        here = await opened.evaluate(RECOUNT, [list(lots.items()), list(counted.items())])
        assert here == verifier.recount(lots, counted), (lots, counted)


async def test_the_votes_needed_are_the_same_to_the_last_share(opened):
    for majority in ("absolute", "two_thirds", "four_fifths", "unanimity"):
        vote = {"majority": majority, "unanimity_of": 1000}
        for cast in [*range(40), 999, 1000, 10**9, 10**9 + 1]:
            assert await opened.evaluate(NEEDED, [vote, cast]) == verifier.needed_for(vote, cast)


async def test_somebody_opens_it_chooses_a_file_and_reads_the_answer_in_her_language(opened, whole, tmp_path):  # noqa: F811
    (tmp_path / "proof.json").write_bytes(whole)
    await opened.set_input_files("#file", tmp_path / "proof.json")
    await expect(opened.locator(".verdict.good")).to_contain_text("Alles nagekeken en juist")
    await expect(opened.locator("tbody tr")).to_have_count(1)
    (tmp_path / "touched.json").write_bytes(whole.replace(b'"choice":"against"', b'"choice":"abstain"', 1))
    await opened.set_input_files("#file", tmp_path / "touched.json")
    await expect(opened.locator(".verdict.bad")).to_be_visible()
    await expect(opened.locator("#found li").first).to_contain_text("1-A1-1")
    await opened.evaluate(AXE)
    assert (await opened.evaluate(f"axe.run(document, {RULES})"))["violations"] == []


def test_every_sentence_of_the_page_has_its_words_in_each_language():
    program = verifier_page().decode()
    for language in TRANSLATED:
        assert f'"{language}": {{' in program
    assert verifier_page() == verifier_page() and b"https://" not in verifier_page()

#!/usr/bin/env python3
"""Verify the minutes of a general assembly without the program that made them. Standard library only, one file.

    python3 verify_minutes.py minutes.pdf        (or the proof.json inside it)

From the ballots attached to the minutes it computes again: the hash of each ballot, the chain and the Merkle root of each
vote, who counts for how much (the ceiling of art. 3.87 §7), the sums, the votes needed, the outcome, and the names of those
against and abstaining. Whatever differs is named, and the exit status is 1.

The copy for outside the association holds the ballots of those named and only the hashes of the others: then the root and
the named ballots are verified, and the sums are not checkable.

Each record carries `check`, the SHA-256 of its own canonical JSON, which names an accidental change. Against somebody who
computes it anew: the SHA-256 of the whole proof stands in minutes.json, whose own SHA-256 stands on the signed paper.
"""

import hashlib
import json
import re
import sys
import zlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

FORMAT = "koprogo-proof-1"
LARGEST = 25_000_000
MOST_FILES = 20
START = bytes(32)
LEAF_FIELDS = (
    "assembly", "item", "round", "text_version", "lot", "revision", "choice", "shares", "cast_by", "on_behalf_of",
    "channel", "identified_by", "nonce", "salt", "received_at",
)  # fmt: skip
Facts = dict[str, Any]
Row = tuple[str, str, int, str]
"""Who carries, whose votes they are when by proxy, how many, which choice."""
CHOICES = ("for", "against", "abstain", "blank")
PARTS = {
    "absolute": (Fraction(1, 2), True),
    "two_thirds": (Fraction(2, 3), False),
    "four_fifths": (Fraction(4, 5), False),
}
ALL_VERIFIED = "Everything verified: ballots, chain, root, reductions, sums, names."
OUTSIDE_VERIFIED = "Root and named ballots verified; sums not checkable in this copy."
FAILED = "Not verified: something differs."
SEAL = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


class Report:
    """What was found: `faults` are (message, facts) pairs, `votes` a line per vote, `notes` what else to know."""

    def __init__(self) -> None:
        self.copy = ""
        self.faults: list[tuple[str, dict[str, str]]] = []
        self.notes: list[tuple[str, dict[str, str]]] = []
        self.votes: list[Facts] = []

    @property
    def ok(self) -> bool:
        return not self.faults

    @property
    def verdict(self) -> str:
        if self.faults:
            return FAILED
        return OUTSIDE_VERIFIED if self.copy == "outside" else ALL_VERIFIED

    def fault(self, message_id: str, **facts: Any) -> None:
        self.faults.append((message_id, {name: str(fact)[:200] for name, fact in facts.items()}))

    def note(self, message_id: str, **facts: str) -> None:
        self.notes.append((message_id, facts))

    def differs(self, vote: str, what: str, said: Any, found: Any) -> None:
        self.fault(
            "Vote {vote}: {what} is {said} in the result, the ballots give {found}.",
            vote=vote, what=what, said=said, found=found,
        )  # fmt: skip


def canonical(facts: Any) -> bytes:
    """Return the bytes that are hashed: JSON, sorted keys, no spaces, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def verify_file(content: bytes) -> Report:
    """Verify the bytes of a PDF or of a proof; never raises for what is in them."""
    report = Report()
    if len(content) > LARGEST:
        report.fault("The file is larger than {limit} MB.", limit=LARGEST // 1_000_000)
        return report
    is_pdf = content[:1024].find(b"%PDF-") >= 0
    files = attachments(content) if is_pdf else [content]
    proof_bytes = next((each for each in files if FORMAT.encode() in each[:200]), None)
    minutes_bytes = next((each for each in files if each is not proof_bytes and b'"signatories"' in each), None)
    if proof_bytes is None:
        report.fault("This file holds no proof: neither a PDF of minutes with its ballots, nor a proof.json.")
        return report
    proof = read(proof_bytes, report)
    if proof is not None:
        verify(proof, report)
    if minutes_bytes is not None:
        hold_against_minutes(proof_bytes, proof, minutes_bytes, report)
    if is_pdf:
        hold_against_seals(content, b'"sealed_by":"' in (minutes_bytes or b"").replace(b'"sealed_by":""', b""), report)
    return report


def hold_against_seals(pdf: bytes, expected: bool, report: Report) -> None:
    """Hold a file against the seals and timestamps behind it: each names the digest of the bytes around itself.

    Whose certificate it is and whether its own signature is right needs more than this file: a PDF reader says so.
    """
    found = list(SEAL.finditer(pdf))[:MOST_FILES]
    if expected and not found:
        report.fault("The minutes say that a digital seal stands behind this file. There is none.")
    for number, seal in enumerate(found, 1):
        start, until, again, rest = map(int, seal.groups())
        gap, end = pdf[until:again], again + rest
        try:
            token = bytes.fromhex(gap.strip()[1:-1].decode("ascii"))
        except ValueError:
            token = b""
        covered = pdf[:until] + pdf[again:end]
        if start or not any(hashlib.new(name, covered).digest() in token for name in ("sha256", "sha384", "sha512")):
            report.fault("Seal {number}: a byte it covers was changed.", number=number)
        elif end == len(pdf):
            report.note("Seal {number} covers the whole file; a PDF reader shows whose it is.", number=str(number))
        else:
            more = str(len(pdf) - end)
            report.note("Seal {number} covers all but the {n} bytes added after it.", number=str(number), n=more)


def attachments(pdf: bytes) -> list[bytes]:
    """Return the files embedded in a PDF, read without a PDF library."""
    found: list[bytes] = []
    place = 0
    while (start := pdf.find(b"stream", place)) >= 0 and sum(map(len, found)) <= LARGEST and len(found) < MOST_FILES:
        head = pdf[max(0, start - 400) : start]
        data = start + 6
        data += 2 if pdf[data : data + 2] == b"\r\n" else 1
        end = pdf.find(b"endstream", data)
        if end < 0:
            break
        if b"/EmbeddedFile" in head[head.rfind(b"obj") + 1 :]:
            found.append(_inflated(pdf[data:end], head))
        place = end + 9
    return found


def _inflated(data: bytes, head: bytes) -> bytes:
    if b"/FlateDecode" not in head:
        return data
    try:
        return zlib.decompressobj().decompress(data, LARGEST)
    except zlib.error:
        return b""


def read(content: bytes, report: Report) -> Facts | None:
    """Read a proof; when it is no JSON any more, name the line and, where one stands there, the ballot."""
    try:
        proof = json.loads(content.decode("utf-8"))
        if not isinstance(proof, dict) or proof.get("format") != FORMAT:
            raise ValueError("format")
    except UnicodeDecodeError as error:
        _unreadable(content, content.count(b"\n", 0, error.start), report)
    except json.JSONDecodeError as error:
        _unreadable(content, error.lineno - 1, report)
    except UNREADABLE:
        report.fault("The proof is not of the kind this verifier reads ({kind}).", kind=FORMAT)
    else:
        return proof
    return None


def _unreadable(content: bytes, line: int, report: Report) -> None:
    text = content.split(b"\n")[line].decode("utf-8", "replace")
    receipt = re.search(r'"receipt":"([^"]*)"', text)
    kind = re.search(r'"record":"([^"]*)"', text)
    vote = re.search(r'"vote":"([^"]*)"', text)
    named = receipt[1] if receipt else " ".join(each[1] for each in (kind, vote) if each) or "?"
    report.fault("Line {line} of the proof cannot be read any more: {what}.", line=line + 1, what=named)


def verify(proof: Facts, report: Report | None = None) -> Report:
    """Verify a proof that was read; return the report."""
    report = report or Report()
    report.copy = str(proof.get("copy", ""))
    if report.copy not in ("association", "outside"):
        report.fault("The proof does not say whose copy it is.")
    votes: dict[str, list[Facts]] = {}
    for record in proof.get("records") or ():
        _checked(record, report)
        if isinstance(record, dict) and "vote" in record:
            votes.setdefault(str(record["vote"]), []).append(record)
    for name, records in votes.items():
        try:
            _verify_vote(name, records, report)
        except UNREADABLE as error:
            report.fault("Vote {vote} cannot be read: {what}.", vote=name, what=error)
    return report


def _checked(record: Facts, report: Report) -> None:
    """Hold a record against its own check, and name it when it differs."""
    try:
        body = {name: value for name, value in record.items() if name != "check"}
        if hashlib.sha256(canonical(body)).hexdigest() == record.get("check"):
            return
        named = record.get("receipt") or record.get("number") or record.get("position") or ""
        report.fault(
            "Record {record} {named} of vote {vote} was changed.",
            record=record.get("record", "?"), named=named, vote=record.get("vote", "–"),
        )  # fmt: skip
    except UNREADABLE:
        report.fault("A record of the proof cannot be read.")


def _verify_vote(name: str, records: list[Facts], report: Report) -> None:
    of = {
        kind: [each for each in records if each["record"] == kind]
        for kind in ("vote", "lot", "ballot", "leaf", "result")
    }
    if len(of["vote"]) != 1 or len(of["result"]) != 1:
        report.fault("Vote {vote}: its head or its result is missing or double.", vote=name)
        return
    before = len(report.faults)
    vote, result = of["vote"][0], of["result"][0]
    lots = {each["lot"]: each for each in of["lot"]}
    leaves = _leaves(name, of, report)
    for ballot in of["ballot"]:
        _verify_ballot(name, vote, lots, ballot, leaves, report)
    _verify_chain(name, leaves, result, report)
    if report.copy == "association":
        _verify_sums(name, vote, lots, of["ballot"], result, report)
    _verify_named(name, lots, of["ballot"], result, report)
    report.votes.append({"vote": name, "ballots": len(leaves), "ok": len(report.faults) == before})


def leaf_of(ballot: Facts) -> bytes:
    """Return the hash of a ballot: SHA-256 of a zero byte and its canonical facts."""
    return hashlib.sha256(b"\x00" + canonical({field: ballot[field] for field in LEAF_FIELDS})).digest()


def _leaves(name: str, of: Facts, report: Report) -> list[bytes]:
    """Return the leaves in the order of the chain; each place must be taken once."""
    rows = of["leaf"] if report.copy == "outside" else of["ballot"]
    found = {row["position"]: bytes.fromhex(row["leaf"]) for row in rows}
    if sorted(found) != list(range(1, len(rows) + 1)):
        report.fault("Vote {vote}: a place in the chain is missing or double.", vote=name)
    return [found[place] for place in sorted(found)]


def _verify_ballot(name: str, vote: Facts, lots: Facts, ballot: Facts, leaves: list[bytes], report: Report) -> None:
    receipt, place = ballot["receipt"], ballot["position"]
    sealed = leaves[place - 1] if 0 < place <= len(leaves) else b""
    if not leaf_of(ballot) == sealed == bytes.fromhex(ballot["leaf"]):
        report.fault("Ballot {ballot} of vote {vote} was changed: its hash is another.", ballot=receipt, vote=name)
    expected = (vote["assembly"], vote["item"], vote["round"])
    if (ballot["assembly"], ballot["item"], ballot["round"]) != expected:
        report.fault("Ballot {ballot} belongs to another vote than {vote}.", ballot=receipt, vote=name)
    number = lots.get(ballot["lot"], {}).get("number")
    if receipt != f"{vote['number']}-{number}-{ballot['revision']}":
        report.fault("Ballot {ballot} of vote {vote} has the number of another one.", ballot=receipt, vote=name)


def merkle_root(leaves: list[bytes]) -> bytes:
    """Return the root over leaves as in RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:left]) + merkle_root(leaves[left:])).digest()


def _verify_chain(name: str, leaves: list[bytes], result: Facts, report: Report) -> None:
    head = START
    for leaf in leaves:
        head = hashlib.sha256(head + leaf).digest()
    for what, found in (("chain_head", head), ("merkle_root", merkle_root(leaves))):
        if found.hex() != result[what]:
            report.fault("Vote {vote}: {what} is another than in the result.", vote=name, what=what)
    if len(leaves) != result["ballots_sealed"]:
        report.differs(name, "ballots_sealed", result["ballots_sealed"], len(leaves))


def counting(ballots: list[Facts]) -> Facts:
    """Return the ballot that counts for each lot: the highest revision, seen by a second person where that is needed."""
    found: Facts = {}
    for ballot in ballots:
        if ballot["needs_confirmation"] and not ballot["confirmed_by"]:
            continue
        if ballot["revision"] > found.get(ballot["lot"], {"revision": 0})["revision"]:
            found[ballot["lot"]] = ballot
    return found


def _verify_sums(name: str, vote: Facts, lots: Facts, ballots: list[Facts], result: Facts, report: Report) -> None:
    counted = {lot: ballot for lot, ballot in counting(ballots).items() if lots[lot]["may_vote"]}
    for ballot in counted.values():
        if ballot["shares"] != lots[ballot["lot"]]["votes"]:
            report.fault("Ballot {ballot} counts for another number of votes than its lot.", ballot=ballot["receipt"])
    found = recount(lots, counted)
    sums = found.pop("sums")
    if result.get("options"):
        found |= between_options(result["options"], sums)
    found["needed"] = needed = needed_for(vote, found["in_favour"] + found["against"])
    unreduced = sum(each["shares"] for each in counted.values() if each["choice"] == "for")
    found["carried"] = unreduced == needed if vote["majority"] == "unanimity" else found["in_favour"] >= needed
    for what, value in found.items():
        if result[what] != value:
            report.differs(name, what, result[what], value)


def between_options(options: Facts, sums: dict[str, int]) -> Facts:
    """Return the figures of a vote between options: the leading one against all the others together."""
    votes = {option: sums.get(option, 0) for option in options}
    most = max(votes.values())
    return {"options": votes, "in_favour": most, "against": sum(votes.values()) - most}


def recount(lots: Facts, counted: Facts) -> Facts:
    """Count a vote anew, from the lots and the ballots that count; return every figure of the result but `needed`.

    `sums` holds the votes of each choice, options included.
    """
    carrier = {lot: lots[lot]["carrier"] or lots[lot]["voter"] or each["cast_by"] for lot, each in counted.items()}
    rows = [_row(lots[lot], carrier[lot], ballot) for lot, ballot in counted.items()]
    silent: dict[str, int] = {}
    for lot, row in lots.items():
        if row["may_vote"] and row["carrier"] and lot not in counted:
            silent[row["carrier"]] = silent.get(row["carrier"], 0) + row["votes"]
    present, owned = dict(silent), dict(silent)
    for person, giver, votes, _ in rows:
        present[person] = present.get(person, 0) + votes
        owned[giver or person] = owned.get(giver or person, 0) + votes
    alone = any(sum(votes > 0 for votes in each.values()) == 1 for each in (present, owned))
    left, reductions = (rows, []) if alone else _givers(rows, owned)
    final = _by_person(left)
    for person, choices in sorted(final.items()):
        carried, most = sum(choices.values()), sum(present.values()) - present[person]
        if carried > most and not alone:
            final[person] = spread(most, choices)
            reductions.append({"person": person, "carried": carried, "counted": most, "as_giver": False})
    named = {choice for choices in final.values() for choice in choices}
    sums = {choice: sum(choices.get(choice, 0) for choices in final.values()) for choice in sorted({*CHOICES, *named})}
    return {
        "in_favour": sums["for"], "against": sums["against"], "abstained": sums["abstain"], "blank": sums["blank"],
        "sums": sums,
        "no_ballot": sum(silent.values()), "sole_attendee": alone, "reductions": reductions,
        "against_names": _names(lots, counted, carrier, final, "against"),
        "abstained_names": _names(lots, counted, carrier, final, "abstain"),
    }  # fmt: skip


def _row(lot: Facts, carrier: str, ballot: Facts) -> Row:
    giver = "" if carrier in (lot["voter"], lot["agent"]) else lot["voter"]
    return carrier, giver, ballot["shares"], ballot["choice"]


def _by_person(rows: list[Row]) -> dict[str, dict[str, int]]:
    cast: dict[str, dict[str, int]] = {}
    for person, _, votes, choice in rows:
        choices = cast.setdefault(person, {})
        choices[choice] = choices.get(choice, 0) + votes
    return cast


def _givers(rows: list[Row], owned: dict[str, int]) -> tuple[list[Row], list[Facts]]:
    """Apply the ceiling to whoever gave her votes into several hands, before it is applied to the hands."""
    hands: dict[str, dict[tuple[str, str], int]] = {}
    for person, giver, votes, choice in rows:
        pieces = hands.setdefault(giver or person, {})
        pieces[person, choice] = pieces.get((person, choice), 0) + votes
    left: list[Row] = []
    reductions: list[Facts] = []
    everyone = sum(owned.values())
    for giver, held in sorted(hands.items()):
        carried, most = sum(held.values()), everyone - owned[giver]
        too_many = carried > most and len({person for person, _ in held}) > 1
        if too_many:
            reductions.append({"person": giver, "carried": carried, "counted": most, "as_giver": True})
        pieces = spread(most, held) if too_many else held
        left += [(person, giver, votes, choice) for (person, choice), votes in pieces.items()]
    return left, reductions


def spread(most: int, parts: dict[Any, int]) -> dict[Any, int]:
    """Divide votes in proportion by largest remainder, ties by name."""
    total = sum(parts.values())
    kept = {name: most * votes // total for name, votes in parts.items()}
    over = most - sum(kept.values())
    for name in sorted(parts, key=lambda name: (-(most * parts[name] % total), name))[:over]:
        kept[name] += 1
    return kept


def _names(lots: Facts, counted: Facts, carrier: Facts, final: Facts, choice: str) -> list[Facts]:
    by_owner: dict[str, dict[str, list[str]]] = {}
    for lot, ballot in counted.items():
        if ballot["choice"] == choice:
            by_owner.setdefault(carrier[lot], {}).setdefault(lots[lot]["owner"], []).append(lot)
    found = []
    for person, owners in by_owner.items():
        raw = {owner: sum(counted[lot]["shares"] for lot in held) for owner, held in owners.items()}
        votes = spread(final[person].get(choice, 0), raw)
        for owner, held in owners.items():
            first = lots[held[0]]
            through = None if person in (first["voter"], first["agent"]) else person
            numbers = sorted(lots[lot]["number"] for lot in held)
            found.append({"owner": first["name"], "lots": numbers, "votes": votes[owner], "through": through})
    return sorted(found, key=lambda each: (each["owner"], each["lots"]))


def needed_for(vote: Facts, cast: int) -> int:
    """Return the smallest number of votes in favour that carries, of the votes cast; all of them for unanimity."""
    if vote["majority"] == "unanimity":
        return int(vote["unanimity_of"])
    part, strict = PARTS[vote["majority"]]
    mark = part * cast
    whole = mark.numerator // mark.denominator
    return max(whole if whole == mark and not strict else whole + 1, 1)


def _verify_named(name: str, lots: Facts, ballots: list[Facts], result: Facts, report: Report) -> None:
    """Hold the ballots against and abstaining against the names in the result, lot by lot."""
    counted = counting(ballots)
    for choice, what in (("against", "against_names"), ("abstain", "abstained_names")):
        said = {lot for each in result[what] for lot in each["lots"]}
        found = {
            lots[lot]["number"] for lot, each in counted.items() if each["choice"] == choice and lots[lot]["may_vote"]
        }
        for lot in sorted(said ^ found):
            report.fault(
                "Vote {vote}: lot {lot} is named wrongly or not at all ({what}).", vote=name, lot=lot, what=what
            )


def hold_against_minutes(proof_bytes: bytes, proof: Facts | None, minutes_bytes: bytes, report: Report) -> None:
    """Hold the proof against the facts of the paper: digest of the proof, root, sums and outcome of each vote."""
    try:
        minutes = json.loads(minutes_bytes.decode("utf-8"))
        said = minutes["proof"].get("proof_sha256", "")
        if said and said != hashlib.sha256(proof_bytes).hexdigest():
            report.fault("The ballots attached are not those the minutes were made with: their SHA-256 is another.")
        results = {}
        for record in (proof or {}).get("records", ()):
            if record["record"] == "result":
                results[record["vote"]] = record
        for item in minutes["items"]:
            if item["vote"]:
                _hold_item(item, results.get(f"{item['number']}/{item['vote']['round']}"), report)
        digest = hashlib.sha256(minutes_bytes).hexdigest()
        report.note(
            "Compare with annex 2 of the paper: the data of these minutes have the SHA-256 {digest}.", digest=digest
        )
    except UNREADABLE as error:
        report.fault("The data of the minutes cannot be read: {what}.", what=error)


def _hold_item(item: Facts, result: Facts | None, report: Report) -> None:
    if result is None:
        report.fault("Point {number} of the minutes has no ballots in the proof.", number=item["number"])
        return
    for what in ("merkle_root", "chain_head", "in_favour", "against", "abstained", "no_ballot", "needed"):
        if item["vote"][what] != result[what]:
            report.fault(
                "Point {number}: {what} is {said} in the minutes, {found} in the proof.",
                number=item["number"], what=what, said=item["vote"][what], found=result[what],
            )  # fmt: skip
    if (item["outcome"] == "carried") != result["carried"]:
        report.fault("Point {number}: the outcome in the minutes is another than in the proof.", number=item["number"])


def lines(report: Report) -> Iterator[str]:
    """Return the report as lines to print."""
    for vote in report.votes:
        yield f"vote {vote['vote']}: {vote['ballots']} ballots, {'verified' if vote['ok'] else 'NOT VERIFIED'}"
    for message, facts in [*report.faults, *report.notes]:
        yield message.format(**facts)
    yield report.verdict


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python3 verify_minutes.py FILE (a PDF of minutes, or its proof.json)")
        return 2
    with open(arguments[0], "rb") as file:
        report = verify_file(file.read(LARGEST + 1))
    print("\n".join(lines(report)))
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The minutes of a general assembly (procès-verbal, notulen), art. 3.87 §10: facts in, HTML out."""

from collections.abc import Mapping

from koprogo.core.clock import legal_day
from koprogo.papers.minutes import sentences, view
from koprogo.papers.minutes.facts import ItemFacts, MinutesFacts, ProofFacts
from koprogo.papers.minutes.signatures import signatures
from koprogo.papers.minutes.terms import Copy, Outcome
from koprogo.papers.minutes.words import minutes_words
from koprogo.papers.paper import Edition, Letterhead, digest, facts_json, render
from koprogo.papers.words import EDITION, Words
from koprogo.rules.assemblies.strokes import Strokes

DATA_NAME = "minutes.json"
PROOF_NAME = "proof.json"
VERIFIER_NAME = "verify_minutes.py"
"""Name of the attachment that carries the facts; the annex of the paper names it and its SHA-256."""
NONE_DRAWN: Mapping[str, Strokes] = {}
SHORT_SIGNING = 10
"""Up to so many owners who sign, their list stays on one page with the bureau."""


def build(facts: MinutesFacts, language: str, drawn: Mapping[str, Strokes] = NONE_DRAWN) -> str:
    """Return the minutes as HTML in one language; the same facts give the same text.

    `drawn` are the signatures that the facts name, by their hash.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`, or the enterprise number is missing.
    """
    w = minutes_words(language)
    association = facts.association
    fingerprint = digest(facts)
    return render(
        "minutes/minutes.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(association.name, association.address, association.enterprise_number),
        edition=Edition(facts.version, fingerprint, facts.is_draft),
        context={
            **_opening(facts, w),
            **_body(facts, w, drawn),
            **_annexes(facts, w),
            "heading": w(f"title_{facts.assembly.kind}"),
            "running_title": w("short_title", day=w.format.day(facts.assembly.day)),
            "fingerprint": fingerprint,
            "words_edition": EDITION,
        },
    )


def title(facts: MinutesFacts, language: str) -> str:
    """Return the title of the file, for its metadata and for lists of papers."""
    w = minutes_words(language)
    name = w(f"title_{facts.assembly.kind}")
    return w("full_title", title=name, day=w.format.day(facts.assembly.day), association=facts.association.name)


def data_json(facts: MinutesFacts) -> bytes:
    """Return the facts as canonical JSON, to travel inside the PDF as `DATA_NAME`."""
    return facts_json(facts)


def _opening(facts: MinutesFacts, w: Words) -> dict[str, object]:
    assembly = facts.assembly
    second = ""
    if assembly.session > 1 and assembly.first_session_day:
        day, article = w.format.day(assembly.first_session_day), w.format.article(facts.quorum.article)
        second = w("second_session", day=day, article=article)
    return {
        "day": w.format.day(assembly.day),
        "opening": w(
            "opening",
            day=w.format.day(assembly.day),
            kind=w(f"kind_{assembly.kind}"),
            time=w.format.time(assembly.opened_at),
        ),
        "second_session": second,
        "translation": _translation(facts, w),
        "particulars": _particulars(facts, w),
    }


def _translation(facts: MinutesFacts, w: Words) -> str:
    original = facts.original_language
    if original == w.language:
        return w("authentic")
    return w("translation", language=w(f"language_{original}")) if original else ""


def _particulars(facts: MinutesFacts, w: Words) -> list[tuple[str, str]]:
    assembly, association, bureau = facts.assembly, facts.association, facts.bureau
    closed = w.format.time(assembly.closed_at) if assembly.closed_at else w("still_open")
    lines = [
        (w("label_place"), assembly.place),
        (w("label_opened"), w.format.time(assembly.opened_at)),
        (w("label_closed"), closed),
        (w("label_convened"), w.format.day(assembly.convened_on) if assembly.convened_on else ""),
        (w("label_chair"), bureau.chair),
        (w("label_secretary"), bureau.secretary),
        (w("label_tellers"), w.format.listed(bureau.tellers) if bureau.tellers else w("no_tellers")),
        (w("label_syndic"), association.syndic),
        (
            w("label_base_deed"),
            w("base_deed", shares=association.denominator, lots=association.lots, heads=association.heads),
        ),
    ]
    return [line for line in lines if line[1]]


def _body(facts: MinutesFacts, w: Words, drawn: Mapping[str, Strokes]) -> dict[str, object]:
    items = [view.item_view(item, w) for item in facts.items]
    signing = signatures(facts, w, drawn)
    closed = ""
    if facts.assembly.closed_at:
        unfinished = any(item.outcome is Outcome.NOT_REACHED for item in facts.items)
        closed = w("closed" if unfinished else "agenda_done", time=w.format.time(facts.assembly.closed_at))
    return {
        "quorum": sentences.quorum(facts.quorum, w),
        "quorum_bars": view.quorum_bars(facts.quorum, w),
        "remote": view.remote_sentence(facts, w),
        "items": items,
        "summary": [_summary_line(line, item, w) for line, item in zip(items, facts.items, strict=True)],
        "events": [view.event_line(event, w) for event in facts.events],
        "closed": closed,
        "signing": signing,
        "signing_is_short": len(signing["owners"]) <= SHORT_SIGNING,
    }


def _summary_line(line: view.ItemView, item: ItemFacts, w: Words) -> dict[str, object]:
    number, vote = w.format.number, item.vote
    figures = [number(vote.in_favour), number(vote.against), number(vote.needed)] if vote else ["–"] * 3
    return {"item": line, "figures": figures}


def _annexes(facts: MinutesFacts, w: Words) -> dict[str, object]:
    return {
        "attendance": view.attendance_tables(facts.attendance, w),
        "totals": view.attendance_totals(facts.attendance, w),
        "kept": [
            (w(f"kept_{each.kind}", about=each.about), w.format.clock(each.at), each.by, each.sha256)
            for each in facts.kept
        ],
        "visitors": view.visitor_rows(facts.visitors, w),
        "is_outside": facts.proof.copy is Copy.OUTSIDE,
        "proof_copy": w(f"proof_{facts.proof.copy}"),
        "proof_timestamp": _timestamp(facts.proof, w),
        "proof_seal": w("proof_seal", name=facts.proof.sealed_by) if facts.proof.sealed_by else "",
        "proof_how": w("proof_how", address=facts.proof.verify_at) if facts.proof.verify_at else "",
        "digests": _digests(facts, w),
        "proof": facts.proof,
    }


def _timestamp(proof: ProofFacts, w: Words) -> str:
    at = proof.timestamped_at
    if at is None and proof.stamped_after:
        return w("proof_stamped_after")
    if at is None:
        return w("proof_no_timestamp")
    day = w.format.day(legal_day(at))
    return w("proof_timestamp", day=day, time=w.format.time(at), authority=proof.timestamp_authority)


def _digests(facts: MinutesFacts, w: Words) -> list[tuple[str, str, str, str]]:
    lines = []
    for item in facts.items:
        if vote := item.vote:
            key = "vote_of_item" if vote.round == 1 else "vote_of_item_round"
            name = w(key, number=item.number, round=vote.round)
            lines.append((name, w.format.number(vote.ballots), vote.chain_head, vote.merkle_root))
    return lines

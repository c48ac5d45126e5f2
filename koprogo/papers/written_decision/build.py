"""The minutes of a unanimous decision in writing (art. 3.87 §11): facts in, HTML out."""

from koprogo.core.clock import legal_day
from koprogo.papers.paper import Edition, Letterhead, digest, facts_json, render
from koprogo.papers.words import EDITION, Words
from koprogo.papers.written_decision.facts import AgreementFacts, WrittenFacts
from koprogo.papers.written_decision.words import written_words

DATA_NAME = "written_decision.json"
"""Name of the attachment that carries the facts."""


def build(facts: WrittenFacts, language: str) -> str:
    """Return the paper as HTML in one language; the same facts give the same text.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = written_words(language)
    original = facts.original_language
    return render(
        "written_decision/written_decision.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(facts.name, facts.address, facts.enterprise_number),
        edition=Edition(facts.version, digest(facts)),
        context={
            "running_title": w("short_title", number=str(facts.number)),
            "day": w("day", number=str(facts.number), day=w.format.day(legal_day(facts.taken_at))),
            "authentic": w("authentic")
            if original == language
            else w("translation", language=w(f"language_{original}")),
            "particulars": _particulars(facts, w),
            "subject": facts.title,
            "text": [line for line in facts.text.split("\n") if line.strip()],
            "caption": w("agreed_caption", n=len(facts.agreements), shares=facts.denominator, total=facts.denominator),
            "agreements": [_agreement(each, w) for each in facts.agreements],
            "total": w.format.number(facts.denominator),
            "syndic": facts.syndic,
            "seal": w("proof_seal", name=facts.sealed_by) if facts.sealed_by else "",
            "data": w("data", name=DATA_NAME),
            "words_edition": EDITION,
        },
    )


def title(facts: WrittenFacts, language: str) -> str:
    """Return the title of the file."""
    return written_words(language)("full_title", number=str(facts.number), association=facts.name)


def data_json(facts: WrittenFacts) -> bytes:
    """Return the facts as canonical JSON, to travel inside the PDF as `DATA_NAME`."""
    return facts_json(facts)


def _particulars(facts: WrittenFacts, w: Words) -> list[tuple[str, str]]:
    day, time = w.format.day(legal_day(facts.taken_at)), w.format.time(facts.taken_at)
    lines = [
        (w("label_kind"), facts.kind_name),
        (w("label_asked"), w.format.day(facts.asked_on)),
        (w("label_until"), w.format.day(facts.answer_by)),
        (w("label_taken"), w("taken", day=day, time=time)),
        (w("label_entry"), w("entry", number=str(facts.entry))),
        (w("label_syndic"), facts.syndic),
    ]
    return [line for line in lines if line[1]]


def _agreement(each: AgreementFacts, w: Words) -> dict[str, str]:
    day, time = w.format.day(legal_day(each.at)), w.format.time(each.at)
    return {
        "lot": each.lot,
        "owner": each.owner,
        "by": w("by", name=each.by) if each.by != each.owner else "",
        "shares": w.format.number(each.shares),
        "when": day,
        "how": f"{time}, {w(f'how_{each.how}', document=each.document)}",
    }

"""The convocation of one person to a general assembly (art. 3.87 §§1–3): facts in, HTML out."""

from koprogo.papers.convocation import view
from koprogo.papers.convocation.facts import ConvocationFacts, LotStanding
from koprogo.papers.convocation.words import convocation_words
from koprogo.papers.paper import Edition, Letterhead, digest, facts_json, render
from koprogo.papers.qr import qr_code
from koprogo.papers.words import EDITION, Words

DATA_NAME = "convocation.json"
"""Name of the attachment that carries the facts."""
TENTH = 10
"""More than three proxies within one tenth of all votes (art. 3.87 §7)."""


def build(facts: ConvocationFacts, language: str) -> str:
    """Return the convocation as HTML in one language; the same facts give the same text.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`, or the enterprise number is missing.
    """
    w = convocation_words(language)
    association = facts.association
    return render(
        "convocation/convocation.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(association.name, association.address, association.enterprise_number),
        edition=Edition(facts.number, digest(facts), facts.is_draft),
        context={
            **_head(facts, w),
            **_agenda(facts, w),
            **_practical(facts, w),
            **_form(facts, w),
            "running_title": w("short_title", day=w.format.day(facts.assembly.day)),
            "words_edition": EDITION,
        },
    )


def title(facts: ConvocationFacts, language: str) -> str:
    """Return the title of the file, for its metadata and for lists of papers."""
    w = convocation_words(language)
    return w(
        "full_title",
        title=_heading(facts, w),
        day=w.format.day(facts.assembly.day),
        association=facts.association.name,
        person=facts.person.name,
    )


def data_json(facts: ConvocationFacts) -> bytes:
    """Return the facts as canonical JSON, to travel inside the PDF as `DATA_NAME`."""
    return facts_json(facts)


def _heading(facts: ConvocationFacts, w: Words) -> str:
    if not facts.is_convened:
        return w("title_told")
    return w("title_supplement" if facts.number > 1 else f"title_{facts.assembly.kind}")


def _head(facts: ConvocationFacts, w: Words) -> dict[str, object]:
    assembly, person = facts.assembly, facts.person
    kind = w(f"kind_{assembly.kind}")
    key = "opening_told" if not facts.is_convened else "opening_supplement" if facts.number > 1 else "opening"
    lines = [person.name, w("attention", name=person.attention) if person.attention else "", *person.address]
    return {
        "heading": _heading(facts, w),
        "channel": w(f"channel_{person.channel}"),
        "recipient": [line for line in lines if line],
        "sent": w("sent", day=w.format.day(assembly.sent_on)),
        "opening": w(key, kind=kind, association=facts.association.name, day=w.format.day(assembly.day)),
        "particulars": _particulars(facts, w),
        "qr": qr_code(assembly.address, w("qr_alt")) if assembly.address else "",
        "second_session": w("second_session", day=w.format.day(assembly.first_session_day))
        if assembly.first_session_day
        else "",
        "urgent": w("urgent", reason=assembly.urgent_reason) if assembly.urgent_reason else "",
        "lots": [view.lot_line(lot, w) for lot in facts.lots],
        "votes": view.votes_line(facts, w) if facts.may_give_proxy else "",
        "lots_caption": w("lots_caption", total=facts.association.denominator),
        "suspended": view.suspended_notes(facts, w),
    }


def _particulars(facts: ConvocationFacts, w: Words) -> list[tuple[str, str]]:
    assembly = facts.assembly
    lines = [
        (w("label_day"), w.format.day(assembly.day)),
        (w("label_time"), w.format.time(assembly.starts_at)),
        (w("label_place"), assembly.place or w("no_place")),
        (w("label_remote"), w("remote_yes" if assembly.remote_allowed else "remote_no")),
        (w("label_syndic"), facts.association.syndic),
        (w("label_authentic"), _authentic(assembly.authentic_language, w)),
        (w("label_online"), w("online", address=assembly.address) if assembly.address else ""),
    ]
    return [line for line in lines if line[1]]


def _authentic(language: str, w: Words) -> str:
    """Say which language prevails, and in another one that this letter is its translation."""
    if not language:
        return ""
    name = w(f"language_{language}")
    return name if language == w.language else w("authentic_other", language=name)


def _agenda(facts: ConvocationFacts, w: Words) -> dict[str, object]:
    address, syndic = facts.assembly.address, facts.association.syndic
    where = w("documents_where" if address else "documents_where_syndic", syndic=syndic)
    return {
        "items": [view.item_view(item, w) for item in facts.items],
        "documents": [view.document_line(document, w) for document in facts.documents],
        "documents_where": where if facts.documents else "",
    }


def _practical(facts: ConvocationFacts, w: Words) -> dict[str, object]:
    association, quorum = facts.association, facts.quorum
    address = facts.assembly.address
    remote = w("remote_how" if facts.assembly.remote_allowed and address else "remote_not")
    return {
        "is_convened": facts.is_convened,
        "remote": remote,
        "answer": w("answer") if address else "",
        "quorum": ""
        if facts.assembly.first_session_day
        else w(
            "quorum",
            heads=quorum.heads_needed,
            heads_total=association.heads,
            shares=quorum.shares_needed,
            alone=quorum.shares_alone_needed,
            total=association.denominator,
        ),
        "proxy_rules": w("proxy_rules") if facts.may_give_proxy else "",
        "signed": w("signed", syndic=association.syndic),
    }


def _form(facts: ConvocationFacts, w: Words) -> dict[str, object]:
    """Lay out the blank form: the giver and her lots are printed, the holder is for her to name."""
    if not facts.may_give_proxy:
        return {"form": None}
    association = facts.association
    mine = [lot for lot in facts.lots if lot.standing is LotStanding.VOTES]
    name = w(f"name_{facts.assembly.kind}")
    return {
        "form": {
            "for": w("form_for", name=name, day=w.format.day(facts.assembly.day), association=association.name),
            "giver": facts.person.name,
            "lots": w(
                "form_lots",
                n=len(mine),
                lots=w.format.listed(lot.number for lot in mine),
                shares=sum(lot.shares for lot in mine),
            ),
            "points": [item for item in (view.item_view(each, w) for each in facts.items) if item.is_voted],
            "rules": w("form_rules", tenth=association.denominator // TENTH, total=association.denominator),
        }
    }

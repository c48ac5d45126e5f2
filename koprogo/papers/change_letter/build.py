"""The letter about an assembly called off or moved: facts in, HTML out."""

from koprogo.core.clock import legal_day
from koprogo.papers.change_letter.facts import ChangeFacts
from koprogo.papers.change_letter.words import change_words
from koprogo.papers.paper import render


def build(facts: ChangeFacts, language: str) -> str:
    """Return the letter as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = change_words(language)
    moved = facts.moved_to
    when = {"day": w.format.day(legal_day(facts.starts_at)), "hour": w.format.clock(facts.starts_at)}
    then = None if moved is None else {"day": w.format.day(legal_day(moved)), "hour": w.format.clock(moved)}
    return render(
        "change_letter/change_letter.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "heading": w("moved_title" if moved else "cancelled_title", **when),
            "said": w("moved" if moved else "cancelled", **when, where=f", {facts.place}" if facts.place else ""),
            "then": w("then", **then) if then else "",
            "place": w("new_place", place=facts.new_place) if then and facts.new_place else "",
            "reason": facts.reason,
            "sender": w("signed", syndic=facts.syndic) if facts.syndic else facts.association,
            "sent": w("sent", day=w.format.day(legal_day(facts.sent_at))),
        },
    )  # fmt: skip


def title(facts: ChangeFacts, language: str) -> str:
    """Return the title of the file."""
    w = change_words(language)
    day = w.format.day(legal_day(facts.starts_at))
    return w("full_title", day=day, name=facts.recipient[0])

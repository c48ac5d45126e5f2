"""The results of the votes (#47): the facts of the minutes, the votes only; a draft until the session is closed."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from koprogo.core.clock import legal_day
from koprogo.papers.minutes import view
from koprogo.papers.minutes.facts import ItemFacts, MinutesFacts
from koprogo.papers.minutes.signatures import Line, signatures
from koprogo.papers.paper import Edition, Letterhead, digest, render
from koprogo.papers.results.words import results_words
from koprogo.papers.words import Words
from koprogo.rules.assemblies.strokes import Strokes

NONE: Mapping[str, Strokes] = {}


def build(facts: MinutesFacts, language: str, *, at: datetime, drawn: Mapping[str, Strokes] = NONE) -> str:
    """Return the results as HTML in one language; `at` is when the paper was made.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = results_words(language)
    association, assembly = facts.association, facts.assembly
    voted = [item for item in facts.items if item.vote]
    day = w.format.day(assembly.day)
    kind = w(f"kind_{assembly.kind}")
    return render(
        "results/results.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(association.name, association.address, association.enterprise_number),
        edition=Edition(facts.version, digest(facts), facts.is_draft),
        context={
            "running_title": w("results_short_title", day=day),
            "day": day,
            "intro": w(
                "results_intro",
                kind=kind if language == "fr" else kind[:1].upper() + kind[1:],
                day=day,
                place=assembly.place,
            ),
            "items": [view.item_view(item, w) for item in voted],
            "summary": [(view.item_view(item, w), _figures(item, w)) for item in voted],
            "signing": _bureau(facts, w, drawn),
            "made": w("results_at", day=w.format.day(legal_day(at)), time=w.format.time(at)),
            "roots": [(item.number, item.vote.merkle_root) for item in voted if item.vote],
        },
    )


def title(facts: MinutesFacts, language: str) -> str:
    """Return the title of the file."""
    w = results_words(language)
    return w("results_full_title", day=w.format.day(facts.assembly.day), association=facts.association.name)


def _figures(item: ItemFacts, w: Words) -> list[str]:
    vote = item.vote
    return [w.format.number(each) for each in (vote.in_favour, vote.against, vote.needed)] if vote else []


def _bureau(facts: MinutesFacts, w: Words, drawn: Mapping[str, Strokes]) -> list[Line]:
    """Return the places of chair and secretary, signed where they signed the minutes, and empty ones for the tellers."""
    tellers = [(name, "–", w("role_teller"), Markup("")) for name in facts.bureau.tellers]
    return [*signatures(facts, w, drawn)["bureau"], *tellers]

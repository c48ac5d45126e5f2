"""The notice to occupants (art. 3.89 §5, 6°): one page for the hall, four languages, one code."""

from koprogo.papers.formats import LANGUAGES
from koprogo.papers.occupant_notice.facts import NoticeFacts
from koprogo.papers.occupant_notice.words import notice_words
from koprogo.papers.paper import Letterhead, render
from koprogo.papers.qr import qr_code


def build(facts: NoticeFacts) -> str:
    """Return the notice as HTML; the association's languages stand first.

    Raises:
        ValueError: the enterprise number is missing, or a language is none of ours.
    """
    order = [*facts.languages, *(each for each in LANGUAGES if each not in facts.languages)]
    main = notice_words(order[0])
    return render(
        "occupant_notice/notice.html.j2",
        main,
        title=title(facts),
        letterhead=Letterhead(facts.association, facts.address, facts.enterprise_number),
        edition=None,
        context={
            "parts": [_part(facts, language) for language in order],
            "qr": qr_code(facts.url, main("qr_alt")),
            "place": facts.place,
            "posted_by": main("posted_by", syndic=facts.syndic),
            "number": main("enterprise_number", number=facts.enterprise_number),
            "address": facts.url,
        },
    )


def title(facts: NoticeFacts) -> str:
    """Return the title of the file."""
    words = notice_words(facts.languages[0])
    return f"{words('title')}, {words.format.day(facts.day)} – {facts.association}"


def _part(facts: NoticeFacts, language: str) -> dict[str, str]:
    words = notice_words(language)
    return {
        "language": language,
        "title": words("title"),
        "told": words("told", day=words.format.day(facts.day), time=words.format.time(facts.starts_at)),
        "write": words("write"),
    }

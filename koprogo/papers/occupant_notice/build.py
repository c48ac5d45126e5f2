"""The notice to occupants (art. 3.89 §5, 6°): one page for the hall, four languages, one code."""

from collections.abc import Callable, Mapping

from koprogo.papers.formats import LANGUAGES
from koprogo.papers.occupant_notice.facts import NoticeFacts
from koprogo.papers.occupant_notice.words import NOTICE, notice_words
from koprogo.papers.paper import Letterhead, render
from koprogo.papers.qr import qr_code
from koprogo.papers.words import Catalogue, Words


def build(facts: NoticeFacts) -> str:
    """Return the notice as HTML; the association's languages stand first.

    Raises:
        ValueError: the enterprise number is missing, or a language is none of ours.
    """

    def part(words: Words) -> dict[str, str]:
        told = words("told", day=words.format.day(facts.day), time=words.format.time(facts.starts_at))
        return {"title": words("title"), "told": told, "write": words("write")}

    return notice(
        facts.letterhead, facts.languages, NOTICE, part,
        title=title(facts), url=facts.url, syndic=facts.syndic, place=facts.place,
    )  # fmt: skip


def title(facts: NoticeFacts) -> str:
    """Return the title of the file."""
    words = notice_words(facts.languages[0])
    return f"{words('title')}, {words.format.day(facts.day)} – {facts.association}"


def notice(
    letterhead: Letterhead,
    languages: tuple[str, ...],
    catalogues: Mapping[str, Catalogue],
    part: Callable[[Words], dict[str, str]],
    *,
    title: str,
    url: str,
    syndic: str,
    place: str = "",
) -> str:
    """Return a page for the hall with one code: `part` says title, told and write of it in one language.

    Raises:
        ValueError: the enterprise number is missing, or a language is none of ours.
    """
    order = [*languages, *(each for each in LANGUAGES if each not in languages)]
    main = Words(order[0], catalogues)
    return render(
        "occupant_notice/notice.html.j2",
        main,
        title=title,
        letterhead=letterhead,
        edition=None,
        context={
            "parts": [{"language": each, **part(Words(each, catalogues))} for each in order],
            "qr": qr_code(url, main("qr_alt")),
            "place": place,
            "posted_by": main("posted_by", syndic=syndic),
            "number": main("enterprise_number", number=letterhead.enterprise_number),
            "address": url,
        },
    )

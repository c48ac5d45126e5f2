"""Slips for the desk: an owner without an account votes with one. A QR code for the phone, a code for the fingers."""

from collections.abc import Sequence

from koprogo.papers.desk_slip.code import grouped
from koprogo.papers.desk_slip.facts import SlipFacts, SlipSize
from koprogo.papers.desk_slip.words import slip_words
from koprogo.papers.paper import Letterhead, render
from koprogo.papers.qr import qr_code


def build(slips: Sequence[SlipFacts], size: SlipSize) -> str:
    """Return the slips as HTML, one per page or several on A4. All are of one assembly.

    The codes open a session: print the result and keep it nowhere.

    Raises:
        ValueError: there is no slip, a language is unknown, or a code uses a character that is not of the alphabet.
    """
    if not slips:
        raise ValueError("There is no slip to print")
    first = slips[0]
    words = slip_words(first.languages[0])
    return render(
        "desk_slip/desk_slip.html.j2",
        words,
        title=title(first),
        letterhead=Letterhead(first.association, (), first.enterprise_number),
        edition=None,
        context={"slips": [_slip(slip) for slip in slips], "size": str(size), "running_title": title(first)},
    )


def title(slip: SlipFacts) -> str:
    """Return the title of the file, in the language of its first slip."""
    words = slip_words(slip.languages[0])
    return words("file_title", day=words.format.day(slip.day))


def _slip(slip: SlipFacts) -> dict[str, object]:
    spoken = [slip_words(language) for language in slip.languages]
    main = spoken[0]
    return {
        "facts": slip,
        "language": main.language,
        "heading": main("title"),
        "assembly": main(f"assembly_{slip.assembly_kind}"),
        "day": main.format.day(slip.day),
        "lots": main("lots", n=len(slip.lots), lots=", ".join(slip.lots)) if slip.lots else "",
        "enterprise_number": main("enterprise_number", number=slip.enterprise_number),
        "code": grouped(slip.code),
        "qr": qr_code(slip.url, main("qr_alt", address=slip.address)),
        "how": [
            {"language": words.language, "scan": words("scan"), "or_type": words("or_type", address=slip.address)}
            for words in spoken[:2]
        ],
        "bound": main("bound"),
    }

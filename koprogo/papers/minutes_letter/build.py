"""The letter that goes with the minutes (art. 3.87 §12), and the notice for landlords (art. 3.93 §5): facts in, HTML out."""

from koprogo.papers.minutes_letter.facts import LetterFacts
from koprogo.papers.minutes_letter.words import letter_words
from koprogo.papers.paper import render


def build(facts: LetterFacts, language: str) -> str:
    """Return the letter as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = letter_words(language)
    day = w.format.day(facts.assembly_day)
    of, about = _of(facts, day)
    return render(
        "minutes_letter/minutes_letter.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "heading": w(f"title{of}", **about),
            "enclosed": w(f"enclosed{of}", version=facts.minutes_version, **about),
            "contest": w(f"contest{of}", day=w.format.day(facts.contest_until)),
            "verify": w("verify", address=facts.verify_at),
            "sender": w("signed", syndic=facts.syndic) if facts.syndic else facts.association,
            "sent": w("sent", day=w.format.day(facts.sent_on)),
            "lots": w("notice_lots", n=len(facts.lots), lots=", ".join(facts.lots)),
            "notice_text": w(f"notice_text{of}", day=day),
            "decisions": [w("decision", number=str(number), title=each) for number, each in facts.decisions],
        },
    )


def title(facts: LetterFacts, language: str) -> str:
    """Return the title of the file."""
    w = letter_words(language)
    of, about = _of(facts, w.format.day(facts.assembly_day))
    return w(f"full_title{of}", name=facts.recipient[0], **about)


def _of(facts: LetterFacts, day: str) -> tuple[str, dict[str, str]]:
    """Return which words speak of an assembly or of a decision in writing, and what they are filled with."""
    if facts.written is None:
        return "", {"day": day}
    return "_written", {"day": day, "number": str(facts.written)}

"""The letter that asks for a decision in writing, with its answer sheet (art. 3.87 §11): facts in, HTML out."""

from koprogo.papers.convocation.facts import LotStanding
from koprogo.papers.paper import render
from koprogo.papers.words import EDITION, Words
from koprogo.papers.written_letter.facts import AskedLot, AskFacts
from koprogo.papers.written_letter.words import ask_words


def build(facts: AskFacts, language: str) -> str:
    """Return the letter as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = ask_words(language)
    until = w.format.day(facts.answer_by)
    voting = facts.voting
    return render(
        "written_letter/written_letter.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "heading": w("title", number=str(facts.number)),
            "sent": w("sent", day=w.format.day(facts.sent_on)),
            "opening": w("opening", syndic=facts.syndic),
            "subject": facts.title,
            "kind": w("kind", name=facts.kind_name),
            "text": [line for line in facts.text.split("\n") if line.strip()],
            "until": w("until", day=until),
            "rule": w("rule"),
            "how": w("how", address=facts.answer_at) if voting else "",
            "others": [_other(lot, w) for lot in facts.lots if lot.standing is not LotStanding.VOTES],
            "syndic": facts.syndic,
            "lots": [(lot.number, w.format.number(lot.shares)) for lot in voting],
            "votes": w("votes", n=sum(lot.shares for lot in voting), total=facts.denominator),
            "sheet_title": w("sheet", number=str(facts.number)),
            "answer_to": facts.answer_to,
            "back": w("back", day=until),
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: AskFacts, language: str) -> str:
    """Return the title of the file."""
    return ask_words(language)("full_title", number=str(facts.number), name=facts.recipient[0])


def _other(lot: AskedLot, w: Words) -> str:
    key = "represented" if lot.standing is LotStanding.REPRESENTED else "suspended" if lot.others else "suspended_alone"
    return w(key, lot=lot.number, names=", ".join(lot.others))

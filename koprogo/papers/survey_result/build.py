"""The result of a survey: facts in, HTML out. It is no decision, and says so before anything else (art. 3.87 §1)."""

from koprogo.core.clock import legal_day
from koprogo.papers.bars import presence_bar
from koprogo.papers.paper import Edition, Letterhead, digest, render
from koprogo.papers.survey_result.facts import SurveyFacts
from koprogo.papers.survey_result.words import SURVEY_RESULT
from koprogo.papers.words import EDITION, Words

TENTHS = 10


def build(facts: SurveyFacts, language: str) -> str:
    """Return the paper as HTML in one language; the same facts give the same text.

    Raises:
        KeyError: the language is none of ours.
        ValueError: the enterprise number is missing.
    """
    w = Words(language, SURVEY_RESULT)
    return render(
        "survey_result/survey_result.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(facts.name, facts.address, facts.enterprise_number),
        edition=Edition(facts.version, digest(facts)),
        context={
            "running_title": w("title"),
            "question": facts.question,
            "text": [line for line in facts.words.split("\n") if line.strip()],
            "particulars": _particulars(facts, w),
            "rows": _rows(facts, w) if facts.is_shown and facts.answered else [],
            "says": says(facts, w),
            "texts": facts.texts,
            "names": w("anonymous" if facts.is_anonymous else "by_name"),
            "words_edition": EDITION,
        },
    )


def title(facts: SurveyFacts, language: str) -> str:
    """Return the title of the file."""
    return Words(language, SURVEY_RESULT)("full_title", question=facts.question, association=facts.name)


def says(facts: SurveyFacts, w: Words) -> str:
    """Return the result in one sentence: the answer most often given, a tie, a mean, or why nothing is told."""
    if not facts.answered:
        return w("nobody")
    if not facts.is_shown:
        return w("too_few", n=facts.answered)
    if facts.mean_tenths is not None:
        whole, tenth = divmod(facts.mean_tenths, TENTHS)
        return w("mean", mean=f"{whole}{w('comma')}{tenth}")
    if not facts.leaders:
        return w("words_below", n=len(facts.texts)) if facts.kind == "text" else ""
    names = [w("quoted", answer=each) for each in _labels(facts, w)]
    heads = facts.counts[facts.leaders[0]]
    if len(facts.leaders) > 1:
        return w("tie", n=heads, answers=w.format.listed(names[place] for place in facts.leaders))
    return w("most", n=heads, answer=names[facts.leaders[0]])


def _labels(facts: SurveyFacts, w: Words) -> list[str]:
    if facts.kind == "yes_no":
        return [w("yes"), w("no")]
    if facts.kind == "rating":
        return [w(f"mark_{mark}") for mark in range(1, len(facts.counts) + 1)]
    return list(facts.options)


def _rows(facts: SurveyFacts, w: Words) -> list[dict[str, str]]:
    found = []
    for label, count in zip(_labels(facts, w), facts.counts, strict=False):
        heads = w("heads", n=count, all=facts.answered)
        found.append(
            {"label": label, "heads": heads, "bar": presence_bar(count, facts.answered, [], f"{label}: {heads}")}
        )
    return found


def _particulars(facts: SurveyFacts, w: Words) -> list[tuple[str, str]]:
    opened, closed = facts.opened_at, facts.closed_at
    when = w("opened", day=w.format.day(legal_day(opened)), time=w.format.time(opened))
    until = w(f"closed_{facts.how}", day=w.format.day(legal_day(closed)), time=w.format.time(closed))
    return [
        (w("label_asked"), w(f"audience_{facts.audience}", group=facts.group)),
        (w("label_opened"), when),
        (w("label_closed"), until),
        (w("label_kind"), w(f"kind_{facts.kind}")),
        (w("label_answered"), w("answered", n=facts.answered, all=facts.asked)),
    ]

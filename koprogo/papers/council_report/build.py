"""A report of the council of co-owners (art. 3.90 §4): facts in, HTML out."""

from datetime import date

from koprogo.papers.council_report.facts import DecisionLine, MemberLine, NoteLine, QuestionLine, ReportFacts
from koprogo.papers.council_report.words import report_words
from koprogo.papers.paper import Edition, Letterhead, digest, facts_json, render
from koprogo.papers.words import Words

DATA_NAME = "council_report.json"
"""Name of the attachment that carries the facts."""
STANDS = ("late", "open", "done", "cancelled")
"""In which order decisions are shown: what waits longest first."""


def build(facts: ReportFacts, language: str) -> str:
    """Return the report as HTML in one language; the same facts give the same text.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = report_words(language)
    return render(
        "council_report/council_report.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(facts.name, facts.address, facts.enterprise_number),
        edition=Edition(facts.version, digest(facts)),
        context={
            "running_title": w(f"title_{facts.kind}"),
            "heading": w(f"title_{facts.kind}"),
            "period": w("period", since=w.format.day(facts.since), until=w.format.day(facts.last_day)),
            "law": w(f"law_{facts.kind}"),
            "written": [_written(each.section, each.text, each.language, w) for each in facts.written],
            "particulars": _particulars(facts, w),
            "sums": [(stand, n) for stand in STANDS if (n := sum(each.stand == stand for each in facts.decisions))],
            "groups": [
                (w(f"stand_{stand}"), stand, [_decision(each, w) for each in found])
                for stand in STANDS
                if (found := [each for each in facts.decisions if each.stand == stand])
            ],
            "questions": [_question(each, w) for each in facts.questions],
            "questions_sum": w(
                "questions_sum",
                n=len(facts.questions),
                answered=sum(each.answered is not None for each in facts.questions),
            ),
            "missions": [
                w(
                    "mission",
                    number=str(each.number),
                    title=each.title,
                    day=_short(each.day, w),
                    until=_short(each.until, w),
                )
                for each in facts.missions
            ],
            "notes": [_note(each, w) for each in facts.notes],
            "reminders": _reminders(facts, w),
            "signatories": [each.name for each in facts.members if each.until is None],
            "data": w("data", name=DATA_NAME),
        },
    )


def title(facts: ReportFacts, language: str) -> str:
    """Return the title of the file."""
    w = report_words(language)
    return w(
        "full_title",
        title=w(f"title_{facts.kind}"),
        since=_short(facts.since, w),
        until=_short(facts.last_day, w),
        association=facts.name,
    )


def data_json(facts: ReportFacts) -> bytes:
    """Return the facts as canonical JSON, to travel inside the PDF as `DATA_NAME`."""
    return facts_json(facts)


def _short(day: date, w: Words) -> str:
    return w.format.short_day(day)


def _written(section: str, said: str, language: str, w: Words) -> dict[str, object]:
    return {
        "heading": w(f"section_{section}"),
        "lines": [line for line in said.splitlines() if line.strip()],
        "language": language,
        "note": w("own_words", language=w(f"language_{language}")) if language != w.language else "",
    }


def _particulars(facts: ReportFacts, w: Words) -> list[tuple[str, list[str]]]:
    lines = [
        (w("heading_council"), [_member(each, w) for each in facts.members]),
        (w("label_auditor"), [_member(each, w) for each in facts.auditors]),
        (w("label_syndic"), [facts.syndic] if facts.syndic else []),
    ]
    return [line for line in lines if line[1]]


def _member(each: MemberLine, w: Words) -> str:
    since, name = _short(each.since, w), each.name
    if each.position:
        name = f"{name} ({w(f'position_{each.position}')})"
    if each.until is not None:
        return w("member_until", name=name, since=since, until=_short(each.until, w))
    return w("member", name=name, since=since)


def _decision(each: DecisionLine, w: Words) -> dict[str, object]:
    head = [w("decided", number=str(each.number), day=_short(each.day, w))]
    if each.over is not None:
        head.append(w(f"over_{each.stand}", day=_short(each.over, w)))
    elif each.due is not None:
        head.append(w("due", day=_short(each.due, w)))
    return {
        "title": each.title,
        "head": ", ".join(head),
        "late": w("late_by", n=each.days) if each.days else "",
        "tasks": _tasks(each, w),
        "said": w("said", words=each.said) if each.said else "",
    }


def _tasks(each: DecisionLine, w: Words) -> str:
    if each.stand in ("done", "cancelled"):
        return ""
    return w("planned", what="; ".join(what.rstrip(".") for what in each.tasks)) if each.tasks else w("unplanned")


def _question(each: QuestionLine, w: Words) -> dict[str, str]:
    facts = {"name": each.by, "day": _short(each.day, w)}
    asked = w("asked_on", **facts, number=str(each.number)) if each.number else w("asked", **facts)
    if each.answered is not None:
        state = w("answered", n=each.age, day=_short(each.answered, w))
    else:
        state = w("unanswered", n=each.age)
    return {
        "words": each.words,
        "asked": asked,
        "state": state,
        "answer": each.answer,
        "looks": "" if each.answer else "waits",
    }


def _note(each: NoteLine, w: Words) -> dict[str, str]:
    head = [w(f"note_{each.what}", day=_short(each.day, w), name=each.by)]
    if each.number:
        head.append(w("note_about", number=str(each.number)))
    if each.files:
        head.append(w("note_files", n=each.files))
    return {"head": ", ".join(head), "words": each.words}


def _reminders(facts: ReportFacts, w: Words) -> list[str]:
    said = [("reminders_syndic", facts.reminders_syndic), ("reminders_late", facts.reminders_late)]
    return [w(key, n=n) for key, n in said if n]

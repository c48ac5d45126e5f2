"""The register of decisions (art. 3.93 §4), printed: facts in, HTML out."""

from koprogo.papers.paper import Edition, Letterhead, digest, render
from koprogo.papers.register.facts import AmendmentSums, RegisterFacts, RegisterLine
from koprogo.papers.register.words import register_words
from koprogo.papers.words import Words


def build(facts: RegisterFacts, language: str) -> str:
    """Return the register as HTML in one language; the same facts give the same text.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = register_words(language)
    return render(
        "register/register.html.j2",
        w,
        title=title(facts, language),
        letterhead=Letterhead(facts.name, facts.address, facts.enterprise_number),
        edition=Edition(facts.version, digest(facts)),
        context={
            "running_title": w("short_title", day=w.format.day(facts.on_day)),
            "as_of": w("as_of", day=w.format.day(facts.on_day)),
            "count": w("count", n=len(facts.lines)),
            "lines": [_line(line, w) for line in facts.lines],
        },
    )


def title(facts: RegisterFacts, language: str) -> str:
    """Return the title of the file."""
    w = register_words(language)
    return w("full_title", day=w.format.day(facts.on_day), association=facts.name)


def _line(line: RegisterLine, w: Words) -> dict[str, object]:
    day = w.format.day(line.day)
    return {
        "entry": w("entry", number=str(line.number)),
        "held": w("held", day=day, item=line.item) if line.item else w("in_writing", day=day),
        "title": line.title,
        "kind": line.kind_name,
        "text": [part for part in line.text.splitlines() if part.strip()] if line.text != line.title else [],
        "outcome": line.outcome,
        "outcome_word": w(f"outcome_{line.outcome}"),
        "votes": _votes(line, w),
        "reason": w("reason", reason=line.reason) if line.reason else "",
        "amendments": [_amendment(each, w) for each in line.amendments],
        "small": " ".join(_small(line, w)),
    }


def _votes(line: RegisterLine, w: Words) -> str:
    if (vote := line.vote) is None:
        return ""
    return w(
        "votes_clause" if vote.clause else "votes",
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
        needed=vote.needed,
        majority=w(f"majority_{vote.majority}"),
        article=w.format.article(vote.article),
        clause=vote.clause,
    )


def _amendment(each: AmendmentSums, w: Words) -> str:
    sums = {"in_favour": each.in_favour, "against": each.against, "abstained": each.abstained}
    return w("amendment_carried" if each.carried else "amendment_rejected", **sums)


def _small(line: RegisterLine, w: Words) -> list[str]:
    said = [w("entered", day=w.format.day(line.entered_on))] if line.entered_on else []
    if line.contest_until:
        said.append(w("contest", day=w.format.day(line.contest_until)))
    return said

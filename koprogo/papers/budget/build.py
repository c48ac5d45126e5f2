"""The budget of a year for the convocation (art. 3.89 §5, 16°): what it costs, by which key, what is called. HTML out."""

from datetime import timedelta

from koprogo.core.money import Money
from koprogo.papers.budget.facts import BudgetFacts, PrintedLine
from koprogo.papers.budget.words import budget_words
from koprogo.papers.paper import Edition, digest, render
from koprogo.papers.payment import money
from koprogo.papers.words import EDITION, Words
from koprogo.rules.charges.instalments import instalments

PARTS = ("ordinary", "extraordinary", "reserve", "working")


def build(facts: BudgetFacts, language: str) -> str:
    """Return the budget as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = budget_words(language)
    heading = w("heading", year=str(facts.starts.year))
    return render(
        "budget/budget.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=Edition(facts.version, digest(facts)),
        context={
            "running_title": heading,
            "heading": heading,
            "period": w(
                "period",
                since=w.format.short_day(facts.starts),
                until=w.format.short_day(facts.next_starts - timedelta(days=1)),
            ),
            "parts": [_part(part, facts, w) for part in PARTS if facts.of(part)],
            "total": money(facts.total, w),
            "calls": _calls(facts, w),
            "notes": _notes(facts, w),
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: BudgetFacts, language: str) -> str:
    """Return the title of the file."""
    return budget_words(language)("full_title", year=str(facts.starts.year), version=str(facts.version))


def _part(part: str, facts: BudgetFacts, w: Words) -> dict[str, object]:
    lines = facts.of(part)
    return {
        "name": w(f"part_{part}"),
        "lines": [_line(line, w) for line in lines],
        "sum": money(sum(line.amount for line in lines), w),
    }


def _line(line: PrintedLine, w: Words) -> tuple[str, str, str, str]:
    return line.code, line.name, line.key or w("by_shares"), money(line.amount, w)


def _calls(facts: BudgetFacts, w: Words) -> list[tuple[str, str]]:
    """Return what each instalment asks of everybody together: every part and key is cut by itself, as calls do it."""
    groups: dict[tuple[str, str], int] = {}
    for line in facts.lines:
        groups[line.part, line.key] = groups.get((line.part, line.key), 0) + line.amount
    cut = [instalments(Money(cents), facts.instalments) for cents in groups.values()]
    sums = [sum(part.cents for part in each) for each in zip(*cut, strict=True)]
    return [(w("instalment", n=place), money(cents, w)) for place, cents in enumerate(sums, start=1)]


def _notes(facts: BudgetFacts, w: Words) -> list[str]:
    found = []
    if facts.index_hundredths is not None:
        whole, rest = divmod(abs(facts.index_hundredths), 100)
        sign = "-" if facts.index_hundredths < 0 else ""
        found.append(w("proposed", index=f"{sign}{whole}{w('decimal')}{rest:02d}"))
    least, charges = money(facts.reserve_least, w), money(facts.charges_last_year, w)
    key = "reserve_waived" if facts.waived else f"reserve_{facts.reserve_due}"
    return [*found, w(key, least=least, charges=charges), w("law")]

"""The call for funds: what one debtor owes, each amount with its fraction, and how to pay it. Facts in, HTML out."""

from itertools import groupby

from koprogo.core.numbers import format_structured
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.papers.call_for_funds.words import call_words
from koprogo.papers.paper import render
from koprogo.papers.payment import money, pay_code, where_to_pay
from koprogo.papers.words import EDITION, Words

BY_OWED = ("loan_principal", "loan_interest")
"""Parts that go by what each lot owes of a loan, not by a key."""


def build(facts: CallFacts, language: str) -> str:
    """Return the call as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = call_words(language)
    return render(
        "call_for_funds/call_for_funds.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "together": w("together", names=w.format.listed(facts.holders)) if len(facts.holders) > 1 else "",
            "heading": _heading(facts, w),
            "sent": w("sent", day=w.format.day(facts.called_on), reference=facts.reference),
            "opening": _opening(facts, w),
            "last_budget": w("last_budget", year=str(facts.budget_year)) if facts.budget_year else "",
            "pay": _pay(facts, w),
            "qr": pay_code(w, payee=facts.association, iban=facts.iban, number=facts.communication, cents=facts.total),
            "table": _table(facts, w),
            "lots": [
                (w("lot", lot=lot), [_line(line, w) for line in lines])
                for lot, lines in groupby(facts.lines, key=lambda line: line.lot)
            ],
            "sums": _sums(facts, w),
            "notes": _notes(facts, w),
            "syndic": facts.syndic,
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: CallFacts, language: str) -> str:
    """Return the title of the file."""
    return call_words(language)("full_title", reference=facts.reference, name=facts.recipient[0])


def _sentence(line: CalledLine, w: Words) -> str:
    """Return the calculation of a line: what was split, by which fraction, and what was called of it before.

    What comes out stands in the column beside it, and is repeated only where the line has room.
    """
    if not line.of_weight:
        return w("given_back", before=money(line.before, w))
    weight = money if line.part in BY_OWED else lambda shares, w: w.format.number(shares)
    facts = {
        "base": money(line.base, w), "weight": weight(line.weight, w), "of": weight(line.of_weight, w),
        "amount": money(line.amount, w),
    }  # fmt: skip
    if not line.before:
        return w("share", **facts)
    return w("rest", part=money(line.amount + line.before, w), before=money(line.before, w), **facts)


def _heading(facts: CallFacts, w: Words) -> str:
    kind = {"budget": "heading", "special": "heading_special_part", "loan": "heading_loan"}.get(facts.kind, "")
    if kind and (facts.kind != "special" or facts.instalments > 1):
        return w(kind, number=str(facts.number), of=str(facts.instalments), year=str(facts.year))
    return w(f"heading_{facts.kind}", year=str(facts.year))


def _opening(facts: CallFacts, w: Words) -> str:
    if facts.kind == "budget":
        since, until = w.format.short_day(facts.covers_from), w.format.short_day(facts.covers_to)
        return w("opening", since=since, until=until)
    return w(f"opening_{facts.kind}", subject=facts.subject)


def _pay(facts: CallFacts, w: Words) -> list[tuple[str, str]]:
    """Return how it is paid, as pairs of a word and what stands beside it; one line for a credit."""
    if facts.total <= 0:
        key = "nothing" if not facts.total else "credit"
        return [(w("to_pay"), w(key, amount=money(-facts.total, w)))]
    found = [(w("to_pay"), money(facts.total, w)), (w("before_day"), w.format.day(facts.due_on))]
    return [*found, *where_to_pay(w, payee=facts.association, iban=facts.iban, number=facts.communication)]


def _table(facts: CallFacts, w: Words) -> str:
    """Return the head of the table; one lot is named there, several have a row each."""
    lots = {line.lot for line in facts.lines}
    return f"{w('lot', lot=lots.pop())} – {w('table')}" if len(lots) == 1 else w("table")


def _line(line: CalledLine, w: Words) -> tuple[str, str, str]:
    part = w(f"part_{line.part}")
    by = w("by_owed") if line.part in BY_OWED else w("by_key", key=line.key) if line.key else w("by_shares")
    name = w("caught_up", part=part) if line.caught_up else part
    return f"{name}, {by}", _sentence(line, w), money(line.amount, w)


def _sums(facts: CallFacts, w: Words) -> list[tuple[str, str]]:
    found = []
    if facts.reserve and facts.total != facts.reserve:
        found.append((w("sum_other"), money(facts.total - facts.reserve, w)))
    if facts.reserve:
        found.append((w("sum_reserve"), money(facts.reserve, w)))
    return [*found, (w("sum"), money(facts.total, w))]


def _notes(facts: CallFacts, w: Words) -> list[str]:
    how = "how_cents_loan" if facts.kind.startswith("loan") else "how_cents"
    found = [w(how)] if any(line.before and not line.caught_up for line in facts.lines) else []
    if facts.permanent and facts.total > 0:
        found.append(w("permanent", number=format_structured(facts.permanent)))
    return [*found, w("order")]

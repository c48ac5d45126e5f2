"""The call for funds: what one debtor owes, each amount with its fraction, and how to pay it. Facts in, HTML out."""

from itertools import groupby

from markupsafe import Markup

from koprogo.core.money import Money
from koprogo.core.numbers import format_structured
from koprogo.i18n.format import euros
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.papers.call_for_funds.words import call_words
from koprogo.papers.paper import Letterhead, render
from koprogo.papers.qr import epc_code
from koprogo.papers.words import EDITION, Words

IBAN_GROUP = 4


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
        letterhead=Letterhead(facts.association, facts.address, facts.enterprise_number),
        edition=None,
        context={
            "recipient": facts.recipient,
            "together": w("together", names=w.format.listed(facts.holders)) if len(facts.holders) > 1 else "",
            "heading": _heading(facts, w),
            "sent": w("sent", day=w.format.day(facts.called_on), reference=facts.reference),
            "opening": _opening(facts, w),
            "last_budget": w("last_budget", year=str(facts.budget_year)) if facts.budget_year else "",
            "pay": _pay(facts, w),
            "qr": _qr(facts, w),
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


def sentence(line: CalledLine, language: str) -> str:
    """Return the calculation of a line: what was split, by which fraction, and what was called of it before.

    >>> line = CalledLine("A", "ordinary", "", False, 301, 1000, 100025, 0, 30108)
    >>> sentence(line, "en").replace(chr(160), " ")
    '€1,000.25 × 301 / 1,000 = €301.08'
    """
    return _sentence(line, call_words(language))


def _sentence(line: CalledLine, w: Words) -> str:
    if not line.of_weight:
        return w("given_back", before=_money(line.before, w))
    facts = {
        "base": _money(line.base, w), "weight": w.format.number(line.weight),
        "of": w.format.number(line.of_weight), "amount": _money(line.amount, w),
    }  # fmt: skip
    if not line.before:
        return w("share", **facts)
    return w("rest", part=_money(line.amount + line.before, w), before=_money(line.before, w), **facts)


def _heading(facts: CallFacts, w: Words) -> str:
    kind = {"budget": "heading", "special": "heading_special_part"}.get(facts.kind, "")
    if kind and (facts.kind == "budget" or facts.instalments > 1):
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
        return [(w("to_pay"), w(key, amount=_money(-facts.total, w)))]
    found = [(w("to_pay"), _money(facts.total, w)), (w("before_day"), w.format.day(facts.due_on))]
    if facts.iban:
        found += [(w("iban"), _grouped(facts.iban)), (w("payee"), facts.association)]
    if facts.communication:
        found.append((w("communication"), format_structured(facts.communication)))
    return found


def _qr(facts: CallFacts, w: Words) -> Markup | None:
    """Return the code for the bank's app; there is none where nothing is to be paid, or nobody knows where to."""
    if facts.total <= 0 or not facts.iban or not facts.communication:
        return None
    words, alt = format_structured(facts.communication), w("qr_alt")
    return epc_code(name=facts.association, iban=facts.iban, cents=facts.total, words=words, alt=alt)


def _line(line: CalledLine, w: Words) -> tuple[str, str, str]:
    part = w(f"part_{line.part}")
    by = w("by_key", key=line.key) if line.key else w("by_shares")
    name = w("caught_up", part=part) if line.caught_up else part
    return f"{name}, {by}", _sentence(line, w), _money(line.amount, w)


def _sums(facts: CallFacts, w: Words) -> list[tuple[str, str]]:
    found = []
    if facts.reserve and facts.total != facts.reserve:
        found.append((w("sum_other"), _money(facts.total - facts.reserve, w)))
    if facts.reserve:
        found.append((w("sum_reserve"), _money(facts.reserve, w)))
    return [*found, (w("sum"), _money(facts.total, w))]


def _notes(facts: CallFacts, w: Words) -> list[str]:
    found = [w("how_cents")] if any(line.before and not line.caught_up for line in facts.lines) else []
    if facts.permanent and facts.total > 0:
        found.append(w("permanent", number=format_structured(facts.permanent)))
    return [*found, w("order")]


def _money(cents: int, w: Words) -> str:
    return euros(Money(cents), w.language)


def _grouped(iban: str) -> str:
    return " ".join(iban[place : place + IBAN_GROUP] for place in range(0, len(iban), IBAN_GROUP))

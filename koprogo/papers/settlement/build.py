"""The settlement of one debtor: what her lots cost, each amount as a sentence with its fraction, and the balance."""

from itertools import groupby

from koprogo.papers.paper import render
from koprogo.papers.payment import money, pay_code, where_to_pay
from koprogo.papers.settlement.facts import CostLine, SettledLine, SettlementFacts, WorksLine
from koprogo.papers.settlement.words import settlement_words
from koprogo.papers.words import EDITION, Words


def build(facts: SettlementFacts, language: str) -> str:
    """Return the settlement as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = settlement_words(language)
    return render(
        "settlement/settlement.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "heading": _heading(facts, w),
            "sent": w("sent", day=w.format.day(facts.issued_on), version=facts.version),
            "together": w("together", names=w.format.listed(facts.holders)) if len(facts.holders) > 1 else "",
            "period": _period(facts, w),
            "subject": w("subject_to_approval") if facts.subject_to_approval else "",
            "why": w("why", version=facts.version, why=facts.why) if facts.why else "",
            "balance": _balance(facts, w),
            "lots": [
                (w("lot", lot=lot) if lot else w("no_lot"), [_line(line, w) for line in lines], _sum(lines, w))
                for lot, found in groupby(facts.lines, key=lambda line: line.lot)
                if (lines := list(found))
            ],
            "total": money(facts.actual, w),
            "tenant": _tenant(facts, w),
            "costs": [_cost(cost, w) for cost in facts.costs],
            "works": [_works(line, w) for line in facts.works],
            "pay": _pay(facts, w),
            "qr": pay_code(w, payee=facts.association, iban=facts.iban, number=facts.permanent, cents=facts.due),
            "notes": _notes(facts, w),
            "syndic": facts.syndic,
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: SettlementFacts, language: str) -> str:
    """Return the title of the file."""
    w = settlement_words(language)
    return w("full_title", heading=_heading(facts, w), name=facts.recipient[0])


def sentence(line: SettledLine, language: str) -> str:
    """Return the calculation of a cell, as the screens say it too.

    >>> line = SettledLine("C", "Insurance", "", "key", False, 14877, 119999, 250, 1000, 30000, 0, 181, 365, 119999, 0)
    >>> sentence(line, "en").replace(chr(160), " ")
    '€1,199.99 × 250/1,000 = €300.00, × 181/365 days = €148.77'
    """
    return _sentence(line, settlement_words(language))


def _sentence(line: SettledLine, w: Words) -> str:
    if line.split == "private":
        return w("private")
    if line.split == "key" and line.cost and line.from_reserve == line.cost:
        return w("all_from_reserve", amount=money(line.cost, w))
    said = w("given", amount=money(line.of_lot, w)) if line.split == "given" else _share(line, w)
    if line.from_reserve:
        said = w("less_reserve", cost=money(line.cost, w), paid=money(line.from_reserve, w)) + said
    if line.works:
        part = money(line.amount, w)
        return said + (
            w("works", words=line.works)
            if line.days == line.of_days
            else w("works_part", words=line.works, amount=part)
        )
    if line.days == line.of_days:
        return said
    return said + w("days", days=line.days, of=line.of_days, amount=money(line.amount, w))


def _share(line: SettledLine, w: Words) -> str:
    facts = {
        "whole": money(line.whole, w), "weight": w.format.number(line.weight), "of": w.format.number(line.total),
        "part": money(line.of_lot + line.before, w),
    }  # fmt: skip
    if not line.before:
        return w("share", **facts)
    return w("rest", before=money(line.before, w), amount=money(line.of_lot, w), **facts)


def _heading(facts: SettlementFacts, w: Words) -> str:
    if facts.rhythm == "provisions":
        return w("heading", year=str(facts.covers_from.year))
    return w(
        "heading_statement", since=w.format.short_day(facts.covers_from), until=w.format.short_day(facts.covers_to)
    )


def _period(facts: SettlementFacts, w: Words) -> str:
    days = {"since": w.format.short_day(facts.covers_from), "until": w.format.short_day(facts.covers_to)}
    return w(f"opening_{facts.rhythm}", **days)


def _balance(facts: SettlementFacts, w: Words) -> list[tuple[str, str, bool]]:
    """Return the sums as triples: a word, an amount, and whether it is the balance."""
    found = [(w("actual"), money(facts.actual, w), False)]
    if facts.rhythm == "provisions" or facts.called:
        found.append((w("called"), money(-facts.called, w), False))
    word = "to_pay" if facts.to_pay > 0 else "in_favour" if facts.to_pay < 0 else "nil"
    found.append((w(word), money(abs(facts.to_pay), w), True))
    if 0 < facts.due < facts.to_pay:
        found.append((w("due"), money(facts.due, w), False))
    if facts.version > 1:
        found.append((w("posted"), money(facts.posted, w, signed=True), False))
    if facts.last_year is not None:
        found.append((w("last_year"), money(facts.last_year, w), False))
    return found


def _line(line: SettledLine, w: Words) -> tuple[str, str, str, str, bool]:
    """Return a row; the costs of a key that a statement puts together are named by that key."""
    if not line.name:
        name = w("by_key_cost", key=line.key) if line.key else w("by_shares_cost")
        return name, "", _sentence(line, w), money(line.amount, w), False
    key = w("by_key", key=line.key) if line.key else ""
    return line.name, key, _sentence(line, w), money(line.amount, w), line.tenant


def _sum(lines: list[SettledLine], w: Words) -> str:
    return money(sum(line.amount for line in lines), w)


def _cost(cost: CostLine, w: Words) -> tuple[str, str, str, bool]:
    paid = w("cost_from_reserve", paid=money(cost.from_reserve, w)) if cost.from_reserve else ""
    return f"{cost.name}{paid}", cost.key or w("by_shares"), money(cost.amount, w), cost.tenant


def _tenant(facts: SettlementFacts, w: Words) -> tuple[str, str, str] | None:
    if not facts.tenant:
        return None
    return w("tenant_sum"), money(facts.tenant, w), w("tenant_note")


def _pay(facts: SettlementFacts, w: Words) -> list[tuple[str, str]]:
    """Return where what is due is paid, as pairs; nothing where nothing is due, or nobody knows where."""
    if facts.due <= 0 or not facts.iban or not facts.permanent:
        return []
    return where_to_pay(w, payee=facts.association, iban=facts.iban, number=facts.permanent)


def _notes(facts: SettlementFacts, w: Words) -> list[str]:
    found = []
    if 0 <= facts.due < facts.to_pay:
        found.append(w("covered" if facts.due else "covered_all", amount=money(facts.to_pay - facts.due, w)))
    found.append(w("on_account") if facts.to_pay >= 0 else w("on_account_favour"))
    if facts.due > 0 and facts.permanent:
        found.append(w("order"))
    found.append(w("how_cents"))
    if any(line.before for line in facts.lines):
        found.append(w("how_before"))
    if any(line.days < line.of_days and not line.works for line in facts.lines):
        found.append(w("how_days"))
    if any(line.works for line in facts.lines) or facts.works:
        found.append(w("how_works"))
    return [*found, *(w("agreed", lot=lot, words=words) for lot, words in facts.agreed)]


def _works(line: WorksLine, w: Words) -> str:
    """Return what became of an owner's special calls for one decision on one lot."""
    called, used = money(line.called, w), money(line.used, w)
    said = w("works_called", lot=line.lot, words=line.words, called=called, used=used)
    if line.kept:
        said += w("works_kept", kept=money(line.kept, w))
    if back := line.called - line.used - line.kept:
        said += w("works_back", back=money(back, w))
    if line.claimed:
        said += w("works_claimed", claimed=money(line.claimed, w))
    return said

"""The statement of a sale for the seller or the buyer: funds, calls, days, agreements, her account. Facts in, HTML out."""

from koprogo.papers.paper import render
from koprogo.papers.payment import money, pay_code, where_to_pay
from koprogo.papers.sale_statement.facts import AgreedOtherwise, SaleStatementFacts, StatedCall, StatedLoan
from koprogo.papers.sale_statement.words import statement_words
from koprogo.papers.words import EDITION, Words


def build(facts: SaleStatementFacts, language: str) -> str:
    """Return the statement as HTML in one language.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = statement_words(language)
    return render(
        "sale_statement/sale_statement.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=None,
        context={
            "recipient": facts.recipient,
            "heading": w("heading", lot=facts.lot),
            "sent": w("sent", day=w.format.day(facts.printed_on), side=w(facts.side)),
            "deed": _deed(facts, w),
            "pay": _pay(facts, w),
            "qr": pay_code(w, payee=facts.association, iban=facts.iban, number=facts.permanent, cents=facts.balance),
            "funds": _funds(facts, w),
            "calls": [_call(each, w) for each in facts.calls],
            "borne": w("borne"),
            "sum": money(sum(each.amount for each in facts.calls if each.bears), w),
            "enjoyment": _enjoyment(facts, w),
            "loans": [_loan(each, facts, w) for each in facts.loans],
            "deviations": [_agreed(each, w) for each in facts.deviations],
            "notes": [w("notes_law"), *([w("order")] if facts.balance > 0 and facts.permanent else [])],
            "syndic": facts.syndic,
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: SaleStatementFacts, language: str) -> str:
    """Return the title of the file."""
    w = statement_words(language)
    return w("full_title", lot=facts.lot, side=w(facts.side))


def _deed(facts: SaleStatementFacts, w: Words) -> str:
    names = {"sellers": w.format.listed(facts.sellers), "buyers": w.format.listed(facts.buyers)}
    said = w("deed", day=w.format.short_day(facts.day), act=facts.act, **names)
    return said if not facts.notary else f"{said} {w('notary', notary=facts.notary)}"


def _pay(facts: SaleStatementFacts, w: Words) -> list[tuple[str, str]]:
    """Return what her account says, and how it is paid where it is due."""
    word = "balance_due" if facts.balance > 0 else "balance_credit" if facts.balance < 0 else "balance_nil"
    found = [(w(word), money(abs(facts.balance), w))]
    if facts.balance <= 0 or not facts.iban or not facts.permanent:
        return found
    return [*found, *where_to_pay(w, payee=facts.association, iban=facts.iban, number=facts.permanent)]


def _funds(facts: SaleStatementFacts, w: Words) -> list[tuple[str, str, str]]:
    """Return the two funds as rows: what, how, how much."""
    share = {
        "fund": money(facts.fund, w), "weight": w.format.number(facts.weight), "of": w.format.number(facts.total),
        "share": money(facts.share, w),
    }  # fmt: skip
    how = w("fund_share", **share) if facts.share else w("fund_empty")
    if facts.share:
        how = f"{how}. {w('booked' if facts.is_booked else 'not_booked')}"
    signed = facts.share if facts.side == "buyer" else -facts.share
    return [
        (w(f"working_{facts.side}"), how, money(signed, w)),
        (w("reserve"), w("reserve_stays", fund=money(facts.reserve, w)), money(0, w)),
    ]


def _loan(loan: StatedLoan, facts: SaleStatementFacts, w: Words) -> tuple[str, str, str]:
    """Return a loan as a row: which, who bears what is left of it, how much of its principal."""
    said = {
        "share": money(loan.share, w), "day": w.format.short_day(facts.day), "ends": w.format.short_day(loan.ends),
    }  # fmt: skip
    return f"{loan.words}, {loan.lender}", w(f"loan_{facts.side}", **said), money(loan.left, w)


def _call(call: StatedCall, w: Words) -> tuple[str, str, str, str]:
    """Return a call as a row: what, its day, why it is hers or not, how much of it she bears."""
    day = w.format.short_day(call.due_on)
    why = (
        w("bears_special" if call.kind == "special" else "bears")
        if call.bears
        else w("carried" if call.carried else "not_hers", amount=money(call.amount, w))
    )
    if call.reserve and call.bears:
        why = f"{why} {w('of_it_reserve', amount=money(call.reserve, w))}"
    return _name(call, w), day, why, money(call.amount if call.bears else 0, w)


def _name(call: StatedCall, w: Words) -> str:
    if call.kind.startswith("loan"):
        return w("loan_call", number=str(call.number), of=str(call.instalments))
    if call.kind == "special":
        said = w("special", title=call.title)
        return said if call.decided_on is None else f"{said} ({w('decided', day=w.format.short_day(call.decided_on))})"
    if call.kind == "working":
        return w("working_call", year=str(call.year))
    return w("budget_call", number=call.number, of=call.instalments, year=str(call.year))


def _enjoyment(facts: SaleStatementFacts, w: Words) -> str:
    since, until = w.format.short_day(facts.year_from), w.format.short_day(facts.year_to)
    return w("enjoyment", days=facts.days, of=facts.of_days, since=since, until=until)


def _agreed(agreed: AgreedOtherwise, w: Words) -> tuple[str, str, str]:
    amount = money(agreed.amount, w) if agreed.amount is not None else ""
    return f"{agreed.words} ({agreed.proof})", w(agreed.bearer), amount

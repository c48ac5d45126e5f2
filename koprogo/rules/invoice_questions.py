"""The questions of a law case about supplier invoices: their sums, what a decision allows, what an insurer leaves."""

from collections.abc import Mapping
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, list_of, map_of, one_of, yes_no
from koprogo.rules.charges import claims, funding
from koprogo.rules.charges import invoice_totals as invoices

Answer = Mapping[str, object]


def invoice_totals(lines: list[invoices.NetLine], gross: Money, stated_vat: Mapping[str, Money]) -> Answer:
    """What does an invoice add up to, and does its paper agree?"""
    stated = {one_of(invoices.VatRate)(rate): vat for rate, vat in stated_vat.items()}
    found = invoices.totals(lines, gross, stated)
    return {
        "vat": {rate.value: vat for rate, vat in found.vat.items()},
        "computed": found.computed,
        "difference": found.difference,
        "accepted": found.refusal is invoices.Refusal.NONE,
        "reason": found.refusal.value,
        "costs": list(invoices.gross_lines(lines)),
    }


def reserve_allowance(ceiling: Money, used: Money, asked: Money) -> Answer:
    """Does the decision still allow an invoice to be paid from the reserve fund?"""
    allowance = funding.Allowance(ceiling, used, asked)
    return {"allowed": funding.fits(allowance), "left": allowance.left}


def claim_left(
    expected: Money, invoiced: Money, received: Money, deductible: Money, by_an_owner: bool, ended: bool
) -> Answer:
    """What does an insurer still owe, and who bears what it does not pay?"""
    account = claims.ClaimAccount(expected, invoiced, received, ended)
    found = claims.borne(invoiced, received, deductible, by_an_owner=by_an_owner)
    return {
        "awaited": account.awaited,
        "not_covered": account.not_covered,
        "private": found.private,
        "common": found.common,
    }


def _net_line(raw: object) -> invoices.NetLine:
    """Read `{rate, net}`."""
    if not isinstance(raw, Mapping) or set(raw) != {"rate", "net"}:
        raise NotUnderstood("a line of an invoice has a rate (0, 6, 12, 21 or exempt) and a net amount")
    return invoices.NetLine(one_of(invoices.VatRate)(raw["rate"]), amount(raw["net"]))


# fmt: off
INVOICE_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "invoice_totals": Question((
        Fact("lines", list_of(_net_line)), Fact("gross", amount), Fact("stated_vat", map_of(amount), MappingProxyType({})),
    ), invoice_totals),
    "reserve_allowance": Question((
        Fact("ceiling", amount), Fact("used", amount), Fact("asked", amount),
    ), reserve_allowance),
    "claim_left": Question((
        Fact("expected", amount), Fact("invoiced", amount), Fact("received", amount), Fact("deductible", amount),
        Fact("by_an_owner", yes_no), Fact("ended", yes_no),
    ), claim_left),
})
# fmt: on

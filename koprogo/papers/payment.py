"""How an amount is paid, as letters about money say it: the account, in whose name, by which communication, and its code."""

from markupsafe import Markup

from koprogo.core.money import Money
from koprogo.core.numbers import format_iban, format_structured
from koprogo.i18n.format import euros
from koprogo.papers.qr import epc_code
from koprogo.papers.words import Words


def money(cents: int, w: Words, *, signed: bool = False) -> str:
    """Write whole cents as euros in the language of a paper."""
    return euros(Money(cents), w.language, signed=signed)


def where_to_pay(w: Words, *, payee: str, iban: str, number: str) -> list[tuple[str, str]]:
    """Return pairs of a word and what stands beside it; without an account, or without a number, fewer."""
    found = [(w("iban"), format_iban(iban)), (w("payee"), payee)] if iban else []
    return [*found, (w("communication"), format_structured(number))] if number else found


def pay_code(w: Words, *, payee: str, iban: str, number: str, cents: int) -> Markup | None:
    """Return the code for the bank's app; there is none where nothing is to be paid, or nobody knows where to."""
    if cents <= 0 or not iban or not number:
        return None
    return epc_code(name=payee, iban=iban, cents=cents, words=format_structured(number), alt=w("qr_alt"))

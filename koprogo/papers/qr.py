"""A code for phones, as every paper draws it: ink on white, with a title for who cannot see it."""

from decimal import Decimal

import segno
from markupsafe import Markup
from segno import QRCode
from segno.helpers import make_epc_qr

QUIET_ZONE = 4
"""Modules of white around a QR code; scanners ask for four."""
LONGEST_PAYEE = 70
LARGEST_TRANSFER = 10**11
"""Cents; the standard ends below a thousand million euro."""


def qr_code(url: str, alt: str) -> Markup:
    """Return the picture of a QR code that opens `url`, as SVG of class `qr`; `alt` says in words what it opens.

    One seventh of it may be lost to creases and thumbs.
    """
    code = segno.make_qr(url, error="m")
    return Markup(
        code.svg_inline(border=QUIET_ZONE, omitsize=True, title=alt, svgclass="qr", lineclass=None, dark="#151B21")
    )


def transfer_code(*, name: str, iban: str, cents: int, words: str) -> QRCode:
    """Return the code that fills a transfer in a bank's app (EPC 069-12).

    `words` is free text: `reference` of the standard is for ISO 11649, and a Belgian communication there would be refused.

    Raises:
        ValueError: the amount is not between one cent and 999 999 999.99 euro, or the name is empty or too long.
    """
    if not 0 < cents < LARGEST_TRANSFER:
        raise ValueError("a transfer is of one cent to 999999999.99 euro")
    amount = Decimal(f"{cents // 100}.{cents % 100:02d}")  # printed as given: with its two decimals
    return make_epc_qr(name=name[:LONGEST_PAYEE], iban=iban, amount=amount, text=words)


def epc_code(*, name: str, iban: str, cents: int, words: str, alt: str) -> Markup:
    """Return the picture of `transfer_code`, as SVG of class `qr`; `alt` says in words what it is."""
    code = transfer_code(name=name, iban=iban, cents=cents, words=words)
    return Markup(
        code.svg_inline(border=QUIET_ZONE, omitsize=True, title=alt, svgclass="qr", lineclass=None, dark="#151B21")
    )

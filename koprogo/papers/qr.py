"""A code for phones, as every paper draws it: ink on white, with a title for who cannot see it."""

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Modules of white around a QR code; scanners ask for four."""


def qr_code(url: str, alt: str) -> Markup:
    """Return the picture of a QR code that opens `url`, as SVG of class `qr`; `alt` says in words what it opens.

    One seventh of it may be lost to creases and thumbs.
    """
    code = segno.make_qr(url, error="m")
    return Markup(
        code.svg_inline(border=QUIET_ZONE, omitsize=True, title=alt, svgclass="qr", lineclass=None, dark="#151B21")
    )

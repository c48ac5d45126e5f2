"""Comparing and tidying texts."""

from koprogo.core.plain_text import plain, tidy


def test_plain_and_tidy():
    assert plain("  Çà & là – N° 5 ") == "ca la n 5"
    assert tidy(" a\u200b\u00a0 b\ufeff\n") == "a b"

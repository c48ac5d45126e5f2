"""Colours: only in tokens.css, and readable in both modes (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "assets"
TOKENS = (ASSETS / "tokens.css").read_text()
SHEETS = ("koprogo.css", "voting.css")
ON_GROUNDS = ("ink", "ink-2", "ink-3", "accent", "against", "brass")
GROUNDS = ("ground", "surface", "sunk")
TEXT = [(text, ground) for text in ON_GROUNDS for ground in GROUNDS] + [
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-press"),
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("against", "against-soft"),
    ("on-against", "against"),
    ("ink", "against-soft"),
    ("brass", "brass-soft"),
    ("ink", "brass-soft"),
    ("ink-2", "brass-soft"),
    ("on-plate", "plate"),
    ("surface", "ink"),
    ("code", "code-ground"),
]
SHAPES = [
    ("edge", "ground"),
    ("edge", "surface"),
    ("accent", "sunk"),
    ("against", "sunk"),
    ("against", "surface"),
    ("brass", "sunk"),
    ("ink-2", "sunk"),
    ("ink", "sunk"),
    ("focus-in", "focus-out"),
]


def _block(selector: str) -> dict[str, str]:
    body = TOKENS.partition(selector)[2].partition("{")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", body))


LIGHT = _block('[data-theme="light"]')
DARK = LIGHT | _block('[data-theme="dark"]')


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), TEXT)
def test_text_reads(mode, colour, ground):
    assert contrast(mode[colour], mode[ground]) >= 4.5


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("colour", "ground"), SHAPES)
def test_shapes_show(mode, colour, ground):
    assert contrast(mode[colour], mode[ground]) >= 3.0


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
def test_one_of_the_two_focus_rings_stands_out_everywhere(mode):
    for ground in (*GROUNDS, "accent", "against", "ink", "brass-soft"):
        assert max(contrast(mode[ring], mode[ground]) for ring in ("focus-in", "focus-out")) >= 3.0, ground


def test_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("sheet", SHEETS)
def test_only_the_tokens_name_colours(sheet):
    text = re.sub(r"/\*.*?\*/", "", (ASSETS / sheet).read_text(), flags=re.S)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\b(?:white|black|red|blue|gr[ae]y)\b(?!-)", text)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_token_exists(sheet):
    text = (ASSETS / sheet).read_text()
    defined = set(re.findall(r"--([\w-]+):", TOKENS + text)) | {"to", "at", "parts"}
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert used <= defined

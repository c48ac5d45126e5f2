"""Slips for the desk: one person, one assembly, one code, on paper of any of four sizes."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
import segno

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.desk_slip.build import build, title
from koprogo.papers.desk_slip.code import ALPHABET, grouped
from koprogo.papers.desk_slip.facts import SlipFacts, SlipSize
from koprogo.papers.paper import EnterpriseNumberMissing
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

SLIP = SlipFacts(
    association="ACP Résidence Les Ormes",
    enterprise_number="0678.123.451",
    assembly_kind="ordinary",
    day=date(2026, 11, 17),
    person="Leïla Özdemir",
    lots=("B3.1", "K03"),
    code="7K2M-9QXR-4TBH",
    url="https://koprogo.example.be/slip#7K2M9QXR4TBH",
    address="koprogo.example.be/slip",
    languages=("fr", "nl"),
)
SLIPS = [
    SLIP,
    replace(SLIP, person="Maximilian-Alexander von Grünberg-Öttingen", languages=("de",)),
    replace(SLIP, person="SRL Hérion Invest", lots=(), languages=("nl", "fr")),
    replace(SLIP, person="Łukasz Wouters", lots=("C4.1",), languages=("en", "fr")),
    replace(SLIP, person="Eva D’Hondt", assembly_kind="extraordinary"),
]
POINTS_PER_MM = 72 / 25.4


def printed(slips: list[SlipFacts], size: SlipSize) -> bytes:
    return render_pdf(build(slips, size), title=title(slips[0]), language=slips[0].languages[0])


def test_the_text_is_the_one_we_read() -> None:
    assert_snapshot("desk_slip.txt", text_of(build(SLIPS, SlipSize.A6)))


@pytest.mark.parametrize(
    ("size", "millimetres", "pages"),
    [
        (SlipSize.A6, (105, 148), 5),
        (SlipSize.A7, (105, 74), 5),
        (SlipSize.SHEET_A6, (210, 297), 2),
        (SlipSize.SHEET_A7, (210, 297), 1),
    ],
)
def test_each_size_prints_on_its_paper(size: SlipSize, millimetres: tuple[int, int], pages: int) -> None:
    content = printed(SLIPS, size)
    assert problems(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == pages
        for page in pdf.pages:
            _, _, width, height = (float(edge) for edge in page.MediaBox)
            assert (round(width / POINTS_PER_MM), round(height / POINTS_PER_MM)) == millimetres
    texts = page_texts(content)
    assert sum(text.count("7K2M-9QXR-4TBH") for text in texts) == len(SLIPS) + 4, "large, and once more small"
    assert sum(text.count("0678.123.451") for text in texts) == len(SLIPS)


def test_nine_small_slips_take_two_sheets() -> None:
    with pikepdf.open(io.BytesIO(printed([SLIP] * 9, SlipSize.SHEET_A7))) as pdf:
        assert len(pdf.pages) == 2


def test_the_picture_is_the_code_of_the_address_with_its_quiet_zone() -> None:
    code = segno.make_qr(SLIP.url, error="m")
    expected = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#151B21")
    drawing = expected[expected.index("<path") : expected.index("</svg>")]
    assert drawing in build([SLIP], SlipSize.A6)
    assert drawing not in build([replace(SLIP, url=SLIP.url + "X")], SlipSize.A6)


@pytest.mark.parametrize("code", ["", "7K2M-9QX0", "7K2M-9QXO", "7K2M-9QX1", "7K2M-9QXI", "7k2m-9qxr", "7K2M 9QXR"])
def test_a_code_that_could_be_misread_is_not_printed(code: str) -> None:
    with pytest.raises(ValueError, match="A slip's code uses"):
        build([replace(SLIP, code=code)], SlipSize.A6)


def test_codes_are_grouped_by_four() -> None:
    assert grouped("7K2M9QXR4TBH") == grouped("7K2M-9QXR-4TBH") == "7K2M-9QXR-4TBH"
    assert grouped("7K2M9Q") == "7K2M-9Q"
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("01IO") & set(ALPHABET)


def test_no_slip_is_no_paper() -> None:
    with pytest.raises(ValueError, match="no slip"):
        build([], SlipSize.A6)


def test_no_slip_without_enterprise_number() -> None:
    with pytest.raises(EnterpriseNumberMissing):
        build([replace(SLIP, enterprise_number="")], SlipSize.A6)

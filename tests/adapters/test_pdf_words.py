"""The words of PDFs that others made: found where they are, and nothing in a file costs us more than its own process."""

import asyncio
import os
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.adapters.pdf import render_pdf
from koprogo.adapters.pdf_words import apart
from koprogo.adapters.pdf_words.document import Found, read_document
from tests.adapters.old_pdfs import LINES, closed, endless, limited, of_contents, scanned, swelling, typed, unseen

MORE_THAN_THREADS = min(32, (os.cpu_count() or 1) + 4) + 2
"""What `asyncio.to_thread` has, and two more."""


def words(content: bytes) -> str:
    found, pages = read_document(content)
    assert found is Found.TEXT
    return pages[0]


def test_lines_and_accents_of_a_word_processor_are_read():
    found = apart.words_of(typed(LINES, ("Deuxième page avec (des parenthèses)",)))
    assert found.found == "text"
    assert found.pages == ("\n".join(LINES), "Deuxième page avec (des parenthèses)")


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"BT /F1 10 Tf 72 700 Td [(to) 20 (it) -20 (ure)] TJ [(et) -300 (balcons)] TJ ET", "toitureet balcons"),
        (b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (toit) Tj 1 0 0 1 120 700 Tm (plat) Tj ET", "toit plat"),
        (b"BT /F1 10 Tf 72 700 Td (deux) Tj 0 -12 Td (lignes) Tj ET", "deux\nlignes"),
        (b"q 2 0 0 2 0 0 cm BT /F1 5 Tf 36 350 Td (grand) Tj ET Q BT /F1 10 Tf 72 650 Td (normal) Tj ET", "grand\nnormal"),
        (b"BT /F1 10 Tf 72 700 Td (tel) Tj (ephone \\(02\\)\\040\\0512) Tj ET", "telephone (02) )2"),
        (b"BT /F1 10 Tf 0 10 -10 0 90 90 Tm /F1 1 Tf (tourn\\351) Tj ET", "tourné"),
        (b"BT /F1 10 Tf 72 700 Td <746F6974> Tj T* (x) ' ET BI /W 1 ID \x00(no) Tj EI BT (y) Tj ET", "toit"),
    ],
)  # fmt: skip
def test_where_a_word_ends(content, read):
    letters = b" BT /F1 10 Tf 72 30 Td (abcdefghijklmnopqrstuvwxyz) Tj ET"
    assert words(of_contents([content + letters])).startswith(read)


def test_our_own_papers_are_read_word_for_word():
    said = "L’assemblée générale vote la réfection de l’ascenseur."
    html = f"<html lang=fr><head><title>t</title></head><body><p>{said}</p></body></html>"
    assert said in words(render_pdf(html, title="t", language="fr")).replace("\n", " ")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (scanned(), "picture"), (closed(), "closed"), (b"%PDF-1.7 nothing", "damaged"), (typed(LINES)[:600], "damaged"),
        (b"", "damaged"), (limited(), "text"),
    ],
    ids=["scan", "closed", "empty", "cut", "nothing", "limited"],
)  # fmt: skip
def test_what_a_file_turns_out_to_be(content, found):
    assert apart.words_of(content).found == found


@pytest.mark.parametrize("code", ["0000", "0007", "D800", "DC00"])
def test_signs_that_no_database_keeps_are_left_out(code):
    _, pages = read_document(unseen(code))
    assert pages[1] == "toiture et balcons de la residence"
    assert pages[0].encode().decode() == "\n".join(LINES)


async def test_files_that_wait_their_turn_hold_no_thread_of_others(monkeypatch):
    """More files than `asyncio.to_thread` has threads: other work still gets one while they are read."""
    may_end = threading.Event()

    def slow(content):
        may_end.wait()
        return apart.PdfWords("text", (content.decode(),))

    monkeypatch.setattr(apart, "words_of", slow)
    waiting = [asyncio.ensure_future(apart.read_words(b"%d" % place)) for place in range(MORE_THAN_THREADS)]
    try:
        assert await asyncio.wait_for(asyncio.to_thread(len, "abc"), timeout=20) == 3
    finally:
        may_end.set()
    assert [(await each).pages for each in waiting] == [(str(place),) for place in range(MORE_THAN_THREADS)]


async def test_a_file_is_read_once_for_its_preview_and_for_its_keeping(monkeypatch):
    read = []
    monkeypatch.setattr(apart, "words_of", lambda content: read.append(content) or apart.PdfWords("text", ("once",)))
    for content in (b"preview", b"preview", *(b"other %d" % place for place in range(apart.LAST_FILES)), b"preview"):
        assert (await apart.read_words(content)).pages == ("once",)
    assert read.count(b"preview") == 2, "again only once others came between"


def test_a_file_made_to_harm_ends_its_own_process_only():
    begin = time.monotonic()
    assert apart.words_of(swelling()).found in ("picture", "damaged")
    assert apart.words_of(endless()).found == "damaged"
    assert time.monotonic() - begin < 2 * apart.SECONDS


@given(st.binary(max_size=300))
def test_no_content_makes_the_reading_of_a_page_fail(content):
    assert read_document(of_contents([content]))[0] in Found

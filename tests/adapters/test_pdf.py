"""The printer: our bundle and nothing else, tags and metadata finished, and a clear word when it cannot print."""

import importlib.abc
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.machinery import ModuleSpec
from operator import delitem
from types import ModuleType

import pikepdf
import pytest

from koprogo.adapters.pdf import PdfAttachment, PdfNotMade, PdfUnavailable, bundle_file, missing_package, render_pdf
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts, read_aloud, tags

AT = datetime(2026, 11, 17, 22, 5, tzinfo=UTC)
FACE = (
    '@font-face { font-family: "Hanken Grotesk"; src: url("papers:fonts/hanken-grotesk-430.ttf") }'
    'html { font-family: "Hanken Grotesk" } th { font-weight: 400 }'
    "@page { @bottom-left { content: element(foot) } } .foot { position: running(foot) }"
)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{title}<rect width="9" height="9"/></svg>'
ROWS = "".join(f'<tr><th scope="row">Row {n}</th><td>{n}</td></tr>' for n in range(90))


def page(body: str, style: str = "") -> str:
    return (
        f'<html lang="fr"><head><title>Essai</title><meta name="author" content="ACP"><meta name="generator" content="K">'
        f"<style>{FACE}{style}</style></head><body><p class=foot>At the foot</p>{body}</body></html>"
    )


def printed(body: str, style: str = "", **more: object) -> bytes:
    return render_pdf(page(body, style), title="Essai", language="fr", created_at=AT, **more)  # type: ignore[arg-type]


def test_a_plain_paper_keeps_every_rule() -> None:
    figure = SQUARE.format(title="<title>A square</title>")
    body = f"<h1>Title</h1><p>Łukasz Özdemir, Šťastný, Şahin: § 10, 1° b), 4 200 €.</p>{figure}"
    content = printed(body + f"<table><thead><tr><th>Head</th><th>N</th></tr></thead><tbody>{ROWS}</tbody></table>")
    assert problems(content) == []
    assert "Łukasz Özdemir, Šťastný, Şahin: § 10, 1° b), 4 200 €." in page_texts(content)[0]


def test_heads_have_scopes_on_every_page_and_no_ids() -> None:
    content = printed(f"<table><thead><tr><th>Head</th><th>N</th></tr></thead><tbody>{ROWS}</tbody></table>")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 1
        heads = [element for element, _ in tags(pdf) if element.S == "/TH"]
        scopes = [str(element.A.Scope) for element in heads]
        assert not any("/ID" in element for element in heads)
        assert scopes.count("/Row") == 90
        assert scopes.count("/Column") == 2 * len(pdf.pages)


def test_the_foot_is_seen_on_every_page_and_never_read_aloud() -> None:
    content = printed("<p>One</p><p style='break-before: page'>Two</p>")
    assert ["At the foot" in text for text in page_texts(content)] == [True, True]
    assert read_aloud(content).split() == ["One", "Two"]


def test_attachments_say_what_they_are_to_the_paper() -> None:
    data = PdfAttachment("minutes.json", b'{"a":1}', "The data")
    more = PdfAttachment("plan.txt", b"plan", "A plan", "Supplement")
    content = printed("<p>Text</p>", attachments=[data, more])
    assert problems(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        files = {str(file.UF): file for file in pdf.Root.AF}
        assert {name: str(file.AFRelationship) for name, file in files.items()} == {
            "minutes.json": "/Data",
            "plan.txt": "/Supplement",
        }
        assert files["minutes.json"].EF.F.read_bytes() == b'{"a":1}'
        assert str(files["minutes.json"].EF.F.Subtype) == "/application/json"


def test_the_same_paper_gives_the_same_bytes() -> None:
    data = [PdfAttachment("a.json", b"{}", "Data")]
    assert printed("<p>Text</p>", attachments=data) == printed("<p>Text</p>", attachments=data)


def test_title_and_language_are_text_even_with_signs() -> None:
    content = render_pdf(page("<p>Text</p>"), title="A < B & “C”", language="nl", created_at=AT)
    assert problems(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "A < B & “C”"
        assert str(pdf.Root.Lang) == "nl"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a.png",
        "https://example.org/a.css",
        "file:///etc/passwd",
        "papers:../settings.py",
        "papers:%2e%2e/settings.py",
        "papers:/etc/passwd",
        "papers:paper.py",
        "papers:fonts/no-such-font.ttf",
        "data:image/svg+xml,<svg/>",
        "a.png",
    ],
)
def test_nothing_outside_our_bundle_is_read(url: str) -> None:
    with pytest.raises(PdfNotMade, match="koprogo/papers"):
        printed(f"<p style=\"background: url('{url}')\">Text</p>")


def test_a_file_of_the_bundle_is_found() -> None:
    assert bundle_file("papers:fonts/hanken-grotesk-700.ttf").read_bytes()[:4] == b"\0\1\0\0"


def test_a_picture_without_description_is_a_mistake_of_ours() -> None:
    with pytest.raises(PdfNotMade, match="alt"):
        printed('<img src="papers:icons/carried.svg">')


def test_the_printer_is_not_loaded_at_start() -> None:
    code = "import sys, koprogo.adapters.pdf, koprogo.adapters.storage, koprogo.adapters.mail; "
    code += "print([name for name in ('weasyprint', 'boto3', 'pydyf') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class WithoutPango(importlib.abc.MetaPathFinder):
    """Fails to load the printer as a machine without its library does."""

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file")
        return None


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    yield


@pytest.mark.usefixtures("no_pango")
def test_a_missing_library_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(PdfUnavailable) as missing:
        printed("<p>Text</p>")
    assert str(missing.value) == (
        "PDFs need the system package libpango-1.0-0. Install it with: apt-get install libpango-1.0-0"
    )


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libpangoft2-1.0-0", "libpangoft2-1.0-0"),
        ("libpango-1.0-0", "libpango-1.0-0"),
        ("libharfbuzz-subset-0", "libharfbuzz-subset0"),
        ("libharfbuzz-0", "libharfbuzz0b"),
        ("libfontconfig-1", "libfontconfig1"),
        ("libgobject-2.0-0", "libglib2.0-0"),
    ],
)
def test_each_library_has_its_package(library: str, package: str) -> None:
    assert missing_package(f"cannot load library '{library}': not found") == package


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (lambda pdf: delitem(pdf.Root, "/Lang"), "no language"),
        (lambda pdf: pdf.Root.MarkInfo.update({"/Marked": False}), "not marked"),
        (lambda pdf: pdf.Root.ViewerPreferences.update({"/DisplayDocTitle": False}), "file name"),
        (lambda pdf: delitem(pdf.Root, "/OutputIntents"), "output intent"),
        (lambda pdf: pdf.docinfo.update({"/Title": "Other"}), "dc:title"),
        (lambda pdf: delitem(first(pdf, "/TH").A, "/Scope"), "without scope"),
        (lambda pdf: delitem(first(pdf, "/Figure"), "/Alt"), "without a description"),
        (lambda pdf: first(pdf, "/H1").update({"/S": pikepdf.Name("/H3")}), "after level"),
        (lambda pdf: first(pdf, "/TD").update({"/S": pikepdf.Name("/P")}), "/P inside /TR"),
        (lambda pdf: delitem(pdf.pages[0], "/Tabs"), "tab order"),
        (lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f"), "outside the tags"),
    ],
)
def test_the_check_itself_finds_planted_faults(fault: object, sentence: str) -> None:
    figure = SQUARE.format(title="<title>A square</title>")
    content = printed(f"<h1>Title</h1>{figure}<table><tr><th>Head</th><td>1</td></tr></table>")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fault(pdf)  # type: ignore[operator]
        broken = io.BytesIO()
        pdf.save(broken, fix_metadata_version=False)
    assert problems(content) == []
    assert any(sentence in problem for problem in problems(broken.getvalue()))


def first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(element for element, _ in tags(pdf) if kind == element.S)

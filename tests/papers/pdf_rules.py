"""A light check of what PDF/A-3a and PDF/UA-1 ask, on the file as written: tags, language, fonts, metadata, attachments.

It is no substitute for a full validator; it finds what our own templates and finishing can break. Each check yields
sentences; none means good.
"""

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pikepdf

from tests.papers.pdf_text import mark_of, tags

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}
KIDS = {
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}
PARENTS = {"/TH": {"/TR"}, "/TD": {"/TR"}, "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/LI": {"/L"}}
STANDARD = {
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/Caption", "/NonStruct", "/P", "/H1", "/H2", "/H3", "/L", "/LI", "/Lbl",
    "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/Span", "/Figure",
}  # fmt: skip
PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"}


def problems(content: bytes, *, signed: int = 0) -> list[str]:
    """Return every broken rule as a sentence; `signed`: so many seals and timestamps must be there, and no other form."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        checks = (catalog, metadata, fonts, pages, structure, attachments)
        found = [f"{check.__name__}: {problem}" for check in checks for problem in check(pdf)]
        return found + [f"seals: {problem}" for problem in seals(pdf, signed)]


def catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "not marked as tagged"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "a viewer shows the file name instead of the title"
    if "/ID" not in pdf.trailer:
        yield "no file identifier"
    for forbidden in ("/OpenAction", "/AA"):
        if forbidden in root:
            yield f"{forbidden} is there"
    intents = root.get("/OutputIntents", [])
    if [str(intent.S) for intent in intents] != ["/GTS_PDFA1"] or int(intents[0].DestOutputProfile.N) != 3:
        yield "no RGB output intent"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.Metadata
    if "/Filter" in stream:
        yield "the packet is compressed"
    packet = ET.fromstring(stream.read_bytes().decode().strip())
    blocks = packet.findall("rdf:RDF", NS)
    if len(blocks) != 1:
        yield f"{len(blocks)} RDF blocks"

    def said(path: str) -> str:
        found = packet.find(f".//{path}", NS)
        return (found.text or "") if found is not None else ""

    info = pdf.docinfo
    expected = {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "dc:title/rdf:Alt/rdf:li": str(info["/Title"]),
        "dc:creator/rdf:Seq/rdf:li": str(info["/Author"]),
        "xmp:CreatorTool": str(info["/Creator"]),
        "pdf:Producer": str(info["/Producer"]),
        "schema:prefix": "pdfuaid",
    }
    for path, text in expected.items():
        if said(path) != text or not text:
            yield f"{path} is {said(path)!r}, not {text!r}"
    digits = "".join(filter(str.isdigit, said("xmp:CreateDate")))
    if digits != "".join(filter(str.isdigit, str(info.get("/CreationDate", "")))):
        yield "two dates of making"


def seals(pdf: pikepdf.Pdf, signed: int) -> Iterator[str]:
    """Fields of seals only: printable and not hidden (PDF/A), off the page, so that no tag is owed (PDF/UA), and named."""
    form = pdf.Root.get("/AcroForm", {})
    fields = list(form.get("/Fields", []))
    widgets = [each.objgen for page in pdf.pages for each in page.get("/Annots", [])]
    if len(fields) != signed or sorted(widgets) != sorted(field.objgen for field in fields):
        yield f"{len(fields)} fields and {len(widgets)} annotations, not {signed}"
    if fields and int(form.get("/SigFlags", 0)) != 3:
        yield "a program that changes the file is not told to add to its end only"
    if "/XFA" in form or form.get("/NeedAppearances") is True:
        yield "a form that is drawn by the reader's program"
    for field in fields:
        yield from _seal(field)


def _seal(field: Any) -> Iterator[str]:
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    if field.FT != "/Sig" or "/V" not in field:
        yield "a field that is no seal"
    if int(field.get("/F", 0)) & 0b100110 != 0b100:
        yield "a field that is hidden or not printed"
    if right > 0 or top > 0 or left != right or bottom != top:
        yield "a field that can be seen, without a tag"
    if not str(field.get("/TU", "")):
        yield "a field without a name to read"


def fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for object_ in pdf.objects:
        if not isinstance(object_, pikepdf.Dictionary) or object_.get("/Type") != "/Font":
            continue
        if object_.Subtype == "/Type0" and "/ToUnicode" not in object_:
            yield f"{object_.BaseFont} cannot be read back as text"
        if object_.Subtype == "/Type0":
            continue
        descriptor = object_.get("/FontDescriptor", {})
        if not {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"{object_.BaseFont} is not inside"
        if "Hanken" not in str(object_.BaseFont):
            yield f"{object_.BaseFont} is not ours"


def pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    entries = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    in_tree = {element.objgen for element, _ in tags(pdf)}
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: tab order is not that of the tags"
        if any(each.Subtype != "/Widget" for each in page.get("/Annots", [])):
            yield f"page {number}: annotations"
        owners = entries[int(page.StructParents)]
        entry = [owner is not None and owner.objgen in in_tree for owner in owners]
        yield from (f"page {number}: {problem}" for problem in _content(page, entry))


def _content(page: Any, entry: list[bool]) -> Iterator[str]:
    """Everything painted is an artifact or hangs on a tag, and every text is of glyphs that exist."""
    marks: list[str | int] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BMC", "BDC"}:
            marks.append(mark_of(operands))
        elif name == "EMC":
            marks.pop()
        elif name in PAINTING:
            yield from _painted(name, marks, entry)
        if name in {"k", "K"}:
            yield "a colour of four inks"
        if name in {"Tj", "TJ"}:
            yield from _glyphs(operands[0])
    if marks:
        yield "marks left open"


def _painted(name: str, marks: list[str | int], entry: list[bool]) -> Iterator[str]:
    mark = marks[-1] if marks else ""
    if isinstance(mark, int):
        if not entry[mark]:
            yield f"mark {mark} hangs on nothing"
    elif mark != "/Artifact":
        yield f"{name} outside the tags"


def _glyphs(shown: Any) -> Iterator[str]:
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            ids = bytes(part)
            if any(ids[i : i + 2] == b"\0\0" for i in range(0, len(ids), 2)):
                yield "a character our typeface does not have"


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    if [str(kid.S) for kid in pdf.Root.StructTreeRoot.K] != ["/Document"]:
        yield "no single document on top"
    level = 0
    for element, parent in tags(pdf):
        kind = str(element.S)
        yield from _place(element, parent, kind)
        if kind == "/TH" and str(element.get("/A", {}).get("/Scope", "")) not in {"/Column", "/Row"}:
            yield "a table head without scope"
        if kind == "/Figure":
            yield from _figure(element)
        if kind in {"/H1", "/H2", "/H3"}:
            if int(kind[2]) > level + 1:
                yield f"{kind} after level {level}"
            level = int(kind[2])


def _place(element: Any, parent: Any, kind: str) -> Iterator[str]:
    above = str(parent.get("/S", ""))
    if kind not in STANDARD:
        yield f"{kind} is no standard tag"
    if element.P.objgen != parent.objgen:
        yield f"{kind} names another parent"
    if (above in KIDS and kind not in KIDS[above]) or (kind in PARENTS and above not in PARENTS[kind]):
        yield f"{kind} inside {above}"


def _figure(element: Any) -> Iterator[str]:
    if not str(element.get("/Alt", "")).strip():
        yield "a figure without a description"
    left, bottom, right, top = (float(edge) for edge in element.A.BBox)
    _, _, width, height = (float(edge) for edge in element.Pg.MediaBox)
    if not (0 <= left < right <= width and 0 <= bottom < top <= height):
        yield "a figure whose place is off the page"


def attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    files = [names[i] for i in range(1, len(names), 2)]
    linked = list(pdf.Root.get("/AF", []))
    if sorted(file.objgen for file in files) != sorted(file.objgen for file in linked):
        yield "the list of files and the list of their relations differ"
    for file in files:
        missing = {"/F", "/UF", "/Desc", "/AFRelationship"} - set(file.keys())
        if missing:
            yield f"a file without {sorted(missing)}"
        if str(file.get("/AFRelationship")) == "/Unspecified":
            yield f"{file.UF}: nobody says what it is to the paper"
        stream = file.EF.F
        if "/Subtype" not in stream or "/ModDate" not in stream.get("/Params", {}):
            yield f"{file.UF}: no type or no date"

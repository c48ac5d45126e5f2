"""PDFs as old minutes are: made by other programs, scanned, closed, damaged, or made to harm."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name

LINES = (
    "Procès-verbal de l’assemblée générale ordinaire",
    "tenue le 12 mars 2021 à Bruxelles",
    "La rénovation de la toiture est votée.",
)


def of_contents(contents: list[bytes], *, resources=None, **save) -> bytes:
    """Return a PDF with a page per content stream, its letters in WinAnsi."""
    with pikepdf.new() as pdf:
        for content in contents:
            page = pdf.add_blank_page()
            page.obj.Contents = pdf.make_stream(content)
            font = Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font), **(resources(pdf) if resources else {}))
        out = io.BytesIO()
        pdf.save(out, **({"deterministic_id": True} if "encryption" not in save else {}), **save)
        return out.getvalue()


def typed(*pages: tuple[str, ...], **save) -> bytes:
    """Return a PDF with these lines on each page, as a word processor writes them."""
    return of_contents(
        [b"BT /F1 12 Tf 14 TL 72 720 Td " + b" T* ".join(map(_shown, lines)) + b" ET" for lines in pages], **save
    )


def unseen(code: str) -> bytes:
    """Return a page whose font says that its letter A stands for a code of four hex digits."""
    pairs = f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <{code}> endbfchar"
    with pikepdf.open(io.BytesIO(typed(LINES, ("toitureA et balcons de la residence",)))) as pdf:
        for page in pdf.pages:
            page.obj.Resources.Font.F1.ToUnicode = pdf.make_stream(f"begincmap {pairs} endcmap".encode())
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def scanned() -> bytes:
    """Return a page that is a picture."""

    def image(pdf):
        pixel = pdf.make_stream(b"\xff" * 3)
        pixel.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8,
                      "/ColorSpace": Name.DeviceRGB})  # fmt: skip
        return {"XObject": Dictionary(I1=pixel)}

    return of_contents([b"q 600 0 0 800 0 0 cm /I1 Do Q"], resources=image)


def closed() -> bytes:
    """Return a PDF that a password opens."""
    return typed(LINES, encryption=pikepdf.Encryption(owner="o", user="u"))


def limited() -> bytes:
    """Return a PDF that opens for everybody and forbids copying."""
    return typed(LINES, encryption=pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(extract=False)))


def swelling() -> bytes:
    """Return a small file whose page unpacks to a quarter of a thousand million bytes."""
    packed = zlib.compressobj(9)
    pieces = [packed.compress(b"\x20" * (1 << 24)) for _ in range(16)] + [packed.flush()]
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pikepdf.Stream(pdf, b"".join(pieces))
        page.obj.Contents.Filter = Name.FlateDecode
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
        return out.getvalue()


def endless() -> bytes:
    """Return a page whose form draws itself, and a tree of pages that leads back to its root."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = pdf.make_stream(b"/X Do " * 50 + b"BT /F1 9 Tf (once) Tj ET")
        form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 1, 1])})
        form = pdf.make_indirect(form)
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        page.obj.Resources = form.Resources
        page.obj.Contents = pdf.make_stream(b"/X Do")
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _shown(line: str) -> bytes:
    return b"(" + line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b") Tj"

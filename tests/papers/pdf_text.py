"""The text of a PDF as others meet it: copied page by page, or read aloud along the tags."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def page_texts(content: bytes) -> list[str]:
    """Return the text of each page as a reader copies it, running head and foot included."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return ["".join(text for _, text in _shown(page)) for page in pdf.pages]


def read_aloud(content: bytes) -> str:
    """Return what a screen reader says: the texts in the order of the tags, figures by their descriptions."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoken: dict[tuple[object, int], str] = {}
        for page in pdf.pages:
            for mark, text in _shown(page):
                if isinstance(mark, int):
                    place = (page.objgen, mark)
                    spoken[place] = spoken.get(place, "") + text
        return "".join(_said(element, spoken) for element, _ in tags(pdf))


def tags(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """Walk the tag tree: (element, parent), in reading order."""

    def walk(element: Any) -> Iterator[tuple[Any, Any]]:
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid, element
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot)


def mark_of(operands: Any) -> str | int:
    """Return the number of a mark that hangs on a tag, else its name."""
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else str(operands[0])


def _said(element: Any, spoken: dict[tuple[object, int], str]) -> str:
    if element.S == "/Figure":
        return f"[{element.Alt}]\n"
    return "".join(spoken.get((element.Pg.objgen, kid), "") for kid in _kids(element) if isinstance(kid, int))


def _kids(element: Any) -> Any:
    kids = element.get("/K", [])
    return kids if isinstance(kids, pikepdf.Array) else [kids]


def _shown(page: Any) -> Iterator[tuple[str | int, str]]:
    """Yield each piece of text with the innermost mark it stands in, through the maps from glyphs to characters."""
    maps = {name: _characters(font.ToUnicode.read_bytes().decode()) for name, font in page.Resources.Font.items()}
    current: dict[int, str] = {}
    marks: list[str | int] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            current = maps[str(operands[0])]
        elif name in {"BMC", "BDC"}:
            marks.append(mark_of(operands))
        elif name == "EMC":
            marks.pop()
        elif name in {"Tj", "TJ"}:
            yield marks[-1], _decoded(operands[0], current)
        elif name == "ET":
            yield marks[-1], "\n"


def _decoded(shown: Any, characters: dict[int, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    glyphs = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(characters[int.from_bytes(glyphs[i : i + 2])] for i in range(0, len(glyphs), 2))


def _characters(cmap: str) -> dict[int, str]:
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", cmap, re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}

"""What the printer leaves undone before a PDF may claim PDF/A-3a and PDF/UA-1; done on its objects, before writing.

- Table heads get a scope. (The printer ties cells to heads by ids instead, and repeats the ids when a table goes over
  to the next page.)
- Running head and foot become artifacts, so that nobody hears the enterprise number forty times.
- One metadata packet claims both standards; the second needs its own schema described inside (ISO 19005-3, 6.6.2.3).
- Figures get their place in points, attachments are listed once.

Objects are those of pydyf: dictionaries of names (`/TH`), references (`b"12 0 R"`) and streams (lists of operators).
"""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

import pydyf

CSS_TO_POINTS = 0.75
NULL = b"null"


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Complete one PDF; called by the printer between layout and writing."""
    objects = _Objects(pdf)
    root = objects.at(pdf.catalog["StructTreeRoot"])
    in_tree = {id(element) for element in objects.below(root)}
    for element in objects.below(root):
        _scope_heads(objects, element)
        _place_figure(objects, element)
    _margins_as_artifacts(objects, root, in_tree)
    _list_attachments_once(pdf)
    pdf.catalog["Metadata"] = _metadata(document.metadata, pdf).reference


class _Objects:
    """The numbered objects of one PDF, and the tree of its tags."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf

    def at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def below(self, element: Any) -> Iterator[Any]:
        """Walk the tags under one, parents first."""
        for kid in element.get("K", ()):
            if isinstance(kid, bytes) and (child := self.at(kid)).get("Type") == "/StructElem":
                yield child
                yield from self.below(child)

    def ancestors(self, element: Any) -> Iterator[Any]:
        while (parent := element.get("P")) is not None:
            element = self.at(parent)
            yield element


def _scope_heads(objects: _Objects, element: Any) -> None:
    """Say of each head whether it names a column or a row, instead of listing ids."""
    if element["S"] not in {"/TH", "/TD"}:
        return
    element.pop("ID", None)
    attributes = element.get("A", pydyf.Dictionary({"O": "/Table"}))
    attributes.pop("Headers", None)
    if element["S"] == "/TH":
        in_head = any(above["S"] == "/THead" for above in objects.ancestors(element) if "S" in above)
        attributes["Scope"] = "/Column" if in_head else "/Row"
    if len(attributes) > 1:
        element["A"] = attributes
    else:
        element.pop("A", None)


def _place_figure(objects: _Objects, element: Any) -> None:
    """Give a figure its box in points from the bottom of the page; the printer gives pixels from the top."""
    if element["S"] != "/Figure":
        return
    left, top, right, bottom = element["A"]["BBox"]
    height = objects.at(element["Pg"])["MediaBox"][3]
    element["A"]["BBox"] = pydyf.Array(
        [
            left * CSS_TO_POINTS,
            height - bottom * CSS_TO_POINTS,
            right * CSS_TO_POINTS,
            height - top * CSS_TO_POINTS,
        ]
    )


def _margins_as_artifacts(objects: _Objects, root: Any, in_tree: set[int]) -> None:
    """Turn content whose tag hangs on nothing (the margins of the page) into page artifacts."""
    numbers = objects.at(root["ParentTree"])["Nums"]
    entries = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for index, reference in enumerate(objects.pdf.page_references):
        page = objects.at(reference)
        tags = entries[index]
        loose = {mcid for mcid, tag in enumerate(tags) if id(objects.at(tag)) not in in_tree}
        for mcid in loose:
            tags[mcid] = NULL
        _relabel(objects.at(page["Contents"]).stream, loose)


def _relabel(operators: list[Any], loose: Iterable[int]) -> None:
    wanted = set(loose)
    for position, operand in enumerate(operators):
        if isinstance(operand, dict) and operand.get("MCID") in wanted:
            operators[position - 1] = "/Artifact"
            operators[position] = pydyf.Dictionary({"Type": "/Pagination"})


def _list_attachments_once(pdf: pydyf.PDF) -> None:
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _metadata(facts: Any, pdf: pydyf.PDF) -> pydyf.Stream:
    """Add the metadata packet (XMP), saying the same as the information dictionary."""
    producer = bytes(pdf.info["Producer"].string, "utf-8") if isinstance(pdf.info["Producer"].string, str) else b""
    values = {
        "title": facts.title,
        "author": ", ".join(facts.authors),
        "language": facts.lang,
        "generator": facts.generator or "",
        "producer": producer.decode(),
        "dates": _DATES.format(at=facts.created) if facts.created else "",
    }
    dates = values.pop("dates")
    packet = _PACKET.format(**{name: escape(value) for name, value in values.items()}, dates=dates)
    stream = pydyf.Stream([packet.encode()], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    return stream


_DATES = "<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<xmp:CreatorTool>{generator}</xmp:CreatorTool>{dates}
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""

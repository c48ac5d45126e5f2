"""The convocation laid out: facts turned into lines, ready for the template, in one language. Nothing is decided here."""

from dataclasses import dataclass

from koprogo.papers.convocation.facts import ConvocationFacts, DocumentFacts, ItemFacts, LotFacts, LotStanding
from koprogo.papers.words import Words


@dataclass(frozen=True)
class ItemView:
    """One point: what stands under its title, its proposal and its remarks."""

    number: str
    title: str
    about: tuple[str, ...]
    text: tuple[str, ...]
    notes: tuple[str, ...]
    is_part: bool
    is_voted: bool


def item_view(item: ItemFacts, w: Words) -> ItemView:
    """Lay out one point of the agenda."""
    voted = item.majority != "none"
    about = [item.kind_name, w(f"majority_{item.majority}"), w.format.article(item.article) if voted else ""]
    notes = []
    if item.options:
        notes.append(w("options", options=w.format.listed(item.options)))
    if item.clause:
        notes.append(w("by_clause", clause=item.clause))
    if item.key_name:
        notes.append(w("key_limited", key=item.key_name, total=item.key_total, reason=item.key_reason).strip())
    if item.barred:
        notes.append(w("barred", n=len(item.barred), names=w.format.listed(item.barred)))
    return ItemView(
        number=item.number,
        title=item.title,
        about=tuple(filter(None, about)),
        text=tuple(line for line in item.text.split("\n") if line.strip()),
        notes=tuple(notes),
        is_part=item.is_part,
        is_voted=voted,
    )


def lot_line(lot: LotFacts, w: Words) -> tuple[str, str, str]:
    """Return number, shares and what its vote is worth."""
    standing = str(lot.standing)
    if lot.standing is LotStanding.VOTES and lot.others:
        standing = "votes_for"
    if lot.standing is LotStanding.SUSPENDED:
        words = w("standing_suspended")
    else:
        words = w(f"standing_{standing}", others=w.format.listed(lot.others))
    return lot.number, w.format.number(lot.shares), words


def votes_line(facts: ConvocationFacts, w: Words) -> str:
    """Return the sum of the votes she has herself."""
    return w.format.number(sum(lot.shares for lot in facts.lots if lot.standing is LotStanding.VOTES))


def suspended_notes(facts: ConvocationFacts, w: Words) -> list[str]:
    """Say which lots do not vote and what to do about it."""
    held_back = [lot for lot in facts.lots if lot.standing is LotStanding.SUSPENDED]
    if not held_back:
        return []
    numbers = w.format.listed(lot.number for lot in held_back)
    return [
        w("suspended", n=len(held_back), lots=numbers),
        *(w("suspended_with", lot=lot.number, others=w.format.listed(lot.others)) for lot in held_back if lot.others),
    ]


def document_line(document: DocumentFacts, w: Words) -> str:
    """Name a document, the point it belongs to, and the file that travels with the letter."""
    line = f"{document.title} ({w('document_item', item=document.item)})" if document.item else document.title
    return f"{line} – {w('document_enclosed', name=document.file_name)}" if document.file_name else line

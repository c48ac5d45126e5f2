"""What a voucher is about, as a row of a screen carries it: a message with its facts, and the voucher's own words."""

from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID

from koprogo.services.accounting.entry_words import EntryWords, entry_words
from koprogo.state.buildings.here import Act


class Said(TypedDict):
    """The fields of a row: `said` is empty where the voucher's own words are all there is."""

    said: str
    facts: dict[str, str | int]
    own: str
    taken_back: bool


async def words_of(act: Act, entry_ids: Iterable[UUID]) -> dict[UUID, EntryWords]:
    """Return what these vouchers are about, for who is here."""
    return await entry_words(*act.within, entry_ids)


def said_of(words: EntryWords | None, text: str) -> Said:
    """Return the fields of one voucher; `text` is what stands in the books, for one that is not worded."""
    if words is None:
        return Said(said="", facts={}, own=text, taken_back=False)
    facts: dict[str, Any] = dict(words.facts)
    return Said(said=str(words.message_id), facts=facts, own=words.own, taken_back=words.taken_back)

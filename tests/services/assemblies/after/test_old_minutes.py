"""Minutes of before: a person decides their day, their words are found in four languages, and nobody else's are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.after import old_minutes, old_minutes_queries
from koprogo.services.assemblies.after.old_minutes import (
    SameMinutes,
    keep_minutes,
    read_sent,
    send_minutes,
    withdraw_minutes,
)
from koprogo.services.buildings.kept_lists import ListGone
from koprogo.services.documents import kept_files
from koprogo.services.documents.verify import verify_files
from tests.adapters.old_pdfs import LINES, closed, scanned, typed
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import act

AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
NL = (
    "Notulen van de algemene vergadering",
    "van 4 juni 2022",
    "De werken aan het dak zijn goedgekeurd door de mede-",
    "eigenaars.",
)
DE = ("Protokoll der Generalversammlung", "vom 5. Mai 2023", "Die Häuser werden neu gestrichen.")


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def send(cast, content, name="PV.pdf", who="syndic", at=AT):
    here = (cast.actors[who], cast.association_id)
    return await read_sent(*here, await send_minutes(*here, content=content, name=name, at=at), at=at)


async def keep(cast, content, *, name="PV.pdf", **more):
    waiting = await send(cast, content, name)
    facts = {"day": waiting.proposed.day or date(2020, 1, 1), "title": waiting.proposed.title, "at": AT} | more
    return await act(cast, keep_minutes, waiting.file_id, **facts)


async def found(cast, words="", who="syndic", **more):
    rows = await act(cast, old_minutes_queries.old_minutes, words=words, who=who, **more)
    return [row.title for row in rows]


async def test_what_is_read_is_proposed_and_a_person_decides(cast):
    waiting = await send(cast, typed(LINES), "PV AG.pdf")
    assert (waiting.found, waiting.pages, waiting.proposed.day) == ("text", 1, date(2021, 3, 12))
    assert waiting.proposed.title == LINES[0]
    assert await found(cast) == []
    made = await act(cast, keep_minutes, waiting.file_id, day=date(2021, 3, 13), title="  AG  2021 ", at=AT)
    [row] = await act(cast, old_minutes_queries.old_minutes, who="anna")
    assert (row.id, row.day, row.title, row.pages, row.found) == (made, date(2021, 3, 13), "AG 2021", 1, "text")
    async with db.tenant_session(cast.actors["anna"]) as session:
        file = await kept_files.kept_file(session, cast.actors["anna"], row.file_id)
    with kept_files.content(file) as stream:
        assert stream.read() == typed(LINES)
    async with db.association_session(cast.association_id) as session:
        assert await verify_files(session, cast.association_id) == []


async def test_words_are_found_in_their_language_and_without_accents(cast):
    for each in (LINES, NL, DE):
        await keep(cast, typed(each))
    asked = {
        "rénover": [LINES[0]], "RENOVATION toitures": [LINES[0]], "werk dak": [NL[0]], "mede-eigenaars": [NL[0]],
        "haus": [DE[0]], '"neu gestrichen"': [DE[0]], '"gestrichen neu"': [], "toiture dak": [], "notulen": [NL[0]],
        "2021": [LINES[0]], "'; DROP TABLE old_minutes": [], "!!": [DE[0], NL[0], LINES[0]],
    }  # fmt: skip
    assert {words: await found(cast, words) for words in asked} == asked


async def test_the_page_is_shown_around_what_was_found(cast):
    await keep(cast, typed(LINES, ("Deuxième page", "L’ascenseur est rénové par la firme Dupont.")))
    [row] = await act(cast, old_minutes_queries.old_minutes, words="renove dupont", who="carla")
    assert (row.page, row.hit) == (2, "rénové")
    assert row.before.endswith("L’ascenseur est ")
    assert row.after.startswith(" par la firme Dupont")
    assert await found(cast, "dupont", year=2020) == []


async def test_a_picture_and_a_closed_file_are_kept_and_said_to_be_no_text(cast):
    await keep(cast, scanned(), name="Scan 2019.pdf", title="Scan 2019")
    await keep(cast, closed(), title="Fermé")
    rows = await act(cast, old_minutes_queries.old_minutes)
    assert {row.title: row.found for row in rows} == {"Scan 2019": "picture", "Fermé": "closed"}
    assert await found(cast, "scan") == ["Scan 2019"]


async def test_the_same_file_twice_a_wrong_day_and_another_kind_are_refused(cast):
    made = await keep(cast, typed(LINES))
    with pytest.raises(SameMinutes):
        await keep(cast, typed(LINES))
    waiting = await send(cast, typed(NL))
    with pytest.raises(BadInput) as refused:
        await act(cast, keep_minutes, waiting.file_id, day=AT.date() + timedelta(days=1), title=" ", at=AT)
    assert [problem.where for problem in refused.value.problems] == ["day", "title"]
    with pytest.raises(BadInput):
        await send(cast, b"MZ\x90\x00")
    await act(cast, withdraw_minutes, made, at=AT)
    await act(cast, withdraw_minutes, made, at=AT)
    assert await found(cast) == await found(cast, "toiture") == []
    await keep(cast, typed(LINES))
    assert await found(cast) == [LINES[0]]


async def test_who_may_not_and_what_is_not_ones_own(cast):
    waiting = await send(cast, typed(LINES))
    facts = {"day": date(2021, 3, 12), "title": "AG", "at": AT}
    with pytest.raises(NotAllowed):
        await send(cast, typed(LINES), who="anna")
    with pytest.raises(NotAllowed):
        await act(cast, keep_minutes, waiting.file_id, who="anna", **facts)
    with pytest.raises(NotFound):
        await act(cast, old_minutes_queries.old_minutes, who="stranger")
    with pytest.raises(ListGone):
        await act(cast, keep_minutes, waiting.file_id, **facts | {"at": AT + timedelta(hours=2)})
    with pytest.raises(ListGone):
        await act(cast, keep_minutes, "x", **facts)
    with pytest.raises(NotFound):
        await act(cast, withdraw_minutes, cast.association_id, at=AT)


async def test_another_association_is_behind_its_wall(cast):
    await keep(cast, typed(LINES))
    async with db.association_session(cast.elsewhere_id) as session:
        for table in ("old_minutes", "old_minutes_page"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_phrase_and_a_word_are_told_apart():
    assert old_minutes_queries.terms("toit “rue Haute” - toit") == ["toit", "rue Haute"]
    assert old_minutes.LONGEST_PAGE == 20_000


def test_a_long_page_costs_a_search_as_much_as_it_has_different_letters(monkeypatch):
    """What is shown is looked for while everybody waits: 20 000 letters one by one took a thirtieth of a second a page."""
    asked = []
    monkeypatch.setattr(old_minutes_queries, "plain", lambda letter: asked.append(letter) or letter)
    old_minutes_queries._letter.cache_clear()
    try:
        assert old_minutes_queries.shown("toiture plate " * 1_000, ["plate"])[1] == "plate"
        assert len(asked) <= len(set("toiture plate "))
    finally:
        old_minutes_queries._letter.cache_clear()

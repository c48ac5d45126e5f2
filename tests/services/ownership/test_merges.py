"""Undoing a merge: who comes back, with what, and who stays with what."""

import pytest

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.services.ownership.merges import standing_merges, undo_merge
from tests.services.buildings.conftest import AT, Empty
from tests.services.buildings.lists import HEADER, MERGED, confirm, contact_of, counts, rows


async def test_a_merge_is_undone_with_what_its_row_said(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    whole = await contact_of(empty, "A1")
    assert whole[1:] == ("an@example.org", "0475 12 34 56", "Kerkstraat 2", 1)
    assert (await contact_of(empty, "K1")).id == whole.id
    async with empty.session() as session:
        merges = await standing_merges(session, empty.syndic, empty.association_id)
        assert sorted((each.name, each.lots) for each in merges) == [("An Claes", ("G1",)), ("An Claes", ("K1",))]
        cellar = next(each for each in merges if each.lots == ("K1",))
        back = await undo_merge(session, empty.syndic, empty.association_id, cellar.id, at=AT)
    apart = await contact_of(empty, "K1")
    assert apart == (back, "an@example.org", "", "Kerkstraat 2", 1)  # with her own consent
    assert (await contact_of(empty, "A1")) == (whole.id, "an@example.org", "0475 12 34 56", "Kerkstraat 2", 0)
    async with empty.session() as session:
        garage = next(
            each for each in await standing_merges(session, empty.syndic, empty.association_id) if each.lots == ("G1",)
        )
        await undo_merge(session, empty.syndic, empty.association_id, garage.id, at=AT)
    # Only the garage's row had the address still; the apartment's row never had one.
    assert (await contact_of(empty, "A1"))[1:] == ("an@example.org", "0475 12 34 56", "", 0)
    assert (await contact_of(empty, "G1"))[1:] == ("an@example.org", "", "Kerkstraat 2", 0)


async def test_undoing_twice_is_once(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    async with empty.session() as session:
        merge = (await standing_merges(session, empty.syndic, empty.association_id))[0]
        first = await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT)
    before = await counts(empty)
    async with empty.session() as session:
        assert await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT) == first
    assert await counts(empty) == before


async def test_undoing_gives_a_designation_back(empty: Empty):
    content = HEADER + (
        "A1;apartment;600;An Claes / Jan Maes;;an@example.org;;;;;An Claes;\n"
        "G1;garage;400;An Claes;;an@example.org;;;;;;\n"
        "A2;apartment;100;Jan Maes;;jan@example.org;;;;;;\n"
        "A3;apartment;100;Jan Maes / Eva Wit;;jan@example.org;;;;;Jan Maes;\n"
    )
    await confirm(empty, content.encode(), 1_200)
    async with empty.session() as session:
        merge = next(
            each for each in await standing_merges(session, empty.syndic, empty.association_id) if each.lots == ("A3",)
        )
        back = await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT)
    found = await rows(
        empty,
        "SELECT r.person_id FROM representative r JOIN lot l ON l.id = r.lot_id WHERE r.association_id = :a"
        " AND l.number = 'A3'",
    )
    assert found == [(back,)]


async def test_a_stranger_undoes_nothing(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    async with empty.session() as session:
        merge = (await standing_merges(session, empty.syndic, empty.association_id))[0]
    own = next(iter(empty.stranger.reach))
    async with db.tenant_session(empty.stranger, own) as session:
        with pytest.raises(NotFound):
            await undo_merge(session, empty.stranger, own, merge.id, at=AT)
        with pytest.raises(NotFound):
            await undo_merge(session, empty.stranger, empty.association_id, merge.id, at=AT)
    async with empty.session() as session:
        assert len(await standing_merges(session, empty.syndic, empty.association_id)) == 2

"""Occupants without an account: the code in the hall, their own page, their word, and being forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import legal_day, now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.works.tickets import Step
from koprogo.services.documents import queries as papers
from koprogo.services.works import occupants, photos, posted_form, queries
from koprogo.services.works.refusals import StepNotOpen
from tests.cast import put_on_stage
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import PHONE, act, answers, letters, photo, posted, step

NOOR = occupants.Contact("Noor Haddad", "noor@example.org", "0470 12 34 56", "nl")


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def sent(cast, code, *, contact=NOOR, at=None, **more):
    """Report through the form, and return what she was told and the report's id."""
    told = await occupants.report(code, answers=answers(), contact=contact, at=at or now(), **more)
    async with db.association_session(cast.association_id) as session:
        ticket = await session.scalar(text("SELECT id FROM ticket WHERE number = :n"), {"n": told.number})
    return told, ticket


async def test_an_occupant_reports_follows_and_confirms(cast):
    told, ticket = await sent(cast, await posted(cast), pictures=[photo(), photo()])
    found = await occupants.own_report(told.code)
    assert (found.number, found.state, found.steps) == (1, Step.REPORTED, (Step.NOTED,))
    await step(cast, "syndic", ticket, "noted", words="Between us.", inner=True)
    await step(cast, "syndic", ticket, "solved", words="A new joint.")
    await occupants.answer(told.code, what="reopened", words="Still wet.", at=now())
    await step(cast, "syndic", ticket, "solved")
    await occupants.answer(told.code, what="confirmed", words="", at=now())
    found = await occupants.own_report(told.code)
    assert [each.what.value for each in found.events] == ["reported", "solved", "reopened", "solved", "confirmed"]
    assert [each.by_reporter for each in found.events] == [True, False, True, False, True]
    with pytest.raises(StepNotOpen):
        await occupants.answer(told.code, what="confirmed", words="", at=now())
    written = [(to, body) for to, _, body in await letters(cast)]
    assert {to for to, _ in written} == {NOOR.email} and not any("/r/" in body for _, body in written)
    for row in await act(cast, "syndic", photos.photos, ticket):
        _, file = await act(cast, "syndic", photos.photo, ticket, row.id)
        with file:
            assert PHONE.encode() not in file.read()


async def test_only_syndic_and_council_see_who_she_is(cast):
    await member(cast, "bram")
    _, ticket = await sent(cast, await posted(cast))
    for who in ("syndic", "bram"):
        found = await act(cast, who, queries.ticket, ticket, today=today())
        assert (found.row.reporter, found.email, found.phone) == (NOOR.name, NOOR.email, NOOR.phone)
        assert found.by_occupant and found.events[0].by == NOOR.name
    for who in ("anna", "accountant"):
        found = await act(cast, who, queries.ticket, ticket, today=today())
        assert (found.row.reporter, found.email, found.phone, found.events[0].by) == ("", "", "", "")
        assert NOOR.name not in repr(found) and NOOR.email not in repr(found)


@pytest.mark.parametrize("what", ["solved", "declined", "acknowledged", "planned", "reported"])
async def test_her_link_takes_no_step_of_the_syndic(cast, what):
    told, _ = await sent(cast, await posted(cast))
    with pytest.raises(NotAllowed):
        await occupants.answer(told.code, what=what, words="By me", at=now())
    with pytest.raises(BadInput):
        await occupants.answer(told.code, what="burnt", words="", at=now())


async def test_everything_wrong_is_said_at_once_and_nothing_is_kept(cast):
    code = await posted(cast)
    wrong = occupants.Contact(" ", "no address", "1" * 41)
    with pytest.raises(BadInput) as refusal:
        await occupants.report(
            code,
            answers=answers(words=""),
            contact=wrong,
            pictures=[b"no picture", photo(), photo(), photo()],
            at=now(),
        )
    assert {each.where for each in refusal.value.problems} == {"words", "name", "email", "phone", "photos", "file"}
    async with db.association_session(cast.association_id) as session:
        assert await session.scalar(text("SELECT count(*) FROM ticket")) == 0


async def test_a_new_code_ends_the_old_one_and_a_closed_form_is_none(cast):
    old = await posted(cast)
    new = await posted(cast)
    with pytest.raises(NotFound):
        await sent(cast, old)
    assert (await posted_form.form_behind(new)).association_name == "Résidence Les Tilleuls"
    await act(cast, "syndic", posted_form.close_form, at=now())
    await act(cast, "syndic", posted_form.close_form, at=now())
    for code in (old, new, "none", "A" * 46):
        with pytest.raises(NotFound):
            await posted_form.form_behind(code)
        with pytest.raises(NotFound):
            await occupants.own_report(code)
    async with db.association_session(cast.association_id) as session:
        assert await session.scalar(text("SELECT count(*) FROM ticket_form")) == 3


async def test_only_the_syndic_posts_and_closes(cast):
    await member(cast, "bram")
    for who in ("anna", "bram", "accountant"):
        for service in (posted_form.post_form, posted_form.close_form):
            with pytest.raises(NotAllowed):
                await act(cast, who, service, at=now())


async def test_the_page_for_the_hall_is_one_page_in_four_languages(cast):
    code = await posted(cast)
    await posted_form.print_form(cast.association_id, by=cast.syndic.person_id, code=code, at=now())
    rows = await act(cast, "syndic", papers.papers_of, kind=posted_form.KIND, subject_id=cast.association_id)
    with papers.content(rows[0]) as file:
        content = file.read()
    [page] = page_texts(content)
    for words in (
        "Un problème dans l’immeuble",
        "Een probleem in het gebouw",
        "Ein Problem im Gebäude",
        "A problem in",
    ):
        assert words in page
    assert "0678.123.436" in page and problems(content) == []
    with pytest.raises(NotAllowed):
        await act(cast, "anna", papers.papers_of, kind=posted_form.KIND, subject_id=cast.association_id)


async def test_she_is_forgotten_when_she_asks_and_her_page_goes_on(cast):
    told, ticket = await sent(cast, await posted(cast))
    await occupants.forget_me(told.code, at=now())
    await occupants.forget_me(told.code, at=now())
    found = await act(cast, "syndic", queries.ticket, ticket, today=today())
    assert (found.row.reporter, found.email, found.phone, found.emptied) == ("", "", "", True)
    assert not (await occupants.own_report(told.code)).has_contact
    await step(cast, "syndic", ticket, "solved")
    assert await letters(cast) == []
    await occupants.answer(told.code, what="confirmed", words="", at=now())


async def test_the_syndic_forgets_her_when_asked_and_nobody_else_does(cast):
    _, ticket = await sent(cast, await posted(cast))
    for who in ("anna", "accountant"):
        with pytest.raises(NotAllowed):
            await act(cast, who, occupants.forget, ticket, at=now())
    with pytest.raises(NotFound):
        await act(cast, "syndic", occupants.forget, cast.association_id, at=now())
    await act(cast, "syndic", occupants.forget, ticket, at=now())
    assert (await act(cast, "syndic", queries.ticket, ticket, today=today())).email == ""


async def test_a_year_after_the_end_name_and_link_are_gone(cast):
    code = await posted(cast)
    told, ticket = await sent(cast, code)
    goes_on, _ = await sent(cast, code)
    await step(cast, "syndic", ticket, "solved")
    await occupants.answer(told.code, what="confirmed", words="", at=now())

    async def forgotten(days):
        at = now() + timedelta(days=days)
        async with db.association_session(cast.association_id) as session:
            return await occupants.forget_due(session, cast.association_id, today=legal_day(at), at=at)

    assert [await forgotten(days) for days in (365, 367, 368)] == [0, 1, 0]
    assert await occupants.forget_all_due(at=now()) == 0
    with pytest.raises(NotFound):
        await occupants.own_report(told.code)
    assert (await act(cast, "syndic", queries.ticket, ticket, today=today())).row.reporter == ""
    assert (await occupants.own_report(goes_on.code)).has_contact

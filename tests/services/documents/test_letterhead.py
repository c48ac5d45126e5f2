"""The letterhead before the enterprise number is entered: nothing stands where it would, and no paper is printed."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.papers.paper import EnterpriseNumberMissing, render
from koprogo.papers.settlement.words import settlement_words
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number
from tests.cast import put_on_stage


async def test_without_a_number_no_dots_are_printed_and_no_paper(database):
    cast = await put_on_stage()
    async with db.association_session(cast.association_id) as session:
        assert (await letterhead(session, cast.association_id)).enterprise_number == "0678.123.436"
        gone = {"t": cast.association_id}
        await session.execute(text("UPDATE association SET enterprise_number = '' WHERE id = :t"), gone)
        head = await letterhead(session, cast.association_id)
        assert head.enterprise_number == ""
        with pytest.raises(EnterpriseNumberMissing):
            await require_enterprise_number(session, cast.association_id)
    with pytest.raises(EnterpriseNumberMissing) as refused:
        render(
            "settlement/settlement.html.j2",
            settlement_words("fr"),
            title="x",
            letterhead=head,
            edition=None,
            context={},
        )
    assert refused.value.article == "3.86 §1"

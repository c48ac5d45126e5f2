"""An assembly called off or moved: everybody convened is told by the way of her convocation, and that is recorded."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.services.assemblies.convening import change_letters, changes, convocation, letter_list, posting, reminders
from koprogo.services.assemblies.refusals import WrongState
from tests.cast import act
from tests.services.assemblies.evening import NOW, convened, drafted
from tests.services.assemblies.letters_on_stage import give_addresses, mail_of, sent


async def told(cast, assembly):
    """Return way and state of the letters about the change, by name."""
    lines = await act(cast, letter_list.letter_list, assembly)
    return {line.name: (line.channel, line.state) for line in lines if line.kind == "change"}


async def test_called_off_by_the_same_way_as_convened_and_only_that_goes_to_the_post(cast):
    assembly = await sent(cast)
    await convocation.print_letters(cast.association_id, assembly, at=NOW)
    later = NOW + timedelta(minutes=1)  # the newest mail is looked at below
    assert await act(cast, changes.cancel, assembly, reason="La salle est inondée.", at=later) == 6
    body = await mail_of(cast, "anna@example.org")
    assert "La salle est inondée." in body and "n’aura pas lieu" in body  # Anna reads French
    with pytest.raises(posting.NothingToPost):  # nothing is printed yet, and the convocations have lost their object
        await act(cast, posting.batch, assembly)
    assert await change_letters.print_letters(cast.association_id, assembly, at=NOW) == 5
    assert await change_letters.print_letters(cast.association_id, assembly, at=NOW) == 0
    found = await told(cast, assembly)
    assert found["Bram Claes"] == ("registered", "printed") and found["Anna Peeters"][0] == "email"
    rows = await act(cast, posting.batch, assembly)
    assert len(rows) == 5 and all(row.sha256 for row in rows)
    assert await act(cast, posting.post_all, assembly, day=NOW.date(), at=NOW) == 5
    after = await act(cast, letter_list.letter_list, assembly)
    assert {line.state for line in after if line.kind == "change" and line.channel != "email"} == {"posted"}
    assert {line.state for line in after if line.kind == "convocation"} == {"printed"}
    assert not any(line.posted_late for line in after)
    with pytest.raises(WrongState):
        await act(cast, reminders.remind, assembly, at=NOW)


async def test_moved_says_the_new_day_and_a_consent_taken_back_goes_by_post(cast):
    assembly = await sent(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE email_consent SET revoked_on = :d WHERE person_id = :p"),
            {"d": NOW.date(), "p": cast.people["anna"]},
        )
    await act(
        cast, changes.move, assembly, starts_at=NOW + timedelta(days=30), place="École", reason="Grève", at=NOW
    )  # fmt: skip
    found = await told(cast, assembly)
    assert len(found) == 6 and {way for way, _ in found.values()} == {"registered"}
    assert await change_letters.print_letters(cast.association_id, assembly, at=NOW) == 6
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE email_consent SET revoked_on = NULL"))


async def test_a_draft_tells_nobody_and_one_convened_elsewhere_tells_who_would_be_convened(cast):
    await give_addresses(cast, "bram", "carla", "dirk", "emma", "farid", anna=NOW.date())
    draft, _ = await drafted(cast)
    assert await act(cast, changes.cancel, draft, reason="Reportée", at=NOW) == 0
    elsewhere, _ = await convened(cast)
    assert await act(cast, changes.cancel, elsewhere, reason="Reportée", at=NOW) == 6
    again, _ = await convened(cast)
    async with db.association_session(cast.association_id) as session:
        kept = await session.scalar(
            text("SELECT enterprise_number FROM association WHERE id = :t"), {"t": cast.association_id}
        )
        await session.execute(
            text("UPDATE association SET enterprise_number = '' WHERE id = :t"), {"t": cast.association_id}
        )
    assert await act(cast, changes.cancel, again, reason="Reportée", at=NOW) == 0  # no paper without the number
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE association SET enterprise_number = :n WHERE id = :t"), {"n": kept, "t": cast.association_id}
        )

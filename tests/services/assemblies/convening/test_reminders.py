"""Three days before, who has not opened her e-mail is reminded once, with a link of its own to the same letter."""

from datetime import timedelta

import pytest

from koprogo.core.clock import legal_day
from koprogo.services.assemblies.convening import convocation, reminders
from koprogo.services.messages import letters
from tests.services.assemblies.convening.test_convocation import lines
from tests.services.assemblies.evening import NOW
from tests.services.assemblies.letters_on_stage import code_of, sent

THIRD_DAY = NOW + timedelta(days=13)
"""Three days before an assembly that is sixteen days ahead."""


@pytest.fixture
async def assembly(cast):
    made = await sent(cast)
    await convocation.print_letters(cast.association_id, made, at=NOW)
    return made


async def test_who_opened_it_is_left_in_peace(cast, assembly):
    await letters.follow(await code_of(cast, "anna@example.org"), at=NOW)
    assert await reminders.remind_all_due(at=THIRD_DAY) == 0


async def test_the_reminder_goes_once_and_opening_it_opens_the_letter(cast, assembly):
    assert await reminders.remind_all_due(at=THIRD_DAY - timedelta(days=1)) == 0
    assert await reminders.remind_all_due(at=THIRD_DAY) == 1
    assert await reminders.remind_all_due(at=THIRD_DAY) == 0
    anna = (await lines(cast, assembly))["Anna Peeters"]
    assert anna.reminded and anna.state == "printed"
    found = await letters.follow(await code_of(cast, "anna@example.org"), at=THIRD_DAY)
    assert found.kind == "reminder" and found.paper_id == anna.paper_id
    assert (await lines(cast, assembly))["Anna Peeters"].state == "opened"
    assert legal_day(THIRD_DAY) > legal_day(NOW)

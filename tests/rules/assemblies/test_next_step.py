"""The order of an evening: one line per situation, from the draft to the minutes."""

import pytest

from koprogo.rules.assemblies.next_step import SOURCES, Evening, Next, Point, Step, Wait, next_step


def on(*points, state="opened", **more):
    return Evening(state, points, **more)


@pytest.mark.parametrize(
    ("evening", "found"),
    [
        (Evening("drafted"), Next(Step.CONVENE, wait=Wait.DRAFT)),
        (Evening("convened"), Next(Step.TAKE_ATTENDANCE, wait=Wait.NOBODY)),
        (Evening("convened", heads_present=3), Next(Step.OPEN_SESSION, wait=Wait.QUORUM)),  # art. 3.87 §5
        (Evening("convened", heads_present=3, has_quorum=True), Next(Step.OPEN_SESSION)),
        (Evening("suspended", (Point("1"),)), Next(Step.RESUME)),
        (on(Point("1"), Point("2")), Next(Step.OPEN_VOTE, "1")),
        (on(Point("1"), state="resumed"), Next(Step.OPEN_VOTE, "1")),
        (on(Point("1", "confirmed"), Point("2", "opened")), Next(Step.CLOSE_VOTE, "2")),
        (on(Point("1"), Point("2", "extended")), Next(Step.CLOSE_VOTE, "2")),  # the vote that is on comes first
        (on(Point("1", "closed"), Point("2")), Next(Step.CONFIRM_RESULT, "1")),
        (on(Point("1", "closed"), unconfirmed=2), Next(Step.CONFIRM_RESULT, "1", Wait.SECOND_PERSON, 2)),
        (on(Point("1", "confirmed", to_run_off=True), Point("2")), Next(Step.BEGIN_RUN_OFF, "1")),
        (on(Point("1"), Point("2"), polled="2"), Next(Step.CLOSE_POLL, "2")),  # no vote opens while a poll is open
        (on(Point("1", "confirmed", to_run_off=True), polled="1"), Next(Step.CLOSE_POLL, "1")),
        (on(Point("1", "confirmed"), polled="1", can_sign=True), Next(Step.CLOSE_POLL, "1")),
        (Evening("suspended", (Point("1"),), polled="1"), Next(Step.RESUME)),
        (on(Point("1"), Point("2", "reopened")), Next(Step.OPEN_VOTE, "2")),  # the run-off before the agenda goes on
        (on(Point("1", is_voted=False)), Next(Step.NOTE, "1")),
        (on(Point("1", "confirmed"), Point("2", principle_failed=True)), Next(Step.DROP, "2")),
        (on(Point("1", nobody_agreed=True)), Next(Step.OPEN_VOTE, "1", Wait.CANDIDATES)),
        (on(Point("1", "postponed"), Point("2", "noted"), Point("3")), Next(Step.OPEN_VOTE, "3")),
        (on(Point("1", "confirmed")), Next(Step.CLOSE_SESSION, wait=Wait.BUREAU)),  # art. 3.87 §10
        (on(Point("1", "confirmed"), can_sign=True), Next(Step.CLOSE_SESSION)),
        (Evening("closed"), Next(Step.READ_MINUTES)),
        (Evening("minuted"), Next(Step.READ_MINUTES)),
        (Evening("cancelled"), Next(Step.NOTHING)),
        (Evening("without_quorum"), Next(Step.NOTHING)),
    ],
)
def test_what_comes_next(evening, found):
    assert next_step(evening) == found


def test_every_step_but_the_last_has_its_article():
    assert set(Step) - set(SOURCES) == {Step.NOTHING}
    assert next_step(Evening("cancelled")).article == ""
    assert next_step(Evening("convened")).article == "3.87 §5"

"""After the end: unanimity that absence alone defeated, and the new assembly that may decide it."""

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import panel
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tlist
from koprogo.pages.assemblies.room.shown import HERE
from koprogo.state.assemblies.voting.retry import RetryState as Retry


def retry_panel() -> rx.Component:
    """Offer the retry, or the way to the draft."""
    problems = Retry.refusal.problems
    drafting = form(
        date_input("starts_at", t("Day"), value=Retry.earliest_day, problems=problems),
        text_input("hour", t("Hour"), kind="time", value="19:30", problems=problems),
        text_input("place", t("Place"), value=HERE.place, problems=problems),
        on_submit=Retry.draft,
        act=t("Draft the new assembly"),
    )
    drafted = button_link(t("To the draft"), href=urls.assembly(Retry.drafted_id, "plan"), main=True)
    offered = panel(
        answers(Retry.refusal),
        rx.el.p(
            t(
                "Everybody present said yes, but some co-owners were absent. A new assembly may decide by unanimity of"
                " those present or represented, from {day} on. Points: {numbers}.",
                day=tdate(Retry.earliest_day, "long"),
                numbers=tlist(Retry.numbers),
            )
        ),
        rx.cond(Retry.drafted_id != "", drafted, drafting),
        title=t("Unanimity failed for absence only"),
        aside=article("3.88 §4"),
    )
    return rx.cond(Retry.numbers.length() > 0, offered)

"""The one button of the evening: it names the next lawful step and takes it. It keeps its place, so Enter goes on; what
ends the evening is asked first."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.dialogs import opens
from koprogo.components.feedback import answers
from koprogo.components.layout import row
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tn
from koprogo.pages.assemblies.room.shown import CLOSE, HERE, Room
from koprogo.state.assemblies.room.next_step import NextStepState as Next

WORDS = {
    "open_session": t("Open the session"),
    "resume": t("Resume the session"),
    "close_poll": t("Close the secret poll on point {number}", number=Next.number),
    "open_vote": t("Open the vote on point {number}", number=Next.number),
    "close_vote": t("Close the vote on point {number}", number=Next.number),
    "confirm_result": t("Names read out: confirm point {number}", number=Next.number),
    "begin_run_off": t("Begin the run-off on point {number}", number=Next.number),
    "note": t("Note point {number}", number=Next.number),
    "drop": t("Leave point {number}: its principle was not carried", number=Next.number),
    "close_session": t("Close the assembly"),
}
ELSEWHERE = {
    "convene": (t("To the agenda"), "plan"),
    "take_attendance": (t("To the attendance list"), "attendance"),
    "read_minutes": (t("To the minutes"), "minutes"),
}
WAITS = {
    "draft": t("The assembly is not convened yet."),
    "nobody": t("Nobody is checked in yet."),
    "quorum": t("It waits for the quorum."),
    "second_person": tn(
        "{n} entry by hand waits for a second person.", "{n} entries by hand wait for a second person.", Next.count
    ),
    "candidates": t("None of those who stand has agreed yet."),
    "bureau": t("Chair and secretary are not named yet."),
}


def next_bar() -> rx.Component:
    """Draw the button with why it waits; nothing before the step is known."""
    press = rx.el.button(
        pick(Next.step, WORDS, ""),
        type="button",
        id="next-step",
        access_key="n",
        class_name="button",
        on_click=rx.cond(Next.step == "close_session", opens(CLOSE), Next.press(Next.step, Next.seen, Room.countdown)),
        aria_describedby="next-step-why",
        data_testid="next-step",
    )
    links = {
        step: button_link(word, href=urls.assembly(HERE.id, page), data_testid="next-page")
        for step, (word, page) in ELSEWHERE.items()
    }
    is_act = pick(Next.step, dict.fromkeys(WORDS, True), False)
    return rx.cond(
        Next.step != "",
        rx.fragment(
            row(
                rx.el.strong(t("Next step")),
                rx.cond(is_act, press, pick(Next.step, links, rx.fragment())),
                rx.cond(Next.number != "", rx.el.span(t_own(Next.title), class_name="quiet small")),
                _why(),
                wrap=True,
            ),
            answers(Next.refusal),
        ),
    )


def _why() -> Any:
    return rx.el.span(
        pick(Next.wait, WAITS, ""),
        " ",
        rx.cond((Next.wait != "") & (Next.article != ""), article(Next.article)),
        id="next-step-why",
        class_name="small soon",
        role="status",
    )

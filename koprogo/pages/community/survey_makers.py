"""What council and syndic do with a survey: change a draft, send it out, close it early, throw it away."""

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.text import t, tmoment, tn
from koprogo.pages.community.survey_form import kind_word, survey_form
from koprogo.pages.community.survey_words import audience_word
from koprogo.state.community.survey import SurveyState as State

VIEW = State.view


def makers() -> rx.Component:
    """Draw the acts of who makes surveys; nothing for everybody else, nothing once it is closed."""
    return rx.cond(
        State.may_make & (VIEW.state != "closed"),
        panel(
            rx.cond(VIEW.state == "drafted", _draft(), _open()),
            title=t("For council and syndic"),
        ),
    )


def _draft() -> rx.Component:
    invite = tn("Open and invite {n} person", "Open and invite {n} people", VIEW.asked)
    openers = row(
        confirm(
            "open-survey",
            invite,
            title=t("Send this survey out?"),
            sentence=t(
                "Everybody asked who has an account gets a letter in her language. What was sent out cannot be changed."
            ),
            rows=(
                (t("Asked"), audience_word(VIEW.audience, VIEW.group)),
                (t("Answer"), kind_word(VIEW.kind)),
                (t("Names"), rx.cond(VIEW.is_anonymous, t("without names"), t("by name"))),
                (t("Closes"), tmoment(VIEW.until, "long")),
            ),
            act=invite,
            on_confirm=State.open,
        ),
        button(t("Change the draft"), on_click=State.edit, data_testid="edit-survey"),
        confirm(
            "discard-survey",
            t("Throw the draft away"),
            title=t("Throw this draft away?"),
            act=t("Throw the draft away"),
            on_confirm=State.discard,
            grave=True,
        ),
        wrap=True,
    )
    shut = survey_form(State, on_submit=State.change, act=t("Keep these changes"), on_leave=State.edit)
    seen = rx.el.p(t("Only council and syndic see this draft."), class_name="small quiet")
    return rx.cond(State.editing, shut, stack(seen, openers))


def _open() -> rx.Component:
    told = t(
        "{invited} people were asked, {mailed} of them by e-mail. Tell the others yourself: they have no account yet.",
        invited=VIEW.invited, mailed=VIEW.mailed,
    )  # fmt: skip
    everybody = tn("{n} person was asked by e-mail.", "{n} people were asked by e-mail.", VIEW.mailed)
    return stack(
        rx.el.p(rx.cond(VIEW.invited == VIEW.mailed, everybody, told), class_name="small"),
        row(
            confirm(
                "close-survey",
                t("Close it now"),
                title=t("Close this survey now?"),
                sentence=t("It closes by itself on {moment}. Closed once, it takes no answer any more.",
                           moment=tmoment(VIEW.until, "long")),
                act=t("Close it now"),
                on_confirm=State.close,
                grave=True,
            ),
            wrap=True,
        ),
    )  # fmt: skip

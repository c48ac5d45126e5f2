"""Signing in: with an address and a password; with a link when the password is forgotten; with a slip in the hall."""

import reflex as rx

from koprogo import urls
from koprogo.components.auth import auth_answer, auth_form
from koprogo.components.feedback import notice
from koprogo.components.inputs import text_input
from koprogo.components.kept import kept_for_sign_in
from koprogo.components.layout import panel, stack
from koprogo.components.navigation import button_link
from koprogo.components.text import t
from koprogo.pages.shell import page
from koprogo.state.base import RefusalView
from koprogo.state.identity.session import SessionState

FORM = "sign-in"


def sign_in() -> rx.Component:
    """Draw the page; whoever is signed in already is told so, and may sign in as somebody else."""
    said = auth_answer(FORM, RefusalView)
    return page(
        t("Sign in"),
        rx.cond(SessionState.is_signed_in, _signed_in_already()),
        kept_for_sign_in(),
        auth_form(
            FORM,
            urls.AUTH_SIGN_IN,
            text_input(
                "email",
                t("E-mail address"),
                hint=t("The address where you receive the convocation"),
                kind="email",
                autocomplete="username",
                problems=said.problems,
                input_mode="email",
            ),
            text_input(
                "password", t("Password"), kind="password", autocomplete="current-password", problems=said.problems
            ),
            act=t("Sign in"),
            answer=said,
            ways=(button_link(t("Send me a link"), href=urls.FORGOTTEN, main=True, shape="mail"),),
        ),
        rx.el.div(
            button_link(t("Send me a link"), href=urls.FORGOTTEN, shape="mail", big=True, wide=True),
            rx.el.p(t("For who has no password yet, or no longer knows it."), class_name="quiet"),
            class_name="stack tight answers rule-above",
        ),
        in_the_hall(),
        menu=(),
        foot=False,
        under=t("Votes, papers and people of your co-ownership"),
    )


def in_the_hall() -> rx.Component:
    """Offer the way of who has no account: the code of a slip."""
    return rx.el.div(
        panel(
            rx.el.p(t("Ask for a slip at the table. It bears a code for one evening.")),
            button_link(t("Enter the code of the slip"), href=urls.SLIP, wide=True),
            title=t("In the hall, without an account?"),
        ),
        class_name="answers",
    )


def _signed_in_already() -> rx.Component:
    return rx.el.div(
        notice(
            stack(
                rx.el.p(t("You are signed in as {name}.", name=SessionState.name)),
                button_link(t("To my home page"), href=urls.HOME),
            ),
            tone="good",
            shape="check",
        ),
        class_name="answers",
    )

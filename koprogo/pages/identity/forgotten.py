"""Asking for a link to choose a password. The answer is the same for everybody: nobody learns who has an account."""

import reflex as rx

from koprogo import urls
from koprogo.components.auth import auth_answer, auth_done, auth_form
from koprogo.components.feedback import notice
from koprogo.components.inputs import text_input
from koprogo.components.layout import stack
from koprogo.components.navigation import button_link
from koprogo.components.text import t, tn
from koprogo.pages.shell import page
from koprogo.state.base import RefusalView
from koprogo.state.identity.limits import LINK_HOURS

FORM = "forgotten"


def forgotten() -> rx.Component:
    """Draw the page: the form, and once it was sent what happens next."""
    said = auth_answer(FORM, RefusalView)
    return page(
        t("A link by e-mail"),
        rx.cond(auth_done(FORM), _sent()),
        auth_form(
            FORM,
            urls.AUTH_FORGOTTEN,
            text_input(
                "email",
                t("E-mail address"),
                hint=t("The address with which you sign in"),
                kind="email",
                autocomplete="username",
                problems=said.problems,
                input_mode="email",
            ),
            act=t("Send me a link"),
            answer=said,
            stays=True,
        ),
        menu=(),
        foot=False,
        back=urls.SIGN_IN,
        place=t("Sign in"),
        under=tn(
            "With it you choose a new password. It is good once, for {n} hour.",
            "With it you choose a new password. It is good once, for {n} hours.",
            LINK_HOURS,
        ),
    )


def _sent() -> rx.Component:
    return rx.el.div(
        notice(
            stack(
                rx.el.p(
                    t("If somebody signs in with this address, a link is on its way. Look into the unwanted mail too.")
                ),
                rx.el.p(t("No account yet? Ask your syndic for an invitation.")),
                button_link(t("Back to signing in"), href=urls.SIGN_IN),
            ),
            title=t("Look into your mailbox"),
            tone="good",
            shape="check",
        ),
        class_name="answers",
    )

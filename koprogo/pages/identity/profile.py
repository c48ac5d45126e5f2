"""My profile: language, light or dark, where I am signed in, and signing out."""

import reflex as rx

from koprogo import urls
from koprogo.components.auth import auth_form
from koprogo.components.feedback import answers
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button, language_switch, theme_switch
from koprogo.components.status import tag
from koprogo.components.text import t, tmoment
from koprogo.pages.shell import page
from koprogo.state.identity.profile import ProfileState, SignInView
from koprogo.state.identity.session import SessionState

MOST = 10
"""Sign-ins shown; who has more signs out everywhere."""


def profile() -> rx.Component:
    """Draw the page."""
    return page(
        t("My profile"),
        answers(ProfileState.refusal),
        rx.el.div(
            panel(
                rx.el.p(t("Letters and papers come in this language too."), class_name="quiet"),
                language_switch(on_change=SessionState.change_language),
                title=t("Language"),
            ),
            panel(
                rx.el.p(t("This choice stays on this device."), class_name="quiet"),
                theme_switch(),
                title=t("Light or dark"),
            ),
            class_name="pair",
        ),
        panel(
            rx.el.ul(rx.foreach(ProfileState.sign_ins[:MOST], _sign_in), class_name="plain"),
            rx.cond(
                ProfileState.sign_ins.length() > MOST,
                rx.el.p(t("{n} in all.", n=ProfileState.sign_ins.length()), class_name="quiet"),
            ),
            title=t("Where you are signed in"),
        ),
        rx.el.div(
            auth_form("sign-out", urls.AUTH_SIGN_OUT, act=t("Sign out here"), leaves=True),
            auth_form(
                "sign-out-everywhere",
                urls.AUTH_SIGN_OUT_EVERYWHERE,
                act=t("Sign out everywhere"),
                leaves=True,
                main=False,
            ),
            class_name="row wrap",
        ),
        current="settings",
        under=SessionState.name,
        foot=False,
    )


def _sign_in(each: SignInView) -> rx.Component:
    method = rx.match(each.method, ("slip", t("with a slip")), ("password", t("with a password")), each.method)
    return rx.el.li(
        row(
            stack(
                rx.el.span(
                    rx.el.strong(t("Since {at}", at=tmoment(each.since, "month"))), ", ", method,
                ),
                rx.el.span(t("last used {at}", at=tmoment(each.last_seen, "month")), class_name="small quiet"),
                gap="close",
            ),
            rx.cond(
                each.is_this,
                tag(t("This device"), "good"),
                button(t("End this sign-in"), on_click=ProfileState.end(each.id)),
            ),
            between=True,
            wrap=True,
        ),
        class_name="rule-above",
        key=each.id,
    )  # fmt: skip

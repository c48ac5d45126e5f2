"""Choosing a password with the link of a letter: an invitation, or a new password."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.components.auth import auth_answer, auth_form, link_facts, link_look
from koprogo.components.feedback import answers, waiting
from koprogo.components.inputs import text_input
from koprogo.components.navigation import button_link
from koprogo.components.text import t
from koprogo.pages.shell import page
from koprogo.state.base import RefusalView
from koprogo.state.identity.limits import PASSWORD_LEAST

FORM = "invitation"


@dataclass(frozen=True)
class LinkView:
    """For whom a link is; `state` is asking, known or ended, `purpose` join or reset."""

    state: str = ""
    name: str = ""
    email: str = ""
    purpose: str = ""


def invitation() -> rx.Component:
    """Draw the page: whose link it is and the password to choose, or that the link has ended."""
    said, link = auth_answer(FORM, RefusalView), link_facts(LinkView)
    return page(
        t("Choose your password"),
        link_look(FORM),
        rx.match(link.state, ("known", _form(said, link)), ("ended", _ended(said)), waiting()),
        menu=(),
        foot=False,
    )


def _form(said: RefusalView, link: LinkView) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("For {name}", name=link.name), class_name="lead"),
        auth_form(
            FORM,
            urls.AUTH_INVITATION,
            text_input("email", t("E-mail address"), value=link.email, autocomplete="username", read_only=True),
            text_input(
                "password", t("New password"),
                hint=t("At least {n} characters; three unrelated words are good.", n=PASSWORD_LEAST),
                kind="password", autocomplete="new-password", problems=said.problems,
            ),
            act=t("Choose this password and sign in"),
            answer=said,
        ),
        class_name="stack wide answers",
    )  # fmt: skip


def _ended(said: RefusalView) -> rx.Component:
    return rx.el.div(
        answers(said, button_link(t("Send me a link"), href=urls.FORGOTTEN, main=True, shape="mail")),
        rx.el.p(t("Was it an invitation? Then ask your syndic to send it again."), class_name="quiet"),
        class_name="stack answers",
    )

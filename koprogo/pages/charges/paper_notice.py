"""Owners without an e-mail address are told on paper before the 48 hours begin: who they are, the words, and the day."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.forms import form
from koprogo.components.layout import more, stack
from koprogo.components.text import t, tn
from koprogo.pages.governance.fields import named_input, named_select

WAYS = (("posted", t("By post")), ("hung_up", t("Hung up in the hall")), ("handed", t("Handed to each of them")))


def paper_notice(row: Any, *hidden: rx.Component, today: Any, on_submit: Any) -> rx.Component:
    """Draw who is still to be told about an account number, with the form that notes it; `hidden` names the number."""
    return stack(
        notice(
            rx.el.p(tn("{n} owner has no e-mail address here:", "{n} owners have no e-mail address here:", row.untold)),
            rx.el.p(row.names),
            rx.el.p(t("Nothing is paid before they were told on paper, and 48 hours after that.")),
            status=False,
        ),
        more(
            t("The notice to post or to hang up"),
            rx.foreach(row.notice, lambda each: rx.el.p(each, class_name="said-words")),
        ),
        more(
            t("They were told"),
            form(
                *hidden,
                named_select("how", t("How were they told?"), WAYS),
                named_input("told_on", t("On which day?"), type="date", default_value=today),
                rx.el.p(t("A letter by post counts as there after three days."), class_name="small quiet"),
                on_submit=on_submit,
                act=t("Note that they were told"),
            ),
        ),
        gap="tight",
    )

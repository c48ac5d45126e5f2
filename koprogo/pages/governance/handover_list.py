"""The list of what a syndic hands over, with a form for each thing: on the syndic's page, and behind her own door."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.forms import form
from koprogo.components.layout import more, row, stack
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tn
from koprogo.pages.governance.fields import named_input, named_select
from koprogo.state.governance.syndic import HandoverRow

ITEMS = {
    "accounts": t("The accounts, with their vouchers"),
    "assets": t("The assets: bank accounts, cash, funds"),
    "claims": t("The history of claims"),
    "sums_used": t("The proof of what every missing sum was used for"),
    "register": t("The register of decisions and the minutes"),
    "contracts": t("The contracts for regular supplies"),
    "insurance": t("The insurance policies"),
    "later_works": t("The post-intervention file and the plans"),
    "owners": t("The list of co-owners with their addresses"),
    "access": t("Keys, codes and remote controls"),
}
MISSING = ("missing", t("Missing"))
GIVES = (("given", t("Handed over")), MISSING)
RECEIVES = (("received", t("Is received")), MISSING)


def handover_list(line: Any, *, state: Any, may: Any, gives: Any) -> rx.Component:
    """Draw the dated list of a mandate.

    Args:
        line: `handover`, `handover_due` and `to_come` of it.
        state: `note_handover`, `today` and `count` of the page.
        may: who reads it may say something of a thing.
        gives: she hands over; otherwise she receives.
    """
    left = rx.cond(
        line.to_come > 0,
        tag(tn("{n} thing not received yet", "{n} things not received yet", line.to_come), "soon"),
        tag(t("All is received"), "good"),
    )
    return stack(
        row(rx.el.h3(t("Hand-over")), left, between=True, wrap=True),
        rx.el.p(
            t("The whole file goes to the next syndic, or to the chair of the last assembly, until {day}.",
              day=tdate(line.handover_due, "long")),
            " ",
            article("3.89 §5, 7°"),
        ),
        rx.el.ul(rx.foreach(line.handover, lambda item: _item(item, state, may, gives)), class_name="plain lined"),
        rx.el.p(
            t("The law names the first four; the other lines are house practice."), class_name="small quiet"
        ),
        gap="close",
    )  # fmt: skip


def _item(item: HandoverRow, state: Any, may: Any, gives: Any) -> rx.Component:
    stands: Any = rx.match(
        item.what,
        ("received", tag(t("Is received"), "good")),
        ("given", tag(t("Handed over, not confirmed yet"), "soon")),
        ("missing", tag(t("Missing"), "bad")),
        tag(t("To come"), "outline"),
    )
    said = rx.cond(
        item.what != "",
        rx.el.p(
            t("{name}, {day}", name=item.by, day=tdate(item.day)),
            rx.cond(item.words != "", rx.el.span(": ", item.words)),
            class_name="small quiet",
        ),
    )
    named = rx.fragment(
        rx.cond(gives, t("Handed over or missing"), t("Received or missing")),
        rx.el.span(": ", pick(item.item, ITEMS), class_name="unseen"),
    )
    return rx.el.li(
        row(rx.el.span(pick(item.item, ITEMS), class_name="grow"), stands, between=True, wrap=True),
        said,
        rx.cond(may, more(named, _form(item, state, gives))),
        key=item.item,
        class_name="stack close",
    )


def _form(item: HandoverRow, state: Any, gives: Any) -> rx.Component:
    word = t("What became of it?")
    return rx.el.div(
        form(
            rx.el.input(type="hidden", name="mandate", value=item.mandate, read_only=True),
            rx.el.input(type="hidden", name="item", value=item.item, read_only=True),
            rx.cond(gives, named_select("what", word, GIVES), named_select("what", word, RECEIVES)),
            named_input("day", t("On which day?"), type="date", default_value=state.today),
            named_input("words", t("Remark; what is missing"), max_length=500),
            on_submit=state.note_handover,
            act=t("Write it down"),
        ),
        key=state.count,
    )

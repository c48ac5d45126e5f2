"""One lot: its holders, who votes for it, and naming its representative."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input, text_input
from koprogo.components.layout import facts, panel, stack
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.buildings.words import kind_word, right_word
from koprogo.pages.shell import page
from koprogo.state.ownership.lot import DesignationView, HolderView
from koprogo.state.ownership.lot import LotState as State


def lot() -> rx.Component:
    """Draw the page."""
    shown = State.lot
    return page(
        t("Lot {number}", number=shown.number),
        answers(State.refusal),
        rx.cond(State.loaded, rx.fragment(_state(), rx.el.div(_facts(), _designate(), class_name="pair")), waiting()),
        current="associations",
        place=t("Lot {number}", number=shown.number),
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _state() -> rx.Component:
    shown = State.lot
    return rx.fragment(
        rx.cond(
            State.done,
            notice(
                rx.el.p(t("{name} votes for lot {number}.", name=shown.representative, number=shown.number)),
                title=t("Recorded"),
                tone="good",
                shape="check",
            ),
        ),
        rx.cond(
            shown.is_suspended,
            notice(
                rx.el.p(
                    t(
                        "Its holders have not named one person in writing: {n} votes are lost until they do.",
                        n=shown.shares,
                    ),
                    " ",
                    article("3.87 §1"),
                ),
                title=t("Lot {number} does not vote yet", number=shown.number),
                shape="lock",
                status=False,
            ),
        ),
    )


def _facts() -> rx.Component:
    shown = State.lot
    votes = rx.cond(
        shown.representative != "", shown.representative, rx.cond(shown.is_suspended, t("nobody"), t("its holder"))
    )
    return stack(
        facts(
            (t("Kind"), rx.el.span(kind_word(shown.kind), rx.cond(shown.floor != "", rx.el.span(", ", shown.floor)))),
            (t("Shares"), tnum(shown.shares)),
            (t("Votes"), votes),
        ),
        panel(
            rx.el.ul(rx.foreach(shown.holders, _holder), class_name="plain lined"),
            title=tn("{n} holder", "{n} holders", shown.holders.length()),
        ),
        rx.cond(
            shown.designations.length() > 0,
            panel(
                rx.el.ul(rx.foreach(shown.designations, _designation), class_name="plain lined"),
                title=t("Who was named"),
            ),
        ),
    )


def _holder(holder: HolderView) -> rx.Component:
    return rx.el.li(
        rx.el.a(holder.name, href=holder.href),
        rx.el.span(", ", right_word(holder.right), class_name="quiet"),
        rx.cond(
            holder.acted_for_by != "",
            rx.el.span(t("{name} acts", name=holder.acted_for_by), class_name="small quiet block"),
        ),
    )


def _designation(each: DesignationView) -> rx.Component:
    days = rx.cond(
        each.until != "",
        t("from {since} to {until}", since=tdate(each.since), until=tdate(each.until)),
        t("since {day}", day=tdate(each.since)),
    )
    return rx.el.li(
        rx.el.strong(each.name),
        ", ",
        days,
        rx.el.span(each.proof, class_name="small quiet block"),
    )


def _designate() -> rx.Component:
    """Draw the form, for a lot that votes only through one person."""
    problems = State.refusal.problems
    return rx.cond(
        State.may_change & State.lot.is_joint,
        panel(
            form(
                select_input(
                    "person",
                    t("Who votes"),
                    State.people,
                    hint=t("A holder, or somebody from outside who was added first."),
                    problems=problems,
                ),
                date_input("since", t("Since"), value=State.typed_since, problems=problems, key=State.typed_since),
                text_input(
                    "proof",
                    t("Proof"),
                    value=State.typed_proof,
                    hint=t("The writing by which the holders told you, and its day: letter of 20 November 2026."),
                    problems=problems,
                ),
                rx.el.p(rx.el.a(t("Add somebody from outside"), href=State.people_at), class_name="small"),
                on_submit=State.designate,
                act=t("Name this person"),
            ),
            title=t("Name the representative"),
        ),
    )

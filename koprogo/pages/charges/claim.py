"""One claim on an insurer: expected, invoiced, received, not covered; its papers, and who bears what is left."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input
from koprogo.components.layout import columns, facts, figure, figures, list_link, list_panel, more, panel, row
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.claims import known_fields, standing
from koprogo.pages.charges.invoice_words import standing_tag
from koprogo.pages.shell import page
from koprogo.state.charges.claims import ClaimState as State
from koprogo.state.charges.claims import PaperLine

PROBLEMS = State.refusal.problems


def claim() -> rx.Component:
    """Draw the page."""
    return page(
        rx.cond(State.loaded, t("Claim {number}", number=State.view.number), t("Claim")),
        books_tabs(State.sheet_at, "claims"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_figures(), rx.cond(State.keeps, _papers()), side=rx.fragment(_facts(), _acts())),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/claims",
        above=crumb(t("Claims"), State.sheet_at + "/claims"),
        under=State.view.words,
    )


def _figures() -> rx.Component:
    view = State.view
    left = notice(
        rx.el.p(
            rx.cond(
                view.bearer != "",
                t("The owner of lot {lot} bears the deductible of {amount}; the rest is shared by its key.",
                  lot=view.bearer, amount=tmoney(view.deductible)),
                t("It is shared among the owners by its key once the claim is settled."),
            )
        ),
        title=t("{amount} is not covered by the insurer", amount=tmoney(view.not_covered)),
        status=False,
    )  # fmt: skip
    return rx.fragment(
        rx.cond((view.not_covered > 0) & (view.ended_on == ""), left),
        figures(
            figure(tmoney(view.expected), t("expected")),
            figure(tmoney(view.invoiced), t("invoiced and booked")),
            figure(tmoney(view.received), t("received")),
            figure(tmoney(view.awaited), t("awaited from the insurer")),
            rx.cond(view.not_covered > 0, figure(tmoney(view.not_covered), t("not covered"))),
        ),
    )


def _papers() -> rx.Component:
    def paper(line: PaperLine) -> rx.Component:
        return list_link(
            rx.el.span(line.name, " ", line.words),
            href=line.href,
            under=rx.fragment(tmoney(line.cents), rx.cond(line.day != "", rx.fragment(", ", tdate(line.day)))),
            aside=rx.cond(line.standing != "", standing_tag(line.standing)),
        )

    def papers(title: rx.Component, rows: rx.Var, none: rx.Component) -> rx.Component:
        return rx.cond(
            rows.length() > 0,
            rx.fragment(rx.el.h2(title), list_panel(rx.foreach(rows, paper))),
            panel(rx.el.p(none, class_name="quiet"), title=title),
        )

    return rx.fragment(
        papers(t("Invoices"), State.invoices, t("Nothing was invoiced for it yet.")),
        papers(t("Indemnity"), State.indemnities, t("Nothing came from the insurer yet.")),
    )


def _facts() -> rx.Component:
    view = State.view
    return panel(
        row(standing(view), wrap=True),
        facts(
            (t("Day of the damage"), tdate(view.day)),
            (t("Lots"), rx.cond(view.lots != "", view.lots, t("common parts"))),
            (t("Insurer"), view.insurer),
            (t("Number of the policy"), rx.cond(view.policy != "", view.policy, "–")),
            (t("The insurer’s reference"), rx.cond(view.reference != "", view.reference, "–")),
            (t("Deductible"), tmoney(view.deductible)),
        ),
        rx.cond(view.source != "", rx.el.p(view.source, class_name="small quiet")),
        rx.cond(
            view.ended_on != "",
            rx.el.p(t("Settled on {day}", day=tdate(view.ended_on)), class_name="small"),
        ),
        rx.cond(State.entry_at != "", rx.el.a(t("The entry"), href=State.entry_at, class_name="link")),
        row(article("3.81"), wrap=True),
        title=t("What is known"),
    )


def _acts() -> rx.Component:
    view, typed = State.view, State.form
    known = form(
        *known_fields(
            PROBLEMS, State.lots, insurer=view.insurer, policy=view.policy, reference=view.reference,
            expected=typed.expected, deductible=typed.deductible, lot=typed.lot, source=view.source,
        ),
        on_submit=State.change,
        act=t("Note it"),
    )  # fmt: skip
    receipt = form(
        select_input("line", t("Receipt"), State.receipts, problems=PROBLEMS),
        on_submit=State.receive,
        act=t("It is this claim’s indemnity"),
    )
    settle = form(
        date_input("day", t("Settled on the day"), value=State.today, problems=PROBLEMS),
        select_input(
            "key", t("Key of what is left"), State.keys, problems=PROBLEMS, hint=t("Without a key: by the shares.")
        ),
        on_submit=State.settle,
        act=t("Settle the claim"),
    )
    return rx.cond(
        State.may_act,
        panel(
            rx.cond(State.receipts.length() > 0, more(t("The indemnity came"), rx.el.div(receipt, key=State.count))),
            more(t("Change what is known"), rx.el.div(known, key=State.count)),
            more(t("Settle the claim"), rx.el.div(settle, key=State.count)),
            title=t("What comes next"),
        ),
    )

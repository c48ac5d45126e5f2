"""The fields of an invoice beside its paper: its head, its lines with who bears them, and the lines as read."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, money_input, select_input, text_input
from koprogo.components.layout import more, pair, panel, row, stack
from koprogo.components.navigation import quiet_button
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, t_own, tmoney
from koprogo.pages.charges.invoice_words import FUNDING, RATES, account_tag
from koprogo.state.charges.invoice import InvoiceState as State
from koprogo.state.charges.invoice_rows import LineForm

PROBLEMS = State.refusal.problems
RATE = dict(RATES)


def fields() -> rx.Component:
    """Draw the form."""
    return rx.fragment(
        form(
            _paper_fields(),
            panel(
                rx.el.div(rx.foreach(State.lines, _line), class_name="stack wide"),
                row(quiet_button(t("One more line"), on_click=State.add_line)),
                _accounts(),
                title=t("Lines, before VAT"),
            ),
            _more_fields(),
            on_submit=State.keep,
            act=t("Keep this"),
        ),
    )


def lines_read() -> rx.Component:
    """Draw the lines of an invoice that is not changed any more."""
    columns = (
        Column(t("Line")),
        Column(t("Account")),
        Column(t("Borne by")),
        Column(t("VAT")),
        Column(t("With VAT"), number=True, unit="€"),
    )
    foot = (rx.el.strong(t("Sum of the lines")), "", "", "", rx.el.strong(tmoney(State.computed, unit=False)))
    return panel(
        data_table(t("Lines"), columns, State.lines, _cells, key=lambda line: line.place, foot=foot),
        title=t("Lines"), padded=False,
    )  # fmt: skip


def _cells(line: LineForm) -> tuple[Any, ...]:
    borne = rx.cond(
        line.bearer == "",
        t("All, by their shares"),
        rx.cond(line.bearer == "given", t("Amounts given per lot"), t_own(line.bearer_names)),
    )
    account = rx.el.span(line.account, rx.el.span(t_own(line.account_names), class_name="small quiet block"))
    return (
        rx.el.span(rx.cond(line.words != "", line.words, t("Line {n}", n=line.place))),
        account,
        rx.el.span(borne),
        rx.el.span(pick(line.rate, RATE)),
        money_cell(line.gross),
    )


def _paper_fields() -> rx.Component:
    line, head = State.row, State.head
    kinds = (("invoice", t("An invoice")), ("credit_note", t("A credit note")))
    return panel(
        choices("kind", t("What is it?"), kinds, value=line.kind, problems=PROBLEMS),
        select_input("supplier", t("Supplier"), State.suppliers, value=head.supplier, problems=PROBLEMS),
        more(
            t("A supplier who is not in the list"),
            stack(
                text_input("new_supplier", t("The supplier’s name"), max_length=120),
                text_input(
                    "new_number", t("Enterprise number"), hint=t("Ten digits; empty for a foreign or private one.")
                ),
                gap="tight",
            ),
        ),
        pair(
            text_input(
                "supplier_number", t("Supplier’s number"), value=line.supplier_number, problems=PROBLEMS, max_length=60
            ),
            money_input("gross", t("Total of the paper"), value=head.gross, problems=PROBLEMS),
            date_input("day", t("Day of the invoice"), value=line.day, problems=PROBLEMS),
            date_input("due_on", t("To be paid by"), value=line.due, problems=PROBLEMS),
        ),
        title=t("What the invoice says"),
    )


def _more_fields() -> rx.Component:
    line, head = State.row, State.head
    options = tuple((code, word) for code, word in FUNDING.items())
    decisions = rx.el.label(
        _word(t("Which decision pays it (reserve, special call, loan)")),
        rx.el.select(
            rx.el.option("–", value=""),
            rx.foreach(
                State.decisions,
                lambda each: rx.el.option(
                    t("{words}, {left} left", words=each.words, left=tmoney(each.left)), value=each.id
                ),
            ),
            name="decision", id="decision", default_value=head.decision, class_name="input",
        ),
        class_name="field",
    )  # fmt: skip
    claims = rx.el.label(
        _word(t("Which claim pays it (insurance)")),
        rx.el.select(
            rx.el.option("–", value=""),
            rx.foreach(State.claims, lambda each: rx.el.option(each.word, value=each.value)),
            name="claim", id="claim", default_value=head.claim, class_name="input",
        ),
        class_name="field",
    )  # fmt: skip
    return panel(
        text_input("iban", t("Account number (IBAN)"), value=head.iban, problems=PROBLEMS, max_length=50),
        rx.cond(State.account.number != "", row(account_tag(State.account))),
        text_input("communication", t("Communication"), value=head.communication, problems=PROBLEMS, max_length=140),
        pair(
            date_input("service_from", t("Service from"), value=head.service_from, problems=PROBLEMS),
            date_input("service_last", t("Last day of the service"), value=head.service_last, problems=PROBLEMS),
        ),
        select_input("funding", t("What pays it?"), options, value=line.funding, problems=PROBLEMS),
        decisions,
        rx.cond(State.claims.length() > 0, claims),
        more(
            t("VAT as the paper names it"),
            pair(
                money_input("vat_21", t("VAT at {rate} %", rate=21), value=head.vat_21, problems=PROBLEMS),
                money_input("vat_12", t("VAT at {rate} %", rate=12), value=head.vat_12, problems=PROBLEMS),
                money_input("vat_6", t("VAT at {rate} %", rate=6), value=head.vat_6, problems=PROBLEMS),
            ),
        ),
        title=t("Payment, time and funding"),
    )


def _line(line: LineForm) -> rx.Component:
    """Draw one line: its names carry its place, so that each is found again."""
    place = line.place.to_string()
    return rx.el.fieldset(
        rx.el.legend(t("Line {n}", n=line.place), class_name="small quiet"),
        _field("words_", place, t("What for"), line.words, max_length=200),
        rx.el.div(
            _field(
                "account_", place, t("Account"), line.account, list="accounts", max_length=9,
                on_change=State.search.debounce(250), auto_complete="off",
            ),
            _field("net_", place, t("Before VAT, €"), line.net, input_mode="decimal", class_name="input money"),
            rx.el.label(
                _word(t("VAT")),
                rx.el.select(
                    *(rx.el.option(word, value=code) for code, word in RATES),
                    name="rate_" + place, id="rate_" + place, default_value=line.rate, class_name="input",
                ),
                class_name="field",
            ),
            class_name="line-fields",
        ),
        rx.cond(line.account != "", rx.el.p(t_own(line.account_names), class_name="small quiet")),
        _bearer(line, place),
        class_name="stack tight invoice-line",
        key=line.place,
    )  # fmt: skip


def _bearer(line: LineForm, place: Any) -> rx.Component:
    chosen = rx.el.label(
        _word(t("Borne by")),
        rx.el.select(
            rx.el.option(t("All, by their shares"), value=""),
            rx.el.option(t("Amounts given per lot"), value="given"),
            rx.foreach(
                State.bearers,
                lambda each: rx.el.option(
                    rx.cond(each.value.startswith("lot:"), t("Lot {lot} alone", lot=each.word), each.word),
                    value=each.value,
                ),
            ),
            name="bearer_" + place, id="bearer_" + place, default_value=line.bearer, class_name="input",
        ),
        class_name="field",
    )  # fmt: skip
    given = rx.el.label(
        _word(t("Lot and amount with VAT, one per line")),
        rx.el.textarea(
            name="given_" + place, id="given_" + place, default_value=line.given, rows="4", class_name="input"
        ),
        class_name="field",
    )
    return stack(chosen, more(t("Amounts given per lot"), given), gap="tight")


def _field(name: str, place: Any, label: Any, value: Any, **props: Any) -> rx.Component:
    return rx.el.label(
        _word(label),
        rx.el.input(
            **{"type": "text", "class_name": "input", **props}, name=name + place, id=name + place, default_value=value
        ),
        class_name="field",
    )


def _word(label: Any) -> rx.Component:
    """Write the label of a field that carries it around itself, as strong as those that stand above theirs."""
    return rx.el.span(label, class_name="strong")


def _accounts() -> rx.Component:
    """Offer the accounts found by what was typed."""
    return rx.el.datalist(
        rx.foreach(State.found, lambda each: rx.el.option(t_own(each.names), value=each.code)), id="accounts"
    )

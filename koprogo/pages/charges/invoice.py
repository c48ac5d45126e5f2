"""One invoice beside its paper: on a desk the paper left and what it says right; one under the other on a phone."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.inputs import text_input
from koprogo.components.layout import facts, more, panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import tag
from koprogo.components.text import t, t_var, tdate, tmoment, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_fields import fields, lines_read
from koprogo.pages.charges.invoice_words import EVENTS, FUNDING, account_tag, standing_tag
from koprogo.pages.governance.fields import named_area
from koprogo.pages.shell import page
from koprogo.state.charges.invoice import InvoiceState as State
from koprogo.state.charges.invoice_rows import EventRow, TwinLink

LARGEST_MB = 20
PROBLEMS = State.refusal.problems


def invoice() -> rx.Component:
    """Draw the page."""
    line = State.row
    return page(
        rx.cond(
            line.kind == "credit_note",
            t("Credit note no. {number}", number=line.number),
            t("Invoice no. {number}", number=line.number),
        ),
        books_tabs(State.sheet_at, "invoices"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.el.div(_paper(), stack(*_said()), class_name="beside-paper"),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.list_at,
        above=crumb(t("Supplier invoices"), State.list_at),
        under=rx.cond(line.supplier != "", line.supplier, t("Supplier not named yet")),
    )  # fmt: skip


def _said() -> tuple[rx.Component, ...]:
    return _where(), _warnings(), _body(), _given(), _acts(), _history()


def _paper() -> rx.Component:
    """Draw the paper: a PDF in the browser's own viewer, a picture as it is, or the place where one is sent."""
    sheet = rx.cond(
        State.paper_is_pdf,
        rx.el.iframe(src=State.paper_at + "#view=FitH&navpanes=0", title=t("The paper of this invoice")),
        rx.el.img(src=State.paper_at, alt=t("The paper of this invoice")),
    )
    missing = stack(
        rx.el.p(t("This invoice came without its paper."), class_name="quiet"),
        rx.cond(State.send_paper_at != "", _send("paper", t("Add the paper"), State.send_paper_at, "image/*,.pdf")),
        gap="tight",
    )
    return rx.el.section(
        rx.cond(
            State.paper_at != "",
            rx.fragment(
                rx.el.div(sheet, class_name="paper-sheet"),
                row(
                    button_link(t("Open the paper"), href=State.paper_at, shape="paper", reload_document=True),
                    rx.cond(
                        State.electronic_at != "",
                        rx.el.a(t("Electronic invoice"), href=State.electronic_at, class_name="link", reload_document=True),
                    ),
                    wrap=True,
                ),
            ),
            missing,
        ),
        rx.cond(
            (State.send_electronic_at != "") & (State.electronic_at == ""),
            stack(
                _send("electronic", t("Add the electronic invoice"), State.send_electronic_at, ".xml"),
                rx.el.p(t("A UBL file beside the paper fills the fields."), class_name="small quiet"),
                gap="close",
            ),
        ),
        class_name="panel padded stack tight the-paper",
        aria_label=t("The paper"),
    )  # fmt: skip


def _send(name: str, word: Any, endpoint: Any, accept: str) -> rx.Component:
    return file_button(name, word, endpoint=endpoint, on_sent=State.file_sent, accept=accept, largest_mb=LARGEST_MB)


def _where() -> rx.Component:
    line = State.row
    return row(
        standing_tag(line.standing),
        rx.cond(line.kind == "credit_note", tag(t("Credit note"), "outline")),
        rx.cond(line.order_number > 0, tag(t("Order {number}", number=line.order_number), "outline")),
        rx.cond(State.kept, rx.el.span(t("Kept."), role="status", class_name="quiet")),
        wrap=True,
    )


def _warnings() -> rx.Component:
    """Say what looks alike, an account number that is not the usual one, and the cent of the paper."""
    return rx.fragment(
        rx.cond(
            State.twins.length() > 0,
            notice(
                rx.el.ul(rx.foreach(State.twins, _twin), class_name="plain"),
                title=t("This looks like an invoice that is here already"), shape="triangle",
            ),
        ),
        rx.cond(
            (State.usual.number != "") & (State.account.number != ""),
            notice(
                rx.el.p(
                    t("So far this supplier was paid on {number}. Ask on a number you know.", number=State.usual.written)
                ),
                title=t("Another account number than usual"), shape="triangle",
            ),
        ),
        rx.cond(
            (State.difference != 0) & (State.row.gross != 0),
            rx.el.p(
                t("The lines with their VAT make {sum}; the difference to the paper is {difference}.",
                  sum=tmoney(State.computed), difference=tmoney(State.difference, signed=True)),
                class_name="small quiet",
            ),
        ),
    )  # fmt: skip


def _twin(twin: TwinLink) -> rx.Component:
    same = t("Same number: invoice no. {number}", number=twin.number)
    near = t("Same total within ten days: invoice no. {number}", number=twin.number)
    return rx.el.li(rx.el.a(rx.cond(twin.alike == "number", same, near), href=twin.href, class_name="link"))


def _body() -> rx.Component:
    return rx.cond(State.editable, rx.el.div(fields(), key=State.count), _read())


def _read() -> rx.Component:
    line, head = State.row, State.head
    service = rx.cond(
        head.service_from != "",
        t("{first} to {last}", first=tdate(head.service_from), last=tdate(head.service_last)),
        "–",
    )
    decision = rx.foreach(State.decisions, lambda each: rx.cond(each.id == head.decision, rx.el.span(": ", each.words)))
    return stack(
        facts(
            (t("Supplier’s number"), line.supplier_number),
            (t("Day"), tdate(line.day)),
            (t("Due"), rx.cond(line.due != "", tdate(line.due), "–")),
            (t("Total of the paper"), rx.el.strong(tmoney(line.gross))),
            (t("Account number"), stack(rx.cond(head.iban != "", head.iban, _of_supplier()),
                                        rx.cond(State.account.number != "", row(account_tag(State.account))), gap="close")),
            (t("Communication"), rx.cond(head.communication != "", head.communication, "–")),
            (t("Service from … to …"), service),
            (t("Paid by"), rx.el.span(pick(line.funding, FUNDING), decision)),
        ),
        lines_read(),
    )  # fmt: skip


def _of_supplier() -> rx.Component:
    """Draw the number it is paid on although the paper names none; a dash where nobody knows one."""
    known = row(rx.el.span(State.account.written), tag(t("Not on the paper"), "outline"), wrap=True)
    return rx.cond(State.account.number != "", known, "–")


def _given() -> rx.Component:
    """Offer to give the supplier's account number; not while one waits for the second person."""
    giving = rx.el.div(
        form(
            text_input("iban", t("Account number (IBAN)"), problems=PROBLEMS, max_length=50),
            on_submit=State.give_account,
            act=t("Enter the account number"),
        ),
        key=State.count,
    )
    told = rx.el.p(
        t(
            "The paper names no account number. The one you enter is confirmed by the auditor or a member of the council;"
            " where there is nobody, all owners are told and 48 hours pass."
        )
    )
    none, usable = State.account.number == "", State.account.standing == "usable"
    return rx.cond(
        State.may_give & (none | usable),
        panel(
            rx.cond(none, stack(told, giving), more(t("Another account number"), told, giving)),
            title=t("To which account is it paid?"),
        ),
    )


def _acts() -> rx.Component:
    """Offer the steps that are open to the reader; what is missing stands first."""
    missing = rx.cond(
        (State.missing.length() > 0) & State.steps.contains("submitted"),
        notice(
            rx.el.ul(
                rx.foreach(State.missing, lambda each: rx.el.li(t_var(each.message_id, each.facts))), class_name="plain"
            ),
            title=t("Before it can be submitted"), status=False,
        ),
        _act("submitted", t("Submit for approval"), main=True),
    )  # fmt: skip
    return rx.cond(
        State.steps.length() > 0,
        panel(
            rx.cond(State.steps.contains("submitted"), missing),
            _act("approved", t("Approve and book"), main=True),
            _act("returned", t("Return to draft"), worded=True),
            _act("rejected", t("Reject this invoice"), worded=True),
            _act("reversed", t("Take it back by a counter-entry"), worded=True),
            title=t("What now"),
        ),
    )


def _act(step: str, word: Any, *, main: bool = False, worded: bool = False) -> rx.Component:
    hidden = rx.el.input(type="hidden", name="what", value=step, read_only=True)
    why = (named_area("words", t("Why"), rows="2", max_length=500),) if worded else ()
    drawn = rx.el.div(form(hidden, *why, on_submit=State.step, act=word, grave=worded), key=State.count)
    return rx.cond(
        State.steps.contains(step), rx.el.div(drawn if main else more(word, drawn), data_testid=f"step-{step}")
    )


def _history() -> rx.Component:
    return panel(rx.el.ol(rx.foreach(State.events, _event), class_name="plain lined"), title=t("What happened"))


def _event(event: EventRow) -> rx.Component:
    return rx.el.li(
        rx.el.strong(pick(event.what, EVENTS)),
        rx.el.p(tmoment(event.at), ", ", event.by, class_name="small quiet"),
        rx.cond(event.words != "", rx.el.p(event.words, class_name="said-words")),
        class_name="stack close",
    )

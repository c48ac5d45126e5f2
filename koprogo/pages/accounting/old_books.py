"""Taking over old books from files: send them, see what was understood, decide what was not, book one voucher."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, file_input, text_input
from koprogo.components.layout import columns, more, pair, panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, t_own, t_var, tdate, tn
from koprogo.pages.accounting.old_books_words import FILES, apart, file_word, means_word
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.old_books import ColumnView, DifferenceView, FaultView, KeyColumnView, OldAccountView
from koprogo.state.accounting.old_books import OldBooksState as State

PROBLEMS = State.refusal.problems
ACCEPT = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def old_books() -> rx.Component:
    """Draw the page."""
    return page(
        t("Take over the old books"),
        books_tabs(State.sheet_at, "years"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_files(), rx.cond(State.looked, _looked()), side=stack(_how(), _typed())),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/years",
        above=crumb(t("Fiscal years"), State.sheet_at + "/years"),
    )


def _files() -> rx.Component:
    return panel(
        form(
            pair(
                date_input("day", t("Day of the take-over"), value=State.day, problems=PROBLEMS),
                text_input(
                    "tool", t("Old program"), value=State.tool, problems=PROBLEMS, max_length=60, list="tools",
                    hint=t("How its files are read is kept under this name, for your next association."),
                ),
            ),
            rx.el.datalist(rx.foreach(State.tools, lambda name: rx.el.option(value=name)), id="tools"),
            *(_file(place, kind) for place, kind in enumerate(FILES)),
            on_submit=State.read,
            act=t("Read these books"),
        ),
        title=t("Files of the old program"),
    )  # fmt: skip


def _file(place: int, kind: str) -> rx.Component:
    word, hint = FILES[kind]
    found = State.files[place]
    return rx.el.div(
        file_input(
            f"file-{kind}", word, endpoint=State.send_to[kind],
            on_sent=lambda file_id, name: State.received(kind, file_id, name), accept=ACCEPT, largest_mb=5, hint=hint,
        ),
        rx.cond(
            found.name != "",
            row(tag(t("arrived"), "good"), rx.el.span(found.name, class_name="small quiet"), wrap=True),
        ),
        class_name="stack close",
    )  # fmt: skip


def _looked() -> rx.Component:
    return stack(
        rx.cond(State.fault_count > 0, _faults()),
        rx.cond(State.undecided > 0, _to_decide()),
        rx.cond(State.differences.length() > 0, _differences()),
        rx.cond(State.may_book, _ready()),
        rx.cond(State.keys.length() > 0, _keys()),
        rx.cond(State.columns.length() > 0, _columns()),
        rx.cond(State.accounts.length() > 0, _accounts()),
    )


def _faults() -> rx.Component:
    heads = (Column(t("Where")), Column(t("Read")), Column(t("What to do")))
    return panel(
        data_table(t("Faults"), heads, State.faults, _fault),
        title=tn(
            "Nothing is booked: {n} fault to correct", "Nothing is booked: {n} faults to correct", State.fault_count
        ),
        padded=False,
        data_testid="old-books-faults",
    )


def _fault(fault: FaultView) -> tuple[Any, ...]:
    line = rx.cond(fault.line > 0, t("line {line}", line=fault.line), "")
    where = rx.el.span(
        file_word(fault.kind),
        rx.el.span(" ", line, " ", fault.header, class_name="small quiet block"),
    )
    return where, rx.cond(fault.read != "", fault.read, t("empty")), t_var(fault.message_id, fault.facts)


def _to_decide() -> rx.Component:
    return notice(
        rx.el.p(t("Write below which account of ours each of them is.")),
        title=tn("{n} account is to be decided", "{n} accounts are to be decided", State.undecided),
        shape="key",
        status=False,
    )


def _differences() -> rx.Component:
    heads = (
        Column(t("What does not agree")),
        Column(t("Old books (€)"), number=True),
        Column(t("Other side (€)"), number=True),
        Column(t("Difference (€)"), number=True),
    )
    return panel(
        data_table(t("Differences"), heads, State.differences, _difference),
        title=t("Nothing is booked: the books do not agree"),
        aside=article("3.89 §5, 7°"),
        padded=False,
        data_testid="old-books-differences",
    )


def _difference(found: DifferenceView) -> tuple[Any, ...]:
    words = rx.el.span(apart(found.what), rx.cond(found.code != "", rx.el.span(" ", found.code, class_name="quiet")))
    return words, money_cell(found.books), money_cell(found.other), money_cell(found.apart)


def _ready() -> rx.Component:
    return notice(
        rx.el.p(
            tn("{n} lot owes or is owed something.", "{n} lots owe or are owed something.", State.owners),
            " ",
            rx.cond(
                State.invoices > 0,
                tn("{n} open invoice becomes payable.", "{n} open invoices become payable.", State.invoices),
                "",
            ),
            " ",
            rx.cond(
                State.calls > 0,
                tn("{n} open call keeps its number.", "{n} open calls keep their numbers.", State.calls),
                "",
            ),
            " ",
            rx.cond(State.new_keys > 0, tn("{n} key is entered.", "{n} keys are entered.", State.new_keys), ""),
        ),
        rx.el.p(
            t("One opening entry is booked, whole. Taken back by a counter-entry, the books may be taken over anew.")
        ),
        button(t("Take these books over"), main=True, big=True, on_click=State.take, data_testid="old-books-take"),
        title=t("Everything agrees to the cent"),
        shape="check",
        status=False,
    )


def _columns() -> rx.Component:
    return panel(
        more(
            t("How the columns were understood"),
            rx.el.div(rx.foreach(State.columns, _column), class_name="stack close"),
        ),
    )


def _column(column: ColumnView) -> rx.Component:
    return rx.el.label(
        rx.el.span(
            file_word(column.kind), ": ", means_word(column.means),
            rx.cond(column.missing, rx.el.span(" ", tag(t("to be chosen"), "soon"))),
        ),
        rx.el.select(
            rx.el.option(t("no column"), value=""),
            rx.foreach(column.headings, lambda heading: rx.el.option(heading, value=heading)),
            value=column.chosen,
            on_change=lambda value: State.choose_column(column.kind, column.means, value),
            class_name="input",
        ),
        class_name="stack close",
        key=column.kind + column.means,
    )  # fmt: skip


def _keys() -> rx.Component:
    heads = (
        Column(t("Column")),
        Column(t("Key here")),
        Column(t("Lots"), number=True),
        Column(t("Total"), number=True),
    )
    return panel(
        data_table(t("Keys of apportionment"), heads, State.keys, _key, key=lambda row_: row_.heading),
        rx.el.p(t("Empty the name of a column that is no key."), class_name="small quiet padded"),
        title=t("Keys as they were read"),
        aside=article("3.87 §6"),
        padded=False,
        data_testid="old-books-keys",
    )


def _key(key: KeyColumnView) -> tuple[Any, ...]:
    ours = rx.el.label(
        rx.el.span(t("Name of the key {key}", key=key.heading), class_name="unseen"),
        rx.el.input(
            default_value=key.name,
            on_blur=lambda value: State.name_key(key.heading, value),
            class_name="input",
            max_length=120,
            key=key.heading + key.name,
        ),
        rx.cond(
            key.is_here,
            rx.el.span(t("here already, with these weights"), class_name="small quiet block"),
            rx.cond(
                key.name != "",
                rx.el.span(
                    rx.cond(key.basis != "", key.basis + " · ", ""),
                    t("since {day}", day=tdate(key.since)),
                    class_name="small quiet block",
                ),
                rx.el.span(t("no key"), class_name="small quiet block"),
            ),
        ),
    )
    return key.heading, ours, key.lots, key.total


def _accounts() -> rx.Component:
    heads = (
        Column(t("Old account")),
        Column(t("Balance (€)"), number=True),
        Column(t("Account here")),
    )
    return panel(
        data_table(t("Accounts"), heads, State.accounts, _account, key=lambda row_: row_.code),
        title=t("Old accounts and ours"),
        padded=False,
    )


def _account(account: OldAccountView) -> tuple[Any, ...]:
    old = rx.el.span(account.code, rx.el.span(account.name, class_name="small quiet block"))
    named = rx.cond(account.ours == "410", t("what all owners owe"), t_own(account.names))
    ours = rx.el.label(
        rx.el.span(t("Account here for {code}", code=account.code), class_name="unseen"),
        rx.el.input(
            default_value=account.ours,
            on_blur=lambda value: State.choose_account(account.code, value),
            class_name="input short",
            max_length=20,
            input_mode="numeric",
            key=account.code + account.ours,
        ),
        rx.el.span(rx.cond(account.ours != "", named, t("to be decided")), class_name="small quiet block"),
    )
    return old, money_cell(account.cents), ours


def _how() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "It becomes one opening entry, and is refused unless the owners’ balances add up to account 410 and each"
                " bank account stands at its last statement."
            )
        ),
        rx.el.p(t("Nothing is booked before you have seen it and confirmed."), class_name="small quiet"),
        rx.el.p(
            t("Minutes of before are kept and searched on a page of their own."),
            " ",
            rx.el.a(t("Old minutes"), href=State.sheet_at + "/old-minutes", class_name="link"),
            class_name="small quiet",
        ),
        row(article("3.89 §5, 7°"), wrap=True),
        title=t("What must agree"),
    )


def _typed() -> rx.Component:
    return panel(
        rx.el.p(t("A small association without files can type or paste its trial balance.")),
        rx.el.a(t("Type the old books"), href=State.sheet_at + "/take-over-typed", class_name="link"),
        title=t("No files?"),
    )

"""A list that was read: what the file is, its sum against the base deed, and every fault by line and column."""

from typing import Any

import reflex as rx

from koprogo.components.bar import fill, gauge, mark, share
from koprogo.components.documents import download
from koprogo.components.feedback import notice
from koprogo.components.files import file_button
from koprogo.components.icons import icon, ticked
from koprogo.components.layout import panel
from koprogo.components.live import Said
from koprogo.components.navigation import button
from koprogo.components.status import article
from koprogo.components.tables import Column, data_table
from koprogo.components.text import t, t_var, tlist, tn, tnum
from koprogo.state.buildings.import_lots import LARGEST_MB
from koprogo.state.buildings.import_lots import LotImportState as State
from koprogo.state.buildings.import_rows import FaultView

MARK_AT = "90%"
"""Where the whole of the base deed stands on the bar: what goes beyond it is seen too."""


def head_wrong() -> rx.Component:
    """Draw that nothing is saved, why, and the way on."""
    title = tn("Nothing is saved: {n} fault to correct", "Nothing is saved: {n} faults to correct", State.fault_count)
    return Said.create(
        rx.el.div(
            rx.el.div(icon("octagon"), rx.el.h2(title), class_name="head"),
            _what_it_is(),
            rx.el.div(
                file_button(
                    "file", t("Choose the corrected file"), endpoint=State.send_to, on_sent=State.received,
                    largest_mb=LARGEST_MB, main=True,
                ),
                download(t("Download the list"), href=State.faults_at),
                class_name="row wrap",
            ),
            class_name="stack tight",
        ),
        _sum(),
        said=State.file.name,
        class_name="refusal said import-head",
        role="alert",
        data_testid="import-refused",
    )  # fmt: skip


def head_right() -> rx.Component:
    """Draw that the list can be imported."""
    title = tn("{n} lot was understood", "{n} lots were understood", State.lot_count)
    stopped = (State.lots_there > 0) & ~State.imported_before
    return rx.fragment(
        rx.cond(
            stopped,
            notice(
                rx.el.p(
                    t(
                        "This association already has {count} lots. A list is imported once; change a lot or an owner on its"
                        " own page.",
                        count=State.lots_there,
                    )
                ),
            ),
        ),
        rx.cond(
            State.imported_before,
            notice(rx.el.p(t("This very file was imported before. Confirming it again changes nothing."))),
        ),
        Said.create(
            rx.el.div(
                rx.el.div(ticked(), rx.el.h2(title), class_name="head row"),
                _what_it_is(),
                rx.el.div(
                    rx.cond(State.may_confirm, button(import_words(), main=True, on_click=State.check)),
                    file_button(
                        "file", t("Choose another file"), endpoint=State.send_to, on_sent=State.received,
                        largest_mb=LARGEST_MB,
                    ),
                    class_name="row wrap",
                ),
                class_name="stack tight",
            ),
            _sum(),
            said=State.file.name,
            class_name="panel padded said import-head",
            role="status",
            data_testid="import-understood",
        ),
    )  # fmt: skip


def import_words() -> rx.Var[str]:
    """Name the act: *Import 60 lots*."""
    return tn("Import {n} lot", "Import {n} lots", State.lot_count)


def _what_it_is() -> rx.Component:
    """Say what the file is and what was set aside."""
    file = State.file
    form = rx.cond(file.sheet != "", t("sheet “{name}”", name=file.sheet), _separator(file.separator))
    read = tlist([tn("{n} lot", "{n} lots", State.lot_count), form, _headers(file.header_language)])
    return rx.el.div(
        rx.el.p(rx.el.strong(file.name), " ", t("was read whole: {facts}.", facts=read)),
        rx.cond(
            file.blank + file.titles + file.totals + file.other_lines > 0,
            rx.el.p(
                t("Set aside:"),
                " ",
                *(
                    rx.cond(count > 0, rx.el.span(words, class_name="one-of"))
                    for count, words in (
                        (file.totals, tn("{n} line with a total", "{n} lines with a total", file.totals)),
                        (file.blank, tn("{n} blank line", "{n} blank lines", file.blank)),
                        (file.titles, tn("{n} line above the header", "{n} lines above the header", file.titles)),
                        (file.other_lines, tn("{n} other line", "{n} other lines", file.other_lines)),
                    )
                ),
                ".",
            ),
        ),
        rx.cond(
            file.not_read.length() > 0,
            rx.el.p(t("Not read: {columns}.", columns=tlist(file.not_read)), class_name="small quiet"),
        ),
        rx.el.p(t("Columns read: {columns}.", columns=tlist(file.columns)), class_name="small quiet"),
        class_name="stack close",
    )


def _separator(separator: Any) -> Any:
    encoding = State.file.encoding
    return rx.match(
        separator,
        (";", t("semicolons, {encoding}", encoding=encoding)),
        (",", t("commas, {encoding}", encoding=encoding)),
        ("\t", t("tabs, {encoding}", encoding=encoding)),
        t("bars, {encoding}", encoding=encoding),
    )


def _headers(language: Any) -> Any:
    return rx.match(
        language,
        ("fr", t("headers in French")),
        ("nl", t("headers in Dutch")),
        ("de", t("headers in German")),
        t("headers in English"),
    )


def _sum() -> rx.Component:
    """Draw the sum of the lots as a bar, and the base deed's whole as its mark."""
    sums = State.sums
    verdict = rx.match(
        sums.verdict,
        ("right", t("The lots make exactly the whole of the base deed.")),
        ("too_small", tn("{n} share is missing.", "{n} shares are missing.", sums.difference)),
        tn("There is {n} share too many.", "There are {n} shares too many.", sums.difference),
    )
    right = sums.verdict == "right"
    of_total = t("of {total}", total=sums.denominator)
    return rx.el.div(
        rx.el.div(
            rx.el.span(t("Sum of the shares")),
            rx.el.span(rx.el.b(tnum(sums.shares), class_name="figure mid"), " ", of_total, class_name="whole"),
            class_name="row between",
        ),
        gauge(
            fill(share(sums.shares * 9, sums.denominator * 10), rx.cond(right, "for", "late")),
            marks=(mark(MARK_AT),),
            says=t("Sum of the shares: {n} of {total}", n=sums.shares, total=sums.denominator),
        ),
        rx.el.p(
            rx.el.span(tnum(sums.denominator), class_name="under-mark"), class_name="mark-line", aria_hidden="true"
        ),
        rx.el.p(
            rx.el.strong(verdict, class_name=rx.cond(right, "", "late")),
            " ",
            rx.cond(right, "", t("The sum of the lots must be that of the base deed.")),
            " ",
            article("3.85 §1"),
            class_name="small",
        ),
        class_name="import-sum",
    )


def fault_table() -> rx.Component:
    """Draw every fault: line, column, what was read, what to write, and a jump to the line."""
    heads = (
        Column(t("Line"), number=True),
        Column(t("Column")),
        Column(t("Read")),
        Column(t("To write")),
        Column(t("In the list")),
    )
    return rx.fragment(
        panel(
            data_table(
                t("Faults to correct"),
                heads,
                State.faults,
                lambda fault: (
                    rx.cond(fault.line > 0, tnum(fault.line), t("list")),
                    rx.el.strong(fault.header),
                    read_as(fault.read, wrong=True),
                    t_var(fault.message_id, fault.facts),
                    _jump(fault),
                ),
            ),
            padded=False,
        ),
        rx.cond(
            State.fault_count > State.faults.length(),
            rx.el.p(
                t("The first {n} are shown; all {total} are in the list to download.",
                  n=State.faults.length(), total=State.fault_count),
                class_name="quiet",
            ),
        ),
    )  # fmt: skip


def _jump(fault: FaultView) -> rx.Component:
    word = t("See the line")
    return rx.cond(
        fault.line > 0,
        rx.el.a(
            word, rx.el.span(" ", tnum(fault.line), class_name="unseen"), href="#rows", reload_document=True,
            on_click=State.go_to_line(fault.line), class_name="whole",
        ),
    )  # fmt: skip


def read_as(text: Any, *, wrong: Any) -> rx.Component:
    """Draw a cell as understood; framed, and named when empty, where it is wrong."""
    shown = rx.cond(text != "", text, t("empty"))
    if wrong is True:
        return rx.el.span(shown, class_name="wrong-cell")
    return rx.cond(wrong, rx.el.span(shown, class_name="wrong-cell"), rx.el.span(text))

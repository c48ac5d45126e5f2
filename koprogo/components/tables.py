"""Tables that become cards under 600 px: the first cell is the card's title, then name left, value with its unit right.

The roles are written out because a table drawn as blocks loses them in some browsers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from koprogo.components.icons import icon
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, tmoney, tnum

TWO = 2
"""A table of a name and one figure stays a table on a phone."""


@dataclass(frozen=True)
class Column:
    """One column: its head, whether its cells are figures (right-aligned), their unit (in the head), its sort key."""

    title: Any
    number: bool = False
    unit: str = ""
    sort: str = ""


def data_table(
    caption: Any,
    columns: Sequence[Column],
    rows: rx.Var | Sequence[Any],
    cells: Callable[[Any], Sequence[Any]],
    *,
    key: Callable[[Any], Any] | None = None,
    foot: Sequence[Any] | None = None,
    sorted_by: rx.Var | str = "",
    descending: rx.Var | bool = False,
    on_sort: Any = None,
    show_caption: bool = False,
) -> rx.Component:
    """Draw a table of rows; `cells(row)` returns the content of each column, in order.

    `caption` names the table for screen readers (seen with `show_caption`). `key(row)` keeps the focus stable when rows
    change. `on_sort(sort_key)` is an event handler; `sorted_by` and `descending` say the present order.
    """

    def line(row: Any) -> rx.Component:
        made = [
            _cell(column, content, head=place == 0)
            for place, (column, content) in enumerate(zip(columns, cells(row), strict=True))
        ]
        return rx.el.tr(*made, role="row", **({} if key is None else {"key": key(row)}))

    drawn = (rx.foreach(rows, line),) if isinstance(rows, rx.Var) else tuple(line(row) for row in rows)
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="" if show_caption else "unseen"),
            rx.el.thead(rx.el.tr(*(_head(column, sorted_by, descending, on_sort) for column in columns), role="row")),
            rx.el.tbody(*drawn),
            _foot(columns, foot),
            class_name="cards" if len(columns) > TWO else "",
            role="table",
        ),
        class_name="table-wrap",
    )


def money_cell(cents: Any) -> rx.Component:
    """Write an amount for a column whose head carries the euro; a card puts the unit back."""
    return rx.el.span(tmoney(cents, unit=False), class_name="whole")


def pager(*, page: rx.Var | int, pages: rx.Var | int, on_page: Any) -> rx.Component:
    """Draw back and on through pages; `on_page(number)` is an event handler. Pages are counted from 1."""
    return rx.el.nav(
        rx.cond(page > 1, quiet_button(t("Previous page"), on_click=on_page(page - 1))),
        rx.el.span(t("Page {page} of {pages}", page=page, pages=pages), class_name="quiet"),
        rx.cond(page < pages, quiet_button(t("Next page"), on_click=on_page(page + 1))),
        class_name="row between pager",
        aria_label=t("Pages"),
    )


def number_cell(value: Any) -> rx.Component:
    """Write a whole number in a column of figures."""
    return rx.el.span(tnum(value), class_name="whole")


def _head(column: Column, sorted_by: Any, descending: Any, on_sort: Any) -> rx.Component:
    words = (rx.el.span(column.title, f", {column.unit}" if column.unit else ""),)
    looks = {"class_name": "number"} if column.number else {}
    if on_sort is None or not column.sort:
        return rx.el.th(*words, scope="col", role="columnheader", **looks)
    here = rx.Var.create(sorted_by) == column.sort
    order = rx.cond(here, rx.cond(descending, "descending", "ascending"), "none")
    sorter = rx.el.button(
        *words,
        rx.cond(here, rx.el.span(icon("arrow-up"), class_name=rx.cond(descending, "down", ""))),
        type="button",
        class_name="button plain small",
        on_click=on_sort(column.sort),
    )
    return rx.el.th(sorter, scope="col", role="columnheader", aria_sort=order, **looks)


def _cell(column: Column, content: Any, *, head: bool) -> rx.Component:
    unit = rx.el.span(column.unit, class_name="unit") if column.unit else rx.fragment()
    blank = isinstance(content, str) and not content
    looks = {"class_name": "number"} if column.number else {"class_name": "blank"} if blank else {}
    if head:
        return rx.el.th(content, scope="row", role="rowheader", **looks)
    return rx.el.td(rx.el.span(content, unit), role="cell", custom_attrs={"data-label": column.title}, **looks)


def _foot(columns: Sequence[Column], foot: Sequence[Any] | None) -> rx.Component:
    if foot is None:
        return rx.fragment()
    made = [
        _cell(column, content, head=place == 0)
        for place, (column, content) in enumerate(zip(columns, foot, strict=True))
    ]
    return rx.el.tfoot(rx.el.tr(*made, role="row"))

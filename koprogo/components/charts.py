"""Charts where people would rather look than read. Each has its table, and its figures in words."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from koprogo.components.bar import Number, fill, gauge, mark, share
from koprogo.components.choose import css
from koprogo.components.layout import more
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, number_cell
from koprogo.components.text import t, tmoney, tnum


def budget_row(
    name: Any, *, spent: Number, budget: Number, today: Number, year: Number, too_fast: Any = False
) -> rx.Component:
    """Draw one line of a budget: amounts in cents, a bar of what is spent, and the mark where the year stands today.

    `today` and `year` are days gone and days in all; `too_fast` turns the bar brick and says so.
    """
    flag = (
        rx.cond(too_fast, tag(t("too fast"), "bad", shape="arrow-up"))
        if isinstance(too_fast, rx.Var) or too_fast
        else rx.fragment()
    )
    kind = rx.cond(too_fast, "late", "count") if isinstance(too_fast, rx.Var) else "late" if too_fast else "count"
    return rx.el.div(
        rx.el.div(
            rx.el.span(name, " ", flag),
            rx.el.span(
                rx.el.strong(tmoney(spent)),
                " ",
                rx.el.span(t("of {budget}", budget=tmoney(budget)), class_name="quiet"),
            ),
            class_name="row wrap between",
        ),
        gauge(
            fill(share(spent, budget), kind),
            marks=(mark(share(today, year)),),
            says=t("{spent} spent of {budget}", spent=tmoney(spent), budget=tmoney(budget)),
            size="thin",
        ),
    )


def length_rows(
    rows: Sequence[tuple[Any, Number]] | rx.Var,
    *,
    longest: Number,
    says: Any,
    name: Callable[[Any], Any] | None = None,
) -> rx.Component:
    """Draw amounts (cents) as lengths beside each other: arrears by age. A var's rows have `word` and `cents`.

    `name(row)` writes names of their own, longer than a word, from a var's rows.
    """

    def line(word: Any, cents: Any) -> rx.Component:
        return rx.el.div(
            rx.el.dt(word),
            rx.el.dd(
                rx.el.div(
                    rx.el.div(class_name="fill count", custom_attrs=css(to=share(cents, longest))), class_name="track"
                ),
                class_name="gauge thin",
                aria_hidden="true",
            ),
            rx.el.dd(tmoney(cents, unit=False), class_name="strong right whole"),
            class_name="length-row",
        )

    drawn = (
        rx.foreach(rows, lambda row: line(row.word if name is None else name(row), row.cents))
        if isinstance(rows, rx.Var)
        else [line(*row) for row in rows]
    )
    inside = (drawn,) if isinstance(rows, rx.Var) else tuple(drawn)
    return rx.el.dl(*inside, class_name="lengths small" if name is None else "lengths small named", aria_label=says)


def curve(*, line: Any, under: Any, nil: Any, says: Any) -> rx.Component:
    """Draw a line over time as a picture of 1000 by 100 that stretches to its place; `nil` is the height of the line at 0.

    `line` and `under` are paths; `says` is the picture's title, with the figures in words. Its table stands beside it.
    """
    return rx.el.svg(
        rx.el.title(says),
        rx.el.path(d=under, class_name="under"),
        rx.el.path(
            d="M0 " + rx.Var.create(nil).to_string() + "L1000 " + rx.Var.create(nil).to_string(), class_name="nil"
        ),
        rx.el.path(d=line, class_name="line"),
        view_box="0 0 1000 100",
        custom_attrs={"preserveAspectRatio": "none", "role": "img", "aria-label": says},
        class_name="curve",
    )


def column_chart(
    title: Any,
    columns: Sequence[tuple[Any, int, int, int]] | rx.Var,
    *,
    done: Any,
    busy: Any,
    late: Any,
    highest: Number = 0,
    name: Callable[[Any], Any] | None = None,
) -> rx.Component:
    """Draw whole numbers per period in three patterns (solid, dotted, hatched), with its table underneath.

    `columns`: name of the period, done, busy, late; or a variable of lines with `done`, `busy`, `late` and `all`, and then
    `highest` is their largest sum and `name(line)` names the period.
    """
    if isinstance(columns, rx.Var) and name is not None:
        drawn: Any = (rx.foreach(columns, lambda line: _pile(name(line), (line.done, line.busy, line.late), highest)),)
        cells: Any = lambda line: (name(line), *(number_cell(n) for n in (line.done, line.busy, line.late)))  # noqa: E731
    else:
        most = max((sum(numbers) for _, *numbers in columns), default=0)
        drawn = tuple(_pile(word, tuple(numbers), most) for word, *numbers in columns)
        cells = lambda row: (row[0], *(number_cell(n) for n in row[1:]))  # noqa: E731
    legend = zip(("done", "busy", "late"), (done, busy, late), strict=True)
    heads = (Column(title), Column(done, number=True), Column(busy, number=True), Column(late, number=True))
    return rx.el.figure(
        rx.el.figcaption(
            *(rx.el.span(rx.el.span(class_name=f"part {look} small"), word, class_name="key") for look, word in legend),
            class_name="row wrap small",
        ),
        rx.el.div(*drawn, class_name="piles small", aria_hidden="true"),
        more(t("As a table"), data_table(title, heads, columns, cells)),
        class_name="chart stack tight",
    )


def _pile(name: Any, numbers: tuple[Any, Any, Any], highest: Number) -> rx.Component:
    """Draw one column: its sum, its parts from late above to done below, its name."""
    parts = zip(("late", "busy", "done"), reversed(numbers), strict=True)
    return rx.el.div(
        rx.el.span(tnum(numbers[0] + numbers[1] + numbers[2]), class_name="strong"),
        rx.el.div(
            *(
                rx.cond(number > 0, rx.el.div(class_name=f"part {look}", custom_attrs=css(to=share(number, highest))))
                for look, number in parts
            ),
            class_name="parts",
        ),
        rx.el.span(name, class_name="quiet"),
        class_name="pile",
    )

"""A board of columns whose cards are dragged, or moved with their buttons; its JavaScript is in assets/js/board.js.

    board(column("todo", t("To do"), count, cards), ..., moved=State.moved, count=State.count, said=..., on_moved=State.move)

Each card holds one `handle(...)`, which is what is dragged; its buttons call the same handler. After a move the focus goes
to the element with the id `card-…`, and `said` is announced.
"""

from typing import Any

import reflex as rx

from koprogo.components.text import tnum


class TaskBoard(rx.Component):
    """Hears what is dragged where; draws its columns and the announcement."""

    library = "$/public/js/board.js"
    tag = "TaskBoard"
    moved: rx.Var[str]
    count: rx.Var[int]
    said: rx.Var[str]

    on_moved: rx.EventHandler[lambda card, column: [card, column]]


def board(*columns: rx.Component, moved: Any, count: Any, said: Any, on_moved: Any) -> rx.Component:
    """Draw the board; `on_moved(card id, column key)` is called for what was dropped."""
    return TaskBoard.create(*columns, moved=moved, count=count, said=said, on_moved=on_moved)


def column(key: str, title: Any, count: Any, *cards: Any) -> rx.Component:
    """Draw one column: its title with how many hang there, and the list of its cards."""
    return rx.el.section(
        rx.el.h2(title, " ", rx.el.span(tnum(count), class_name="quiet"), id=f"column-{key}"),
        *cards,
        class_name="board-column",
        aria_labelledby=f"column-{key}",
        custom_attrs={"data-column": key},
    )


def handle(card_id: Any, *children: Any, moves: Any) -> rx.Component:
    """Draw what is dragged of a card; it takes the focus after a move."""
    return rx.el.div(
        *children,
        id="card-" + card_id,
        tab_index=-1,
        class_name=rx.cond(moves, "handle moves", "handle"),
        custom_attrs={"data-card": card_id, "draggable": rx.cond(moves, "true", "false")},
    )

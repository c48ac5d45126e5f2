"""Arranging things: panels, columns, lists, facts. Plain elements with a class; no state."""

from typing import Any, Literal

import reflex as rx

from koprogo.components.icons import icon


def stack(*children: Any, gap: Literal["close", "tight", "", "wide"] = "", **props: Any) -> rx.Component:
    """Put things under each other: 4, 8, 16 or 24 px apart."""
    return rx.el.div(*children, class_name=" ".join(filter(None, ("stack", gap, props.pop("class_name", "")))), **props)


def row(*children: Any, between: bool = False, wrap: bool = False, **props: Any) -> rx.Component:
    """Put things beside each other; `between` pushes them apart, `wrap` lets them break."""
    names = ("row", "between" if between else "", "wrap" if wrap else "", props.pop("class_name", ""))
    return rx.el.div(*children, class_name=" ".join(filter(None, names)), **props)


def panel(*children: Any, title: Any = None, aside: Any = None, padded: bool = True, **props: Any) -> rx.Component:
    """Draw a bordered surface. With a `title` it is a section with a heading; `aside` stands right of it.

    `padded=False` lets a table or a list reach the edges. No panel inside a panel.
    """
    if title is None:
        return rx.el.div(*children, class_name="panel padded" if padded else "panel", **props)
    head = rx.el.div(rx.el.h2(title), rx.fragment() if aside is None else aside, class_name="panel-head")
    if padded:
        head = rx.el.div(rx.el.h2(title), rx.fragment() if aside is None else aside, class_name="row between")
        return rx.el.section(head, *children, class_name="panel padded stack tight", **props)
    return rx.el.section(head, *children, class_name="panel", **props)


def columns(*content: Any, side: Any = None) -> rx.Component:
    """Lay out a page: one column on phones and tablets; on desktops the content and a side of 336 px."""
    if side is None:
        return rx.el.div(*content, class_name="columns")
    return rx.el.div(
        rx.el.div(*content, class_name="stack wide"),
        rx.el.div(side, class_name="stack wide"),
        class_name="columns with-side",
    )


def pair(*children: Any) -> rx.Component:
    """Lay out two equal columns from 600 px on; a child with the class `whole-row` takes both."""
    return rx.el.div(*children, class_name="pair")


def page_head(title: Any, *, above: Any = None, under: Any = None, acts: tuple[rx.Component, ...] = ()) -> rx.Component:
    """Draw the one h1 of a page, the way back above it, a quiet line under it, and its acts on the right."""
    return rx.el.div(
        rx.el.div(
            rx.fragment() if above is None else above,
            rx.el.h1(title),
            rx.fragment() if under is None else rx.el.p(under, class_name="quiet"),
        ),
        rx.el.div(*acts, class_name="acts") if acts else rx.fragment(),
        class_name="page-head",
    )


def figures(*items: rx.Component) -> rx.Component:
    """Draw a row of large numbers in one panel."""
    return rx.el.div(*items, class_name="panel figures")


def figure(number: Any, word: Any, *, late: bool | rx.Var = False, href: Any = None) -> rx.Component:
    """Draw one large number with its word; brick when `late`."""
    looks = rx.cond(late, "late", "") if not isinstance(late, bool) else "late" if late else ""
    inside = (rx.el.b(number), rx.el.span(word))
    return rx.el.div(*inside, class_name=looks) if href is None else rx.el.a(*inside, href=href, class_name=looks)


def figure_filter(number: Any, word: Any, *, chosen: Any, on_press: Any, late: bool | rx.Var = False) -> rx.Component:
    """Draw one large number that shows in the list below what it counts; `chosen` while it does."""
    return rx.el.button(
        rx.el.b(number),
        rx.el.span(word),
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=on_press,
        class_name=rx.cond(late, "late", "") if not isinstance(late, bool) else "late" if late else "",
    )


def list_panel(*rows: Any) -> rx.Component:
    """Draw a bordered list of `list_link`s or other rows, or of one foreach."""
    return rx.el.div(rx.el.div(*rows, class_name="rows"), class_name="panel")


def list_link(title: Any, *, href: Any, under: Any = None, shape: str = "paper", aside: Any = None) -> rx.Component:
    """Draw one row that opens something; on a phone what stands aside goes under the words."""
    says = rx.el.span(
        rx.el.strong(title),
        rx.fragment() if under is None else rx.fragment(rx.el.br(), rx.el.span(under, class_name="small quiet")),
        class_name="says",
    )
    return rx.el.a(
        icon(shape),
        rx.el.span(says, rx.fragment() if aside is None else aside, class_name="grow row wrap"),
        icon("forward"),
        href=href,
    )


def facts(*rows: tuple[Any, Any]) -> rx.Component:
    """Draw pairs of a name and a value, to check before an act: *Assembly | 3 December 2026*."""
    return rx.el.dl(*(rx.el.div(rx.el.dt(name), rx.el.dd(value)) for name, value in rows), class_name="panel facts")


def steps(*items: tuple[Any, Any], now: int = -1) -> rx.Component:
    """Draw what will happen, step by step; the steps before `now` are done."""

    def looks(place: int) -> str:
        return "passed" if place < now else "now" if place == now else ""

    return rx.el.ol(
        *(
            rx.el.li(
                rx.el.strong(name),
                rx.el.span(sentence, class_name="quiet"),
                class_name=looks(place),
                **({"aria_current": "step"} if place == now else {}),
            )
            for place, (name, sentence) in enumerate(items)
        ),
        class_name="steps",
    )


def more(title: Any, *children: Any) -> rx.Component:
    """Hide details behind their title."""
    return rx.el.details(rx.el.summary(icon("forward"), title), *children)

"""The syndic's half of the home page: deadlines in groups, and the next assemblies."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import empty
from koprogo.components.layout import panel, row
from koprogo.components.navigation import button_link
from koprogo.components.status import article, deadline_group, deadline_row, tag
from koprogo.components.text import t, tdate, tmoment, tn
from koprogo.state.home import HomeState as Home
from koprogo.state.home_rows import AssemblyCard, DeadlineRow


def deadline_panel() -> rx.Component:
    """Draw every duty: late, within 7 days, within 30 days, later, and those that wait for an assembly."""
    groups = (
        (Home.late, lambda n: tn("Late, {n}", "Late, {n}", n), {"late": True}),
        (Home.soon, lambda n: tn("Within 7 days, {n}", "Within 7 days, {n}", n), {"soon": True}),
        (Home.near, lambda n: tn("Within 30 days, {n}", "Within 30 days, {n}", n), {}),
        (Home.later, lambda n: tn("Later, {n}", "Later, {n}", n), {}),
    )
    any_row = sum((rows.length() for rows, _, _ in groups[1:]), groups[0][0].length()) + Home.undated.length()
    return rx.cond(
        any_row > 0,
        panel(
            *(
                rx.cond(rows.length() > 0, deadline_group(title(rows.length()), rx.foreach(rows, _row), **looks))
                for rows, title, looks in groups
            ),
            rx.cond(
                Home.undated.length() > 0,
                deadline_group(t("Before the next assembly"), rx.foreach(Home.undated, _undated)),
            ),
            padded=False,
        ),
        empty(
            t("Nothing is due"),
            t("Here stands what must be done by when: convocations, assemblies, minutes, representatives."),
            button_link(t("New assembly"), href=urls.NEW_ASSEMBLY, main=True, big=True, shape="plus"),
        ),
    )


def _row(each: DeadlineRow) -> rx.Component:
    return deadline_row(
        n=each.n,
        by=each.due,
        act=duty_word(each),
        place=_place(each),
        allowed=each.allowed,
        law=each.article,
        button=button_link(duty_button(each), href=each.href),
    )


def _undated(each: DeadlineRow) -> rx.Component:
    """Draw a duty that has no day yet: no figure and no bar."""
    return rx.el.li(
        rx.el.div(
            row(rx.el.strong(duty_word(each)), article(each.article), wrap=True),
            rx.el.div(_place(each), class_name="small quiet"),
            class_name="grow",
        ),
        rx.el.div(button_link(duty_button(each), href=each.href), class_name="act"),
        class_name="deadline undated",
    )


def duty_word(each: Any) -> Any:
    """Say what has to be done; `each` has duty, n and count."""
    return rx.match(
        each.duty,
        ("convene", tn("Send {n} convocation", "Send {n} convocations", each.count)),
        ("convene_requested", t("Convene the assembly that owners ask for")),
        ("hold", rx.cond(each.n < 0, t("Say what became of the assembly"), t("Hold the assembly"))),
        ("send_minutes", t("Send the minutes")),
        ("elect_council", t("Have a council elected")),
        ("renew_syndic", t("Have the syndic’s mandate renewed")),
        tn("{n} lot has no representative", "{n} lots have no representative", each.count),
    )


def _place(each: DeadlineRow) -> Any:
    of_assembly = t(
        "{association}, assembly of {day}", association=each.association_name, day=tdate(each.assembly_day, "month")
    )
    votes = t("{association}, {n} votes lost", association=each.association_name, n=each.shares)
    signed = t("{association}, signed by {n} shares", association=each.association_name, n=each.shares)
    main = t("{association}, {n} lots that count and nobody elected", association=each.association_name, n=each.count)
    return rx.match(
        each.duty,
        ("designate", votes),
        ("convene_requested", signed),
        ("elect_council", main),
        ("renew_syndic", each.association_name),
        of_assembly,
    )


def duty_button(each: Any) -> Any:
    """Say where the link to a duty leads; `each` has duty and count."""
    return rx.match(
        each.duty,
        ("convene", t("Read the {n} again", n=each.count)),
        ("convene_requested", t("Read the request")),
        ("hold", t("Open the room")),
        ("send_minutes", t("Read again and send")),
        ("elect_council", t("See the council")),
        ("renew_syndic", t("See until when")),
        t("Name them"),
    )


def coming_panel() -> rx.Component:
    """Draw the next assemblies with their state."""
    return panel(
        rx.cond(
            Home.coming.length() > 0,
            rx.el.ul(rx.foreach(Home.coming, _coming), class_name="plain lined"),
            rx.el.p(t("None is planned."), class_name="quiet"),
        ),
        title=t("Next assemblies"),
        aside=rx.el.a(t("All"), href=urls.ASSEMBLIES, class_name="small"),
    )


def _coming(card: AssemblyCard) -> rx.Component:
    points = tn("{n} point", "{n} points", card.points)
    session = rx.cond(card.session == "second", t(", second session"), "")
    return rx.el.li(
        row(
            rx.el.a(rx.el.strong(tmoment(card.starts_at, "short")), href=card.href, class_name="link"),
            state_tag(card.state),
            between=True,
        ),
        rx.el.div(
            t("{association}, {points}", association=card.association_name, points=points), session,
            class_name="small quiet",
        ),
        key=card.id,
    )  # fmt: skip


def state_tag(state: Any) -> Any:
    """Say where an assembly stands."""
    return rx.match(
        state,
        ("drafted", tag(t("Draft"), "outline")),
        ("convened", tag(t("Convened"), "good")),
        ("opened", tag(t("In session"), "good", shape="hand")),
        ("resumed", tag(t("In session"), "good", shape="hand")),
        ("suspended", tag(t("Paused"), shape="pause")),
        tag(t("Closed")),
    )

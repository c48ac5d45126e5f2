"""The people of an association: how they are reached, who has an account, what was joined at the import."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, select_input, text_input
from koprogo.components.layout import more, panel, row
from koprogo.components.navigation import button, segments
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, pager
from koprogo.components.text import t, tdate, tn
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.ownership.people import ALL, UNREACHED, WITHOUT_ACCOUNT, MergeLine, PersonLine
from koprogo.state.ownership.people import PeopleState as State

LANGUAGES = (
    ("", t("As the association")),
    ("fr", t("French")),
    ("nl", t("Dutch")),
    ("de", t("German")),
    ("en", t("English")),
)


def people() -> rx.Component:
    """Draw the page."""
    return page(
        t("People"),
        answers(State.refusal),
        rx.cond(
            State.undone != "",
            notice(
                rx.el.p(t("{name} is two persons again.", name=State.undone)),
                title=t("Done"),
                tone="good",
                shape="check",
            ),
        ),
        rx.cond(State.loaded, rx.fragment(_list(), rx.cond(State.merges.length() > 0, _merges()), _add()), waiting()),
        current="associations",
        place=t("People"),
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
    )


def _list() -> rx.Component:
    heads = (
        Column(t("Name")),
        Column(t("Lots")),
        Column(t("Reached")),
        Column(t("User account")),
    )
    return rx.el.section(
        segments(
            ((ALL, t("Everybody")), (WITHOUT_ACCOUNT, t("Without an account")), (UNREACHED, t("Cannot be convened"))),
            State.which,
            on_choose=State.choose,
            label=t("Which people"),
        ),
        rx.cond(
            State.count > 0,
            panel(data_table(t("People"), heads, State.people, _cells, key=lambda each: each.id), padded=False),
            empty(
                t("Nobody here"), t("Owners and their representatives stand here once the list of lots is imported.")
            ),
        ),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        class_name="stack",
    )


def _cells(each: PersonLine) -> tuple[Any, ...]:
    lots = rx.cond(each.lots != "", each.lots, rx.cond(each.represents != "", "", "–"))
    represents = rx.cond(
        each.represents != "",
        rx.el.span(t("represents {lots}", lots=each.represents), class_name="small quiet block"),
    )
    reached = rx.cond(
        each.by_post & each.by_email,
        t("post, e-mail"),
        rx.cond(each.by_post, t("post"), rx.cond(each.by_email, t("e-mail"), tag(t("not yet"), "soon"))),
    )
    account = rx.cond(
        each.has_account,
        tag(t("Signs in"), "good"),
        rx.cond(
            each.invited_until != "",
            tag(t("Invited until {day}", day=tdate(each.invited_until, "short")), "soon", shape="mail"),
            rx.el.span(t("none"), class_name="quiet"),
        ),
    )
    return (
        rx.el.span(
            rx.el.a(each.name, href=each.href),
            rx.cond(
                each.is_organisation & (each.agent == ""),
                rx.el.span(t("nobody acts for it"), class_name="small soon block"),
            ),
            rx.cond(each.agent != "", rx.el.span(t("{name} acts", name=each.agent), class_name="small quiet block")),
        ),
        rx.el.span(lots, represents),
        reached,
        account,
    )


def _merges() -> rx.Component:
    """Draw what was taken as one person at the import; each can be parted again."""
    return rx.el.section(
        more(
            tn("{n} joined line", "{n} joined lines", State.merge_count),
            rx.el.p(
                t("Lines of the list that were taken as one person. Parting gives the lots back to the second line."),
                class_name="quiet",
            ),
            rx.el.ul(rx.foreach(State.merges, _merge), class_name="plain lined"),
        ),
        class_name="panel padded",
    )


def _merge(each: MergeLine) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.span(rx.el.strong(each.name), rx.el.span(t("lots {lots}", lots=each.lots), class_name="quiet block")),
            rx.cond(
                State.may_change,
                button(
                    rx.fragment(t("Part again"), rx.el.span(": ", each.name, class_name="unseen")),
                    on_click=State.undo(each.id),
                ),
            ),
            between=True,
            wrap=True,
        ),
        key=each.id,
    )


def _add() -> rx.Component:
    """Offer to write somebody from outside."""
    kinds = (("person", t("A person")), ("organisation", t("An organisation")))
    return rx.cond(
        State.may_change,
        more(
            t("Add somebody from outside"),
            rx.el.p(t("A representative, a director, an heir: whoever holds no lot here yet."), class_name="quiet"),
            form(
                text_input("name", t("Name"), problems=State.refusal.problems),
                choices("kind", t("Is it"), kinds, value="person"),
                text_input("email", t("E-mail address"), kind="email", problems=State.refusal.problems),
                select_input("language", t("Language"), LANGUAGES, problems=State.refusal.problems),
                on_submit=State.add,
                act=t("Add"),
            ),
        ),
    )

"""The documents of an agenda, for who plans it: add a file to the assembly or to a point, take one back."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers, waiting
from koprogo.components.files import file_button
from koprogo.components.layout import panel
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, tdate, tmoment, tsize
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.documents import DocumentsState as Files

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp,.xlsx"


def documents() -> rx.Component:
    """Show the files of an agenda on a page of their own."""
    here = Files.assembly
    return page(
        t("Documents"),
        rx.cond(
            Files.loaded,
            documents_panel(),
            rx.cond(Files.refusal.kind == "", waiting(), answers(Files.refusal)),
        ),
        current="assembly",
        place=t("Agenda"),
        back=urls.assembly(here.id, "plan"),
        under=tmoment(here.starts_at, "full"),
    )


def documents_panel() -> rx.Component:
    """Draw the files with the control that adds one; mount it where `DocumentsState.load` runs."""
    return panel(
        answers(Files.refusal),
        rx.cond(
            Files.files.length() > 0,
            rx.el.ul(rx.foreach(Files.files, _file), class_name="plain rows"),
            rx.el.p(
                t("No document yet. The budgets and the accounts go with the agenda of an ordinary assembly."),
                class_name="quiet",
            ),
        ),
        rx.el.div(
            rx.el.label(t("The next file belongs to"), html_for="file_place"),
            rx.el.select(
                rx.foreach(
                    Files.places,
                    lambda each: rx.el.option(
                        rx.cond(each.id == "", t("the whole assembly"), t("point {number}", number=each.number)),
                        value=each.id,
                    ),
                ),
                id="file_place",
                value=Files.place,
                on_change=Files.go_to,
                class_name="input",
            ),
            class_name="field",
        ),
        file_button(
            "agenda_file",
            t("Add a file"),
            endpoint=Files.endpoint,
            on_sent=Files.sent,
            accept=ACCEPTED,
            largest_mb=20,
        ),
        rx.el.p(
            t("PDF, pictures or Excel workbooks, up to 20 MB. Owners see them from the convocation on."),
            class_name="quiet",
        ),
        title=t("Documents"),
    )


def _file(each: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.a(each.title, href=each.href, reload_document=True),
            rx.el.br(),
            rx.el.span(
                rx.cond(each.item == "", "", rx.fragment(t("point {number}", number=each.item), ", ")),
                tdate(each.day),
                ", ",
                tsize(each.size),
                class_name="small quiet",
            ),
            class_name="grow",
        ),
        quiet_button(
            t("Withdraw"), on_click=Files.withdraw(each.id), aria_label=t("Withdraw {title}", title=each.title)
        ),
        key=each.id,
    )

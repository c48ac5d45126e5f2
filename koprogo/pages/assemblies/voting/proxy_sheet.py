"""The proxy sheets in the room's right pane: who votes for others, and her grid of principals."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.inputs import search_input
from koprogo.components.layout import row, stack
from koprogo.components.majority import swatch
from koprogo.components.navigation import button
from koprogo.components.options import said_choice
from koprogo.components.status import plate, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tlist, tn, tnum
from koprogo.pages.assemblies.room.shown import SHOWN, stands
from koprogo.pages.assemblies.voting.choosing import CHOICES, choice_buttons
from koprogo.pages.assemblies.voting.phone import IS_CHOICE, ITEM
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState as Sheet


def proxy_sheets() -> rx.Component:
    """List the holders who are there while a vote is open; each opens her sheet."""
    return rx.cond(
        stands("open") & ((Sheet.holders.length() > 0) | (Sheet.words != "")),
        stack(
            answers(Sheet.refusal),
            rx.el.h3(t("Proxy sheets")),
            rx.cond(
                (Sheet.pages > 1) | (Sheet.words != ""),
                search_input("sheet-search", t("Proxy holder, giver or lot"), on_change=Sheet.search.debounce(250)),
            ),
            rx.cond(
                Sheet.holders.length() > 0,
                rx.el.ul(rx.foreach(Sheet.holders, _holder), class_name="plain stack tight"),
                rx.el.p(t("Nobody is found. Write a name, or the number of a lot."), class_name="quiet", role="status"),
            ),
            rx.cond(Sheet.pages > 1, pager(page=Sheet.page, pages=Sheet.pages, on_page=Sheet.turn_to)),
            class_name="pane-head",
        ),
    )


def _holder(line: Any) -> rx.Component:
    is_open = Sheet.holder_id == line.id
    return rx.el.li(
        button(
            rx.el.span(
                line.name,
                " ",
                rx.el.span(
                    tn("{n} principal", "{n} principals", line.principals), ", ",
                    t("{n} without ballot", n=line.left),
                    class_name="small quiet",
                ),
            ),
            wide=True,
            on_click=Sheet.unfold(line.id),
            aria_expanded=rx.cond(is_open, "true", "false"),
            data_testid="proxy-sheet",
        ),
        rx.cond(is_open, _grid()),
        key=line.id,
    )  # fmt: skip


def _grid() -> rx.Component:
    press = button(
        tn("Enter the {n} locked instruction", "Enter the {n} locked instructions", Sheet.locked),
        on_click=Sheet.enter_locked(SHOWN.id),
        data_testid="enter-locked",
    )
    return stack(
        rx.cond(Sheet.locked > 0, press),
        rx.el.ul(rx.foreach(Sheet.lines, _principal), class_name="plain stack tight"),
        rx.el.p(t("It counts once a second person has confirmed it."), class_name="small quiet"),
        gap="tight",
    )


def _principal(line: Any) -> rx.Component:
    def offer(choice: str, word: Any) -> rx.Component:
        press = rx.el.button(
            swatch(choice),
            word,
            type="button",
            class_name="button",
            aria_label=t("{choice} for {name}", choice=said_choice(choice, ITEM.options), name=line.name),
            on_click=Sheet.enter(SHOWN.id, line.key, choice),
            data_testid=f"sheet-{choice}",
        )
        return rx.cond((line.bound == "") | (line.bound == choice), press)

    said = rx.cond(
        line.pending != "",
        tag(t("Entered: {choice}, to confirm", choice=said_choice(line.pending, ITEM.options)), "soon"),
        rx.cond(line.choice != "", tag(said_choice(line.choice, ITEM.options), "good")),
    )
    return rx.el.li(
        row(plate(tlist(line.lots), small=True), rx.el.strong(line.name, class_name="grow"), tnum(line.votes)),
        rx.cond(
            line.bound != "",
            rx.el.p(
                t("Locked by the giver: {choice}", choice=said_choice(line.bound, ITEM.options)), class_name="small"
            ),
        ),
        said,
        row(
            rx.cond(
                IS_CHOICE,
                choice_buttons(lambda choice: Sheet.enter(SHOWN.id, line.key, choice), testid="sheet"),
                rx.fragment(*(offer(choice, word) for choice, word in CHOICES)),
            ),
            wrap=True,
        ),
        class_name="stack tight",
        key=line.key,
    )

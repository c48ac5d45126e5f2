"""The door: search, one press to check in, groups; the quorum live and the opening beside it."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.ballot_box import held_at, held_choice
from koprogo.components.desk_box import desk_box, noted_by, presence_slot, take_back
from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, search_input, text_input
from koprogo.components.layout import more, row, stack
from koprogo.components.live import live_mark
from koprogo.components.majority import quorum_meter
from koprogo.components.navigation import button, button_link, quiet_button, segments
from koprogo.components.refresh import refresh
from koprogo.components.status import article, plate, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tmoment, tn, tnum, ttime
from koprogo.pages.assemblies.attendance.bureau import bureau_panel
from koprogo.pages.assemblies.attendance.corrections import moves_section
from koprogo.pages.assemblies.attendance.desk import person_desk, slip_sheet, suspended_panel
from koprogo.pages.assemblies.room.notes import door_visitors
from koprogo.pages.shell import page
from koprogo.state.assemblies.attendance.attendance import AttendanceState as Door
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.attendance.desk import DeskState
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.room.notes import NotesState
from koprogo.state.identity.people import AccountsState
from koprogo.state.identity.session import SessionState

ROOM = LiveState.room
HERE = LiveState.assembly
CAN_CHANGE = (
    (ROOM.state == "drafted") | (ROOM.state == "convened") | (ROOM.state == "opened") | (ROOM.state == "resumed")
    | (ROOM.state == "suspended")
)  # fmt: skip
CAN_CORRECT = CAN_CHANGE | (ROOM.state == "closed") | (ROOM.state == "minuted") | (ROOM.state == "without_quorum")


def attendance() -> rx.Component:
    """Draw the door of this address."""
    return page(
        t("Attendance"),
        refresh(beat=ROOM.version, on_due=[Door.refresh, NotesState.look]),
        slip_sheet(),
        rx.cond(Door.loaded & (HERE.id != ""), _door(), _not_yet()),
        current="assembly",
        place=HERE.association_name,
        back=urls.ASSEMBLIES,
        marks=live_mark(beat=ROOM.at, at=ROOM.at, patience=12),
        under=rx.fragment(HERE.association_name, ", ", tmoment(HERE.starts_at, "long")),
    )


def _not_yet() -> rx.Component:
    """Wait for the list, or say why there is none for this reader."""
    none = (LiveState.refusal.kind == "") & (Door.refusal.kind == "")
    return rx.cond(none, waiting(), rx.fragment(answers(LiveState.refusal), answers(Door.refusal)))


def _door() -> rx.Component:
    return rx.el.div(
        *(answers(each.refusal) for each in (Door, DeskState, BureauState, AccountsState)),
        rx.el.div(
            _quorum(),
            desk_box(
                _list(),
                assembly=HERE.id,
                person=SessionState.person_id,
                page=urls.assembly(HERE.id, "attendance"),
                beat=ROOM.at,
                patience=12,
            ),
            rx.el.div(bureau_panel(), suspended_panel(), door_visitors(), class_name="stack wide door-rest"),
            class_name="door",
        ),
        class_name="stack",
        on_unmount=LiveState.leave,
    )


def _list() -> rx.Component:
    groups = (
        ("absent", rx.fragment(t("Absent"), rx.el.br(), Door.counts.absent)),
        ("present", rx.fragment(t("Present"), rx.el.br(), Door.counts.present)),
        ("represented", rx.fragment(t("Represented"), rx.el.br(), Door.counts.represented)),
    )
    chosen = rx.cond(Door.words == "", Door.group, "")
    none = rx.cond(
        Door.words == "", t("Nobody is in this group."), t("Nobody is found. Write a name, or the number of a lot.")
    )
    return rx.el.section(
        stack(
            search_input("door-search", t("Lot, person or proxy holder"), on_change=Door.search.debounce(250)),
            segments(groups, chosen, on_choose=Door.show_group, label=t("Which co-owners")),
            class_name="door-head",
        ),
        rx.cond(
            Door.lines.length() > 0,
            rx.el.ul(rx.foreach(Door.lines, _line), class_name="panel plain door-list"),
            rx.el.p(none, class_name="quiet", role="status"),
        ),
        rx.cond(Door.pages > 1, pager(page=Door.page, pages=Door.pages, on_page=Door.turn_to)),
        class_name="stack door-people",
        aria_label=t("Co-owners"),
    )


def _line(line: Any) -> rx.Component:
    is_open = Door.chosen == line.key
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.foreach(line.lots, lambda lot: plate(lot, small=True)),
                rx.cond(line.more > 0, rx.el.span("+", line.more, class_name="small quiet")),
                class_name="row wrap plates",
            ),
            rx.el.div(
                rx.el.strong(line.name),
                rx.cond(line.other_name != "", rx.el.span(line.other_name, class_name="small quiet")),
                _standing(line),
                _waits_here(line),
                class_name="grow who",
            ),
            rx.el.span(tnum(line.shares), class_name="strong right"),
            rx.cond(CAN_CHANGE, _act(line), rx.fragment()),
            rx.cond(
                CAN_CORRECT,
                button(
                    rx.cond(is_open, t("Less"), t("More")),
                    on_click=Door.choose(line.key),
                    aria_expanded=rx.cond(is_open, "true", "false"),
                    aria_label=t("More for {name}", name=line.name),
                ),
            ),
            class_name="door-line",
        ),
        rx.cond(
            is_open,
            rx.fragment(
                rx.cond(CAN_CHANGE, person_desk(line)), rx.el.div(moves_section(line), class_name="person-desk")
            ),
        ),
        key=line.key,
    )


def _waits_here(line: Any) -> rx.Component:
    """Say under a name what was noted without a network; it is not on the list yet."""
    slot = presence_slot(HERE.id, line.comes_id)
    at = ttime(held_at(slot), seconds=True)
    said = rx.cond(
        held_choice(slot) == "arrived",
        t("Arrived at {time}: waits on this device", time=at),
        t("Left at {time}: waits on this device", time=at),
    )
    return rx.cond(held_choice(slot) != "", rx.el.span(said, class_name="small soon", data_testid="noted"))


def _standing(line: Any) -> rx.Component:
    where = rx.cond(line.channel == "remote", t("From elsewhere"), t("In the room"))
    holder = rx.cond(
        line.holder_is_there,
        t("Represented by {name}", name=line.holder_name),
        t("Proxy to {name}, who has not come yet", name=line.holder_name),
    )
    said = rx.match(
        line.status,
        ("present", rx.el.span(tag(where, "good"), class_name="row")),
        rx.cond(line.holder_name != "", rx.el.span(holder, class_name="small quiet"), rx.fragment()),
    )
    return rx.fragment(
        said,
        rx.cond(
            line.holds > 0,
            rx.el.span(tn("Holds {n} proxy", "Holds {n} proxies", line.holds), class_name="small quiet"),
        ),
        rx.cond(line.slip_id != "", rx.el.span(t("Has a slip"), class_name="small quiet")),
        rx.cond(line.nobody_acts_at != "", rx.el.span(t("Nobody acts for it yet"), class_name="small soon")),
    )


def _act(line: Any) -> rx.Component:
    arrive = button(
        t("Arrived"),
        on_click=Door.arrive(line.comes_id, "room"),
        aria_label=t("{name} arrived", name=line.name),
        data_testid="arrive",
        custom_attrs=noted_by(line.comes_id, "arrived", line.name),
    )
    depart = quiet_button(
        t("Left"),
        on_click=Door.depart(line.comes_id),
        aria_label=t("{name} left", name=line.name),
        custom_attrs=noted_by(line.comes_id, "left", line.name),
    )
    slot = presence_slot(HERE.id, line.comes_id)
    waits = quiet_button(
        t("Withdraw"), aria_label=t("Withdraw what was noted for {name}", name=line.name),
        custom_attrs=take_back(slot),
    )  # fmt: skip
    nobody = button_link(
        t("Who comes?"), href=line.nobody_acts_at, aria_label=t("Who acts for {name}?", name=line.name)
    )
    now = rx.cond(line.status == "present", depart, rx.cond(line.nobody_acts_at != "", nobody, arrive))
    return rx.cond(held_choice(slot) != "", waits, now)


def _quorum() -> rx.Component:
    meter = quorum_meter(
        heads=ROOM.heads,
        owners=ROOM.heads_total,
        heads_needed=ROOM.heads_needed,
        shares=ROOM.shares,
        total=ROOM.shares_total,
        half_needed=ROOM.half_needed,
        three_quarters_needed=ROOM.three_quarters_needed,
        reached=ROOM.quorum,
    )
    return rx.el.section(
        meter,
        rx.match(
            ROOM.state,
            ("drafted", _not_convened()),
            ("convened", _opening()),
            ("without_quorum", _second_session()),
            ("opened", "resumed", "suspended", _to_the_room()),
            rx.el.p(t("The assembly is closed.")),
        ),
        aria_label=t("Quorum"),
        class_name="panel padded stack tight door-quorum",
    )


def _not_convened() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The assembly has not been convened yet.")),
        button_link(t("To the agenda"), href=urls.assembly(HERE.id, "plan"), main=True, wide=True),
    )


def _opening() -> rx.Component:
    rows = (
        (t("Co-owners there"), t("{heads} of {owners}", heads=ROOM.heads, owners=ROOM.heads_total)),
        (t("Shares there"), t("{shares} of {total}", shares=ROOM.shares, total=ROOM.shares_total)),
    )
    other_day = notice(
        rx.el.p(t("It was convened for {day}.", day=tmoment(HERE.starts_at, "long"))),
        title=t("Today is another day"),
        status=False,
    )
    return stack(
        rx.cond(~Door.is_today, other_day),
        confirm(
            "open-assembly",
            t("Open the assembly"),
            title=t("Open the assembly now?"),
            sentence=t("The list of who votes for which lot is fixed at this moment. People may still come and go."),
            rows=rows,
            act=t("Open the assembly"),
            on_confirm=Door.open_session,
        ),
        rx.cond(
            ~ROOM.quorum,
            confirm(
                "no-quorum",
                t("Record that the quorum was not reached"),
                title=t("Record that the quorum was not reached?"),
                sentence=t("This session ends without a vote. A second one may be held 15 days later at the earliest."),
                rows=rows,
                act=t("Record it"),
                on_confirm=Door.record_no_quorum,
                main=False,
            ),
        ),
        rx.cond(~ROOM.quorum & (HERE.session != "second"), more(t("In case the quorum fails"), _prepare_second())),
    )


def _prepare_second() -> rx.Component:
    return stack(
        rx.el.p(
            t(
                "Prepare the second session as a draft: from {day} on, with the same agenda. It is convened only once this"
                " session has ended without its quorum.",
                day=tdate(Door.first_day_of_second, "long"),
            ),
            " ",
            article("3.87 §5"),
            class_name="small",
        ),
        _second_form(t("Prepare the second session")),
    )


def _second_session() -> rx.Component:
    return stack(
        rx.el.p(
            t(
                "The quorum was not reached. A second session decides whoever comes, from {day} on.",
                day=tdate(Door.first_day_of_second, "long"),
            )
        ),
        _second_form(t("Plan the second session")),
    )


def _second_form(act: Any) -> rx.Component:
    problems = Door.refusal.problems
    return form(
        date_input("starts_at", t("Day"), value=Door.first_day_of_second, problems=problems),
        text_input("hour", t("Hour"), kind="time", value="19:30", problems=problems),
        text_input("place", t("Place"), value=HERE.place, problems=problems),
        on_submit=Door.plan_second,
        act=act,
    )


def _to_the_room() -> rx.Component:
    return stack(
        row(tag(t("Open since {time}", time=ttime(ROOM.opened_at)), "good")),
        button_link(t("To the assembly room"), href=urls.assembly(HERE.id, "room"), main=True, wide=True),
    )

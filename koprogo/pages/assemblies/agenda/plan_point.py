"""Who votes on a point of the agenda: nobody on her own mission, and only who bears the cost where the by-laws say so."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import field_error, notice
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, choices, search_input, text_area, text_input
from koprogo.components.layout import row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tlist, tn
from koprogo.pages.assemblies.agenda.plan_parts import parts_sections
from koprogo.pages.assemblies.elections.election import election_panel
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.point import PointState as Point

PROBLEMS = Point.refusal.problems
REASONS = (
    ("syndic", t("The syndic, on the syndic’s mission")),
    ("auditor", t("The auditor, on the auditor’s mission")),
    ("council", t("A council member, on the council’s mission")),
    ("employee", t("Employed by the association: the contract of employment")),
    ("supplier", t("Supplies the association: that contract")),
    ("other", t("Another mission entrusted to this person")),
)


def reason_word(code: Any) -> Any:
    """Say in a few words what ties somebody to the association."""
    return pick(code, dict(REASONS), code)


def voters_line(item: Any) -> rx.Component:
    """Say in one line under a point who does not vote on it, and which key narrows its voters."""
    return rx.fragment(
        rx.cond(
            item.excluded.length() > 0,
            rx.el.p(
                t("Takes no part: {names}.", names=tlist(item.excluded)), " ", article("3.87 §9"), class_name="small"
            ),
        ),
        rx.cond(
            item.key_reason != "",
            rx.el.p(
                t("Only who bears the cost votes:"),
                " ",
                rx.el.strong(t_own(item.key_name), lang=language_of(item.key_name)),
                " ",
                article("3.87 §6"),
                class_name="small",
            ),
        ),
        rx.cond(
            item.proposed > 0,
            row(
                tag(
                    tn("{n} conflict of interest to look at", "{n} conflicts of interest to look at", item.proposed),
                    "soon",
                    shape="triangle",
                )
            ),
        ),
    )


def point_opener(item: Any) -> rx.Component:
    """Draw the button that opens the voters of a point."""
    return quiet_button(
        rx.cond(Point.item_id == item.id, t("Close who votes"), t("Who votes on it")),
        on_click=Point.open(item.id),
        aria_expanded=rx.cond(Point.item_id == item.id, "true", "false"),
        data_testid="who-votes",
    )


def point_panel(item: Any) -> rx.Component:
    """Draw the voters of the open point."""
    return rx.cond(
        Point.item_id == item.id,
        rx.el.div(
            _excluded(),
            election_panel(item.id, item.elects),
            rx.cond(PlanState.draft.state == "drafted", rx.fragment(_key(), parts_sections())),
            class_name="rule-above stack",
        ),
    )


def excluded_here(item_id: Any, may_change: Any) -> rx.Component:
    """In the room: who takes no part in the vote on the point that is shown; to be changed until the vote opens."""
    opener = quiet_button(
        rx.cond(Point.item_id == item_id, t("Close the conflicts of interest"), t("Conflicts of interest")),
        on_click=Point.open(item_id),
        aria_expanded=rx.cond(Point.item_id == item_id, "true", "false"),
        data_testid="conflicts",
    )
    opened = rx.el.section(_excluded(), class_name="panel padded")
    return rx.cond(may_change, rx.fragment(rx.el.div(opener), rx.cond(Point.item_id == item_id, opened)))


def _excluded() -> rx.Component:
    nobody = rx.el.p(t("Nobody is kept out: everybody with a vote decides."), class_name="quiet")
    return rx.el.section(
        rx.el.h4(t("Conflict of interest"), " ", article("3.87 §9")),
        rx.el.p(
            t(
                "Whoever is mandated or employed by the association, or works for it, does not vote on that mission:"
                " not for herself, and not for those who gave her a proxy."
            ),
            class_name="small quiet",
        ),
        rx.cond(Point.out.length() > 0, rx.el.ul(rx.foreach(Point.out, _out), class_name="plain rows"), nobody),
        rx.cond(Point.proposed.length() > 0, _proposals()),
        _exclude_form(),
        class_name="stack tight",
    )


def _out(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(line.name),
            rx.el.span(reason_word(line.reason), class_name="small quiet block"),
            rx.cond(line.note != "", rx.el.span(line.note, class_name="small block")),
            class_name="grow",
        ),
        quiet_button(t("Let vote: {name}", name=line.name), on_click=Point.lift(line.id)),
        class_name="row",
        key=line.id,
    )


def _proposals() -> rx.Component:
    def proposed(line: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.el.strong(line.name),
                rx.el.span(reason_word(line.reason), class_name="small quiet block"),
                class_name="grow",
            ),
            button(
                t("Keep out: {name}", name=line.name),
                on_click=Point.accept(line.person_id, line.reason),
                data_testid="accept-exclusion",
            ),
            class_name="row",
            key=line.person_id,
        )

    return notice(
        rx.el.ul(rx.foreach(Point.proposed, proposed), class_name="plain stack tight"),
        title=t("This point is about the mission of:"),
        shape="triangle",
        status=False,
    )


def _exclude_form() -> rx.Component:
    def person(found: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="person", value=found.id),
            rx.el.span(found.name, rx.el.span(tlist(found.lots), class_name="hint")),
            class_name="choice",
            key=found.id,
        )

    return stack(
        search_input("exclude-search", t("Keep somebody else out: name or lot"), on_change=Point.search.debounce(250)),
        rx.cond(
            Point.found.length() > 0,
            form(
                rx.el.fieldset(
                    rx.el.legend(t("Who takes no part?")),
                    field_error("person", PROBLEMS),
                    rx.foreach(Point.found, person),
                    id="person",
                    class_name="field",
                    tab_index=-1,
                ),
                choices("reason", t("What ties this person to the association?"), REASONS, problems=PROBLEMS),
                text_input(
                    "note",
                    t("In your own words"),
                    hint=t("For example: owner of the firm that cleans the hall. It goes into the minutes."),
                    max_length=300,
                    problems=PROBLEMS,
                ),
                on_submit=Point.exclude,
                act=t("Keep out of this vote"),
                refusal=Point.refusal,
            ),
        ),
        gap="tight",
    )


def _key() -> rx.Component:
    none = rx.el.p(
        t("No key of apportionment is known on that day. Enter it first, from the by-laws."),
        " ",
        rx.el.a(t("Keys of apportionment"), href=Point.keys_href),
        class_name="quiet",
    )
    return rx.el.section(
        rx.el.h4(t("Who pays decides"), " ", article("3.87 §6")),
        rx.el.p(
            t(
                "Where the by-laws put the costs of a part on some owners only, and common management is not affected,"
                " only they vote, by their share in those costs. The quorum stays on all lots."
            ),
            class_name="small quiet",
        ),
        rx.cond(Point.keys.length() > 0, _key_form(), none),
        class_name="stack tight",
    )


def _key_form() -> rx.Component:
    def option(key: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="key_id", value=key.id, default_checked=Point.key_id == key.id),
            rx.el.span(
                t_own(key.name), rx.el.span(tn("{n} lot", "{n} lots", key.lots), class_name="hint"),
            ),
            class_name="choice",
            key=key.id,
        )  # fmt: skip

    return rx.el.div(
        form(
            rx.el.fieldset(
                rx.el.legend(t("Who votes on this point?")),
                field_error("key_id", PROBLEMS),
                rx.el.label(
                    rx.el.input(type="radio", name="key_id", value="", default_checked=Point.key_id == ""),
                    rx.el.span(t("Every owner, by shares")),
                    class_name="choice",
                ),
                rx.foreach(Point.keys, option),
                id="key_id",
                class_name="field",
                tab_index=-1,
            ),
            checkbox(
                "only_they_bear",
                t("The by-laws put these costs on these owners only."),
                checked=Point.key_id != "",
            ),
            field_error("only_they_bear", PROBLEMS),
            checkbox(
                "common_management_unaffected",
                t("The decision does not affect common management."),
                checked=Point.key_id != "",
            ),
            field_error("common_management_unaffected", PROBLEMS),
            text_area(
                "key_reason",
                t("The clause, and why only they decide"),
                hint=t("It stands in the convocation and in the minutes."),
                value=Point.key_reason,
                problems=PROBLEMS,
                rows="3",
            ),
            on_submit=Point.set_key,
            act=t("Keep who votes"),
            refusal=Point.refusal,
        ),
        key=Point.item_id + Point.key_id,
    )

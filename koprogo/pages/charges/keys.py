"""The keys of apportionment: what the by-laws put on some lots only, with a weight for each of them."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, empty, field_error, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, has_problem, search_input, text_area, text_input
from koprogo.components.layout import columns, more, panel, row, stack
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article, plate, tag
from koprogo.components.tables import number_cell
from koprogo.components.text import language_of, t, t_own, tdate, tn, tnum
from koprogo.i18n.languages import NAMES
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.charges.keys import KeysState as State

CHANGE = "3.88 §1, 2° a)"
PROBLEMS = State.refusal.problems
READ_FILE = (
    "(() => { const file = document.getElementById('key-file').files[0];"
    " const field = document.getElementById('lines');"
    " if (file && field) file.text().then((text) => { field.focus(); field.value = text; field.blur(); }); })()"
)
"""The browser reads the file into the field, to be looked at before it is sent. One expression: the page is compiled."""


def keys() -> rx.Component:
    """Draw the page."""
    return page(
        t("Keys of apportionment"),
        rx.cond(
            State.loaded,
            columns(_list(), rx.cond(State.may_change, _new()), side=_why()),
            rx.cond(State.refusal.kind == "", waiting(), answers(State.refusal)),
        ),
        current="associations",
        back=urls.ASSOCIATIONS + "/" + State.association_id,
        above=crumb(State.association_name, urls.ASSOCIATIONS + "/" + State.association_id),
        under=State.association_name,
    )


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Most costs follow the shares. Where the by-laws put a part on some lots only, a staircase or a lift,"
                " their weights stand here, and only their owners decide about it."
            )
        ),
        row(article("3.81"), article("3.87 §6"), article(CHANGE), wrap=True),
        rx.el.p(
            t(
                "A key is never rewritten, because a vote may rest on it. Another split takes four fifths of the votes:"
                " enter it as a key that changes the old one, with the point that was carried."
            ),
            class_name="small quiet",
        ),
        title=t("What a key is"),
    )


def _list() -> rx.Component:
    none = empty(
        t("No key yet"),
        t("Everything follows the shares of the base deed until the by-laws say otherwise."),
    )
    return rx.cond(
        State.rows.length() > 0,
        panel(rx.el.ul(rx.foreach(State.rows, _key), class_name="plain points"), title=t("Keys"), padded=False),
        none,
    )


def _key(key: Any) -> rx.Component:
    shown = State.shown == key.id
    ended = rx.cond(key.until != "", tag(t("Ended on {day}", day=tdate(key.until))))
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(t_own(key.name), lang=language_of(key.name)),
                rx.el.p(key.source, class_name="small quiet"),
                rx.el.p(
                    tn("{n} lot", "{n} lots", key.lots), ", ", t("total {total}", total=tnum(key.total)), ", ",
                    t("since {day}", day=tdate(key.since)),
                    class_name="small",
                ),
                rx.cond(key.voted_on != "", _vote(key)),
                row(ended, wrap=True),
                class_name="stack close grow",
            ),
            class_name="row start",
        ),
        row(
            quiet_button(
                rx.cond(shown, t("Hide the lots"), t("Show the lots")),
                on_click=State.show(key.id),
                aria_expanded=rx.cond(shown, "true", "false"),
            ),
            rx.cond(State.may_change & (key.until == "") & ~key.in_use, _end(key)),
            wrap=True,
        ),
        rx.cond(shown, rx.el.ul(rx.foreach(State.weights, _weight), class_name="plain rows")),
        key=key.id,
    )  # fmt: skip


def _vote(key: Any) -> rx.Component:
    """Say which vote changed the split, with the way to it where that assembly was held here."""
    point = rx.el.a(
        t("Point {n} of the assembly of {day}", n=key.voted_number.to_string(), day=tdate(key.voted_on)),
        href=key.voted_at,
        class_name="link",
    )
    return rx.el.div(
        rx.cond(
            key.voted_at != "",
            rx.el.p(point, ": ", rx.el.span(t_own(key.voted_title), lang=language_of(key.voted_title))),
            rx.el.p(t("Voted on {day}", day=tdate(key.voted_on)), ": ", key.act),
        ),
        rx.cond(
            key.replaced.length() > 0,
            rx.el.p(t("In the place of"), " ", rx.el.span(t_own(key.replaced), lang=language_of(key.replaced))),
        ),
        class_name="small",
    )


def _end(key: Any) -> rx.Component:
    return rx.cond(
        State.shown == key.id,
        confirm(
            "end-key",
            t("End this key"),
            title=t("End this key today?"),
            sentence=t("Nothing rests on it yet. From today no point and no cost can use it."),
            act=t("End it"),
            on_confirm=State.end(key.id),
            grave=True,
        ),
    )


def _weight(line: Any) -> rx.Component:
    return rx.el.li(
        plate(line.lot, small=True), rx.el.span(class_name="grow"), number_cell(line.weight), class_name="row"
    )


def _new() -> rx.Component:
    return panel(
        form(
            rx.cond(has_problem("name", PROBLEMS), rx.el.div(field_error("name", PROBLEMS), id="name", tab_index=-1)),
            *(rx.cond(State.languages.contains(language), _name_in(language)) for language in NAMES),
            text_area(
                "source",
                t("The clause of the by-laws"),
                hint=t("With its number: deed of 12 March 1987, art. 14."),
                problems=PROBLEMS,
                rows="2",
            ),
            date_input("since", t("In force since"), problems=PROBLEMS),
            _change(),
            rx.el.div(
                text_area(
                    "lines",
                    t("Lots and weights"),
                    hint=t("One lot per line, then its weight: A1 250. Lots that bear nothing are left out."),
                    value=State.lines,
                    problems=PROBLEMS,
                    rows="8",
                    on_blur=State.keep_lines,
                ),
                key=State.fill,
            ),
            on_submit=State.enter,
            act=t("Enter this key"),
            refusal=State.refusal,
        ),
        more(t("Fill in the lots from a file, or by their numbers"), _picker()),
        title=t("A new key"),
    )


def _change() -> rx.Component:
    """Ask which key it changes and which vote did; left as it is, the key stands in the deed."""

    def key(each: Any) -> rx.Component:
        return rx.el.option(t_own(each.name), " · ", t("since {day}", day=tdate(each.since, "short")), value=each.id)

    def point(each: Any) -> rx.Component:
        number = each.number.to_string()
        return rx.el.option(tdate(each.day, "short"), " · ", number, ". ", t_own(each.title), value=each.value)

    return rx.el.fieldset(
        rx.el.legend(t("Does it change a key?")),
        stack(
            _one_of("replaces_id", t("The key that it changes"), t("None: the deed has it so"), State.rows, key),
            rx.cond(
                State.carried.length() > 0,
                _one_of(
                    "item_id",
                    t("The point that the assembly carried"),
                    t("None of those kept here"),
                    State.carried,
                    point,
                ),
                rx.el.p(
                    t("Points about the split of charges can be chosen here once the assembly has carried one."),
                    class_name="small quiet",
                ),
            ),
            text_input(
                "act",
                t("Or the minutes that voted it"),
                hint=t("When that assembly is not kept here: minutes of 12 May 2025, point 7."),
                problems=PROBLEMS,
                max_length=500,
            ),
            date_input("act_on", t("Day of that vote"), problems=PROBLEMS),
            row(article(CHANGE), wrap=True),
        ),
        class_name="field",
    )


def _one_of(name: str, label: Any, none: Any, rows: Any, option: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.select(rx.el.option(none, value=""), rx.foreach(rows, option), id=name, name=name, class_name="input"),
        class_name="field",
    )


def _name_in(language: str) -> rx.Component:
    return text_input(
        f"name_{language}",
        t("Name ({language})", language=pick(language, NAMES)),
        hint=t("For example: Lift of block B."),
        max_length=120,
        lang=language,
    )


def _picker() -> rx.Component:
    def lot(found: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="checkbox", name="lot_" + found.lot, default_checked=True),
            rx.el.span(found.lot, rx.el.span(t("{n} shares", n=tnum(found.weight)), class_name="hint")),
            class_name="choice",
            key=found.lot,
        )

    return stack(
        rx.el.label(
            t("Read the lines from a text file (CSV)"),
            rx.el.input(
                type="file", id="key-file", accept=".csv,.txt,text/csv,text/plain", class_name="unseen",
                on_change=rx.run_script(READ_FILE),
            ),
            class_name="button start",
        ),
        search_input(
            "lot-search", t("Or pick lots: the beginning of their numbers"), on_change=State.search.debounce(250)
        ),
        rx.cond(
            State.found.length() > 0,
            form(
                rx.cond(
                    State.found_in_all > State.found.length(),
                    rx.el.p(t("The first {n} of {total}: write more of the number.", n=State.found.length(),
                              total=State.found_in_all), class_name="small quiet"),
                ),
                rx.el.fieldset(
                    rx.el.legend(t("Which lots bear this cost?")), rx.foreach(State.found, lot), class_name="field"
                ),
                choices(
                    "how",
                    t("With which weight?"),
                    (("shares", t("Their shares")), ("equal", t("The same for each"))),
                    value="shares",
                ),
                on_submit=State.pick,
                act=t("Put these lots in the key"),
            ),
        ),
        gap="tight",
    )  # fmt: skip

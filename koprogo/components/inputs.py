"""Fields: each with its label, its hint, its error above the control, and a link between them for screen readers.

    text_input("email", t("E-mail address"), hint=t("Where you receive the convocation"), kind="email",
               value=State.email, problems=State.refusal.problems)

`name` is the field's id and the `where` of its problems. Answers are kept: `value` is what the state holds, given back as
the default of an uncontrolled control, so nothing moves while somebody types.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import reflex as rx

from koprogo.components.feedback import error_id, field_error
from koprogo.components.icons import icon
from koprogo.components.text import t, ttyped

Kind = Literal["text", "email", "tel", "password", "url", "date", "time", "datetime-local", "number"]


def text_input(
    name: str,
    label: Any,
    *,
    hint: Any = None,
    value: Any = None,
    problems: rx.Var | None = None,
    kind: Kind = "text",
    autocomplete: str = "off",
    **props: Any,
) -> rx.Component:
    """Draw a line to write on. `autocomplete` follows HTML (`email`, `name`, `current-password`, `one-time-code`)."""
    control = rx.el.input(
        **_control(name, hint, problems),
        type=kind,
        auto_complete=autocomplete,
        **_kept(value),
        **_looks("input", props),
    )
    return _field(name, label, control, hint=hint, problems=problems)


def text_area(
    name: str, label: Any, *, hint: Any = None, value: Any = None, problems: rx.Var | None = None, **props: Any
) -> rx.Component:
    """Draw a place for several lines."""
    control = rx.el.textarea(**_control(name, hint, problems), **_kept(value), **_looks("input", props))
    return _field(name, label, control, hint=hint, problems=problems)


def money_input(
    name: str, label: Any, *, hint: Any = None, value: Any = None, problems: rx.Var | None = None, **props: Any
) -> rx.Component:
    """Draw a place for euros, written as the reader writes them (1 234,56); the server reads and checks them."""
    control = rx.el.input(
        **_control(name, hint, problems), type="text", input_mode="decimal", auto_complete="off",
        **_kept(None if value is None else ttyped(value)), **_looks("input money", props),
    )  # fmt: skip
    return _field(name, label, _with_unit(control, "€"), hint=hint, problems=problems)


def shares_input(
    name: str,
    label: Any,
    *,
    of: Any = None,
    hint: Any = None,
    value: Any = None,
    problems: rx.Var | None = None,
    **props: Any,
) -> rx.Component:
    """Draw a place for a whole number of shares; `of` is the whole they are part of."""
    control = rx.el.input(
        **_control(name, hint, problems), type="text", input_mode="numeric", auto_complete="off", **_kept(value),
        **_looks("input whole-number", props),
    )  # fmt: skip
    unit = t("shares") if of is None else t("of {total} shares", total=of)
    return _field(name, label, _with_unit(control, unit), hint=hint, problems=problems)


def date_input(
    name: str, label: Any, *, hint: Any = None, value: Any = None, problems: rx.Var | None = None, **props: Any
) -> rx.Component:
    """Draw the device's own day picker; the value is an ISO day."""
    return text_input(name, label, hint=hint, value=value, problems=problems, kind="date", **props)


def select_input(
    name: str,
    label: Any,
    options: Sequence[tuple[Any, Any]] | rx.Var,
    *,
    hint: Any = None,
    value: Any = None,
    problems: rx.Var | None = None,
    first: Any = None,
    said: Callable[[Any], Any] = lambda option: option.word,
    **props: Any,
) -> rx.Component:
    """Draw a list to choose from, for more than five choices: pairs of value and word, or a var of rows with both.

    `first`: the word for choosing none of them, whose value is empty; it stands at the top. `said`: how a row is worded.
    """
    drawn: tuple[Any, ...] = () if first is None else (rx.el.option(first, value=""),)
    if isinstance(options, rx.Var):
        drawn += (rx.foreach(options, lambda option: rx.el.option(said(option), value=option.value)),)
    else:
        drawn += tuple(rx.el.option(word, value=key) for key, word in options)
    control = rx.el.select(*drawn, **_control(name, hint, problems), **_kept(value), **_looks("input", props))
    return _field(name, label, control, hint=hint, problems=problems)


def choices(
    name: str,
    legend: Any,
    options: Sequence[tuple[str, Any] | tuple[str, Any, Any]],
    *,
    hint: Any = None,
    value: Any = None,
    problems: rx.Var | None = None,
    several: bool = False,
    **props: Any,
) -> rx.Component:
    """Draw radio buttons (checkboxes with `several`) under one question. Options: value, word, and perhaps a hint.

    The group carries the id, never one of its buttons: Reflex sends the value of a control with an id in place of what
    was chosen, so the first button would always win.
    """
    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.fragment() if hint is None else rx.el.span(hint, id=f"{name}-hint", class_name="hint"),
        rx.fragment() if problems is None else field_error(name, problems),
        *(_choice(name, option, value=value, several=several, **props) for option in options),
        id=name,
        tab_index=-1,
        class_name=_wrong(name, problems),
        **({} if problems is None else {"aria_describedby": error_id(name)}),
    )


def checkbox(name: str, word: Any, *, checked: Any = None, hint: Any = None, **props: Any) -> rx.Component:
    """Draw one yes or no."""
    return rx.el.label(
        rx.el.input(
            type="checkbox", id=name, name=name, **({} if checked is None else {"default_checked": checked}), **props
        ),
        rx.el.span(word, rx.fragment() if hint is None else rx.el.span(hint, class_name="hint")),
        class_name="choice",
    )


def search_input(name: str, label: Any, **props: Any) -> rx.Component:
    """Draw a search field; its label is heard, its placeholder seen."""
    return rx.el.div(
        icon("search"),
        rx.el.input(
            type="search",
            id=name,
            name=name,
            aria_label=label,
            placeholder=label,
            auto_complete="off",
            class_name="input",
            **props,
        ),
        class_name="search",
        role="search",
        aria_label=label,
    )


class FileDrop(rx.Component):
    """A file, chosen or dropped, sent at once to our own route; JavaScript in assets/js/upload.js."""

    library = "$/public/js/upload.js"
    tag = "FileDrop"
    name: rx.Var[str]
    endpoint: rx.Var[str]
    accept: rx.Var[str]
    capture: rx.Var[str]
    largest: rx.Var[int]
    choose: rx.Var[str]
    drop: rx.Var[str]
    sending: rx.Var[str]
    too_large: rx.Var[str]
    failed: rx.Var[str]
    refused: rx.Var[Any]
    describedby: rx.Var[str]
    whole: rx.Var[bool]
    several: rx.Var[bool]
    extra: rx.Var[dict[str, Any]]

    on_sent: rx.EventHandler[lambda upload_id, file_name: [upload_id, file_name]]


def file_input(
    name: str,
    label: Any,
    *,
    endpoint: Any,
    on_sent: Any,
    accept: str = "",
    largest_mb: int = 10,
    hint: Any = None,
    problems: rx.Var | None = None,
    whole: bool = False,
) -> rx.Component:
    """Draw a place to choose or drop one file, which is posted to `endpoint` (multipart field `file`, session's cookie).

    The route answers `{"id": …}`, or 4xx with `{"message_id": …, "facts": {…}}`, which is said here in the reader's
    language. `on_sent(id, file_name)` then attaches it; with `whole` it gets the whole answer as JSON instead of the id.
    Progress is shown; the page can be left meanwhile.
    """
    control = FileDrop.create(
        name=name,
        endpoint=endpoint,
        accept=accept,
        largest=largest_mb * 1_000_000,
        choose=t("Choose a file"),
        drop=t("or drop it here"),
        sending=t("Sending: {percent} %"),
        too_large=t("This file is larger than {limit} MB. Choose a smaller one.", limit=largest_mb),
        failed=t("The file did not arrive. Check the network and choose it again."),
        describedby=" ".join(_described(name, hint, problems)),
        on_sent=on_sent,
        whole=whole,
    )
    return _field(name, label, control, hint=hint, problems=problems)


def has_problem(name: str, problems: rx.Var) -> rx.Var[bool]:
    """Say in the browser whether one of the problems is about this field."""
    return rx.Var(
        f"{problems!s}.some((each) => each.where === {name!r})", _var_type=bool, _var_data=problems._get_all_var_data()
    ).guess_type()


def _field(name: str, label: Any, control: rx.Component, *, hint: Any, problems: rx.Var | None) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.fragment() if hint is None else rx.el.span(hint, id=f"{name}-hint", class_name="hint"),
        rx.fragment() if problems is None else field_error(name, problems),
        control,
        class_name=_wrong(name, problems),
    )


def _described(name: str, hint: Any, problems: rx.Var | None) -> list[str]:
    return [*([] if hint is None else [f"{name}-hint"]), *([] if problems is None else [error_id(name)])]


def _control(name: str, hint: Any, problems: rx.Var | None) -> dict[str, Any]:
    described = _described(name, hint, problems)
    found: dict[str, Any] = {"id": name, "name": name}
    if problems is not None:
        found["aria_invalid"] = rx.cond(has_problem(name, problems), "true", "false")
    if described:
        found["aria_describedby"] = " ".join(described)
    return found


def _wrong(name: str, problems: rx.Var | None) -> Any:
    return "field" if problems is None else rx.cond(has_problem(name, problems), "field wrong", "field")


def _kept(value: Any) -> dict[str, Any]:
    return {} if value is None else {"default_value": value}


def _looks(names: str, props: dict[str, Any]) -> dict[str, Any]:
    return {**props, "class_name": f"{names} {props.get('class_name', '')}".strip()}


def _with_unit(control: rx.Component, unit: Any) -> rx.Component:
    return rx.el.div(control, rx.el.span(unit, class_name="quiet"), class_name="with-unit")


def _choice(name: str, option: tuple[Any, ...], *, value: Any, several: bool, **props: Any) -> rx.Component:
    key, word, hint = (*option, None)[:3]
    kept = {} if value is None else {"default_checked": _is_chosen(key, value, several)}
    return rx.el.label(
        rx.el.input(
            type="checkbox" if several else "radio",
            name=name,
            value=key,
            **kept,
            **props,
        ),
        rx.el.span(word, rx.fragment() if hint is None else rx.el.span(hint, class_name="hint")),
        class_name="choice",
    )


def _is_chosen(key: str, value: Any, several: bool) -> Any:
    if isinstance(value, rx.Var):
        return value.contains(key) if several else value == key
    return key in value if several else value == key

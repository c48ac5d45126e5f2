"""Forms to `/auth/…`, the few addresses that set or clear the cookie. Their JavaScript is assets/js/auth.js.

    said = auth_answer("sign-in", RefusalView)
    auth_form("sign-in", urls.AUTH_SIGN_IN, text_input(…, problems=said.problems), act=t("Sign in"))

The answer is kept in the browser, not in a state: what is typed into these forms never travels over the live connection.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import Var

from koprogo.components.feedback import answers
from koprogo.components.navigation import button

LIBRARY = "$/public/js/auth.js"
WORDS = {
    "failed": "The server did not answer. Check the network and try again; what you typed is kept.",
    "led_back": "That was not accepted. Look at what you typed and try again.",
    "leaves": "Votes that wait on this device and are not counted yet: {n}. Press again to sign out and drop them.",
}
"""Said by the browser itself; the extraction of messages reads this table."""


class AuthForm(rx.Component):
    """A form whose yes loads a page anew and whose no is said on the spot."""

    library = LIBRARY
    tag = "AuthForm"
    name: rx.Var[str]
    action: rx.Var[str]
    stays: rx.Var[bool]
    leaves: rx.Var[str]
    failed: rx.Var[str]
    led_back: rx.Var[str]


class LinkLook(rx.Component):
    """Asks for whom the link is; draws nothing."""

    library = LIBRARY
    tag = "LinkLook"
    form: rx.Var[str]
    failed: rx.Var[str]


class LoadAnew(rx.Component):
    """Loads the page of `next` anew; draws nothing."""

    library = LIBRARY
    tag = "LoadAnew"


def auth_form(
    name: str,
    action: str,
    *fields: Any,
    act: Any,
    answer: rx.Var | None = None,
    stays: bool = False,
    leaves: bool = False,
    main: bool = True,
    ways: tuple[rx.Component, ...] = (),
    **looks: Any,
) -> rx.Component:
    """Draw a form to one of the addresses: what is wrong on top, the fields, one button that names the act.

    `answer` is `auth_answer(name, …)` and makes a page of its own of it; without it the form is a button among others.
    `stays` keeps the page on a yes, which `auth_done(name)` then tells; `leaves` signs out: what waits on the device is
    said first, and everything kept on it goes. `ways` are what can be done after a no that is not
    about an answer.
    """
    press = button(act, main=main, big=answer is not None, wide=answer is not None, type="submit", data_testid=name)
    return AuthForm.create(
        rx.fragment() if answer is None else answers(answer, *ways),
        *fields,
        press,
        name=name,
        action=action,
        stays=stays,
        class_name="stack answers" if answer is not None else "",
        **{**WORDS, "leaves": WORDS["leaves"] if leaves else ""},
        **looks,
    )


def link_look(form: str) -> rx.Component:
    """Ask for whom the link of this browser is; `link_facts()` tells, a no goes to the form's answer."""
    return LinkLook.create(form=form, failed=WORDS["failed"])


def load_anew() -> rx.Component:
    """Load the page that the address names anew."""
    return LoadAnew.create()


def auth_answer(form: str, shape: type) -> Any:
    """Return the last no of a form; `shape` is the class of `AppState.refusal`, whose fields it has."""
    name = f"kgAnswer_{form.replace('-', '_')}"
    return _hooked(name, f"useAnswer({form!r})", "useAnswer", shape)


def auth_done(form: str) -> rx.Var[bool]:
    """Say whether a form that stays was accepted."""
    return _hooked(f"kgDone_{form.replace('-', '_')}", f"useDone({form!r})", "useDone", bool)


def link_facts(shape: type) -> Any:
    """Return for whom the link is; `shape` has `state` (asking, known, ended), `name`, `email` and `purpose`."""
    return _hooked("kgLink", "useLink()", "useLink", shape)


def asked(name: str) -> rx.Var[str]:
    """Return a part of the address's query, as text."""
    return _hooked(f"kgAsked_{name}", f"useAsked({name!r})", "useAsked", str)


def _hooked(variable: str, call: str, hook: str, shape: type) -> Any:
    data = VarData(imports={LIBRARY: [ImportVar(tag=hook)]}, hooks={f"const {variable} = {call};": None})
    return Var(variable, _var_type=shape, _var_data=data).guess_type()

"""The installation, for who runs it: figures, whether it is well, letters that no mail server took."""

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.layout import figure, figures, more, panel
from koprogo.components.navigation import button_link
from koprogo.components.text import t, tmoment, tn, tnum
from koprogo.pages.shell import page
from koprogo.state.platform import LetterView
from koprogo.state.platform import PlatformState as State


def platform() -> rx.Component:
    """Draw the page."""
    return page(
        t("The installation"),
        answers(State.refusal),
        rx.cond(State.loaded, rx.fragment(_health(), _figures(), _letters(), _links()), waiting()),
        menu=(),
        current="settings",
    )


def _health() -> rx.Component:
    return rx.cond(
        State.missing.length() > 0,
        notice(rx.el.ul(rx.foreach(State.missing, rx.el.li), class_name="plain"), title=t("Something is missing")),
        notice(rx.el.p(t("Database and schema answer.")), title=t("All is well"), tone="good", shape="check"),
    )


def _figures() -> rx.Component:
    found = State.figures
    return figures(
        figure(tnum(found.organisations), tn("organisation", "organisations", found.organisations)),
        figure(tnum(found.accounts), tn("account", "accounts", found.accounts)),
        figure(tnum(found.sign_ins), t("signed in this hour")),
        figure(tnum(found.jobs_waiting), tn("job waiting", "jobs waiting", found.jobs_waiting)),
        figure(tnum(found.jobs_failed), tn("job failed", "jobs failed", found.jobs_failed), late=found.jobs_failed > 0),
    )


def _letters() -> rx.Component:
    """Draw the letters where no mail server takes them."""
    return rx.cond(
        State.has_mail_server,
        rx.el.p(t("A mail server takes the letters."), class_name="quiet"),
        panel(
            rx.el.p(
                t("No mail server is named: letters are kept on this machine instead. Each look at them is logged."),
                class_name="quiet",
            ),
            rx.cond(
                State.letters.length() > 0,
                rx.el.ul(rx.foreach(State.letters, _letter), class_name="plain lined"),
                rx.el.p(t("No letter was written yet."), class_name="quiet"),
            ),
            title=t("Letters"),
        ),
    )


def _letter(letter: LetterView) -> rx.Component:
    return rx.el.li(
        rx.el.strong(letter.subject),
        rx.el.span(letter.addressee, ", ", tmoment(letter.written_at, "short"), class_name="small quiet block"),
        more(t("Read the letter"), rx.el.p(letter.body, class_name="letter")),
        key=letter.name,
    )


def _links() -> rx.Component:
    words = (
        (urls.HEALTHZ, t("Is the process alive")),
        (urls.READYZ, t("May people be sent here")),
        (urls.METRICS, t("Figures for Prometheus")),
        (urls.API_DOCS, t("The interface for programs")),
    )
    return rx.el.div(
        *(button_link(word, href=href, reload_document=True) for href, word in words),
        button_link(t("My profile"), href=urls.PROFILE, shape="person"),
        class_name="row wrap",
    )

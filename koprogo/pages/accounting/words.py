"""How the books are said: journals, steps of a year, how sure we are of an account, which year is shown."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.navigation import button_link, segments
from koprogo.components.status import tag
from koprogo.components.text import language_of, t, t_own, t_var, tdate, tmoney

JOURNALS = {
    "sales": t("Calls"),
    "purchases": t("Purchases"),
    "bank": t("Bank"),
    "general": t("General"),
    "opening": t("Opening"),
    "closing": t("Closing"),
}
STEPS = {
    "opened": t("Open"),
    "provisional": t("Accounts drawn up"),
    "audited": t("Audited"),
    "voted": t("Voted"),
    "final": t("Year closed"),
}


def journal_word(journal: Any) -> Any:
    """Say which journal."""
    return pick(journal, JOURNALS)


def step_tag(stands: Any) -> rx.Component:
    """Show where a year stands."""
    return rx.match(
        stands,
        ("opened", tag(STEPS["opened"], "good")),
        ("final", tag(STEPS["final"])),
        tag(pick(stands, STEPS), "soon"),
    )


def account_name(line: Any) -> rx.Component:
    """Write an account: its code, what it is called, who owes on it, and a mark when practice alone knows it."""
    named = rx.cond(line.people != "", line.people, rx.el.span(t_own(line.names), lang=language_of(line.names)))
    return rx.el.span(rx.el.span(line.code, class_name="whole"), " ", named)


def owner_cell(line: Any) -> rx.Component:
    """Name who owes, with the way to the account; the lots beside it tell people of one name apart."""
    return rx.fragment(
        rx.el.a(line.people, href=line.href, class_name="link"), rx.el.span(line.lots, class_name="small quiet block")
    )


HOW_SURE = {
    "A": t("This account is quoted from the royal decree of 12 July 2012."),
    "B": t("This account is from a chart in use; nobody has checked it against the royal decree of 12 July 2012 yet."),
    "C": t("This account is practice of Belgian syndics; the royal decree of 12 July 2012 lacks it as far as we know."),
    "D": t("This account is inferred from its neighbours; no chart we know has it."),
}
"""How each row of the chart was found (docs/law/readings/pcmn.md)."""


def practice_mark(tier: Any) -> rx.Component:
    """Mark an account that is not quoted from the decree: practice, or inferred."""
    return rx.cond((tier == "C") | (tier == "D"), tag(t("practice")))


def year_picker(state: Any) -> rx.Component:
    """Draw the fiscal years to choose from, where there is more than one."""

    def option(year: Any) -> rx.Component:
        return rx.el.option(
            t("{first} to {last}", first=tdate(year.starts, "short"), last=tdate(year.last_day)), value=year.id
        )

    return rx.cond(
        (state.years.length() > 1) | (state.year == ""),
        rx.el.div(
            rx.el.label(t("Fiscal year"), html_for="year"),
            rx.el.select(
                rx.cond(state.year == "", rx.el.option(t("Other days"), value="")),
                rx.foreach(state.years, option),
                id="year",
                value=state.year,
                on_change=state.choose_year,
                class_name="input",
            ),
            class_name="field",
        ),
    )


def journal_segments(state: Any) -> rx.Component:
    """Draw the journals to choose from."""
    options = (("", t("All of them")), *((name, word) for name, word in JOURNALS.items()))
    return segments(options, state.journal, on_choose=state.choose_journal, label=t("Journal"))


def blank_or_money(cents: Any) -> rx.Component:
    """Write an amount of one side; nothing where there is none."""
    amount = rx.el.span(tmoney(cents, unit=False), class_name="whole")
    return rx.cond(cents != 0, amount, rx.el.span(class_name="nothing"))


def take_along(where: Any, says: Any, *, paper: Any = True) -> rx.Component:
    """Draw the forms in which a statement is taken along; `where` is its address up to the form, `paper` offers a PDF.

    The server writes it in the reader's language.
    """
    pdf = button_link("PDF", href=where + "pdf", shape="paper", target="_blank", rel="noopener", reload_document=True)
    files = (("Excel", "xlsx"), ("CSV", "csv"))
    return rx.el.div(
        rx.el.span(t("Take along"), class_name="small quiet"),
        rx.cond(paper, pdf) if isinstance(paper, rx.Var) else pdf,
        *(button_link(word, href=where + form, shape="download", reload_document=True) for word, form in files),
        class_name="row wrap take-along",
        role="group",
        aria_label=says,
    )


def entry_said(line: Any) -> Any:
    """Say what a voucher is about in the reader's language; in its own words where it has no others.

    `line` has the fields of `state/accounting/said.py`.
    """
    said = rx.cond(line.said != "", t_var(line.said, line.facts), line.own)
    return rx.cond(line.taken_back, t("Taken back: {what}", what=said), said)


def entry_own(line: Any) -> rx.Component:
    """Show what a person or the bank wrote, beside what the voucher is about."""
    return rx.cond((line.said != "") & (line.own != ""), rx.el.span(line.own, class_name="small quiet own-words"))

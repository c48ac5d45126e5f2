"""Taking over old books: one form, and the opening voucher or everything that does not agree."""

import reflex as rx

from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, text_area
from koprogo.components.layout import columns, panel, row
from koprogo.components.status import article
from koprogo.components.text import t
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.take_over import TakeOverState as State

PROBLEMS = State.refusal.problems


def take_over() -> rx.Component:
    """Draw the page."""
    return page(
        t("Type the old books"),
        books_tabs(State.sheet_at, "years"),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_form(), side=_how()), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/take-over",
        above=crumb(t("Take over the old books"), State.sheet_at + "/take-over"),
    )


def _form() -> rx.Component:
    typed = State.form
    return panel(
        rx.el.div(
            form(
                date_input("day", t("Day of the take-over"), value=typed.day, problems=PROBLEMS),
                text_area(
                    "balances",
                    t("The old trial balance, without what owners owe"),
                    hint=t("An account and its balance per line: 551; 2650,00. What stands in credit has a minus."),
                    value=typed.balances,
                    problems=PROBLEMS,
                    rows="8",
                ),
                money_input(
                    "control", t("What account 410 says that all owners owe"), value=typed.control, problems=PROBLEMS
                ),
                text_area(
                    "owners",
                    t("What each lot owes"),
                    hint=t(
                        "Per line a lot, what is owed, and after it the part for the reserve fund: A1; 100,00; 0,00."
                    ),
                    value=typed.owners,
                    problems=PROBLEMS,
                    rows="6",
                ),
                text_area(
                    "statements",
                    t("The last statement of each bank account"),
                    hint=t("An account and its balance per line: 551; 2650,00."),
                    value=typed.statements,
                    problems=PROBLEMS,
                    rows="2",
                ),
                on_submit=State.take,
                act=t("Take these books over"),
            ),
            key=State.fill,
        ),
    )


def _how() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "It becomes one opening entry, and is refused unless the owners’ balances add up to account 410 and each"
                " bank account stands at its last statement."
            )
        ),
        rx.el.p(t("Lots that owe nothing are left out. A lot in credit has a minus."), class_name="small quiet"),
        row(article("3.89 §5, 7°"), wrap=True),
        title=t("What must agree"),
    )

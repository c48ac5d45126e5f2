"""The money of the bank page: the association's accounts, and where the reserve fund's money is."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.forms import form
from koprogo.components.inputs import choices, text_input
from koprogo.components.layout import facts, more, panel, row, stack
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tmoment, tmoney
from koprogo.pages.accounting.bank_words import PURPOSES, purpose
from koprogo.pages.charges.invoice_words import account_tag
from koprogo.pages.charges.paper_notice import paper_notice
from koprogo.pages.governance.fields import named_area, named_input
from koprogo.state.accounting.bank import BankState as State

PROBLEMS = State.refusal.problems


def accounts() -> rx.Component:
    """Draw the accounts with what books and bank say of each, ending one, and entering another."""

    def one(line: Any) -> rx.Component:
        return rx.el.li(
            rx.el.strong(line.iban, class_name="whole"),
            rx.el.p(purpose(line.purpose), rx.cond(line.name != "", rx.el.span(", ", line.name)), class_name="small quiet"),
            facts(
                (t("In the books ({code})", code=line.code), tmoney(line.booked)),
                (t("The bank says"), rx.cond(line.number != "", tmoney(line.balance), t("nothing yet"))),
            ),
            rx.cond((line.look.standing != "") & (line.ended == ""), _looked_at(line)),
            rx.cond(line.ended != "", rx.el.p(tag(t("Ended on {day}", day=tdate(line.ended)), "outline"))),
            rx.cond(
                line.apart,
                notice(
                    rx.el.p(
                        t("The books and the bank differ: a statement is missing, or what stood on the account at the"
                          " beginning was not taken over.")
                    ),
                ),
            ),
            rx.cond(State.may_write & (line.ended == ""), _ending(line)),
            key=line.id,
        )  # fmt: skip

    new = rx.el.div(
        form(
            text_input("number", t("Account (IBAN)"), problems=PROBLEMS),
            choices("purpose", t("What is it for?"), PURPOSES, value="current", problems=PROBLEMS),
            text_input("name", t("Name of the account"), hint=t("If you like: the bank’s name."), problems=PROBLEMS),
            on_submit=State.enter_account,
            act=t("Enter this account"),
        ),
        key=State.count,
    )
    return panel(
        rx.el.ul(rx.foreach(State.accounts, one), class_name="plain points"),
        rx.cond(
            State.may_write,
            rx.el.div(
                rx.cond(State.accounts.length() > 0, more(t("Enter another account"), new), new), class_name="padded"
            ),
        ),
        title=t("Bank accounts"),
        padded=False,
    )


def _looked_at(line: Any) -> rx.Component:
    """Draw whether a second person confirmed an account, and what each reader may do about it."""
    hidden = rx.el.input(type="hidden", name="account_id", value=line.id, read_only=True)
    waits = (line.look.standing != "usable") & (line.look.standing != "refused")
    asks = (line.look.standing == "to_confirm") | (line.look.standing == "refused")
    return stack(
        row(account_tag(line.look), wrap=True),
        rx.el.p(tmoment(line.look.at), ", ", line.look.by, class_name="small quiet"),
        rx.cond(line.look.words != "", rx.el.p(line.look.words, class_name="said-words")),
        rx.cond(
            line.look.standing != "usable",
            rx.el.p(t("No owner is asked to pay to it, and no transfer goes there."), class_name="small quiet"),
        ),
        rx.cond(
            State.may_write & asks,
            rx.cond(
                State.asked == line.id,
                rx.el.p(t("They were written to once more."), class_name="small quiet", role="status"),
                row(quiet_button(t("Ask the second person again"), on_click=State.ask_about_account(line.id))),
            ),
        ),
        rx.cond(
            State.may_write & (line.look.standing == "to_tell"),
            paper_notice(line.look, hidden, today=State.today, on_submit=State.tell_of_account),
        ),
        rx.cond(
            State.may_confirm & waits,
            stack(
                row(button(t("Confirm this account number"), on_click=State.confirm_account(line.id), main=True)),
                more(
                    t("Refuse it"),
                    form(
                        rx.el.input(type="hidden", name="account_id", value=line.id, read_only=True),
                        named_area("why", t("Why"), rows="2", max_length=300),
                        on_submit=State.refuse_account,
                        act=t("Refuse this account number"),
                        grave=True,
                    ),
                ),
                gap="tight",
            ),
        ),
        gap="tight",
    )  # fmt: skip


def _ending(line: Any) -> rx.Component:
    return more(
        t("End this account"),
        rx.el.div(
            form(
                rx.el.input(type="hidden", name="account_id", value=line.id, read_only=True),
                named_input("ends", t("Not used any more from"), type="date", default_value=State.today),
                on_submit=State.end_account,
                act=t("End it"),
                grave=True,
            ),
            key=State.count,
        ),
        rx.el.p(t("Nothing may stand on it any more. What was booked stays."), class_name="small quiet"),
    )


def reserve_money() -> rx.Component:
    """Draw where the reserve fund's money is: on its account, still owed, received and not yet transferred."""
    fund = State.fund
    rows = facts(
        (t("The reserve fund (160)"), rx.el.strong(tmoney(fund.fund))),
        (t("On its own account"), tmoney(fund.on_account)),
        (t("Still owed by owners"), tmoney(fund.uncollected)),
        (t("Received, not transferred yet"), rx.el.strong(tmoney(fund.received))),
        (t("Interest, fees, unpaid invoices, old books"), tmoney(fund.apart)),
    )
    return rx.cond(
        (fund.fund != 0) | (fund.received != 0) | (fund.between != 0),
        panel(
            stack(
                rows,
                rx.cond(
                    fund.between != 0,
                    rx.el.p(
                        t("On its way between our accounts (58): {amount}.", amount=tmoney(fund.between, signed=True)),
                        class_name="small",
                    ),
                ),
                rx.cond(
                    fund.ordered > 0,
                    rx.el.p(t("{amount} of it wait for the bank in an order.", amount=tmoney(fund.ordered)),
                            class_name="small quiet"),
                ),
                rx.cond(
                    fund.to_sweep > 0,
                    row(button_link(t("Transfer {amount}", amount=tmoney(fund.to_sweep)), href=State.payments_at)),
                ),
                row(article("3.86 §3")),
                gap="tight",
            ),
            title=t("Money of the reserve fund"),
        ),
    )  # fmt: skip

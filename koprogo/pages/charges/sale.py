"""The sale of a lot: the working fund's share, the reserve, who bears which call, what was agreed; two statements."""

from typing import Any

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, choices, date_input, money_input, text_input
from koprogo.components.layout import columns, facts, figure, figures, list_link, list_panel, more, panel, row, stack
from koprogo.components.navigation import button_link, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import reader_language, t, t_own, tdate, tlist, tmoney, tn, tnum
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.words import call_title
from koprogo.pages.shell import page
from koprogo.state.charges.sale import SalesState
from koprogo.state.charges.sale import SaleState as State
from koprogo.state.identity.session import SessionState

PROBLEMS = State.refusal.problems
PARTIES = {"seller": t("the seller"), "buyer": t("the buyer")}
CALLS = (
    Column(t("Call")), Column(t("To be paid by")), Column(t("Asked of")), Column(t("Borne by")),
    Column(t("Amount"), number=True, unit="€"),
)  # fmt: skip


def sale() -> rx.Component:
    """Draw the page."""
    view = State.view
    return page(
        rx.cond(State.loaded, t("Sale of lot {lot}", lot=view.lot), t("Sale of a lot")),
        books_tabs(State.sheet_at, "calls"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                _working(), _calls(), _agreed(), _statements(), side=rx.fragment(_deed(), _agreement(), _enjoyment())
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/calls",
        above=crumb(State.association, State.sheet_at),
        under=t("from {sellers} to {buyers}", sellers=tlist(view.sellers), buyers=tlist(view.buyers)),
    )


def sales_list() -> rx.Component:
    """Draw the latest sales, as the page of calls leads to them."""

    def one(sale: Any) -> rx.Component:
        return list_link(
            t("Lot {number}", number=sale.lot),
            href=sale.href,
            under=rx.fragment(tdate(sale.day), ", ",
                              t("from {sellers} to {buyers}", sellers=tlist(sale.sellers), buyers=tlist(sale.buyers))),
            shape="people",
        )  # fmt: skip

    return rx.cond(
        SalesState.rows.length() > 0,
        panel(list_panel(rx.foreach(SalesState.rows, one)), title=t("Lots that changed hands"), padded=False),
    )


def _deed() -> rx.Component:
    view = State.view
    return facts(
        (t("Day of the deed"), tdate(view.day)),
        (t("Seller"), rx.el.a(tlist(view.sellers), href=view.seller_at, class_name="link")),
        (t("Buyer"), rx.el.a(tlist(view.buyers), href=view.buyer_at, class_name="link")),
        (t("Proof"), rx.fragment(view.act, rx.cond(view.notary != "", rx.fragment(", ", view.notary)))),
        (
            t("Lot"),
            rx.cond(
                SessionState.opens.contains("lots/*"), rx.el.a(view.lot, href=view.lot_at, class_name="link"), view.lot
            ),
        ),
    )


def _enjoyment() -> rx.Component:
    view = State.view
    return panel(
        rx.el.p(
            t(
                "The settlement of {since} to {until} shares the costs of the lot by days: {seller} for the seller, {buyer}"
                " for the buyer. The day of the deed is the buyer’s.",
                since=tdate(view.since), until=tdate(view.until), seller=tnum(view.seller_days),
                buyer=tnum(view.buyer_days),
            )
        ),
        row(article("3.94 §5"), wrap=True),
        title=t("Days of enjoyment"),
    )  # fmt: skip


def _working() -> rx.Component:
    """Draw both funds: what the entry would say, or where it stands."""
    view = State.view
    sentence = t(
        "{fund} × {weight} / {of} = {share}", fund=tmoney(view.fund), weight=tnum(view.weight), of=tnum(view.total),
        share=tmoney(view.share),
    )  # fmt: skip
    empty = rx.el.p(t("The working fund held nothing on that day: nothing is given back, nothing is called."))
    book = confirm(
        "book-fund",
        t("Give it back and call it"),
        title=t("Book the working fund of this sale?"),
        sentence=t(
            "One entry on the day of the deed: the seller is credited, the buyer debited, the fund does not move."
        ),
        rows=((t("Given back to the seller"), tmoney(view.share)), (t("Called from the buyer"), tmoney(view.share))),
        act=t("Book it"),
        on_confirm=State.book_fund,
    )
    booked = row(
        tag(t("In the books"), "good"), rx.el.a(t("The entry"), href=view.booked_at, class_name="link"), wrap=True
    )
    return panel(
        figures(figure(tmoney(view.share), t("the lot’s share of the working fund"))),
        rx.cond(view.share > 0, rx.el.p(sentence, class_name="small quiet"), empty),
        rx.cond(view.booked_at != "", booked, rx.cond((view.share > 0) & State.may_write, row(book, wrap=True))),
        rx.el.p(
            t("The reserve fund ({amount}) stays with the association: nothing is given back or called.",
              amount=tmoney(view.reserve))
        ),
        row(article("3.94 §5"), wrap=True),
        title=t("The two funds"),
    )  # fmt: skip


def _calls() -> rx.Component:
    def cells(call: Any) -> tuple[Any, ...]:
        decided = rx.cond(
            call.decided_on != "",
            rx.el.span(
                t_own(call.title), ", ", t("decided on {day}", day=tdate(call.decided_on)), class_name="small quiet"
            ),
        )
        moved = rx.cond(
            call.carried_at != "",
            rx.el.a(t("carried over"), href=call.carried_at, class_name="link small"),
            rx.cond(call.to_carry, tag(t("to be carried over"), "soon")),
        )
        name = rx.el.a(call_title(call), href=call.href, class_name="link")
        return (
            rx.el.span(name, decided, class_name="stack close"),
            tdate(call.due_on, "short"),
            _party(call.asked),
            rx.el.span(_party(call.bears), " ", moved),
            money_cell(call.cents),
        )

    carry = rx.fragment(
        notice(
            rx.el.p(
                tn(
                    "{n} call was asked of who does not bear it: it was made before the deed was known.",
                    "{n} calls were asked of who does not bear them: they were made before the deed was known.",
                    State.to_carry,
                )
            ),
            status=False,
        ),
        form(
            date_input("day", t("Day of the entry"), value=State.today, problems=PROBLEMS),
            on_submit=State.carry,
            act=t("Carry them over in one entry"),
        ),
    )
    none = rx.el.p(t("Nothing was called on this lot in this year."), class_name="quiet")
    return panel(
        rx.cond(State.calls.length() > 0, data_table(t("Calls on this lot"), CALLS, State.calls, cells), none),
        rx.cond((State.to_carry > 0) & State.may_write, carry),
        rx.el.p(
            t(
                "Ordinary charges fall on who enjoys the lot on the day they are due. A special call due after the deed"
                " falls on the buyer, unless it was decided between the agreement and the deed and she could not attend."
            ),
            class_name="small quiet",
        ),
        rx.el.p(
            t("Works in a budget go with its calls, by the due day; the settlement shares their costs by days."),
            class_name="small quiet",
        ),
        row(article("3.94 §2"), article("3.94 §5"), wrap=True),
        title=t("Calls and who bears them"),
    )


def _party(name: Any) -> Any:
    return rx.match(name, *PARTIES.items(), t("somebody else"))


def _agreement() -> rx.Component:
    view = State.view
    said = rx.cond(
        view.agreed_on != "",
        rx.el.p(
            t("Agreed on {day}.", day=tdate(view.agreed_on)), " ",
            rx.cond(view.could_attend, t("The buyer could attend by proxy."), t("The buyer could not attend.")),
        ),
        rx.el.p(t("Not noted: the day of the deed counts."), class_name="quiet"),
    )  # fmt: skip
    fields = form(
        date_input("agreed_on", t("Day of the agreement"), value=view.agreed_on, problems=PROBLEMS),
        checkbox("could_attend", t("The buyer had a proxy to attend assemblies from then on")),
        on_submit=State.agree,
        act=t("Note it"),
    )
    return panel(
        said,
        rx.cond(State.may_write, more(t("Note the agreement"), fields)),
        row(article("3.94 §2"), wrap=True),
        title=t("The agreement before the deed"),
    )


def _agreed() -> rx.Component:
    def one(each: Any) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.span(each.words),
                rx.el.span(_party(each.bearer), ", ", each.proof, class_name="small quiet"),
                rx.el.span(t("noted on {day} by {name}", day=tdate(each.day), name=each.by), class_name="small quiet"),
                class_name="stack close grow",
            ),
            rx.cond(each.cents > 0, rx.el.span(tmoney(each.cents), class_name="strong whole")),
            rx.cond(State.may_write, quiet_button(t("Take back"), on_click=State.end(each.id))),
            class_name="row between wrap",
            key=each.id,
        )

    fields = form(
        text_input("words", t("What was agreed"), problems=PROBLEMS, max_length=500),
        choices("bearer", t("Who bears it"), (("seller", t("The seller")), ("buyer", t("The buyer"))), problems=PROBLEMS),
        money_input("amount", t("Amount, if one was named"), problems=PROBLEMS),
        text_input("proof", t("What proves it"), hint=t("Agreement of 3 March, clause 7."), problems=PROBLEMS,
                   max_length=500),
        on_submit=State.deviate,
        act=t("Note it"),
    )  # fmt: skip
    return panel(
        rx.el.p(
            t(
                "Seller and buyer may agree otherwise between themselves. It is noted and stands on both statements; what"
                " the association claims, and from whom, stays as the law has it."
            )
        ),
        rx.cond(State.deviations.length() > 0, rx.el.ul(rx.foreach(State.deviations, one), class_name="plain rows")),
        rx.cond(State.may_write, more(t("Note what they agreed"), fields)),
        title=t("Agreed between the parties"),
    )


def _statements() -> rx.Component:
    language = reader_language().to(str)

    def paper(word: Any, where: Any) -> rx.Component:
        return button_link(word, href=where + language, shape="paper", target="_blank", reload_document=True)

    return panel(
        stack(
            rx.el.p(t("Each party gets her own; neither shows the other’s account.")),
            row(
                paper(t("The seller’s statement (PDF)"), State.view.seller_paper),
                paper(t("The buyer’s statement (PDF)"), State.view.buyer_paper),
                wrap=True,
            ),
        ),
        title=t("Two statements"),
    )

"""The words of charges that several pages share: parts of a budget, where a budget or a call stands, a line's sentence."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.status import plate, tag
from koprogo.components.text import t, t_own, tmoney, tn, tnum

PARTS = {
    "ordinary": t("Current charges"),
    "extraordinary": t("Extraordinary costs"),
    "reserve": t("Reserve fund"),
    "working": t("Working fund"),
    "special": t("Special call"),
    "loan_cash": t("Works paid cash"),
    "loan_principal": t("Loan: principal"),
    "loan_interest": t("Loan: interest"),
}
BUDGET_STATES = {
    "draft": tag(t("Budget draft"), "outline"),
    "proposed": tag(t("On an agenda"), "soon"),
    "voted": tag(t("Voted, not in force yet"), "good"),
    "rejected": tag(t("Budget rejected"), "bad"),
    "in_force": tag(t("In force"), "good"),
    "discarded": tag(t("Thrown away"), "plain"),
}
CALL_STATES = {
    "frozen": tag(t("Not posted yet"), "soon"),
    "posted": tag(t("In the books"), "good"),
    "sent": tag(t("Call sent"), "good"),
    "reversed": tag(t("Call reversed"), "bad"),
}
RHYTHMS = {"1": t("Once a year"), "2": t("Two half-years"), "4": t("Four quarters"), "12": t("Twelve months")}


def over_budget(lines: Any) -> Any:
    """Say how many lines are more than ten per cent over."""
    return tn(
        "{n} line is more than 10 % over its budget, now or by the end of the year at this pace.",
        "{n} lines are more than 10 % over their budget, now or by the end of the year at this pace.",
        lines,
    )


def call_title(call: Any) -> Any:
    """Say which call it is."""
    return rx.match(
        call.kind,
        (
            "budget",
            t("Call {number} of {of}, {year}", number=call.number, of=call.instalments, year=call.year.to_string()),
        ),
        ("working", t("Call for the working fund, {year}", year=call.year.to_string())),
        ("loan", t("Loan, instalment {number} of {of}", number=call.number, of=call.instalments)),
        ("loan_cash", t("Works paid cash, without the loan")),
        ("loan_early", t("Loan, early repayment")),
        rx.cond(
            call.instalments > 1,
            t(
                "Special call {number} of {of}, {year}",
                number=call.number,
                of=call.instalments,
                year=call.year.to_string(),
            ),
            t("Special call for funds, {year}", year=call.year.to_string()),
        ),
    )


def only_what_comes_back() -> rx.Component:
    """Say what of a budget is called for a later year."""
    return t("Of it, current charges and the reserve fund; what was voted for that year only is not called again.")


def _goes_by_what_is_owed(line: Any) -> Any:
    """Say whether a line is an instalment of a loan: its weights are amounts."""
    return line.part.contains("loan_") & (line.part != "loan_cash")


def what(line: Any) -> rx.Component:
    """Say what a line of a call is for, and by which key."""
    by_key = rx.cond(line.key_name.length() > 0, t_own(line.key_name), t("by shares"))
    key = rx.cond(_goes_by_what_is_owed(line), t("by what each lot owes"), by_key)
    return rx.fragment(
        pick(line.part, PARTS, line.part), ", ", key,
        rx.cond(line.caught_up, rx.fragment(" · ", t("adjusted to the new budget"))),
    )  # fmt: skip


def sentence(line: Any) -> Any:
    """Say how the amount of a line comes about: what was split, by which fraction, less what was called before."""
    owed = _goes_by_what_is_owed(line)
    facts = {
        "base": tmoney(line.base), "weight": rx.cond(owed, tmoney(line.weight), tnum(line.weight)),
        "of": rx.cond(owed, tmoney(line.of_weight), tnum(line.of_weight)),
        "part": tmoney(line.part_cents), "before": tmoney(line.before), "amount": tmoney(line.cents),
    }  # fmt: skip
    share = t(
        "{base} × {weight} / {of} = {amount}", **{name: facts[name] for name in ("base", "weight", "of", "amount")}
    )
    rest = t("{base} × {weight} / {of} = {part}, less {before} called before = {amount}", **facts)
    back = t("{before} called before and given back", before=facts["before"])
    return rx.cond(line.of_weight == 0, back, rx.cond(line.before == 0, share, rest))


def line_row(line: Any) -> rx.Component:
    """Draw one line with its sentence and its amount."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(what(line)), rx.el.span(sentence(line), class_name="small quiet"), class_name="stack close grow"
        ),
        rx.el.span(tmoney(line.cents), class_name="strong whole"),
        class_name="row between",
    )


def lot_lines(lines: Any) -> rx.Component:
    """Draw lines of several lots, each after the plate of its lot."""

    def one(line: Any) -> rx.Component:
        return rx.el.li(
            plate(line.lot, small=True), rx.el.ul(line_row(line), class_name="plain grow"), class_name="row start"
        )

    return rx.el.ul(rx.foreach(lines, one), class_name="plain rows")

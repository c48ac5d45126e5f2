"""One person: how she is reached, her account, who acts for her."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, date_input, select_input, text_input
from koprogo.components.layout import facts, more, panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tmoment
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.buildings.words import capacity_word, language_word
from koprogo.pages.shell import page
from koprogo.state.base import refusal_if
from koprogo.state.ownership.person import MandateView
from koprogo.state.ownership.person import PersonState as State

CAPACITIES = (
    ("organ", t("Organ of the organisation (director, manager)")),
    ("employee", t("Employee")),
    ("lawyer", t("Lawyer")),
    ("administrator", t("Administrator, guardian or receiver")),
    ("heirs_representative", t("Representative of the heirs")),
)


def person() -> rx.Component:
    """Draw the page."""
    who = State.person
    return page(
        rx.cond(who.name != "", who.name, t("Person")),
        rx.cond((State.sent == "") | (State.sent == "invite"), answers(State.refusal)),
        rx.cond(
            State.loaded,
            rx.fragment(
                _done(),
                rx.el.div(
                    stack(_known(), rx.cond(State.may_change, rx.fragment(_contact(), _consent()))),
                    stack(_account(), _agent(), _mandates()),
                    class_name="pair",
                ),
            ),
            waiting(),
        ),
        current="associations",
        place=who.name,
        back=State.people_at,
        above=crumb(t("People"), State.people_at),
        under=rx.cond(who.is_organisation, t("Organisation"), ""),
    )


def _done() -> rx.Component:
    said = rx.match(
        State.said,
        ("invited", t("The link is on its way. It is good for two weeks, once.")),
        ("wait_lifted", t("The password can be tried again at once.")),
        ("contact", t("The next letters go there. Those already sent keep the address they went to.")),
        ("accepted", t("From now on convocations and minutes go by e-mail.")),
        ("revoked", t("From that day on they go by registered letter again.")),
        ("agent", t("It is recorded who acts, with its proof.")),
        ("mandate", t("It is used in every assembly of its days, within the limits of the law.")),
        ("mandate_ended", t("Later assemblies use it no more.")),
        "",
    )
    return rx.cond(
        State.said != "",
        notice(rx.el.p(said), title=t("Done"), tone="good", shape="check"),
    )


def _known() -> rx.Component:
    who = State.person
    unknown = t("not known")

    def told(value: rx.Var) -> rx.Component:
        return rx.cond(value != "", value, unknown)

    return rx.el.section(
        rx.el.h2(t("What is known")),
        facts(
            (t("Lots"), rx.cond(who.lots != "", who.lots, t("none"))),
            (t("Represents lots"), rx.cond(who.represents != "", who.represents, t("none"))),
            (t("Address"), rx.cond(who.by_post, rx.el.span(who.street, rx.el.br(), who.town), unknown)),
            (t("E-mail address"), told(who.email)),
            (
                t("Accepted e-mail in writing"),
                rx.cond(who.consent_day != "", tdate(who.consent_day), rx.el.span(t("no"), " ", article("3.87 §3"))),
            ),
            (t("Telephone"), told(who.phone)),
            (t("Language"), language_word(who.language)),
            (t("Enterprise number"), told(who.enterprise_number)),
        ),
        class_name="stack tight",
    )


def _sent(name: str) -> rx.Var:
    return refusal_if(State.sent == name, State)


def _contact() -> rx.Component:
    """Draw how to change the address."""
    typed, problems = State.contact, State.refusal.problems
    asked = form(
        text_input("to_street", t("Street and number"), value=typed.street, problems=problems),
        text_input("to_postcode", t("Postcode"), value=typed.postcode, problems=problems),
        text_input("to_city", t("Town"), value=typed.city, problems=problems),
        text_input("to_country", t("Country"), hint=t("Empty for Belgium."), value=typed.country, problems=problems),
        text_input("to_email", t("E-mail address"), kind="email", value=typed.email, problems=problems),
        text_input("to_phone", t("Telephone"), kind="tel", value=typed.phone, problems=problems),
        text_input("to_enterprise_number", t("Enterprise number"), value=typed.enterprise_number, problems=problems),
        on_submit=State.change_contact,
        act=t("Keep this address"),
        refusal=_sent("contact"),
    )
    return panel(more(t("Change how she is reached"), rx.el.div(asked, key=State.person.id)))


def _consent() -> rx.Component:
    """Draw the consent to e-mail: given in writing, or taken back."""
    problems = State.refusal.problems
    accept = form(
        date_input("given_on", t("Accepted on"), value=State.today, problems=problems),
        text_input(
            "consent_proof",
            t("Proof"),
            hint=t("Which writing of hers says so, and its day."),
            problems=problems,
        ),
        on_submit=State.accept_email,
        act=t("Record that e-mail is accepted"),
        refusal=_sent("consent"),
    )
    revoke = form(
        date_input("revoked_on", t("From which day on"), value=State.today, problems=problems),
        on_submit=State.revoke_email,
        act=t("Registered letters again"),
        refusal=_sent("consent"),
    )
    return panel(
        rx.cond(
            State.person.consent_day != "",
            more(t("E-mail is no longer accepted"), revoke),
            more(t("E-mail was accepted in writing"), accept),
        ),
        row(article("3.87 §3")),
    )


def _account() -> rx.Component:
    who = State.person
    return panel(
        rx.cond(
            who.has_account,
            stack(
                rx.el.div(tag(t("Signs in"), "good")),
                rx.cond(
                    who.waits_until != "",
                    rx.fragment(
                        rx.el.p(t("Waits until {at} after wrong passwords.", at=tmoment(who.waits_until))),
                        button(t("Lift the wait"), on_click=State.lift_wait),
                    ),
                ),
            ),
            stack(
                rx.cond(
                    who.invited_until != "",
                    rx.el.div(
                        tag(t("Invited until {day}", day=tdate(who.invited_until, "short")), "soon", shape="mail")
                    ),
                    rx.el.p(
                        t("No account yet. With one, votes and papers are in reach of a phone."), class_name="quiet"
                    ),
                ),
                rx.cond(State.may_change & ~who.is_organisation, _invitation()),
            ),
        ),
        title=t("User account"),
    )


def _invitation() -> rx.Component:
    return form(
        text_input(
            "email",
            t("E-mail address"),
            hint=t("The link stands for the person: check that the address is hers."),
            kind="email",
            value=State.person.email,
            problems=State.refusal.problems,
            key=State.person.id,
        ),
        on_submit=State.invite,
        act=rx.cond(State.person.invited_until != "", t("Send the link again"), t("Send an invitation")),
    )


def _agent() -> rx.Component:
    """Draw who acts for an organisation, or for somebody who cannot."""
    who = State.person
    return panel(
        rx.cond(
            who.agent != "",
            rx.el.p(
                rx.el.strong(who.agent),
                ", ",
                capacity_word(who.capacity),
                ", ",
                t("since {day}", day=tdate(who.agent_since)),
            ),
            rx.el.p(
                rx.cond(
                    who.is_organisation,
                    t("Nobody yet. An organisation votes through a person: its organ, an employee, a lawyer."),
                    t("Nobody acts for this person."),
                ),
                class_name="quiet",
            ),
        ),
        rx.cond(State.may_change, more(t("Record who acts"), _agent_form())),
        title=t("Who acts"),
    )


def _agent_form() -> rx.Component:
    problems = State.refusal.problems
    return form(
        select_input(
            "person",
            t("Person"),
            State.others,
            hint=t("Not in the list? Add somebody from outside, on the page of the people."),
            problems=problems,
        ),
        select_input("capacity", t("As what"), CAPACITIES, problems=problems),
        date_input("since", t("Since"), problems=problems),
        text_input(
            "proof",
            t("Proof"),
            hint=t("The writing that says so, and its day: statutes, power of attorney, judgment."),
            problems=problems,
        ),
        on_submit=State.name_agent,
        act=t("Record who acts"),
        refusal=_sent("agent"),
    )


def _mandates() -> rx.Component:
    """Draw the proxies by notarial deed that she gave: the only ones that stand longer than one assembly."""
    return rx.cond(
        State.may_change,
        panel(
            rx.cond(
                State.mandates.length() > 0,
                rx.el.ul(rx.foreach(State.mandates, _mandate), class_name="plain lined"),
                rx.el.p(t("None. A proxy without a notary is for one assembly."), class_name="quiet"),
            ),
            more(t("Enter a notarial proxy"), _mandate_form()),
            row(article("3.87 §7")),
            title=t("Proxies by notarial deed"),
        ),
    )


def _mandate(each: MandateView) -> rx.Component:
    days = rx.cond(
        each.until != "",
        t("from {since} to {until}", since=tdate(each.since), until=tdate(each.until)),
        t("since {day}", day=tdate(each.since)),
    )
    return rx.el.li(
        row(
            rx.el.strong(each.holder),
            rx.cond(each.stands, tag(t("In force"), "good"), tag(t("Does not stand"), "outline")),
            wrap=True,
        ),
        rx.el.span(days, class_name="block"),
        rx.el.span(each.proof, class_name="small quiet block"),
        rx.cond(each.reason != "", rx.el.span(each.reason, class_name="small quiet block")),
        rx.foreach(
            each.used_on, lambda day: rx.el.span(t("used on {day}", day=tdate(day)), class_name="small quiet block")
        ),
        rx.cond(~each.ended, more(t("It ends"), _end_form(each))),
    )


def _end_form(each: MandateView) -> rx.Component:
    """Fields inside their labels: the form stands once per proxy, so no id may repeat."""
    return form(
        rx.el.input(type="hidden", name="mandate", value=each.id, read_only=True),
        rx.el.label(
            t("From which day on"),
            rx.el.input(type="date", name="end_day", default_value=State.today, class_name="input"),
            class_name="field",
        ),
        rx.el.label(
            t("Why: taken back, death, sale"),
            rx.el.input(type="text", name="end_reason", class_name="input"),
            class_name="field",
        ),
        on_submit=State.end_mandate,
        act=t("It ends on that day"),
        refusal=_sent("mandate_end"),
    )


def _mandate_form() -> rx.Component:
    problems = State.refusal.problems
    return form(
        select_input("mandate_holder", t("Who votes"), State.others, problems=problems),
        date_input("mandate_since", t("Since"), value=State.today, problems=problems),
        date_input("mandate_until", t("Until"), hint=t("Empty: until it is taken back."), problems=problems),
        text_input("mandate_proof", t("Proof"), hint=t("Notary, day of the deed, number."), problems=problems),
        checkbox("notarial", t("It was made by a notary")),
        on_submit=State.record_mandate,
        act=t("Enter this proxy"),
        refusal=_sent("mandate"),
    )

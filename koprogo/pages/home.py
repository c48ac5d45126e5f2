"""The home page. An owner finds her assembly, what she owes, her lots and the papers; a syndic the deadlines of all her
associations; who keeps books what waits in them."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import columns, figure, figures, list_link, list_panel, panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import outcome_tag, plate, tag
from koprogo.components.tables import Column, data_table, number_cell
from koprogo.components.text import language_of, t, t_own, tdate, tmoment, tn, tnum
from koprogo.pages.buildings.words import kind_word
from koprogo.pages.home_deadlines import coming_panel, deadline_panel
from koprogo.pages.home_money import money_panel, owner_money, works_list, works_panel
from koprogo.pages.shell import page
from koprogo.state.home import HomeState as Home
from koprogo.state.home_rows import (
    AssemblyCard,
    AssociationLine,
    DecisionRow,
    HandOverCard,
    LotCard,
    OwnerHome,
    PaperCard,
    SurveyCard,
)
from koprogo.state.identity.session import SessionState


def home() -> rx.Component:
    """Draw the page of whoever reads it."""
    manages = Home.is_syndic | Home.is_accountant
    one_home = Home.homes.length() == 1
    return page(
        "",
        answers(Home.refusal),
        rx.cond(
            rx.State.is_hydrated,
            stack(
                rx.cond(
                    manages,
                    _managing(),
                    rx.el.h1(rx.cond(one_home, Home.homes[0].name, t("Home")), class_name="wide-title"),
                ),
                # to confirm, for council and auditor
                rx.cond(~manages & (Home.works.length() > 0), works_list()),
                rx.cond(Home.hand_overs.length() > 0, list_panel(rx.foreach(Home.hand_overs, _hand_over))),
                rx.cond(Home.councils.length() > 0, list_panel(rx.foreach(Home.councils, _council))),
                rx.cond(Home.audits.length() > 0, list_panel(rx.foreach(Home.audits, _audit))),
                rx.cond(Home.surveys.length() > 0, list_panel(rx.foreach(Home.surveys, _survey))),
                rx.foreach(Home.homes, _owner_home),
                rx.cond(Home.homes.length() > 0, _papers()),
                rx.cond(_reads_decisions(), _decisions()),
                rx.cond(~manages & (Home.homes.length() == 0) & ~_has_office(), _nothing()),
                gap="wide",
            ),
            stack(rx.el.h1(t("Home"), class_name="unseen"), waiting()),
        ),
        head=False,
        current=rx.cond(manages, "deadlines", "home"),
        place=rx.cond(manages, rx.cond(Home.is_syndic, t("Deadlines"), t("Overview")), _place(one_home)),
    )


def _reads_decisions() -> rx.Var:
    """Council and accountant read them always, owners once there are some; the syndic has her duties instead."""
    return Home.is_council | Home.is_accountant | ((Home.decided.length() > 0) & ~Home.is_syndic)


def _council(line: AssociationLine) -> rx.Component:
    """Lead a member to the page of her council."""
    return list_link(
        t("Council of co-owners"),
        href=urls.ASSOCIATIONS + "/" + line.id + "/council",
        under=line.name,
        shape="people",
    )


def _has_office() -> rx.Var:
    """She owns nothing and manages nothing, and still has something to do here."""
    return (Home.councils.length() > 0) | (Home.audits.length() > 0) | (Home.hand_overs.length() > 0)


def _audit(line: AssociationLine) -> rx.Component:
    """Lead the auditor to where the report on the accounts is handed in."""
    return list_link(
        t("Auditor of the accounts"),
        href=urls.ASSOCIATIONS + "/" + line.id + "/syndic#auditor",
        under=line.name,
        shape="people",
    )


def _hand_over(card: HandOverCard) -> rx.Component:
    """Lead a syndic whose mandate is over to the list of what she hands over."""
    return list_link(
        t("Hand over the file of {association}", association=card.association),
        href=urls.HAND_OVER,
        under=rx.fragment(
            t("until {day}", day=tdate(card.due)),
            ", ",
            tn("{n} thing not received yet", "{n} things not received yet", card.left),
        ),
        shape="paper",
    )


def _survey(card: SurveyCard) -> rx.Component:
    """Lead to a survey that waits for the reader's answer."""
    return list_link(
        rx.el.span(t_own(card.title), lang=language_of(card.title)),
        href=card.href,
        under=t("Your opinion is asked, until {moment}", moment=tmoment(card.until)),
        shape="hand",
    )


def _title(one_home: rx.Var) -> rx.Component:
    return rx.el.h1(rx.cond(one_home, Home.homes[0].name, t("Home")), class_name="wide-title")


def _place(one_home: rx.Var) -> rx.Component:
    """Say on the phone whose page this is: the association, and the first of one's lots."""
    lots = Home.homes[0].lots
    return rx.cond(
        one_home,
        row(
            Home.homes[0].name,
            rx.el.span(
                plate(lots[0].number), rx.cond(lots.length() > 1, rx.el.span(" +", lots.length() - 1, class_name="small")),
                class_name="whole",
            ),
            between=True,
        ),
        "KoproGo",
    )  # fmt: skip


def _managing() -> rx.Component:
    """Draw what a syndic has to do, and what waits in the books; an accountant reads the same page without the duties."""
    associations = tn("{n} association", "{n} associations", Home.managed_count)
    under = t("{associations}, {day}", associations=associations, day=tdate(Home.today, "full"))
    return stack(
        rx.el.div(
            rx.el.div(
                rx.el.h1(rx.cond(Home.is_syndic, t("Deadlines"), t("Overview"))), rx.el.p(under, class_name="quiet")
            ),
            rx.cond(
                Home.is_syndic,
                rx.el.div(
                    button_link(t("New assembly"), href=urls.NEW_ASSEMBLY, main=True, shape="plus"), class_name="acts"
                ),
            ),
            class_name="page-head",
        ),
        columns(
            rx.cond(Home.is_syndic, deadline_panel()),
            works_panel(),
            side=rx.fragment(
                rx.cond(Home.works_count > 1, money_panel()),
                coming_panel(),
                rx.cond(Home.is_syndic, _association_links()),
            ),
        ),
        rx.cond(Home.is_syndic, rx.fragment(), _association_list()),
    )


def _association_list() -> rx.Component:
    """Draw the associations an accountant reads."""
    heads = (
        Column(t("Association")),
        Column(t("Town")),
        Column(t("Lots"), number=True),
        Column(t("Shares"), number=True),
    )
    return panel(
        data_table(
            t("Associations"),
            heads,
            Home.managed,
            lambda each: (
                rx.el.a(each.name, href=urls.ASSOCIATIONS + "/" + each.id),
                each.city,
                number_cell(each.lots),
                number_cell(each.shares),
            ),
            key=lambda each: each.id,
        ),
        title=t("Associations"),
        padded=False,
    )


def _association_links() -> rx.Component:
    return panel(
        rx.el.ul(
            rx.foreach(
                Home.managed,
                lambda each: rx.el.li(
                    row(
                        rx.el.a(each.name, href=urls.ASSOCIATIONS + "/" + each.id, class_name="link"),
                        rx.el.span(tn("{n} lot", "{n} lots", each.lots), class_name="small quiet"),
                        between=True,
                    )
                ),
            ),
            class_name="plain",
        ),
        title=t("Associations"),
        aside=rx.el.a(t("All {n}", n=Home.managed_count), href=urls.ASSOCIATIONS, class_name="small"),
    )


def _owner_home(home: OwnerHome) -> rx.Component:
    """Draw one association of an owner: the assembly, what she owes, her lots."""
    several = (Home.homes.length() > 1) | Home.is_syndic | Home.is_accountant
    return rx.el.section(
        rx.cond(several, rx.el.h2(home.name, class_name="figure mid")),
        rx.el.div(
            rx.cond(home.assembly.id != "", _assembly(home.assembly), _no_assembly()),
            stack(owner_money(home), _my_lots(home)),
            class_name="pair",
        ),
        row(
            button_link(
                t("Report a problem"),
                href=urls.ASSOCIATIONS + "/" + home.id + "/problems/new",
                shape="camera",
                data_testid="report-problem",
            ),
            rx.el.a(t("The building’s page"), href=urls.ASSOCIATIONS + "/" + home.id, class_name="link"),
            rx.el.a(t("Problems"), href=urls.ASSOCIATIONS + "/" + home.id + "/problems", class_name="link"),
            rx.el.a(t("Propose a point"), href=urls.ASSOCIATIONS + "/" + home.id + "/proposals", class_name="link"),
            rx.el.a(t("Ask for an assembly"), href=urls.ASSOCIATIONS + "/" + home.id + "/requests", class_name="link"),
            wrap=True,
        ),
        class_name="stack",
        key=home.id,
    )


def _assembly(card: AssemblyCard) -> rx.Component:
    """Draw the next assembly: when, where, how much is on the agenda, and the way in."""
    today_or_open = card.is_open | (card.days == 0)
    when = rx.match(
        card.days,
        (0, t("Today")),
        (1, t("Tomorrow")),
        tn("In {n} day", "In {n} days", card.days),
    )
    points = tn("{n} point", "{n} points", card.points)
    qualified = tn(
        "{points}, {n} needs more than half", "{points}, {n} need more than half", card.qualified, points=points
    )
    return rx.el.section(
        row(
            rx.el.h2(
                rx.cond(card.session == "second", t("General assembly, second session"), t("General assembly")),
                class_name="quiet",
            ),
            rx.cond(card.is_open, tag(t("In session"), "good", shape="hand"), tag(when, "soon")),
            between=True,
        ),
        rx.el.p(tmoment(card.starts_at, "long"), class_name="figure mid"),
        rx.el.p(card.place, class_name="quiet"),
        rx.el.a(rx.cond(card.qualified > 0, qualified, points), href=card.href, class_name="link"),
        rx.cond(
            today_or_open,
            button_link(
                rx.cond(card.is_open, t("Join and vote"), t("Come in")), href=card.href, main=True, big=True, wide=True,
                data_testid="join",
            ),
        ),
        class_name="panel padded stack tight",
    )  # fmt: skip


def _no_assembly() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("General assembly"), class_name="quiet"),
        rx.el.p(t("No assembly is announced. It will stand here as soon as you are convened.")),
        class_name="panel padded stack tight",
    )


def _my_lots(home: OwnerHome) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("My lots")),
            rx.cond(
                home.shares > 0,
                rx.el.span(t("{n} of {total} votes", n=home.shares, total=home.total), class_name="quiet"),
            ),
            class_name="panel-head",
        ),
        rx.el.div(rx.foreach(home.lots, _lot), class_name="rows"),
        class_name="panel",
    )


def _lot(lot: LotCard) -> rx.Component:
    shares = tn("{n} share", "{n} shares", lot.shares)
    what: Any = t("{kind}, {shares}", kind=kind_word(lot.kind), shares=shares)
    waits = rx.el.span(
        tag(t("Does not vote yet"), "soon", shape="lock"),
        rx.el.span(
            t("Its holders must name one person in writing, to the syndic (art. 3.87 §1)."),
            class_name="small quiet block",
        ),
        class_name="block",
    )
    return rx.el.div(
        plate(lot.number, small=True),
        rx.el.span(what, rx.cond(lot.is_suspended, waits), class_name="grow"),
        rx.cond(lot.is_suspended | lot.votes, rx.fragment(), tag(t("Somebody else votes"))),
        key=lot.number,
    )


def _papers() -> rx.Component:
    return rx.cond(
        Home.papers.length() > 0,
        rx.el.section(
            rx.el.h2(t("Papers")),
            list_panel(rx.foreach(Home.papers, _paper)),
            class_name="stack tight",
        ),
    )


def _paper(paper: PaperCard) -> rx.Component:
    return document_link(paper.title, href=paper.href, day=paper.issued_at, size=paper.size)


def _decisions() -> rx.Component:
    """Draw what was decided, for the council and whoever reads along."""
    heads = (Column(t("Decision")), Column(t("Result")), Column(t("Assembly")))
    return rx.el.section(
        rx.el.h2(t("What was decided")),
        rx.cond(
            Home.decided.length() > 0,
            rx.fragment(
                _figures(),
                panel(data_table(t("What was decided"), heads, Home.decided, _decision), padded=False),
            ),
            rx.el.p(t("No assembly has decided anything here yet."), class_name="quiet"),
        ),
        class_name="stack tight",
    )


def _figures() -> rx.Component:
    """Draw the last assembly's decisions and the next assembly as figures."""
    coming = Home.coming[0]
    return figures(
        figure(tnum(Home.carried_count), t("carried at the last assembly")),
        figure(tnum(Home.rejected_count), t("rejected at the last assembly")),
        rx.cond(
            Home.coming.length() > 0,
            figure(tnum(coming.days), t("days until the next assembly"), href=coming.href),
        ),
    )


def _decision(row_: DecisionRow) -> tuple[Any, ...]:
    return (
        rx.el.span(t_own(row_.title), lang=language_of(row_.title)),
        rx.cond(row_.carried, outcome_tag("carried"), outcome_tag("rejected")),
        rx.cond(
            Home.associations_count > 1,
            t("{association}, {day}", association=row_.association_name, day=tdate(row_.day)),
            tdate(row_.day),
        ),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        SessionState.is_operator,
        list_panel(list_link(t("The installation"), href=urls.PLATFORM, shape="settings")),
        empty(
            t("Nothing is here yet"),
            t(
                "Your assembly, your lots and the papers of your co-ownership will stand here once you own a part of it."
            ),
            button_link(t("My profile"), href=urls.PROFILE),
        ),
    )

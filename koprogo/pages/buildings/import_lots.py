"""Importing the list of lots: choose the file, see what was understood, check, done. One address, one step at a time."""

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers, notice
from koprogo.components.forms import check_answers
from koprogo.components.inputs import file_input, shares_input
from koprogo.components.layout import facts, list_link, list_panel, row, stack
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.text import t, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.buildings.import_faults import fault_table, head_right, head_wrong, import_words
from koprogo.pages.buildings.import_people import notices, proposals, questions, readiness, votes
from koprogo.pages.buildings.import_table import understood
from koprogo.pages.shell import page
from koprogo.state.buildings.import_lots import CHECK, CHOOSE, DONE, LARGEST_MB
from koprogo.state.buildings.import_lots import LotImportState as State
from koprogo.state.identity.session import SessionState

ACCEPT = ".csv,.txt,.xlsx,.xlsm,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_lots() -> rx.Component:
    """Draw the step that is on."""
    sheet = urls.ASSOCIATIONS + "/" + State.at
    return page(
        rx.match(
            State.step,
            (CHECK, tn("Import {n} lot?", "Import {n} lots?", State.lot_count)),
            (DONE, t("The lots are imported")),
            t("Import the lots"),
        ),
        answers(State.refusal),
        rx.match(State.step, (CHOOSE, _choose()), (CHECK, _check()), (DONE, _done()), _look()),
        current="associations",
        place=t("Import the lots"),
        back=sheet,
        above=crumb(t("{association}, lots", association=State.name), sheet),
    )


def send_file(label: rx.Var) -> rx.Component:
    """Draw the place for the file; sending it shows what was understood."""
    return file_input(
        "file", label, endpoint=State.send_to, on_sent=State.received, accept=ACCEPT,
        largest_mb=LARGEST_MB, hint=t("A spreadsheet (.xlsx) or text with separators (.csv), as your program exports it."),
        problems=State.refusal.problems,
    )  # fmt: skip


def _choose() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.lots_there > 0,
            notice(
                rx.el.p(
                    t(
                        "This association already has {count} lots. A list is imported once; change a lot or an owner on its"
                        " own page.",
                        count=State.lots_there,
                    )
                )
            ),
        ),
        rx.el.form(
            shares_input(
                "denominator", t("Shares in the base deed"), value=State.denominator,
                hint=t("The whole that all lots make together, such as 1 000. It is typed, never read from the file."),
                problems=State.refusal.problems, on_blur=State.type_denominator,
            ),
            send_file(t("List of lots")),
            rx.cond(
                State.list_id != "",
                rx.el.div(
                    rx.el.p(t("{file} has arrived.", file=State.file.name), class_name="quiet"),
                    button(t("Read this list"), main=True, big=True, type="submit"),
                    class_name="stack tight",
                ),
            ),
            on_submit=State.read,
            class_name="stack wide answers",
            no_validate=True,
        ),
        rx.el.div(
            rx.el.h2(t("What is read")),
            rx.el.p(
                t("Number of the lot, shares and owner are needed. Kind, right, e-mail, language, postal address, enterprise"
                  " number, representative and consent to e-mail are read where a column has them."),
                class_name="quiet",
            ),
            rx.el.p(t("Nothing is saved before you have seen it and confirmed."), class_name="quiet"),
            class_name="stack tight answers rule-above",
        ),
    )  # fmt: skip


def _look() -> rx.Component:
    """Draw what was understood: refused whole with every fault, or ready with what is to be confirmed and answered."""
    return stack(
        rx.cond(
            State.fault_count > 0,
            stack(head_wrong(), rx.cond(State.faults.length() > 0, fault_table())),
            stack(head_right(), votes(), proposals(), questions(), notices()),
        ),
        understood(),
        rx.cond(State.fault_count == 0, readiness()),
        rx.cond(
            State.may_confirm,
            row(
                button(import_words(), main=True, big=True, on_click=State.check),
                rx.el.span(t("You see the facts once more before anything is saved."), class_name="quiet"),
                wrap=True,
            ),
        ),
    )


def _check() -> rx.Component:
    one_person = t("{n} of {total} proposals confirmed", n=State.accepted_count, total=State.proposal_count)
    silent = tn("{n} lot without a representative", "{n} lots without a representative", State.suspended.length())
    lost = t("{lots}, {n} votes lost", lots=silent, n=State.votes_lost)
    return rx.el.div(
        check_answers(
            (
                (t("Association"), State.name, None),
                (t("File"), State.file.name, None),
                (t("Lots"), tnum(State.lot_count), None),
                (t("Sum of the shares"), t("{n} of {total}", n=State.sums.shares, total=State.sums.denominator), None),
                (t("One person in several lines"), one_person, None),
                (t("Questions left open"), tnum(State.open_count), None),
                (t("Votes"), rx.cond(State.suspended.length() > 0, lost, t("All lots can vote")), None),
            )
        ),
        rx.el.p(
            t("The list is imported whole, and once. Lots, holders and addresses can be changed afterwards, one by one;"
              " persons taken as one can be parted again."),
        ),
        rx.cond(
            State.accepted_count < State.proposal_count,
            notice(
                rx.el.p(t("They stay several persons, each with a letter and an account of its own. That is decided now.")),
                title=tn(
                    "{n} proposal is not confirmed",
                    "{n} proposals are not confirmed",
                    State.proposal_count - State.accepted_count,
                ),
                shape="people",
                status=False,
            ),
        ),
        rx.el.div(
            button(import_words(), main=True, big=True, on_click=State.confirm, data_testid="confirm-import"),
            quiet_button(t("Back to what was understood"), on_click=State.back),
            class_name="row wrap",
        ),
        class_name="stack wide answers",
    )  # fmt: skip


def _done() -> rx.Component:
    done = State.done
    sheet = urls.ASSOCIATIONS + "/" + State.at
    return rx.el.div(
        notice(
            rx.cond(
                done.changed,
                rx.el.p(
                    t(
                        "{lots} with {persons} are in {association}.",
                        lots=tn("{n} lot", "{n} lots", done.lots),
                        persons=tn("{n} person", "{n} persons", done.persons),
                        association=State.name,
                    )
                ),
                rx.el.p(t("This very file had been imported before. Nothing was changed.")),
            ),
            title=t("Done"),
            tone="good",
            shape="check",
        ),
        rx.cond(
            done.changed,
            facts(
                (t("Lines joined to an earlier person"), tnum(done.merges)),
                (t("Questions left open"), tnum(done.open_questions)),
                (t("Votes lost until representatives are named"), tnum(done.votes_lost)),
            ),
        ),
        rx.el.h2(t("What comes next")),
        list_panel(
            rx.cond(
                done.suspended > 0,
                list_link(
                    t("Name the representatives"), href=sheet, shape="people",
                    under=tn("{n} lot cannot vote yet", "{n} lots cannot vote yet", done.suspended),
                ),
            ),
            list_link(
                t("Invite the owners"), href=sheet + "/people", shape="mail",
                under=t("each by a link, to vote from a phone"),
            ),
            rx.cond(
                SessionState.roles.contains("syndic"),
                list_link(
                    t("Plan the assembly"), href=urls.NEW_ASSEMBLY, shape="assembly",
                    under=t("day, agenda, convocation"),
                ),
            ),
        ),
        button_link(t("To the sheet of the association"), href=sheet),
        class_name="stack wide answers",
    )  # fmt: skip

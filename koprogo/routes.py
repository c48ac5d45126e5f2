"""Every screen in one table: address, page, title, what loads it. Also the site map."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.text import t
from koprogo.pages import home, platform
from koprogo.pages.accounting import (
    account,
    bank,
    bank_queue,
    bank_statement,
    books,
    entry,
    general_entry,
    journal,
    old_books,
    owner_account,
    owners,
    statements,
    take_over,
    years,
)
from koprogo.pages.assemblies import assemblies
from koprogo.pages.assemblies.after import follow_up, old_minutes, register
from koprogo.pages.assemblies.agenda import calendar, documents, plan, proposals, requests
from koprogo.pages.assemblies.attendance import attendance, bureau
from koprogo.pages.assemblies.convening import agenda, changes, convene, letters
from koprogo.pages.assemblies.minutes import minutes
from koprogo.pages.assemblies.proof import receipt, verify
from koprogo.pages.assemblies.room import assembly_room, projector
from koprogo.pages.assemblies.season import season
from koprogo.pages.assemblies.season import send as season_send
from koprogo.pages.assemblies.voting import ballot
from koprogo.pages.assemblies.written import written
from koprogo.pages.buildings import association, associations, import_lots
from koprogo.pages.charges import (
    accruals,
    budgets,
    call,
    calls,
    claim,
    claims,
    invoice,
    invoices,
    keys,
    loan,
    loans,
    payments,
    sale,
    settlement,
    settlements,
    suppliers,
    variance,
    works_file,
)
from koprogo.pages.community import survey, surveys
from koprogo.pages.gallery import gallery
from koprogo.pages.governance import council, decision, hand_over, reports, syndic, tasks
from koprogo.pages.identity import forgotten, invitation, profile, reload, sign_in, slip
from koprogo.pages.not_found import not_found
from koprogo.pages.ownership import designations, lot, people, person
from koprogo.pages.pieces import phone, room, wall
from koprogo.pages.works import report, ticket, tickets
from koprogo.state.accounting.account import AccountState
from koprogo.state.accounting.bank import BankState
from koprogo.state.accounting.bank_queue import BankQueueState
from koprogo.state.accounting.bank_statement import BankStatementState
from koprogo.state.accounting.books import BooksState
from koprogo.state.accounting.entry import EntryState
from koprogo.state.accounting.general_entry import GeneralEntryState
from koprogo.state.accounting.journal import JournalState
from koprogo.state.accounting.old_books import OldBooksState
from koprogo.state.accounting.own_accounts import OwnAccountsState
from koprogo.state.accounting.owner_account import OwnerAccountState
from koprogo.state.accounting.owners import OwnersState
from koprogo.state.accounting.statements import StatementsState
from koprogo.state.accounting.take_over import TakeOverState
from koprogo.state.accounting.years import YearsState
from koprogo.state.assemblies.after.follow_up import FollowUpState
from koprogo.state.assemblies.after.old_minutes import OldMinutesState
from koprogo.state.assemblies.after.register import RegisterState
from koprogo.state.assemblies.agenda.calendar import CalendarState
from koprogo.state.assemblies.agenda.documents import DocumentsState
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.proposals import ProposalsState
from koprogo.state.assemblies.agenda.requests import RequestsState
from koprogo.state.assemblies.assemblies import AssembliesState
from koprogo.state.assemblies.attendance.attendance import AttendanceState
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.attendance.corrections import CorrectionState
from koprogo.state.assemblies.attendance.desk import DeskState
from koprogo.state.assemblies.attendance.photos import PhotosState
from koprogo.state.assemblies.convening.agenda import AgendaState
from koprogo.state.assemblies.convening.changes import ChangesState
from koprogo.state.assemblies.convening.convene import ConveneState
from koprogo.state.assemblies.convening.letters import LettersState
from koprogo.state.assemblies.minutes.minutes import MinutesState
from koprogo.state.assemblies.minutes.sending import MinutesSendingState
from koprogo.state.assemblies.proof.receipt import ReceiptState
from koprogo.state.assemblies.proof.verify import VerifyState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.assemblies.room.floor import FloorState
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.room.next_step import NextStepState
from koprogo.state.assemblies.room.notes import NotesState
from koprogo.state.assemblies.room.projector import ProjectorState
from koprogo.state.assemblies.room.reading import ReadingState
from koprogo.state.assemblies.season.season import SeasonState
from koprogo.state.assemblies.season.send import SeasonSendState
from koprogo.state.assemblies.voting.ballot import BallotState
from koprogo.state.assemblies.voting.opinion_polls import OpinionPollState
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState
from koprogo.state.assemblies.voting.retry import RetryState
from koprogo.state.assemblies.written.written import WrittenState
from koprogo.state.buildings.association import AssociationState
from koprogo.state.buildings.associations import AssociationsState
from koprogo.state.buildings.import_lots import LotImportState
from koprogo.state.charges.accruals import AccrualsState
from koprogo.state.charges.budgets import BudgetsState
from koprogo.state.charges.call import CallState
from koprogo.state.charges.calls import CallsState
from koprogo.state.charges.claims import ClaimsState, ClaimState
from koprogo.state.charges.invoice import InvoiceState
from koprogo.state.charges.invoices import InvoicesState
from koprogo.state.charges.keys import KeysState
from koprogo.state.charges.letters import ChargeLettersState
from koprogo.state.charges.loan import LoanState
from koprogo.state.charges.loans import LoansState
from koprogo.state.charges.payments import PaymentsState
from koprogo.state.charges.sale import SalesState, SaleState
from koprogo.state.charges.settlement import SettlementState
from koprogo.state.charges.settlements import SettlementsState
from koprogo.state.charges.special_call import SpecialCallState
from koprogo.state.charges.suppliers import SuppliersState
from koprogo.state.charges.variance import VarianceState
from koprogo.state.charges.works_file import WorksFilesState, WorksFileState
from koprogo.state.community.survey import SurveyState
from koprogo.state.community.surveys import SurveysState
from koprogo.state.governance.council import CouncilState
from koprogo.state.governance.decision import DecisionState
from koprogo.state.governance.hand_over import HandOverState
from koprogo.state.governance.notes import NotesOfCouncilState
from koprogo.state.governance.reports import ReportsState
from koprogo.state.governance.syndic import SyndicState
from koprogo.state.governance.tasks import TasksState
from koprogo.state.home import HomeState
from koprogo.state.identity.profile import ProfileState
from koprogo.state.identity.session import SessionState
from koprogo.state.ownership.designations import DesignationsState
from koprogo.state.ownership.lot import LotState
from koprogo.state.ownership.people import PeopleState
from koprogo.state.ownership.person import PersonState
from koprogo.state.platform import PlatformState
from koprogo.state.works.report import ReportState
from koprogo.state.works.ticket import TicketState
from koprogo.state.works.tickets import TicketsState

IMAGE = "/icons/icon-512.png"


@dataclass(frozen=True)
class Screen:
    """One address of the app. Who may see what is decided by the policies of the handlers in `on_load`."""

    route: str
    page: Callable[[], rx.Component]
    title: Any
    on_load: Any = None


ENSURE = SessionState.ensure
GREET = SessionState.greet
EVENING = "/assemblies/[assembly_id]"
HERE = "/associations/[association_id]"
MINUTES = [ENSURE, MinutesState.load, MinutesSendingState.load, ReadingState.look]
COUNCIL = [ENSURE, CouncilState.load, NotesOfCouncilState.look]
DECISION = [ENSURE, DecisionState.load, NotesOfCouncilState.look]
WALL = [ENSURE, LiveState.enter, ProjectorState.load]
BALLOT = [ENSURE, LiveState.enter, BallotState.load, FloorState.look, OpinionPollState.look]
DOOR = [
    ENSURE,
    LiveState.enter,
    AttendanceState.load,
    BureauState.load,
    DeskState.load,
    CorrectionState.load,
    NotesState.look,
    PhotosState.look,
]
ROOM = [
    ENSURE,
    LiveState.enter,
    AssemblyRoomState.load,
    BureauState.load,
    BureauState.look,
    CorrectionState.load,
    ProxySheetState.look,
    FloorState.look,
    NotesState.look,
    PhotosState.look,
    RetryState.look,
    NextStepState.look,
]

# fmt: off
SCREENS = (
    Screen(urls.HOME, home.home, t("Home"), [ENSURE, HomeState.load]),
    Screen(urls.SIGN_IN, sign_in.sign_in, t("Sign in"), GREET),
    Screen(urls.FORGOTTEN, forgotten.forgotten, t("A link by e-mail")),
    Screen(urls.INVITATION, invitation.invitation, t("Choose your password")),
    Screen(urls.SLIP, slip.slip, t("Into the assembly")),
    Screen(urls.RELOAD, reload.reload, t("One moment")),
    Screen(urls.VERIFY, verify.verify, t("Verify minutes"), [GREET, VerifyState.load]),
    Screen(urls.PROFILE, profile.profile, t("My profile"), [ENSURE, ProfileState.load]),
    Screen(urls.PLATFORM, platform.platform, t("The installation"), [ENSURE, PlatformState.load]),
    Screen(urls.ASSOCIATIONS, associations.associations, t("Associations"), [ENSURE, AssociationsState.load]),
    Screen(HERE, association.association, t("Association"), [ENSURE, AssociationState.load]),
    Screen(HERE + "/import", import_lots.import_lots, t("Import the lots"), [ENSURE, LotImportState.load]),
    Screen(HERE + "/keys", keys.keys, t("Keys of apportionment"), [ENSURE, KeysState.load]),
    Screen(HERE + "/invoices", invoices.invoices, t("Supplier invoices"), [ENSURE, InvoicesState.load]),
    Screen(HERE + "/invoices/[route_part]", invoice.invoice, t("Invoice"), [ENSURE, InvoiceState.load]),
    Screen(HERE + "/works", works_file.works_files, t("Files of works"), [ENSURE, WorksFilesState.load]),
    Screen(HERE + "/works/[route_part]", works_file.works_file, t("File of works"), [ENSURE, WorksFileState.load]),
    Screen(HERE + "/claims", claims.claims, t("Claims"), [ENSURE, ClaimsState.load]),
    Screen(HERE + "/claims/[route_part]", claim.claim, t("Claim"), [ENSURE, ClaimState.load]),
    Screen(HERE + "/suppliers", suppliers.suppliers, t("Suppliers"), [ENSURE, SuppliersState.load]),
    Screen(HERE + "/payments", payments.payments, t("Payments"), [ENSURE, PaymentsState.load]),
    Screen(HERE + "/books", books.books, t("Trial balance"), [ENSURE, BooksState.load, OwnAccountsState.load]),
    Screen(HERE + "/statements", statements.statements, t("Financial reports"), [ENSURE, StatementsState.load]),
    Screen(HERE + "/journal", journal.journal, t("Journal"), [ENSURE, JournalState.load]),
    Screen(HERE + "/general-entry", general_entry.general_entry, t("Write an entry"), [ENSURE, GeneralEntryState.load]),
    Screen(HERE + "/entries/[route_part]", entry.entry, t("Entry"), [ENSURE, EntryState.load]),
    Screen(HERE + "/accounts/[route_part]", account.account, t("Account"), [ENSURE, AccountState.load]),
    Screen(HERE + "/owner-accounts", owners.owners, t("Owners’ accounts"), [ENSURE, OwnersState.load]),
    Screen(HERE + "/owner-accounts/[route_part]", owner_account.owner_account, t("Owner’s account"),
           [ENSURE, OwnerAccountState.load]),
    Screen(HERE + "/years", years.years, t("Fiscal years"), [ENSURE, YearsState.load]),
    Screen(HERE + "/budget", budgets.budgets, t("Budget"), [ENSURE, BudgetsState.load]),
    Screen(HERE + "/variance", variance.variance, t("Budget and actual costs"), [ENSURE, VarianceState.load]),
    Screen(HERE + "/calls", calls.calls, t("Calls for funds"),
           [ENSURE, CallsState.load, SpecialCallState.load, SalesState.load]),
    Screen(HERE + "/calls/[route_part]", call.call, t("Call for funds"),
           [ENSURE, CallState.load, ChargeLettersState.load]),
    Screen(HERE + "/accruals", accruals.accruals, t("Accruals and deferrals"), [ENSURE, AccrualsState.load]),
    Screen(HERE + "/settlements", settlements.settlements, t("Settlements"), [ENSURE, SettlementsState.load]),
    Screen(HERE + "/loans", loans.loans, t("Loans"), [ENSURE, LoansState.load]),
    Screen(HERE + "/loans/[route_part]", loan.loan, t("Loan"), [ENSURE, LoanState.load]),
    Screen(HERE + "/sales/[route_part]", sale.sale, t("Sale of a lot"), [ENSURE, SaleState.load]),
    Screen(HERE + "/settlements/[route_part]", settlement.settlement, t("Settlement of charges"),
           [ENSURE, SettlementState.load, ChargeLettersState.load]),
    Screen(HERE + "/take-over", old_books.old_books, t("Take over the old books"), [ENSURE, OldBooksState.load]),
    Screen(HERE + "/take-over-typed", take_over.take_over, t("Type the old books"), [ENSURE, TakeOverState.load]),
    Screen(HERE + "/bank", bank.bank, t("Bank"), [ENSURE, BankState.load]),
    Screen(HERE + "/bank/[route_part]", bank_statement.bank_statement, t("Statement"), [ENSURE, BankStatementState.load]),
    Screen(HERE + "/bank-queue", bank_queue.bank_queue, t("Lines to decide"), [ENSURE, BankQueueState.load]),
    Screen(HERE + "/people", people.people, t("People"), [ENSURE, PeopleState.load]),
    Screen(HERE + "/people/[route_part]", person.person, t("Person"), [ENSURE, PersonState.load]),
    Screen(HERE + "/lots/[route_part]", lot.lot, t("Lot"), [ENSURE, LotState.load]),
    Screen(HERE + "/written", written.written, t("Decisions in writing"), [ENSURE, WrittenState.load]),
    Screen(HERE + "/register", register.register, t("Register of decisions"), [ENSURE, RegisterState.load]),
    Screen(HERE + "/old-minutes", old_minutes.old_minutes, t("Old minutes"), [ENSURE, OldMinutesState.load]),
    Screen(HERE + "/follow-up", follow_up.follow_up, t("Follow-up of decisions"), [ENSURE, FollowUpState.load]),
    Screen(HERE + "/council", council.council, t("Council of co-owners"), COUNCIL),
    Screen(HERE + "/surveys", surveys.surveys, t("Surveys"), [ENSURE, SurveysState.load]),
    Screen(HERE + "/surveys/[route_part]", survey.survey, t("Survey"), [ENSURE, SurveyState.load]),
    Screen(HERE + "/tasks", tasks.tasks, t("Board of tasks"), [ENSURE, TasksState.load]),
    Screen(HERE + "/problems", tickets.tickets, t("Problems"), [ENSURE, TicketsState.load]),
    Screen(HERE + "/problems/new", report.report, t("Report a problem"), [ENSURE, ReportState.load]),
    Screen(HERE + "/problems/[route_part]", ticket.ticket, t("Problem"), [ENSURE, TicketState.load]),
    Screen(urls.PROBLEMS, tickets.everywhere, t("Problems"), [ENSURE, TicketsState.load_everywhere]),
    Screen(HERE + "/decisions/[route_part]", decision.decision, t("Decision"), DECISION),
    Screen(HERE + "/reports", reports.reports, t("Reports of the council"), [ENSURE, ReportsState.load]),
    Screen(HERE + "/reports/[route_part]", reports.report, t("Report of the council"), [ENSURE, ReportsState.load_one]),
    Screen(HERE + "/syndic", syndic.syndic, t("Syndic and auditor"), [ENSURE, SyndicState.load]),
    Screen(HERE + "/calendar", calendar.calendar, t("Calendar"), [ENSURE, CalendarState.load]),
    Screen(HERE + "/proposals", proposals.proposals, t("Proposals for the agenda"), [ENSURE, ProposalsState.load]),
    Screen(HERE + "/requests", requests.requests, t("Requests for an assembly"), [ENSURE, RequestsState.load]),
    Screen(urls.SEASON, season.season, t("Season"), [ENSURE, SeasonState.load]),
    Screen(urls.SEASON_SEND, season_send.season_send, t("Send convocations"), [ENSURE, SeasonSendState.load]),
    Screen(urls.HAND_OVER, hand_over.hand_over, t("Hand-over"), [ENSURE, HandOverState.load]),
    Screen(urls.DESIGNATIONS, designations.designations, t("Joint lots"), [ENSURE, DesignationsState.load]),
    Screen(urls.ASSEMBLIES, assemblies.assemblies, t("Assemblies"), [ENSURE, AssembliesState.load]),
    Screen(urls.NEW_ASSEMBLY, assemblies.new_assembly, t("New assembly"), [ENSURE, AssembliesState.load]),
    Screen(EVENING + "/plan", plan.plan, t("Agenda"), [ENSURE, PlanState.load]),
    Screen(EVENING + "/changes", changes.changes, t("Change this assembly"), [ENSURE, ChangesState.load]),
    Screen(EVENING + "/convene", convene.convene, t("Check and convene"), [ENSURE, ConveneState.load]),
    Screen(EVENING + "/agenda", agenda.agenda, t("Agenda"), [ENSURE, AgendaState.load]),
    Screen(EVENING + "/documents", documents.documents, t("Documents"), [ENSURE, DocumentsState.load]),
    Screen(EVENING + "/letters", letters.letters, t("Letters"), [ENSURE, LettersState.load]),
    Screen(EVENING + "/attendance", attendance.attendance, t("Attendance"), DOOR),
    Screen(EVENING + "/room", assembly_room.assembly_room, t("The assembly room"), ROOM),
    Screen(EVENING + "/bureau", bureau.bureau, t("Ballots entered by hand"), [ENSURE, LiveState.enter, BureauState.look]),
    Screen(EVENING + "/vote", ballot.ballot_page, t("Vote"), BALLOT),
    Screen(EVENING + "/minutes", minutes.minutes, t("Minutes"), MINUTES),
    Screen(EVENING + "/receipt/[route_leaf]", receipt.receipt_page, t("Receipt"), [ENSURE, ReceiptState.load]),
    Screen(EVENING + "/screen", projector.screen, t("Screen of the hall"), [*WALL, ReadingState.look]),
    Screen(EVENING + "/screen/code", projector.entrance, t("Code for the entrance"), WALL),
    Screen("/gallery",         gallery,           t("The pieces")),
    Screen("/gallery/ballot",  phone.open_ballot, t("The pieces")),
    Screen("/gallery/voted",   phone.voted,       t("The pieces")),
    Screen("/gallery/waiting", phone.waiting,     t("The pieces")),
    Screen("/gallery/closed",  phone.closed,      t("The pieces")),
    Screen("/gallery/room",    room.room,         t("The pieces")),
    Screen("/gallery/wall",    wall.vote,         t("The pieces")),
    Screen("/gallery/result",  wall.result,       t("The pieces")),
    Screen("/gallery/quorum",  wall.quorum,       t("The pieces")),
    Screen("404",              not_found,         t("Nothing is here")),
)
# fmt: on


def add_screens(app: rx.App) -> None:
    """Mount every screen."""
    for screen in SCREENS:
        app.add_page(screen.page, route=screen.route, title=screen.title, image=IMAGE, on_load=screen.on_load)

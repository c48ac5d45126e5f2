"""The bank of an association: its accounts, a file dropped, the statements with their gaps, and the booking rules."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.accounting.open_items import STATED_ORDER
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import accounts, matching, own_numbers, queries, reserve, rules
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.bank_rows import (
    AccountLine,
    FundMoney,
    ReportLine,
    RuleLine,
    StatementLine,
    account_line,
    fund_money,
    report_lines,
    rule_line,
    statement_line,
)
from koprogo.state.accounting.bearer_choices import BearerChoice, chosen_bearer, key_choices
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of, said, said_day

INCOMING = "incoming"
STATEMENTS = 12
"""On one page: a quarter of two accounts, so that accounts and rules stay in reach below it on a phone."""


class BankState(AppState, rx.State):
    """The page of the bank. `may_write`: the reader keeps the books."""

    name: str = ""
    sheet_at: str = ""
    queue_at: str = ""
    send_to: str = ""
    may_write: bool = False
    may_confirm: bool = False
    asked: str = ""
    """The account that the last press asked about once more."""
    accounts: list[AccountLine] = []
    statements: list[StatementLine] = []
    page: int = 1
    pages: int = 1
    waiting: int = 0
    oldest: int = 0
    """Age of the oldest line that waits, in days."""
    unbooked: int = 0
    suspense: int = 0
    """Cents in suspense (499), receipts above nought."""
    suspense_oldest: int = 0
    """Age of the oldest of them in days, those that go back among them."""
    going_back: int = 0
    """How many of them go back."""
    fund: FundMoney = FundMoney()
    payments_at: str = ""
    today: str = ""
    order: str = STATED_ORDER
    """What a payment settles first, as a message id."""
    file: str = ""
    """Name of the file that was sent last."""
    report: list[ReportLine] = []
    rules: list[RuleLine] = []
    keys: list[BearerChoice] = []
    count: int = 0
    """How often a form was sent: an emptied one is drawn anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the bank of the association in the address."""
        self.loaded, self.file, self.report, self.page, self.asked = False, "", [], 1, ""
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.queue_at = urls.association(act.association_id, "bank-queue")
            self.payments_at = urls.association(act.association_id, "payments")
            self.send_to = urls.bank_files(act.association_id)
            self.may_write = act.may("books.write")
            self.may_confirm = act.may("iban.confirm")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def received(self, answer: str, name: str) -> None:
        """Show what became of the file that was sent."""
        self.file, self.report = str(name)[:120], report_lines(answer)
        async with self.refusals(), here(self) as act:
            self.page = 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show other statements."""
        async with self.refusals(), here(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def enter_account(self, answers: dict) -> None:
        """Enter the bank account of the form."""
        async with self.refusals(), here(self) as act:
            await accounts.enter_bank_account(
                *act.within,
                number=said(answers, "number"),
                purpose=said(answers, "purpose"),
                name=said(answers, "name"),
                at=now(),
            )
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def end_account(self, answers: dict) -> None:
        """End an account from the day of the form on."""
        async with self.refusals(), here(self) as act:
            where = parse_id(said(answers, "account_id"))
            await accounts.end_bank_account(*act.within, where, day=said_day(answers, "ends"), at=now())
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def confirm_account(self, account_id: str) -> None:
        """Confirm an account of the association as the second person."""
        async with self.refusals(), here(self) as act:
            await own_numbers.judge_account(*act.within, parse_id(account_id), agrees=True, at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def refuse_account(self, answers: dict) -> None:
        """Refuse an account of the association as the second person, with the reason."""
        async with self.refusals(), here(self) as act:
            where = parse_id(said(answers, "account_id"))
            await own_numbers.judge_account(*act.within, where, agrees=False, why=said(answers, "why"), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def ask_about_account(self, account_id: str) -> None:
        """Write once more to who may confirm an account."""
        async with self.refusals(), here(self) as act:
            await own_numbers.ask_again(*act.within, parse_id(account_id), at=now())
            self.asked = str(account_id)
            await self._show(act)

    @rx.event
    @policy(member)
    async def tell_of_account(self, answers: dict) -> None:
        """Note that the owners without an e-mail address were told of an account; the 48 hours begin."""
        async with self.refusals(), here(self) as act:
            day, how = said_day(answers, "told_on"), said(answers, "how")
            await own_numbers.tell_on_paper(
                *act.within, parse_id(said(answers, "account_id")), day=day, how=how, at=now()
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def enter_rule(self, answers: dict) -> None:
        """Enter the booking rule of the form; words are apart by commas."""
        async with self.refusals(), here(self) as act:
            await rules.enter_rule(
                *act.within,
                name=said(answers, "rule_name"),
                account=said(answers, "account"),
                incoming=said(answers, "direction") == INCOMING,
                iban=said(answers, "iban"),
                words=[word for word in said(answers, "words").split(",") if word.strip()],
                key_id=chosen_bearer(answers)[0],
                at=now(),
            )
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def end_rule(self, rule_id: str) -> None:
        """End a booking rule."""
        async with self.refusals(), here(self) as act:
            await rules.end_rule(*act.within, parse_id(rule_id), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def match_again(self) -> None:
        """Match and book the lines that the books did not take before."""
        async with self.refusals(), here(self) as act:
            await matching.match_waiting(*act.within, at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        waiting = await queries.waiting_lines(*act.within, today=today())
        self.waiting, self.oldest = queries.sums(waiting)
        unbooked = [row for row in waiting if not row.target]
        self.unbooked = len(unbooked)
        self.today = today().isoformat()
        held = await queries.suspense_lines(*act.within, today=today())
        self.suspense = sum(row.amount for row in held)
        self.suspense_oldest = max((row.age for row in held), default=0)
        self.going_back = sum(row.repayment_id is not None for row in held)
        self.fund = fund_money(await reserve.reserve_money(*act.within, at=now()))
        numbers = await own_numbers.own_numbers(act.session, act.association_id, now=now())
        words = {
            each: await own_numbers.notice(*act.within, each, at=now())
            for each, number in numbers.items() if self.may_write and number.standing is IbanStanding.TO_TELL
        }  # fmt: skip
        self.accounts = [
            account_line(
                row,
                sum(each.amount for each in unbooked if each.ours == row.iban),
                numbers.get(row.id),
                words.get(row.id),
            )
            for row in await accounts.bank_accounts(*act.within)
        ]
        rows = await queries.statements(*act.within)
        self.pages, self.page = pages_of(len(rows), STATEMENTS), page_within(self.page, len(rows), STATEMENTS)
        shown = rows[(self.page - 1) * STATEMENTS : self.page * STATEMENTS]
        self.statements = [statement_line(row, act.association_id) for row in shown]
        self.rules = [rule_line(row, today()) for row in await rules.bank_rules(*act.within)][:ROWS]
        self.keys = await key_choices(act) if self.may_write else []

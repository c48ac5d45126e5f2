"""The bank: accounts, CODA files, statements with their gaps, lines with their match and why, decisions, booking rules."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, UploadFile

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.api.v1.money import Cents
from koprogo.core.clock import now, today
from koprogo.core.permissions import require
from koprogo.services.accounting.bank import (
    accounts,
    credits,
    deciding,
    importing,
    matching,
    own_numbers,
    proposals,
    queries,
    repayment_notice,
    repayments,
    reserve,
    rules,
)

router = APIRouter(prefix="/api/v1/associations/{association_id}/bank", tags=["bank"])


class AccountIn(Typed):
    """An IBAN, and what the account is for: current, reserve or other."""

    number: str
    purpose: str
    name: str = ""


class EndIn(Typed):
    """From which day on an account is not used any more."""

    day: Day


class RepaymentIn(Typed):
    """Why a receipt goes back, to whom and to which account (else who paid, from where); `seen` as for a decision."""

    why: str
    name: str = ""
    number: str = ""
    seen: UUID | None = None


class JudgementIn(Typed):
    """Whether the second person agrees; why not, when she does not."""

    agrees: bool
    why: str = ""


class CreditIn(Typed):
    """How much of a credit goes back, to whom (empty for the debtor herself), to which account, and why."""

    cents: Cents
    number: str
    why: str
    name: str = ""


class NoticeIn(Typed):
    """How the owners without an e-mail address were told (posted, hung_up, handed), and on which day."""

    day: Day
    how: str


class WhyIn(Typed):
    """The reason."""

    why: str


class DecisionIn(Typed):
    """What a line is, one of four: a debtor's, with the open items it settles in this order (else the oldest); on the
    account of a code, shared by `key_id` or `lot_id`'s alone (by the shares without either); a payment of an order; or
    paid of, or given back for, these invoices.

    `seen` is the match that stood on the line when it was looked at; none for an unbooked one.
    """

    debtor_id: UUID | None = None
    items: tuple[UUID, ...] = ()
    account: str = ""
    key_id: UUID | None = None
    lot_id: UUID | None = None
    payment_id: UUID | None = None
    invoices: tuple[UUID, ...] = ()
    seen: UUID | None = None


class UndoIn(Typed):
    """Why the match is wrong, and which match was seen."""

    why: str
    seen: UUID | None = None


class RuleIn(Typed):
    """What a line must say (all of `words`, the account of the other side), and the code it is booked on.

    `key_id`: how that is shared; by the shares without one.
    """

    name: str
    account: str
    incoming: bool
    iban: str = ""
    words: tuple[str, ...] = ()
    key_id: UUID | None = None


@router.get("/accounts", summary="Bank accounts")
async def list_accounts(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the bank accounts with what is booked and what the bank last said, in cents; `step` and `waits_until` where a
    second person looks at one.
    """
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await accounts.bank_accounts(session, caller, association_id)]


@router.post("/accounts", summary="Enter a bank account", status_code=201)
async def enter_account(caller: Caller, association_id: UUID, said: AccountIn) -> Made:
    """Enter a bank account of the association (syndic, accountant); a second one waits for a second person."""
    async with db.tenant_session(caller, association_id) as session:
        made = await accounts.enter_bank_account(session, caller, association_id, **said.model_dump(), at=now())
    return Made(id=made)


@router.post("/accounts/{account_id}/end", summary="End a bank account", status_code=204)
async def end_account(caller: Caller, association_id: UUID, account_id: UUID, said: EndIn) -> None:
    """End an account on which nothing stands any more (syndic, accountant); the only one of its kind is not ended."""
    async with db.tenant_session(caller, association_id) as session:
        await accounts.end_bank_account(session, caller, association_id, account_id, day=said.day, at=now())


@router.post("/accounts/{account_id}/judgement", summary="Confirm a bank account, or refuse it", status_code=204)
async def judge_account(caller: Caller, association_id: UUID, account_id: UUID, said: JudgementIn) -> None:
    """Confirm or refuse as the second person (council, auditor), never who entered it; owners pay to it from then on."""
    async with db.tenant_session(caller, association_id) as session:
        await own_numbers.judge_account(
            session, caller, association_id, account_id, agrees=said.agrees, why=said.why, at=now()
        )


@router.post("/accounts/{account_id}/asking", summary="Ask about a bank account again", status_code=204)
async def ask_about_account(caller: Caller, association_id: UUID, account_id: UUID) -> None:
    """Write once more to who may confirm, or anew after a refusal (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await own_numbers.ask_again(session, caller, association_id, account_id, at=now())


@router.get("/accounts/{account_id}/notice", summary="Words about a bank account, for owners without e-mail")
async def account_notice(caller: Caller, association_id: UUID, account_id: UUID) -> dict[str, Any]:
    """Return what they are to be told on paper, in every language here, and who they are (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await own_numbers.notice(session, caller, association_id, account_id, at=now()))


@router.post("/accounts/{account_id}/notice", summary="Say that owners were told of an account", status_code=204)
async def tell_of_account(caller: Caller, association_id: UUID, account_id: UUID, said: NoticeIn) -> None:
    """Note when the owners without an e-mail address were told: the 48 hours begin (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await own_numbers.tell_on_paper(session, caller, association_id, account_id, **said.model_dump(), at=now())


@router.get("/reserve", summary="Where the reserve fund's money is")
async def reserve_money(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the fund, what stands on its account, what owners still owe of it, and what is to be transferred, in cents."""
    async with db.tenant_session(caller, association_id) as session:
        found = await reserve.reserve_money(session, caller, association_id, at=now())
    return {**asdict(found), "to_sweep": found.to_sweep, "apart": found.apart}


@router.get("/credits", summary="Owners in credit")
async def list_credits(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return who has a credit that could be paid back, in cents (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await credits.owners_in_credit(session, caller, association_id, now=now())]


@router.post("/credits/{debtor_id}/repayment", summary="Ask that a credit goes back", status_code=201)
async def ask_credit_back(caller: Caller, association_id: UUID, debtor_id: UUID, said: CreditIn) -> Made:
    """Ask that an owner's credit is repaid (syndic, accountant); a second person agrees to the account."""
    async with db.tenant_session(caller, association_id) as session:
        made = await credits.ask_credit_back(session, caller, association_id, debtor_id, **said.model_dump(), at=now())
    return Made(id=made)


@router.get("/repayments", summary="Receipts and credits that go back")
async def list_repayments(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return every repayment with where it stands (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await repayments.repayments(session, caller, association_id, now=now())]


@router.post("/lines/{line_id}/repayment", summary="Ask that a receipt goes back", status_code=201)
async def ask_repayment(caller: Caller, association_id: UUID, line_id: UUID, said: RepaymentIn) -> Made:
    """Ask that a receipt in suspense is repaid (syndic, accountant); a second person agrees to the account."""
    async with db.tenant_session(caller, association_id) as session:
        made = await repayments.ask_repayment(session, caller, association_id, line_id, **said.model_dump(), at=now())
    return Made(id=made)


@router.post("/repayments/{repayment_id}/judgement", summary="Agree to a repayment, or refuse it", status_code=204)
async def judge_repayment(caller: Caller, association_id: UUID, repayment_id: UUID, said: JudgementIn) -> None:
    """Agree or refuse as the second person (council, auditor), never who asked for it."""
    async with db.tenant_session(caller, association_id) as session:
        await repayments.judge_repayment(
            session, caller, association_id, repayment_id, agrees=said.agrees, why=said.why, at=now()
        )


@router.post("/repayments/{repayment_id}/asking", summary="Ask the second person again", status_code=204)
async def ask_again(caller: Caller, association_id: UUID, repayment_id: UUID) -> None:
    """Write once more to who may agree, with a new link for who has no account (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await repayment_notice.ask_again(session, caller, association_id, repayment_id, at=now())


@router.get("/repayments/{repayment_id}/notice", summary="Words for owners without an e-mail address")
async def repayment_notice_words(caller: Caller, association_id: UUID, repayment_id: UUID) -> dict[str, Any]:
    """Return what they are to be told on paper, in every language here, and who they are (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await repayment_notice.notice(session, caller, association_id, repayment_id, at=now()))


@router.post("/repayments/{repayment_id}/notice", summary="Say that owners were told on paper", status_code=204)
async def tell_on_paper(caller: Caller, association_id: UUID, repayment_id: UUID, said: NoticeIn) -> None:
    """Note when the owners without an e-mail address were told: the 48 hours begin (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await repayments.tell_on_paper(session, caller, association_id, repayment_id, **said.model_dump(), at=now())


@router.post("/repayments/{repayment_id}/withdraw", summary="Withdraw a repayment", status_code=204)
async def withdraw_repayment(caller: Caller, association_id: UUID, repayment_id: UUID, said: WhyIn) -> None:
    """Withdraw a repayment that no order pays (syndic, accountant): the receipt is decided anew, the credit stays."""
    async with db.tenant_session(caller, association_id) as session:
        await repayments.withdraw_repayment(session, caller, association_id, repayment_id, why=said.why, at=now())


@router.post("/files", summary="Take a CODA file in", status_code=201)
async def take_file(caller: Caller, association_id: UUID, file: Annotated[UploadFile, File()]) -> dict[str, Any]:
    """Take a CODA file in (syndic, accountant): its statements go to whichever association has their account.

    Answers what became of each statement. The same file again changes nothing.
    """
    require(caller, "books.write", association_id)
    content = await file.read(importing.LARGEST + 1)
    return asdict(await importing.import_coda(caller, content=content, name=file.filename or "", at=now()))


@router.get("/statements", summary="Statements")
async def list_statements(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the statements taken, each with the numbers that are missing before it."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await queries.statements(session, caller, association_id)]


@router.get("/lines", summary="Lines of the bank")
async def list_lines(
    caller: Caller, association_id: UUID, statement_id: UUID | None = None, waiting: bool = False
) -> list[dict[str, Any]]:
    """Return lines with their match and why; of one statement, or with `waiting` only those a person has to decide."""
    async with db.tenant_session(caller, association_id) as session:
        if waiting:
            rows = await queries.waiting_lines(session, caller, association_id, today=today())
        else:
            rows = await queries.lines(session, caller, association_id, today=today(), statement_id=statement_id)
    return [asdict(row) for row in rows]


@router.get("/lines/{line_id}", summary="One line, with who may have paid")
async def one_line(caller: Caller, association_id: UUID, line_id: UUID) -> dict[str, Any]:
    """Return a line with the owners something speaks for, and what each of them owes."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await proposals.line_to_decide(session, caller, association_id, line_id, today=today()))


@router.post("/lines/{line_id}/decision", summary="Decide whose a line is", status_code=201)
async def decide(caller: Caller, association_id: UUID, line_id: UUID, said: DecisionIn) -> Made:
    """Match a line as a person decides (syndic, accountant); what stood on it is taken back by a counter-entry."""
    wish = deciding.Wish(**said.model_dump(exclude={"seen"}))
    async with db.tenant_session(caller, association_id) as session:
        made = await deciding.decide(
            session, caller, association_id, line_id, wish=wish, seen=said.seen, today=today(), at=now()
        )
    return Made(id=made)


@router.post("/lines/{line_id}/undo", summary="Undo a match", status_code=201)
async def undo(caller: Caller, association_id: UUID, line_id: UUID, said: UndoIn) -> Made:
    """Take a match back by a counter-entry (syndic, accountant); the amount waits in suspense again."""
    async with db.tenant_session(caller, association_id) as session:
        made = await deciding.undo(
            session, caller, association_id, line_id, why=said.why, seen=said.seen, today=today(), at=now()
        )
    return Made(id=made)


@router.post("/match", summary="Match what is not booked yet")
async def match(caller: Caller, association_id: UUID) -> dict[str, int]:
    """Match and book lines the books did not take before, such as those of a year that was not open (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await matching.match_waiting(session, caller, association_id, at=now()))


@router.get("/rules", summary="Booking rules")
async def list_rules(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the booking rules in force."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await rules.bank_rules(session, caller, association_id)]


@router.post("/rules", summary="Enter a booking rule", status_code=201)
async def enter_rule(caller: Caller, association_id: UUID, said: RuleIn) -> Made:
    """Enter a rule for fees, interest or direct debits (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await rules.enter_rule(session, caller, association_id, **said.model_dump(), at=now()))


@router.delete("/rules/{rule_id}", summary="End a booking rule", status_code=204)
async def end_rule(caller: Caller, association_id: UUID, rule_id: UUID) -> None:
    """End a rule; what it booked stays (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await rules.end_rule(session, caller, association_id, rule_id, at=now())

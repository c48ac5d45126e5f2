"""Plays of the bank's routes; see routes_played.py."""

from itertools import count
from uuid import UUID

from koprogo.adapters.coda_writer import Written, statement
from koprogo.cli.bench.bank_building import iban_of
from koprogo.core.clock import now, today
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import accounts, importing, queries, repayments, rules
from koprogo.services.accounting.bank.deciding import Wish, decide
from tests.api.routes_played import Play, _run, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as books_on_stage
from tests.services.accounting.bank.bank_on_stage import confirmed
from tests.services.charges.invoices_on_stage import with_address
from tests.services.governance.council_on_stage import member

B = "/api/v1/associations/{association_id}/bank"
LINE = B + "/lines/{line_id}"
TRANSFERS = "/api/v1/associations/{association_id}/payment-orders/transfers"
PAYEE = "BE68539007547034"
_numbers = count(1_000_000_000)


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


async def account(cast: Cast) -> str:
    """Enter another bank account, and open the fiscal year where none is; return the IBAN."""
    if not await _run(cast, periods.years):
        this = today().replace(month=1, day=1)
        await _run(cast, periods.open_year, starts=this, next_starts=this.replace(year=this.year + 1))
    number = iban_of(next(_numbers))
    await _run(cast, accounts.enter_bank_account, number=number, purpose="other", at=now())
    return number


async def _file(cast: Cast) -> bytes:
    return statement(await account(cast), 1, 0, [Written(1234, today(), words="loyer")], day=today())


async def waiting_line(cast: Cast) -> queries.LineRow:
    """Take a file with one line that nobody knows, and return it."""
    report = await importing.import_coda(cast.syndic, content=await _file(cast), name="a.cod", at=now())
    rows = await _run(cast, queries.waiting_lines, today=today())
    return next(row for row in rows if row.ours == report.statements[0].iban)


async def repayment(cast: Cast) -> UUID:
    """Let a member of the council be there, and ask that a receipt goes back."""
    await member(cast, "bram")
    line = await waiting_line(cast)
    said = {"why": "Another building's.", "name": "Wim", "number": PAYEE, "seen": line.match_id, "at": now()}
    return await _run(cast, repayments.ask_repayment, line.id, **said)


async def _ids(cast: Cast) -> dict[str, UUID]:
    return {row.iban: row.id for row in await _run(cast, accounts.bank_accounts)}


async def _rule(cast: Cast) -> UUID:
    facts = {"name": "Frais", "account": "6500", "incoming": False, "words": ["frais"], "at": now()}
    return await _run(cast, rules.enter_rule, **facts)


@plays(f"GET {B}/accounts")
async def list_accounts(cast: Cast) -> Play:
    await account(cast)
    return Play("accountant", _here(cast), writes=False)


async def second_account(cast: Cast) -> UUID:
    """Enter an account beside another, and return it."""
    await account(cast)
    number = await account(cast)
    return (await _ids(cast))[number]


@plays(f"POST {B}/accounts/{{account_id}}/judgement", alone=True)
async def judge_account(cast: Cast) -> Play:
    await member(cast, "bram")
    return Play("bram", _here(cast, account_id=await second_account(cast)), json={"agrees": True})


@plays(f"POST {B}/accounts/{{account_id}}/asking", alone=True)
async def ask_about_account(cast: Cast) -> Play:
    await member(cast, "bram")
    await with_address(cast, "bram")
    return Play("accountant", _here(cast, account_id=await second_account(cast)))


@plays(f"GET {B}/accounts/{{account_id}}/notice", alone=True)
async def account_notice(cast: Cast) -> Play:
    return Play("accountant", _here(cast, account_id=await second_account(cast)), writes=False)


@plays(f"POST {B}/accounts/{{account_id}}/notice", alone=True)
async def tell_of_account(cast: Cast) -> Play:
    said = {"day": today().isoformat(), "how": "posted"}
    return Play("accountant", _here(cast, account_id=await second_account(cast)), json=said)


@plays(f"POST {B}/accounts")
async def enter_account(cast: Cast) -> Play:
    said = {"number": iban_of(next(_numbers)), "purpose": "other", "name": "Épargne"}
    return Play("syndic", _here(cast), json=said)


@plays(f"POST {B}/files")
async def take_file(cast: Cast) -> Play:
    return Play("accountant", _here(cast), files={"file": ("april.cod", await _file(cast), "text/plain")})


@plays(f"GET {B}/statements")
async def list_statements(cast: Cast) -> Play:
    await waiting_line(cast)
    return Play("syndic", _here(cast), writes=False)


@plays(f"GET {B}/lines")
async def list_lines(cast: Cast) -> Play:
    return Play(
        "syndic", _here(cast), params={"statement_id": str((await waiting_line(cast)).statement_id)}, writes=False
    )


@plays(f"GET {LINE}")
async def one_line(cast: Cast) -> Play:
    return Play("syndic", _here(cast, line_id=(await waiting_line(cast)).id), writes=False)


@plays(f"POST {LINE}/decision")
async def decision(cast: Cast) -> Play:
    line = await waiting_line(cast)
    said = {"account": "7420", "lot_id": str(cast.lots["A1"]), "seen": str(line.match_id)}
    return Play("accountant", _here(cast, line_id=line.id), json=said)


@plays(f"POST {LINE}/undo")
async def undo(cast: Cast) -> Play:
    line = await waiting_line(cast)
    made = await _run(cast, decide, line.id, wish=Wish(account="7420"), seen=line.match_id, today=today(), at=now())
    return Play("syndic", _here(cast, line_id=line.id), json={"why": "Autre chose", "seen": str(made)})


@plays(f"POST {B}/match")
async def match(cast: Cast) -> Play:
    return Play("syndic", _here(cast))


@plays(f"GET {B}/rules")
async def list_rules(cast: Cast) -> Play:
    await _rule(cast)
    return Play("syndic", _here(cast), writes=False)


@plays(f"POST {B}/rules")
async def enter_rule(cast: Cast) -> Play:
    said = {"name": "Intérêts", "account": "750", "incoming": True, "words": ["intérêts"]}
    return Play("accountant", _here(cast), json=said)


@plays(f"DELETE {B}/rules/{{rule_id}}")
async def end_rule(cast: Cast) -> Play:
    return Play("syndic", _here(cast, rule_id=await _rule(cast)))


@plays(f"POST {B}/accounts/{{account_id}}/end")
async def end_account(cast: Cast) -> Play:
    number = await account(cast)
    return Play("accountant", _here(cast, account_id=(await _ids(cast))[number]), json={"day": today().isoformat()})


@plays(f"GET {B}/reserve")
async def reserve_money(cast: Cast) -> Play:
    await account(cast)
    return Play("syndic", _here(cast), writes=False)


async def in_credit(cast: Cast) -> UUID:
    """Let a receipt of nobody be Anna's, and return the debtor she is."""
    line = await waiting_line(cast)
    hers = await books_on_stage.debtor(cast, "A1")
    await _run(cast, decide, line.id, wish=Wish(debtor_id=hers), seen=line.match_id, today=today(), at=now())
    return hers


@plays(f"GET {B}/credits", alone=True)
async def list_credits(cast: Cast) -> Play:
    await in_credit(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {B}/credits/{{debtor_id}}/repayment", alone=True)
async def ask_credit_back(cast: Cast) -> Play:
    said = {"cents": 1, "number": PAYEE, "why": "She asks for it."}
    return Play("accountant", _here(cast, debtor_id=await in_credit(cast)), json=said)


@plays(f"GET {B}/repayments", alone=True)
async def list_repayments(cast: Cast) -> Play:
    await repayment(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {LINE}/repayment", alone=True)
async def ask_repayment(cast: Cast) -> Play:
    line = await waiting_line(cast)
    said = {"why": "Not ours.", "name": "Wim", "number": PAYEE, "seen": str(line.match_id)}
    return Play("accountant", _here(cast, line_id=line.id), json=said)


@plays(f"POST {B}/repayments/{{repayment_id}}/judgement", alone=True)
async def judge_repayment(cast: Cast) -> Play:
    return Play("bram", _here(cast, repayment_id=await repayment(cast)), json={"agrees": True})


@plays(f"POST {B}/repayments/{{repayment_id}}/asking", alone=True)
async def ask_again(cast: Cast) -> Play:
    await with_address(cast, "bram")
    return Play("accountant", _here(cast, repayment_id=await repayment(cast)))


@plays(f"GET {B}/repayments/{{repayment_id}}/notice", alone=True)
async def repayment_notice(cast: Cast) -> Play:
    return Play("accountant", _here(cast, repayment_id=await repayment(cast)), writes=False)


@plays(f"POST {B}/repayments/{{repayment_id}}/notice", alone=True)
async def tell_on_paper(cast: Cast) -> Play:
    said = {"day": today().isoformat(), "how": "posted"}
    return Play("accountant", _here(cast, repayment_id=await repayment(cast)), json=said)


@plays(f"POST {B}/repayments/{{repayment_id}}/withdraw", alone=True)
async def withdraw_repayment(cast: Cast) -> Play:
    return Play("accountant", _here(cast, repayment_id=await repayment(cast)), json={"why": "It is Anna's."})


@plays(f"POST {TRANSFERS}")
async def transfer(cast: Cast) -> Play:
    line, number = await waiting_line(cast), await account(cast)
    ids = await _ids(cast)
    await confirmed(cast, ids[line.ours])
    said = {
        "account_id": str(ids[number]),
        "to_account_id": str(ids[line.ours]),
        "cents": 100,
        "day": today().isoformat(),
    }
    return Play("syndic", _here(cast), json=said)

"""Plays of the bank's routes; see routes_played.py."""

from itertools import count
from uuid import UUID

from koprogo.adapters.coda_writer import Written, statement
from koprogo.cli.bench.bank_building import iban_of
from koprogo.core.clock import now, today
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import accounts, importing, queries, rules
from koprogo.services.accounting.bank.deciding import Wish, decide
from tests.api.routes_played import Play, _run, plays
from tests.cast import Cast

B = "/api/v1/associations/{association_id}/bank"
LINE = B + "/lines/{line_id}"
_numbers = count(1_000_000_000)


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


async def _account(cast: Cast) -> str:
    """Enter another bank account, and open the fiscal year where none is; return the IBAN."""
    if not await _run(cast, periods.years):
        this = today().replace(month=1, day=1)
        await _run(cast, periods.open_year, starts=this, next_starts=this.replace(year=this.year + 1))
    number = iban_of(next(_numbers))
    await _run(cast, accounts.enter_bank_account, number=number, purpose="other", at=now())
    return number


async def _file(cast: Cast) -> bytes:
    return statement(await _account(cast), 1, 0, [Written(1234, today(), words="loyer")], day=today())


async def waiting_line(cast: Cast) -> queries.LineRow:
    """Take a file with one line that nobody knows, and return it."""
    report = await importing.import_coda(cast.syndic, content=await _file(cast), name="a.cod", at=now())
    rows = await _run(cast, queries.waiting_lines, today=today())
    return next(row for row in rows if row.ours == report.statements[0].iban)


async def _rule(cast: Cast) -> UUID:
    facts = {"name": "Frais", "account": "6500", "incoming": False, "words": ["frais"], "at": now()}
    return await _run(cast, rules.enter_rule, **facts)


@plays(f"GET {B}/accounts")
async def list_accounts(cast: Cast) -> Play:
    await _account(cast)
    return Play("accountant", _here(cast), writes=False)


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
    return Play("accountant", _here(cast, line_id=line.id), json={"account": "7420", "seen": str(line.match_id)})


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

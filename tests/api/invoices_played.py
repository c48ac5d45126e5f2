"""Plays of supplier invoices, suppliers and payment orders; see routes_played.py."""

from pathlib import Path

from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.charges.invoices import funding, ibans
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.charges import invoices_on_stage as stage
from tests.services.governance.council_on_stage import member

A = "/api/v1/associations/{association_id}"
I, S, O = A + "/invoices", A + "/suppliers", A + "/payment-orders"  # noqa: E741
ONE = I + "/{invoice_id}"
XML = "application/xml"
FOUR = (Path(__file__).resolve().parents[1] / "data" / "ubl-four-lines.xml").read_bytes()
DECISION = {"funding": "reserve", "words": "AG, point 7", "decided_on": "2026-05-12", "ceiling": 121_000}


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


def _electronic() -> bytes:
    """Return an electronic invoice no other play has sent."""
    return FOUR.replace(b"F-88.12", stage.fresh().encode())


@plays(f"GET {I}")
async def listed(cast: Cast) -> Play:
    await stage.typed(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {I}")
async def receive(cast: Cast) -> Play:
    return Play("accountant", _here(cast), files={"file": ("invoice.pdf", stage.pdf(), "application/pdf")})


@plays(f"GET {ONE}")
async def one(cast: Cast) -> Play:
    return Play("syndic", _here(cast, invoice_id=await stage.typed(cast)), writes=False)


@plays(f"PUT {ONE}")
async def save(cast: Cast) -> Play:
    body = {
        "supplier_id": str(await stage.supplier(cast)), "supplier_number": "F-1", "day": today().isoformat(),
        "gross": 36_300, "stated_vat": {"21": 6_300},
        "lines": [{"words": "Lift", "account": "61011", "net": 30_000, "rate": "21"}],
    }  # fmt: skip
    return Play("accountant", _here(cast, invoice_id=await stage.received(cast)), json=body)


@plays(f"POST {ONE}/electronic")
async def add_electronic(cast: Cast) -> Play:
    file = {"file": ("invoice.xml", _electronic(), XML)}
    return Play("accountant", _here(cast, invoice_id=await stage.received(cast)), files=file)


@plays(f"POST {ONE}/paper")
async def add_paper(cast: Cast) -> Play:
    invoice = await stage.received(cast, content=_electronic(), name="invoice.xml")
    file = {"file": ("invoice.pdf", stage.pdf(), "application/pdf")}
    return Play("accountant", _here(cast, invoice_id=invoice), files=file)


@plays(f"POST {ONE}/steps")
async def step(cast: Cast) -> Play:
    await stage.year(cast)
    invoice = await stage.typed(cast)
    await stage.step(cast, "accountant", invoice, "submitted")
    return Play("syndic", _here(cast, invoice_id=invoice), json={"what": "approved"})


@plays(f"POST {ONE}/account")
async def give_account(cast: Cast) -> Play:
    nobody_knows = await stage.supplier(cast, f"Supplier {stage.fresh()}")
    invoice = await stage.booked(cast, iban="", supplier_id=nobody_knows)
    return Play("accountant", _here(cast, invoice_id=invoice), json={"number": stage.OTHER_IBAN})


@plays(f"GET {A}/invoice-files/{{file_id}}/content")
async def content(cast: Cast) -> Play:
    invoice = await stage.received(cast)
    paper = (await stage.sheet(cast, "syndic", invoice)).paper
    return Play("syndic", _here(cast, file_id=paper.id), writes=False)


@plays(f"GET {A}/funding-decisions")
async def decisions(cast: Cast) -> Play:
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {A}/funding-decisions")
async def enter_decision(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json=DECISION)


@plays("GET /api/v1/associations/{association_id}/works-files/{decision_id}")
async def works_file(cast: Cast) -> Play:
    facts = {"funding": "reserve", "words": "Toiture", "decided_on": today(), "ceiling": Money(100), "at": now()}
    made = await stage.act(cast, "syndic", funding.enter_decision, **facts)
    return Play("accountant", {**_here(cast), "decision_id": made}, writes=False)


@plays("POST /api/v1/associations/{association_id}/works-files/{decision_id}/final-account")
async def final_account(cast: Cast) -> Play:
    facts = {"funding": "special_call", "words": "Façade", "decided_on": today(), "ceiling": Money(100), "at": now()}
    made = await stage.act(cast, "syndic", funding.enter_decision, **facts)
    return Play("syndic", {**_here(cast), "decision_id": made}, json={"day": today().isoformat()})


@plays(f"GET {S}")
async def suppliers(cast: Cast) -> Play:
    await stage.supplier(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {S}")
async def add_supplier(cast: Cast) -> Play:
    return Play("accountant", _here(cast), json={"name": "Nettoyage du Parc", "email": "parc@example.org"})


@plays(f"PUT {S}/{{supplier_id}}")
async def change_supplier(cast: Cast) -> Play:
    found = await stage.supplier(cast, "Toiture")
    return Play("accountant", _here(cast, supplier_id=found), json={"name": "Toitures"})


async def _waiting(cast: Cast):
    await member(cast, "bram")
    found = await stage.supplier(cast, f"Supplier {stage.fresh()}")
    await stage.act(cast, "syndic", ibans.enter_account, found, number=stage.IBAN, at=now())
    return _here(cast, supplier_id=found)


@plays(f"POST {S}/{{supplier_id}}/accounts")
async def enter_account(cast: Cast) -> Play:
    found = await stage.supplier(cast, f"Supplier {stage.fresh()}")
    return Play("accountant", _here(cast, supplier_id=found), json={"number": stage.OTHER_IBAN})


@plays(f"POST {S}/{{supplier_id}}/accounts/confirm")
async def confirm_account(cast: Cast) -> Play:
    return Play("bram", await _waiting(cast), json={"number": stage.IBAN})


@plays(f"POST {S}/{{supplier_id}}/accounts/refuse")
async def refuse_account(cast: Cast) -> Play:
    return Play("bram", await _waiting(cast), json={"number": stage.IBAN, "why": "Nobody knows it."})


@plays(f"POST {S}/{{supplier_id}}/accounts/asking", alone=True)
async def ask_again(cast: Cast) -> Play:
    await stage.with_address(cast, "bram")
    return Play("accountant", await _waiting(cast), json={"number": stage.IBAN})


async def _untold(cast: Cast):
    found = await stage.supplier(cast, f"Supplier {stage.fresh()}")
    await stage.act(cast, "syndic", ibans.enter_account, found, number=stage.IBAN, at=now())
    return found


@plays(f"GET {S}/{{supplier_id}}/accounts/{{number}}/notice", alone=True)
async def notice(cast: Cast) -> Play:
    return Play("accountant", _here(cast, supplier_id=await _untold(cast), number=stage.IBAN), writes=False)


@plays(f"POST {S}/{{supplier_id}}/accounts/notice", alone=True)
async def tell_on_paper(cast: Cast) -> Play:
    said = {"number": stage.IBAN, "day": today().isoformat(), "how": "hung_up"}
    return Play("accountant", _here(cast, supplier_id=await _untold(cast)), json=said)


@plays(f"GET {O}")
async def orders(cast: Cast) -> Play:
    await stage.payable(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {O}")
async def make_order(cast: Cast) -> Play:
    body = {
        "invoices": [str(await stage.payable(cast))], "account_id": str(await stage.own_account(cast)),
        "day": today().isoformat(),
    }  # fmt: skip
    return Play("accountant", _here(cast), json=body)


async def _order(cast: Cast):
    return _here(cast, order_id=await stage.ordered(cast, await stage.payable(cast)))


@plays(f"GET {O}/{{order_id}}")
async def order(cast: Cast) -> Play:
    return Play("accountant", await _order(cast), writes=False)


@plays(f"GET {O}/{{order_id}}/file")
async def fetch(cast: Cast) -> Play:
    return Play("accountant", await _order(cast))


@plays(f"POST {O}/{{order_id}}/cancel")
async def cancel(cast: Cast) -> Play:
    return Play("syndic", await _order(cast), json={"words": "The wrong day."})

"""Account numbers with a second person, and payment orders: made once, the same bytes each time, refused in our words."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from lxml import etree
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.adapters.pain001 import NAMES
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.services.charges.invoices import funding, ibans, order_queries, payment_orders, suppliers, to_pay
from koprogo.services.charges.invoices.refusals import (
    AccountNotConfirmed,
    InAnOrder,
    NotToBePaid,
    OrderCancelled,
    OtherFund,
    RefusedSince,
    SecondPersonNeeded,
)
from koprogo.services.identity import accounts
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import (
    IBAN,
    OTHER_IBAN,
    act,
    booked,
    line,
    ordered,
    payable,
    sheet,
    step,
    supplier,
    with_address,
)
from tests.services.governance.council_on_stage import auditor, member
from tests.services.works.tickets_on_stage import letters


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def account(cast, supplier_id, *, at=None):
    async with db.association_session(cast.association_id) as session:
        found = await ibans.accounts(session, cast.association_id, now=at or now(), supplier_id=supplier_id)
    return found[supplier_id][0]


async def fetched(cast, order_id, who="syndic"):
    row, file = await act(cast, who, payment_orders.fetch, order_id, at=now())
    with file:
        return row, file.read()


async def test_where_nobody_watches_all_owners_are_told_and_48_hours_pass(cast):
    await with_address(cast)
    lift, at = await supplier(cast), now()
    found = await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=at)
    assert (found.standing, found.waits_until) == ("waiting", at + timedelta(hours=48))
    assert sorted(to for to, _, _ in await letters(cast)) == [
        f"{name}@example.org" for name in ("anna", "bram", "carla", "dirk", "emma", "farid")
    ], "no hour begins before everybody was told"
    assert (found.letters, found.on_paper) == (6, 0)
    assert (await account(cast, lift, at=at + timedelta(hours=48))).standing == "usable"
    assert (await act(cast, "accountant", ibans.enter_account, lift, number="be71 0961 2345 6769", at=at)) == found


async def test_a_second_person_confirms_never_who_entered_it(cast):
    lift = await supplier(cast)
    await member(cast, "bram")
    await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=now())
    # nobody can write to this member of the council, so the owners are told instead; she may confirm all the same
    assert (await account(cast, lift)).standing == "to_tell"
    for who in ("syndic", "accountant", "anna"):
        with pytest.raises(NotAllowed):
            await act(cast, who, ibans.confirm_account, lift, number=IBAN, at=now())
    await act(cast, "bram", ibans.confirm_account, lift, number=IBAN, at=now())
    assert (await account(cast, lift)).standing == "usable"
    with pytest.raises(Conflict):
        await act(cast, "bram", ibans.confirm_account, lift, number=IBAN, at=now())
    with pytest.raises(NotFound):
        await act(cast, "bram", ibans.confirm_account, lift, number=OTHER_IBAN, at=now())


async def test_a_refused_number_is_not_paid_and_asks_anew(cast):
    lift = await supplier(cast)
    await auditor(cast, "carla")
    await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=now())
    with pytest.raises(BadInput):
        await act(cast, "carla", ibans.refuse_account, lift, number=IBAN, why=" ", at=now())
    await act(cast, "carla", ibans.refuse_account, lift, number=IBAN, why="The supplier does not know it.", at=now())
    assert ((await account(cast, lift)).standing, (await account(cast, lift)).by) == ("refused", "Carla Dubois")
    await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=now())
    assert (await account(cast, lift)).standing == "to_tell"


async def test_a_member_of_the_council_who_keeps_books_is_no_second_person(cast):
    lift = await supplier(cast)
    await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=now())
    roles = {cast.association_id: frozenset({"council", "syndic"})}
    cast.actors["syndic"] = replace(cast.actors["syndic"], reach=roles)
    with pytest.raises(SecondPersonNeeded):
        await act(cast, "syndic", ibans.confirm_account, lift, number=IBAN, at=now())


async def test_no_account_number_is_said_at_the_field(cast):
    with pytest.raises(BadInput) as refusal:
        await act(cast, "syndic", ibans.enter_account, await supplier(cast), number="BE72096123456769", at=now())
    assert refusal.value.problems[0].where == "iban"


async def test_suppliers_are_known_by_their_number_then_their_name(cast):
    lift = await supplier(cast, "Lift SA", number="BE 0403.019.261")
    assert await supplier(cast, "Another name", number="0403019261") == lift
    garden = await supplier(cast, "Jardins")
    assert await supplier(cast, "JARDINS") == garden != lift
    facts = {"name": "Jardins & Cie", "number": "0403019261"}
    with pytest.raises(BadInput):
        await act(cast, "syndic", suppliers.change_supplier, garden, **facts)
    await act(cast, "accountant", suppliers.change_supplier, garden, name="Jardins & Cie", email="a@example.org")
    rows = await act(cast, "syndic", suppliers.suppliers)
    assert [(row.name, row.email) for row in rows] == [("Jardins & Cie", "a@example.org"), ("Lift SA", "")]
    for wrong in ({"name": " "}, {"name": "x" * 121}, {"name": "A", "number": "12"}, {"name": "A", "email": "a"}):
        with pytest.raises(BadInput):
            await act(cast, "syndic", suppliers.add_supplier, at=now(), **wrong)
    with pytest.raises(NotAllowed):
        await act(cast, "anna", suppliers.suppliers)
    with pytest.raises(NotFound):
        await act(cast, "syndic", suppliers.change_supplier, uuid4(), name="A")


async def test_an_order_has_its_payments_and_always_the_same_bytes(cast):
    first = await payable(cast)
    second = await payable(cast, communication="Facture n° 7", supplier_id=await supplier(cast, "Éclairage"))
    order_id = await ordered(cast, first, second)
    row, content = await fetched(cast, order_id)
    again, same = await fetched(cast, order_id, "accountant")
    assert content == same and (row.fetched, again.fetched) == (0, 1)
    root = etree.fromstring(content)
    assert [each.text for each in root.iterfind(".//p:Ref", NAMES)] == ["090933755493"]
    assert [each.text for each in root.iterfind(".//p:Ustrd", NAMES)] == ["Facture n 7"]
    assert root.findtext(".//p:MsgId", namespaces=NAMES) == row.message_id and row.total == Money(72_600)
    _, lines = await act(cast, "syndic", order_queries.order, order_id)
    assert [(each.name, each.amount) for each in lines] == [
        ("Ascenseurs du Midi", Money(36_300)), ("Éclairage", Money(36_300)),
    ]  # fmt: skip
    assert await act(cast, "syndic", to_pay.to_pay, at=now()) == []


async def test_an_invoice_is_never_in_two_orders(cast):
    invoice = await payable(cast)
    order_id = await ordered(cast, invoice)
    with pytest.raises(NotToBePaid):
        await ordered(cast, invoice)
    with pytest.raises(InAnOrder):
        await step(cast, "syndic", invoice, "reversed", words="Wrong.")
    with pytest.raises(BadInput):
        await act(cast, "syndic", payment_orders.cancel, order_id, words="", at=now())
    await act(cast, "syndic", payment_orders.cancel, order_id, words="Wrong day.", at=now())
    for refused in (
        act(cast, "syndic", payment_orders.cancel, order_id, words="Again.", at=now()),
        act(cast, "syndic", payment_orders.fetch, order_id, at=now()),
    ):
        with pytest.raises(OrderCancelled):
            await refused
    other = await ordered(cast, invoice)
    numbers = [row.message_id for row in await act(cast, "syndic", order_queries.orders)]
    assert other != order_id and len(set(numbers)) == 2, "an id is never used twice"


async def test_an_order_does_not_leave_once_its_account_number_was_refused(cast):
    invoice, other = await payable(cast), await payable(cast, iban=OTHER_IBAN)
    order_id, good = await ordered(cast, invoice), await ordered(cast, other)
    row = (await sheet(cast, "syndic", invoice)).row
    await act(cast, "bram", ibans.refuse_account, row.supplier_id, number=IBAN, why="Forged.", at=now())
    with pytest.raises(RefusedSince) as found:
        await act(cast, "syndic", payment_orders.fetch, order_id, at=now())
    assert found.value.name == "Ascenseurs du Midi"
    shown = {each.order_id: each.refused for each in await act(cast, "syndic", all_lines)}
    assert shown == {order_id: True, good: False}
    (await act(cast, "syndic", payment_orders.fetch, good, at=now()))[1].close()
    await act(cast, "syndic", ibans.enter_account, row.supplier_id, number=IBAN, at=now())
    with pytest.raises(RefusedSince):
        await act(cast, "syndic", payment_orders.fetch, order_id, at=now())
    await act(cast, "bram", ibans.confirm_account, row.supplier_id, number=IBAN, at=now())
    (await act(cast, "syndic", payment_orders.fetch, order_id, at=now()))[1].close()


async def all_lines(session, _, association_id):
    return await order_queries.order_lines(session, association_id)


async def test_an_account_number_that_waits_is_not_paid(cast):
    await with_address(cast)
    invoice = await booked(cast)
    [row] = await act(cast, "syndic", to_pay.to_pay, at=now())
    assert (row.id, row.ready) == (invoice, False)
    with pytest.raises(AccountNotConfirmed):
        await ordered(cast, invoice)
    await ordered(cast, invoice, at=now() + timedelta(hours=49), day=today() + timedelta(days=3))


async def test_the_reserve_pays_from_its_own_account(cast):
    facts = {"funding": "reserve", "words": "AG, point 7", "decided_on": today(), "at": now()}
    decision = await act(cast, "syndic", funding.enter_decision, ceiling=Money(36_300), **facts)
    invoice = await payable(cast, funding="reserve", decision_id=decision)
    with pytest.raises(OtherFund) as refusal:
        await ordered(cast, invoice)
    assert refusal.value.article == "3.86 §3"
    assert await ordered(cast, invoice, fund="reserve")


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"day": today() - timedelta(days=1)}, "day"),
        ({"day": today() + timedelta(days=400)}, "day"),
        ({"invoices": ()}, "payments"),
    ],
)
async def test_what_is_wrong_with_an_order_is_said_in_our_words(cast, more, where):
    with pytest.raises(BadInput) as refusal:
        await ordered(cast, uuid4(), **more)
    assert refusal.value.problems[0].where == where


async def test_an_invoice_without_an_account_number_is_refused_by_name(cast):
    invoice = await booked(cast, iban="")
    with pytest.raises(BadInput) as refusal:
        await ordered(cast, invoice)
    assert refusal.value.problems[0].facts["name"] == "Ascenseurs du Midi"


async def test_who_may_order_and_who_may_look(cast):
    invoice = await payable(cast)
    with pytest.raises(NotAllowed):
        await act(
            cast, "bram", payment_orders.make_order, account_id=uuid4(), invoices=[invoice], day=today(), at=now()
        )
    order_id = await ordered(cast, invoice)
    assert [row.id for row in await act(cast, "bram", order_queries.orders)] == [order_id]
    with pytest.raises(NotAllowed):
        await act(cast, "anna", order_queries.orders)
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await payment_orders.fetch(session, cast.other_syndic, cast.elsewhere_id, order_id, at=now())
    with pytest.raises(NotFound):
        await ordered(cast, uuid4())


async def test_decisions_are_entered_whole(cast):
    facts = {"funding": "reserve", "words": "AG", "decided_on": today(), "ceiling": Money(1), "at": now()}
    for wrong in ({"funding": "budget"}, {"words": " "}, {"ceiling": Money(0)}):
        with pytest.raises(BadInput):
            await act(cast, "syndic", funding.enter_decision, **{**facts, **wrong})
    with pytest.raises(NotAllowed):
        await act(cast, "accountant", funding.enter_decision, **facts)
    with pytest.raises(NotFound):
        await act(cast, "syndic", funding.enter_decision, item_id=uuid4(), **facts)


async def test_an_order_is_never_edited(cast):
    order_id = await ordered(cast, await payable(cast, lines=(line(),)))
    for sql in ("UPDATE payment_order SET total = 1 WHERE id = :o", "DELETE FROM payment_line WHERE order_id = :o"):
        with pytest.raises(DBAPIError):
            async with db.association_session(cast.association_id) as session:
                await session.execute(text(sql), {"o": order_id})


async def test_the_account_on_the_paper_is_compared(cast):
    invoice = await payable(cast)
    other = await booked(cast, iban=OTHER_IBAN)
    assert (await sheet(cast, "syndic", invoice)).account.standing == "usable"
    found = await sheet(cast, "syndic", other)
    assert found.account.standing != "usable" and found.usual[0].iban == IBAN


async def test_who_may_confirm_is_written_to_and_nobody_else_has_to_wait(cast):
    await member(cast, "bram")
    async with db.open_session() as session:
        await accounts.create_account(
            session, person_id=cast.people["bram"], email=f"bram-{uuid4()}@example.org", password="a long enough one",
            at=now(),
        )  # fmt: skip
    lift = await supplier(cast)
    found = await act(cast, "syndic", ibans.enter_account, lift, number=IBAN, at=now())
    assert (found.standing, found.waits_until) == ("to_confirm", None), "no hours begin where somebody may look"
    [(to, _, body)] = await letters(cast)
    assert to.startswith("bram-") and f"/associations/{cast.association_id}/suppliers" in body

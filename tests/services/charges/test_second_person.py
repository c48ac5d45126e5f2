"""A second person for a new account number: told on paper before the hours begin, or asked by a link without an account."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.api import open_links
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting.bank import accounts as bank_accounts
from koprogo.services.accounting.bank import repayment_notice, repayments
from koprogo.services.charges.invoices import by_link, ibans
from koprogo.services.charges.invoices.refusals import (
    AccountNotConfirmed,
    LinkUsed,
    NobodyAsked,
    NobodyToTell,
    NoNoticeWaits,
)
from koprogo.services.identity import accounts
from tests.api.web import Browser
from tests.cast import put_on_stage
from tests.services.accounting.bank.test_money_back import asked as asked_back
from tests.services.accounting.bank.test_money_back import received
from tests.services.charges.invoices_on_stage import (
    IBAN,
    OTHER_IBAN,
    act,
    booked,
    ordered,
    supplier,
    with_address,
    year,
)
from tests.services.governance.council_on_stage import auditor, member
from tests.services.works.tickets_on_stage import letters

HUNG_UP = {"day": today(), "how": "hung_up"}


@pytest.fixture
async def cast(database):
    """A fresh association per test: nobody in it has an e-mail address."""
    return await put_on_stage()


async def entered(cast, lift, number=IBAN, **more):
    return await act(cast, "syndic", ibans.enter_account, lift, number=number, at=more.get("at") or now())


async def tell(cast, lift, who="syndic", at=None, **more):
    facts = {"number": IBAN, **HUNG_UP, **more, "at": at or now()}
    return await act(cast, who, ibans.tell_on_paper, lift, **facts)


async def account(cast, lift, at=None):
    async with db.association_session(cast.association_id) as session:
        return (await ibans.accounts(session, cast.association_id, now=at or now(), supplier_id=lift))[lift][0]


async def log(cast, action):
    async with db.association_session(cast.association_id) as session:
        sql = "SELECT actor_id, facts FROM audit_event WHERE association_id = :t AND action = :a ORDER BY id DESC"
        return (await session.execute(text(sql), {"t": cast.association_id, "a": action})).first()


async def code_for(cast, who):
    """Return the code in the last letter to somebody."""
    body = [body for to, _, body in await letters(cast) if to == f"{who}@example.org"][-1]
    return body.partition("/w/")[2].split()[0]


async def watched(cast, who="bram"):
    """Seat somebody without an account in the council, and return a supplier whose number she was asked about."""
    await member(cast, who)
    await with_address(cast, who)
    lift = await supplier(cast)
    assert (await entered(cast, lift)).standing == "to_confirm"
    return lift


async def test_the_associations_own_account_is_no_suppliers(cast):
    await act(cast, "syndic", bank_accounts.enter_bank_account, number=OTHER_IBAN, purpose="reserve", at=now())
    lift = await supplier(cast)
    with pytest.raises(BadInput) as refused:
        await entered(cast, lift, OTHER_IBAN)
    assert [(each.where, each.facts) for each in refused.value.problems] == [("iban", {"iban": "BE68 5390 0754 7034"})]
    async with db.association_session(cast.association_id) as session:
        assert await ibans.accounts(session, cast.association_id, now=now(), supplier_id=lift) == {}


async def test_the_hours_do_not_begin_before_who_has_no_address_was_told(cast):
    await with_address(cast, "anna")
    invoice = await booked(cast)
    lift = await supplier(cast)
    found = await account(cast, lift)
    assert (found.standing, found.waits_until, found.letters, found.on_paper) == ("to_tell", None, 1, 5)
    assert [to for to, _, _ in await letters(cast)] == ["anna@example.org"]
    with pytest.raises(AccountNotConfirmed):
        await ordered(cast, invoice, at=now() + timedelta(days=30), day=today() + timedelta(days=30))
    at = now()
    found = await tell(cast, lift, at=at)
    assert (found.standing, found.waits_until) == ("waiting", at + timedelta(hours=48))
    assert (found.letters, found.on_paper, found.told_on, found.how) == (1, 5, today(), "hung_up")
    line = await log(cast, "supplier.account.told")
    assert line.actor_id == cast.syndic.person_id
    assert line.facts == {"letters": 1, "on_paper": 5, "how": "hung_up", "day": today().isoformat()}
    await ordered(cast, invoice, at=at + timedelta(hours=49), day=today() + timedelta(days=3))
    with pytest.raises(NoNoticeWaits):
        await tell(cast, lift)


async def test_a_letter_by_post_is_there_after_three_days(cast):
    lift, at = await supplier(cast), now()
    await entered(cast, lift, at=at)
    found = await tell(cast, lift, how="posted", at=at)
    assert at + timedelta(days=4) < found.waits_until <= at + timedelta(days=5)


async def test_the_notice_names_who_is_told_and_says_the_number_in_every_language(cast):
    await with_address(cast, "anna", "bram")
    lift = await supplier(cast)
    await entered(cast, lift)
    said = await act(cast, "accountant", ibans.notice, lift, number=IBAN, at=now())
    assert said.names == ("Carla Dubois", "Dirk Maes", "Emma Lambert", "Farid Benali")
    assert said.texts and all("BE71 0961 2345 6769" in body and "Sylvie Simon" in body for _, body in said.texts)
    await tell(cast, lift)
    with pytest.raises(NoNoticeWaits):
        await act(cast, "accountant", ibans.notice, lift, number=IBAN, at=now())


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"day": today() - timedelta(days=1)}, "told_on"),
        ({"day": today() + timedelta(days=1)}, "told_on"),
        ({"how": "shouted"}, "how"),
    ],
)
async def test_a_notice_is_no_older_than_the_number_and_not_to_come(cast, more, where):
    lift = await supplier(cast)
    await entered(cast, lift)
    with pytest.raises(BadInput) as refusal:
        await tell(cast, lift, **more)
    assert [each.where for each in refusal.value.problems] == [where]
    assert (await account(cast, lift)).standing == "to_tell"


async def test_who_may_say_that_owners_were_told(cast):
    lift = await supplier(cast)
    await entered(cast, lift)
    with pytest.raises(NotAllowed):
        await tell(cast, lift, "anna")
    for who, arguments in (("stranger", lift), ("syndic", uuid4())):
        with pytest.raises(NotFound):
            await tell(cast, arguments, who)
    with pytest.raises(NotFound):
        await tell(cast, lift, number=OTHER_IBAN)
    assert (await tell(cast, lift, "accountant")).standing == "waiting"


async def test_a_number_that_nobody_could_be_told_of_is_refused(cast):
    lift = await supplier(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE holding SET until = :day WHERE association_id = :t"),
            {"t": cast.association_id, "day": today() - timedelta(days=1)},
        )
    with pytest.raises(NobodyToTell):
        await entered(cast, lift)
    async with db.association_session(cast.association_id) as session:
        assert await ibans.accounts(session, cast.association_id, now=now()) == {}


async def test_money_that_goes_back_waits_for_the_paper_too(cast):
    await year(cast)
    made = await asked_back(cast, await received(cast))
    [row] = await act(cast, "syndic", repayments.repayments, now=now() + timedelta(days=30))
    assert (row.standing, row.waits_until, row.on_paper) == ("to_tell", None, 6)
    said = await act(cast, "syndic", repayment_notice.notice, made, at=now())
    assert len(said.names) == 6 and all("Immo Horizon" in body for _, body in said.texts)
    with pytest.raises(BadInput):
        await act(cast, "syndic", repayments.tell_on_paper, made, day=today(), how="", at=now())
    with pytest.raises(NotAllowed):
        await act(cast, "anna", repayments.tell_on_paper, made, **HUNG_UP, at=now())
    at = now()
    await act(cast, "accountant", repayments.tell_on_paper, made, **HUNG_UP, at=at)
    [row] = await act(cast, "syndic", repayments.repayments, now=at)
    assert (row.standing, row.waits_until, row.told_on) == ("waiting", at + timedelta(hours=48), today())
    with pytest.raises(NoNoticeWaits):
        await act(cast, "accountant", repayments.tell_on_paper, made, **HUNG_UP, at=now())
    with pytest.raises(NoNoticeWaits):
        await act(cast, "syndic", repayment_notice.notice, made, at=now())


async def test_who_has_no_account_is_asked_by_a_link_and_answers_once(cast):
    lift = await watched(cast)
    code = await code_for(cast, "bram")
    asked = await by_link.asked_by_link(code, at=now())
    assert (asked.payee, asked.number, asked.by) == ("Ascenseurs du Midi", "BE71 0961 2345 6769", "Sylvie Simon")
    assert (asked.language, asked.open, asked.agreed) == ("nl", True, None)
    assert (await account(cast, lift)).standing == "to_confirm", "looking answers nothing"
    done = await by_link.answer_by_link(code, agrees=True, at=now())
    assert (done.open, done.agreed) == (False, True)
    found = await account(cast, lift)
    assert (found.standing, found.by) == ("usable", "Bram Claes")
    line = await log(cast, "supplier.account.confirmed")
    assert line.actor_id == cast.people["bram"] and line.facts["link"]
    for agrees in (True, False):
        with pytest.raises(LinkUsed):
            await by_link.answer_by_link(code, agrees=agrees, why="Wrong.", at=now())
    assert (await account(cast, lift)).standing == "usable"


async def test_a_link_refuses_with_the_reason_and_ends_with_what_it_asked(cast):
    lift = await watched(cast)
    first = await code_for(cast, "bram")
    with pytest.raises(BadInput):
        await by_link.answer_by_link(first, agrees=False, why=" ", at=now())
    await by_link.answer_by_link(first, agrees=False, why="The supplier does not know it.", at=now())
    found = await account(cast, lift)
    assert (found.standing, found.words) == ("refused", "The supplier does not know it.")
    await entered(cast, lift)
    with pytest.raises(LinkUsed):
        await by_link.answer_by_link(first, agrees=True, at=now())
    second = await code_for(cast, "bram")
    assert second != first and (await by_link.answer_by_link(second, agrees=True, at=now())).agreed


async def test_an_unused_link_says_nothing_of_a_number_entered_anew(cast):
    lift = await watched(cast)
    old = await code_for(cast, "bram")
    await act(cast, "bram", ibans.refuse_account, lift, number=IBAN, why="Unknown.", at=now())
    assert not (await by_link.asked_by_link(old, at=now())).open
    await entered(cast, lift)
    with pytest.raises(LinkUsed):
        await by_link.answer_by_link(old, agrees=True, at=now())
    assert (await account(cast, lift)).standing == "to_confirm"


async def test_a_link_ends_after_thirty_days_and_with_the_office(cast):
    lift = await watched(cast)
    code = await code_for(cast, "bram")
    for late in (timedelta(days=30), timedelta(days=31)):
        with pytest.raises(NotFound):
            await by_link.answer_by_link(code, agrees=True, at=now() + late)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE appointment SET until = :day WHERE association_id = :t"),
            {"t": cast.association_id, "day": today()},
        )
    with pytest.raises((NotFound, NotAllowed)):
        await by_link.answer_by_link(code, agrees=True, at=now())
    assert (await account(cast, lift)).standing == "to_confirm"


async def test_who_did_not_answer_is_asked_again_with_a_new_link(cast):
    lift = await watched(cast)
    old = await code_for(cast, "bram")
    later = now() + timedelta(days=31)
    with pytest.raises(NotAllowed):
        await act(cast, "anna", ibans.ask_again, lift, number=IBAN, at=later)
    with pytest.raises(NotFound):
        await act(cast, "stranger", ibans.ask_again, lift, number=IBAN, at=later)
    await act(cast, "accountant", ibans.ask_again, lift, number=IBAN, at=later)
    new = await code_for(cast, "bram")
    assert new != old and (await by_link.answer_by_link(new, agrees=True, at=later)).agreed
    with pytest.raises(NobodyAsked):
        await act(cast, "accountant", ibans.ask_again, lift, number=IBAN, at=later)


async def test_where_the_council_is_gone_asking_again_tells_the_owners(cast):
    lift = await watched(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE appointment SET until = :day WHERE association_id = :t"),
            {"t": cast.association_id, "day": today()},
        )
    found = await act(cast, "syndic", ibans.ask_again, lift, number=IBAN, at=now())
    assert (found.standing, found.letters, found.on_paper) == ("to_tell", 1, 5)


async def test_the_page_of_the_link(cast):
    lift = await watched(cast)
    await act(cast, "bram", ibans.confirm_account, lift, number=IBAN, at=now())
    await entered(cast, lift, OTHER_IBAN)
    code, browser = await code_for(cast, "bram"), Browser(open_links.router)
    page = await browser.get(f"/w/{code}")
    assert page.status_code == 200 and "<script" not in page.text and page.headers["cache-control"] == "no-store"
    for said in ("Ascenseurs du Midi", "BE68 5390 0754 7034", "BE71 0961 2345 6769", "Sylvie Simon"):
        assert said in page.text
    assert "Anna" not in page.text
    assert (await browser.post(f"/w/{code}", data={})).status_code == 422
    wrong = await browser.post(f"/w/{code}", data={"answer": "wrong", "why": ""})
    assert wrong.status_code == 422 and 'role="alert"' in wrong.text
    assert (await browser.post(f"/w/{code}", data={"answer": "right"})).status_code == 200
    found = next(each for each in (await accounts_of(cast, lift)) if each.iban == OTHER_IBAN)
    assert found.standing == "usable"
    after = await browser.post(f"/w/{code}", data={"answer": "wrong", "why": "No."})
    assert after.status_code == 422 and "<form" not in after.text


async def accounts_of(cast, lift):
    async with db.association_session(cast.association_id) as session:
        return (await ibans.accounts(session, cast.association_id, now=now(), supplier_id=lift))[lift]


@pytest.mark.parametrize("code", ["nothing", "A" * 46, "%3Cscript%3E"])
async def test_a_link_nobody_wrote_leads_nowhere(cast, code):
    browser = Browser(open_links.router)
    assert (await browser.get(f"/w/{code}")).status_code == 404
    assert (await browser.post(f"/w/{code}", data={"answer": "right"})).status_code == 404


async def test_the_link_of_one_association_says_nothing_in_another(cast):
    lift = await watched(cast)
    raw = await code_for(cast, "bram")
    secret = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))[16:]
    foreign = base64.urlsafe_b64encode(cast.elsewhere_id.bytes + secret).decode().rstrip("=")
    with pytest.raises(NotFound):
        await by_link.answer_by_link(foreign, agrees=True, at=now())
    assert (await account(cast, lift)).standing == "to_confirm"


async def test_an_auditor_from_outside_is_asked_and_agrees_to_a_repayment(cast):
    await year(cast)
    await with_address(cast, "stranger")
    await auditor(cast, "stranger")
    made = await asked_back(cast, await received(cast))
    code = await code_for(cast, "stranger")
    asked = await by_link.asked_by_link(code, at=now())
    assert (asked.payee, asked.cents, asked.why, asked.open) == (
        "Immo Horizon",
        5_000,
        "Another building's rent.",
        True,
    )
    for who, error in (("anna", NotAllowed), ("other_syndic", NotFound)):
        with pytest.raises(error):
            await act(cast, who, repayment_notice.ask_again, made, at=now())
    await act(cast, "accountant", repayment_notice.ask_again, made, at=now())
    code = await code_for(cast, "stranger")
    done = await by_link.answer_by_link(code, agrees=True, at=now())
    assert (done.agreed, done.open) == (True, False)
    with pytest.raises(NobodyAsked):
        await act(cast, "accountant", repayment_notice.ask_again, made, at=now())
    [row] = await act(cast, "syndic", repayments.repayments, now=now())
    assert (row.id, row.standing) == (made, "usable")
    line = await log(cast, "repayment.confirmed")
    assert line.actor_id == cast.people["stranger"] and line.facts["link"]


async def test_who_has_an_account_signs_in(cast):
    await member(cast, "bram")
    await with_address(cast, "bram")
    async with db.open_session() as session:
        await accounts.create_account(
            session, person_id=cast.people["bram"], email=f"bram-{uuid4()}@example.org", password="a long enough one",
            at=now(),
        )  # fmt: skip
    await entered(cast, await supplier(cast))
    [(to, _, body)] = await letters(cast)
    assert to.startswith("bram-") and "/suppliers" in body and "/w/" not in body

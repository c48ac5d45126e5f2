"""The pages of claims: opened by a form, followed to the indemnity, settled; an owner sees her lot's without papers."""

from koprogo.adapters.coda_writer import Written
from koprogo.core.clock import today
from koprogo.core.money import Money
from koprogo.state.charges.claims import ClaimsState, ClaimState
from tests.cast import put_on_stage
from tests.services.accounting.bank.test_outgoing import take
from tests.services.charges.invoices_on_stage import booked, line, own_account, year
from tests.state.tab import Tab

SAID = {"insurer": "Assureur SA", "policy": "P-1", "reference": "S-44", "expected": "300,00", "deductible": "63,00"}


async def test_a_claim_from_the_form_to_its_end(database):
    cast = await put_on_stage()
    await year(cast)
    await own_account(cast)
    here = f"/associations/{cast.association_id}/claims"
    tab = Tab(ClaimsState, here, cast.actors["syndic"])
    await tab.call("load")
    damage = {"happened_on": today().isoformat(), "words": "Dégât des eaux", "touched": str(cast.lots["A1"])}
    await tab.call("enter", {**SAID, **damage, "expected": "much"})
    assert [each.where for each in tab.state.refusal.problems] == ["expected"]
    await tab.call("enter", {**SAID, **damage})
    [row] = tab.state.rows
    assert (row.lots, row.expected, row.age, tab.state.open_count, tab.state.awaited) == ("A1", 30_000, 0, 1, 30_000)
    await booked(cast, funding="insurance", claim_id=row.id, gross=Money(36_300), lines=(line(36_300, rate="exempt"),))
    one = Tab(ClaimState, f"{here}/{row.id}", cast.actors["syndic"])
    await one.call("load")
    view = one.state.view
    assert (view.invoiced, view.not_covered, one.state.form.expected) == (36_300, 6_300, "300,00")
    assert [each.cents for each in one.state.invoices] == [36_300]
    await one.call("change", {**SAID, "deductible": "70,00", "lot": str(cast.lots["A1"]), "source": "Art. 22"})
    assert (one.state.view.deductible, one.state.view.bearer) == (7_000, "A1")
    await one.call("receive", {"line": ""})
    assert [each.where for each in one.state.refusal.problems] == ["line"]
    other = Written(100, today(), "BE62510007547061", "Immo Horizon", "garage")
    await take(cast, other, Written(30_000, today(), "BE62510007547061", "Assureur SA", "dossier s-44"))
    await one.call("load")
    assert "s-44" in one.state.receipts[0].word, "what names the claim comes first"
    await one.call("receive", {"line": one.state.receipts[0].value})
    assert (one.state.view.received, one.state.view.awaited, len(one.state.indemnities)) == (30_000, 0, 1)
    anna = Tab(ClaimState, f"{here}/{row.id}", cast.actors["anna"])
    await anna.call("load")
    assert (anna.state.view.invoiced, anna.state.invoices, anna.state.may_act) == (36_300, [], False)
    await one.call("settle", {"day": today().isoformat(), "key": ""})
    assert (one.state.view.ended_on, one.state.may_act, bool(one.state.entry_at)) == (today().isoformat(), False, True)
    bram = Tab(ClaimState, f"{here}/{row.id}", cast.actors["bram"])
    await bram.call("load")
    assert (bram.state.loaded, bram.state.view.words) == (False, "")


async def test_an_owner_is_told_whether_there_is_no_claim_or_none_she_may_see(database):
    cast = await put_on_stage()
    here = f"/associations/{cast.association_id}/claims"
    anna, bram = (Tab(ClaimsState, here, cast.actors[who]) for who in ("anna", "bram"))
    await bram.call("load")
    assert (bram.state.rows, bram.state.unseen) == ([], 0)
    tab = Tab(ClaimsState, here, cast.actors["syndic"])
    damage = {"happened_on": today().isoformat(), "words": "Dégât des eaux", "touched": str(cast.lots["A1"])}
    await tab.call("enter", {**SAID, **damage})
    await tab.call("load")
    assert (len(tab.state.rows), tab.state.unseen) == (1, 0)
    await bram.call("load")
    assert (bram.state.rows, bram.state.unseen, bram.state.keeps) == ([], 1, False)
    assert "eaux" not in bram.shown()
    await anna.call("load")
    assert (len(anna.state.rows), anna.state.unseen) == (1, 0)

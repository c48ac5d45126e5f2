"""The page of a file of works: its figures and its lines, and the way to it."""

from koprogo.state.charges.suppliers import SuppliersState
from koprogo.state.charges.works_file import WorksFilesState, WorksFileState
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import booked
from tests.services.charges.test_works_file import allowed, invoice_of
from tests.state.tab import Tab


async def test_the_list_leads_to_it_and_it_shows_its_lines(database):
    cast = await put_on_stage()
    decision = await allowed(cast)
    invoice = await booked(cast, **await invoice_of(cast, decision, 700_000))
    suppliers = Tab(SuppliersState, f"/associations/{cast.association_id}/suppliers", cast.actors["syndic"])
    await suppliers.call("load")
    path = suppliers.state.works_at + suppliers.state.decisions[0].id
    tab = Tab(WorksFileState, path, cast.actors["syndic"])
    await tab.call("load")
    assert (tab.state.loaded, tab.state.works.invoiced, tab.state.works.left) == (True, 700_000, 300_000)
    assert [(each.cents, each.standing) for each in tab.state.invoices] == [(700_000, "booked")]
    owner = Tab(WorksFileState, path, cast.actors["anna"])
    await owner.call("load")
    assert (owner.state.loaded, owner.state.works.invoiced, owner.state.whole, owner.state.may_act) == (
        True, 700_000, False, False,
    )  # fmt: skip
    assert owner.state.invoices[0].href.endswith(f"/invoices/{invoice}")
    await owner.call("end")
    assert owner.state.refusal.kind == "not_found", "she has nothing to end: the button is not hers"
    stranger = Tab(WorksFileState, path, cast.actors["stranger"])
    await stranger.call("load")
    assert (stranger.state.loaded, stranger.state.works.words) == (False, "")


async def test_an_owner_finds_the_files_in_a_list_and_enters_nothing(database):
    cast = await put_on_stage()
    decision = await allowed(cast)
    for who, keeps in (("anna", False), ("syndic", True)):
        tab = Tab(WorksFilesState, f"/associations/{cast.association_id}/works", cast.actors[who])
        await tab.call("load")
        assert ([each.id for each in tab.state.rows], tab.state.keeps) == ([str(decision)], keeps)
    stranger = Tab(WorksFilesState, f"/associations/{cast.association_id}/works", cast.actors["stranger"])
    await stranger.call("load")
    assert (stranger.state.refusal.kind, stranger.state.rows) == ("not_found", [])

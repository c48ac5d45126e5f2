"""The page of a file of works: its figures and its lines, and the way to it."""

from koprogo.state.charges.suppliers import SuppliersState
from koprogo.state.charges.works_file import WorksFileState
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import booked
from tests.services.charges.test_works_file import allowed, invoice_of
from tests.state.tab import Tab


async def test_the_list_leads_to_it_and_it_shows_its_lines(database):
    cast = await put_on_stage()
    decision = await allowed(cast)
    await booked(cast, **await invoice_of(cast, decision, 700_000))
    suppliers = Tab(SuppliersState, f"/associations/{cast.association_id}/suppliers", cast.actors["syndic"])
    await suppliers.call("load")
    path = suppliers.state.works_at + suppliers.state.decisions[0].id
    tab = Tab(WorksFileState, path, cast.actors["syndic"])
    await tab.call("load")
    assert (tab.state.loaded, tab.state.works.invoiced, tab.state.works.left) == (True, 700_000, 300_000)
    assert [(each.cents, each.standing) for each in tab.state.invoices] == [(700_000, "booked")]
    stranger = Tab(WorksFileState, path, cast.actors["anna"])
    await stranger.call("load")
    assert (stranger.state.loaded, stranger.state.works.words) == (False, "")

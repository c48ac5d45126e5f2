"""The bench of the books in small: what it writes is books, and no closing missed an entry."""

from koprogo import db
from koprogo.cli.bench.books import CLOSINGS, measure
from koprogo.services.accounting.verify import verify_books
from koprogo.services.organisations.manage import all_associations


async def test_the_bench_measures_books_that_agree(database):
    found = await measure(50, 2, 5)
    assert (found["rows"], found["close_late"], found["closings"]) == (200, 0, CLOSINGS)
    for name in ("trial_ms", "aged_ms", "ledger_ms", "owner_ms", "close_ms"):
        assert set(found[name]) == {"p50", "p95", "p99", "max"}
    assert set(found["post_ms"]) == {"2", "6", "501"}
    async with db.platform_session(None, "a test looks") as session:
        associations = await all_associations(session)
    for each in associations:
        async with db.association_session(each) as session:
            faults = await verify_books(session, each)
        assert [
            fault for fault in faults if "hash" not in fault and "was told" not in fault and "410" not in fault
        ] == []

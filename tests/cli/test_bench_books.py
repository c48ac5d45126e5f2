"""The bench of the books in small: it prints the page's keys, what it writes is books, and no closing missed an entry."""

from koprogo import db
from koprogo.cli.bench.books import Close, measure
from koprogo.services.accounting.verify import verify_books
from koprogo.services.accounting.verify_funds import verify_funds
from koprogo.services.charges.verify import verify_charges
from koprogo.services.organisations.manage import all_associations

KEYS = (
    "trial_ms", "aged_ms", "ledger_ms", "owner_ms", "post_ms", "close_late", "closings", "close_ms", "posts_per_s",
    "year_close_s", "rows", "index_mb",
)  # fmt: skip
IN_BULK = ("hash", "was told", "410")
"""What the bench's scenery has not: hashes of its own, and the owners' side."""


async def test_the_bench_measures_books_that_agree(database):
    found = await measure(50, 2, 5, Close(lots=6, invoices=40, keys=3, years=5), 1)
    assert tuple(found) == KEYS, "the keys of the page; the seed is added by the command"
    assert (found["rows"], found["close_late"]) == (200, 0)
    for name in ("trial_ms", "aged_ms", "ledger_ms", "owner_ms", "close_ms"):
        assert set(found[name]) == {"p50", "p95", "max"}
    assert set(found["post_ms"]) == {"2", "6", "501"}
    async with db.platform_session(None, "a test looks") as session:
        associations = await all_associations(session)
    for each in associations:
        async with db.association_session(each) as session:
            faults = [
                fault
                for verify in (verify_books, verify_funds, verify_charges)
                for fault in await verify(session, each)
            ]
        assert [fault for fault in faults if not any(word in fault for word in IN_BULK)] == []

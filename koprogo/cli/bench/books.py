"""`koprogo bench books`: reading, posting and closing the books of one large association among many."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import psycopg
import typer

from koprogo import db
from koprogo.cli.bench import figures, ledgers, report
from koprogo.cli.bench.house import house
from koprogo.cli.bench.ledgers import FIRST, YEARS, Ledger
from koprogo.cli.bench.year_close import seconds_of_year_close
from koprogo.core.actor import Actor
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.services.accounting import ledger_of_account, owner_account, periods
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.post_entry import NewEntry, NewLine, post_entry
from koprogo.services.accounting.refusals import YearClosed
from koprogo.services.accounting.trial_balance import trial_balance
from koprogo.settings import settings

READS, POSTS, POSTERS, RATED = 40, 20, 2, 60
OTHERS = 750
BY_ACT: dict[str, Any] = {"act": "Bench", "day": date(2026, 1, 1)}
"""Vouchers of each other association: with 200 of them about a million lines in all."""
LAST = FIRST + YEARS - 1
SIZE = """
SELECT (SELECT count(*) FROM entry_line WHERE association_id = %(t)s) AS lines,
       pg_relation_size('ix_entry_line_account') / 1048576.0 AS index_mb
"""
DRIFT = """
SELECT coalesce((SELECT sum(b.amount) FROM period_balance b WHERE b.period_id = %(p)s AND b.account_id = %(a)s), 0)
       <> coalesce((SELECT sum(l.amount) FROM entry_line l WHERE l.association_id = %(t)s AND l.account_id = %(a)s
                       AND l.day < %(until)s), 0)
"""


def books(
    entries: Annotated[int, typer.Option(help="Vouchers of the large association, four lines each.")] = 100_000,
    associations: Annotated[int, typer.Option(help="Associations in reach.")] = 200,
    owners: Annotated[int, typer.Option(help="Owners of each.")] = 500,
    closings: Annotated[int, typer.Option(help="Years closed while others post in them.")] = 25,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8776,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the books."""
    report.within(entries, 500_000, "--entries")
    report.within(associations, 500, "--associations")
    report.within(owners, 1000, "--owners")
    report.within(closings, 1000, "--closings")
    report.say(asyncio.run(alone(entries, associations, owners, closings, seed, port)), json_file)


async def alone(entries: int, associations: int, owners: int, closings: int, seed: int, port: int) -> dict[str, Any]:
    """Measure in a house of its own."""
    with house(port, pages=False) as made:
        try:
            return {**await measure(entries, associations, owners, Close(years=closings), seed), "seed": seed}
        finally:
            await db.close()
            made.stop()


@dataclass(frozen=True)
class Close:
    """The size of the year that is settled and closed for `year_close_s`, and how many are closed while others post."""

    lots: int = 500
    invoices: int = 2000
    keys: int = 24
    years: int = 25


async def measure(entries: int, associations: int, owners: int, close: Close, seed: int) -> dict[str, Any]:
    """Write the books in bulk, then read, post and close through the services; return the figures by their names."""
    [large, *_] = await ledgers.build([entries, *[min(OTHERS, entries)] * (associations - 1)], owners)
    lines, index_mb = _look(SIZE, {"t": large.association_id})
    return {
        **await _reads(large),
        "post_ms": await _posts(large),
        **await _closings(close.years),
        "posts_per_s": await _rate(large),
        "year_close_s": await seconds_of_year_close(close.lots, close.invoices, close.keys, seed),
        "rows": lines,
        "index_mb": round(float(index_mb), 1),
    }


async def _reads(large: Ledger) -> dict[str, Any]:
    days = {"starts": date(LAST, 1, 1), "until": date(LAST + 1, 1, 1)}
    async with db.tenant_session(large.syndic, large.association_id) as session:
        bank = await account_by_code(session, large.association_id, "551")
    [debtor] = [row.id for row in await _with(large, owner_account.debtors, day=date(LAST, 12, 31))][:1]
    asked: dict[str, Callable[[], Awaitable[Any]]] = {
        "trial_ms": lambda: _with(large, trial_balance, **days),
        "aged_ms": lambda: _with(large, owner_account.debtors, day=date(LAST, 12, 31)),
        "ledger_ms": lambda: _with(large, ledger_of_account.ledger_of_account, bank, **days),
        "owner_ms": lambda: _with(large, owner_account.owner_account, debtor, until=days["until"]),
    }
    for ask in asked.values():  # a row's first reader marks it as committed: books of five years have had theirs
        await ask()
    return {name: _shown([await _seconds(ask) for _ in range(READS)]) for name, ask in asked.items()}


async def _posts(large: Ledger) -> dict[str, Any]:
    async with db.tenant_session(large.syndic, large.association_id) as session:
        pair = [await account_by_code(session, large.association_id, code) for code in ("551", "499")]
    found = {}
    for lines in (2, 6, 501):
        new = (*(NewLine(pair[0], 1) for _ in range(lines - 1)), NewLine(pair[1], 1 - lines))
        entries = [_entry(f"P-{lines}-{n}", date(LAST, 6, 1), new) for n in range(POSTS)]
        found[str(lines)] = _shown(
            [await _seconds(lambda entry=each: _with(large, post_entry, entry)) for each in entries]  # type: ignore[misc]
        )
    return found


async def _closings(years: int) -> dict[str, Any]:
    """Close years of another association while two others post in them; late is what a closing did not count."""
    [small] = await ledgers.build([YEARS], 1)
    for period in small.years:
        await _settle_and_vote(small, period)
        await _with(small, periods.close_year, period)
    async with db.tenant_session(small.syndic, small.association_id) as session:
        pair = [await account_by_code(session, small.association_id, code) for code in ("551", "499")]
    new = (NewLine(pair[0], 1), NewLine(pair[1], -1))
    late, closes = 0, []
    for year in range(LAST + 1, LAST + 1 + years):
        until = date(year + 1, 1, 1)
        period = await _with(small, periods.open_year, starts=date(year, 1, 1), next_starts=until)
        await _with(small, periods.advance, period, step=Step.VOTED, **BY_ACT)
        closing = asyncio.Event()
        posters = [asyncio.create_task(_poster(small, year, each, new, closing)) for each in range(POSTERS)]
        await closing.wait()
        closes.append(await _seconds(lambda period=period: _with(small, periods.close_year, period)))  # type: ignore[misc]
        await asyncio.gather(*posters)
        facts = {"t": small.association_id, "p": period, "a": pair[0], "until": until}
        late += _look(DRIFT, facts)[0]
    return {"close_late": late, "closings": years, "close_ms": _shown(closes)}


async def _rate(large: Ledger) -> float:
    """Return how many vouchers of two lines a second one journal takes from as many posters as there are connections."""
    async with db.tenant_session(large.syndic, large.association_id) as session:
        pair = [await account_by_code(session, large.association_id, code) for code in ("551", "499")]
    new = (NewLine(pair[0], 1), NewLine(pair[1], -1))

    async def post(who: int) -> None:
        for place in range(RATED):
            await _with(large, post_entry, _entry(f"R-{who}-{place}", date(LAST, 6, 1), new))

    took = await _seconds(lambda: asyncio.gather(*(post(who) for who in range(db.ORM_CONNECTIONS))))
    return round(RATED * db.ORM_CONNECTIONS / took, 1)


async def _poster(small: Ledger, year: int, who: int, new: tuple[NewLine, ...], closing: asyncio.Event) -> int:
    """Post until the year is closed; return how many were booked. The closing begins after the second one."""
    booked = 0
    while True:
        entry = _entry(f"C-{year}-{who}-{booked}", date(year, 6, 1), new, Journal.CLOSING)
        try:
            await _with(small, post_entry, entry)
        except YearClosed:
            return booked
        booked += 1
        if booked == 2:
            closing.set()


async def _settle_and_vote(ledger: Ledger, period: UUID) -> None:
    """Book what the year's costs and income leave, as a settlement would, and take the year to its vote."""
    [year] = [each for each in await _with(ledger, periods.years) if each.id == period]
    async with db.tenant_session(ledger.syndic, ledger.association_id) as session:
        rows = await periods.balances_at(session, ledger.association_id, year.next_starts)
        suspense = await account_by_code(session, ledger.association_id, "499")
    left = sum(row["cents"] for row in rows if row["code"][0] in "67")
    if left:
        calls = next(row["id"] for row in rows if row["code"] == "701")
        new = (NewLine(calls, -left), NewLine(suspense, left))
        await _with(ledger, post_entry, _entry(f"S-{year.starts}", year.starts, new))
    await _with(ledger, periods.advance, period, step=Step.VOTED, **BY_ACT)


def _entry(reference: str, day: date, lines: tuple[NewLine, ...], journal: Journal = Journal.GENERAL) -> NewEntry:
    return NewEntry(journal, day, reference, "bench", "Bench", lines)


async def _with(ledger: Ledger, do: Callable[..., Awaitable[Any]], *arguments: Any, **more: Any) -> Any:
    actor: Actor = ledger.syndic
    async with db.tenant_session(actor, ledger.association_id) as session:
        return await do(session, actor, ledger.association_id, *arguments, **more)


def _shown(seconds: list[float]) -> dict[str, float | None]:
    """Return p50, p95 and max in milliseconds; so few measurements have no 99th percentile."""
    found = figures.percentiles(seconds)
    return {name: found[name] for name in ("p50", "p95", "max")}


def _look(query: str, facts: dict[str, Any]) -> Any:
    """Return one row, past row-level security as the platform's role."""
    with psycopg.connect(settings().platform_database_url) as connection:
        return connection.execute(query, facts).fetchone()


async def _seconds(ask: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await ask()
    return time.perf_counter() - began

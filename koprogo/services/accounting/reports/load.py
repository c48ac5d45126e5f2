"""The tables of what is asked: the figures from their service, the words of a language."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.tables import Report
from koprogo.papers.statement.words import statement_words
from koprogo.services.accounting.cash_flow import cash_flow
from koprogo.services.accounting.funds import funds
from koprogo.services.accounting.ledger_of_account import ledger_of_account
from koprogo.services.accounting.owner_account import debtors
from koprogo.services.accounting.reports import cash_tables, list_tables, statement_tables
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.reports.journal_lines import journal_lines
from koprogo.services.accounting.simplified import simplified
from koprogo.services.accounting.statements import balance_sheet, income_statement
from koprogo.services.accounting.trial_balance import trial_balance
from koprogo.services.charges.variance import variance


async def report(session: AsyncSession, actor: Actor, association_id: UUID, asked: Asked, language: str) -> Report:
    """Return a statement as tables in a language; what the actor may read is decided where its figures come from.

    Raises:
        NotFound: no such account, or no budget of that year is in force.
        TooManyLots: simplified accounts are not for this association.
    """
    w = statement_words(language)
    here = (session, actor, association_id)
    starts, until = asked.starts, asked.until
    period = w("period", first=w.format.short_day(asked.starts), last=w.format.short_day(asked.last_day))
    match asked.what:
        case What.BALANCE_SHEET:
            found = await balance_sheet(*here, starts=asked.starts, day=asked.last_day)
            return statement_tables.balance_sheet_report(found, w)
        case What.INCOME:
            return statement_tables.income_report(await income_statement(*here, starts=starts, until=until), period, w)
        case What.SIMPLIFIED:
            return statement_tables.simplified_report(await simplified(*here, starts=starts, until=until), period, w)
        case What.CASH:
            return cash_tables.cash_report(await cash_flow(*here, starts=starts, until=until), period, w)
        case What.FUNDS:
            return cash_tables.funds_report(await funds(*here, starts=starts, until=until), period, w)
    return await _list(here, asked, period, language)


async def _list(here: tuple[AsyncSession, Actor, UUID], asked: Asked, period: str, language: str) -> Report:
    w = statement_words(language)
    starts, until = asked.starts, asked.until
    match asked.what:
        case What.TRIAL_BALANCE:
            return list_tables.trial_balance_report(await trial_balance(*here, starts=starts, until=until), period, w)
        case What.JOURNAL:
            return list_tables.journal_report(await journal_lines(*here, starts=starts, until=until), period, w)
        case What.AGED:
            day = w("at_end", day=w.format.short_day(asked.last_day))
            return list_tables.aged_report(await debtors(*here, day=asked.last_day), day, w)
        case What.VARIANCE:
            found = await variance(*here, starts.year, on=asked.last_day, by=asked.by, starts=starts)
            return list_tables.variance_report(found, w)
    if asked.account_id is None:
        raise NotFound
    return list_tables.ledger_report(
        await ledger_of_account(*here, asked.account_id, starts=starts, until=until, whole=True), period, w
    )

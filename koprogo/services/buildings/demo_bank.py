"""The bank of the demo building: a statement a month of two accounts, as a bank sends them, in CODA files.

Most owners pay their call within days with its number; some pay late, in part, twice, with a slip or without any number. The
last statement leaves lines for a person. What no rule could know was decided by the accountant.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.coda_writer import FEES, Written, statement
from koprogo.core.actor import Actor
from koprogo.core.numbers import format_structured
from koprogo.core.period import Period
from koprogo.services.accounting.bank.accounts import enter_bank_account
from koprogo.services.accounting.bank.deciding import Wish, decide
from koprogo.services.accounting.bank.importing import import_coda
from koprogo.services.accounting.bank.own_numbers import judge_account
from koprogo.services.accounting.bank.repayments import ask_repayment, judge_repayment
from koprogo.services.accounting.bank.rules import enter_rule
from koprogo.services.buildings.demo_bills import FIRMS, FIRST_PLACE
from koprogo.services.buildings.demo_days import MONTHS, QUARTER, Days, morning, nobodys_iban, working_day
from koprogo.services.buildings.demo_invoices import Ordered
from koprogo.services.charges.claims import claims

IBANS = {"working": "BE68539007547034", "reserve": "BE43068999999501"}
"""The examples of the banks' own standard, which belong to nobody."""
LATE, PARTLY, TWICE, SLIP, OWN_NUMBER, NO_NUMBER, STOPPED = (
    "late", "partly", "twice", "slip", "own number", "no number", "stopped",
)  # fmt: skip
HABITS = {
    "Rita Wouters": LATE, "Bart El Amrani": LATE, "Fatima Willems": PARTLY, "Claire Schäfer": TWICE,
    "Marie Rousseau": SLIP, "Hilde Benali": OWN_NUMBER, "Greet Dubois": OWN_NUMBER, "SRL Hérion Invest": NO_NUMBER,
    "SRL Benali Invest": STOPPED,
}  # fmt: skip
"""How an owner pays when it is not by the call's number and on time."""
TWICE_IN, SKIPPED, SLIPS_IN, STOPPED_AFTER = (1, 9), 2, (2, 6), 7
"""Calls of the budgets, counted from 0 over the three years."""
FEE, ANTENNA = 1_250, 145_000
ANTENNA_MONTH, SWEEP_DAY, INTEREST_MONTH = 1, 20, 1
FIRM, INSURER = "Syndic du Parc", "Assurances de l’Escaut SA"
SENT_BACK = "Loyer d’un garage d’un autre immeuble : versé ici par erreur"
INTEREST = {0: 19_870, 1: 23_415, 2: 26_140}
"""What the reserve account earned, credited once a year, by fiscal year."""
INDEMNITY, INDEMNITY_MONTH = 312_080, 8
"""What the insurer paid of the damage of the first year, its excess taken off, and in which month of it."""
CREDITED, CREDITED_DAYS_AGO = 37_510, 108
"""What the syndic's firm paid back of the invoice that the assembly rejected."""
STRANGERS = 900
BY_HAND, PAID_BY_INSURER = {"anciennes factures": "4400", "facture retirée": "4400"}, "indemnité sinistre"
"""What the accountant decided of lines that say this: the account."""
FROM_BEFORE = 412_035
SETTLED_DAYS_AGO = (340, 118)
"""When owners paid what the settlement of each closed year asked."""
OWED = """
SELECT l.debtor_id, string_agg(DISTINCT p.name, ' / ') AS name, d.number AS place,
       (SELECT r.number FROM payment_reference r WHERE r.association_id = l.association_id AND r.debtor_id = l.debtor_id
           AND r.call_id IS NULL) AS permanent,
       (SELECT r.number FROM payment_reference r WHERE r.association_id = l.association_id AND r.debtor_id = l.debtor_id
           AND r.call_id = :call) AS number, c.due_on,
       (SELECT sum(x.amount) FROM call_line x WHERE x.association_id = l.association_id AND x.call_id = :call
           AND x.debtor_id = l.debtor_id) AS cents,
       CASE WHEN EXISTS (SELECT 1 FROM call_line x WHERE x.association_id = l.association_id AND x.call_id <> :call
                            AND x.debtor_id = l.debtor_id) THEN 0
            ELSE (SELECT coalesce(sum(i.amount), 0) FROM owner_item i WHERE i.association_id = l.association_id
                     AND i.debtor_id = l.debtor_id AND i.kind <> 'receipt' AND i.source_id <> :call) END AS before
  FROM call_line l JOIN debtor d ON d.association_id = l.association_id AND d.id = l.debtor_id
  JOIN call c ON c.association_id = l.association_id AND c.id = l.call_id
  JOIN debtor_person q ON q.association_id = l.association_id AND q.debtor_id = l.debtor_id
  JOIN person p ON p.id = q.person_id
 WHERE l.association_id = :t AND l.call_id = :call GROUP BY l.association_id, l.debtor_id, d.number, c.due_on
 ORDER BY d.number
"""
"""What each debtor owes of a call; `before`: what she owed when she had no call yet (the old books, a working fund)."""
RESERVE_RECEIVED = """
SELECT coalesce(-sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
 WHERE l.association_id = :t AND a.part = 'reserve' AND e.journal = 'bank'
"""
REFUND = """
SELECT i.debtor_id, i.amount, d.number AS place, p.name, l.number AS lot FROM owner_item i
  JOIN lot_transfer f ON f.association_id = i.association_id AND f.id = i.source_id
  JOIN lot l ON l.association_id = f.association_id AND l.id = f.lot_id
  JOIN debtor d ON d.association_id = i.association_id AND d.id = i.debtor_id
  JOIN debtor_person q ON q.association_id = i.association_id AND q.debtor_id = i.debtor_id
  JOIN person p ON p.id = q.person_id WHERE i.association_id = :t AND i.kind = 'refund'
"""
WAITING = """
SELECT l.id, l.name, l.words, l.day, l.amount, m.id AS seen FROM bank_line l
  JOIN match m ON m.association_id = l.association_id AND m.line_id = l.id
 WHERE l.association_id = :t AND m.target = 'suspense' AND NOT EXISTS (SELECT 1 FROM match_event u
       WHERE u.association_id = m.association_id AND u.match_id = m.id)
"""


@dataclass
class Bank:
    """Both accounts, what will happen on them, and the accountant who takes the statements in."""

    accountant: Actor
    association_id: UUID
    days: Days
    balance: dict[str, int]
    swept: int = 0
    calls: int = 0
    coming: list[tuple[str, Written]] = field(default_factory=list)
    """Movements to come, each with its fund."""
    numbers: dict[UUID, Any] = field(default_factory=dict)
    """What the newest call says of each debtor."""
    statements: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many of an account in a calendar year."""
    refunds: dict[str, UUID] = field(default_factory=dict)
    """Words of a payment to an owner, and whose it is."""
    claim: UUID | None = None
    """The damage that the insurer pays."""
    told: dict[str, Callable[[AsyncSession, Any], Awaitable[None]]] = field(default_factory=dict)
    """What the accountant does with a line that says this, in small letters."""

    @classmethod
    async def open(
        cls, accountant: Actor, auditor: Actor, association_id: UUID, days: Days, *, current: int, reserve: int
    ) -> "Bank":
        """Enter the accounts, the second of which the auditor confirms, and the rules; the books say what stood on them."""
        at = morning(days.first_year)
        async with db.tenant_session(accountant, association_id) as session:
            here = (session, accountant, association_id)
            await enter_bank_account(*here, number=IBANS["working"], purpose="current", name="Compte courant", at=at)
            second = await enter_bank_account(
                *here, number=IBANS["reserve"], purpose="reserve", name="Compte d’épargne", at=at
            )
            await enter_rule(
                *here, name="Frais bancaires", account="6500", incoming=False, words=["frais de gestion"], at=at
            )
            await enter_rule(
                *here, name="Antenne sur le toit", account="7420", incoming=True, words=["location antenne"], at=at
            )
            await enter_rule(
                *here, name="Intérêts du compte d’épargne", account="750", incoming=True, words=["interets crediteurs"],
                at=at,
            )  # fmt: skip
        async with db.tenant_session(auditor, association_id) as session:
            await judge_account(session, auditor, association_id, second, agrees=True, at=at + timedelta(days=1))
        made = cls(accountant, association_id, days, {"working": current, "reserve": reserve})
        first = days.first_year
        made.comes(
            Written(
                -FROM_BEFORE, first + timedelta(days=9), nobodys_iban(STRANGERS), "Divers",
                "Anciennes factures, ancien logiciel",
            )
        )  # fmt: skip
        made.comes(Written(12_500, first + timedelta(days=47), nobodys_iban(990), "Immo Horizon", "loyer garage"))
        made.comes(
            Written(
                CREDITED, days.ago(CREDITED_DAYS_AGO), nobodys_iban(FIRST_PLACE + FIRMS.index(FIRM)), FIRM,
                "Remboursement facture retirée par l’assemblée",
            )
        )  # fmt: skip
        return made

    async def expect(self, call_id: UUID, *, is_special: bool = False) -> None:
        """Let every debtor of a call pay it as she pays; a special one by its number."""
        async with db.tenant_session(self.accountant, self.association_id) as session:
            rows = (await session.execute(text(OWED), {"t": self.association_id, "call": call_id})).all()
        self.numbers |= {row.debtor_id: row for row in rows}
        for row in rows:
            for move in _payments(row, -1 if is_special else self.calls):
                self.comes(move)
        self.calls += not is_special

    async def refund(self, day: date) -> None:
        """Give the seller of a lot her share of the working fund back, which the accountant knows whose it is."""
        async with db.tenant_session(self.accountant, self.association_id) as session:
            row = (await session.execute(text(REFUND), {"t": self.association_id})).one()
        words = f"Remboursement fonds de roulement, lot {row.lot}"
        self.refunds[words] = row.debtor_id
        self.comes(Written(int(row.amount), day, nobodys_iban(row.place), row.name, words))

    async def send_back(self, auditor: Actor) -> list[UUID]:
        """Ask that what nobody here owed goes back to who paid it, and let the auditor agree; return the repayments."""
        who, made = self.accountant, []
        async with db.tenant_session(who, self.association_id) as session:
            for line in (await session.execute(text(WAITING), {"t": self.association_id})).all():
                at = morning(line.day + timedelta(days=9))
                made.append(
                    await ask_repayment(
                        session, who, self.association_id, line.id, why=SENT_BACK, seen=line.seen, at=at
                    )
                )
        async with db.tenant_session(auditor, self.association_id) as session:
            for each in made:
                await judge_repayment(
                    session, auditor, self.association_id, each, agrees=True, at=at + timedelta(days=1)
                )
        return made

    def settle(self, owed: Mapping[UUID, int], year: int) -> None:
        """Let most of those who owe something on the settlement of a year pay it, with their own number."""
        for place, (debtor, cents) in enumerate(sorted(owed.items(), key=lambda each: str(each[0]))):
            row = self.numbers.get(debtor)
            if row is not None and cents > 0 and HABITS.get(row.name) not in (LATE, STOPPED):
                day = self.days.ago(SETTLED_DAYS_AGO[year] + 4 - place % 9)
                self.comes(Written(cents, day, nobodys_iban(row.place), row.name[:35], structured=row.permanent))

    async def month(self, place: int, month: Period, orders: Sequence[Ordered]) -> None:
        """Write the statements of a month, take them in, and decide what the accountant decided."""
        for each in orders:
            move = Written(-each.cents, each.day, each.iban, each.name[:35], each.words, end_to_end=each.end_to_end)
            self.comes(move, each.fund)
        if month.start > self.days.imported_until:
            return
        last = min(month.last_day, self.days.imported_until)
        self.comes(Written(-FEE, last, words="FRAIS DE GESTION DU COMPTE", code=FEES), weekends=True)
        self._yearly(*divmod(place, MONTHS), month)
        if place % QUARTER == QUARTER - 1:
            await self._sweep(working_day(month.start.replace(day=SWEEP_DAY)))
        if last == self.days.imported_until:
            self._leave(last)
        has_reserve = any(fund == "reserve" and move.day <= last for fund, move in self.coming)
        content = self._statement("working", last, is_last=not has_reserve)
        if has_reserve:
            content += self._statement("reserve", last, is_last=True)
        name = f"CODA-{last:%Y%m%d}.cod"
        await import_coda(self.accountant, content=content, name=name, at=morning(last + timedelta(days=1)))
        await self._decide()

    def _yearly(self, year: int, in_year: int, month: Period) -> None:
        """Let come what comes once a year: the antenna's rent, the interest, and in the first year what the insurer paid."""
        if in_year == ANTENNA_MONTH:
            day = month.start + timedelta(days=11)
            self.comes(Written(ANTENNA, day, nobodys_iban(991), "Réseaux Mobiles SA", "Location antenne toiture"))
        if month.start.month == INTEREST_MONTH:
            words = "INTERETS CREDITEURS DE L'EXERCICE"
            self.comes(Written(INTEREST[year], month.start, words=words), "reserve", weekends=True)
        if (year, in_year) == (0, INDEMNITY_MONTH):
            day, words = month.start + timedelta(days=17), "Indemnité sinistre, franchise déduite"
            insurer = nobodys_iban(FIRST_PLACE + FIRMS.index(INSURER))
            self.comes(Written(INDEMNITY, day, insurer, INSURER, words))

    def comes(self, move: Written, fund: str = "working", *, weekends: bool = False) -> None:
        """Let a movement happen on its day, or on the Monday after it."""
        day = move.day if weekends else working_day(move.day)
        self.coming.append((fund, Written(**{**move.__dict__, "day": day})))

    async def _sweep(self, day: date) -> None:
        """Move what owners paid for the reserve fund since the last time to its own account."""
        async with db.tenant_session(self.accountant, self.association_id) as session:
            received = await session.scalar(text(RESERVE_RECEIVED), {"t": self.association_id})
        cents = int(received or 0) - self.swept
        if cents > 0:
            self.swept += cents
            for fund, other, sign in (("working", "reserve", -1), ("reserve", "working", 1)):
                words = "Fonds de réserve / Reservekapitaal"
                self.comes(Written(sign * cents, day, IBANS[other], "ACP Les Tilleuls", words), fund)

    def _leave(self, day: date) -> None:
        """Put what only a person can decide on the last statement."""
        rows = [row for row in self.numbers.values() if row.name not in HABITS and " / " not in row.name]
        first, second, third = rows[2], rows[4], rows[6]
        two = f"{format_structured(first.permanent)} et {format_structured(second.permanent)}"
        for move in (
            Written(12_500, day, nobodys_iban(990), "Immo Horizon", "loyer garage"),
            Written(31_250, day, nobodys_iban(992), "Étude du notaire Peeters", "vente appartement, décompte"),
            Written(20_000, day, nobodys_iban(third.place), third.name, "acompte charges"),
            Written(24_600, day, nobodys_iban(993), "Jeanne Leroy", two),
            Written(-4_840, day, nobodys_iban(994), "Poste de Saint-Job", "envois recommandés"),
        ):
            self.comes(move, weekends=True)

    def _statement(self, fund: str, last: date, *, is_last: bool) -> bytes:
        """Write one statement of what happened until a day; `is_last` in its file."""
        moves = sorted(
            (move for each, move in self.coming if each == fund and move.day <= last), key=lambda move: move.day
        )
        self.coming = [(each, move) for each, move in self.coming if each != fund or move.day > last]
        number = self.statements[fund, last.year] = self.statements.get((fund, last.year), 0) + 1
        old = self.balance[fund]
        self.balance[fund] += sum(move.amount for move in moves)
        return statement(IBANS[fund], number, old, moves, day=last, holder="ACP LES TILLEULS", is_last=is_last)

    async def _decide(self) -> None:
        """Decide the lines that say what the accountant knows."""
        who = self.accountant
        async with db.tenant_session(who, self.association_id) as session:
            for line in (await session.execute(text(WAITING), {"t": self.association_id})).all():
                act = next((act for said, act in self.told.items() if said == line.words.casefold()), None)
                if act is not None:
                    await act(session, line)
                    continue
                if self.claim is not None and PAID_BY_INSURER in line.words.casefold():
                    await self._indemnity(session, self.claim, line)
                    continue
                account = next((code for said, code in BY_HAND.items() if said in line.words.casefold()), "")
                debtor = self.refunds.get(line.words)
                if account or debtor:
                    at = morning(line.day + timedelta(days=2))
                    await decide(
                        session, who, self.association_id, line.id, wish=Wish(debtor, account=account), seen=line.seen,
                        today=line.day, at=at,
                    )  # fmt: skip

    async def _indemnity(self, session: AsyncSession, claim: UUID, line: Any) -> None:
        """Name what came in as what the insurer pays, and settle the claim: the excess is left, a cost of all."""
        at = morning(line.day + timedelta(days=2))
        here = (session, self.accountant, self.association_id, claim)
        await claims.receive(*here, line.id, seen=line.seen, today=line.day, at=at)
        await claims.end_claim(*here, day=line.day, at=at)


def _payments(row: Any, call: int) -> list[Written]:
    """Return how a debtor pays one call, by her habit."""
    due, habit = row.due_on - timedelta(days=2 + int(row.place) * 5 % 14), HABITS.get(row.name, "")
    cents, who = int(row.cents + row.before), (nobodys_iban(row.place), row.name[:35])
    usual = Written(cents, due, *who, structured=row.number)
    if habit == LATE:
        return [Written(cents, row.due_on + timedelta(days=31), *who, structured=row.number)]
    if habit == PARTLY and call > 0 and call % 2:
        later = row.due_on + timedelta(days=44)
        return [
            Written(cents // 2, due, *who, structured=row.number),
            Written(cents - cents // 2, later, *who, structured=row.number),
        ]
    if habit == TWICE and call in TWICE_IN:
        return [usual, Written(cents, due + timedelta(days=3), *who, structured=row.number)]
    if habit == SLIP and call in SLIPS_IN:
        return [Written(cents, due, *who, format_structured(_mistyped(row.number)))]
    if habit == OWN_NUMBER:
        return [Written(cents, due, *who, structured=row.permanent)]
    if habit == NO_NUMBER and call > 0:
        return [Written(cents, due, *who, "Charges trimestrielles")]
    return [] if _pays_nothing(habit, call) else [usual]


def _pays_nothing(habit: str, call: int) -> bool:
    """Say whether a debtor lets a call be: she stopped paying, or paid the one before twice and saw it."""
    return call > STOPPED_AFTER if habit == STOPPED else habit == TWICE and call == SKIPPED


def _mistyped(number: str) -> str:
    """Return a number with its fifth digit one too high."""
    return number[:4] + str((int(number[4]) + 1) % 10) + number[5:]

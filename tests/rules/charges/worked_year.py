"""The worked year of the books: four lots, a sale on 1 July, a private cost, income, a fee that the assembly rejects.

Amounts in cents. Tests of the rules and the test over the database read the same tables; sums were made by hand.
"""

from datetime import date

from koprogo.core.money import Money
from koprogo.core.period import Period, quarters
from koprogo.rules.charges.accruals import releases
from koprogo.rules.charges.cost_lines import ByKey, CostLine, Holding, Private

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
QUARTERS = quarters(YEAR)
SALE = date(2025, 7, 1)
LONG_AGO = date(2019, 5, 1)

SHARES = ByKey("shares", {"A": 301, "B": 299, "C": 250, "D": 150})
LIFT = ByKey("lift", {"A": 1, "B": 1, "C": 1})
HOLDINGS = (
    Holding("A", "O1", LONG_AGO),
    Holding("B", "O2", LONG_AGO),
    Holding("C", "O3", LONG_AGO, SALE),
    Holding("C", "O5", SALE),
    Holding("D", "O4", LONG_AGO),
)
OWNERS = ("O1", "O2", "O3", "O5", "O4")

ELECTRICITY = (18_743, 17_002, 16_510, 20_177)
INSURANCE = 119_999
PROVISIONS = dict(zip(OWNERS, map(Money, (153_764, 152_963, 66_679, 66_679, 60_015)), strict=True))

# fmt: off
LINES = (
    ("6140",  INSURANCE,        SHARES),
    ("61050", 4 * 36_300,       SHARES),
    ("61210", sum(ELECTRICITY), SHARES),
    ("61300", 4 * 22_500,       SHARES),
    ("61305", 12_100,           SHARES),
    ("61011", 2 * 53_000,       LIFT),
    ("6500",  1_250,            SHARES),
    ("7420",  -12_000,          SHARES),
    ("643",   4_500,            Private("O3", "C")),
)
CELLS = {  # by line: O1, O2, O3, O5, O4
    "6140":  (36_119, 35_880, 14_877, 15_123, 18_000),
    "61050": (43_705, 43_415, 18_001, 18_299, 21_780),
    "61210": (21_802, 21_657, 8_980, 9_128, 10_865),
    "61300": (27_090, 26_910, 11_158, 11_342, 13_500),
    "61305": (3_642, 3_618, 1_500, 1_525, 1_815),
    "61011": (35_334, 35_333, 17_521, 17_812, 0),
    "6500":  (376, 374, 155, 158, 187),
    "7420":  (-3_612, -3_588, -1_488, -1_512, -1_800),
    "643":   (0, 0, 4_500, 0, 0),
}
ACTUAL = (164_456, 163_599, 75_204, 71_875, 64_347)
TO_PAY = (10_692, 10_636, 8_525, 5_196, 4_332)
REJECTED = (-3_642, -3_618, -1_500, -1_525, -1_815)
STATED = (  # by quarter: O1, O2, O3, O5, O4
    (49_914, 49_699, 44_449, 0, 16_070),
    (28_209, 28_022, 27_930, 0, 14_058),
    (49_440, 49_228, 0, 44_056, 15_833),
    (33_252, 33_032, 0, 27_618, 16_571),
)
STATED_YEAR = (160_815, 159_981, 72_379, 71_674, 62_532)
# fmt: on


def yearly(*, without: str = "") -> tuple[CostLine, ...]:
    """Return the year's lines, without the one that was rejected when it is named."""
    return tuple(
        CostLine(account, account, Money(cents), split, YEAR) for account, cents, split in LINES if account != without
    )


def quarterly() -> list[tuple[Period, list[CostLine]]]:
    """Return the lines of each quarter, the insurance released by days; without the fee that was rejected."""
    found = []
    for place, period in enumerate(QUARTERS):
        released = releases(Money(INSURANCE), YEAR, QUARTERS)[place].cents
        lines = [("6140", released, SHARES), ("61050", 36_300, SHARES), ("61210", ELECTRICITY[place], SHARES)]
        lines.append(("61300", 22_500, SHARES))
        lines += [("61011", 53_000, LIFT)] if place in (0, 2) else []
        lines += [("7420", -12_000, SHARES), ("643", 4_500, Private("O3", "C"))] if place == 1 else []
        lines += [("6500", 1_250, SHARES)] if place == 3 else []
        found.append((period, [CostLine(code, code, Money(cents), split, period) for code, cents, split in lines]))
    return found

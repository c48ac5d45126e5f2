"""The texts we cite: Book 3 of the Civil Code, articles on forced co-ownership of buildings, the decree on their books,
what a contract and late payment cost (Book 5 and the law of 5 May 1865), and the rules of payments, which banks check.

Articles 577-2 to 577-14 of the former Code were renumbered by the law of 4 February 2020, in force on 1 September 2021,
nearly without change; the substance of most rules here dates from the law of 18 June 2018, in force on 1 January 2019.
"""

from datetime import date

from koprogo.core.sources import Confidence, Source

BOOK_3 = "https://www.ejustice.just.fgov.be/eli/loi/2020/02/04/2020020347/justel"

BOOK_5 = "https://www.ejustice.just.fgov.be/eli/loi/2022/04/28/2022032058/justel"
EUROPEAN_PAYMENTS = "https://eur-lex.europa.eu/eli/reg/2012/260/oj"
BANKS_ON_TRANSFERS = (
    "https://febelfin.be/fr/themes/numerisation-et-innovation/regelgeving/conditions-pour-proposer-des-virements"
)
LOANS_AT_INTEREST = "https://www.ejustice.just.fgov.be/eli/loi/1865/05/05/1865050550/justel"

LAW_OF_1994 = date(1995, 8, 1)
LAW_OF_2010 = date(2010, 9, 1)
LAW_OF_2018 = date(2019, 1, 1)
LAW_OF_2020 = date(2020, 8, 17)
"""The law of 31 July 2020, on demolition; the Constitutional Court had annulled the rule of 2018 (judgment 30/2020)."""
LAW_OF_2006 = date(2007, 1, 1)
"""Art. 87 of the programme law of 27 December 2006: a legal rate for every calendar year, by a formula."""
LAW_OF_2022 = date(2023, 1, 1)
"""Book 5, on obligations. Its article on late payment is said to keep the substance of the former 1153; not compared."""

CHECKED = date(2026, 11, 21)

MONITEUR = "https://www.ejustice.just.fgov.be/cgi/welcome.pl"
"""Where the royal decree with the chart of accounts is found by its date; its own address was not checked."""

QUOTED, REMEMBERED, DOUBTFUL = Confidence.QUOTED, Confidence.REMEMBERED, Confidence.DOUBTFUL


def _book_3(
    article: str, subject: str, since: date, formerly: str, *, sure: Confidence = QUOTED, reading: str = ""
) -> Source:
    return Source(article, subject, since, CHECKED, formerly, sure, BOOK_3, reading)


# fmt: off
CC_3_81     = _book_3("3.81", "charges by value or by utility", LAW_OF_1994, "577-2 §9")
CC_3_85_1   = _book_3("3.85 §1", "shares fixed in the base deed", LAW_OF_2010, "577-4 §1", sure=REMEMBERED)
CC_3_85_3   = _book_3("3.85 §3", "the yearly fifteen days of the house rules", LAW_OF_2010, "577-4 §2")
CC_3_86_3   = _book_3(
    "3.86 §3", "working fund and reserve fund, five per cent after five years", LAW_OF_2018, "577-5 §3",
    reading="reserve-waiver",
)
CC_3_87_1   = _book_3("3.87 §1", "one representative per lot; one assistant", LAW_OF_2010, "577-6 §1", sure=REMEMBERED)
CC_3_87_2   = _book_3("3.87 §2", "yearly assembly; request by one fifth of the shares", LAW_OF_2010, "577-6 §2")
CC_3_87_3   = _book_3("3.87 §3", "registered letter, or e-mail once accepted", LAW_OF_2010, "577-6 §3")
CC_3_87_4   = _book_3("3.87 §4", "proposals that come too late", LAW_OF_2010, "577-6 §4", sure=REMEMBERED)
CC_3_87_5   = _book_3("3.87 §5", "quorum and second session", LAW_OF_2010, "577-6 §5", reading="second-session")
CC_3_87_6   = _book_3("3.87 §6", "votes follow shares; who pays decides", LAW_OF_2018, "577-6 §6")
CC_3_87_7   = _book_3("3.87 §7", "proxies; the ceiling on votes", LAW_OF_2010, "577-6 §7", reading="sole-attendee")
CC_3_87_8   = _book_3("3.87 §8", "absolute majority; what is not a vote cast", LAW_OF_2010, "577-6 §8", reading="run-off")
CC_3_87_9   = _book_3("3.87 §9", "who is mandated or paid does not vote on it", LAW_OF_2010, "577-6 §9")
CC_3_87_10  = _book_3("3.87 §10", "minutes name those against and abstaining", LAW_OF_2010, "577-6 §10")
CC_3_87_11  = _book_3("3.87 §11", "unanimous decision in writing", LAW_OF_2010, "577-6 §11", reading="written-decision")
CC_3_87_12  = _book_3("3.87 §12", "register and minutes within thirty days", LAW_OF_2010, "577-6 §12")
CC_3_88_1_1 = _book_3("3.88 §1, 1°", "decisions by two thirds", LAW_OF_2018, "577-7 §1, 1°")
CC_3_88_1_2 = _book_3("3.88 §1, 2°", "decisions by four fifths", LAW_OF_1994, "577-7 §1, 2°", reading="letter-g")
CC_3_88_1_2_H = _book_3(
    "3.88 §1, 2° h)", "demolition by four fifths, then the justice of the peace", LAW_OF_2020, "577-7 §1, 2° h)",
    sure=DOUBTFUL, reading="demolition",
)
CC_3_88_3   = _book_3("3.88 §3", "unanimity of all co-owners", LAW_OF_1994, "577-7 §3")
CC_3_88_4   = _book_3("3.88 §4", "new meeting when absence defeated unanimity", LAW_OF_2018, "577-7 §4")
CC_3_89_1   = _book_3("3.89 §1", "the syndic's mandate, three years at most", LAW_OF_2010, "577-8 §1")
CC_3_89_5_1  = _book_3("3.89 §5, 1°", "the syndic carries decisions out", LAW_OF_1994, "577-8 §4, 1°")
CC_3_89_5_2  = _book_3(
    "3.89 §5, 2°", "conservatory acts and provisional administration", LAW_OF_1994, "577-8 §4, 2°", sure=REMEMBERED
)
CC_3_89_5_7  = _book_3("3.89 §5, 7°", "the file handed over within thirty days", LAW_OF_2010, "577-8 §4, 9°")
CC_3_89_5_12 = _book_3("3.89 §5, 12°", "yearly report on regular contracts", LAW_OF_2010, "577-8 §4, 12°")
CC_3_89_5_15 = _book_3("3.89 §5, 15°", "accounts of the association", LAW_OF_2010, "577-8 §4, 17°")
CC_3_89_5_16 = _book_3("3.89 §5, 16°", "two budgets, voted yearly", LAW_OF_2010, "577-8 §4, 18°")
CC_3_89_9   = _book_3("3.89 §9", "the syndic is neither council member nor auditor", LAW_OF_2010, "577-8 §8")
CC_3_90_1   = _book_3("3.90 §1", "council from twenty main lots", LAW_OF_2010, "577-8/1 §1")
CC_3_90_3   = _book_3("3.90 §3", "council members, one vote each, until the next assembly", LAW_OF_2010, "577-8/1 §3")
CC_3_90_4   = _book_3(
    "3.90 §4", "missions delegated to the council; its yearly report", LAW_OF_2018, "577-8/1", sure=DOUBTFUL,
    reading="council-delegation",
)
CC_3_91     = _book_3("3.91", "auditor of the accounts, every year", LAW_OF_2010, "577-8/2")
CC_3_92_3   = _book_3(
    "3.92 §3", "annulment within four months of the assembly", LAW_OF_2010, "577-9 §2", reading="quorum-corrected"
)
CC_3_94_2   = _book_3("3.94 §2", "decided before a sale and claimed after it", LAW_OF_2010, "577-11 §2", sure=REMEMBERED)
CC_3_94_5   = _book_3("3.94 §5", "the funds and the charges at a sale", LAW_OF_2010, "577-11 §5", sure=REMEMBERED)
CC_5_69     = Source(
    "5.69", "a contract binds those who made it", LAW_OF_2022, CHECKED, "1134", REMEMBERED, BOOK_5
)
CC_5_240    = Source(
    "5.240", "late payment of a sum bears interest from formal notice", LAW_OF_2022, CHECKED, "1153", REMEMBERED, BOOK_5,
    "late-interest",
)
LEGAL_RATE  = Source(
    "law of 5 May 1865, 2 §1", "the legal rate of interest of every year", LAW_OF_2006, CHECKED, "", QUOTED,
    LOANS_AT_INTEREST, "late-interest",
)
CHART_DECREE = Source(
    "RD of 12 July 2012", "chart of accounts, journals and vouchers of associations of co-owners", date(2013, 1, 1),
    CHECKED, "", DOUBTFUL, MONITEUR, "pcmn",
)
"""Royal decree, Moniteur of 3 August 2012, p. 45961; changed by that of 18 April 2013. Its annex was not read."""
TRANSFERS   = Source(
    "Regulation (EU) 260/2012, 5", "credit transfers by IBAN and ISO 20022, in the signs and lengths all banks take",
    date(2014, 2, 1), CHECKED, "", REMEMBERED, EUROPEAN_PAYMENTS,
)
COMMUNICATION = Source(
    "Febelfin, transfers", "the structured communication: ten digits, and two that check them by 97",
    date(2014, 2, 1), date(2026, 11, 23), "", QUOTED, BANKS_ON_TRANSFERS,
)
"""The banks' own rule, older than this date: since then every transfer follows the European format."""
# fmt: on

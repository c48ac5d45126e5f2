"""Which of our accounts an old program's code is: a proposal by its digits, and the person decides the rest.

House practice on the chart of the decree: old programs add digits behind its codes (551000, 61050001), so the longest row
of the chart that a code begins with, and that takes entries, is proposed. Owners' accounts all come together on 410.
"""

import re

from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import CHART, CONTROL, takes_entries
from koprogo.rules.ownership.sheet import plain
from koprogo.rules.texts import CHART_DECREE

OWNERS_WORDS = ("copropriet", "mede eigenaar", "medeeigenaar", "miteigentum", "co owner", "coowner", "eigenaars")
OLD_OWNERS = ("410", "400")
"""400 is what some programs keep owners on; only with a name that says so."""
SHORTEST = 2


@cites(CHART_DECREE)
def proposed_account(code: str, name: str = "") -> str:
    """Return the code of ours that is proposed, `410` for what owners owe, or nothing.

    >>> proposed_account("551000"), proposed_account("4000012", "Copropriétaires"), proposed_account("9")
    ('551', '410', '')
    """
    digits = re.sub(r"\D", "", code)
    says_owners = any(word in plain(name) for word in OWNERS_WORDS)
    if digits.startswith(OLD_OWNERS[0]) or (digits.startswith(OLD_OWNERS[1]) and says_owners):
        return CONTROL
    for length in range(len(digits), SHORTEST, -1):
        if digits[:length] in CHART and takes_entries(digits[:length]):
            return digits[:length]
    padded = f"{digits}0"
    return padded if len(digits) > 1 and padded in CHART and takes_entries(padded) else ""


@cites(CHART_DECREE)
def may_be_account(code: str) -> bool:
    """Say whether a person may choose this code for an old one: an account that takes entries, or 410 for the owners.

    >>> may_be_account("410"), may_be_account("551"), may_be_account("4101.3"), may_be_account("41")
    (True, True, False, False)
    """
    return code == CONTROL or ("." not in code and takes_entries(code))

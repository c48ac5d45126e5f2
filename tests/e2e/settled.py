"""The demo's year, settled once: for who looks at a settlement, or follows one."""

from koprogo.core.clock import today
from tests.e2e.stage import Window


def settled(syndic: Window, association: str) -> str:
    """Issue the settlement of the year of today, with its rhythm, unless one is there; return the id of the newest."""
    where = f"/associations/{association}"
    now = today().isoformat()
    years = syndic.rest("GET", f"{where}/books/years")
    year = next(each for each in years if each["starts"] <= now < each["next_starts"])
    issued = syndic.rest("GET", f"{where}/settlements")
    if found := [each["id"] for each in issued if each["covers_from"] == year["starts"]]:
        return found[0]
    if not syndic.rest("GET", f"{where}/settlement-rhythm?day={year['starts']}"):
        wish = {"since": year["starts"], "rhythm": "provisions", "source": "Règlement de copropriété, art. 30"}
        syndic.rest("PUT", f"{where}/settlement-rhythm", wish)
    days = {"covers_from": year["starts"], "covers_until": year["next_starts"], "version": 1}
    return syndic.rest("POST", f"{where}/settlements", days)["id"]

"""What occupants without a vote wrote about the points (art. 3.89 §5, 6°), ready to be shown."""

from dataclasses import dataclass

from koprogo.services.assemblies.convening import occupants
from koprogo.state.assemblies.acting import Act
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class ObservationView:
    """What an occupant wrote; `item` is the point's number, empty for the assembly as a whole."""

    item: str = ""
    name: str = ""
    place: str = ""
    words: str = ""
    at: str = ""


async def observations_here(act: Act) -> list[ObservationView]:
    """Return what occupants wrote, ready to be shown: at most a page of it."""
    rows = (await occupants.observations(*act.here))[:ROWS]
    return [ObservationView(row.item, row.name, row.place, row.words, row.at.isoformat()) for row in rows]

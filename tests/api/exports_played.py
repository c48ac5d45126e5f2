"""The play of the way out; see routes_played.py."""

from tests.api.routes_played import Play, plays
from tests.cast import Cast


@plays("GET /api/v1/associations/{association_id}/export", alone=True)
async def export(cast: Cast) -> Play:
    """Among people of its own: while others vote in the shared building, nothing leaves."""
    return Play("syndic", {"association_id": cast.association_id})

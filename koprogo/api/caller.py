"""Who calls the web interface: the person of the cookie, by account or by slip."""

from typing import Annotated

from fastapi import Depends

from koprogo.core.actor import Actor
from koprogo.security.policies import set_current_actor
from koprogo.security.sign_in_routes import signed_in
from koprogo.services.identity.sessions import SignedIn


async def actor(caller: Annotated[SignedIn, Depends(signed_in)]) -> Actor:
    """Return who calls; raises NotSignedIn (401) when nobody does."""
    set_current_actor(caller.actor)
    return caller.actor


Caller = Annotated[Actor, Depends(actor)]
"""Write `caller: Caller` as a parameter of a route."""

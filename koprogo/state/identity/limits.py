"""Numbers of the identity services that pages say before somebody runs into them."""

from koprogo.services.identity.passwords import LENGTH_LEAST
from koprogo.services.identity.reset import RESET_HOURS

PASSWORD_LEAST: int = LENGTH_LEAST
"""Characters of the shortest password."""
LINK_HOURS: int = RESET_HOURS
"""How long a link for a new password is good."""

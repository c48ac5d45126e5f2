"""Every no of claims: the accounts of the association say what was damaged, paid and borne, once (art. 3.89 §5, 15°)."""

from collections.abc import Mapping
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused

ACCOUNTS = "3.89 §5, 15°"


class ClaimSettled(Conflict):
    """What is left of it is borne already."""

    message_id = "This claim is settled. Open another one for what came later."
    article = ACCOUNTS


class NoIndemnity(Refused):
    """Money that goes out is none that an insurer paid."""

    message_id: ClassVar[str] = "An indemnity is money that came in. Choose a receipt."
    article: ClassVar[str] = ACCOUNTS

    def facts(self) -> Mapping[str, Fact]:
        return {}


class InvoicesOpen(Refused):
    """An invoice that is not approved yet would come to nobody afterwards."""

    message_id: ClassVar[str] = "An invoice of this claim is not approved yet. Approve or reject it first."
    article: ClassVar[str] = ACCOUNTS

    def facts(self) -> Mapping[str, Fact]:
        return {}

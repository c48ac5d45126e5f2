"""One line of the list, understood: a lot, its holders, how to reach them, who represents them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from koprogo.rules.ownership.contact_text import Consent, PostalAddress
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.kinds import Kind
from koprogo.rules.ownership.organisations import Capacity
from koprogo.rules.ownership.rights import Regime, Right
from koprogo.rules.ownership.sheet import Column


@dataclass(frozen=True)
class Reached:
    """How the list says to reach one person; empty where it says nothing."""

    email: str = ""
    language: str = ""
    postal: PostalAddress = field(default_factory=PostalAddress)
    phone: str = ""
    enterprise_number: str = ""
    consent: Consent | None = None


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a right on this lot.

    Attributes:
        is_organisation: by its legal form or its enterprise number; somebody must act for it.
        part: of the lot, where the list says it.
    """

    name: str
    is_organisation: bool
    right: Right
    part: Fraction | None
    reached: Reached


@dataclass(frozen=True)
class Representative:
    """The name in the column of representatives.

    Attributes:
        place: which of the lot's holders it is; None when it is somebody else.
        capacity: as what she acts, where the list says it.
    """

    name: str
    place: int | None
    capacity: Capacity | None


@dataclass(frozen=True)
class LotLine:
    """A lot as the list describes it.

    Attributes:
        shares: None when they could not be read.
        unnamed: the list says that there are more holders than it names.
        cells: the texts of the line, by column, as written.
    """

    line: int
    number: str
    kind: Kind
    floor: str
    shares: int | None
    regime: Regime
    holders: tuple[Holder, ...]
    unnamed: bool
    representative: Representative | None
    cells: Mapping[Column, str]

    @property
    def rights(self) -> tuple[Right, ...]:
        """The rights of the holders named."""
        return tuple(holder.right for holder in self.holders)

    @property
    def needs_representative(self) -> bool:
        """Whether it votes only through one designated person (art. 3.87 §1, al. 2)."""
        return needs_representative(self.rights)

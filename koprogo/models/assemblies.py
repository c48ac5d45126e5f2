"""The general assembly: what was planned, who was there, what happened when. Facts are added, never edited.

The state of an assembly or of an item is its last event. Ballots and seals are in `ballots.py`.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from koprogo.models.base import TenantModel, append_only, digest, facts, instant, rows, tenant_fk, tenant_key


class Assembly(TenantModel, table=True):
    """One assembly of one association; a second session is an assembly of its own (art. 3.87 §5).

    `authentic_language` is the one whose text prevails, of the convocation and of the minutes; frozen once convened.

    `first_session_id` names the assembly this one follows: the second session, the retry of a unanimity, another day.
    """

    __tablename__ = "assembly"
    __table_args__ = (
        tenant_key(),
        tenant_fk("first_session_id", "assembly"),
        CheckConstraint("kind IN ('ordinary', 'extraordinary')", name="kind"),
        CheckConstraint("session IN ('first', 'second')", name="session"),
        CheckConstraint("authentic_language IN ('fr', 'nl', 'de', 'en')", name="authentic_language"),
    )

    kind: str = "ordinary"
    session: str = "first"
    first_session_id: UUID | None = None
    day: date = Field(index=True)
    starts_at: datetime = instant()
    place: str = ""
    remote_allowed: bool = True
    authentic_language: str = "fr"
    created_at: datetime = instant()
    created_by_id: UUID = Field(foreign_key="person.id")


class EventModel(TenantModel):
    """Something that happened, in order: `seq` counts within its subject."""

    assembly_id: UUID = Field(index=True)
    what: str
    by_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()
    reason: str = ""


@append_only
class AssemblyEvent(EventModel, table=True):
    """drafted, convened, opened, suspended, resumed, closed, minuted, cancelled, without_quorum, continued."""

    __tablename__ = "assembly_event"
    __table_args__ = (tenant_fk("assembly_id", "assembly"), UniqueConstraint("assembly_id", "seq"))

    seq: int
    facts: dict = facts()


class AgendaItem(TenantModel, table=True):
    """A subject of the convocation, frozen once convened. `title` is per language.

    `majority_from` says where the majority comes from: the law's table, a choice where the table leaves it open, or a
    quoted clause of the by-laws (`clause`). An item dropped while drafting keeps its row
    without a number. `key_id` is set where only some owners bear the cost (art. 3.87 §6, al. 2), `key_reason` says why
    common management is not affected. A part of a point (7a principle, 7b option, 7c amount, 7d funding) names its
    `parent_id`. `options` holds the labels, per language, of a choice between several; empty for yes or no. `hidden_tally`:
    the sums are shown at the closing only.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("key_id", "apportionment_key"),
        tenant_fk("parent_id", "agenda_item"),
        UniqueConstraint("assembly_id", "number", "part", deferrable=True, initially="DEFERRED"),
        CheckConstraint("majority IN ('none', 'absolute', 'two_thirds', 'four_fifths', 'unanimity')", name="majority"),
        CheckConstraint("majority_from IN ('law', 'open', 'clause')", name="majority_from"),
    )

    assembly_id: UUID = Field(index=True)
    number: int | None
    title: dict = facts()
    kind: str
    main_kind: str | None = None
    majority: str
    majority_from: str = "law"
    clause: str = ""
    key_id: UUID | None = None
    key_reason: str = ""
    parent_id: UUID | None = None
    part: str = ""
    """One letter among its siblings, and what it decides: principle, option, amount or funding."""
    part_of_decision: str = ""
    options: list = rows()
    posts: list = rows()
    """Of an election in several votes: the posts that this one fills; empty: all those of its kind."""
    hidden_tally: bool = False
    minutes_planned: int = 10


@append_only
class ItemText(TenantModel, table=True):
    """A version of the proposed text, per language.

    An amendment typed in the room is a version too, and names the one it `changes`: it stands once its own vote carried
    it. The view `standing_text` reads the version that stands, `pending_amendment` the one that is voted before it.
    """

    __tablename__ = "item_text"
    __table_args__ = (tenant_fk("item_id", "agenda_item"), UniqueConstraint("item_id", "version"))

    item_id: UUID
    version: int
    changes: int | None = None
    text: dict = facts()
    by_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()


@append_only
class TextWithdrawal(TenantModel, table=True):
    """An amendment taken back before it was voted."""

    __tablename__ = "text_withdrawal"
    __table_args__ = (tenant_fk("item_id", "agenda_item"), UniqueConstraint("item_id", "version"))

    item_id: UUID
    version: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ItemExclusion(TenantModel, table=True):
    """A person who may not vote on the item, herself or by proxy (art. 3.87 §9), until it is lifted.

    `reason` is a code of `rules/assemblies/exclusions.py`; `note` the syndic's own words.
    """

    __tablename__ = "item_exclusion"
    __table_args__ = (
        tenant_key(),
        tenant_fk("item_id", "agenda_item"),
        Index("ix_item_exclusion_item", "item_id", "person_id"),
    )

    item_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    reason: str
    note: str = ""


@append_only
class ExclusionEnd(TenantModel, table=True):
    """An exclusion that was lifted; those that stand are the rows of the view `standing_exclusion`."""

    __tablename__ = "exclusion_end"
    __table_args__ = (tenant_fk("exclusion_id", "item_exclusion"), UniqueConstraint("exclusion_id"))

    exclusion_id: UUID
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ItemEvent(EventModel, table=True):
    """opened, extended, closed, confirmed, reopened, postponed, withdrawn, noted, not_reached; `round` starts at 1.

    A run-off is a reopening whose facts name the two options left.
    """

    __tablename__ = "item_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("item_id", "seq"),
    )

    item_id: UUID
    round: int
    seq: int
    facts: dict = facts()


@append_only
class Roll(TenantModel, table=True):
    """The voting list at opening: one row per lot.

    `owner_key` groups lots into heads for the quorum (a sole owner, or the same joint holders); `voter_id` stands for
    the lot; `agent_id` is who votes in fact (an organisation acts through somebody). Weights of other keys: `weights`.
    """

    __tablename__ = "roll"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("assembly_id", "lot_id"),
        Index("ix_roll_voter", "assembly_id", "voter_id"),
        Index("ix_roll_agent", "assembly_id", "agent_id"),
    )

    assembly_id: UUID
    lot_id: UUID
    lot_number: str
    owner_key: str
    owner_name: str
    voter_id: UUID | None = Field(default=None, foreign_key="person.id")
    agent_id: UUID | None = Field(default=None, foreign_key="person.id")
    shares: int
    weights: dict = facts()
    suspended: bool = False
    reason: str = ""


@append_only
class PresenceEvent(SQLModel, table=True):
    """arrived or left, at an instant, for a person who votes; a correction names the row it replaces."""

    __tablename__ = "presence_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        UniqueConstraint("association_id", "id"),
        CheckConstraint("what IN ('arrived', 'left')", name="what"),
        CheckConstraint("channel IN ('room', 'remote')", name="channel"),
        Index("ix_presence_event_person", "assembly_id", "person_id", "id"),
        Index("ix_presence_event_corrects", "corrects_id", postgresql_where=text("corrects_id IS NOT NULL")),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    association_id: UUID = Field(foreign_key="association.id")
    assembly_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    what: str
    channel: str = "room"
    capacity: str = ""
    at: datetime = instant()
    recorded_at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    reason: str = ""
    corrects_id: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


@append_only
class Proxy(TenantModel, table=True):
    """A power given by a voter to a named holder for one assembly (art. 3.87 §7); its life is in `proxy_event`."""

    __tablename__ = "proxy"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("mandate_id", "notarial_mandate"),
        Index("ix_proxy_holder", "assembly_id", "holder_id"),
    )

    assembly_id: UUID = Field(index=True)
    giver_id: UUID = Field(foreign_key="person.id")
    holder_id: UUID = Field(foreign_key="person.id")
    shares: int
    instructions: dict = facts()
    substitute_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Who votes when the holder is gone or absent; nobody: the giver is absent then."""
    document: str = ""
    channel: str = "paper"
    recorded_by_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()
    mandate_id: UUID | None = None
    """The notarial proxy it comes from, which stands longer than this assembly."""


@append_only
class ProxyEvent(EventModel, table=True):
    """given, revoked, ended (the giver walked in), substituted."""

    __tablename__ = "proxy_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("proxy_id", "proxy"),
        UniqueConstraint("proxy_id", "seq"),
    )

    proxy_id: UUID
    seq: int


@append_only
class BureauEvent(EventModel, table=True):
    """chair, secretary and tellers of the evening: `what` is named or ended, `office` which seat."""

    __tablename__ = "bureau_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("office IN ('chair', 'secretary', 'teller')", name="office"),
    )

    person_id: UUID = Field(foreign_key="person.id")
    office: str
    seq: int


class DeskSlip(TenantModel, table=True):
    """A code on paper for one person and one assembly, given after an identity check; only its hash is kept."""

    __tablename__ = "desk_slip"
    __table_args__ = (tenant_key(), tenant_fk("assembly_id", "assembly"))

    assembly_id: UUID = Field(index=True)
    person_id: UUID = Field(foreign_key="person.id")
    code_hash: bytes = digest(unique=True)
    identity_check: str
    issued_by_id: UUID = Field(foreign_key="person.id")
    issued_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    revoked_by_id: UUID | None = Field(default=None, foreign_key="person.id")


@append_only
class Result(TenantModel, table=True):
    """What was decided, frozen at confirmation. The minutes are written from this row only.

    `about` says what the round decided: the text of the point, or an amendment to it (`text_version` names it).
    `facts` holds base, presence, proxies, reductions, names of those against and abstaining, and what another majority
    would have given; the sums stand in columns because people ask for them.
    """

    __tablename__ = "result"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("item_id", "round"),
        CheckConstraint("about IN ('text', 'amendment')", name="about"),
    )

    assembly_id: UUID = Field(index=True)
    item_id: UUID
    round: int
    about: str = "text"
    text_version: int
    carried: bool
    majority: str
    article: str
    rule: str
    rule_version: str
    in_favour: int
    against: int
    abstained: int
    no_ballot: int
    needed: int
    facts: dict = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    ballots_sealed: int
    chain_head: bytes = digest()
    merkle_root: bytes = digest()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")

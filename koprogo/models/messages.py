"""Letters on their way: written in the transaction of the act, delivered by a job."""

from datetime import datetime

from sqlmodel import Field

from koprogo.models.base import TenantModel, instant, tenant_key


class OutboxMail(TenantModel, table=True):
    """An e-mail to send once; the job marks it sent, or counts a failure and tries again."""

    __tablename__ = "outbox_mail"
    __table_args__ = (tenant_key(),)

    to_email: str
    subject: str
    body: str
    created_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
    failures: int = 0
    last_error: str = Field(default="")

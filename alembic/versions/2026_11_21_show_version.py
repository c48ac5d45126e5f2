"""Let the application read which version the schema has: it says so at /readyz and serves nobody before."""

from alembic import op

revision = "2026_11_21_show_version"
down_revision = "2026_11_21_create_job_queue"


def upgrade() -> None:
    op.execute("GRANT SELECT ON alembic_version TO koprogo_app, koprogo_platform")


def downgrade() -> None:
    op.execute("REVOKE SELECT ON alembic_version FROM koprogo_app, koprogo_platform")

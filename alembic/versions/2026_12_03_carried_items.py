"""What a sale carried over is found among all that owners owe, by the line of the call it came from."""

from alembic import op

revision = "2026_12_03_carried_items"
down_revision = "2026_12_02_own_account"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_owner_item_carried ON owner_item (association_id, source_id) WHERE source_kind = 'call_line'"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_owner_item_carried")

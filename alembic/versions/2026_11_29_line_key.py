"""A booking rule may name the key by which what it books is shared; without one it goes by the shares, as before."""

from alembic import op

revision = "2026_11_29_line_key"
down_revision = "2026_11_28_key_item"

CHANGES = """
ALTER TABLE bank_rule ADD COLUMN key_id UUID;
ALTER TABLE bank_rule ADD CONSTRAINT fk_bank_rule_association_id_key_id
    FOREIGN KEY (association_id, key_id) REFERENCES apportionment_key (association_id, id);
"""
BACK = "ALTER TABLE bank_rule DROP COLUMN key_id"


def upgrade() -> None:
    """Let a rule name a key."""
    op.execute(CHANGES)


def downgrade() -> None:
    """Let every rule go by the shares."""
    op.execute(BACK)

"""An owner's credit goes back by an order, as a receipt in suspense does: a repayment is of one or of the other."""

from alembic import op

revision = "2026_11_27_credit"
down_revision = "2026_11_26_loan"

CHANGES = """
ALTER TABLE repayment ALTER COLUMN bank_line_id DROP NOT NULL;
ALTER TABLE repayment ADD COLUMN debtor_id UUID;
ALTER TABLE repayment ADD CONSTRAINT fk_repayment_association_id_debtor_id
    FOREIGN KEY (association_id, debtor_id) REFERENCES debtor (association_id, id);
ALTER TABLE repayment ADD CONSTRAINT ck_repayment_of CHECK (num_nonnulls(bank_line_id, debtor_id) = 1);
CREATE INDEX ix_repayment_debtor ON repayment (association_id, debtor_id);
"""
BACK = """
ALTER TABLE repayment DROP COLUMN debtor_id, ALTER COLUMN bank_line_id SET NOT NULL;
"""
"""The checks and the index on the column go with it; refused by the database where a credit was asked back."""


def upgrade() -> None:
    """Let a repayment be a debtor's."""
    op.execute(CHANGES)


def downgrade() -> None:
    """Let a repayment be a receipt's alone."""
    op.execute(BACK)

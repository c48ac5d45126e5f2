"""Let a photo of the evening name its assembly, beside the point, the lot or the proxy it is about."""

from alembic import op

revision = "2026_11_22_photos"
down_revision = "2026_11_22_amendments_first"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE attachment ADD COLUMN assembly_id UUID,"
        " ADD CONSTRAINT fk_attachment_association_id_assembly_id FOREIGN KEY (association_id, assembly_id)"
        " REFERENCES assembly (association_id, id)"
    )
    op.execute("CREATE INDEX ix_attachment_assembly_id ON attachment (assembly_id)")


def downgrade() -> None:
    op.execute("ALTER TABLE attachment DROP COLUMN assembly_id")

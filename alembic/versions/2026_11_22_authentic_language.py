"""Keep, for each assembly, the one language whose text is authentic: of the convocation, of the minutes."""

from alembic import op

revision = "2026_11_22_authentic_language"
down_revision = "2026_11_22_seals_of_papers"


def upgrade() -> None:
    op.execute("ALTER TABLE assembly ADD COLUMN authentic_language VARCHAR NOT NULL DEFAULT 'fr'")
    op.execute(
        "UPDATE assembly a SET authentic_language = s.languages[1] FROM association s WHERE s.id = a.association_id"
    )
    op.execute("ALTER TABLE assembly ALTER COLUMN authentic_language DROP DEFAULT")
    op.execute(
        "ALTER TABLE assembly ADD CONSTRAINT ck_assembly_authentic_language"
        " CHECK (authentic_language IN ('fr', 'nl', 'de', 'en'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE assembly DROP COLUMN authentic_language")

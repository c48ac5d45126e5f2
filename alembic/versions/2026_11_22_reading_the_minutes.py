"""Say which page of the minutes the wall shows while they are read, before they are signed."""

from alembic import op

revision = "2026_11_22_reading_the_minutes"
down_revision = "2026_11_22_authentic_language"

TABLES = """
CREATE TABLE reading_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    page INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_reading_event PRIMARY KEY (id),
    CONSTRAINT uq_reading_event_assembly_id_seq UNIQUE (assembly_id, seq),
    CONSTRAINT ck_reading_event_page CHECK (page >= 0),
    CONSTRAINT fk_reading_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_reading_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_reading_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_reading_event_association_id ON reading_event (association_id);
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    table = "reading_event"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
    op.execute(
        f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )
    op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")


def downgrade() -> None:
    op.execute("DROP TABLE reading_event")

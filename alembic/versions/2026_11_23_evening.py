"""Keep what the desk noted without a network once, with its nonce and both its times; the day an assistant was announced."""

from alembic import op

revision = "2026_11_23_evening"
down_revision = "2026_11_22_council"

TABLES = """
CREATE TABLE desk_entry (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    nonce VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    ballots INTEGER NOT NULL,
    CONSTRAINT pk_desk_entry PRIMARY KEY (id),
    CONSTRAINT uq_desk_entry_item_id_nonce UNIQUE (item_id, nonce),
    CONSTRAINT ck_desk_entry_channel CHECK (channel IN ('hand', 'paper', 'proxy_sheet')),
    CONSTRAINT ck_desk_entry_ballots CHECK (ballots >= 0),
    CONSTRAINT fk_desk_entry_association_id_assembly_id FOREIGN KEY(association_id, assembly_id)
        REFERENCES assembly (association_id, id),
    CONSTRAINT fk_desk_entry_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_desk_entry_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_desk_entry_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_desk_entry_assembly_id ON desk_entry (assembly_id);
CREATE INDEX ix_desk_entry_association_id ON desk_entry (association_id);

ALTER TABLE visitor_event ADD COLUMN notified_on DATE;
"""
ADDED = ("desk_entry",)

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def walls(table: str) -> None:
    """Force row-level security on a table to which rows are only added, and write its policies."""
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


def upgrade() -> None:
    op.execute(TABLES)
    for table in ADDED:
        walls(table)


def downgrade() -> None:
    op.execute("ALTER TABLE visitor_event DROP COLUMN notified_on")
    for table in reversed(ADDED):
        op.execute(f"DROP TABLE {table}")

"""A timestamp of an authority over the Merkle root of each counted round: what was sealed was there at that instant."""

from alembic import op

revision = "2026_11_23_root_stamps"
down_revision = "2026_11_23_evening"

TABLES = """
CREATE TABLE root_stamp (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    item_id UUID NOT NULL,
    round INTEGER NOT NULL,
    root BYTEA NOT NULL,
    by_name VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    token BYTEA NOT NULL,
    CONSTRAINT pk_root_stamp PRIMARY KEY (id),
    CONSTRAINT uq_root_stamp_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_root_stamp_item_id_round UNIQUE (item_id, round),
    CONSTRAINT ck_root_stamp_shape CHECK (length(root) = 32 AND length(token) > 0),
    CONSTRAINT fk_root_stamp_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_root_stamp_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_root_stamp_association_id ON root_stamp (association_id);
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    table = "root_stamp"
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
    op.execute("DROP TABLE root_stamp")

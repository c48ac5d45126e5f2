"""What decided a key that changes another: the point of the assembly that voted it, or the act, with its day."""

from alembic import op

revision = "2026_11_28_key_item"
down_revision = "2026_11_27_credit"

TABLE = """
CREATE TABLE key_change (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    key_id UUID NOT NULL,
    replaces_id UUID,
    item_id UUID,
    act VARCHAR NOT NULL,
    act_on DATE,
    CONSTRAINT pk_key_change PRIMARY KEY (id),
    CONSTRAINT fk_key_change_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT fk_key_change_association_id_replaces_id FOREIGN KEY(association_id, replaces_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT fk_key_change_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_key_change_association_id_key_id UNIQUE (association_id, key_id),
    CONSTRAINT ck_key_change_decision CHECK ((item_id IS NULL) = (act <> '') AND (act <> '') = (act_on IS NOT NULL)),
    CONSTRAINT ck_key_change_other CHECK (replaces_id <> key_id),
    CONSTRAINT fk_key_change_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_key_change_association_id ON key_change (association_id);
"""
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    """Add what decided a key: only added to, read in reach, written in the named association."""
    op.execute(TABLE)
    op.execute("ALTER TABLE key_change ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE key_change FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON key_change FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON key_change FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute("CREATE POLICY platform_read ON key_change FOR SELECT TO koprogo_platform USING (true)")
    op.execute("GRANT SELECT ON key_change TO koprogo_platform")
    op.execute("GRANT SELECT, INSERT ON key_change TO koprogo_app")
    op.execute(
        "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON key_change FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON key_change FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )


def downgrade() -> None:
    """Forget what decided keys."""
    op.execute("DROP TABLE key_change")

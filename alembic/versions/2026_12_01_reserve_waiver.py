"""A waiver of the reserve fund that an assembly not held here voted: its day and its minutes."""

from alembic import op

revision = "2026_12_01_reserve_waiver"
down_revision = "2026_11_30_second_person"

TABLE = """
CREATE TABLE reserve_waiver (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    day DATE NOT NULL,
    seq INTEGER NOT NULL,
    act VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_reserve_waiver PRIMARY KEY (id),
    CONSTRAINT uq_reserve_waiver_association_id_day_seq UNIQUE (association_id, day, seq),
    CONSTRAINT fk_reserve_waiver_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_reserve_waiver_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_reserve_waiver_association_id ON reserve_waiver (association_id);
"""
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    """Add waivers voted elsewhere: only added to, read in reach, written in the named association."""
    op.execute(TABLE)
    op.execute("ALTER TABLE reserve_waiver ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE reserve_waiver FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY reach_read ON reserve_waiver FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
    op.execute(f"CREATE POLICY one_add ON reserve_waiver FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute("CREATE POLICY platform_read ON reserve_waiver FOR SELECT TO koprogo_platform USING (true)")
    op.execute("GRANT SELECT ON reserve_waiver TO koprogo_platform")
    op.execute("GRANT SELECT, INSERT ON reserve_waiver TO koprogo_app")
    op.execute(
        "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON reserve_waiver FOR EACH ROW"
        " EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON reserve_waiver FOR EACH STATEMENT"
        " EXECUTE FUNCTION forbid_change()"
    )


def downgrade() -> None:
    """Forget waivers voted elsewhere."""
    op.execute("DROP TABLE reserve_waiver")

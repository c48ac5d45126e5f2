"""Keep what a correction of attendance makes of the quorum of an opening; only added to."""

from alembic import op

revision = "2026_11_22_quorum_review"
down_revision = "2026_11_22_elections"

TABLE = r"""
CREATE TABLE quorum_review (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    presence_event_id INTEGER NOT NULL,
    meaning VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_quorum_review PRIMARY KEY (id),
    CONSTRAINT uq_quorum_review_assembly_id_presence_event_id UNIQUE (assembly_id, presence_event_id),
    CONSTRAINT ck_quorum_review_meaning
        CHECK (meaning IN ('still_reached', 'still_missing', 'not_reached', 'was_reached')),
    CONSTRAINT fk_quorum_review_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_quorum_review_association_id_assembly_id FOREIGN KEY(association_id, assembly_id)
        REFERENCES assembly (association_id, id),
    CONSTRAINT fk_quorum_review_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_quorum_review_association_id ON quorum_review (association_id);

CREATE INDEX ix_quorum_review_assembly_id ON quorum_review (assembly_id);
"""
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("ALTER TABLE quorum_review ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE quorum_review FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY reach_read ON quorum_review FOR SELECT TO koprogo_app USING (association_id {IN_REACH})"
    )
    op.execute(f"CREATE POLICY one_add ON quorum_review FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
    op.execute("CREATE POLICY platform_read ON quorum_review FOR SELECT TO koprogo_platform USING (true)")
    op.execute(
        "CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON quorum_review "
        "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON quorum_review "
        "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
    )
    op.execute("GRANT SELECT ON quorum_review TO koprogo_platform")
    op.execute("GRANT SELECT, INSERT ON quorum_review TO koprogo_app")


def downgrade() -> None:
    op.execute("DROP TABLE quorum_review CASCADE")

"""Create who stands in an election, only added to; a point may fill some of the posts of its election."""

from alembic import op

revision = "2026_11_22_elections"
down_revision = "2026_11_22_photos"

TABLES = r"""
CREATE TABLE candidacy (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    post VARCHAR NOT NULL,
    person_id UUID,
    name VARCHAR NOT NULL,
    is_firm BOOLEAN NOT NULL,
    place INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_candidacy PRIMARY KEY (id),
    CONSTRAINT uq_candidacy_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_candidacy_item_id_place UNIQUE (item_id, place),
    CONSTRAINT ck_candidacy_post CHECK (post IN ('chair', 'secretary', 'teller', 'council', 'syndic', 'auditor')),
    CONSTRAINT fk_candidacy_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_candidacy_association_id_assembly_id FOREIGN KEY(association_id, assembly_id)
        REFERENCES assembly (association_id, id),
    CONSTRAINT fk_candidacy_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_candidacy_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_candidacy_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_candidacy_association_id ON candidacy (association_id);

CREATE INDEX ix_candidacy_assembly_id ON candidacy (assembly_id);

CREATE TABLE candidacy_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    candidacy_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_candidacy_event PRIMARY KEY (id),
    CONSTRAINT uq_candidacy_event_candidacy_id_seq UNIQUE (candidacy_id, seq),
    CONSTRAINT ck_candidacy_event_what CHECK (what IN ('stood', 'agreed', 'withdrawn')),
    CONSTRAINT ck_candidacy_event_how CHECK (how IN ('', 'herself', 'room', 'writing')),
    CONSTRAINT fk_candidacy_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_candidacy_event_association_id_candidacy_id FOREIGN KEY(association_id, candidacy_id)
        REFERENCES candidacy (association_id, id),
    CONSTRAINT fk_candidacy_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_candidacy_event_association_id ON candidacy_event (association_id);
"""
NAMES = ("candidacy", "candidacy_event")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute("ALTER TABLE agenda_item ADD COLUMN posts JSONB NOT NULL DEFAULT '[]'")
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")


def downgrade() -> None:
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("ALTER TABLE agenda_item DROP COLUMN posts")

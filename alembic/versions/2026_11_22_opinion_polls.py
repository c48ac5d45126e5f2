"""Let an indicative secret poll precede a vote: who answered and what was answered lie in tables that share nothing."""

from alembic import op

revision = "2026_11_22_opinion_polls"
down_revision = "2026_11_22_quorum_review"

TABLES = """
CREATE TABLE opinion_poll (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    item_id UUID NOT NULL,
    CONSTRAINT pk_opinion_poll PRIMARY KEY (id),
    CONSTRAINT uq_opinion_poll_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_opinion_poll_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_opinion_poll_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT fk_opinion_poll_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_opinion_poll_assembly_id ON opinion_poll (assembly_id);
CREATE INDEX ix_opinion_poll_association_id ON opinion_poll (association_id);

CREATE TABLE opinion_poll_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    assembly_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    poll_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_opinion_poll_event PRIMARY KEY (id),
    CONSTRAINT fk_opinion_poll_event_association_id_assembly_id FOREIGN KEY(association_id, assembly_id) REFERENCES assembly (association_id, id),
    CONSTRAINT fk_opinion_poll_event_association_id_poll_id FOREIGN KEY(association_id, poll_id) REFERENCES opinion_poll (association_id, id),
    CONSTRAINT ck_opinion_poll_event_what CHECK (what IN ('opened', 'closed', 'told')),
    CONSTRAINT uq_opinion_poll_event_poll_id_seq UNIQUE (poll_id, seq),
    CONSTRAINT fk_opinion_poll_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_opinion_poll_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_opinion_poll_event_assembly_id ON opinion_poll_event (assembly_id);
CREATE INDEX ix_opinion_poll_event_association_id ON opinion_poll_event (association_id);

CREATE TABLE opinion_marker (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    poll_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT pk_opinion_marker PRIMARY KEY (id),
    CONSTRAINT fk_opinion_marker_association_id_poll_id FOREIGN KEY(association_id, poll_id) REFERENCES opinion_poll (association_id, id),
    CONSTRAINT uq_opinion_marker_poll_id_person_id UNIQUE (poll_id, person_id),
    CONSTRAINT fk_opinion_marker_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_opinion_marker_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_opinion_marker_association_id ON opinion_marker (association_id);

CREATE TABLE opinion_count (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    poll_id UUID NOT NULL,
    in_favour INTEGER NOT NULL,
    against INTEGER NOT NULL,
    undecided INTEGER NOT NULL,
    CONSTRAINT pk_opinion_count PRIMARY KEY (id),
    CONSTRAINT fk_opinion_count_association_id_poll_id FOREIGN KEY(association_id, poll_id) REFERENCES opinion_poll (association_id, id),
    CONSTRAINT uq_opinion_count_poll_id UNIQUE (poll_id),
    CONSTRAINT fk_opinion_count_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_opinion_count_association_id ON opinion_count (association_id);
"""
FACTS = ("opinion_poll", "opinion_poll_event", "opinion_marker")
NAMES = (*FACTS, "opinion_count")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    for table in FACTS:
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
    op.execute(
        f"CREATE POLICY one_change ON opinion_count FOR UPDATE TO koprogo_app "
        f"USING (association_id {NAMED}) WITH CHECK (association_id {NAMED})"
    )
    op.execute("GRANT UPDATE ON opinion_count TO koprogo_app")


def downgrade() -> None:
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table} CASCADE")

"""Reports of problems with their history and the posted form for occupants; one board of tasks over decisions and the rest."""

from alembic import op

revision = "2026_11_23_tickets"
down_revision = "2026_11_23_surveys"

TABLES = """
CREATE TABLE ticket_form (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    token_hash BYTEA,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_ticket_form PRIMARY KEY (id),
    CONSTRAINT uq_ticket_form_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_ticket_form_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_ticket_form_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_ticket_form_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_ticket_form_association_id ON ticket_form (association_id);

CREATE TABLE ticket (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    urgency VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    place_words VARCHAR NOT NULL,
    lot_id UUID,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID,
    form_id UUID,
    CONSTRAINT pk_ticket PRIMARY KEY (id),
    CONSTRAINT uq_ticket_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_ticket_association_id_number UNIQUE (association_id, number),
    CONSTRAINT ck_ticket_category CHECK (category IN ('water', 'heating', 'electricity', 'lift', 'doors', 'structure', 'cleaning', 'safety', 'other')),
    CONSTRAINT ck_ticket_place CHECK (place IN ('common', 'staircase', 'floor', 'lot', 'outside')),
    CONSTRAINT ck_ticket_urgency CHECK (urgency IN ('danger', 'soon', 'normal')),
    CONSTRAINT ck_ticket_lot CHECK (lot_id IS NULL OR place = 'lot'),
    CONSTRAINT ck_ticket_source CHECK ((by_id IS NULL) <> (form_id IS NULL)),
    CONSTRAINT fk_ticket_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT fk_ticket_association_id_form_id FOREIGN KEY(association_id, form_id) REFERENCES ticket_form (association_id, id),
    CONSTRAINT fk_ticket_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_ticket_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_ticket_association_id ON ticket (association_id);
CREATE INDEX ix_ticket_by_id ON ticket (by_id);

CREATE TABLE ticket_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    due DATE,
    inner_note BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID,
    CONSTRAINT pk_ticket_event PRIMARY KEY (id),
    CONSTRAINT uq_ticket_event_ticket_id_seq UNIQUE (ticket_id, seq),
    CONSTRAINT ck_ticket_event_what CHECK (what IN ('reported', 'acknowledged', 'planned', 'solved', 'declined', 'confirmed', 'reopened', 'noted')),
    CONSTRAINT ck_ticket_event_inner_note CHECK (NOT inner_note OR what = 'noted'),
    CONSTRAINT fk_ticket_event_association_id_ticket_id FOREIGN KEY(association_id, ticket_id) REFERENCES ticket (association_id, id),
    CONSTRAINT fk_ticket_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_ticket_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_ticket_event_association_id ON ticket_event (association_id);

CREATE TABLE ticket_reporter (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    token_hash BYTEA,
    emptied_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_ticket_reporter PRIMARY KEY (id),
    CONSTRAINT uq_ticket_reporter_ticket_id UNIQUE (ticket_id),
    CONSTRAINT uq_ticket_reporter_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_ticket_reporter_association_id_ticket_id FOREIGN KEY(association_id, ticket_id) REFERENCES ticket (association_id, id),
    CONSTRAINT fk_ticket_reporter_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_ticket_reporter_association_id ON ticket_reporter (association_id);

ALTER TABLE decision_task
    ALTER COLUMN entry_id DROP NOT NULL,
    ADD COLUMN ticket_id UUID,
    ADD COLUMN paper_id UUID,
    ADD COLUMN attachment_id UUID,
    ADD CONSTRAINT fk_decision_task_association_id_ticket_id FOREIGN KEY(association_id, ticket_id)
        REFERENCES ticket (association_id, id),
    ADD CONSTRAINT fk_decision_task_association_id_paper_id FOREIGN KEY(association_id, paper_id)
        REFERENCES paper (association_id, id),
    ADD CONSTRAINT fk_decision_task_association_id_attachment_id FOREIGN KEY(association_id, attachment_id)
        REFERENCES attachment (association_id, id),
    ADD CONSTRAINT ck_decision_task_about CHECK (num_nonnulls(entry_id, ticket_id, paper_id, attachment_id) <= 1);
CREATE INDEX ix_decision_task_ticket_id ON decision_task (ticket_id);

ALTER TABLE attachment
    ALTER COLUMN by_id DROP NOT NULL,
    ADD CONSTRAINT ck_attachment_by CHECK (by_id IS NOT NULL OR subject = 'ticket');
"""
BACK = """
ALTER TABLE decision_task
    DROP COLUMN ticket_id, DROP COLUMN paper_id, DROP COLUMN attachment_id,
    ALTER COLUMN entry_id SET NOT NULL;
ALTER TABLE attachment DROP CONSTRAINT ck_attachment_by, ALTER COLUMN by_id SET NOT NULL;
DROP TABLE ticket_reporter;
DROP TABLE ticket_event;
DROP TABLE ticket;
DROP TABLE ticket_form;
"""
FACTS = ("ticket_form", "ticket", "ticket_event")
CHANGED = ("ticket_reporter",)

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    for table in (*FACTS, *CHANGED):
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
    for table in CHANGED:
        op.execute(
            f"CREATE POLICY one_change ON {table} FOR UPDATE TO koprogo_app "
            f"USING (association_id {NAMED}) WITH CHECK (association_id {NAMED})"
        )
        op.execute(f"GRANT UPDATE ON {table} TO koprogo_app")


def downgrade() -> None:
    op.execute(BACK)

"""What the council keeps besides its questions: notes, reports, papers handed in for an assembly; the hand-over.

Everything is only added to. A report is what the council wrote, version by version, and the facts as they stood when it was
issued. `handed_in` says which report goes with which assembly. The steps of a hand-over are those of art. 3.89 §5, 7°.
"""

from alembic import op

revision = "2026_11_23_council_reports"
down_revision = "2026_11_23_tickets"

TABLES = r"""
CREATE TABLE council_note (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    entry_id UUID,
    what VARCHAR NOT NULL,
    day DATE NOT NULL,
    words VARCHAR NOT NULL,
    in_report BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_note PRIMARY KEY (id),
    CONSTRAINT uq_council_note_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_council_note_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES register_entry (association_id, id),
    CONSTRAINT ck_council_note_what CHECK (what IN ('note', 'visit')),
    CONSTRAINT fk_council_note_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_note_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_note_association_id ON council_note (association_id);

CREATE TABLE council_report (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_report PRIMARY KEY (id),
    CONSTRAINT uq_council_report_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_council_report_kind CHECK (kind IN ('yearly', 'half_yearly')),
    CONSTRAINT ck_council_report_days CHECK (since < until),
    CONSTRAINT fk_council_report_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_report_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_report_association_id ON council_report (association_id);

CREATE TABLE council_report_text (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    report_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    words JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_report_text PRIMARY KEY (id),
    CONSTRAINT uq_council_report_text_report_id_seq UNIQUE (report_id, seq),
    CONSTRAINT fk_council_report_text_association_id_report_id FOREIGN KEY(association_id, report_id)
        REFERENCES council_report (association_id, id),
    CONSTRAINT fk_council_report_text_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_report_text_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_report_text_association_id ON council_report_text (association_id);

CREATE TABLE council_report_issue (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    report_id UUID NOT NULL,
    version INTEGER NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_council_report_issue PRIMARY KEY (id),
    CONSTRAINT uq_council_report_issue_report_id_version UNIQUE (report_id, version),
    CONSTRAINT fk_council_report_issue_association_id_report_id FOREIGN KEY(association_id, report_id)
        REFERENCES council_report (association_id, id),
    CONSTRAINT fk_council_report_issue_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_council_report_issue_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_council_report_issue_association_id ON council_report_issue (association_id);

CREATE TABLE handed_in (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    assembly_id UUID NOT NULL,
    attachment_id UUID NOT NULL,
    report_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_handed_in PRIMARY KEY (id),
    CONSTRAINT uq_handed_in_attachment_id UNIQUE (attachment_id),
    CONSTRAINT ck_handed_in_what CHECK (what IN ('auditor_report', 'council_report')),
    CONSTRAINT ck_handed_in_report CHECK ((what = 'council_report') = (report_id IS NOT NULL)),
    CONSTRAINT fk_handed_in_association_id_assembly_id FOREIGN KEY(association_id, assembly_id)
        REFERENCES assembly (association_id, id),
    CONSTRAINT fk_handed_in_association_id_attachment_id FOREIGN KEY(association_id, attachment_id)
        REFERENCES attachment (association_id, id),
    CONSTRAINT fk_handed_in_association_id_report_id FOREIGN KEY(association_id, report_id)
        REFERENCES council_report (association_id, id),
    CONSTRAINT fk_handed_in_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_handed_in_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_handed_in_association_id ON handed_in (association_id);

CREATE INDEX ix_handed_in_assembly_id ON handed_in (assembly_id);

CREATE TABLE handover_step (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    mandate_id UUID NOT NULL,
    item VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    day DATE NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_handover_step PRIMARY KEY (id),
    CONSTRAINT uq_handover_step_mandate_id_item_seq UNIQUE (mandate_id, item, seq),
    CONSTRAINT ck_handover_step_what CHECK (what IN ('received', 'missing')),
    CONSTRAINT fk_handover_step_association_id_mandate_id FOREIGN KEY(association_id, mandate_id)
        REFERENCES mandate (association_id, id),
    CONSTRAINT fk_handover_step_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_handover_step_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_handover_step_association_id ON handover_step (association_id);
"""

ADDED = (
    "council_note", "council_report", "council_report_text", "council_report_issue", "handed_in", "handover_step",
)  # fmt: skip

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
    for table in reversed(ADDED):
        op.execute(f"DROP TABLE {table}")

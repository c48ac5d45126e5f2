"""Owners without an e-mail address are told on paper before the 48 hours begin; a second person may answer through a link."""

from alembic import op

revision = "2026_11_30_second_person"
down_revision = "2026_11_29_line_key"

EVENTS = {
    "iban_event": "'entered', 'to_tell', 'told', 'confirmed', 'refused'",
    "repayment_event": "'entered', 'to_tell', 'told', 'confirmed', 'refused', 'withdrawn'",
}
TABLES = """
CREATE TABLE second_person_link (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    person_id UUID NOT NULL,
    supplier_id UUID,
    iban VARCHAR NOT NULL,
    repayment_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_second_person_link PRIMARY KEY (id),
    CONSTRAINT uq_second_person_link_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_second_person_link_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_second_person_link_association_id_supplier_id FOREIGN KEY(association_id, supplier_id)
        REFERENCES supplier (association_id, id),
    CONSTRAINT fk_second_person_link_association_id_repayment_id FOREIGN KEY(association_id, repayment_id)
        REFERENCES repayment (association_id, id),
    CONSTRAINT ck_second_person_link_of CHECK (num_nonnulls(supplier_id, repayment_id) = 1),
    CONSTRAINT ck_second_person_link_number CHECK ((supplier_id IS NULL) = (iban = '')),
    CONSTRAINT fk_second_person_link_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_second_person_link_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_second_person_link_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_second_person_link_association_id ON second_person_link (association_id);

CREATE TABLE second_person_answer (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    link_id UUID NOT NULL,
    agrees BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_second_person_answer PRIMARY KEY (id),
    CONSTRAINT uq_second_person_answer_link_id UNIQUE (link_id),
    CONSTRAINT fk_second_person_answer_association_id_link_id FOREIGN KEY(association_id, link_id)
        REFERENCES second_person_link (association_id, id),
    CONSTRAINT fk_second_person_answer_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_second_person_answer_association_id ON second_person_answer (association_id);
"""
NAMES = ("second_person_link", "second_person_answer")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    for table, steps in EVENTS.items():
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN on_paper INTEGER NOT NULL DEFAULT 0, ADD COLUMN told_on DATE,"
            f" ADD COLUMN how VARCHAR NOT NULL DEFAULT '', DROP CONSTRAINT ck_{table}_what,"
            f" ADD CONSTRAINT ck_{table}_what CHECK (what IN ({steps})), ADD CONSTRAINT ck_{table}_paper"
            " CHECK (what <> 'told' OR on_paper = 0 OR (told_on IS NOT NULL AND how <> ''))"
        )
        op.execute(
            f"ALTER TABLE {table} ALTER COLUMN on_paper DROP DEFAULT, ALTER COLUMN how DROP DEFAULT"
        )
    op.execute(TABLES)
    for table in NAMES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )


def downgrade() -> None:
    """Refused by the database where owners are still to be told on paper."""
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table}")
    for table, steps in EVENTS.items():
        before = steps.replace("'to_tell', ", "")
        op.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_paper, DROP COLUMN on_paper, DROP COLUMN told_on,"
            f" DROP COLUMN how, DROP CONSTRAINT ck_{table}_what,"
            f" ADD CONSTRAINT ck_{table}_what CHECK (what IN ({before}))"
        )

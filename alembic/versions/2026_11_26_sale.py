"""Special calls in settlements: whose calls pay a cost, what stays for works; and claims on insurers that pay one."""

from alembic import op

revision = "2026_11_26_sale"
down_revision = "2026_11_25_people"

TABLES = """
ALTER TABLE settlement_cost ADD COLUMN decision_id UUID;
ALTER TABLE settlement_cost ADD CONSTRAINT fk_settlement_cost_association_id_decision_id
    FOREIGN KEY(association_id, decision_id) REFERENCES funding_decision (association_id, id);

CREATE TABLE settlement_works (
    association_id UUID NOT NULL,
    settlement_id UUID NOT NULL,
    number INTEGER NOT NULL,
    decision_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    called BIGINT NOT NULL,
    used BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    CONSTRAINT pk_settlement_works PRIMARY KEY (association_id, settlement_id, number),
    CONSTRAINT fk_settlement_works_association_id_settlement_id FOREIGN KEY(association_id, settlement_id)
        REFERENCES settlement (association_id, id),
    CONSTRAINT fk_settlement_works_association_id_decision_id FOREIGN KEY(association_id, decision_id)
        REFERENCES funding_decision (association_id, id),
    CONSTRAINT fk_settlement_works_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_settlement_works_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT ck_settlement_works_sums CHECK (used BETWEEN 0 AND called AND kept BETWEEN 0 AND called - used)
);
CREATE INDEX ix_settlement_works_debtor ON settlement_works (association_id, debtor_id);
CREATE TRIGGER whole AFTER INSERT ON settlement_works REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_settlement_rows();

CREATE TABLE funding_end (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    day DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_funding_end PRIMARY KEY (id),
    CONSTRAINT fk_funding_end_association_id_decision_id FOREIGN KEY(association_id, decision_id)
        REFERENCES funding_decision (association_id, id),
    CONSTRAINT uq_funding_end_association_id_decision_id UNIQUE (association_id, decision_id),
    CONSTRAINT fk_funding_end_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_funding_end_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_funding_end_association_id ON funding_end (association_id);

CREATE TABLE claim (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (id),
    CONSTRAINT uq_claim_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_claim_association_id_number UNIQUE (association_id, number),
    CONSTRAINT ck_claim_words CHECK (words <> ''),
    CONSTRAINT fk_claim_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_claim_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_claim_association_id ON claim (association_id);

CREATE TABLE claim_lot (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    claim_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    CONSTRAINT pk_claim_lot PRIMARY KEY (id),
    CONSTRAINT fk_claim_lot_association_id_claim_id FOREIGN KEY(association_id, claim_id)
        REFERENCES claim (association_id, id),
    CONSTRAINT fk_claim_lot_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT uq_claim_lot_claim_id_lot_id UNIQUE (claim_id, lot_id),
    CONSTRAINT fk_claim_lot_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_claim_lot_association_id ON claim_lot (association_id);

CREATE TABLE claim_version (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    claim_id UUID NOT NULL,
    version INTEGER NOT NULL,
    insurer VARCHAR NOT NULL,
    policy VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    expected BIGINT NOT NULL,
    deductible BIGINT NOT NULL,
    lot_id UUID,
    source VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_claim_version PRIMARY KEY (id),
    CONSTRAINT fk_claim_version_association_id_claim_id FOREIGN KEY(association_id, claim_id)
        REFERENCES claim (association_id, id),
    CONSTRAINT fk_claim_version_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT uq_claim_version_claim_id_version UNIQUE (claim_id, version),
    CONSTRAINT ck_claim_version_amounts CHECK (expected >= 0 AND deductible >= 0 AND insurer <> ''),
    CONSTRAINT ck_claim_version_source CHECK (lot_id IS NULL OR source <> ''),
    CONSTRAINT fk_claim_version_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_claim_version_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_claim_version_association_id ON claim_version (association_id);

CREATE TABLE claim_receipt (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    claim_id UUID NOT NULL,
    line_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_claim_receipt PRIMARY KEY (id),
    CONSTRAINT fk_claim_receipt_association_id_claim_id FOREIGN KEY(association_id, claim_id)
        REFERENCES claim (association_id, id),
    CONSTRAINT fk_claim_receipt_association_id_line_id FOREIGN KEY(association_id, line_id)
        REFERENCES bank_line (association_id, id),
    CONSTRAINT uq_claim_receipt_line_id_seq UNIQUE (line_id, seq),
    CONSTRAINT fk_claim_receipt_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_claim_receipt_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_claim_receipt_association_id ON claim_receipt (association_id);

CREATE TABLE claim_end (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    claim_id UUID NOT NULL,
    day DATE NOT NULL,
    entry_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_claim_end PRIMARY KEY (id),
    CONSTRAINT fk_claim_end_association_id_claim_id FOREIGN KEY(association_id, claim_id)
        REFERENCES claim (association_id, id),
    CONSTRAINT fk_claim_end_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_claim_end_claim_id UNIQUE (claim_id),
    CONSTRAINT fk_claim_end_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_claim_end_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_claim_end_association_id ON claim_end (association_id);

ALTER TABLE invoice ADD COLUMN claim_id UUID;
ALTER TABLE invoice ADD CONSTRAINT fk_invoice_association_id_claim_id
    FOREIGN KEY(association_id, claim_id) REFERENCES claim (association_id, id);
"""
EMPTY_TOO = r"""
CREATE OR REPLACE FUNCTION guard_settlement_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM settlement_owner o
                WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id
                  AND o.actual IS DISTINCT FROM (SELECT coalesce(sum(l.amount), 0) FROM settlement_line l
                        WHERE l.association_id = o.association_id AND l.settlement_id = o.settlement_id
                          AND l.debtor_id = o.debtor_id))
       OR (SELECT coalesce(sum(o.actual), 0) FROM settlement_owner o
            WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id)
          IS DISTINCT FROM (SELECT coalesce(sum(c.amount - c.from_reserve), 0) FROM settlement_cost c
            WHERE c.association_id = NEW.association_id AND c.settlement_id = NEW.id) THEN
        RAISE EXCEPTION 'a settlement is the sum of its cells' USING ERRCODE = 'KG059';
    END IF;
    IF (SELECT coalesce(sum(o.posted), 0) FROM settlement_owner o
         WHERE o.association_id = NEW.association_id AND o.settlement_id = NEW.id)
       IS DISTINCT FROM (SELECT coalesce(sum(i.amount), 0) FROM owner_item i
         WHERE i.association_id = NEW.association_id AND i.entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'a settlement posts what it says' USING ERRCODE = 'KG059';
    END IF;
    RETURN NULL;
END $$;
"""
"""Days without any cost are settled too: nobody bears nothing."""
FACTS = ("settlement_works", "funding_end", "claim", "claim_lot", "claim_version", "claim_receipt", "claim_end")

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(EMPTY_TOO)
    for table in FACTS:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )


def downgrade() -> None:
    op.execute("ALTER TABLE invoice DROP COLUMN claim_id")
    for table in reversed(FACTS):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE settlement_cost DROP COLUMN decision_id")

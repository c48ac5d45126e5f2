"""What leaves the bank: a payment says what it pays, a match what it paid, a receipt goes back, an account ends.

`match.order_id` had no reference: it names one payment of an order, so it is called `payment_id` and refers to it. What a
payment pays (invoices, less credit notes) stands in a table of its own, as does what a line of the bank has paid.
"""

from alembic import op

revision = "2026_11_25_bank2"
down_revision = "2026_11_25_takeover"

TABLES = """
ALTER TABLE payment_line ADD CONSTRAINT uq_payment_line_association_id_id UNIQUE (association_id, id);

CREATE TABLE repayment (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    bank_line_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    iban VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_repayment PRIMARY KEY (id),
    CONSTRAINT uq_repayment_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_repayment_association_id_bank_line_id FOREIGN KEY(association_id, bank_line_id)
        REFERENCES bank_line (association_id, id),
    CONSTRAINT ck_repayment_amount CHECK (amount > 0 AND name <> '' AND iban <> '' AND why <> ''),
    CONSTRAINT fk_repayment_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_repayment_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_repayment_association_id ON repayment (association_id);
CREATE INDEX ix_repayment_line ON repayment (association_id, bank_line_id);

CREATE TABLE repayment_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    repayment_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    waits_until TIMESTAMP WITH TIME ZONE,
    letters INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_repayment_event PRIMARY KEY (id),
    CONSTRAINT fk_repayment_event_association_id_repayment_id FOREIGN KEY(association_id, repayment_id)
        REFERENCES repayment (association_id, id),
    CONSTRAINT uq_repayment_event_repayment_id_seq UNIQUE (repayment_id, seq),
    CONSTRAINT ck_repayment_event_what CHECK (what IN ('entered', 'told', 'confirmed', 'refused', 'withdrawn')),
    CONSTRAINT ck_repayment_event_waits CHECK ((what = 'told') = (waits_until IS NOT NULL)),
    CONSTRAINT ck_repayment_event_words CHECK (what NOT IN ('refused', 'withdrawn') OR words <> ''),
    CONSTRAINT fk_repayment_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_repayment_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_repayment_event_association_id ON repayment_event (association_id);

CREATE TABLE bank_account_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    bank_account_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    day DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_bank_account_event PRIMARY KEY (id),
    CONSTRAINT fk_bank_account_event_association_id_bank_account_id FOREIGN KEY(association_id, bank_account_id)
        REFERENCES bank_account (association_id, id),
    CONSTRAINT uq_bank_account_event_association_id_bank_account_id UNIQUE (association_id, bank_account_id),
    CONSTRAINT ck_bank_account_event_what CHECK (what IN ('ended')),
    CONSTRAINT fk_bank_account_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_bank_account_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_bank_account_event_association_id ON bank_account_event (association_id);

CREATE TABLE payment_invoice (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    payment_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_payment_invoice PRIMARY KEY (id),
    CONSTRAINT fk_payment_invoice_association_id_payment_id FOREIGN KEY(association_id, payment_id)
        REFERENCES payment_line (association_id, id),
    CONSTRAINT fk_payment_invoice_association_id_invoice_id FOREIGN KEY(association_id, invoice_id)
        REFERENCES invoice (association_id, id),
    CONSTRAINT uq_payment_invoice_payment_id_invoice_id UNIQUE (payment_id, invoice_id),
    CONSTRAINT ck_payment_invoice_amount CHECK (amount <> 0),
    CONSTRAINT fk_payment_invoice_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_payment_invoice_association_id ON payment_invoice (association_id);
CREATE INDEX ix_payment_invoice_invoice ON payment_invoice (association_id, invoice_id);

CREATE TABLE match_invoice (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    match_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_match_invoice PRIMARY KEY (id),
    CONSTRAINT fk_match_invoice_association_id_match_id FOREIGN KEY(association_id, match_id)
        REFERENCES match (association_id, id),
    CONSTRAINT fk_match_invoice_association_id_invoice_id FOREIGN KEY(association_id, invoice_id)
        REFERENCES invoice (association_id, id),
    CONSTRAINT uq_match_invoice_match_id_invoice_id UNIQUE (match_id, invoice_id),
    CONSTRAINT ck_match_invoice_amount CHECK (amount <> 0),
    CONSTRAINT fk_match_invoice_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_match_invoice_association_id ON match_invoice (association_id);
CREATE INDEX ix_match_invoice_invoice ON match_invoice (association_id, invoice_id);
"""
KEPT = """
ALTER TABLE payment_line NO FORCE ROW LEVEL SECURITY;
INSERT INTO payment_invoice (id, association_id, payment_id, invoice_id, amount)
SELECT gen_random_uuid(), association_id, id, invoice_id, amount FROM payment_line;
ALTER TABLE payment_line FORCE ROW LEVEL SECURITY;
"""
COLUMNS = """
ALTER TABLE payment_line
    DROP COLUMN invoice_id,
    ADD COLUMN kind VARCHAR NOT NULL DEFAULT 'invoice',
    ADD COLUMN name VARCHAR NOT NULL DEFAULT '',
    ADD COLUMN repayment_id UUID,
    ADD COLUMN to_account_id UUID,
    ADD CONSTRAINT ck_payment_line_kind CHECK (kind IN ('invoice', 'repayment', 'transfer')),
    ADD CONSTRAINT ck_payment_line_repayment CHECK ((kind = 'repayment') = (repayment_id IS NOT NULL)),
    ADD CONSTRAINT ck_payment_line_transfer CHECK ((kind = 'transfer') = (to_account_id IS NOT NULL)),
    ADD CONSTRAINT fk_payment_line_association_id_repayment_id FOREIGN KEY(association_id, repayment_id)
        REFERENCES repayment (association_id, id),
    ADD CONSTRAINT fk_payment_line_association_id_to_account_id FOREIGN KEY(association_id, to_account_id)
        REFERENCES bank_account (association_id, id);
ALTER TABLE payment_line ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN name DROP DEFAULT;

ALTER TABLE match RENAME COLUMN order_id TO payment_id;
ALTER TABLE match RENAME CONSTRAINT ck_match_order TO ck_match_payment;
ALTER TABLE match DROP CONSTRAINT ck_match_target,
    ADD CONSTRAINT ck_match_target
        CHECK (target IN ('debtor', 'rule', 'order', 'invoice', 'own', 'account', 'suspense')),
    ADD CONSTRAINT fk_match_association_id_payment_id FOREIGN KEY(association_id, payment_id)
        REFERENCES payment_line (association_id, id);
CREATE INDEX ix_match_payment ON match (association_id, payment_id);

ALTER TABLE match_part ADD COLUMN entry_id UUID,
    ADD CONSTRAINT fk_match_part_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    ADD CONSTRAINT ck_match_part_item CHECK (num_nonnulls(call_id, entry_id) <= 1);

ALTER TABLE invoice_event DROP CONSTRAINT ck_invoice_event_what, DROP CONSTRAINT ck_invoice_event_words,
    ADD CONSTRAINT ck_invoice_event_what
        CHECK (what IN ('entered', 'submitted', 'returned', 'approved', 'rejected', 'reversed', 'paid', 'unpaid')),
    ADD CONSTRAINT ck_invoice_event_words
        CHECK (what NOT IN ('rejected', 'returned', 'reversed', 'unpaid') OR words <> '');
"""
FACTS = ("repayment", "repayment_event", "bank_account_event", "payment_invoice", "match_invoice")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(KEPT)
    op.execute(COLUMNS)
    for table in FACTS:
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
    op.execute(
        """
        ALTER TABLE invoice_event DROP CONSTRAINT ck_invoice_event_what, DROP CONSTRAINT ck_invoice_event_words,
            ADD CONSTRAINT ck_invoice_event_what
                CHECK (what IN ('entered', 'submitted', 'returned', 'approved', 'rejected', 'reversed', 'paid')),
            ADD CONSTRAINT ck_invoice_event_words CHECK (what NOT IN ('rejected', 'returned', 'reversed') OR words <> '');
        ALTER TABLE match_part DROP COLUMN entry_id;
        DROP INDEX ix_match_payment;
        ALTER TABLE match DROP CONSTRAINT fk_match_association_id_payment_id, DROP CONSTRAINT ck_match_target,
            ADD CONSTRAINT ck_match_target CHECK (target IN ('debtor', 'rule', 'order', 'own', 'account', 'suspense'));
        ALTER TABLE match RENAME CONSTRAINT ck_match_payment TO ck_match_order;
        ALTER TABLE match RENAME COLUMN payment_id TO order_id;
        ALTER TABLE payment_line DROP COLUMN kind, DROP COLUMN name, DROP COLUMN repayment_id, DROP COLUMN to_account_id,
            ADD COLUMN invoice_id UUID,
            ADD CONSTRAINT fk_payment_line_association_id_invoice_id FOREIGN KEY(association_id, invoice_id)
                REFERENCES invoice (association_id, id);
        """
    )
    for table in reversed(FACTS):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("ALTER TABLE payment_line DROP CONSTRAINT uq_payment_line_association_id_id")

"""Suppliers and their accounts, invoices with every version of their lines, what the assembly allowed, payment orders.

An invoice is changed only while its last event says that it is a draft. The look fails closed: when row security hides the
events, there is no draft.
"""

from alembic import op

revision = "2026_11_24_invoices"
down_revision = "2026_11_24_settlement"

TABLES = """
CREATE TABLE payment_order (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    fund VARCHAR NOT NULL,
    iban VARCHAR NOT NULL,
    day DATE NOT NULL,
    message_id VARCHAR NOT NULL,
    total BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_payment_order PRIMARY KEY (id),
    CONSTRAINT uq_payment_order_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_payment_order_association_id_number UNIQUE (association_id, number),
    CONSTRAINT uq_payment_order_message_id UNIQUE (message_id),
    CONSTRAINT ck_payment_order_fund CHECK (fund IN ('working', 'reserve')),
    CONSTRAINT ck_payment_order_total CHECK (total > 0 AND size > 0),
    CONSTRAINT fk_payment_order_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_payment_order_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_payment_order_association_id ON payment_order (association_id);

CREATE TABLE supplier (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    enterprise_number VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_supplier PRIMARY KEY (id),
    CONSTRAINT uq_supplier_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_supplier_name CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT fk_supplier_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_supplier_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_supplier_association_id ON supplier (association_id);
CREATE UNIQUE INDEX uq_supplier_number ON supplier (association_id, enterprise_number) WHERE enterprise_number <> '';

CREATE TABLE iban_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    supplier_id UUID NOT NULL,
    iban VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    waits_until TIMESTAMP WITH TIME ZONE,
    letters INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_iban_event PRIMARY KEY (id),
    CONSTRAINT fk_iban_event_association_id_supplier_id FOREIGN KEY(association_id, supplier_id) REFERENCES supplier (association_id, id),
    CONSTRAINT uq_iban_event_supplier_id_iban_seq UNIQUE (supplier_id, iban, seq),
    CONSTRAINT ck_iban_event_what CHECK (what IN ('entered', 'told', 'confirmed', 'refused')),
    CONSTRAINT ck_iban_event_waits CHECK ((what = 'told') = (waits_until IS NOT NULL)),
    CONSTRAINT ck_iban_event_words CHECK (what <> 'refused' OR words <> ''),
    CONSTRAINT fk_iban_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_iban_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_iban_event_association_id ON iban_event (association_id);

CREATE TABLE payment_order_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    order_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_payment_order_event PRIMARY KEY (id),
    CONSTRAINT fk_payment_order_event_association_id_order_id FOREIGN KEY(association_id, order_id) REFERENCES payment_order (association_id, id),
    CONSTRAINT uq_payment_order_event_order_id_seq UNIQUE (order_id, seq),
    CONSTRAINT ck_payment_order_event_what CHECK (what IN ('fetched', 'cancelled')),
    CONSTRAINT ck_payment_order_event_words CHECK (what <> 'cancelled' OR words <> ''),
    CONSTRAINT fk_payment_order_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_payment_order_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_payment_order_event_association_id ON payment_order_event (association_id);

CREATE TABLE funding_decision (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    funding VARCHAR NOT NULL,
    item_id UUID,
    words VARCHAR NOT NULL,
    decided_on DATE NOT NULL,
    ceiling BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_funding_decision PRIMARY KEY (id),
    CONSTRAINT uq_funding_decision_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_funding_decision_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_funding_decision_association_id_item_id_funding UNIQUE (association_id, item_id, funding),
    CONSTRAINT ck_funding_decision_funding CHECK (funding IN ('reserve', 'special_call', 'loan')),
    CONSTRAINT ck_funding_decision_ceiling CHECK (ceiling > 0 AND words <> ''),
    CONSTRAINT fk_funding_decision_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_funding_decision_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_funding_decision_association_id ON funding_decision (association_id);

CREATE TABLE invoice (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    supplier_id UUID,
    supplier_number VARCHAR NOT NULL,
    day DATE,
    due_on DATE,
    gross BIGINT NOT NULL,
    stated_vat JSONB DEFAULT '{}' NOT NULL,
    iban VARCHAR NOT NULL,
    communication VARCHAR NOT NULL,
    service_from DATE,
    service_until DATE,
    funding VARCHAR NOT NULL,
    decision_id UUID,
    document_id UUID,
    ubl_id UUID,
    version INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT uq_invoice_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_invoice_association_id_supplier_id FOREIGN KEY(association_id, supplier_id) REFERENCES supplier (association_id, id),
    CONSTRAINT fk_invoice_association_id_decision_id FOREIGN KEY(association_id, decision_id) REFERENCES funding_decision (association_id, id),
    CONSTRAINT fk_invoice_association_id_document_id FOREIGN KEY(association_id, document_id) REFERENCES attachment (association_id, id),
    CONSTRAINT fk_invoice_association_id_ubl_id FOREIGN KEY(association_id, ubl_id) REFERENCES attachment (association_id, id),
    CONSTRAINT uq_invoice_association_id_number UNIQUE (association_id, number),
    CONSTRAINT ck_invoice_kind CHECK (kind IN ('invoice', 'credit_note')),
    CONSTRAINT ck_invoice_gross CHECK (gross >= 0 AND version >= 0),
    CONSTRAINT ck_invoice_funding CHECK (funding IN ('budget', 'reserve', 'special_call', 'loan', 'insurance')),
    CONSTRAINT ck_invoice_service CHECK ((service_from IS NULL) = (service_until IS NULL) AND service_from < service_until),
    CONSTRAINT fk_invoice_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_invoice_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_invoice_association_id ON invoice (association_id);

CREATE TABLE invoice_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    entry_id UUID,
    content VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_invoice_event PRIMARY KEY (id),
    CONSTRAINT fk_invoice_event_association_id_invoice_id FOREIGN KEY(association_id, invoice_id) REFERENCES invoice (association_id, id),
    CONSTRAINT fk_invoice_event_association_id_entry_id FOREIGN KEY(association_id, entry_id) REFERENCES entry (association_id, id),
    CONSTRAINT uq_invoice_event_invoice_id_seq UNIQUE (invoice_id, seq),
    CONSTRAINT ck_invoice_event_what CHECK (what IN ('entered', 'submitted', 'returned', 'approved', 'rejected', 'reversed', 'paid')),
    CONSTRAINT ck_invoice_event_words CHECK (what NOT IN ('rejected', 'returned', 'reversed') OR words <> ''),
    CONSTRAINT ck_invoice_event_entry CHECK (what NOT IN ('approved', 'reversed') OR entry_id IS NOT NULL),
    CONSTRAINT fk_invoice_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_invoice_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_invoice_event_association_id ON invoice_event (association_id);
CREATE INDEX ix_invoice_event_entry ON invoice_event (association_id, entry_id);

CREATE TABLE invoice_line (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    version INTEGER NOT NULL,
    line INTEGER NOT NULL,
    words VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    net BIGINT NOT NULL,
    rate VARCHAR NOT NULL,
    key_id UUID,
    lot_id UUID,
    CONSTRAINT pk_invoice_line PRIMARY KEY (id),
    CONSTRAINT uq_invoice_line_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_invoice_line_association_id_invoice_id FOREIGN KEY(association_id, invoice_id) REFERENCES invoice (association_id, id),
    CONSTRAINT fk_invoice_line_association_id_key_id FOREIGN KEY(association_id, key_id) REFERENCES apportionment_key (association_id, id),
    CONSTRAINT fk_invoice_line_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT uq_invoice_line_invoice_id_version_line UNIQUE (invoice_id, version, line),
    CONSTRAINT ck_invoice_line_rate CHECK (rate IN ('0', '6', '12', '21', 'exempt')),
    CONSTRAINT ck_invoice_line_bearer CHECK (num_nonnulls(key_id, lot_id) <= 1),
    CONSTRAINT fk_invoice_line_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_invoice_line_association_id ON invoice_line (association_id);

CREATE TABLE payment_line (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    order_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    iban VARCHAR NOT NULL,
    communication VARCHAR NOT NULL,
    end_to_end_id VARCHAR NOT NULL,
    CONSTRAINT pk_payment_line PRIMARY KEY (id),
    CONSTRAINT fk_payment_line_association_id_order_id FOREIGN KEY(association_id, order_id) REFERENCES payment_order (association_id, id),
    CONSTRAINT fk_payment_line_association_id_invoice_id FOREIGN KEY(association_id, invoice_id) REFERENCES invoice (association_id, id),
    CONSTRAINT uq_payment_line_association_id_end_to_end_id UNIQUE (association_id, end_to_end_id),
    CONSTRAINT ck_payment_line_amount CHECK (amount > 0),
    CONSTRAINT fk_payment_line_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_payment_line_association_id ON payment_line (association_id);

CREATE TABLE invoice_share (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    line_id UUID NOT NULL,
    lot_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_invoice_share PRIMARY KEY (id),
    CONSTRAINT fk_invoice_share_association_id_line_id FOREIGN KEY(association_id, line_id) REFERENCES invoice_line (association_id, id),
    CONSTRAINT fk_invoice_share_association_id_lot_id FOREIGN KEY(association_id, lot_id) REFERENCES lot (association_id, id),
    CONSTRAINT uq_invoice_share_line_id_lot_id UNIQUE (line_id, lot_id),
    CONSTRAINT fk_invoice_share_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_invoice_share_association_id ON invoice_share (association_id);
"""

GUARDS = """
CREATE FUNCTION is_draft_invoice(association UUID, invoice UUID) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT e.what IN ('entered', 'returned') FROM invoice_event e
                      WHERE e.association_id = association AND e.invoice_id = invoice ORDER BY e.seq DESC LIMIT 1), false)
$$;

CREATE FUNCTION guard_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.association_id <> OLD.association_id OR NEW.number <> OLD.number
       OR NOT is_draft_invoice(OLD.association_id, OLD.id) THEN
        RAISE EXCEPTION 'an invoice changes only while it is a draft' USING ERRCODE = 'KG020';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_invoice_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT is_draft_invoice(NEW.association_id, NEW.invoice_id) THEN
        RAISE EXCEPTION 'an invoice changes only while it is a draft' USING ERRCODE = 'KG020';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_invoice_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM invoice_line l WHERE l.association_id = NEW.association_id AND l.id = NEW.line_id
                      AND is_draft_invoice(l.association_id, l.invoice_id)) THEN
        RAISE EXCEPTION 'an invoice changes only while it is a draft' USING ERRCODE = 'KG020';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_drafts BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION guard_invoice();
CREATE TRIGGER never_removed BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON invoice FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
CREATE TRIGGER only_drafts BEFORE INSERT ON invoice_line FOR EACH ROW EXECUTE FUNCTION guard_invoice_line();
CREATE TRIGGER only_drafts BEFORE INSERT ON invoice_share FOR EACH ROW EXECUTE FUNCTION guard_invoice_share();
"""
FACTS = (
    "payment_order",
    "iban_event",
    "payment_order_event",
    "funding_decision",
    "invoice_event",
    "invoice_line",
    "payment_line",
    "invoice_share",
)
CHANGED = ("supplier", "invoice")
FUNCTIONS = ("guard_invoice()", "guard_invoice_line()", "guard_invoice_share()", "is_draft_invoice(UUID, UUID)")

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GUARDS)
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
    for table in ("payment_order_event", "payment_line", "payment_order", "invoice_event", "invoice_share", "invoice_line",
                  "invoice", "funding_decision", "iban_event", "supplier"):
        op.execute(f"DROP TABLE {table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")

"""The ledger: accounts, periods, entries, what owners owe; and everything PostgreSQL itself refuses (docs/adr/0051).

An entry balances in the statement that writes its lines: the trigger looks at the new rows only, so neither another
transaction nor row-level security can blind it. An entry is finished when its transaction commits. Posting and closing of
a period take turns by an advisory lock, because the application must not have the UPDATE right that a row lock needs.
"""

from alembic import op

revision = "2026_11_24_ledger"
down_revision = "2026_11_23_council_reports"

TABLES = """
CREATE TABLE debtor (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    number INTEGER NOT NULL,
    members UUID[] NOT NULL,
    CONSTRAINT pk_debtor PRIMARY KEY (id),
    CONSTRAINT uq_debtor_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_debtor_association_id_number UNIQUE (association_id, number),
    CONSTRAINT uq_debtor_association_id_members UNIQUE (association_id, members),
    CONSTRAINT ck_debtor_shape CHECK (number > 0 AND cardinality(members) > 0),
    CONSTRAINT fk_debtor_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_debtor_association_id ON debtor (association_id);

CREATE TABLE debtor_person (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT pk_debtor_person PRIMARY KEY (id),
    CONSTRAINT fk_debtor_person_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT uq_debtor_person_debtor_id_person_id UNIQUE (debtor_id, person_id),
    CONSTRAINT fk_debtor_person_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_debtor_person_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_debtor_person_association_id ON debtor_person (association_id);
CREATE INDEX ix_debtor_person_person_id ON debtor_person (person_id);

CREATE TABLE ledger_account (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    code VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    names JSONB DEFAULT '{}' NOT NULL,
    debtor_id UUID,
    part VARCHAR,
    fund VARCHAR,
    key_id UUID,
    CONSTRAINT pk_ledger_account PRIMARY KEY (id),
    CONSTRAINT uq_ledger_account_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_ledger_account_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_ledger_account_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT uq_ledger_account_association_id_code UNIQUE (association_id, code),
    CONSTRAINT uq_ledger_account_association_id_debtor_id_part UNIQUE (association_id, debtor_id, part),
    CONSTRAINT ck_ledger_account_owner CHECK ((debtor_id IS NULL) = (part IS NULL)),
    CONSTRAINT ck_ledger_account_part CHECK (part IN ('reserve', 'other')),
    CONSTRAINT ck_ledger_account_fund CHECK (fund IN ('working', 'reserve')),
    CONSTRAINT ck_ledger_account_kind
        CHECK (kind IN ('asset', 'liability', 'equity', 'mixed', 'expense', 'income', 'appropriation')),
    CONSTRAINT fk_ledger_account_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_ledger_account_association_id ON ledger_account (association_id);

CREATE TABLE period (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    starts DATE NOT NULL,
    next_starts DATE NOT NULL,
    follows DATE,
    CONSTRAINT pk_period PRIMARY KEY (id),
    CONSTRAINT uq_period_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_period_association_id_starts UNIQUE (association_id, starts),
    CONSTRAINT uq_period_association_id_next_starts UNIQUE (association_id, next_starts),
    CONSTRAINT fk_period_association_id_follows FOREIGN KEY(association_id, follows)
        REFERENCES period (association_id, next_starts),
    CONSTRAINT ck_period_days CHECK (starts < next_starts),
    CONSTRAINT ck_period_follows CHECK (follows = starts),
    CONSTRAINT fk_period_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_period_association_id ON period (association_id);
CREATE UNIQUE INDEX uq_period_first ON period (association_id) WHERE follows IS NULL;

CREATE TABLE period_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    period_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    item_id UUID,
    hash BYTEA,
    facts JSONB DEFAULT '{}' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    xid BIGINT NOT NULL,
    CONSTRAINT pk_period_event PRIMARY KEY (id),
    CONSTRAINT fk_period_event_association_id_period_id FOREIGN KEY(association_id, period_id)
        REFERENCES period (association_id, id),
    CONSTRAINT fk_period_event_association_id_item_id FOREIGN KEY(association_id, item_id)
        REFERENCES agenda_item (association_id, id),
    CONSTRAINT ck_period_event_what CHECK (what IN ('opened', 'provisional', 'audited', 'voted', 'final')),
    CONSTRAINT ck_period_event_hash CHECK ((what = 'final') = (hash IS NOT NULL)),
    CONSTRAINT uq_period_event_association_id_period_id_seq UNIQUE (association_id, period_id, seq),
    CONSTRAINT fk_period_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_period_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_period_event_association_id ON period_event (association_id);

CREATE TABLE period_balance (
    association_id UUID NOT NULL,
    period_id UUID NOT NULL,
    account_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_period_balance PRIMARY KEY (association_id, period_id, account_id),
    CONSTRAINT fk_period_balance_association_id_period_id FOREIGN KEY(association_id, period_id)
        REFERENCES period (association_id, id),
    CONSTRAINT fk_period_balance_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT fk_period_balance_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE TABLE journal_counter (
    association_id UUID NOT NULL,
    journal VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_journal_counter PRIMARY KEY (association_id, journal, year),
    CONSTRAINT ck_journal_counter_journal
        CHECK (journal IN ('sales', 'purchases', 'bank', 'general', 'opening', 'closing')),
    CONSTRAINT ck_journal_counter_last CHECK (last >= 0),
    CONSTRAINT fk_journal_counter_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE TABLE entry (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    period_id UUID NOT NULL,
    journal VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    day DATE NOT NULL,
    reference VARCHAR NOT NULL,
    content_hash BYTEA NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    reverses UUID,
    document_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    xid BIGINT NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (id),
    CONSTRAINT uq_entry_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_entry_association_id_period_id FOREIGN KEY(association_id, period_id)
        REFERENCES period (association_id, id),
    CONSTRAINT fk_entry_association_id_reverses FOREIGN KEY(association_id, reverses)
        REFERENCES entry (association_id, id),
    CONSTRAINT fk_entry_association_id_document_id FOREIGN KEY(association_id, document_id)
        REFERENCES attachment (association_id, id),
    CONSTRAINT uq_entry_association_id_id_day UNIQUE (association_id, id, day),
    CONSTRAINT uq_entry_association_id_reference UNIQUE (association_id, reference),
    CONSTRAINT uq_entry_association_id_reverses UNIQUE (association_id, reverses),
    CONSTRAINT uq_entry_association_id_journal_year_number UNIQUE (association_id, journal, year, number),
    CONSTRAINT ck_entry_journal CHECK (journal IN ('sales', 'purchases', 'bank', 'general', 'opening', 'closing')),
    CONSTRAINT ck_entry_shape CHECK (number > 0 AND length(content_hash) = 32 AND reference <> '' AND kind <> ''),
    CONSTRAINT ck_entry_reverses CHECK (reverses <> id),
    CONSTRAINT fk_entry_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_entry_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_entry_association_id ON entry (association_id);
CREATE INDEX ix_entry_day ON entry (association_id, day, seq);
CREATE INDEX ix_entry_period ON entry (association_id, period_id);

CREATE TABLE entry_line (
    association_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    line INTEGER NOT NULL,
    day DATE NOT NULL,
    account_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    lot_id UUID,
    key_id UUID,
    weight BIGINT,
    total BIGINT,
    cost_from DATE,
    cost_until DATE,
    source_kind VARCHAR,
    source_id UUID,
    CONSTRAINT pk_entry_line PRIMARY KEY (association_id, entry_id, line),
    CONSTRAINT fk_entry_line_association_id_entry_id_day FOREIGN KEY(association_id, entry_id, day)
        REFERENCES entry (association_id, id, day),
    CONSTRAINT fk_entry_line_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT fk_entry_line_association_id_lot_id FOREIGN KEY(association_id, lot_id)
        REFERENCES lot (association_id, id),
    CONSTRAINT fk_entry_line_association_id_key_id FOREIGN KEY(association_id, key_id)
        REFERENCES apportionment_key (association_id, id),
    CONSTRAINT ck_entry_line_amount CHECK (amount <> 0),
    CONSTRAINT ck_entry_line_weight
        CHECK ((weight IS NULL) = (total IS NULL) AND weight BETWEEN 0 AND total AND total > 0),
    CONSTRAINT ck_entry_line_cost CHECK ((cost_from IS NULL) = (cost_until IS NULL) AND cost_from < cost_until),
    CONSTRAINT ck_entry_line_source CHECK ((source_kind IS NULL) = (source_id IS NULL))
);
CREATE INDEX ix_entry_line_account ON entry_line (association_id, account_id, day) INCLUDE (amount);

CREATE TABLE owner_item (
    association_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    item INTEGER NOT NULL,
    day DATE NOT NULL,
    debtor_id UUID NOT NULL,
    part VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    amount BIGINT NOT NULL,
    source_kind VARCHAR NOT NULL,
    source_id UUID NOT NULL,
    CONSTRAINT pk_owner_item PRIMARY KEY (association_id, entry_id, item),
    CONSTRAINT fk_owner_item_association_id_entry_id_day FOREIGN KEY(association_id, entry_id, day)
        REFERENCES entry (association_id, id, day),
    CONSTRAINT fk_owner_item_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT ck_owner_item_amount CHECK (amount <> 0),
    CONSTRAINT ck_owner_item_part CHECK (part IN ('reserve', 'other')),
    CONSTRAINT ck_owner_item_kind
        CHECK (kind IN ('call', 'settlement', 'private', 'receipt', 'refund', 'opening', 'correction'))
);
CREATE INDEX ix_owner_item_debtor ON owner_item (association_id, debtor_id, day);
"""

GUARDS = r"""
CREATE FUNCTION guard_period_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    place int;
    states text[] := ARRAY['opened', 'provisional', 'audited', 'voted', 'final'];
BEGIN
    PERFORM pg_advisory_xact_lock(31, hashtext(NEW.period_id::text));
    SELECT e.what, e.seq INTO stands, place FROM period_event e
     WHERE e.association_id = NEW.association_id AND e.period_id = NEW.period_id ORDER BY e.seq DESC LIMIT 1;
    IF (stands IS NULL) <> (NEW.what = 'opened') OR NEW.seq <> coalesce(place, 0) + 1
       OR array_position(states, NEW.what) <= array_position(states, stands)
       OR (NEW.what = 'final' AND stands IS DISTINCT FROM 'voted') THEN
        RAISE EXCEPTION 'a period goes from opened to final, by its steps and never back' USING ERRCODE = 'KG010';
    END IF;
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_period_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM period_event e WHERE e.association_id = NEW.association_id AND e.period_id = NEW.period_id
                      AND e.what = 'final' AND e.xid = pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'balances are written by the transaction that closes their period' USING ERRCODE = 'KG010';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(31, hashtext(NEW.period_id::text));
    SELECT p.starts, p.next_starts, (SELECT e.what FROM period_event e
            WHERE e.association_id = p.association_id AND e.period_id = p.id ORDER BY e.seq DESC LIMIT 1) AS stands
      INTO here FROM period p WHERE p.association_id = NEW.association_id AND p.id = NEW.period_id;
    IF here.stands IS NULL OR here.stands = 'final' OR (here.stands <> 'opened' AND NEW.journal <> 'closing') THEN
        RAISE EXCEPTION 'closed period' USING ERRCODE = 'KG010';
    END IF;
    IF NEW.day < here.starts OR NEW.day >= here.next_starts THEN
        RAISE EXCEPTION 'outside its period' USING ERRCODE = 'KG011';
    END IF;
    IF NEW.reverses IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry e
            WHERE e.association_id = NEW.association_id AND e.id = NEW.reverses AND e.reverses IS NULL) THEN
        RAISE EXCEPTION 'a reversal has no reversal' USING ERRCODE = 'KG015';
    END IF;
    NEW.xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_entry_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh GROUP BY association_id, entry_id HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'unbalanced' USING ERRCODE = 'KG012';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, entry_id FROM fresh) f
                 LEFT JOIN entry e ON e.association_id = f.association_id AND e.id = f.entry_id
                WHERE e.xid IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'entry of another transaction' USING ERRCODE = 'KG013';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_owner_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT association_id, entry_id FROM fresh) f
                 LEFT JOIN entry e ON e.association_id = f.association_id AND e.id = f.entry_id
                WHERE e.xid IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'entry of another transaction' USING ERRCODE = 'KG013';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_entry_has_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM entry_line l WHERE l.association_id = NEW.association_id AND l.entry_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'an entry has at least two lines' USING ERRCODE = 'KG014';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guarded BEFORE INSERT ON period_event FOR EACH ROW EXECUTE FUNCTION guard_period_event();
CREATE TRIGGER guarded BEFORE INSERT ON period_balance FOR EACH ROW EXECUTE FUNCTION guard_period_balance();
CREATE TRIGGER guarded BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION guard_entry();
CREATE TRIGGER balanced AFTER INSERT ON entry_line REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_entry_line();
CREATE TRIGGER finished AFTER INSERT ON owner_item REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION guard_owner_item();
CREATE CONSTRAINT TRIGGER has_lines AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_entry_has_lines();

ALTER TABLE entry_line SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
                            autovacuum_analyze_scale_factor = 0.02);
"""
COUNTED = "journal_counter"
FACTS = (
    "debtor", "debtor_person", "ledger_account", "period", "period_event", "period_balance", "entry", "entry_line",
    "owner_item",
)  # fmt: skip
GUARDED = ("period_event", "period_balance", "entry", "entry_line", "owner_item", "entry_has_lines")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GUARDS)
    for table in (*FACTS, COUNTED):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reach_read ON {table} FOR SELECT TO koprogo_app USING (association_id {IN_REACH})")
        op.execute(f"CREATE POLICY one_add ON {table} FOR INSERT TO koprogo_app WITH CHECK (association_id {NAMED})")
        op.execute(f"CREATE POLICY platform_read ON {table} FOR SELECT TO koprogo_platform USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO koprogo_platform")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    op.execute(
        f"CREATE POLICY one_change ON {COUNTED} FOR UPDATE TO koprogo_app "
        f"USING (association_id {NAMED}) WITH CHECK (association_id {NAMED})"
    )
    op.execute(f"GRANT UPDATE ON {COUNTED} TO koprogo_app")
    for table in FACTS:
        op.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )


def downgrade() -> None:
    for table in (COUNTED, *reversed(FACTS)):
        op.execute(f"DROP TABLE {table} CASCADE")
    for name in GUARDED:
        op.execute(f"DROP FUNCTION guard_{name}()")

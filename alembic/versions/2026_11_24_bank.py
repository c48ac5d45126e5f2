"""The bank: accounts, files, statements, lines, rules, and what each line was matched with. Only added to.

One match stands on a line at a time: a second is refused while no event has undone the first. Matching takes turns by an
advisory lock of the association, so the look and the write belong together.
"""

from alembic import op

revision = "2026_11_24_bank"
down_revision = "2026_11_24_calls"

TABLES = """
CREATE TABLE bank_account (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    iban VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    account_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_bank_account PRIMARY KEY (id),
    CONSTRAINT uq_bank_account_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_bank_account_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT uq_bank_account_association_id_iban UNIQUE (association_id, iban),
    CONSTRAINT uq_bank_account_association_id_account_id UNIQUE (association_id, account_id),
    CONSTRAINT ck_bank_account_purpose CHECK (purpose IN ('current', 'reserve', 'other')),
    CONSTRAINT ck_bank_account_iban CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
    CONSTRAINT fk_bank_account_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_bank_account_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_bank_account_association_id ON bank_account (association_id);
CREATE INDEX ix_bank_account_iban ON bank_account (iban);

CREATE TABLE bank_file (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    sha256 BYTEA NOT NULL,
    name VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    refused JSONB DEFAULT '[]' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_bank_file PRIMARY KEY (id),
    CONSTRAINT uq_bank_file_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_bank_file_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_bank_file_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_bank_file_association_id ON bank_file (association_id);
CREATE INDEX ix_bank_file_sha256 ON bank_file (association_id, sha256);

CREATE TABLE bank_statement (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    bank_account_id UUID NOT NULL,
    file_id UUID NOT NULL,
    year INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    old_day DATE NOT NULL,
    new_day DATE NOT NULL,
    old_balance BIGINT NOT NULL,
    new_balance BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    CONSTRAINT pk_bank_statement PRIMARY KEY (id),
    CONSTRAINT uq_bank_statement_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_bank_statement_association_id_bank_account_id FOREIGN KEY(association_id, bank_account_id)
        REFERENCES bank_account (association_id, id),
    CONSTRAINT fk_bank_statement_association_id_file_id FOREIGN KEY(association_id, file_id)
        REFERENCES bank_file (association_id, id),
    CONSTRAINT uq_bank_statement_association_id_bank_account_id_year_sequence UNIQUE (association_id, bank_account_id, year, sequence),
    CONSTRAINT ck_bank_statement_sequence CHECK (sequence > 0),
    CONSTRAINT fk_bank_statement_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_bank_statement_association_id ON bank_statement (association_id);

CREATE TABLE bank_line (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    statement_id UUID NOT NULL,
    number INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    amount BIGINT NOT NULL,
    day DATE NOT NULL,
    value_day DATE NOT NULL,
    iban VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    end_to_end VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    bank_reference VARCHAR NOT NULL,
    CONSTRAINT pk_bank_line PRIMARY KEY (id),
    CONSTRAINT uq_bank_line_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_bank_line_association_id_statement_id FOREIGN KEY(association_id, statement_id)
        REFERENCES bank_statement (association_id, id),
    CONSTRAINT uq_bank_line_association_id_statement_id_number_detail UNIQUE (association_id, statement_id, number, detail),
    CONSTRAINT ck_bank_line_amount CHECK (amount <> 0),
    CONSTRAINT fk_bank_line_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_bank_line_association_id ON bank_line (association_id);
CREATE INDEX ix_bank_line_iban ON bank_line (association_id, iban);

CREATE TABLE bank_rule (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    account_id UUID NOT NULL,
    incoming BOOLEAN NOT NULL,
    iban VARCHAR NOT NULL,
    words JSONB DEFAULT '[]' NOT NULL,
    ends_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_bank_rule PRIMARY KEY (id),
    CONSTRAINT uq_bank_rule_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_bank_rule_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT fk_bank_rule_association_id_ends_id FOREIGN KEY(association_id, ends_id)
        REFERENCES bank_rule (association_id, id),
    CONSTRAINT uq_bank_rule_association_id_ends_id UNIQUE (association_id, ends_id),
    CONSTRAINT ck_bank_rule_says CHECK (ends_id IS NOT NULL OR iban <> '' OR words <> '[]'),
    CONSTRAINT fk_bank_rule_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_bank_rule_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_bank_rule_association_id ON bank_rule (association_id);

CREATE TABLE match (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    line_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    target VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    facts JSONB DEFAULT '{}' NOT NULL,
    debtor_id UUID,
    rule_id UUID,
    order_id UUID,
    account_id UUID,
    entry_id UUID NOT NULL,
    confirms BOOLEAN NOT NULL,
    by_person BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_match PRIMARY KEY (id),
    CONSTRAINT uq_match_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_match_association_id_line_id FOREIGN KEY(association_id, line_id)
        REFERENCES bank_line (association_id, id),
    CONSTRAINT fk_match_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT fk_match_association_id_rule_id FOREIGN KEY(association_id, rule_id)
        REFERENCES bank_rule (association_id, id),
    CONSTRAINT fk_match_association_id_account_id FOREIGN KEY(association_id, account_id)
        REFERENCES ledger_account (association_id, id),
    CONSTRAINT fk_match_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_match_association_id_line_id_seq UNIQUE (association_id, line_id, seq),
    CONSTRAINT ck_match_target CHECK (target IN ('debtor', 'rule', 'order', 'own', 'account', 'suspense')),
    CONSTRAINT ck_match_debtor CHECK ((target = 'debtor') = (debtor_id IS NOT NULL)),
    CONSTRAINT ck_match_account CHECK ((target = 'debtor') = (account_id IS NULL)),
    CONSTRAINT ck_match_rule CHECK ((target = 'rule') = (rule_id IS NOT NULL)),
    CONSTRAINT ck_match_order CHECK ((target = 'order') = (order_id IS NOT NULL)),
    CONSTRAINT ck_match_confirms CHECK (NOT confirms OR debtor_id IS NOT NULL),
    CONSTRAINT fk_match_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_match_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_match_association_id ON match (association_id);

CREATE TABLE match_part (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    match_id UUID NOT NULL,
    call_id UUID,
    other BIGINT NOT NULL,
    reserve BIGINT NOT NULL,
    CONSTRAINT pk_match_part PRIMARY KEY (id),
    CONSTRAINT fk_match_part_association_id_match_id FOREIGN KEY(association_id, match_id)
        REFERENCES match (association_id, id),
    CONSTRAINT fk_match_part_association_id_call_id FOREIGN KEY(association_id, call_id)
        REFERENCES call (association_id, id),
    CONSTRAINT ck_match_part_amount CHECK (other >= 0 AND reserve >= 0 AND other + reserve > 0),
    CONSTRAINT fk_match_part_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_match_part_association_id ON match_part (association_id);
CREATE INDEX ix_match_part_call ON match_part (association_id, call_id);
CREATE INDEX ix_match_part_match ON match_part (match_id);

CREATE TABLE match_event (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    match_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    entry_id UUID NOT NULL,
    why VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_match_event PRIMARY KEY (id),
    CONSTRAINT fk_match_event_association_id_match_id FOREIGN KEY(association_id, match_id)
        REFERENCES match (association_id, id),
    CONSTRAINT fk_match_event_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT uq_match_event_association_id_match_id UNIQUE (association_id, match_id),
    CONSTRAINT ck_match_event_what CHECK (what IN ('undone')),
    CONSTRAINT fk_match_event_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_match_event_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_match_event_association_id ON match_event (association_id);
"""
GUARDS = r"""
CREATE FUNCTION guard_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM match m WHERE m.association_id = NEW.association_id AND m.line_id = NEW.line_id
                  AND NOT EXISTS (SELECT 1 FROM match_event u
                                   WHERE u.association_id = m.association_id AND u.match_id = m.id)) THEN
        RAISE EXCEPTION 'a match stands on this line' USING ERRCODE = 'KG016';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarded BEFORE INSERT ON match FOR EACH ROW EXECUTE FUNCTION guard_match();
"""
FACTS = (
    "bank_account", "bank_file", "bank_statement", "bank_line", "bank_rule", "match", "match_part", "match_event",
)  # fmt: skip
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(GUARDS)
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
    for table in reversed(FACTS):
        op.execute(f"DROP TABLE {table} CASCADE")
    op.execute("DROP FUNCTION guard_match()")

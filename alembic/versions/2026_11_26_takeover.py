"""Open calls of an old program one by one, so that a payment settles the one it names; old minutes, and their words.

`minutes_words` and `minutes_query` read a page without accents in four languages, and as it is written (names, numbers).
"""

from alembic import op

revision = "2026_11_26_takeover"
down_revision = "2026_11_26_sale"

TABLES = """
CREATE TABLE old_call (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    debtor_id UUID NOT NULL,
    number VARCHAR NOT NULL,
    communication VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    part VARCHAR NOT NULL,
    called BIGINT NOT NULL,
    other BIGINT NOT NULL,
    reserve BIGINT NOT NULL,
    CONSTRAINT pk_old_call PRIMARY KEY (id),
    CONSTRAINT uq_old_call_association_id_id UNIQUE (association_id, id),
    CONSTRAINT fk_old_call_association_id_entry_id FOREIGN KEY(association_id, entry_id)
        REFERENCES entry (association_id, id),
    CONSTRAINT fk_old_call_association_id_debtor_id FOREIGN KEY(association_id, debtor_id)
        REFERENCES debtor (association_id, id),
    CONSTRAINT ck_old_call_part CHECK (part IN ('provision', 'reserve', 'special', 'working')),
    CONSTRAINT ck_old_call_amount CHECK (other >= 0 AND reserve >= 0 AND other + reserve > 0),
    CONSTRAINT ck_old_call_named CHECK (number <> '' OR communication <> ''),
    CONSTRAINT fk_old_call_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_old_call_association_id ON old_call (association_id);

CREATE TABLE old_minutes (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    day DATE NOT NULL,
    title VARCHAR NOT NULL,
    pages INTEGER NOT NULL,
    found VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_old_minutes PRIMARY KEY (id),
    CONSTRAINT uq_old_minutes_association_id_id UNIQUE (association_id, id),
    CONSTRAINT ck_old_minutes_title CHECK (length(title) BETWEEN 1 AND 120),
    CONSTRAINT ck_old_minutes_found CHECK (found IN ('text', 'picture', 'closed', 'damaged')),
    CONSTRAINT ck_old_minutes_pages CHECK (pages >= 0),
    CONSTRAINT fk_old_minutes_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_old_minutes_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);
CREATE INDEX ix_old_minutes_association_id ON old_minutes (association_id);

CREATE TABLE old_minutes_page (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    minutes_id UUID NOT NULL,
    page INTEGER NOT NULL,
    words VARCHAR NOT NULL,
    search TSVECTOR DEFAULT '' NOT NULL,
    CONSTRAINT pk_old_minutes_page PRIMARY KEY (id),
    CONSTRAINT fk_old_minutes_page_association_id_minutes_id FOREIGN KEY(association_id, minutes_id)
        REFERENCES old_minutes (association_id, id),
    CONSTRAINT uq_old_minutes_page_minutes_id_page UNIQUE (minutes_id, page),
    CONSTRAINT ck_old_minutes_page_page CHECK (page >= 0),
    CONSTRAINT ck_old_minutes_page_words CHECK (length(words) <= 20000),
    CONSTRAINT fk_old_minutes_page_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);
CREATE INDEX ix_old_minutes_page_association_id ON old_minutes_page (association_id);

ALTER TABLE match_part ADD COLUMN old_call_id UUID,
    ADD CONSTRAINT fk_match_part_association_id_old_call_id FOREIGN KEY(association_id, old_call_id)
        REFERENCES old_call (association_id, id),
    DROP CONSTRAINT ck_match_part_item,
    ADD CONSTRAINT ck_match_part_item CHECK (num_nonnulls(call_id, entry_id, old_call_id) <= 1);
"""
LANGUAGES = ("simple", "french", "dutch", "german", "english")
WHOLE = r"regexp_replace(words, '(\w+)-\n(\w+)', '\1-\2 \1\2', 'g')"
"""A word that was parted at the end of a line is found whole, and with its hyphen if it has one."""
FLAT = f"translate(lower({WHOLE}), 'àâäáãéèêëîïíìôöóòõûüúùÿçñ', 'aaaaaeeeeiiiiooooouuuuycn')"
WORDS = f"""
CREATE FUNCTION minutes_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT {" || ".join(f"to_tsvector('pg_catalog.{each}'::regconfig, flat)" for each in LANGUAGES)} FROM (SELECT {FLAT} AS flat) AS letters
$$;
CREATE FUNCTION minutes_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT {" || ".join(f"phraseto_tsquery('pg_catalog.{each}'::regconfig, flat)" for each in LANGUAGES)}
      FROM (SELECT {FLAT} AS flat) AS letters
$$;
CREATE FUNCTION note_minutes_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := minutes_words(NEW.words);
    RETURN NEW;
END $$;
CREATE TRIGGER note_words BEFORE INSERT ON old_minutes_page FOR EACH ROW EXECUTE FUNCTION note_minutes_words();
"""
"""No index: behind row security a search reads the pages of one association, whose words were noted when they came."""
NAMES = ("old_call", "old_minutes", "old_minutes_page")
IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(WORDS)
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
    op.execute(
        "ALTER TABLE match_part DROP COLUMN old_call_id,"
        " ADD CONSTRAINT ck_match_part_item CHECK (num_nonnulls(call_id, entry_id) <= 1)"
    )
    for table in reversed(NAMES):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION note_minutes_words(), minutes_words(text), minutes_query(text)")

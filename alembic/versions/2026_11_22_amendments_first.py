"""Let an amendment be a vote of its own, before the text it changes.

A result says what its round was about. A version of the text that changes another stands once that vote carried it.
"""

from alembic import op

revision = "2026_11_22_amendments_first"
down_revision = "2026_11_22_standing_mandates"

TABLES = """
ALTER TABLE item_text ADD COLUMN changes INTEGER;
ALTER TABLE result
    ADD COLUMN about VARCHAR NOT NULL DEFAULT 'text',
    ADD CONSTRAINT ck_result_about CHECK (about IN ('text', 'amendment'));

CREATE TABLE text_withdrawal (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    item_id UUID NOT NULL,
    version INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id UUID NOT NULL,
    CONSTRAINT pk_text_withdrawal PRIMARY KEY (id),
    CONSTRAINT fk_text_withdrawal_association_id_item_id FOREIGN KEY(association_id, item_id) REFERENCES agenda_item (association_id, id),
    CONSTRAINT uq_text_withdrawal_item_id_version UNIQUE (item_id, version),
    CONSTRAINT fk_text_withdrawal_association_id FOREIGN KEY(association_id) REFERENCES association (id),
    CONSTRAINT fk_text_withdrawal_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_text_withdrawal_association_id ON text_withdrawal (association_id);

CREATE VIEW standing_text WITH (security_invoker = true) AS
    SELECT DISTINCT ON (t.item_id) t.association_id, t.item_id, t.version, t.text, t.changes
      FROM item_text t
     WHERE t.changes IS NULL
        OR EXISTS (SELECT 1 FROM result r WHERE r.item_id = t.item_id AND r.about = 'amendment'
                      AND r.text_version = t.version AND r.carried)
     ORDER BY t.item_id, t.version DESC;

CREATE VIEW pending_amendment WITH (security_invoker = true) AS
    SELECT t.association_id, t.item_id, t.version, t.text, t.changes
      FROM item_text t
     WHERE t.changes IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM text_withdrawal w WHERE w.item_id = t.item_id AND w.version = t.version)
       AND NOT EXISTS (SELECT 1 FROM result r WHERE r.item_id = t.item_id AND r.about = 'amendment'
                          AND r.text_version = t.version);

CREATE VIEW text_on_vote WITH (security_invoker = true) AS
    SELECT s.association_id, s.item_id, coalesce(p.version, s.version) AS version, p.version IS NOT NULL AS amendment
      FROM standing_text s LEFT JOIN pending_amendment p ON p.item_id = s.item_id;
"""

VIEWS = "standing_text, pending_amendment, text_on_vote"

BACK = """
DROP VIEW text_on_vote;
DROP VIEW pending_amendment;
DROP VIEW standing_text;
DROP TABLE text_withdrawal;
ALTER TABLE result DROP COLUMN about;
ALTER TABLE item_text DROP COLUMN changes;
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    table = "text_withdrawal"
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
    op.execute(f"GRANT SELECT ON {table}, {VIEWS} TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    op.execute(f"GRANT SELECT ON {VIEWS} TO koprogo_app")


def downgrade() -> None:
    op.execute(BACK)

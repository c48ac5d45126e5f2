"""Say what was put behind an issued paper: a digital seal, a timestamp, or why no seal.

A paper's row is never changed: the file with its timestamp is a row of its own, and the view shows the newest file.
"""

from alembic import op

revision = "2026_11_22_seals_of_papers"
down_revision = "2026_11_22_find_a_press"

TABLES = """
CREATE TABLE paper_seal (
    id UUID NOT NULL,
    association_id UUID NOT NULL,
    paper_id UUID NOT NULL,
    what VARCHAR NOT NULL,
    by_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_paper_seal PRIMARY KEY (id),
    CONSTRAINT uq_paper_seal_association_id_id UNIQUE (association_id, id),
    CONSTRAINT uq_paper_seal_paper_id_what UNIQUE (paper_id, what),
    CONSTRAINT ck_paper_seal_what CHECK (what IN ('sealed', 'refused', 'stamped')),
    CONSTRAINT ck_paper_seal_file CHECK ((what = 'refused') = (sha256 = '')),
    CONSTRAINT fk_paper_seal_association_id_paper_id FOREIGN KEY(association_id, paper_id) REFERENCES paper (association_id, id),
    CONSTRAINT fk_paper_seal_association_id FOREIGN KEY(association_id) REFERENCES association (id)
);

CREATE INDEX ix_paper_seal_association_id ON paper_seal (association_id);

CREATE VIEW paper_file WITH (security_invoker = true) AS
    SELECT p.id, p.association_id, p.kind, p.subject_id, p.language, p.version, p.title, p.issued_at, p.issued_by_id,
           coalesce(t.sha256, p.sha256) AS sha256, coalesce(t.size, p.size) AS size,
           coalesce(s.by_name, '') AS sealed_by, coalesce(r.reason, '') AS seal_refused,
           coalesce(t.by_name, '') AS stamped_by, t.at AS stamped_at
      FROM paper p
      LEFT JOIN paper_seal s ON s.paper_id = p.id AND s.what = 'sealed'
      LEFT JOIN paper_seal r ON r.paper_id = p.id AND r.what = 'refused'
      LEFT JOIN paper_seal t ON t.paper_id = p.id AND t.what = 'stamped';
"""

BACK = """
DROP VIEW paper_file;
DROP TABLE paper_seal;
"""

IN_REACH = "= ANY ((SELECT current_setting('app.associations')::uuid[])::uuid[])"
NAMED = "= (SELECT current_setting('app.association'))::uuid"


def upgrade() -> None:
    op.execute(TABLES)
    table = "paper_seal"
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
    op.execute(f"GRANT SELECT ON {table}, paper_file TO koprogo_platform")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO koprogo_app")
    op.execute("GRANT SELECT ON paper_file TO koprogo_app")


def downgrade() -> None:
    op.execute(BACK)

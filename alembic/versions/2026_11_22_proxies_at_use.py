"""Let a proxy stand with its substitute, and in the second session of its assembly (art. 3.87 §7)."""

from alembic import op

revision = "2026_11_22_proxies_at_use"
down_revision = "2026_11_22_who_votes_on_a_point"

STANDING = """
CREATE VIEW standing_proxy WITH (security_invoker = true) AS
    SELECT p.id, p.association_id, p.assembly_id, p.giver_id, p.holder_id, p.shares, p.instructions, p.substitute_id,
           p.at AS given_at
      FROM proxy p
     WHERE (SELECT e.what FROM proxy_event e WHERE e.proxy_id = p.id ORDER BY e.seq DESC LIMIT 1) = 'given'
    UNION ALL
    SELECT p.id, p.association_id, a.id, p.giver_id, p.holder_id, p.shares, p.instructions, p.substitute_id, p.at
      FROM assembly a JOIN proxy p ON p.assembly_id = a.first_session_id
     WHERE a.session = 'second'
       AND (SELECT e.what FROM proxy_event e WHERE e.proxy_id = p.id ORDER BY e.seq DESC LIMIT 1) = 'given'
       AND NOT EXISTS (SELECT 1 FROM proxy n WHERE n.assembly_id = a.id AND n.giver_id = p.giver_id)
"""
BEFORE = """
CREATE VIEW standing_proxy WITH (security_invoker = true) AS
    SELECT p.id, p.association_id, p.assembly_id, p.giver_id, p.holder_id, p.shares, p.instructions
      FROM proxy p
     WHERE (SELECT e.what FROM proxy_event e WHERE e.proxy_id = p.id ORDER BY e.seq DESC LIMIT 1) = 'given'
"""


def upgrade() -> None:
    op.execute("DROP VIEW standing_proxy")
    op.execute(STANDING)
    op.execute("GRANT SELECT ON standing_proxy TO koprogo_app, koprogo_platform")


def downgrade() -> None:
    op.execute("DROP VIEW standing_proxy")
    op.execute(BEFORE)
    op.execute("GRANT SELECT ON standing_proxy TO koprogo_app, koprogo_platform")

"""A syndic whose mandate is over hands the file over for thirty days more (art. 3.89 §5, 7°).

She reaches the association no more: `reach` says nothing of her. `handing_over` names the mandates that her firm held and
that ended after a day, and it looks with its owner's rights because nothing of those associations is in her reach. What she
gave is another word than what was received.
"""

from alembic import op

revision = "2026_11_24_tablet"
down_revision = "2026_11_23_council_reports"

HANDING_OVER = """
CREATE FUNCTION handing_over(who uuid, on_day date, ended_after date) RETURNS TABLE (association_id uuid, mandate_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.association_id, m.id
      FROM mandate m JOIN organisation_member o USING (organisation_id)
     WHERE o.person_id = who AND o.role = 'syndic' AND o.since <= on_day AND (o.until IS NULL OR o.until > on_day)
       AND m.until <= on_day AND m.until > ended_after
       AND NOT EXISTS (SELECT 1 FROM mandate n WHERE n.association_id = m.association_id AND n.since <= on_day
                          AND n.organisation_id = m.organisation_id AND (n.until IS NULL OR n.until > on_day))
$$;
REVOKE ALL ON FUNCTION handing_over(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handing_over(uuid, date, date) TO koprogo_app;
"""


def upgrade() -> None:
    op.execute(HANDING_OVER)
    op.execute("ALTER TABLE handover_step DROP CONSTRAINT ck_handover_step_what")
    op.execute(
        "ALTER TABLE handover_step ADD CONSTRAINT ck_handover_step_what CHECK (what IN ('given', 'received', 'missing'))"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION handing_over(uuid, date, date)")
    op.execute("ALTER TABLE handover_step DROP CONSTRAINT ck_handover_step_what")
    op.execute(
        "ALTER TABLE handover_step ADD CONSTRAINT ck_handover_step_what CHECK (what IN ('received', 'missing')) NOT VALID"
    )

"""The statements of casting, in plain SQL: what stands before a press, and what it adds.

Several presses of different people go in one execution: people, their sign-ins and their nonces come as arrays, new rows
as one JSON value.
"""

LOCK = "SELECT pg_advisory_xact_lock_shared(1, hashtext(%s))"
IN_TURN = "SELECT pg_advisory_xact_lock(5, hashtext(%s))"
STANDING = """
SELECT i.number, i.part, CASE WHEN t.amendment THEN 0 ELSE jsonb_array_length(i.options) END AS options,
       s.facts -> 'options' AS run_off,
       i.assembly_id, i.key_id, s.round, s.what, s.facts ->> 'closes_at' AS closes_at,
       clock_timestamp() AS now, t.text_version, a.me,
       EXISTS (SELECT 1 FROM ballot b
                WHERE b.item_id = i.id AND b.nonce = a.nonce AND b.cast_by_id = a.me) AS repeated,
       EXISTS (SELECT 1 FROM standing_exclusion x WHERE x.item_id = i.id AND x.person_id = a.me) AS excluded,
       (SELECT p.present FROM presence_now p WHERE p.assembly_id = i.assembly_id AND p.person_id = a.me) AS present,
       (SELECT g.method FROM sign_in_session g
         WHERE g.id = a.session_id AND g.revoked_at IS NULL AND g.expires_at > clock_timestamp()) AS method,
       r.lot_id, r.lot_number, r.voter_id, r.agent_id, r.shares, r.weights,
       EXISTS (SELECT 1 FROM standing_exclusion x WHERE x.item_id = i.id AND x.person_id = r.voter_id) AS voter_excluded,
       coalesce((SELECT max(b.revision) FROM ballot b
                  WHERE b.item_id = i.id AND b.round = s.round AND b.lot_id = r.lot_id), 0) AS revision
  FROM agenda_item i
 CROSS JOIN unnest(%(people)s::uuid[], %(sessions)s::uuid[], %(nonces)s::text[]) AS a (me, session_id, nonce)
  LEFT JOIN LATERAL (SELECT v.version AS text_version, v.amendment FROM text_on_vote v WHERE v.item_id = i.id) t ON true
  LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN LATERAL (
        SELECT o.* FROM roll o
         WHERE o.assembly_id = i.assembly_id AND NOT o.suspended AND o.agent_id = a.me
         UNION ALL
        SELECT o.* FROM roll o
         WHERE o.assembly_id = i.assembly_id AND NOT o.suspended AND o.voter_id = a.me AND o.agent_id IS NULL
         UNION ALL
        SELECT o.* FROM roll o
         WHERE o.assembly_id = i.assembly_id AND NOT o.suspended AND o.agent_id IS DISTINCT FROM a.me
           AND NOT (o.voter_id = a.me AND o.agent_id IS NULL)
           AND o.voter_id = ANY (ARRAY (SELECT p.giver_id FROM standing_proxy p
                                         WHERE p.assembly_id = i.assembly_id AND (p.holder_id = a.me
                                            OR (p.substitute_id = a.me AND NOT EXISTS (
                                                SELECT 1 FROM presence_now n WHERE n.assembly_id = p.assembly_id
                                                   AND n.person_id = p.holder_id AND n.present)))))
       ) r ON true
 WHERE i.id = %(item)s AND i.association_id = %(association)s AND i.number IS NOT NULL
"""
EARLIER = """
SELECT b.*, i.number AS item_number, i.part, l.number AS lot_number
  FROM ballot b JOIN agenda_item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
 WHERE b.item_id = %(item)s AND b.nonce = %(nonce)s AND b.cast_by_id = %(me)s
 ORDER BY l.number
"""
ADD = """
INSERT INTO ballot (id, association_id, assembly_id, item_id, round, text_version, lot_id, revision, choice, shares,
                    cast_by_id, on_behalf_of_id, channel, identified_by, needs_confirmation, nonce, salt, received_at,
                    leaf)
SELECT b.id, %(association)s, b.assembly_id, b.item_id, b.round, b.text_version, b.lot_id, b.revision, b.choice, b.shares,
       b.cast_by_id, b.on_behalf_of_id, b.channel, b.identified_by, false, b.nonce, decode(b.salt, 'hex'), b.received_at,
       decode(b.leaf, 'hex')
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS b (
       id uuid, assembly_id uuid, item_id uuid, round int, text_version int, lot_id uuid, revision int, choice text,
       shares int, cast_by_id uuid, on_behalf_of_id uuid, channel text, identified_by text, nonce text, salt text,
       received_at timestamptz, leaf text)
"""
LOG = """
INSERT INTO audit_event (association_id, at, actor_id, action, subject_id, facts)
SELECT %(association)s, clock_timestamp(), l.actor, 'ballot.cast', %(item)s, l.facts
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS l (actor uuid, facts jsonb)
"""

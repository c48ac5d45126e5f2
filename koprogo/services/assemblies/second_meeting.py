"""A second meeting on a point: only absence defeated its unanimity, and thirty days later those who are there decide.

Article 3.88 §4. What the table of results shows of the first meeting is the same question for the outlook of a draft and
for the count of the evening.
"""

from datetime import date

from koprogo.rules.assemblies.sessions import RETRY_AFTER_DAYS

RETRY_DAYS = RETRY_AFTER_DAYS.on(date.max)
"""A retry counts those present or represented only when it meets at least so many days later."""
SECOND_MEETING = """
       i.majority = 'unanimity' AND EXISTS (
           SELECT 1 FROM assembly a JOIN assembly f ON f.id = a.first_session_id
             JOIN agenda_item o ON o.assembly_id = f.id AND o.kind = i.kind AND o.title = i.title
             JOIN result r ON r.item_id = o.id AND r.about = 'text'
            WHERE a.id = i.assembly_id AND a.session = 'first' AND a.day >= f.day + :days
              AND o.majority = 'unanimity' AND NOT r.carried AND r.against = 0 AND r.abstained = 0
              AND r.no_ballot = 0 AND (r.facts ->> 'blank')::int = 0)"""
"""Of an `agenda_item i`; `:days` are RETRY_DAYS."""

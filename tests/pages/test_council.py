"""The council's page has forms that repeat: no id may stand in them twice."""

import re
from collections import Counter

from koprogo.pages.governance.council import council


def test_no_control_of_a_repeated_form_has_an_id():
    drawn = str(council().render())
    ids = Counter(re.findall(r"""id:"([a-z_-]+)\"""", drawn))
    assert ids["words"] == 1  # the question to ask; the answers have none
    assert not {"day", "reason", "seat", "question"} & set(ids)  # they stand once per member, once per question
    assert {"works", "quotes", "person", "office", "since"} <= set(ids)
    assert [name for name, times in ids.items() if times > 1] == []

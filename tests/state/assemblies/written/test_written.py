"""Decisions in writing on screen: the syndic asks, an owner answers, a paper is recorded."""

from datetime import timedelta
from uuid import UUID

from koprogo.core.clock import now, today
from koprogo.services.assemblies.written import letters as written_letters
from koprogo.state.assemblies.written.letters import WrittenLettersState
from koprogo.state.assemblies.written.written import WrittenState
from tests.state.tab import Tab


async def tab_of(cast, who):
    tab = Tab(WrittenState, f"/associations/{cast.association_id}/written", cast.actors[who])
    await tab.call("load")
    return tab


async def test_from_the_question_to_a_refusal(cast):
    syndic = await tab_of(cast, "syndic")
    await syndic.call("open", "new")
    last = (today() + timedelta(days=9)).isoformat()
    form = {"kind": "works_on_common_parts", "title_fr": "Peindre", "text_fr": "Le hall, en blanc.", "answer_by": last}
    await syndic.call("ask", {**form, "title_fr": ""})
    assert syndic.state.refusal.problems[0].where == "title"
    await syndic.call("ask", form)
    [row] = syndic.state.rows
    assert (row.state, row.asked, row.answered, syndic.state.opened) == ("asked", 6, 0, "")

    anna = await tab_of(cast, "anna")
    [mine] = anna.state.rows
    assert (mine.mine, mine.my_answer, mine.lots, anna.state.may_ask) == (["A1", "G1"], "", [], False)
    await anna.call("answer", row.id, "for")
    assert anna.state.rows[0].my_answer == "for"

    await syndic.call("record", row.id, {"lot": str(cast.lots["A2"]), "choice": "against", "document": "Classeur 1"})
    assert syndic.state.rows[0].state == "failed"
    await anna.call("answer", row.id, "for")
    assert anna.state.refusal.kind == "conflict"


async def test_a_stranger_is_shown_nothing(cast):
    tab = await tab_of(cast, "stranger")
    assert not tab.state.loaded and tab.state.rows == [] and tab.state.refusal.kind == "not_found"


async def test_the_letters_are_sent_with_one_press_and_told_of_once_posted(cast):
    syndic = await tab_of(cast, "syndic")
    last = (today() + timedelta(days=9)).isoformat()
    form = {"kind": "works_on_common_parts", "title_fr": "Peindre", "text_fr": "Le hall, en blanc.", "answer_by": last}
    await syndic.call("ask", form)
    decision = syndic.state.rows[0].id
    tab = Tab(WrittenLettersState, f"/associations/{cast.association_id}/written", cast.syndic)
    await tab.call("open", decision)
    assert (tab.state.decision, tab.state.count, tab.state.sent_now) == (decision, 0, -1)
    await tab.call("send", decision)
    assert (tab.state.sent_now, tab.state.count, tab.state.printing, tab.state.to_post) == (6, 6, 6, 0)
    await written_letters.print_letters(cast.association_id, UUID(decision), at=now())
    await tab.call("turn", 1)
    assert (tab.state.printing, tab.state.to_post) == (0, 6)
    await tab.call("posted", decision, {"day": ""})
    assert tab.state.refusal.problems
    await tab.call("posted", decision, {"day": today().isoformat()})
    assert (tab.state.to_post, tab.state.reached) == (0, 6)
    await tab.call("open", decision)
    assert tab.state.decision == "" and tab.state.rows == []
    anna = Tab(WrittenLettersState, f"/associations/{cast.association_id}/written", cast.anna)
    await anna.call("open", decision)
    assert anna.state.rows == [] and anna.state.refusal.kind

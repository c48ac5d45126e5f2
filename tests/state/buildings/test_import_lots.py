"""Importing a list, as the page does it: send, look, answer, confirm; refused whole; nobody else's business."""

import pytest

from koprogo.core.clock import now
from koprogo.services.buildings import kept_lists
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.buildings import import_rows
from koprogo.state.buildings.import_lots import CHECK, CHOOSE, DONE, LOOK, LotImportState
from tests.services.buildings.conftest import AT, DATA, empty  # noqa: F401 (a fixture)
from tests.state.tab import Refused, Tab

SAMPLES = [("lots-60-fr.csv", "10 000", 60), ("kavels-74-nl.xlsx", "1000", 74), ("lots-184.csv", "100.000", 184)]
ASKS = """lot;shares;owner;email;language;representative
A1;600;Anna Peeters;anna@example.org;nl;
A2;300;Anna Peeters;anna@example.org;fr;
A3;100;Benali Invest SA;;;Farid Benali
"""


async def opened(empty, actor=None) -> Tab:  # noqa: F811
    tab = Tab(LotImportState, f"/associations/{empty.association_id}/import", actor or empty.syndic)
    await tab.call("load")
    return tab


async def send(tab: Tab, empty, content: bytes, name: str, denominator: str) -> None:  # noqa: F811
    list_id = await kept_lists.keep_list(empty.syndic, empty.association_id, content=content, name=name, at=now())
    await tab.call("type_denominator", denominator)
    await tab.call("received", list_id, name)


async def lots_in(empty) -> int:  # noqa: F811
    async with empty.session() as session:
        return (await association_sheet(session, empty.syndic, empty.association_id, day=AT.date())).facts.lots


@pytest.mark.parametrize(("name", "denominator", "lots"), SAMPLES)
async def test_a_good_list_is_looked_at_checked_and_imported(empty, name, denominator, lots):  # noqa: F811
    tab = await opened(empty)
    assert (tab.state.step, tab.state.lots_there) == (CHOOSE, 0)
    await send(tab, empty, (DATA / name).read_bytes(), name, denominator)
    state = tab.state
    assert (state.step, state.fault_count, state.lot_count, state.may_confirm) == (LOOK, 0, lots, True)
    assert (state.sums.verdict, state.file.name) == ("right", name)
    assert len(state.lots) == import_rows.ROWS and await lots_in(empty) == 0
    await tab.call("decide_all", True)
    assert tab.state.accepted_count == tab.state.proposal_count > 0
    await tab.call("check")
    assert tab.state.step == CHECK
    await tab.call("confirm")
    assert (tab.state.step, tab.state.done.lots, tab.state.done.changed) == (DONE, lots, True)
    assert await lots_in(empty) == lots
    assert (tab.state.list_id, tab.state.lots) == ("", [])


async def test_a_wrong_list_is_refused_whole_with_every_fault_where_it_stands(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, (DATA / "lots-60-fr-wrong.csv").read_bytes(), "lots-60-fr-wrong.csv", "10000")
    state = tab.state
    assert (state.step, state.fault_count, state.may_confirm) == (LOOK, 6, False)
    assert [(fault.line, fault.header, fault.read) for fault in state.faults] == [
        (7, "N° lot", "A2.1"), (11, "Copropriétaire(s)", ""), (14, "Quotités", "0"), (16, "E-mail", "not-an-address"),
        (17, "Langue", "ES"), (0, "Quotités", "9679"),
    ]  # fmt: skip
    assert (state.sums.verdict, state.sums.difference) == ("too_small", 321)
    assert (state.file.totals, state.file.blank) == (1, 3)
    await tab.call("check")
    assert tab.state.step == LOOK
    await tab.call("confirm")
    assert tab.state.refusal.kind == "bad_input" and tab.state.step == LOOK
    assert await lots_in(empty) == 0


async def test_a_jump_shows_the_line_with_its_fault_framed(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, (DATA / "lots-60-fr-wrong.csv").read_bytes(), "wrong.csv", "10000")
    await tab.call("go_to_line", 16)
    row = next(lot for lot in tab.state.lots if lot.sought)
    assert (row.line, row.email.text, row.email.wrong, row.shares.wrong) == (16, "not-an-address", True, False)
    assert tab.state.lots[0].line < 16
    for line in (0, -5, 10**9):
        await tab.call("go_to_line", line)
        assert 0 < len(tab.state.lots) <= import_rows.ROWS


async def test_pages_of_lots_end_where_the_list_ends(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, (DATA / "lots-60-fr.csv").read_bytes(), "lots.csv", "10000")
    await tab.call("turn", -1)
    assert tab.state.first == 0
    for _ in range(9):
        await tab.call("turn", 1)
    assert 0 <= tab.state.first < 60 and tab.state.lots


async def test_a_denominator_that_is_none_says_what_to_write_and_keeps_the_file(empty):  # noqa: F811
    tab = await opened(empty)
    for typed in ("", "abc", "0", "-5", "1e3", "99999999999999"):
        await send(tab, empty, (DATA / "lots-60-fr.csv").read_bytes(), "lots.csv", typed)
        assert tab.state.step == CHOOSE
        assert [problem.where for problem in tab.state.refusal.problems] == ["denominator"]
    assert tab.state.list_id and tab.state.denominator == "99999999999999"
    await tab.call("read", {"denominator": "10 000"})
    assert (tab.state.step, tab.state.refusal.kind) == (LOOK, "")


async def test_reading_without_a_file_asks_for_one(empty):  # noqa: F811
    tab = await opened(empty)
    await tab.call("read", {"denominator": "1000"})
    assert [problem.where for problem in tab.state.refusal.problems] == ["file"]


async def test_what_is_no_list_says_what_to_do_at_the_file(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, b"%PDF-1.7", "list.pdf", "1000")
    assert tab.state.step == CHOOSE
    [problem] = tab.state.refusal.problems
    assert problem.where == "file" and problem.message_id.startswith("This is a PDF.")


async def test_proposals_and_questions_are_answered_one_by_one(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    [proposal] = tab.state.proposals
    assert (proposal.name, proposal.lots, proposal.accepted) == ("Anna Peeters", "A1, A2", False)
    assert [question.id.partition(":")[0] for question in tab.state.questions] == ["capacity"]
    await tab.call("decide", proposal.id, True)
    about = {question.id.partition(":")[0]: question for question in tab.state.questions}
    assert set(about) == {"language", "capacity"} and tab.state.open_count == 2
    assert all(choice.coded for choice in about["language"].choices)
    await tab.call("answer", about["language"].id, "fr")
    await tab.call("answer", about["capacity"].id, "organ")
    assert tab.state.open_count == 0
    await tab.call("decide", proposal.id, False)
    assert [question.answer for question in tab.state.questions] == ["organ"]
    await tab.call("decide", proposal.id, True)
    await tab.call("confirm")
    assert (tab.state.done.persons, tab.state.done.merges, tab.state.done.open_questions) == (3, 1, 0)


async def test_what_no_page_of_ours_sends_changes_nothing(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    await tab.call("decide", "ffffffffffff", True)
    await tab.call("answer", "capacity:A3", "king")
    await tab.call("answer", "nothing:here", "yes")
    assert (tab.state.step, tab.state.refusal.kind, tab.state.accepted_count, tab.state.open_count) == (LOOK, "", 0, 1)
    await tab.call("received", "../../etc/passwd", "x")
    assert (tab.state.step, tab.state.refusal.kind) == (CHOOSE, "conflict")


async def test_a_break_of_the_network_keeps_what_was_sent_and_another_address_begins_anew(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    await tab.call("decide", tab.state.proposals[0].id, True)
    await tab.call("load")
    assert (tab.state.step, tab.state.accepted_count) == (LOOK, 1)
    tab.go(f"/associations/{next(iter(empty.stranger.reach))}/import")
    await tab.call("load")
    assert (tab.state.step, tab.state.list_id, tab.state.refusal.kind) == (CHOOSE, "", "not_found")


async def test_a_second_list_is_refused_and_the_same_file_twice_is_once(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    await tab.call("confirm")
    await tab.call("load")
    assert (tab.state.step, tab.state.lots_there) == (CHOOSE, 3)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    assert tab.state.imported_before and tab.state.may_confirm
    await tab.call("confirm")
    assert (tab.state.step, tab.state.done.changed) == (DONE, False)
    await tab.call("load")
    await send(tab, empty, (DATA / "lots-60-fr.csv").read_bytes(), "lots.csv", "10000")
    assert not tab.state.may_confirm
    await tab.call("confirm")
    assert tab.state.refusal.kind == "conflict" and await lots_in(empty) == 3


async def test_only_the_syndic_imports(cast, empty):  # noqa: F811
    with pytest.raises(Refused):
        await Tab(LotImportState, f"/associations/{empty.association_id}/import", None).call("load")
    stranger = await opened(empty, actor=empty.stranger)
    assert stranger.state.refusal.kind == "not_found" and stranger.state.send_to == ""
    for who in ("anna", "accountant"):
        tab = Tab(LotImportState, f"/associations/{cast.association_id}/import", cast.actors[who])
        await tab.call("load")
        assert tab.state.refusal.kind == "not_allowed" and tab.state.send_to == ""


async def test_nothing_of_the_file_stays_in_the_page_after_the_import(empty):  # noqa: F811
    tab = await opened(empty)
    await send(tab, empty, ASKS.encode(), "asks.csv", "1000")
    assert "anna@example.org" in tab.shown()
    await tab.call("confirm")
    await tab.call("load")
    assert "anna@example.org" not in tab.shown()

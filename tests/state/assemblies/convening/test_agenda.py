"""An owner before the evening: she reads, answers, gives a proxy from her phone, and tries her access."""

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.documents import attachments
from koprogo.state.assemblies.agenda.documents import DocumentsState
from koprogo.state.assemblies.convening.agenda import AgendaState
from koprogo.state.assemblies.convening.letters import LettersState
from tests.services.assemblies.evening import convened, drafted
from tests.state.tab import Tab

PDF = b"%PDF-1.7\n"


async def opened(cast, assembly, who="anna"):
    tab = Tab(AgendaState, f"/assemblies/{assembly}/agenda", cast.actors[who])
    await tab.call("load")
    return tab


async def test_she_reads_the_agenda_and_the_documents(cast):
    assembly, [item] = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await attachments.attach(
            session, cast.syndic, cast.association_id, assembly, content=PDF, name="Devis.pdf", at=now(), item_id=item
        )
    tab = await opened(cast, assembly)
    assert (tab.state.mine.lots, tab.state.mine.shares, tab.state.mine.tenth) == ("A1, G1", 270, 100)
    assert [(each.title, each.item) for each in tab.state.files] == [("Devis", "1")]
    assert tab.state.points[0].article != ""
    assert (await opened(cast, assembly, "emma")).state.mine.suspended == "A5"


async def test_answer_proxy_and_access(cast):
    assembly, [item] = await convened(cast)
    tab = await opened(cast, assembly)
    await tab.call("say", "room")
    assert (tab.state.answer, tab.state.done) == ("room", "answered")
    await tab.call("say", "maybe")
    assert tab.state.refusal.kind == "bad_input"
    await tab.call("search", "bram")
    await tab.call("choose", tab.state.found[0].id)
    await tab.call("give", {"power": "instructed", f"point_{item}": "against"})
    assert tab.state.holder_name == "Bram Claes" and tab.state.points[0].instruction == "against"
    await tab.call("take_back")
    assert (tab.state.holder_name, tab.state.done) == ("", "revoked")
    await tab.call("give", {"power": "free", "holder_name": "Greta"})
    assert [each.where for each in tab.state.refusal.problems] == ["holder_name"]
    assert tab.state.typed.name == "Greta"
    await tab.call("try_access")
    assert tab.state.tried_at


async def test_the_stranger_and_a_draft_show_nothing(cast):
    assembly, _ = await convened(cast)
    tab = await opened(cast, assembly, "stranger")
    assert tab.state.refusal.kind == "not_found" and not tab.state.points
    draft, _ = await drafted(cast)
    assert (await opened(cast, draft)).state.refusal.kind == "not_found"


async def test_the_syndic_adds_a_document_to_a_point_and_takes_it_back(cast):
    assembly, [item] = await drafted(cast)
    tab = Tab(DocumentsState, f"/assemblies/{assembly}/documents", cast.syndic)
    await tab.call("load")
    await tab.call("go_to", str(item))
    assert tab.state.endpoint.endswith(f"/items/{item}/attachments")
    await tab.call("go_to", "nowhere")
    assert tab.state.place == str(item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        made = await attachments.attach(
            session, cast.syndic, cast.association_id, assembly, content=PDF, name="a.pdf", at=now()
        )
    await tab.call("sent", str(made), "a.pdf")
    assert [each.title for each in tab.state.files] == ["a"]
    await tab.call("withdraw", str(made))
    assert tab.state.files == []


async def test_the_syndic_sees_what_the_answers_add_up_to(cast):
    assembly, _ = await convened(cast)
    await (await opened(cast, assembly)).call("say", "room")
    tab = Tab(LettersState, f"/assemblies/{assembly}/letters", cast.syndic)
    await tab.call("load")
    assert {each.answer: each.shares for each in tab.state.expected}["room"] == 270

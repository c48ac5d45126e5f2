"""What a phone fetches before it can vote: the promise is 350 kB of compressed script, and nothing fetched twice."""

from tests.e2e import halls
from tests.e2e.stage import Stage

LARGEST = 350_000
SENT = """() => performance.getEntriesByType("resource")
  .filter((each) => new URL(each.name).pathname.endsWith(".js"))
  .map((each) => [new URL(each.name).pathname, each.encodedBodySize, each.decodedBodySize])"""


def test_the_first_vote_screen_is_light(stage: Stage, record_property):
    hall = halls.opened(stage)
    hall.start()
    wim = stage.window("wim")
    page = wim.go(hall.path("vote"))
    wim.get("vote-for").wait_for()
    sent = page.evaluate(SENT)
    assert len(sent) > 3
    names = [name for name, _, _ in sent]
    assert len(names) == len(set(names))
    assert all(encoded > 0 for _, encoded, _ in sent), sent
    assert all(encoded < decoded for _, encoded, decoded in sent if decoded > 2_000), "not compressed"
    total = sum(encoded for _, encoded, _ in sent)
    record_property("bytes_of_script", total)
    print(f"compressed script of the first vote screen: {total} bytes in {len(sent)} files")
    assert total <= LARGEST, sorted(sent, key=lambda each: -each[1])

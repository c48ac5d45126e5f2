"""Files for an hour, for one person: nobody else gets them, nothing stays."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from koprogo.adapters.scratch import KEPT_FOR, MOST_PER_OWNER, NothingKept, Scratch

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA, BRAM = "a" * 64, "b" * 64


@pytest.fixture
def kept(tmp_path):
    return Scratch(tmp_path / "scratch")


def test_what_was_kept_comes_back_with_its_name(kept):
    file_id = kept.put(ANNA, b"\x00\xff;1", "lots é.csv", at=AT)
    found = kept.get(ANNA, file_id, at=AT)
    assert (found.content, found.name) == (b"\x00\xff;1", "lots é.csv")


def test_an_empty_file_without_a_name_is_a_file(kept):
    found = kept.get(ANNA, kept.put(ANNA, b"", "", at=AT), at=AT)
    assert (found.content, found.name) == (b"", "")


def test_nobody_else_gets_it(kept):
    file_id = kept.put(ANNA, b"1", "list", at=AT)
    kept.forget(BRAM, file_id)
    with pytest.raises(NothingKept):
        kept.get(BRAM, file_id, at=AT)
    assert kept.get(ANNA, file_id, at=AT).content == b"1"


@pytest.mark.parametrize("file_id", ["", "../../etc/passwd", "0" * 31, "0" * 32, "*" * 32, "A" * 32])
def test_an_id_that_never_was_finds_nothing(kept, file_id):
    kept.put(ANNA, b"1", "list", at=AT)
    with pytest.raises(NothingKept):
        kept.get(ANNA, file_id, at=AT)
    kept.forget(ANNA, file_id)


def test_it_is_gone_after_an_hour_and_leaves_nothing(kept):
    file_id = kept.put(ANNA, b"1", "list", at=AT)
    assert kept.get(ANNA, file_id, at=AT + KEPT_FOR - timedelta(seconds=1)).content == b"1"
    with pytest.raises(NothingKept):
        kept.get(ANNA, file_id, at=AT + KEPT_FOR)
    assert list(kept.folder.iterdir()) == []


def test_a_file_left_half_written_goes_too(kept):
    kept.put(ANNA, b"1", "list", at=AT)
    (path,) = kept.folder.iterdir()
    path.rename(path.with_suffix(".part"))
    kept.sweep(AT + KEPT_FOR)
    assert list(kept.folder.iterdir()) == []


def test_forgetting_removes_it_and_may_be_repeated(kept):
    file_id = kept.put(ANNA, b"1", "list", at=AT)
    kept.forget(ANNA, file_id)
    kept.forget(ANNA, file_id)
    assert list(kept.folder.iterdir()) == []


def test_one_person_keeps_a_few_and_the_oldest_goes(kept):
    ids = [kept.put(ANNA, str(n).encode(), "list", at=AT + timedelta(seconds=n)) for n in range(MOST_PER_OWNER + 1)]
    others = kept.put(BRAM, b"b", "list", at=AT)
    with pytest.raises(NothingKept):
        kept.get(ANNA, ids[0], at=AT)
    assert [kept.get(ANNA, each, at=AT).content for each in ids[1:]] == [b"1", b"2", b"3", b"4", b"5"]
    assert kept.get(BRAM, others, at=AT).content == b"b"


def test_nobody_else_on_the_machine_may_look(kept):
    kept.put(ANNA, b"1", "list", at=AT)
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept.folder.iterdir()] == [0o600]

"""CODA files read as banks write them, and everything that is no CODA file refused in words, also under `python -O`."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from koprogo.adapters.coda import read_coda
from koprogo.adapters.coda_messages import CodaMessage as Says
from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.errors import BadInput

DAY = date(2026, 3, 20)
OURS, RESERVE, OTHER = "BE71096123456769", "BE61310126985517", "BE68539007547034"
LONG = "une communication libre qui court bien au-dela de la premiere zone et de la seconde 618033992355 fin"
MOVES = (
    Written(38500, DAY, OTHER, "Anaïs Peeters", structured="618033992355"),
    Written(12000, DAY, OTHER, "Jan Peters", LONG),
    Written(-1250, DAY, words="FRAIS DE GESTION", code="03537000"),
    Written(-36300, DAY, RESERVE, "Schindler", "facture 12", end_to_end="KG-2026-1"),
)  # fmt: skip


def one(moves=MOVES, **more):
    return statement(OURS, 12, 100000, moves, day=DAY, **more)


def lines_of(content):
    return content.decode("windows-1252").split("\r\n")[:-1]


def joined(lines):
    return ("\r\n".join(lines) + "\r\n").encode("windows-1252")


def test_a_statement_is_read_as_it_was_written():
    [found] = read_coda(one())
    assert (found.iban, found.year, found.sequence, found.fault) == (OURS, 2026, 12, None)
    assert (found.old, found.new, found.old_day, found.new_day) == (100000, 112950, DAY, DAY)
    assert [line.amount for line in found.lines] == [38500, 12000, -1250, -36300]
    assert [line.iban for line in found.lines] == [OTHER, OTHER, "", RESERVE]
    assert [line.name for line in found.lines] == ["Anaïs Peeters", "Jan Peters", "", "Schindler"]
    assert [line.words for line in found.lines] == ["618033992355", LONG, "FRAIS DE GESTION", "facture 12"]
    assert found.lines[3].end_to_end == "KG-2026-1"
    assert [line.number for line in found.lines] == [1, 2, 3, 4]


def test_a_number_that_runs_over_the_end_of_a_record_stays_whole():
    words = "x" * 47 + " 618033992355"
    [found] = read_coda(one([Written(100, DAY, words=words)]))
    assert found.lines[0].words == words


def test_several_statements_and_accounts_in_one_file():
    first = one(is_last=False)
    second = statement(RESERVE, 3, -500, [Written(500, DAY)], day=DAY)
    found = read_coda(first + second)
    assert [(each.iban, each.sequence, each.new) for each in found] == [(OURS, 12, 112950), (RESERVE, 3, 0)]


def test_details_that_make_their_movement_are_its_leaves():
    details = (Written(10000, DAY, OTHER, "A"), Written(5000, DAY, RESERVE, "B"))
    [found] = read_coda(one([Written(15000, DAY, details=details)]))
    assert [(line.number, line.detail, line.amount) for line in found.lines] == [(1, 1, 10000), (1, 2, 5000)]


def test_details_that_do_not_add_up_stay_inside_their_movement():
    details = (Written(10000, DAY, OTHER, "A"),)
    [found] = read_coda(one([Written(15000, DAY, details=details)]))
    assert [(line.detail, line.amount) for line in found.lines] == [(0, 15000)]


def test_a_detail_of_a_detail_is_not_counted_twice():
    lines = lines_of(one([Written(15000, DAY, details=(Written(10000, DAY), Written(5000, DAY), Written(5000, DAY)))]))
    place = max(number for number, line in enumerate(lines) if line.startswith("21"))
    lines[place] = lines[place][:53] + "9" + lines[place][54:]
    [found] = read_coda(joined(lines))
    assert [line.amount for line in found.lines] == [10000, 5000]


def test_a_statement_without_movements():
    [found] = read_coda(one([]))
    assert (found.old, found.new, found.lines, found.fault) == (100000, 100000, (), None)


def test_an_account_numbered_as_before():
    lines = lines_of(one([]))
    for place in (1, 2):
        lines[place] = lines[place].replace(f"{OURS:<34}EUR", f"{OURS[4:]} EUR0BE{'':18}")
    lines[1] = "10" + lines[1][2:]
    [found] = read_coda(joined(lines))
    assert found.iban == OURS


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", Says.EMPTY),
        (b" \r\n", Says.EMPTY),
        (b"%PDF-1.7 ...", Says.PDF),
        (b"PK\x03\x04....", Says.COMPRESSED),
        (b"<?xml version='1.0'?><Document/>", Says.XML),
        (b"\xef\xbb\xbf" + one(), Says.MARKED),
        (b"0" + b"\x00" * 127, Says.BINARY),
        (b"date;montant\r\n1;2\r\n", Says.NOT_CODA),
        (one()[:-30], Says.CUT),
        (joined(lines_of(one())[:-1]), Says.CUT),
        (joined(lines_of(one())[:-2]), Says.CUT),
        (one(is_last=False), Says.MORE),
        (one().decode("windows-1252").encode("utf-8"), Says.UTF_8),
        (one().replace(b"FRAIS", b"FRA"), Says.COLUMNS),
        (joined([*lines_of(one())[:3], *lines_of(one())]), Says.ORDER),
        (b"0" * 10_000_001, Says.TOO_LARGE),
    ],
    ids=lambda each: each.name if isinstance(each, Says) else "",
)
def test_a_file_that_is_none_is_refused_in_words(content, says):
    with pytest.raises(BadInput) as refused:
        read_coda(content)
    [problem] = refused.value.problems
    assert problem.message_id == says
    assert "{" not in problem.message_id.format_map(problem.facts)


def changed(place, start, text):
    lines = lines_of(one())
    lines[place] = lines[place][:start] + text + lines[place][start + len(text) :]
    return joined(lines)


LAST = len(lines_of(one())) - 1
FAULTS = [
    (changed(LAST - 1, 41, "0000000000112960"), Says.BALANCE),
    (changed(1, 42, "0000000000100001"), Says.CENTS),
    (changed(1, 42, "00000000001000X0"), Says.NUMBERS),
    (changed(LAST, 16, "000003"), Says.COUNT),
    (changed(LAST, 16, "00000²"), Says.NUMBERS),
    (changed(1, 125, "²²²").replace(b"012", "²²²".encode("windows-1252"), 1), Says.NO_NUMBER),
    (changed(LAST, 22, "000000000000010"), Says.TURNOVER),
    (changed(LAST - 1, 4, RESERVE), Says.OTHER_ACCOUNT),
    (changed(1, 5, "BE71096123456760"), Says.OTHER_ACCOUNT),
    (one().replace(b"EUR0", b"USD0").replace(b"EUR" + b"0" * 10, b"USD" + b"0" * 10), Says.CURRENCY),
    (one().replace(OURS.encode(), b"BE71096123456760"), Says.ACCOUNT),
    (changed(2, 47, "991399"), Says.UNREADABLE),
]


@pytest.mark.parametrize(("content", "says"), FAULTS, ids=[says.name for _, says in FAULTS])
def test_a_statement_that_does_not_agree_is_refused_and_the_rest_goes_on(content, says):
    lines = lines_of(content)
    lines[-1] = lines[-1][:-1] + "1"
    found = read_coda(joined(lines) + statement(RESERVE, 3, 0, [Written(500, DAY)], day=DAY))
    assert found[0].fault is not None
    assert (found[0].fault.message_id, found[0].lines) == (says, ())
    assert "{" not in found[0].fault.message_id.format_map(found[0].fault.facts)
    assert [line.amount for line in found[1].lines] == [500]


def test_without_assertions_a_wrong_balance_is_refused_too(tmp_path: Path):
    """The library's own checks are assertions: `python -O` takes them away, not ours."""
    (tmp_path / "wrong.cod").write_bytes(FAULTS[0][0])
    program = (
        "import sys; from pathlib import Path; from koprogo.adapters.coda import read_coda;"
        "assert False; [found] = read_coda(Path(sys.argv[1]).read_bytes()); print(found.fault.message_id.name)"
    )
    told = subprocess.run(
        [sys.executable, "-O", "-c", program, str(tmp_path / "wrong.cod")], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "BALANCE"

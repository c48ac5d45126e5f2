"""The day and the title proposed for minutes of before: by their words, then by the name of the file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.old_minutes import FIRST_YEAR, LONGEST_TITLE, MONTHS, proposed

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("Procès-verbal de l’assemblée générale du 1er août 2019", "x.pdf", date(2019, 8, 1)),
        ("Notulen van de buitengewone algemene vergadering van 12/03/2021", "x.pdf", date(2021, 3, 12)),
        ("Protokoll der Generalversammlung vom 5. März 2018", "x.pdf", date(2018, 3, 5)),
        ("Minutes of the general meeting of 7 May 2020", "x.pdf", date(2020, 5, 7)),
        ("Imprimé le 2/4/2021. Assemblée générale du 12 mars 2021", "x.pdf", date(2021, 3, 12)),
        ("Bruxelles, le 12.03.2021\nL’assemblée générale décide", "x.pdf", date(2021, 3, 12)),
        ("", "PV_AG_2021-03-12.pdf", date(2021, 3, 12)),
        ("", "20210312-notulen.pdf", date(2021, 3, 12)),
        ("", "notulen 12-03-2021 getekend.pdf", date(2021, 3, 12)),
        ("Loi du 2 juin 2010", "PV 12.03.2021.pdf", date(2021, 3, 12)),
        ("Assemblée générale du 31 février 2021", "x.pdf", None),
        ("Assemblée générale du 12 mars 2031", "x.pdf", None),
        ("Assemblée générale du 12 mars 1901", "scan0007.pdf", None),
    ],
)
def test_the_day_is_where_the_words_of_an_assembly_stand(text, name, day):
    assert proposed([text], name, today=TODAY).day == day


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("ACP Les Tilleuls\nPROCÈS-VERBAL de l’AGO\n12 mars 2021", "x.pdf", "PROCÈS-VERBAL de l’AGO"),
        ("VME De Linden\nVerslag algemene vergadering", "x.pdf", "Verslag algemene vergadering"),
        ("", "C:\\Scans\\PV 2019.pdf", "PV 2019"),
        ("", "", "-"),
    ],
)
def test_the_title_is_the_head_or_the_name_of_the_file(text, name, title):
    assert proposed([text], name, today=TODAY).title == title


@given(st.dates(date(FIRST_YEAR, 1, 1), TODAY), st.integers(0, 3))
def test_every_day_is_found_again_in_each_language(day, language):
    words = MONTHS[day.month - 1]
    month = words[min(language, len(words) - 1)]
    assert (
        proposed([f"Assemblée générale / algemene vergadering {day.day} {month} {day.year}"], "", today=TODAY).day
        == day
    )


@given(st.lists(st.text(max_size=300), max_size=3), st.text(max_size=60))
def test_whatever_a_file_says_a_proposal_may_be_kept(pages, name):
    found = proposed(pages, name, today=TODAY)
    assert 1 <= len(found.title) <= LONGEST_TITLE
    assert found.day is None or FIRST_YEAR <= found.day.year <= TODAY.year

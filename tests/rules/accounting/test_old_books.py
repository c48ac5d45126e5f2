"""Old books read from tables: amounts in every notation people use, columns in four languages, accounts by their digits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.typed_amounts import LARGEST
from koprogo.rules.accounting.chart import CHART, takes_entries
from koprogo.rules.accounting.old_accounts import may_be_account, proposed_account
from koprogo.rules.accounting.old_amounts import old_amount, sided
from koprogo.rules.accounting.old_headers import COLUMNS, HEADERS, Means, OldFile, missing, understood
from koprogo.rules.accounting.old_messages import OldBooksMessage as Says
from koprogo.rules.accounting.old_rows import Cells, as_euro, old_day, read_rows

CENTS = st.integers(-LARGEST.cents, LARGEST.cents)


def belgian(cents: int) -> str:
    """Write an amount as a Belgian program does, with points between thousands."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"


def english(cents: int) -> str:
    """Write an amount as an English program does."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:02d}"


@given(CENTS)
def test_every_notation_comes_back_to_the_cent(cents):
    assert old_amount(belgian(cents)) == old_amount(english(cents)) == old_amount(as_euro(cents)) == cents


@given(st.integers(0, LARGEST.cents))
def test_a_sign_behind_in_brackets_or_in_letters_says_the_same(cents):
    text = belgian(cents)
    assert old_amount(f"{text}-") == old_amount(f"({text})") == old_amount(f"{text} C") == -cents
    assert old_amount(f"{text} D") == cents


@given(st.integers(-(10**12), 10**12).filter(lambda cents: abs(cents) <= LARGEST.cents and cents % 100))
def test_a_binary_number_of_a_workbook_is_the_amount_that_was_seen(cents):
    assert old_amount(repr(cents / 100), binary=True) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("", 0),
        ("-", 0),
        ("–", 0),
        ("0", 0),
        ("1 234,5", 123450),
        ("\u2212 5,00", -500),
        ("€ 3", 300),
        ("12,00 DT", 1200),
    ],
)
def test_what_people_write_for_amounts(text, cents):
    assert old_amount(text) == cents


@pytest.mark.parametrize("text", ["1,250", "mille", "1.234,567", "12-13", "D", "=A1", "1e9"])
def test_what_is_no_amount_or_two_amounts_is_refused(text):
    with pytest.raises(ValueError, match=r"amount|ways"):
        old_amount(text)


@pytest.mark.parametrize("text", ["1.005", "99999999999999.5"])
def test_a_binary_number_with_more_decimals_is_not_rounded(text):
    with pytest.raises(ValueError, match="decimals"):
        old_amount(text, binary=True)


def test_a_text_among_binary_numbers_is_read_as_text():
    assert old_amount("12,50", binary=True) == 1250


@pytest.mark.parametrize(("side", "cents"), [("D", 500), ("Débit", 500), ("C.", -500), ("haben", -500), ("", 500)])
def test_a_side_of_its_own_gives_the_sign(side, cents):
    assert sided(500, side) == cents


def test_another_side_is_refused():
    with pytest.raises(ValueError, match="neither"):
        sided(500, "X")


@pytest.mark.parametrize("file", list(OldFile))
def test_every_word_for_a_column_is_understood_alone(file):
    for means in COLUMNS[file]:
        for word in HEADERS[means].split(","):
            assert understood(file, [word.strip().upper()]), (file, means, word)


def test_what_was_kept_goes_first_and_an_empty_one_is_not_read():
    header = ["Compte", "Solde", "Autre solde"]
    assert understood(OldFile.BALANCE, header)[Means.BALANCE] == 1
    assert understood(OldFile.BALANCE, header, {"balance": "Autre solde"})[Means.BALANCE] == 2
    assert Means.BALANCE not in understood(OldFile.BALANCE, header, {"balance": ""})
    assert understood(OldFile.BALANCE, header, {"balance": "Gone"})[Means.BALANCE] == 1


@pytest.mark.parametrize(
    ("file", "header", "lacks"),
    [
        (OldFile.BALANCE, ["Compte", "Débit"], [Means.BALANCE]),
        (OldFile.BALANCE, ["Débit", "Crédit"], [Means.CODE]),
        (OldFile.OWNERS, ["Solde"], [Means.LOT]),
        (OldFile.OWNERS, ["Propriétaire", "Solde"], []),
        (OldFile.BANK, ["IBAN", "Solde"], [Means.CODE]),
        (OldFile.INVOICES, ["Montant"], [Means.SUPPLIER]),
        (OldFile.COSTS, ["Compte", "N-2"], [Means.LAST_YEAR]),
    ],
)
def test_what_a_file_must_say_is_named(file, header, lacks):
    assert missing(file, understood(file, header)) == lacks


@pytest.mark.parametrize(
    ("code", "name", "ours"),
    [
        ("551000", "", "551"), ("61050001", "", "61050"), ("160", "", "160"), ("4100012", "", "410"),
        ("400000", "Copropriétaires", "410"), ("400000", "Clients", ""), ("440-000", "", "4400"), ("650", "", "6500"),
        ("990001", "", ""), ("", "", ""), ("411000", "TVA", ""),
    ],
)  # fmt: skip
def test_accounts_are_proposed_by_their_digits(code, name, ours):
    assert proposed_account(code, name) == ours


@given(st.sampled_from(sorted(CHART)), st.integers(0, 4))
def test_a_proposal_takes_entries_or_is_the_owners_control_account(code, noughts):
    ours = proposed_account(code + "0" * noughts)
    assert ours == "" or may_be_account(ours)
    if takes_entries(code) and not code.startswith("41"):
        assert ours.startswith(code)


HEADER = ["Compte", "Intitulé", "Débit", "Crédit"]
PLACES = understood(OldFile.BALANCE, HEADER)


def read(*lines):
    return read_rows(OldFile.BALANCE, PLACES, HEADER, [Cells(place, line) for place, line in enumerate(lines, 2)])


def test_rows_are_read_and_a_right_total_is_set_aside():
    rows, faults = read(["551", "Bank", "10,00", ""], ["100", "Fonds", "", "10,00"], ["Total", "", "10,00", "10,00"])
    assert [(row.text(Means.CODE), row.balance) for row in rows] == [("551", 1000), ("100", -1000)]
    assert faults == []


@pytest.mark.parametrize(
    ("line", "header", "says"),
    [
        (["551", "", "x", ""], "Débit", Says.NO_AMOUNT),
        (["551", "", "=A1", ""], "Débit", Says.FORMULA),
        (["", "Écart", "1,00", ""], "Compte", Says.NOBODY),
        (["Total", "", "1,00", ""], "Débit", Says.TOTAL_DIFFERS),
        (["551", "n" * 201, "1,00", ""], "Intitulé", Says.SHORT),
    ],
)
def test_a_fault_names_its_line_and_its_column(line, header, says):
    _, [fault] = read(line)
    assert (fault.line, fault.header, fault.message_id) == (2, header, says)


def test_blank_amounts_of_nobody_and_parts_of_totals_say_nothing():
    assert read(["", "Classe 5", "", ""], ["Sous-total", "", "7,00", ""], ["Total", "", "", ""]) == ([], [])


def test_sides_days_and_years_have_their_faults_too():
    header = ["Fournisseur", "Date", "Solde", "D/C"]
    rows, faults = read_rows(
        OldFile.INVOICES, understood(OldFile.INVOICES, header), header, [Cells(2, ["Net", "31/02/2026", "5,00", "?"])]
    )
    assert [fault.message_id for fault in faults] == [Says.NO_SIDE, Says.NO_DAY]
    header = ["Compte", "N-1"]
    rows, faults = read_rows(OldFile.COSTS, understood(OldFile.COSTS, header), header, [Cells(2, ["61050", "5,00"])])
    assert (rows[0].cents[Means.LAST_YEAR], faults) == (500, [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)), ("31-12-26", date(2026, 12, 31)), ("1.2.2026", date(2026, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)), ("12/2026", None), ("x/y/z", None), ("31/02/2026", None),
    ],
)  # fmt: skip
def test_days_are_read_as_belgians_write_them(text, day):
    assert old_day(text) == day

"""The same books, however a program writes them: any order of columns, any separator, encoding and notation of amounts."""

import csv
import io
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from koprogo.rules.accounting.old_headers import OldFile
from koprogo.services.accounting.taking_over.reading import Choices, Here, read_books

DAY = date(2026, 6, 30)
HERE = Here(
    {"A1": ("Anna Peeters",), "G1": ("Anna Peeters",), "B2": ("Bram Claes",), "C3": ("Carla Dubois", "Dirk Évrard")},
    {"A1": 400, "G1": 100, "B2": 300, "C3": 200},
)
CENTS = st.integers(-9_999_999_99, 9_999_999_99)
POSITIVE = st.integers(1, 9_999_999_99)
ENCODINGS = st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
SEPARATORS = st.sampled_from([";", "\t", "|", ","])


def whole(cents: int, apart: str) -> str:
    return f"{abs(cents) // 100:,}".replace(",", apart)


NOTATIONS = {
    "1.234,56": lambda cents: f"{'-' if cents < 0 else ''}{whole(cents, '.')},{abs(cents) % 100:02d}",
    "1 234,56": lambda cents: f"{'-' if cents < 0 else ''}{whole(cents, ' ')},{abs(cents) % 100:02d}",
    "1,234.56": lambda cents: f"{'-' if cents < 0 else ''}{whole(cents, ',')}.{abs(cents) % 100:02d}",
    "1234,56-": lambda cents: f"{whole(cents, '')},{abs(cents) % 100:02d}{'-' if cents < 0 else ''}",
    "(1234.56)": lambda cents: (
        f"{'(' if cents < 0 else ''}{whole(cents, '')}.{abs(cents) % 100:02d}{')' if cents < 0 else ''}"
    ),
    "€ 1'234,56": lambda cents: f"€ {'-' if cents < 0 else ''}{whole(cents, chr(39))},{abs(cents) % 100:02d}",
    "1 234,56 C": lambda cents: f"{whole(cents, ' ')},{abs(cents) % 100:02d} {'C' if cents < 0 else 'D'}",
}
FORMS = st.sampled_from(["one", "two", "sided"])


def columns_of(cents: int, form: str, written) -> dict[str, str]:
    """Write an amount in one column, in debit and credit, or with its side."""
    if form == "two":
        return {"Débit": written(max(cents, 0)) if cents > 0 else "", "Crédit": written(-cents) if cents < 0 else ""}
    if form == "sided":
        return {"Solde": written(abs(cents)), "D/C": "C" if cents < 0 else "D"}
    return {"Solde": written(cents)}


def as_csv(rows: list[dict[str, str]], order: list[str], separator: str, encoding: str, titles: int) -> bytes:
    made = io.StringIO()
    made.write("ACP Les Tilleuls\r\n\r\n" * titles)
    writer = csv.writer(made, delimiter=separator, lineterminator="\r\n")
    writer.writerow(order)
    writer.writerows([[row.get(name, "") for name in order] for row in rows])
    return made.getvalue().encode(encoding, "replace")


def as_workbook(rows: list[dict], order: list[str]) -> bytes:
    book = Workbook()
    book.active.append(order)
    for row in rows:
        book.active.append([row.get(name) for name in order])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read(kind: OldFile, content: bytes):
    found = read_books({kind: (content, "file")}, Choices(DAY), HERE)
    assert [fault for fault in found.faults if fault.file is kind] == []
    return found


@given(
    st.dictionaries(st.sampled_from(["551", "550", "100", "160", "61050", "4400"]), CENTS, min_size=1),
    FORMS, st.sampled_from(sorted(NOTATIONS)), SEPARATORS, ENCODINGS, st.integers(0, 3), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(deadline=None)
def test_a_trial_balance_is_the_same_in_every_dress(cents, form, notation, separator, encoding, titles, random):
    rows = [
        {"Compte": f"{code}000", "Libellé": "Nom"} | columns_of(each, form, NOTATIONS[notation])
        for code, each in cents.items()
    ]
    order = sorted({name for row in rows for name in row})
    random.shuffle(order)
    found = read(OldFile.BALANCE, as_csv(rows, order, separator, encoding, titles))
    assert {account.ours: account.cents for account in found.accounts} == cents


@given(
    st.dictionaries(st.sampled_from(sorted(HERE.lots)), st.tuples(POSITIVE, st.integers(0, 100)), min_size=1),
    st.sampled_from(sorted(NOTATIONS)), SEPARATORS, ENCODINGS, st.randoms(use_true_random=False),
)  # fmt: skip
@settings(deadline=None)
def test_open_calls_are_the_same_in_every_dress(calls, notation, separator, encoding, random):
    written = NOTATIONS[notation]
    rows = [
        {"Lot": lot, "N° appel": str(place), "Échéance": "15/01/2026", "Solde": written(cents),
         "Dont fonds de réserve": written(cents * part // 100)}
        for place, (lot, (cents, part)) in enumerate(calls.items())
    ]  # fmt: skip
    order = list(rows[0])
    random.shuffle(order)
    found = read(OldFile.CALLS, as_csv(rows, order, separator, encoding, 1))
    expected = {lot: (cents - cents * part // 100, cents * part // 100) for lot, (cents, part) in calls.items()}
    assert {call.lot: (call.other, call.reserve) for call in found.calls} == expected


@given(
    st.dictionaries(
        st.text("ABCDEFGHIJ éàü", min_size=1, max_size=12).map(lambda name: f"Clé {name.strip()}x"),
        st.fixed_dictionaries({lot: st.integers(0, 10**9) for lot in HERE.lots}).filter(lambda each: any(each.values())),
        min_size=1, max_size=4,
    ).filter(lambda keys: len({name.casefold() for name in keys}) == len(keys)),
    SEPARATORS, ENCODINGS, st.randoms(use_true_random=False),
)  # fmt: skip
@settings(deadline=None)
def test_keys_are_the_same_in_every_dress(keys, separator, encoding, random):
    lots = list(HERE.lots)
    random.shuffle(lots)
    rows = [
        {"Lot": lot, "Quotités": str(HERE.shares[lot])} | {name: str(each[lot]) for name, each in keys.items()}
        for lot in lots
    ]
    order = list(rows[0])
    random.shuffle(order)
    content = as_csv(rows, order, separator, encoding, 0)
    found = read_books({OldFile.KEYS: (content, "file")}, Choices(DAY), HERE)
    faults = [fault for fault in found.faults if fault.file is OldFile.KEYS]
    assert all(fault.message_id.startswith("Two columns") for fault in faults)  # names that differ by an accent alone
    assert sorted(sorted(key.weights.items()) for key in found.keys) == sorted(
        sorted((lot, weight) for lot, weight in each.items() if weight) for each in keys.values()
    )


@given(st.lists(POSITIVE, min_size=1, max_size=4), st.dates(date(2020, 1, 1), DAY), st.booleans())
@settings(deadline=None, max_examples=30)
def test_a_workbook_keeps_days_and_binary_amounts(cents, due, as_datetime):
    day = datetime.combine(due, time()) if as_datetime else due
    rows = [
        {"Lot": lot, "N° appel": place, "Échéance": day, "Montant appelé": amount / 100, "Reste": amount / 100}
        for place, (lot, amount) in enumerate(zip(HERE.lots, cents, strict=False), start=1)
    ]
    found = read(OldFile.CALLS, as_workbook(rows, list(rows[0])))
    assert [(call.other, call.called, call.due, call.number) for call in found.calls] == [
        (amount, amount, due, str(place)) for place, amount in enumerate(cents, start=1)
    ]


@given(st.binary(max_size=300), st.sampled_from(list(OldFile)))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused_and_never_booked(content, kind):
    found = read_books({kind: (content, "file")}, Choices(DAY), HERE)
    assert not found.may_be_booked

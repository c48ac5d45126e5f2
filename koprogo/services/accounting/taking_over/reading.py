"""Old books as their files say them: pure work on bytes, done in a thread, the same for the preview and the confirmation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from koprogo.adapters.old_book_files import OldTable, read_old_table
from koprogo.core.errors import BadInput
from koprogo.core.plain_text import plain
from koprogo.rules.accounting.chart import CONTROL
from koprogo.rules.accounting.old_accounts import may_be_account, proposed_account
from koprogo.rules.accounting.old_calls import OldCall, OldCalls, owners_apart, read_calls
from koprogo.rules.accounting.old_headers import COLUMNS, NEEDED, Means, OldFile, missing, understood
from koprogo.rules.accounting.old_keys import Lots, OldKey, key_columns, read_keys
from koprogo.rules.accounting.old_messages import OldBooksMessage
from koprogo.rules.accounting.old_rows import Cells, OldFault, OldRow, read_rows
from koprogo.rules.accounting.opening import Difference, Differs, opening_differences

SUPPLIERS = "440"


@dataclass(frozen=True)
class Choices:
    """What the person decided; `columns`: file -> meaning -> heading, `accounts`: old code -> ours."""

    day: date
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Here:
    """What the association has: its lots in their order, each with who holds it and its shares; its keys in force.

    `keys`: by each name that a key has in a language, as `plain` writes it, its weights by lot.
    """

    lots: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class FileRead:
    """A file as understood: the heading of each column by meaning, and those that are still to be chosen.

    `keys`: of a sheet of keys, the name of each other column by its heading; empty for one that is no key.
    """

    file: OldFile
    name: str
    header: tuple[str, ...] = ()
    columns: Mapping[Means, str] = field(default_factory=dict)
    missing: tuple[Means, ...] = ()
    lines: int = 0
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountRead:
    """An account of the old trial balance and the one of ours it becomes; empty while nobody decided. Cents, debit +."""

    code: str
    name: str
    cents: int
    ours: str


@dataclass(frozen=True)
class InvoiceRead:
    """An open invoice, a credit note below nought."""

    supplier: str
    number: str
    day: str
    due: str
    iban: str
    communication: str
    cents: int


@dataclass(frozen=True)
class CostRead:
    """What an account of ours cost in the last year and in the one before it, in cents."""

    code: str
    name: str
    last_year: int
    year_before: int


@dataclass(frozen=True)
class KeyRead:
    """A key that becomes one of ours, unless it is here already; `weights` above 0 by lot."""

    heading: str
    name: str
    basis: str
    since: date
    weights: Mapping[str, int]
    total: int
    is_here: bool


@dataclass(frozen=True)
class BooksRead:
    """Everything the files say, and everything to correct or to decide before it may be booked.

    `owners`: by lot, what is owed for all else and for the reserve fund; from the open calls where there is a file of
    them. `control`: what the old books say on 410.
    """

    files: tuple[FileRead, ...]
    accounts: tuple[AccountRead, ...]
    control: int
    owners: Mapping[str, tuple[int, int]]
    statements: Mapping[str, int]
    calls: tuple[OldCall, ...]
    invoices: tuple[InvoiceRead, ...]
    costs: tuple[CostRead, ...]
    keys: tuple[KeyRead, ...]
    faults: tuple[OldFault, ...]
    undecided: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def may_be_booked(self) -> bool:
        """Whether nothing is left to correct, to decide or to explain."""
        return not (self.faults or self.undecided or self.differences or any(file.missing for file in self.files))

    @property
    def balances(self) -> dict[str, int]:
        """The trial balance on our accounts, without what owners owe."""
        sums: defaultdict[str, int] = defaultdict(int)
        for account in self.accounts:
            if account.ours != CONTROL:
                sums[account.ours] += account.cents
        return {code: cents for code, cents in sums.items() if cents}


def read_books(files: Mapping[OldFile, tuple[bytes, str]], choices: Choices, here: Here) -> BooksRead:
    """Read and judge all files; those that cannot be read at all are faults of their own line 0."""
    read: dict[OldFile, FileRead] = {}
    rows: dict[OldFile, list[OldRow]] = {file: [] for file in OldFile}
    keys: tuple[KeyRead, ...] = ()
    faults = [OldFault(file, 0, "", "", OldBooksMessage.FILE_MISSING.value) for file in NEEDED if file not in files]
    for file, (content, name) in sorted(files.items(), key=lambda each: list(OldFile).index(each[0])):
        kept = choices.columns.get(file.value, {})
        read[file], table, found = _file(file, content, name, kept)
        faults += found
        if table is not None and file is OldFile.KEYS:
            keys, found = _keys(table, kept, choices.day, here)
        elif table is not None:
            rows[file], found = read_rows(file, table.places, table.header, table.lines)
        faults += found if table is not None else []
    accounts = _accounts(rows[OldFile.BALANCE], choices.accounts)
    ours = {account.code: account.ours for account in accounts}
    owners, found = _owners(rows[OldFile.OWNERS], read.get(OldFile.OWNERS), here)
    calls, more = _calls(rows[OldFile.CALLS], read.get(OldFile.CALLS), here)
    faults += [*found, *more]
    known = BooksRead(
        files=tuple(read.values()),
        accounts=accounts,
        control=sum(account.cents for account in accounts if account.ours == CONTROL),
        owners=calls.by_lot() if OldFile.CALLS in files else owners,
        statements=_statements(rows[OldFile.BANK], ours),
        calls=calls.calls,
        invoices=tuple(map(_invoice, rows[OldFile.INVOICES])),
        costs=_costs(rows[OldFile.COSTS], {**ours, **choices.accounts}),
        keys=keys,
        faults=tuple(faults),
        undecided=tuple(account.code for account in accounts if not account.ours and account.cents),
        differences=(),
    )
    complete = all(file in files and not read[file].missing for file in NEEDED) and not known.undecided
    if not complete:
        return known
    found_apart = _apart(owners, calls, read, here) if OldFile.CALLS in files else []
    return _with_differences(known, owners, found_apart, OldFile.INVOICES in files)


def _apart(
    owners: Mapping[str, tuple[int, int]], calls: OldCalls, read: Mapping[OldFile, FileRead], here: Here
) -> list[Difference]:
    """Return every owner whose open calls do not come to her balance."""
    if read[OldFile.CALLS].missing:
        return []
    parts = Means.RESERVE in read[OldFile.OWNERS].columns
    return [
        Difference(Differs.CALLS, ", ".join([*each.lots, *each.holders])[:120], each.balance, each.calls)
        for each in owners_apart(owners, calls, here.lots, parts=parts)
    ]


def _calls(rows: Sequence[OldRow], file: FileRead | None, here: Here) -> tuple[OldCalls, list[OldFault]]:
    lots, faults = _lots_of_rows(OldFile.CALLS, rows, file, here)
    calls, more = read_calls(rows, lots, file.columns if file else {}, here.lots)
    return calls, [*faults, *more]


def _keys(
    table: "_Table", kept: Mapping[str, str], day: date, here: Here
) -> tuple[tuple[KeyRead, ...], list[OldFault]]:
    lots = Lots(here.shares, lambda lot, owner: lots_of(lot, owner, here))
    found, faults = read_keys(table.places, table.header, table.lines, kept, lots)
    keys = []
    for key in found:
        known = here.keys.get(plain(key.name))
        if known is not None and dict(known) != dict(key.weights) and key.weights:
            faults.append(OldFault(OldFile.KEYS, 0, key.heading, key.name[:60], OldBooksMessage.KEY_DIFFERS.value))
        keys.append(_key_read(key, day, is_here=known is not None))
    return tuple(keys), faults


def _key_read(key: OldKey, day: date, *, is_here: bool) -> KeyRead:
    return KeyRead(key.heading, key.name, key.basis, key.since or day, key.weights, key.total, is_here)


def _with_differences(
    read: BooksRead, owners: Mapping[str, tuple[int, int]], found: list[Difference], has_invoices: bool
) -> BooksRead:
    balances = read.balances
    owed = sum(sum(pair) for pair in owners.values())
    found = [*opening_differences(balances, read.control, owed, read.statements), *found]
    if has_invoices:
        owing = -sum(cents for code, cents in balances.items() if code.startswith(SUPPLIERS))
        open_ = sum(invoice.cents for invoice in read.invoices)
        if owing != open_:
            found.append(Difference(Differs.SUPPLIERS, SUPPLIERS, owing, open_))
    return BooksRead(**{**vars(read), "differences": tuple(found)})


@dataclass(frozen=True)
class _Table:
    """A file's lines with the places of its columns."""

    places: Mapping[Means, int]
    header: Sequence[str]
    lines: Sequence[Cells]


def _file(
    file: OldFile, content: bytes, name: str, kept: Mapping[str, str]
) -> tuple[FileRead, _Table | None, list[OldFault]]:
    try:
        table: OldTable = read_old_table(content, lambda header: _score(file, header, kept))
    except BadInput as refused:
        faults = [OldFault(file, 0, "", name, each.message_id, each.facts) for each in refused.problems]
        return FileRead(file, name), None, faults
    places = understood(file, table.header, kept)
    lacks = missing(file, places)
    columns = {means: table.header[places[means]] for means in COLUMNS[file] if means in places}
    keys = key_columns(places, table.header, kept) if file is OldFile.KEYS else {}
    others = [place for place, each in enumerate(table.header) if each and place not in places.values()]
    seen = FileRead(
        file, name, tuple(dict.fromkeys(filter(None, table.header))), columns, tuple(lacks), len(table.lines),
        {table.header[place]: keys.get(place, "") for place in others} if file is OldFile.KEYS else {},
    )  # fmt: skip
    if lacks:
        return seen, None, [OldFault(file, table.header_line, "", "", OldBooksMessage.COLUMN_MISSING.value)]
    return (
        seen,
        _Table(places, table.header, [Cells(line.number, line.texts, line.fractions) for line in table.lines]),
        [],
    )


def _score(file: OldFile, header: Sequence[str], kept: Mapping[str, str]) -> int:
    """Say how much of a line of headings is understood; a line without two texts is no header."""
    texts = [text for text in header if text.strip()]
    found = understood(file, [text.strip() for text in header], kept)
    is_header = bool(found) if file is OldFile.KEYS else _mostly_words(texts)  # a key may be called Lift 2
    return (len(found) * 100 + min(len(texts), 20)) if len(texts) > 1 and is_header else 0


def _mostly_words(texts: Sequence[str]) -> bool:
    return sum(any(each.isdigit() for each in text) for text in texts) * 2 <= len(texts)


def _accounts(rows: Sequence[OldRow], decided: Mapping[str, str]) -> tuple[AccountRead, ...]:
    """Return the old accounts, each code once, with ours: as decided, else as proposed."""
    sums: dict[str, tuple[str, int]] = {}
    for row in rows:
        code = row.text(Means.CODE)
        name, cents = sums.get(code, (row.text(Means.NAME), 0))
        sums[code] = (name, cents + row.balance)
    found = []
    for code, (name, cents) in sums.items():
        chosen = decided.get(code, "")
        found.append(AccountRead(code, name, cents, chosen if may_be_account(chosen) else proposed_account(code, name)))
    return tuple(found)


def _owners(
    rows: Sequence[OldRow], file: FileRead | None, here: Here
) -> tuple[dict[str, tuple[int, int]], list[OldFault]]:
    owners: dict[str, tuple[int, int]] = {}
    lots, faults = _lots_of_rows(OldFile.OWNERS, rows, file, here)
    for row in rows:
        if (lot := lots.get(row.line)) is not None:
            reserve = row.cents.get(Means.RESERVE, 0)
            other, before = owners.get(lot, (0, 0))
            owners[lot] = (other + row.balance - reserve, before + reserve)
    return owners, faults


def _lots_of_rows(
    kind: OldFile, rows: Sequence[OldRow], file: FileRead | None, here: Here
) -> tuple[dict[int, str], list[OldFault]]:
    """Return the lot each line is about, and a fault for each line of none or of several."""
    found: dict[int, str] = {}
    faults = []
    for row in rows:
        fitting = lots_of(row.text(Means.LOT), row.text(Means.OWNER), here)
        if len(fitting) == 1:
            found[row.line] = fitting[0]
            continue
        means = Means.LOT if file and Means.LOT in file.columns else Means.OWNER
        shown = row.text(Means.LOT) or row.text(Means.OWNER)
        message = OldBooksMessage.SEVERAL_LOTS.value if fitting else OldBooksMessage.NO_LOT.value
        faults.append(OldFault(kind, row.line, file.columns[means] if file else "", shown[:60], message))
    return found, faults


def lots_of(lot: str, owner: str, here: Here) -> list[str]:
    """Return the lots a line is about: the one of its number, else the first one that its owner holds alone.

    Who holds several lots is one debtor, so any of them stands for all; two people of one name are not guessed.
    """
    if lot:
        wanted = _bare(lot)
        return [number for number in here.lots if _bare(number) == wanted]
    words = sorted(plain(owner).split())
    held = [number for number, holders in here.lots.items() if sorted(plain(" ".join(holders)).split()) == words]
    return held[:1] if words and len({here.lots[number] for number in held}) == 1 else held


def _bare(number: str) -> str:
    """Return a lot's number without blanks, signs and leading noughts: `A 01` is `A1`."""
    joined = plain(number).replace(" ", "")
    head = joined.rstrip("0123456789")
    return head + (joined[len(head) :].lstrip("0") or joined[len(head) :][-1:])


def _statements(rows: Sequence[OldRow], ours: Mapping[str, str]) -> dict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        code = row.text(Means.CODE)
        sums[ours.get(code) or proposed_account(code, row.text(Means.NAME)) or code] += row.balance
    return dict(sums)


def _invoice(row: OldRow) -> InvoiceRead:
    return InvoiceRead(
        supplier=row.text(Means.SUPPLIER), number=row.text(Means.NUMBER), day=row.text(Means.DAY), due=row.text(Means.DUE),
        iban=row.text(Means.IBAN), communication=row.text(Means.COMMUNICATION), cents=row.balance,
    )  # fmt: skip


def _costs(rows: Sequence[OldRow], ours: Mapping[str, str]) -> tuple[CostRead, ...]:
    """Return the costs of the last years on our accounts; what stands on none of classes 6 and 7 is no cost."""
    sums: dict[str, CostRead] = {}
    for row in rows:
        name = row.text(Means.NAME)
        code = ours.get(row.text(Means.CODE)) or proposed_account(row.text(Means.CODE), name)
        if code[:1] not in ("6", "7"):
            continue
        before = sums.get(code, CostRead(code, name, 0, 0))
        sums[code] = CostRead(
            code, before.name, before.last_year + row.cents.get(Means.LAST_YEAR, 0),
            before.year_before + row.cents.get(Means.YEAR_BEFORE, 0),
        )  # fmt: skip
    return tuple(sums[code] for code in sorted(sums))

"""What the tests of the import share: lists, and how to preview, confirm and look."""

from datetime import date

from sqlalchemy import text

from koprogo.services.buildings.import_lots import confirm_import, preview_import
from tests.services.buildings.conftest import AT, DATA, Empty

DAY = date(2026, 11, 21)


SAMPLES = [("lots-60-fr.csv", 10_000, 60), ("kavels-74-nl.xlsx", 1_000, 74), ("lots-184.csv", 100_000, 184)]


TABLES = ("lot", "holding", "contact", "representative", "acting_for", "email_consent", "person_merge", "lot_import")


HEADER = "lot;kind;shares;owner;regime;email;language;address;phone;enterprise number;representative;e-mail consent\n"


async def preview(empty: Empty, content: bytes, denominator: int, **options):
    async with empty.session() as session:
        return await preview_import(
            session, empty.syndic, empty.association_id, content=content, filename="list.csv", denominator=denominator,
            at=AT, **options,
        )  # fmt: skip


async def confirm(
    empty: Empty, content: bytes, denominator: int, *, filename="list.csv", answers=None, accepted=None, **options
):
    seen = await preview(empty, content, denominator)
    async with empty.session() as session:
        return await confirm_import(
            session, empty.syndic, empty.association_id, content=content, filename=filename, denominator=denominator,
            merges_accepted={each.id for each in seen.proposals} if accepted is None else accepted,
            answers=answers or {}, at=AT, **options,
        )  # fmt: skip


async def rows(empty: Empty, statement: str) -> list:
    async with empty.session() as session:
        return list((await session.execute(text(statement), {"a": empty.association_id})).all())


async def counts(empty: Empty) -> dict[str, int]:
    return {
        table: (await rows(empty, f"SELECT count(*) FROM {table} WHERE association_id = :a"))[0][0] for table in TABLES
    }


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


FULL = (
    HEADER
    + "A1;appartement;400;Eva Dupont / An D'Hondt;Indivision;;FR;Rue Haute 1, 1000 Bruxelles;;;Eva Dupont;\n"
    + "A2;appartement;300;Wim Maes;;wim@example.org;NL;Kerkstraat 2, 9000 Gent;0475 12 34 56;;;oui 12/03/2024\n"
    + "A3;commerce;200;SRL Benali Invest;;info@example.org;FR;;;0403.170.701;Karim Benali (gérant);non\n"
    + "A4;cave;100;Jan Peeters;Usufruit / nue-propriété;jan@example.org;NL;;;;Me Paul Simon;oui\n"
)


MERGED = (
    HEADER
    + "A1;apartment;500;An Claes;;an@example.org;;;0475 12 34 56;;;\n"
    + "G1;garage;300;An Claes;;an@example.org;NL;Kerkstraat 2, 9000 Gent;;;;\n"
    + "K1;cellar;200;An Claes;;an@example.org;;Kerkstraat 2, 9000 Gent;;;;yes 01/02/2024\n"
)


async def contact_of(empty: Empty, number: str):
    return (
        await rows(
            empty,
            "SELECT p.id, c.email, c.phone, c.street,"
            " (SELECT count(*) FROM email_consent e WHERE e.person_id = p.id) AS consents FROM lot l"
            " JOIN holding h ON h.lot_id = l.id JOIN person p ON p.id = h.person_id"
            f" JOIN contact c ON c.person_id = p.id WHERE l.association_id = :a AND l.number = '{number}'",
        )
    )[0]

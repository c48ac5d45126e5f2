"""The council of the demo building: elected a year ago, with decisions done, open and late, questions asked and answered.

Its main lots make a council compulsory (art. 3.90 §1); Kouterhof beside it has none, and says so on its syndic's list. Days
are relative to today; the same day gives the same building.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.access import actor_of
from koprogo.services.assemblies.after import follow_up
from koprogo.services.buildings.demo_past import Point, hold
from koprogo.services.governance import mandates, notes, questions, reports

A_YEAR_AGO, SINCE = timedelta(days=364), timedelta(days=133)
ANOTHER = """
SELECT p.id FROM holding h JOIN person p ON p.id = h.person_id JOIN lot l ON l.id = h.lot_id
 WHERE h.association_id = :t AND p.kind = 'natural' AND h."right" = 'full' AND h.until IS NULL AND p.id <> :first
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id)
 ORDER BY l.number LIMIT 1
"""
HER_SEAT = "SELECT id FROM appointment WHERE association_id = :t AND person_id = :p AND until IS NULL"
ENTRY = "SELECT id FROM register_entry WHERE association_id = :t AND item_id = :i"


def _words(fr: str, nl: str, de: str, en: str) -> Mapping[str, str]:
    return {"fr": fr, "nl": nl, "de": de, "en": en}


# fmt: off
GARAGE = _words("Remplacer la porte du garage", "De garagepoort vervangen", "Das Garagentor ersetzen",
                "Replace the garage door")
BOILER = _words("Conclure un contrat d’entretien de la chaudière pour cinq ans",
                "Een onderhoudscontract van vijf jaar sluiten voor de verwarmingsketel",
                "Einen fünfjährigen Wartungsvertrag für den Heizkessel abschließen",
                "Sign a five-year maintenance contract for the boiler")
LIFT = _words("Moderniser l’ascenseur : demander trois offres", "De lift moderniseren: drie offertes vragen",
              "Den Aufzug modernisieren: drei Angebote einholen", "Modernise the lift: ask for three quotes")
BICYCLES = _words("Interdire les vélos dans la cour", "Fietsen op de binnenplaats verbieden",
                  "Fahrräder im Hof verbieten", "Forbid bicycles in the courtyard")
LOCKS = _words("Remplacer les serrures de l’entrée", "De sloten van de inkomdeur vervangen",
               "Die Schlösser der Eingangstür ersetzen", "Replace the locks of the entrance")
SMOKE = _words("Installer des détecteurs de fumée dans les communs", "Rookmelders plaatsen in de gemene delen",
               "Rauchmelder in den gemeinschaftlichen Teilen anbringen", "Install smoke detectors in the common parts")
ROOF = _words("Isoler le toit du bloc A", "Het dak van blok A isoleren", "Das Dach von Block A dämmen",
              "Insulate the roof of block A")
FACADE = _words("Rénover la façade arrière (54 450 €) par un emprunt sur dix ans",
                "De achtergevel renoveren (€ 54.450) met een lening op tien jaar",
                "Die Rückfassade erneuern (54.450 €), mit einem Darlehen über zehn Jahre",
                "Renovate the rear façade (€54,450) on a loan over ten years")
CORRECTED = _words("Approuver les comptes, sans les prestations hors contrat du syndic (375,10 €)",
                   "De rekeningen goedkeuren, zonder de prestaties buiten contract van de syndicus (375,10 €)",
                   "Die Abrechnung ohne die Zusatzleistungen des Verwalters (375,10 €) genehmigen",
                   "Approve the accounts without the syndic’s services beyond the contract (375.10 €)")
# fmt: on


@dataclass(frozen=True)
class Plan:
    """What the syndic planned for a decision, due so many days from today; `steps` that followed, days before today."""

    what: str
    due: int
    steps: tuple[tuple[str, int, str], ...] = ()


ORDINARY_PLANS = {
    "garage": Plan("Commander la porte et la faire placer", -270, (("started", 340, ""), ("done", 288, ""))),
    "boiler": Plan("Signer le contrat", -320, (("done", 331, ""),)),
    "lift": Plan(
        "Demander trois offres pour l’ascenseur", -12,
        (("started", 95, ""), ("noted", 40, "Une offre reçue ; deux firmes doivent encore passer.")),
    ),
}  # fmt: skip
SINCE_PLANS = {
    "locks": Plan("Faire remplacer les serrures", -3, (("noted", 10, "Le serrurier a reporté son passage."),)),
    "facade": Plan("Signer le crédit et commander l’échafaudage", -95, (("started", 121, ""), ("done", 101, ""))),
    "smoke": Plan("Placer les détecteurs", -60, (("started", 90, ""), ("done", 71, ""))),
    "roof": Plan("Recevoir les offres pour l’isolation", 8, (("started", 50, ""),)),
}


async def load(
    syndic: Actor, association_id: UUID, member_id: UUID, auditor_id: UUID, *, budgets: tuple[UUID, UUID], at: datetime
) -> None:
    """Hold the two assemblies, follow what they decided, let the council ask. Called once, with the building.

    `budgets`: the one that the first assembly rejected, and the one that the second voted.
    """
    today = legal_day(at)
    async with db.association_session(association_id) as session:
        other = await session.scalar(text(ANOTHER), {"t": association_id, "first": member_id})
    ordinary = (
        Point("accounts"), Point("discharge_syndic"), Point(budget=budgets[0], fails=True),
        Point("council", post="council", elects=member_id), Point("council", post="council", elects=other),
        Point("auditor", post="auditor", elects=auditor_id),
        Point(kind="works_on_common_parts", title=GARAGE),
        Point(kind="long_term_contract_beyond_syndic_mandate", title=BOILER),
        Point(kind="works_on_common_parts", title=LIFT),
        Point(kind="statutes_enjoyment_use_administration_of_common_parts", title=BICYCLES, fails=True),
    )  # fmt: skip
    items = await hold(syndic, member_id, association_id, ordinary, kind="ordinary", day=today - A_YEAR_AGO)
    extraordinary = (
        Point(kind="works_on_common_parts", title=LOCKS), Point(kind="works_imposed_by_law", title=SMOKE),
        Point(kind="works_on_common_parts", title=ROOF), Point("accounts", fails=True),
        Point(kind="approve_annual_accounts", title=CORRECTED), Point(budget=budgets[1]),
        Point(kind="works_on_common_parts", title=FACADE),
    )  # fmt: skip
    more = await hold(syndic, member_id, association_id, extraordinary, kind="extraordinary", day=today - SINCE)
    by_name = dict(zip(("garage", "boiler", "lift"), items[6:9], strict=True)) | dict(
        zip(("locks", "smoke", "roof", "facade"), (*more[:3], more[-1]), strict=True)
    )
    entries = await _follow(syndic, association_id, by_name, at=at)
    async with db.tenant_session(syndic, association_id) as session:
        seat = (await session.execute(text(HER_SEAT), {"t": association_id, "p": member_id})).scalar_one()
        await mandates.name_position(session, syndic, association_id, seat, position="chair")
    await _ask(syndic, association_id, member_id, entries["lift"], at=at)
    await _write(association_id, member_id, entries["lift"], at=at)


async def _follow(
    syndic: Actor, association_id: UUID, items: Mapping[str, UUID], *, at: datetime
) -> Mapping[str, UUID]:
    """Plan what each decision asks for, let it go on, and return the register's entries by name."""
    entries = {}
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        for name, item in items.items():
            entry = (await session.execute(text(ENTRY), {"t": association_id, "i": item})).scalar_one()
            entries[name] = entry
            plan = {**ORDINARY_PLANS, **SINCE_PLANS}[name]
            planned = at - (A_YEAR_AGO if name in ORDINARY_PLANS else SINCE) + timedelta(days=14)
            task = await follow_up.plan_task(
                *here, entry, what=plan.what, due=legal_day(at) + timedelta(days=plan.due),
                owner_id=syndic.person_id, at=planned, today=legal_day(planned),
            )  # fmt: skip
            for what, days, words in plan.steps:
                then = at - timedelta(days=days)
                await follow_up.move_task(*here, task, what=what, words=words, at=then, today=legal_day(then))
    return entries


async def _ask(syndic: Actor, association_id: UUID, member_id: UUID, lift: UUID, *, at: datetime) -> None:
    async with db.open_session() as session:
        member = await actor_of(session, member_id, on_day=legal_day(at))
    async with db.tenant_session(member, association_id) as session:
        here = (session, member, association_id)
        waits = "Waarom is de onderhoudspost van de lift gestegen?"
        await questions.ask(*here, words=waits, at=at - timedelta(days=16))
        late = "Wanneer komen de twee andere offertes voor de lift?"
        await questions.ask(*here, words=late, entry_id=lift, at=at - timedelta(days=9))
        answered = await questions.ask(
            *here, words="Wanneer komt het verslag van de keuring van de branddeuren?", at=at - timedelta(days=30)
        )
    async with db.tenant_session(syndic, association_id) as session:
        await questions.answer(
            session, syndic, association_id, answered, at=at - timedelta(days=21),
            words="Het verslag is er: alle deuren zijn goedgekeurd. Het ligt bij de documenten van de vergadering.",
        )  # fmt: skip


async def _write(association_id: UUID, member_id: UUID, lift: UUID, *, at: datetime) -> None:
    """A visit, a note on the lift, a half-yearly report that every co-owner reads, and the yearly one, to be issued yet."""
    async with db.open_session() as session:
        member = await actor_of(session, member_id, on_day=legal_day(at))
    async with db.tenant_session(member, association_id) as session:
        here = (session, member, association_id)
        visited, called = at - timedelta(days=45), at - timedelta(days=9)
        await notes.write_note(
            *here, what="visit", day=legal_day(visited), today=legal_day(at), at=visited, in_report=True,
            words="Rondgang in de kelders: de verlichting bij K12 werkt niet, de branddeuren sluiten goed.",
        )  # fmt: skip
        await notes.write_note(
            *here, day=legal_day(called), today=legal_day(at), at=called, entry_id=lift,
            words="Gebeld met de syndicus: de tweede firma komt volgende week langs.",
        )  # fmt: skip
        half = await reports.begin(*here, kind="half_yearly", today=legal_day(at), at=at)
        await reports.issue_report(*here, half, today=legal_day(at), at=at)
        report = await reports.begin(*here, kind="yearly", today=legal_day(at), at=at)
        drafted = (await reports.sheet(*here, report, today=legal_day(at))).row.words
        asks = {
            "fr": "Les trois offres pour l’ascenseur avant la prochaine assemblée.",
            "nl": "De drie offertes voor de lift vóór de volgende vergadering.",
        }
        await reports.write(*here, report, words={**drafted, "asks": asks}, at=at)

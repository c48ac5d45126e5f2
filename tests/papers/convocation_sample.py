"""A convocation that has everything: lots that vote, one suspended, one voted by another, points of every majority."""

from datetime import UTC, date, datetime

from koprogo.papers.convocation.facts import (
    AssemblyFacts,
    AssociationFacts,
    ConvocationFacts,
    DocumentFacts,
    ItemFacts,
    LotFacts,
    LotStanding,
    PersonFacts,
    QuorumFacts,
)

TEXTS = {
    "fr": (
        ("Comptes de l’exercice 2025", "L’assemblée approuve les comptes et le bilan au 31 décembre 2025."),
        ("Décharge au syndic", "L’assemblée donne décharge au syndic pour l’exercice 2025."),
        ("Rénovation de la toiture", "L’assemblée décide d’isoler la toiture.\nLe financement vient du fonds de réserve."),
        ("Ascenseur", "Remplacer la cabine."), ("Répartition des charges d’eau", "L’assemblée installe des compteurs."),
        ("Questions et communications", ""), "Budget 2027", "Devis de la toiture", "Clé ascenseur",
        "Ces frais n’incombent qu’aux étages.", "Approbation des comptes annuels", "Communication",
    ),
    "nl": (
        ("Rekeningen van het boekjaar 2025", "De vergadering keurt de rekeningen en de balans op 31 december 2025 goed."),
        ("Kwijting aan de syndicus", "De vergadering geeft kwijting aan de syndicus voor het boekjaar 2025."),
        ("Renovatie van het dak", "De vergadering beslist het dak te isoleren.\nBetaald uit het reservekapitaal."),
        ("Lift", "De kooi vervangen."), ("Verdeling van de waterkosten", "De vergadering plaatst meters."),
        ("Vragen en mededelingen", ""), "Begroting 2027", "Offertes voor het dak", "Sleutel lift",
        "Deze kosten zijn alleen voor de verdiepingen.", "Goedkeuring van de jaarrekening", "Mededeling",
    ),
    "de": (
        ("Abrechnung 2025", "Die Versammlung genehmigt die Abrechnung und die Bilanz zum 31. Dezember 2025."),
        ("Entlastung des Syndikus", "Die Versammlung entlastet den Syndikus für das Geschäftsjahr 2025."),
        ("Erneuerung des Daches", "Die Versammlung beschließt die Dämmung des Daches.\nFinanziert aus der Rücklage."),
        ("Aufzug", "Die Kabine ersetzen."), ("Verteilung der Wasserkosten", "Die Versammlung baut Zähler ein."),
        ("Fragen und Mitteilungen", ""), "Haushaltsplan 2027", "Angebote für das Dach", "Schlüssel Aufzug",
        "Diese Kosten betreffen nur die Stockwerke.", "Genehmigung der Jahresabrechnung", "Mitteilung",
    ),
    "en": (
        ("Accounts of 2025", "The assembly approves the accounts and the balance sheet of 31 December 2025."),
        ("Discharge of the syndic", "The assembly discharges the syndic for the year 2025."),
        ("Renovation of the roof", "The assembly decides to insulate the roof.\nThe money comes from the reserve fund."),
        ("Lift", "Replace the cabin."), ("Sharing the cost of water", "The assembly has meters installed."),
        ("Questions and announcements", ""), "Budget 2027", "Quotes for the roof", "Lift key",
        "Only the floors bear this cost.", "Approval of the annual accounts", "Announcement",
    ),
}  # fmt: skip
ADDRESS = "https://koprogo.example.be/assemblies/3f6c/agenda"


def items(language: str) -> tuple[ItemFacts, ...]:
    """Return six points in one language."""
    accounts, discharge, roof, lift, water, talk, _, _, key, reason, kind, announcement = TEXTS[language]
    return (
        ItemFacts("1", *accounts, kind, "absolute", "3.87 §8"),
        ItemFacts("2", *discharge, "", "absolute", "3.87 §8", barred=("Syndic du Parc",)),
        ItemFacts("3", *roof, "", "two_thirds", "3.88 §1, 1° b)"),
        ItemFacts("3a", *lift, "", "two_thirds", "3.88 §1, 1° b)", key_name=key, key_total=5200, key_reason=reason,
                  options=("A", "B", "C"), is_part=True),
        ItemFacts("4", *water, "", "four_fifths", "3.88 §1, 2° a)", clause="art. 23"),
        ItemFacts("5", *talk, announcement, "none", ""),
    )  # fmt: skip


def convocation(language: str, *standings: LotStanding, **more: object) -> ConvocationFacts:
    """Return the letter of somebody whose lots stand like this; by default she votes for two and one is suspended."""
    lots = {
        LotStanding.VOTES: LotFacts("A1", 250, LotStanding.VOTES),
        LotStanding.SUSPENDED: LotFacts("B7", 118, LotStanding.SUSPENDED, ("Emma Lambert", "Farid Benali")),
        LotStanding.REPRESENTED: LotFacts("C2", 96, LotStanding.REPRESENTED, ("Nadia Hérion",)),
    }
    chosen = [lots[each] for each in standings or (LotStanding.VOTES, LotStanding.SUSPENDED)]
    if not standings:
        chosen.insert(1, LotFacts("G1", 20, LotStanding.VOTES, ("Marc Peeters",)))
    texts = TEXTS[language]
    facts: dict[str, object] = {
        "association": AssociationFacts(
            "Résidence Les Tilleuls", ("Avenue des Tilleuls 12", "1180 Uccle"), "0678.123.451", 10000, 60, "Syndic du Parc"
        ),
        "assembly": AssemblyFacts(
            "ordinary", date(2026, 12, 10), datetime(2026, 12, 10, 18, 30, tzinfo=UTC),
            "Salle paroissiale, rue Haute 3, Uccle",
            date(2026, 11, 22), remote_allowed=True, address=ADDRESS, authentic_language="fr",
        ),
        "person": PersonFacts("Anna Peeters", "", ("Avenue des Tilleuls 12 bte 3", "1180 Uccle"), "registered"),
        "lots": tuple(chosen),
        "items": items(language),
        "documents": (DocumentFacts(texts[6], file_name="01 budget-2027.pdf"), DocumentFacts(texts[7], "3")),
        "quorum": QuorumFacts(31, 5000, 7501),
    }  # fmt: skip
    return ConvocationFacts(**(facts | more))  # type: ignore[arg-type]

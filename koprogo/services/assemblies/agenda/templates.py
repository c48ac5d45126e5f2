"""Points that come back in every agenda: the kind of decision, a title and a proposal in four languages.

The kind picks the majority from the law's table; a template never does. Texts are content, to be edited by the syndic
before convening.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """A point ready to be put on an agenda; `minutes` is what it usually takes."""

    name: str
    kind: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    minutes: int = 10


def _words(fr: str, nl: str, de: str, en: str) -> Mapping[str, str]:
    return {"fr": fr, "nl": nl, "de": de, "en": en}


# fmt: off
TEMPLATES: Mapping[str, Template] = {each.name: each for each in (
    Template("accounts", "approve_annual_accounts",
        _words("Approuver les comptes annuels", "De jaarrekening goedkeuren",
               "Die Jahresabrechnung genehmigen", "Approve the annual accounts"),
        _words("L’assemblée approuve les comptes de l’exercice écoulé, joints à la convocation.",
               "De vergadering keurt de rekeningen van het afgelopen boekjaar goed, gevoegd bij de oproeping.",
               "Die Versammlung genehmigt die der Einberufung beigefügte Abrechnung des abgelaufenen Geschäftsjahres.",
               "The assembly approves the accounts of the past year, attached to the convocation."), 15),
    Template("discharge_syndic", "discharge_syndic",
        _words("Donner décharge au syndic", "Kwijting verlenen aan de syndicus",
               "Dem Syndikus Entlastung erteilen", "Discharge the syndic"),
        _words("L’assemblée donne décharge au syndic pour sa gestion de l’exercice écoulé.",
               "De vergadering verleent de syndicus kwijting voor zijn beheer van het afgelopen boekjaar.",
               "Die Versammlung erteilt dem Syndikus Entlastung für die Verwaltung des abgelaufenen Geschäftsjahres.",
               "The assembly discharges the syndic for the management of the past year."), 5),
    Template("discharge_auditor", "discharge_auditor",
        _words("Donner décharge au commissaire aux comptes", "Kwijting verlenen aan de commissaris van de rekeningen",
               "Dem Rechnungskommissar Entlastung erteilen", "Discharge the auditor of the accounts"),
        _words("L’assemblée donne décharge au commissaire aux comptes.",
               "De vergadering verleent kwijting aan de commissaris van de rekeningen.",
               "Die Versammlung erteilt dem Rechnungskommissar Entlastung.",
               "The assembly discharges the auditor of the accounts."), 5),
    Template("bureau", "elect_bureau",
        _words("Élire la présidence, le secrétariat et les scrutateurs",
               "De voorzitter, de secretaris en de stemopnemers verkiezen",
               "Vorsitz, Sekretariat und Stimmenzähler wählen", "Elect the chair, the secretary and the tellers"),
        _words("L’assemblée élit à la présidence l’un des copropriétaires, ainsi qu’un secrétariat et des scrutateurs.",
               "De vergadering verkiest een van de mede-eigenaars tot voorzitter, en een secretaris en stemopnemers.",
               "Die Versammlung wählt einen der Miteigentümer zum Vorsitz sowie ein Sekretariat und Stimmenzähler.",
               "The assembly elects one of the co-owners as its chair, a secretary and tellers."), 5),
    Template("contract_report", "note_contract_evaluation_report",
        _words("Rapport d’évaluation des contrats de fournitures régulières",
               "Evaluatieverslag over de overeenkomsten voor geregelde leveringen",
               "Bewertungsbericht über die Verträge für regelmäßige Lieferungen",
               "Evaluation report on the regular supply contracts"),
        _words("Le syndic présente le rapport joint ; l’assemblée en prend acte.",
               "De syndicus stelt het bijgevoegde verslag voor; de vergadering neemt er kennis van.",
               "Der Syndikus stellt den beigefügten Bericht vor; die Versammlung nimmt ihn zur Kenntnis.",
               "The syndic presents the report attached; the assembly notes it."), 5),
    Template("council_report", "note_council_report",
        _words("Rapport annuel du conseil de copropriété", "Jaarverslag van de raad van mede-eigendom",
               "Jahresbericht des Rates der Miteigentümer", "Yearly report of the council of co-owners"),
        _words("Le conseil présente son rapport ; l’assemblée en prend acte.",
               "De raad stelt zijn verslag voor; de vergadering neemt er kennis van.",
               "Der Rat stellt seinen Bericht vor; die Versammlung nimmt ihn zur Kenntnis.",
               "The council presents its report; the assembly notes it."), 5),
    Template("discharge_council", "discharge_council",
        _words("Donner décharge au conseil de copropriété", "Kwijting verlenen aan de raad van mede-eigendom",
               "Dem Rat der Miteigentümer Entlastung erteilen", "Discharge the council of co-owners"),
        _words("L’assemblée donne décharge aux membres du conseil de copropriété.",
               "De vergadering verleent kwijting aan de leden van de raad van mede-eigendom.",
               "Die Versammlung erteilt den Mitgliedern des Rates der Miteigentümer Entlastung.",
               "The assembly discharges the members of the council of co-owners."), 5),
    Template("budget", "approve_budgets",
        _words("Voter le budget des charges courantes", "De begroting van de lopende kosten goedkeuren",
               "Den Haushaltsplan der laufenden Kosten verabschieden", "Vote the budget of current charges"),
        _words("L’assemblée vote le budget des dépenses courantes de maintenance, de fonctionnement et d’administration,"
               " joint à la convocation.",
               "De vergadering keurt de begroting van de lopende uitgaven voor onderhoud, werking en beheer goed, gevoegd"
               " bij de oproeping.",
               "Die Versammlung verabschiedet den der Einberufung beigefügten Haushaltsplan der laufenden Ausgaben für"
               " Unterhalt, Betrieb und Verwaltung.",
               "The assembly votes the budget of current upkeep, running and administration costs, attached to the"
               " convocation."), 10),
    Template("budget_extraordinary", "approve_budgets",
        _words("Voter le budget des frais extraordinaires", "De begroting van de buitengewone kosten goedkeuren",
               "Den Haushaltsplan der außerordentlichen Kosten verabschieden", "Vote the budget of extraordinary costs"),
        _words("L’assemblée vote le budget des frais extraordinaires prévisibles et l’apport au fonds de réserve, joint à"
               " la convocation.",
               "De vergadering keurt de begroting van de te verwachten buitengewone kosten en de bijdrage aan het"
               " reservekapitaal goed, gevoegd bij de oproeping.",
               "Die Versammlung verabschiedet den der Einberufung beigefügten Haushaltsplan der vorhersehbaren"
               " außerordentlichen Kosten und den Beitrag zum Rücklagenfonds.",
               "The assembly votes the budget of foreseeable extraordinary costs and the contribution to the reserve fund,"
               " attached to the convocation."), 10),
    Template("council", "elect_council_member",
        _words("Élire un membre du conseil de copropriété", "Een lid van de raad van mede-eigendom verkiezen",
               "Ein Mitglied des Rates der Miteigentümer wählen", "Elect a member of the council of co-owners"),
        _words("L’assemblée élit la candidate ou le candidat proposé, jusqu’à la prochaine assemblée ordinaire.",
               "De vergadering verkiest de voorgestelde kandidaat, tot de volgende gewone vergadering.",
               "Die Versammlung wählt die vorgeschlagene Person bis zur nächsten ordentlichen Versammlung.",
               "The assembly elects the candidate proposed, until the next ordinary assembly.")),
    Template("auditor", "appoint_auditor",
        _words("Désigner le commissaire aux comptes", "De commissaris van de rekeningen aanstellen",
               "Den Rechnungskommissar bestellen", "Appoint the auditor of the accounts"),
        _words("L’assemblée désigne le commissaire aux comptes pour un an.",
               "De vergadering stelt de commissaris van de rekeningen aan voor één jaar.",
               "Die Versammlung bestellt den Rechnungskommissar für ein Jahr.",
               "The assembly appoints the auditor of the accounts for one year."), 5),
    Template("syndic", "appoint_or_renew_syndic",
        _words("Renouveler le mandat du syndic", "Het mandaat van de syndicus hernieuwen",
               "Das Mandat des Syndikus erneuern", "Renew the syndic’s mandate"),
        _words("L’assemblée renouvelle le mandat du syndic aux conditions du contrat joint, pour trois ans au plus.",
               "De vergadering hernieuwt het mandaat van de syndicus onder de voorwaarden van het bijgevoegde"
               " contract, voor ten hoogste drie jaar.",
               "Die Versammlung erneuert das Mandat des Syndikus zu den Bedingungen des beigefügten Vertrags für"
               " höchstens drei Jahre.",
               "The assembly renews the syndic’s mandate on the terms of the contract attached, for three years at"
               " most."), 15),
    Template("works", "works_on_common_parts",
        _words("Faire des travaux aux parties communes", "Werken aan de gemeenschappelijke delen uitvoeren",
               "Arbeiten an den gemeinschaftlichen Teilen ausführen", "Carry out works on the common parts"),
        _words("L’assemblée accepte l’offre jointe, payée par le fonds de réserve.",
               "De vergadering aanvaardt de bijgevoegde offerte, betaald door het reservekapitaal.",
               "Die Versammlung nimmt das beigefügte Angebot an, bezahlt aus dem Rücklagenfonds.",
               "The assembly accepts the offer attached, paid by the reserve fund."), 20),
    Template("works_imposed", "works_imposed_by_law",
        _words("Faire des travaux imposés par la loi", "Wettelijk opgelegde werken uitvoeren",
               "Gesetzlich vorgeschriebene Arbeiten ausführen", "Carry out works imposed by law"),
        _words("L’assemblée fait exécuter les travaux que la loi impose, selon l’offre jointe.",
               "De vergadering laat de door de wet opgelegde werken uitvoeren, volgens de bijgevoegde offerte.",
               "Die Versammlung lässt die gesetzlich vorgeschriebenen Arbeiten gemäß beigefügtem Angebot ausführen.",
               "The assembly has the works imposed by law carried out, as in the offer attached.")),
    Template("competition", "amount_above_which_competition_is_mandatory",
        _words("Fixer le montant de la mise en concurrence", "Het bedrag voor de mededinging vaststellen",
               "Den Betrag für die Ausschreibung festlegen", "Set the amount above which quotes are compared"),
        _words("L’assemblée fixe le montant à partir duquel la mise en concurrence est obligatoire.",
               "De vergadering bepaalt het bedrag vanaf wanneer een mededinging verplicht is.",
               "Die Versammlung legt den Betrag fest, ab dem eine Ausschreibung verpflichtend ist.",
               "The assembly sets the amount above which competition is compulsory."), 5),
    Template("bylaw_use", "statutes_enjoyment_use_administration_of_common_parts",
        _words("Modifier le règlement : usage des parties communes",
               "Het reglement wijzigen: gebruik van de gemeenschappelijke delen",
               "Die Miteigentumsordnung ändern: Nutzung der gemeinschaftlichen Teile",
               "Change the by-laws: use of the common parts"),
        _words("L’assemblée adopte le texte joint, à passer par acte authentique.",
               "De vergadering neemt de bijgevoegde tekst aan, te verlijden bij authentieke akte.",
               "Die Versammlung nimmt den beigefügten Text an, der notariell zu beurkunden ist.",
               "The assembly adopts the text attached, to be made in an authentic deed."), 15),
    Template("bylaw_other", "other_statute_change_incl_charge_apportionment",
        _words("Modifier le règlement : répartition des charges", "Het reglement wijzigen: verdeling van de lasten",
               "Die Miteigentumsordnung ändern: Verteilung der Lasten", "Change the by-laws: apportionment of charges"),
        _words("L’assemblée adopte le texte joint, à passer par acte authentique.",
               "De vergadering neemt de bijgevoegde tekst aan, te verlijden bij authentieke akte.",
               "Die Versammlung nimmt den beigefügten Text an, der notariell zu beurkunden ist.",
               "The assembly adopts the text attached, to be made in an authentic deed."), 15),
    Template("house_rules", "house_rules",
        _words("Modifier le règlement d’ordre intérieur", "Het reglement van interne orde wijzigen",
               "Die Hausordnung ändern", "Change the house rules"),
        _words("L’assemblée adopte le texte joint.", "De vergadering neemt de bijgevoegde tekst aan.",
               "Die Versammlung nimmt den beigefügten Text an.", "The assembly adopts the text attached.")),
    Template("loan", "loan_by_the_ACP",
        _words("Conclure un emprunt", "Een lening aangaan", "Ein Darlehen aufnehmen", "Take out a loan"),
        _words("L’assemblée conclut l’emprunt décrit en annexe.", "De vergadering gaat de lening aan zoals beschreven"
               " in bijlage.", "Die Versammlung nimmt das im Anhang beschriebene Darlehen auf.",
               "The assembly takes out the loan described in the annex.")),
    Template("other", "default_any_other_decision",
        _words("Autre décision", "Andere beslissing", "Anderer Beschluss", "Another decision"),
        _words("L’assemblée décide ce qui suit.", "De vergadering beslist wat volgt.",
               "Die Versammlung beschließt Folgendes.", "The assembly decides as follows.")),
)}
# fmt: on

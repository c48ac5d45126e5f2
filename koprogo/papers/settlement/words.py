"""The words of a settlement in four languages."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "full_title": "{heading} – {name}",
        "heading": "Décompte de charges {year}",
        "heading_statement": "Relevé des dépenses, {since} – {until}",
        "sent": "{day} · version {version}",
        "greeting": "Madame, Monsieur,",
        "subject_to_approval": "Sous réserve de l’approbation des comptes par l’assemblée générale.",
        "opening_provisions": "Voici ce que vos lots ont coûté du {since} au {until}, en regard des provisions appelées.",
        "opening_actual_costs": "Voici votre part des dépenses réelles du {since} au {until}.",
        "why": "Cette version {version} remplace la précédente et a été entièrement recalculée : {why}",
        "together": "Ce décompte est adressé à {names}, qui détiennent ensemble le lot et en doivent ensemble "
        "les charges.",
        "actual": "Vos charges",
        "called": "Provisions appelées",
        "to_pay": "Solde à payer",
        "in_favour": "Solde en votre faveur",
        "nil": "Solde",
        "posted": "Ce que cette version change à votre compte",
        "last_year": "Pour mémoire, vos charges de l’exercice précédent",
        "iban": "Sur le compte",
        "payee": "Au nom de",
        "communication": "Communication",
        "due": "Reste à payer",
        "qr_alt": "Code du virement pour l’application de votre banque",
        "qr_caption": "Lisez ce code avec l’application de votre banque : le virement est rempli.",
        "covered": "De ce solde, {amount} sont déjà couverts par l’avoir de votre compte ; seul le reste est demandé.",
        "covered_all": "Ce solde de {amount} est déjà couvert par l’avoir de votre compte : vous n’avez rien à payer.",
        "order": "Cette communication est la vôtre et ne change pas. Un paiement qui la porte règle d’abord les "
        "montants les plus anciens, puis la part du fonds de réserve ; ce qui dépasse reste à votre "
        "crédit.",
        "table": "Chaque montant et sa fraction",
        "column_what": "Quoi",
        "column_how": "Calcul",
        "column_key": "Clé",
        "column_tenant": "Locataire",
        "column_amount": "Montant",
        "mark": "oui",
        "lot": "Lot {lot}",
        "no_lot": "Sans lot",
        "by_shares": "Quotités",
        "by_key": "clé « {key} »",
        "by_shares_cost": "Dépenses réparties selon les quotités",
        "by_key_cost": "Dépenses réparties selon la clé « {key} »",
        "share": "{whole} × {weight}/{of} = {part}",
        "rest": "{whole} depuis le début de l’exercice × {weight}/{of} = {part}, moins {before} déjà relevés = {amount}",
        "days": ", × {days}/{of} jours = {amount}",
        "private": "À votre charge seule",
        "given": "{amount} indiqués pour ce lot par la pièce",
        "less_reserve": "{cost}, dont {paid} déjà financés (fonds de réserve ou emprunt) : ",
        "all_from_reserve": "{amount} déjà financés (fonds de réserve ou emprunt) : rien n’est réparti",
        "costs": "Les dépenses de la période",
        "cost_from_reserve": " (dont {paid} déjà financés (fonds de réserve ou emprunt))",
        "sum": "Vos charges",
        "tenant_sum": "dont charges que les baux mettent d’ordinaire à charge du locataire",
        "tenant_note": "La mention « locataire » suit l’usage et non votre bail, qui décide seul. Les frais "
        "privatifs et les "
        "recettes n’y sont pas compris.",
        "how_cents": "Chaque dépense est d’abord répartie entre les lots au cent près (les centimes restants vont aux plus "
        "grands restes), puis vos montants sont additionnés. La somme de tous les lots est ainsi exactement la dépense.",
        "how_before": "Chaque relevé compte votre part de tout ce que l’exercice a coûté jusque-là, moins ce que les "
        "relevés précédents ont déjà compté.",
        "how_days": "Un lot qui a changé de mains est réparti selon les jours : le jour du transfert compte pour "
        "l’acquéreur (art. 3.94 § 5).",
        "works": ", payés par l’appel extraordinaire « {words} »",
        "works_part": ", payés par l’appel extraordinaire « {words} » : {amount} par les appels dont vous êtes "
        "redevable",
        "works_title": "Appels extraordinaires et leurs travaux",
        "works_called": "Lot {lot}, « {words} » : {called} vous incombent selon le jour de la décision et l’échéance "
        "; {used} ont servi aux travaux jusqu’ici.",
        "works_kept": " {kept} restent affectés à ces travaux et ne sont pas encore restitués.",
        "works_back": " Le décompte final des travaux est établi : les {back} non utilisés ne sont plus retenus.",
        "works_claimed": " {claimed} que les travaux ont coûté au-delà de ces appels vous incombent aussi, comme un "
        "appel de ce jour.",
        "how_works": "Ce que l’assemblée a décidé en dehors du budget n’est pas réparti selon les jours : celui "
        "qui est redevable des appels le supporte, les premiers appels échus payant d’abord (art. "
        "3.94 §§ 2 et 5).",
        "agreed": "Lot {lot} : vendeur et acquéreur ont convenu entre eux : « {words} ». Cela ne lie qu’eux ; "
        "envers l’association chacun doit ce que la loi prévoit, et ce décompte la suit (art. 3.94 § "
        "2).",
        "on_account": "Ce solde est porté à votre compte de copropriétaire. Les pièces sont à votre disposition chez le "
        "syndic.",
        "on_account_favour": "Ce solde est porté à votre compte et vient en déduction de ce que vous devrez. "
        "Les pièces sont "
        "à votre disposition chez le syndic.",
    },
    "nl": {
        "full_title": "{heading} – {name}",
        "heading": "Afrekening van de lasten {year}",
        "heading_statement": "Staat van de uitgaven, {since} – {until}",
        "sent": "{day} · versie {version}",
        "greeting": "Mevrouw, Mijnheer,",
        "subject_to_approval": "Onder voorbehoud van de goedkeuring van de rekeningen door de algemene vergadering.",
        "opening_provisions": "Dit hebben uw kavels gekost van {since} tot en met {until}, naast de opgevraagde "
        "provisies.",
        "opening_actual_costs": "Dit is uw deel van de werkelijke uitgaven van {since} tot en met {until}.",
        "why": "Deze versie {version} vervangt de vorige en is volledig herberekend: {why}",
        "together": "Deze afrekening is gericht aan {names}, die de kavel samen houden en er samen de lasten "
        "van verschuldigd "
        "zijn.",
        "actual": "Uw lasten",
        "called": "Opgevraagde provisies",
        "to_pay": "Saldo te betalen",
        "in_favour": "Saldo in uw voordeel",
        "nil": "Saldo",
        "posted": "Wat deze versie aan uw rekening wijzigt",
        "last_year": "Ter herinnering, uw lasten van het vorige boekjaar",
        "iban": "Op rekening",
        "payee": "Op naam van",
        "communication": "Mededeling",
        "due": "Nog te betalen",
        "qr_alt": "Code van de overschrijving voor de app van uw bank",
        "qr_caption": "Lees deze code met de app van uw bank: de overschrijving is ingevuld.",
        "covered": "Van dit saldo is {amount} al gedekt door het tegoed op uw rekening; alleen de rest wordt gevraagd.",
        "covered_all": "Dit saldo van {amount} is al gedekt door het tegoed op uw rekening: u hoeft niets te betalen.",
        "order": "Deze mededeling is de uwe en verandert niet. Een betaling met deze mededeling vereffent eerst de"
        " oudste bedragen, daarna het deel voor het reservekapitaal; wat te veel is, blijft als tegoed "
        "staan.",
        "table": "Elk bedrag met zijn breuk",
        "column_what": "Wat",
        "column_how": "Berekening",
        "column_key": "Sleutel",
        "column_tenant": "Huurder",
        "column_amount": "Bedrag",
        "mark": "ja",
        "lot": "Kavel {lot}",
        "no_lot": "Zonder kavel",
        "by_shares": "Aandelen",
        "by_key": "sleutel ‘{key}’",
        "by_shares_cost": "Uitgaven verdeeld volgens de aandelen",
        "by_key_cost": "Uitgaven verdeeld volgens de sleutel ‘{key}’",
        "share": "{whole} × {weight}/{of} = {part}",
        "rest": "{whole} sinds het begin van het boekjaar × {weight}/{of} = {part}, min {before} al aangerekend "
        "= {amount}",
        "days": ", × {days}/{of} dagen = {amount}",
        "private": "Alleen te uwen laste",
        "given": "{amount} volgens het stuk voor deze kavel",
        "less_reserve": "{cost}, waarvan {paid} al gefinancierd (reservekapitaal of lening): ",
        "all_from_reserve": "{amount} al gefinancierd (reservekapitaal of lening): er wordt niets verdeeld",
        "costs": "De uitgaven van de periode",
        "cost_from_reserve": " (waarvan {paid} al gefinancierd (reservekapitaal of lening))",
        "sum": "Uw lasten",
        "tenant_sum": "waarvan lasten die huurcontracten gewoonlijk aan de huurder doorrekenen",
        "tenant_note": "De vermelding ‘huurder’ volgt het gebruik en niet uw huurcontract, dat alleen beslist. "
        "Privatieve "
        "kosten en opbrengsten zijn er niet in begrepen.",
        "how_cents": "Elke uitgave wordt eerst tot op de cent over de kavels verdeeld (de resterende centen gaan naar de "
        "grootste resten), daarna worden uw bedragen opgeteld. De som van alle kavels is zo precies de uitgave.",
        "how_before": "Elke staat rekent uw deel van alles wat het boekjaar tot dan heeft gekost, min wat de "
        "vorige staten "
        "al hebben aangerekend.",
        "how_days": "Een kavel die van eigenaar veranderde, wordt volgens de dagen verdeeld: de dag van de "
        "overdracht telt "
        "voor de verkrijger (art. 3.94 § 5).",
        "works": ", betaald met de buitengewone opvraging “{words}”",
        "works_part": ", betaald met de buitengewone opvraging “{words}”: {amount} met de opvragingen die u "
        "verschuldigd bent",
        "works_title": "Buitengewone opvragingen en hun werken",
        "works_called": "Kavel {lot}, “{words}”: {called} is te uwen laste volgens de dag van de beslissing en de "
        "vervaldag; {used} daarvan diende tot nu toe voor de werken.",
        "works_kept": " {kept} blijft bestemd voor deze werken en wordt nog niet teruggegeven.",
        "works_back": " De eindafrekening van de werken is opgemaakt: de {back} die niet werd gebruikt, wordt niet "
        "langer ingehouden.",
        "works_claimed": " {claimed} die de werken meer kostten dan deze opvragingen, is ook te uwen laste, zoals een "
        "opvraging van die dag.",
        "how_works": "Wat de vergadering buiten de begroting besliste, wordt niet volgens de dagen verdeeld: wie "
        "de opvragingen verschuldigd is, draagt het; de eerst vervallen opvraging betaalt eerst (art."
        " 3.94 §§ 2 en 5).",
        "agreed": "Kavel {lot}: verkoper en koper kwamen onderling overeen: “{words}”. Dat bindt alleen hen; "
        "tegenover de vereniging is ieder verschuldigd wat de wet bepaalt, en deze afrekening volgt "
        "de wet (art. 3.94 § 2).",
        "on_account": "Dit saldo is op uw rekening van mede-eigenaar geboekt. De stukken liggen bij de syndicus "
        "ter inzage.",
        "on_account_favour": "Dit saldo is op uw rekening geboekt en wordt afgetrokken van wat u verschuldigd wordt. De "
        "stukken liggen bij de syndicus ter inzage.",
    },
    "de": {
        "full_title": "{heading} – {name}",
        "heading": "Lastenabrechnung {year}",
        "heading_statement": "Aufstellung der Ausgaben, {since} – {until}",
        "sent": "{day} · Fassung {version}",
        "greeting": "Sehr geehrte Damen und Herren,",
        "subject_to_approval": "Vorbehaltlich der Genehmigung der Rechnung durch die Generalversammlung.",
        "opening_provisions": "Dies haben Ihre Lose vom {since} bis zum {until} gekostet, neben den abgerufenen "
        "Vorschüssen.",
        "opening_actual_costs": "Dies ist Ihr Teil der tatsächlichen Ausgaben vom {since} bis zum {until}.",
        "why": "Diese Fassung {version} ersetzt die vorige und wurde vollständig neu berechnet: {why}",
        "together": "Diese Abrechnung ist an {names} gerichtet, die das Los gemeinsam halten und seine Lasten gemeinsam "
        "schulden.",
        "actual": "Ihre Lasten",
        "called": "Abgerufene Vorschüsse",
        "to_pay": "Zu zahlender Saldo",
        "in_favour": "Saldo zu Ihren Gunsten",
        "nil": "Saldo",
        "posted": "Was diese Fassung an Ihrem Konto ändert",
        "last_year": "Zum Vergleich: Ihre Lasten des vorigen Geschäftsjahres",
        "iban": "Auf das Konto",
        "payee": "Zugunsten von",
        "communication": "Mitteilung",
        "due": "Noch zu zahlen",
        "qr_alt": "Code der Überweisung für die App Ihrer Bank",
        "qr_caption": "Lesen Sie diesen Code mit der App Ihrer Bank: Die Überweisung ist ausgefüllt.",
        "covered": "Von diesem Saldo sind {amount} schon durch das Guthaben Ihres Kontos gedeckt; nur der Rest wird "
        "verlangt.",
        "covered_all": "Dieser Saldo von {amount} ist schon durch das Guthaben Ihres Kontos gedeckt: Sie haben nichts zu"
        " zahlen.",
        "order": "Diese Mitteilung ist Ihre eigene und ändert sich nicht. Eine Zahlung mit ihr begleicht zuerst "
        "die ältesten Beträge, dann den Anteil für den Rücklagenfonds; was darüber hinausgeht, bleibt Ihr"
        " Guthaben.",
        "table": "Jeder Betrag mit seinem Bruch",
        "column_what": "Was",
        "column_how": "Berechnung",
        "column_key": "Schlüssel",
        "column_tenant": "Mieter",
        "column_amount": "Betrag",
        "mark": "ja",
        "lot": "Los {lot}",
        "no_lot": "Ohne Los",
        "by_shares": "Anteile",
        "by_key": "Schlüssel „{key}“",
        "by_shares_cost": "Nach Anteilen verteilte Ausgaben",
        "by_key_cost": "Nach dem Schlüssel „{key}“ verteilte Ausgaben",
        "share": "{whole} × {weight}/{of} = {part}",
        "rest": "{whole} seit Beginn des Geschäftsjahres × {weight}/{of} = {part}, abzüglich bereits "
        "aufgestellter {before} = "
        "{amount}",
        "days": ", × {days}/{of} Tage = {amount}",
        "private": "Allein zu Ihren Lasten",
        "given": "{amount} laut Beleg für dieses Los",
        "less_reserve": "{cost}, davon {paid} schon finanziert (Rücklagenfonds oder Darlehen): ",
        "all_from_reserve": "{amount} schon finanziert (Rücklagenfonds oder Darlehen): nichts wird verteilt",
        "costs": "Die Ausgaben des Zeitraums",
        "cost_from_reserve": " (davon {paid} schon finanziert (Rücklagenfonds oder Darlehen))",
        "sum": "Ihre Lasten",
        "tenant_sum": "davon Lasten, die Mietverträge gewöhnlich dem Mieter auferlegen",
        "tenant_note": "Der Vermerk „Mieter“ folgt der Gewohnheit und nicht Ihrem Mietvertrag, der allein entscheidet. "
        "Private Kosten und Einnahmen sind nicht enthalten.",
        "how_cents": "Jede Ausgabe wird zuerst auf den Cent genau auf die Lose verteilt (übrige Cents gehen an "
        "die größten "
        "Reste), dann werden Ihre Beträge addiert. Die Summe aller Lose ist so genau die Ausgabe.",
        "how_before": "Jede Aufstellung rechnet Ihren Teil von allem, was das Geschäftsjahr bis dahin gekostet "
        "hat, abzüglich "
        "dessen, was frühere Aufstellungen schon gerechnet haben.",
        "how_days": "Ein Los, das den Eigentümer gewechselt hat, wird nach Tagen verteilt: der Tag der "
        "Übertragung zählt für "
        "den Erwerber (Art. 3.94 § 5).",
        "works": ", bezahlt aus dem außerordentlichen Abruf „{words}“",
        "works_part": ", bezahlt aus dem außerordentlichen Abruf „{words}“: {amount} aus den Abrufen, die Sie schulden",
        "works_title": "Außerordentliche Abrufe und ihre Arbeiten",
        "works_called": "Los {lot}, „{words}“: {called} gehen nach dem Tag des Beschlusses und der Fälligkeit zu "
        "Ihren Lasten; {used} davon wurden bisher für die Arbeiten verwendet.",
        "works_kept": " {kept} bleiben für diese Arbeiten bestimmt und werden noch nicht zurückgegeben.",
        "works_back": " Die Schlussabrechnung der Arbeiten ist erstellt: die nicht verwendeten {back} werden nicht "
        "länger einbehalten.",
        "works_claimed": " {claimed}, die die Arbeiten über diese Abrufe hinaus gekostet haben, gehen ebenfalls zu "
        "Ihren Lasten, wie ein Abruf dieses Tages.",
        "how_works": "Was die Versammlung außerhalb des Haushaltsplans beschlossen hat, wird nicht nach Tagen "
        "verteilt: wer die Abrufe schuldet, trägt es; der zuerst fällige Abruf zahlt zuerst (Art. "
        "3.94 §§ 2 und 5).",
        "agreed": "Los {lot}: Verkäufer und Erwerber haben untereinander vereinbart: „{words}“. Das bindet nur "
        "sie; gegenüber der Vereinigung schuldet jeder, was das Gesetz bestimmt, und diese Abrechnung"
        " folgt ihm (Art. 3.94 § 2).",
        "on_account": "Dieser Saldo ist auf Ihrem Konto als Miteigentümer gebucht. Die Belege liegen beim Syndikus zur "
        "Einsicht.",
        "on_account_favour": "Dieser Saldo ist auf Ihrem Konto gebucht und wird von dem abgezogen, was Sie "
        "schulden werden. "
        "Die Belege liegen beim Syndikus zur Einsicht.",
    },
    "en": {
        "full_title": "{heading} – {name}",
        "heading": "Settlement of charges {year}",
        "heading_statement": "Statement of costs, {since} – {until}",
        "sent": "{day} · version {version}",
        "greeting": "Dear Sir or Madam,",
        "subject_to_approval": "Subject to the approval of the accounts by the general assembly.",
        "opening_provisions": "This is what your lots cost from {since} to {until}, beside the provisions that "
        "were called.",
        "opening_actual_costs": "This is your part of the actual costs from {since} to {until}.",
        "why": "This version {version} replaces the one before and was worked out again in full: {why}",
        "together": "This settlement is addressed to {names}, who hold the lot together and owe its charges together.",
        "actual": "Your charges",
        "called": "Provisions called",
        "to_pay": "Balance to pay",
        "in_favour": "Balance in your favour",
        "nil": "Balance",
        "posted": "What this version changes on your account",
        "last_year": "For comparison, your charges of the year before",
        "iban": "To the account",
        "payee": "In the name of",
        "communication": "Communication",
        "due": "Left to pay",
        "qr_alt": "Code of the transfer for the app of your bank",
        "qr_caption": "Read this code with the app of your bank: the transfer is filled in.",
        "covered": "Of this balance {amount} is already covered by the credit on your account; only the rest is "
        "asked for.",
        "covered_all": "This balance of {amount} is already covered by the credit on your account: you have nothing to "
        "pay.",
        "order": "This communication is yours and does not change. A payment that bears it settles the oldest "
        "amounts first, then the part for the reserve fund; what is more stays to your credit.",
        "table": "Each amount and its fraction",
        "column_what": "What",
        "column_how": "Calculation",
        "column_key": "Key",
        "column_tenant": "Tenant",
        "column_amount": "Amount",
        "mark": "yes",
        "lot": "Lot {lot}",
        "no_lot": "Without a lot",
        "by_shares": "Shares",
        "by_key": "key “{key}”",
        "by_shares_cost": "Costs shared by the shares",
        "by_key_cost": "Costs shared by the key “{key}”",
        "share": "{whole} × {weight}/{of} = {part}",
        "rest": "{whole} since the start of the year × {weight}/{of} = {part}, less {before} stated before = {amount}",
        "days": ", × {days}/{of} days = {amount}",
        "private": "Yours alone to bear",
        "given": "{amount} that the paper names for this lot",
        "less_reserve": "{cost}, of which {paid} already funded (reserve fund or loan): ",
        "all_from_reserve": "{amount} already funded (reserve fund or loan): nothing is shared",
        "costs": "The costs of these days",
        "cost_from_reserve": " (of which {paid} already funded (reserve fund or loan))",
        "sum": "Your charges",
        "tenant_sum": "of which charges that leases usually pass on to the tenant",
        "tenant_note": "The mark “tenant” follows custom and not your lease, which alone decides. Private costs "
        "and income are "
        "not part of it.",
        "how_cents": "Each cost is first shared among the lots to the cent (cents left over go to the largest "
        "remainders), then "
        "your amounts are added up. So all lots together are exactly the cost.",
        "how_before": "Each statement takes your part of everything the year has cost so far, less what earlier "
        "statements took.",
        "how_days": "A lot that changed hands is shared by days: the day of the transfer counts for the buyer "
        "(art. 3.94 § 5).",
        "works": ", paid by the special call “{words}”",
        "works_part": ", paid by the special call “{words}”: {amount} by the calls that you owe",
        "works_title": "Special calls and their works",
        "works_called": "Lot {lot}, “{words}”: {called} are yours to bear by the day of the decision and the due day;"
        " {used} of them paid for the works so far.",
        "works_kept": " {kept} stay for these works and are not given back yet.",
        "works_back": " The works have their final account: the {back} that were not used are no longer kept.",
        "works_claimed": " {claimed} that the works cost beyond these calls are yours to bear too, like a call of that"
        " day.",
        "how_works": "What the assembly decided beside the budget is not shared by days: who owes its calls bears "
        "it, the call that was due first paying first (art. 3.94 §§ 2 and 5).",
        "agreed": "Lot {lot}: seller and buyer agreed between themselves: “{words}”. That binds only them; "
        "towards the association each owes what the law says, and this settlement follows it (art. "
        "3.94 § 2).",
        "on_account": "This balance stands on your account as a co-owner. The papers may be read at the syndic’s.",
        "on_account_favour": "This balance stands on your account and is taken off what you will owe. The "
        "papers may be read at "
        "the syndic’s.",
    },
}  # fmt: skip

SETTLEMENT: Mapping[str, Catalogue] = {
    language: {**own, "words_edition": MINUTES[language]["words_edition"]} for language, own in OWN.items()
}


def settlement_words(language: str) -> Words:
    """Return the words of the settlement.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, SETTLEMENT)

"""The words of a call for funds in four languages."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "full_title": "Appel de fonds {reference} – {name}",
        "heading": "Appel de fonds {number}/{of} – exercice {year}",
        "heading_special": "Appel de fonds extraordinaire – {year}",
        "heading_special_part": "Appel de fonds extraordinaire {number}/{of} – {year}",
        "heading_loan": "Emprunt – échéance {number} sur {of}",
        "heading_loan_cash": "Travaux payés comptant – {year}",
        "heading_loan_early": "Remboursement anticipé de l’emprunt – {year}",
        "heading_working": "Appel pour le fonds de roulement – {year}",
        "sent": "{day} · référence {reference}",
        "greeting": "Madame, Monsieur,",
        "together": "Cet appel est adressé à {names}, qui détiennent ensemble le lot et en doivent ensemble les "
        "charges.",
        "opening": "Voici votre part du budget pour la période du {since} au {until}.",
        "opening_special": "Cet appel exécute la décision de l’assemblée générale : {subject}.",
        "opening_loan": "Voici votre part de l’échéance de l’emprunt de l’association : {subject}. Le capital "
        "rembourse "
        "votre part ; les intérêts ne sont répartis qu’entre les participants.",
        "opening_loan_cash": "Vous avez choisi de payer comptant votre part des travaux : {subject}. Vous ne "
        "devez rien de "
        "l’emprunt ni de ses intérêts.",
        "opening_loan_early": "Vous remboursez anticipativement tout ce que votre lot doit encore de l’emprunt "
        ": {subject}.",
        "opening_working": "Cet appel alimente le fonds de roulement, qui avance les dépenses courantes.",
        "last_budget": "Le budget de cet exercice n’est pas encore voté : jusque-là, seules les charges courantes et la "
        "part pour le fonds de réserve de {year} sont appelées. La différence figurera sur une ligne distincte de l’appel "
        "qui suivra le vote.",
        "to_pay": "À payer",
        "before_day": "Au plus tard le",
        "iban": "Sur le compte",
        "payee": "Au nom de",
        "communication": "Communication",
        "nothing": "Rien : cet appel s’annule.",
        "credit": "Rien : {amount} vous sont crédités et viennent en déduction de ce que vous devrez.",
        "qr_alt": "Code du virement pour l’application de votre banque",
        "qr_caption": "Lisez ce code avec l’application de votre banque : le virement est rempli.",
        "table": "Chaque montant et sa fraction",
        "column_what": "Quoi",
        "column_how": "Calcul",
        "column_amount": "Montant",
        "lot": "Lot {lot}",
        "part_ordinary": "Charges courantes",
        "part_extraordinary": "Frais extraordinaires",
        "part_reserve": "Fonds de réserve",
        "part_working": "Fonds de roulement",
        "part_loan_cash": "Travaux payés comptant",
        "part_loan_principal": "Emprunt : capital",
        "part_loan_interest": "Emprunt : intérêts",
        "part_special": "Appel extraordinaire",
        "by_owed": "selon ce que doit chaque lot de l’emprunt",
        "by_shares": "selon les quotités",
        "by_key": "clé « {key} »",
        "caught_up": "{part}, adaptation au nouveau budget",
        "share": "{base} × {weight} / {of} = {amount}",
        "rest": "{base} × {weight} / {of} = {part}, moins {before} déjà appelés",
        "given_back": "{before} déjà appelés, rendus : ce poste ne vous est plus réparti",
        "sum_other": "Provision pour les charges",
        "sum_reserve": "Part destinée au fonds de réserve (art. 3.86 § 3)",
        "sum": "Total",
        "how_cents_loan": "Chaque échéance demande votre part de tout ce que la banque a demandé jusque-là, "
        "moins ce qui "
        "vous a déjà été appelé. Les échéances font ainsi, au cent près, votre part de l’emprunt.",
        "how_cents": "Chaque appel demande votre part de tout ce qui a été appelé depuis le début de "
        "l’exercice, moins "
        "ce qui l’a déjà été. Les appels de l’année font ainsi, au cent près, votre part du budget.",
        "permanent": "Pour vos versements libres ou un ordre permanent, utilisez toujours {number} : cette "
        "communication "
        "est la vôtre et ne change pas.",
        "order": "Un paiement sans la communication de cet appel règle d’abord les charges les plus anciennes, "
        "puis la "
        "part du fonds de réserve.",
    },
    "nl": {
        "full_title": "Fondsopvraging {reference} – {name}",
        "heading": "Fondsopvraging {number}/{of} – boekjaar {year}",
        "heading_special": "Buitengewone fondsopvraging – {year}",
        "heading_special_part": "Buitengewone fondsopvraging {number}/{of} – {year}",
        "heading_loan": "Lening – vervaldag {number} van {of}",
        "heading_loan_cash": "Werken contant betaald – {year}",
        "heading_loan_early": "Vervroegde terugbetaling van de lening – {year}",
        "heading_working": "Opvraging voor het werkkapitaal – {year}",
        "sent": "{day} · referentie {reference}",
        "greeting": "Mevrouw, Mijnheer,",
        "together": "Deze opvraging is gericht aan {names}, die de kavel samen houden en er samen de lasten van "
        "verschuldigd zijn.",
        "opening": "Dit is uw deel van de begroting voor de periode van {since} tot en met {until}.",
        "opening_special": "Deze opvraging voert de beslissing van de algemene vergadering uit: {subject}.",
        "opening_loan": "Dit is uw deel van de vervaldag van de lening van de vereniging: {subject}. Het "
        "kapitaal betaalt "
        "uw deel terug; de interest wordt alleen verdeeld onder wie meedoet.",
        "opening_loan_cash": "U koos ervoor uw deel van de werken contant te betalen: {subject}. U bent niets "
        "van de lening of "
        "van de interest verschuldigd.",
        "opening_loan_early": "U betaalt vervroegd alles terug wat uw kavel nog van de lening verschuldigd is: "
        "{subject}.",
        "opening_working": "Deze opvraging spijst het werkkapitaal, dat de lopende uitgaven voorschiet.",
        "last_budget": "De begroting van dit boekjaar is nog niet gestemd: tot dan worden alleen de lopende kosten en de "
        "bijdrage aan het reservekapitaal van {year} opgevraagd. Het verschil staat op een aparte regel van de opvraging "
        "na de stemming.",
        "to_pay": "Te betalen",
        "before_day": "Uiterlijk op",
        "iban": "Op rekening",
        "payee": "Op naam van",
        "communication": "Mededeling",
        "nothing": "Niets: deze opvraging heft zichzelf op.",
        "credit": "Niets: {amount} staat op uw tegoed en wordt afgetrokken van wat u verschuldigd wordt.",
        "qr_alt": "Code van de overschrijving voor de app van uw bank",
        "qr_caption": "Lees deze code met de app van uw bank: de overschrijving is ingevuld.",
        "table": "Elk bedrag met zijn breuk",
        "column_what": "Wat",
        "column_how": "Berekening",
        "column_amount": "Bedrag",
        "lot": "Kavel {lot}",
        "part_ordinary": "Lopende kosten",
        "part_extraordinary": "Buitengewone kosten",
        "part_reserve": "Reservekapitaal",
        "part_working": "Werkkapitaal",
        "part_loan_cash": "Werken contant betaald",
        "part_loan_principal": "Lening: kapitaal",
        "part_loan_interest": "Lening: interest",
        "part_special": "Buitengewone opvraging",
        "by_owed": "volgens wat elke kavel van de lening verschuldigd is",
        "by_shares": "volgens de aandelen",
        "by_key": "sleutel ‘{key}’",
        "caught_up": "{part}, aanpassing aan de nieuwe begroting",
        "share": "{base} × {weight} / {of} = {amount}",
        "rest": "{base} × {weight} / {of} = {part}, min {before} al opgevraagd",
        "given_back": "{before} al opgevraagd, teruggegeven: deze post wordt u niet meer toegerekend",
        "sum_other": "Voorschot op de kosten",
        "sum_reserve": "Deel voor het reservekapitaal (art. 3.86 § 3)",
        "sum": "Totaal",
        "how_cents_loan": "Elke vervaldag vraagt uw deel van alles wat de bank tot dan vroeg, min wat al van u werd "
        "opgevraagd. Zo vormen de vervaldagen samen, tot op de cent, uw deel van de lening.",
        "how_cents": "Elke opvraging vraagt uw deel van alles wat sinds het begin van het boekjaar werd "
        "opgevraagd, min "
        "wat al werd opgevraagd. Zo maken de opvragingen van het jaar tot op de cent uw deel van de begroting.",
        "permanent": "Gebruik voor vrije stortingen of een doorlopende opdracht altijd {number}: die mededeling "
        "is de uwe "
        "en verandert niet.",
        "order": "Een betaling zonder de mededeling van deze opvraging vereffent eerst de oudste lasten, daarna "
        "het deel "
        "voor het reservekapitaal.",
    },
    "de": {
        "full_title": "Zahlungsabruf {reference} – {name}",
        "heading": "Zahlungsabruf {number}/{of} – Geschäftsjahr {year}",
        "heading_special": "Außerordentlicher Zahlungsabruf – {year}",
        "heading_special_part": "Außerordentlicher Zahlungsabruf {number}/{of} – {year}",
        "heading_loan": "Darlehen – Rate {number} von {of}",
        "heading_loan_cash": "Arbeiten sofort bezahlt – {year}",
        "heading_loan_early": "Vorzeitige Rückzahlung des Darlehens – {year}",
        "heading_working": "Abruf für den Betriebsmittelfonds – {year}",
        "sent": "{day} · Aktenzeichen {reference}",
        "greeting": "Sehr geehrte Damen und Herren,",
        "together": "Dieser Abruf richtet sich an {names}, die das Los gemeinsam halten und dessen Lasten gemeinsam "
        "schulden.",
        "opening": "Dies ist Ihr Anteil am Haushaltsplan für den Zeitraum vom {since} bis zum {until}.",
        "opening_special": "Dieser Abruf führt den Beschluss der Generalversammlung aus: {subject}.",
        "opening_loan": "Hier ist Ihr Anteil an der Rate des Darlehens der Vereinigung: {subject}. Das Kapital "
        "zahlt Ihren "
        "Anteil zurück; die Zinsen werden nur unter den Teilnehmern verteilt.",
        "opening_loan_cash": "Sie haben gewählt, Ihren Anteil an den Arbeiten sofort zu bezahlen: {subject}. "
        "Vom Darlehen und "
        "seinen Zinsen schulden Sie nichts.",
        "opening_loan_early": "Sie zahlen vorzeitig alles zurück, was Ihr Los noch vom Darlehen schuldet: {subject}.",
        "opening_working": "Dieser Abruf speist den Betriebsmittelfonds, der die laufenden Ausgaben vorschießt.",
        "last_budget": "Der Haushaltsplan dieses Geschäftsjahres ist noch nicht verabschiedet: Bis dahin werden nur die "
        "laufenden Kosten und der Rücklagenanteil von {year} abgerufen. Der Unterschied steht auf einer eigenen Zeile des "
        "Abrufs nach der Abstimmung.",
        "to_pay": "Zu zahlen",
        "before_day": "Spätestens am",
        "iban": "Auf das Konto",
        "payee": "Empfänger",
        "communication": "Mitteilung",
        "nothing": "Nichts: Dieser Abruf hebt sich auf.",
        "credit": "Nichts: {amount} werden Ihnen gutgeschrieben und mit dem verrechnet, was Sie schulden werden.",
        "qr_alt": "Code der Überweisung für die App Ihrer Bank",
        "qr_caption": "Lesen Sie diesen Code mit der App Ihrer Bank: Die Überweisung ist ausgefüllt.",
        "table": "Jeder Betrag mit seinem Bruch",
        "column_what": "Was",
        "column_how": "Rechnung",
        "column_amount": "Betrag",
        "lot": "Los {lot}",
        "part_ordinary": "Laufende Kosten",
        "part_extraordinary": "Außerordentliche Kosten",
        "part_reserve": "Rücklagenfonds",
        "part_working": "Betriebsmittelfonds",
        "part_loan_cash": "Arbeiten sofort bezahlt",
        "part_loan_principal": "Darlehen: Kapital",
        "part_loan_interest": "Darlehen: Zinsen",
        "part_special": "Außerordentlicher Abruf",
        "by_owed": "nach dem, was jedes Los vom Darlehen schuldet",
        "by_shares": "nach den Anteilen",
        "by_key": "Schlüssel „{key}“",
        "caught_up": "{part}, Anpassung an den neuen Haushaltsplan",
        "share": "{base} × {weight} / {of} = {amount}",
        "rest": "{base} × {weight} / {of} = {part}, minus abgerufene {before}",
        "given_back": "{before} bereits abgerufen und zurückgegeben: Dieser Posten wird Ihnen nicht mehr zugerechnet",
        "sum_other": "Vorschuss auf die Kosten",
        "sum_reserve": "Anteil für den Rücklagenfonds (Art. 3.86 § 3)",
        "sum": "Summe",
        "how_cents_loan": "Jede Rate fordert Ihren Anteil an allem, was die Bank bis dahin gefordert hat, "
        "abzüglich dessen, "
        "was schon von Ihnen abgerufen wurde. So ergeben die Raten auf den Cent genau Ihren Anteil am "
        "Darlehen.",
        "how_cents": "Jeder Abruf verlangt Ihren Anteil an allem, was seit Beginn des Geschäftsjahres abgerufen "
        "wurde, "
        "abzüglich des bereits Abgerufenen. So ergeben die Abrufe des Jahres auf den Cent Ihren Anteil am "
        "Haushaltsplan.",
        "permanent": "Für freie Zahlungen oder einen Dauerauftrag verwenden Sie immer {number}: Diese "
        "Mitteilung ist Ihre "
        "eigene und ändert sich nicht.",
        "order": "Eine Zahlung ohne die Mitteilung dieses Abrufs begleicht zuerst die ältesten Lasten, dann den "
        "Anteil für "
        "den Rücklagenfonds.",
    },
    "en": {
        "full_title": "Call for funds {reference} – {name}",
        "heading": "Call for funds {number}/{of} – year {year}",
        "heading_special": "Special call for funds – {year}",
        "heading_special_part": "Special call for funds {number}/{of} – {year}",
        "heading_loan": "Loan – instalment {number} of {of}",
        "heading_loan_cash": "Works paid cash – {year}",
        "heading_loan_early": "Early repayment of the loan – {year}",
        "heading_working": "Call for the working fund – {year}",
        "sent": "{day} · reference {reference}",
        "greeting": "Dear Sir or Madam,",
        "together": "This call is addressed to {names}, who hold the lot together and owe its charges together.",
        "opening": "This is your part of the budget for the period from {since} to {until}.",
        "opening_special": "This call carries out the decision of the general assembly: {subject}.",
        "opening_loan": "This is your part of an instalment of the association’s loan: {subject}. The principal "
        "repays "
        "your part; the interest is shared among those who take part, and nobody else.",
        "opening_loan_cash": "You chose to pay your part of the works cash: {subject}. You owe nothing of the "
        "loan or of its "
        "interest.",
        "opening_loan_early": "You repay early all that your lot still owes of the loan: {subject}.",
        "opening_working": "This call feeds the working fund, which advances current expenses.",
        "last_budget": "The budget of this year is not voted yet: until then only the current charges and the part for "
        "the reserve fund of {year} are called. The difference will stand on a line of its own in the call that follows "
        "the vote.",
        "to_pay": "To pay",
        "before_day": "No later than",
        "iban": "To account",
        "payee": "In the name of",
        "communication": "Communication",
        "nothing": "Nothing: this call cancels itself out.",
        "credit": "Nothing: {amount} stands to your credit and will be taken off what you come to owe.",
        "qr_alt": "Code of the transfer for the app of your bank",
        "qr_caption": "Read this code with the app of your bank: the transfer is filled in.",
        "table": "Each amount and its fraction",
        "column_what": "What",
        "column_how": "Calculation",
        "column_amount": "Amount",
        "lot": "Lot {lot}",
        "part_ordinary": "Current charges",
        "part_extraordinary": "Extraordinary costs",
        "part_reserve": "Reserve fund",
        "part_working": "Working fund",
        "part_loan_cash": "Works paid cash",
        "part_loan_principal": "Loan: principal",
        "part_loan_interest": "Loan: interest",
        "part_special": "Special call",
        "by_owed": "by what each lot owes of the loan",
        "by_shares": "by shares",
        "by_key": "key “{key}”",
        "caught_up": "{part}, adjusted to the new budget",
        "share": "{base} × {weight} / {of} = {amount}",
        "rest": "{base} × {weight} / {of} = {part}, less {before} called before",
        "given_back": "{before} called before and given back: this is no longer charged to you",
        "sum_other": "Provision for charges",
        "sum_reserve": "Part for the reserve fund (art. 3.86 § 3)",
        "sum": "Total",
        "how_cents_loan": "Each instalment asks for your part of all the bank has asked so far, less what was "
        "called from "
        "you before. Together the instalments are, to the cent, your part of the loan.",
        "how_cents": "Each call asks for your part of everything called since the year began, less what was called "
        "before. The calls of the year are your part of the budget, to the cent.",
        "permanent": "For payments of your own or a standing order always use {number}: this communication is "
        "yours and "
        "does not change.",
        "order": "A payment without the communication of this call settles the oldest charges first, then the "
        "part for "
        "the reserve fund.",
    },
}
CALLS: Mapping[str, Catalogue] = {
    language: {**own, "words_edition": MINUTES[language]["words_edition"]} for language, own in OWN.items()
}


def call_words(language: str) -> Words:
    """Return the words of the call.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, CALLS)

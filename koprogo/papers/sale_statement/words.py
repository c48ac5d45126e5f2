"""The words of the statement of a sale in four languages."""

from collections.abc import Mapping

from koprogo.papers.call_for_funds.words import CALLS
from koprogo.papers.settlement.words import SETTLEMENT
from koprogo.papers.words import Catalogue, Words

SHARED = (
    "greeting", "iban", "payee", "communication", "qr_alt", "qr_caption", "column_what", "column_how", "column_amount",
    "words_edition",
)  # fmt: skip
"""What a call for funds says the same way."""
OWN: Mapping[str, Catalogue] = {
    "fr": {
        "full_title": "Décompte de mutation du lot {lot} – {side}",
        "heading": "Décompte de mutation, lot {lot}",
        "sent": "{day} · {side}",
        "seller": "vendeur",
        "buyer": "acquéreur",
        "deed": "Le lot a été transmis le {day} de {sellers} à {buyers} ({act}).",
        "notary": "Notaire : {notary}.",
        "balance_due": "Votre compte : à payer",
        "balance_credit": "Votre compte : en votre faveur",
        "balance_nil": "Votre compte",
        "funds": "Les deux fonds",
        "working_seller": "Fonds de roulement, votre part rendue",
        "working_buyer": "Fonds de roulement, votre part appelée",
        "fund_share": "{fund} × {weight} / {of} = {share}",
        "fund_empty": "Le fonds était vide ce jour-là",
        "booked": "Porté à votre compte",
        "not_booked": "Pas encore porté à votre compte",
        "reserve": "Fonds de réserve",
        "reserve_stays": "Le fonds ({fund}) reste à l’association : rien n’est rendu ni appelé",
        "calls": "Les appels de fonds sur ce lot",
        "column_due": "Échéance",
        "column_why": "À charge de qui",
        "column_bearer": "À charge du",
        "bears": "À votre charge : échu pendant votre jouissance.",
        "bears_special": "À votre charge, selon le jour de la décision et l’échéance.",
        "of_it_reserve": "Dont fonds de réserve : {amount}.",
        "not_hers": "{amount} appelés chez vous, à charge de l’autre partie.",
        "carried": "{amount} appelés chez vous, portés au compte de l’autre partie.",
        "special": "Appel extraordinaire : {title}",
        "decided": "décidé le {day}",
        "working_call": "Appel pour le fonds de roulement {year}",
        "budget_call": "Appel {number}/{of}, {year}",
        "borne": "À votre charge",
        "no_calls": "Aucun appel n’a été fait sur ce lot pendant cet exercice.",
        "enjoyment": "Le décompte de l’exercice du {since} au {until} partagera les dépenses du lot selon les jours : "
        "{days} jours sur {of} sont les vôtres. Le jour du transfert compte pour l’acquéreur.",
        "loans": "Ce que le lot doit encore d’un emprunt",
        "column_left": "Capital restant",
        "loan_call": "Emprunt, échéance {number} sur {of}",
        "loan_seller": "Part de {share}. Le capital échu avant le {day} est à votre charge ; ce qui échoit ensuite, "
        "jusqu’au {ends}, est réclamé à l’acquéreur, sauf remboursement anticipé.",
        "loan_buyer": "Part de {share}. Le capital qui échoit à partir du {day}, jusqu’au {ends}, vous est réclamé avec "
        "ses intérêts, sauf remboursement anticipé par le vendeur.",
        "agreed": "Ce dont les parties sont convenues",
        "agreed_note": "Ces conventions règlent la contribution entre vendeur et acquéreur. Elles ne lient pas "
        "l’association, qui réclame à chacun ce que la loi met à sa charge.",
        "notes_law": "Art. 3.94 § 2 et § 5 du Code civil. Un appel extraordinaire décidé entre la convention et "
        "l’acte n’est à charge de l’acquéreur que s’il pouvait assister à l’assemblée par procuration.",
    },
    "nl": {
        "full_title": "Afrekening bij overdracht van kavel {lot} – {side}",
        "heading": "Afrekening bij overdracht, kavel {lot}",
        "sent": "{day} · {side}",
        "seller": "verkoper",
        "buyer": "koper",
        "deed": "De kavel is op {day} overgedragen van {sellers} aan {buyers} ({act}).",
        "notary": "Notaris: {notary}.",
        "balance_due": "Uw rekening: te betalen",
        "balance_credit": "Uw rekening: in uw voordeel",
        "balance_nil": "Uw rekening",
        "funds": "De twee kapitalen",
        "working_seller": "Werkkapitaal, uw aandeel teruggegeven",
        "working_buyer": "Werkkapitaal, uw aandeel opgevraagd",
        "fund_share": "{fund} × {weight} / {of} = {share}",
        "fund_empty": "Het kapitaal was die dag leeg",
        "booked": "Op uw rekening geboekt",
        "not_booked": "Nog niet op uw rekening geboekt",
        "reserve": "Reservekapitaal",
        "reserve_stays": "Het kapitaal ({fund}) blijft van de vereniging: niets wordt teruggegeven of opgevraagd",
        "calls": "De fondsopvragingen op deze kavel",
        "column_due": "Vervaldag",
        "column_why": "Ten laste van wie",
        "column_bearer": "Ten laste van",
        "bears": "Te uwen laste: vervallen tijdens uw genot.",
        "bears_special": "Te uwen laste, volgens de dag van de beslissing en de vervaldag.",
        "of_it_reserve": "Waarvan reservekapitaal: {amount}.",
        "not_hers": "{amount} bij u opgevraagd, ten laste van de andere partij.",
        "carried": "{amount} bij u opgevraagd, overgeboekt naar de andere partij.",
        "special": "Buitengewone opvraging: {title}",
        "decided": "beslist op {day}",
        "working_call": "Opvraging voor het werkkapitaal {year}",
        "budget_call": "Opvraging {number}/{of}, {year}",
        "borne": "Te uwen laste",
        "no_calls": "In dit boekjaar werd op deze kavel niets opgevraagd.",
        "enjoyment": "De afrekening van het boekjaar van {since} tot en met {until} verdeelt de kosten van de kavel "
        "volgens de dagen: {days} van de {of} dagen zijn de uwe. De dag van de overdracht telt voor de koper.",
        "loans": "Wat de kavel nog van een lening verschuldigd is",
        "column_left": "Resterend kapitaal",
        "loan_call": "Lening, vervaldag {number} van {of}",
        "loan_seller": "Deel van {share}. Het kapitaal dat voor {day} verviel, is te uwen laste; wat daarna vervalt, tot "
        "{ends}, wordt van de koper gevorderd, behalve bij vervroegde terugbetaling.",
        "loan_buyer": "Deel van {share}. Het kapitaal dat vanaf {day} vervalt, tot {ends}, wordt met de interest van u "
        "gevorderd, tenzij de verkoper vervroegd terugbetaalt.",
        "agreed": "Wat de partijen onderling afspraken",
        "agreed_note": "Deze afspraken regelen de bijdrage tussen verkoper en koper. Ze binden de vereniging niet, "
        "die van elk vordert wat de wet hem oplegt.",
        "notes_law": "Art. 3.94 § 2 en § 5 van het Burgerlijk Wetboek. Een buitengewone opvraging waartoe tussen de "
        "overeenkomst en de akte werd beslist, komt enkel ten laste van de koper als hij met een volmacht "
        "de vergadering kon bijwonen.",
    },
    "de": {
        "full_title": "Abrechnung beim Übergang von Los {lot} – {side}",
        "heading": "Abrechnung beim Übergang, Los {lot}",
        "sent": "{day} · {side}",
        "seller": "Verkäufer",
        "buyer": "Käufer",
        "deed": "Das Los ging am {day} von {sellers} auf {buyers} über ({act}).",
        "notary": "Notar: {notary}.",
        "balance_due": "Ihr Konto: zu zahlen",
        "balance_credit": "Ihr Konto: zu Ihren Gunsten",
        "balance_nil": "Ihr Konto",
        "funds": "Die beiden Fonds",
        "working_seller": "Betriebsmittelfonds, Ihr Anteil zurückgegeben",
        "working_buyer": "Betriebsmittelfonds, Ihr Anteil abgerufen",
        "fund_share": "{fund} × {weight} / {of} = {share}",
        "fund_empty": "Der Fonds war an diesem Tag leer",
        "booked": "Auf Ihrem Konto gebucht",
        "not_booked": "Noch nicht auf Ihrem Konto gebucht",
        "reserve": "Rücklagenfonds",
        "reserve_stays": "Der Fonds ({fund}) bleibt bei der Vereinigung: nichts wird zurückgegeben oder abgerufen",
        "calls": "Die Zahlungsabrufe auf dieses Los",
        "column_due": "Fällig am",
        "column_why": "Zu wessen Lasten",
        "column_bearer": "Zu Lasten",
        "bears": "Zu Ihren Lasten: während Ihrer Nutzung fällig.",
        "bears_special": "Zu Ihren Lasten, nach dem Tag des Beschlusses und der Fälligkeit.",
        "of_it_reserve": "Davon Rücklagenfonds: {amount}.",
        "not_hers": "{amount} bei Ihnen abgerufen, zu Lasten der anderen Partei.",
        "carried": "{amount} bei Ihnen abgerufen, auf das Konto der anderen Partei umgebucht.",
        "special": "Außerordentlicher Abruf: {title}",
        "decided": "beschlossen am {day}",
        "working_call": "Abruf für den Betriebsmittelfonds {year}",
        "budget_call": "Abruf {number}/{of}, {year}",
        "borne": "Zu Ihren Lasten",
        "no_calls": "In diesem Geschäftsjahr wurde auf dieses Los nichts abgerufen.",
        "enjoyment": "Die Abrechnung des Geschäftsjahres vom {since} bis zum {until} verteilt die Kosten des Loses "
        "nach Tagen: {days} von {of} Tagen sind Ihre. Der Tag der Übertragung zählt für den Käufer.",
        "loans": "Was das Los noch von einem Darlehen schuldet",
        "column_left": "Restkapital",
        "loan_call": "Darlehen, Rate {number} von {of}",
        "loan_seller": "Anteil von {share}. Das vor dem {day} fällige Kapital tragen Sie; was danach bis zum {ends} "
        "fällig wird, wird vom Käufer verlangt, außer bei vorzeitiger Rückzahlung.",
        "loan_buyer": "Anteil von {share}. Das ab dem {day} bis zum {ends} fällige Kapital wird mit den Zinsen von "
        "Ihnen verlangt, außer der Verkäufer zahlt vorzeitig zurück.",
        "agreed": "Was die Parteien untereinander vereinbarten",
        "agreed_note": "Diese Vereinbarungen regeln den Beitrag zwischen Verkäufer und Käufer. Sie binden die "
        "Vereinigung nicht: Sie fordert von jedem, was das Gesetz ihm auferlegt.",
        "notes_law": "Art. 3.94 § 2 und § 5 des Zivilgesetzbuches. Ein außerordentlicher Abruf, der zwischen "
        "Vereinbarung und Urkunde beschlossen wurde, trifft den Käufer nur, wenn er mit Vollmacht "
        "an der Versammlung teilnehmen konnte.",
    },
    "en": {
        "full_title": "Statement at the sale of lot {lot} – {side}",
        "heading": "Statement at the sale, lot {lot}",
        "sent": "{day} · {side}",
        "seller": "seller",
        "buyer": "buyer",
        "deed": "The lot passed on {day} from {sellers} to {buyers} ({act}).",
        "notary": "Notary: {notary}.",
        "balance_due": "Your account: to pay",
        "balance_credit": "Your account: in your favour",
        "balance_nil": "Your account",
        "funds": "The two funds",
        "working_seller": "Working fund, your share given back",
        "working_buyer": "Working fund, your share called",
        "fund_share": "{fund} × {weight} / {of} = {share}",
        "fund_empty": "The fund was empty on that day",
        "booked": "It stands on your account",
        "not_booked": "Not on your account yet",
        "reserve": "Reserve fund",
        "reserve_stays": "The fund ({fund}) stays with the association: nothing is given back or called",
        "calls": "The calls for funds on this lot",
        "column_due": "Due on",
        "column_why": "Who bears it",
        "column_bearer": "Borne by",
        "bears": "Yours to bear: due while you enjoyed the lot.",
        "bears_special": "Yours to bear, by the day of the decision and the due day.",
        "of_it_reserve": "Of it, reserve fund: {amount}.",
        "not_hers": "{amount} called from you, for the other party to bear.",
        "carried": "{amount} called from you, carried over to the other party’s account.",
        "special": "Special call: {title}",
        "decided": "decided on {day}",
        "working_call": "Call for the working fund {year}",
        "budget_call": "Call {number}/{of}, {year}",
        "borne": "Yours to bear",
        "no_calls": "Nothing was called on this lot in this year.",
        "enjoyment": "The settlement of the year from {since} to {until} will share the costs of the lot by days: "
        "{days} of {of} days are yours. The day of the transfer counts for the buyer.",
        "loans": "What the lot still owes of a loan",
        "column_left": "Principal left",
        "loan_call": "Loan, instalment {number} of {of}",
        "loan_seller": "Part of {share}. Principal due before {day} is yours to bear; what falls due after it, until "
        "{ends}, is claimed from the buyer, unless it is repaid early.",
        "loan_buyer": "Part of {share}. Principal due from {day}, until {ends}, is claimed from you with its interest, "
        "unless the seller repays it early.",
        "agreed": "What the parties agreed between themselves",
        "agreed_note": "These agreements settle the contribution between seller and buyer. They do not bind the "
        "association, which claims from each what the law puts on her.",
        "notes_law": "Art. 3.94 § 2 and § 5 of the Civil Code. A special call decided between the agreement and the "
        "deed falls on the buyer only if she could attend the assembly by proxy.",
    },
}
STATEMENT: Mapping[str, Catalogue] = {
    language: {**own, "order": SETTLEMENT[language]["order"], **{key: CALLS[language][key] for key in SHARED}}
    for language, own in OWN.items()
}


def statement_words(language: str) -> Words:
    """Return the words of the statement.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, STATEMENT)

"""The words of the letter that goes with the minutes, in four languages."""

from collections.abc import Mapping

from koprogo.papers.words import Catalogue, Words

LETTER: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Procès-verbal de l’assemblée du {day}",
        "full_title": "Lettre d’envoi du procès-verbal du {day} – {name}",
        "title_written": "Procès-verbal de la décision écrite nº {number}",
        "full_title_written": "Lettre d’envoi du procès-verbal de la décision écrite nº {number} – {name}",
        "enclosed_written": "Vous trouverez ci-joint le procès-verbal de la décision nº {number}, prise à l’unanimité et "
        "par écrit le {day}, sans réunion (version {version}, art. 3.87 § 11). Elle est consignée au "
        "registre, que vous pouvez consulter au siège de l’association (art. 3.87 § 12 et 3.93 § 4).",
        "contest_written": "Une décision irrégulière, frauduleuse ou abusive qui vous cause un préjudice personnel peut "
        "être contestée devant le juge de paix jusqu’au {day}, quatre mois après la décision (art. 3.92 § 3).",
        "notice_text_written": "Les copropriétaires ont pris le {day}, par écrit et à l’unanimité, la décision suivante, "
        "qui vous est opposable à partir du présent avis (art. 3.93 § 5 du Code civil) :",
        "greeting": "Madame, Monsieur,",
        "enclosed": "Vous trouverez ci-joint le procès-verbal de l’assemblée générale du {day} (version "
        "{version}). Les "
        "décisions sont consignées au registre, que vous pouvez consulter au siège de l’association (art. 3.87 § "
        "12 et "
        "3.93 § 4).",
        "contest": "Une décision irrégulière, frauduleuse ou abusive qui vous cause un préjudice personnel peut être "
        "contestée devant le juge de paix jusqu’au {day}, quatre mois après l’assemblée (art. 3.92 § 3).",
        "verify": "Chacun peut vérifier ce procès-verbal à partir de son fichier : {address}.",
        "landlord": "Si vous donnez votre lot en location ou en accordez l’usage",
        "landlord_duty": "Communiquez les décisions qui le concernent à l’occupant, par envoi recommandé, dans "
        "les 30 jours de "
        "la réception de ce procès-verbal : à son égard, elles ne valent qu’à partir de cette communication (art. "
        "3.93 § 5). "
        "Le texte ci-dessous peut être recopié.",
        "notice": "Avis à l’occupant",
        "notice_lots": ("Lot {lots}", "Lots {lots}"),
        "notice_text": "L’assemblée générale des copropriétaires du {day} a pris les décisions suivantes, qui "
        "vous sont "
        "opposables à partir du présent avis (art. 3.93 § 5 du Code civil) :",
        "decision": "Nº {number} : {title}",
        "no_decision": "aucune décision n’a été adoptée.",
        "notice_sign": "Date, nom et signature du bailleur :",
        "sent": "Envoyé le {day}",
    },
    "nl": {
        "title": "Notulen van de vergadering van {day}",
        "full_title": "Begeleidende brief bij de notulen van {day} – {name}",
        "title_written": "Notulen van de schriftelijke beslissing nr. {number}",
        "full_title_written": "Begeleidende brief bij de notulen van de schriftelijke beslissing nr. {number} – {name}",
        "enclosed_written": "Hierbij vindt u de notulen van beslissing nr. {number}, eenparig en schriftelijk genomen op "
        "{day}, zonder vergadering (versie {version}, art. 3.87 § 11). Ze is ingeschreven in het "
        "register, dat u op de zetel van de vereniging kunt inzien (art. 3.87 § 12 en 3.93 § 4).",
        "contest_written": "Een onregelmatige, bedrieglijke of onrechtmatige beslissing die u persoonlijk nadeel berokkent, "
        "kan tot en met {day} worden betwist voor de vrederechter, vier maanden na de beslissing (art. "
        "3.92 § 3).",
        "notice_text_written": "De mede-eigenaars hebben op {day}, schriftelijk en eenparig, de volgende beslissing "
        "genomen, die u vanaf dit bericht kan worden tegengeworpen (art. 3.93 § 5 van het Burgerlijk Wetboek):",
        "greeting": "Mevrouw, Mijnheer,",
        "enclosed": "Hierbij vindt u de notulen van de algemene vergadering van {day} (versie {version}). De "
        "beslissingen zijn "
        "ingeschreven in het register, dat u op de zetel van de vereniging kunt inzien (art. 3.87 § 12 en 3.93 § 4).",
        "contest": "Een onregelmatige, bedrieglijke of onrechtmatige beslissing die u persoonlijk nadeel "
        "berokkent, kan tot "
        "en met {day} worden betwist voor de vrederechter, vier maanden na de vergadering (art. 3.92 § 3).",
        "verify": "Iedereen kan deze notulen nakijken met hun bestand: {address}.",
        "landlord": "Als u uw kavel verhuurt of in gebruik geeft",
        "landlord_duty": "Deel de beslissingen die hem aangaan per aangetekende zending mee aan de bewoner, "
        "binnen 30 dagen na "
        "ontvangst van deze notulen: tegenover hem gelden ze pas vanaf die kennisgeving (art. 3.93 § 5). De tekst "
        "hieronder "
        "mag u overnemen.",
        "notice": "Bericht aan de bewoner",
        "notice_lots": ("Kavel {lots}", "Kavels {lots}"),
        "notice_text": "De algemene vergadering van mede-eigenaars van {day} heeft de volgende beslissingen "
        "genomen, die u "
        "vanaf dit bericht kunnen worden tegengeworpen (art. 3.93 § 5 van het Burgerlijk Wetboek):",
        "decision": "Nr. {number}: {title}",
        "no_decision": "er is geen beslissing aangenomen.",
        "notice_sign": "Datum, naam en handtekening van de verhuurder:",
        "sent": "Verzonden op {day}",
    },
    "de": {
        "title": "Protokoll der Versammlung vom {day}",
        "full_title": "Begleitbrief zum Protokoll vom {day} – {name}",
        "title_written": "Protokoll des schriftlichen Beschlusses Nr. {number}",
        "full_title_written": "Begleitbrief zum Protokoll des schriftlichen Beschlusses Nr. {number} – {name}",
        "enclosed_written": "Anbei erhalten Sie das Protokoll des Beschlusses Nr. {number}, einstimmig und schriftlich "
        "gefasst am {day}, ohne Versammlung (Fassung {version}, Art. 3.87 § 11). Er ist im Register "
        "eingetragen, das Sie am Sitz der Vereinigung einsehen können (Art. 3.87 § 12 und 3.93 § 4).",
        "contest_written": "Ein unregelmäßiger, betrügerischer oder missbräuchlicher Beschluss, der Ihnen persönlich "
        "schadet, kann bis {day} vor dem Friedensrichter angefochten werden, vier Monate nach dem "
        "Beschluss (Art. 3.92 § 3).",
        "notice_text_written": "Die Miteigentümer haben am {day} schriftlich und einstimmig folgenden Beschluss gefasst, "
        "der Ihnen ab dieser Mitteilung entgegengehalten werden kann (Art. 3.93 § 5 des Zivilgesetzbuches):",
        "greeting": "Sehr geehrte Damen und Herren,",
        "enclosed": "Anbei erhalten Sie das Protokoll der Generalversammlung vom {day} (Fassung {version}). Die "
        "Beschlüsse sind "
        "im Register eingetragen, das Sie am Sitz der Vereinigung einsehen können (Art. 3.87 § 12 und 3.93 § 4).",
        "contest": "Ein unregelmäßiger, betrügerischer oder missbräuchlicher Beschluss, der Ihnen persönlich "
        "schadet, kann bis "
        "{day} vor dem Friedensrichter angefochten werden, vier Monate nach der Versammlung (Art. 3.92 § 3).",
        "verify": "Jeder kann dieses Protokoll anhand seiner Datei prüfen: {address}.",
        "landlord": "Wenn Sie Ihr Los vermieten oder zum Gebrauch überlassen",
        "landlord_duty": "Teilen Sie dem Bewohner die ihn betreffenden Beschlüsse per Einschreiben mit, binnen 30 "
        "Tagen nach "
        "Erhalt dieses Protokolls: Ihm gegenüber gelten sie erst ab dieser Mitteilung (Art. 3.93 § 5). Den "
        "folgenden Text "
        "können Sie übernehmen.",
        "notice": "Mitteilung an den Bewohner",
        "notice_lots": ("Los {lots}", "Lose {lots}"),
        "notice_text": "Die Generalversammlung der Miteigentümer vom {day} hat folgende Beschlüsse gefasst, die "
        "Ihnen ab dieser "
        "Mitteilung entgegengehalten werden können (Art. 3.93 § 5 des Zivilgesetzbuches):",
        "decision": "Nr. {number}: {title}",
        "no_decision": "Es wurde kein Beschluss angenommen.",
        "notice_sign": "Datum, Name und Unterschrift des Vermieters:",
        "sent": "Versandt am {day}",
    },
    "en": {
        "title": "Minutes of the assembly of {day}",
        "full_title": "Letter with the minutes of {day} – {name}",
        "title_written": "Minutes of the decision in writing no. {number}",
        "full_title_written": "Letter with the minutes of the decision in writing no. {number} – {name}",
        "enclosed_written": "Enclosed are the minutes of decision no. {number}, taken unanimously and in writing on {day}, "
        "without meeting (version {version}, art. 3.87 § 11). It is entered in the register, which you "
        "can consult at the seat of the association (art. 3.87 § 12 and 3.93 § 4).",
        "contest_written": "An irregular, fraudulent or abusive decision that harms you personally can be contested before "
        "the justice of the peace until {day}, four months after the decision (art. 3.92 § 3).",
        "notice_text_written": "On {day} the co-owners took the following decision, in writing and unanimously, which binds "
        "you from this notice on (art. 3.93 § 5 of the Civil Code):",
        "greeting": "Dear Sir or Madam,",
        "enclosed": "Enclosed are the minutes of the general assembly of {day} (version {version}). The decisions "
        "are entered in "
        "the register, which you can consult at the seat of the association (art. 3.87 § 12 and 3.93 § 4).",
        "contest": "An irregular, fraudulent or abusive decision that harms you personally can be contested "
        "before the justice "
        "of the peace until {day}, four months after the assembly (art. 3.92 § 3).",
        "verify": "Anybody can verify these minutes from their file: {address}.",
        "landlord": "If you let your lot or grant its use",
        "landlord_duty": "Tell the occupant the decisions that concern her, by registered letter, within 30 days "
        "of receiving "
        "these minutes: towards her they hold from that notice only (art. 3.93 § 5). You may copy the text below.",
        "notice": "Notice to the occupant",
        "notice_lots": ("Lot {lots}", "Lots {lots}"),
        "notice_text": "The general assembly of co-owners of {day} has taken the following decisions, which bind "
        "you from this "
        "notice on (art. 3.93 § 5 of the Civil Code):",
        "decision": "No. {number}: {title}",
        "no_decision": "no decision was carried.",
        "notice_sign": "Date, name and signature of the landlord:",
        "sent": "Sent on {day}",
    },
}


def letter_words(language: str) -> Words:
    """Return the words of the letter.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, LETTER)

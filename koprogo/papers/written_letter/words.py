"""The words of the letter that asks for a decision in writing, and of its answer sheet, in four languages."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Décision écrite nº {number} : votre réponse",
        "full_title": "Demande de décision écrite nº {number} – {name}",
        "sent": "Envoyé le {day}",
        "greeting": "Madame, Monsieur,",
        "opening": "{syndic} vous propose de prendre la décision ci-dessous par écrit, sans réunion. Les membres "
        "de l’association des copropriétaires peuvent le faire à l’unanimité (art. 3.87 § 11).",
        "heading_text": "La décision proposée",
        "kind": "Objet : {name}",
        "heading_answer": "Votre réponse",
        "until": "Votre réponse est attendue au plus tard le {day}.",
        "rule": "Un seul refus, ou un seul lot resté sans réponse ce jour-là, et la décision n’est pas prise : "
        "le silence ne vaut pas accord.",
        "how": "Répondez en ligne, après identification ({address}), ou renvoyez la feuille de réponse signée "
        "qui suit.",
        "represented": "Lot {lot} : c’est {names} qui répond pour ce lot. Cette lettre vous en informe.",
        "suspended": "Lot {lot} : le droit de vote est suspendu, personne n’a été désigné par écrit (art. 3.87 § 1). "
        "Désignez ensemble, avec {names}, une seule personne : sans elle, la décision ne peut pas être prise.",
        "suspended_alone": "Lot {lot} : le droit de vote est suspendu, personne n’a été désigné par écrit (art. 3.87 "
        "§ 1). Sans désignation, la décision ne peut pas être prise.",
        "sheet": "Feuille de réponse à la décision écrite nº {number}",
        "sheet_law": "décision unanime sans réunion, art. 3.87 § 11",
        "sheet_lots": "Pour les lots de",
        "column_lot": "Lot",
        "column_shares": "Quotités",
        "votes": "Ensemble {n} quotités sur {total}.",
        "tick": "Cochez une seule case. La réponse vaut pour tous ces lots.",
        "agree": "Je marque mon accord sur le texte ci-dessus.",
        "refuse": "Je refuse.",
        "sign_place": "Lieu et date",
        "sign_name": "Nom de qui signe",
        "sign_signature": "Signature",
        "back": "À renvoyer signée pour le {day} à :",
    },
    "nl": {
        "title": "Schriftelijke beslissing nr. {number}: uw antwoord",
        "full_title": "Vraag om een schriftelijke beslissing nr. {number} – {name}",
        "sent": "Verzonden op {day}",
        "greeting": "Mevrouw, Mijnheer,",
        "opening": "{syndic} stelt u voor de onderstaande beslissing schriftelijk te nemen, zonder vergadering. De "
        "leden van de vereniging van mede-eigenaars kunnen dat eenparig doen (art. 3.87 § 11).",
        "heading_text": "De voorgestelde beslissing",
        "kind": "Onderwerp: {name}",
        "heading_answer": "Uw antwoord",
        "until": "Uw antwoord wordt uiterlijk op {day} verwacht.",
        "rule": "Eén weigering, of één kavel die die dag niet heeft geantwoord, en de beslissing is niet genomen: "
        "wie zwijgt, stemt niet toe.",
        "how": "Antwoord online, na aanmelding ({address}), of stuur het ondertekende antwoordblad dat volgt terug.",
        "represented": "Kavel {lot}: voor deze kavel antwoordt {names}. Met deze brief bent u op de hoogte.",
        "suspended": "Kavel {lot}: het stemrecht is geschorst, niemand is schriftelijk aangewezen (art. 3.87 § 1). "
        "Wijs samen met {names} één persoon aan: zonder haar kan de beslissing niet worden genomen.",
        "suspended_alone": "Kavel {lot}: het stemrecht is geschorst, niemand is schriftelijk aangewezen (art. 3.87 "
        "§ 1). Zonder aanwijzing kan de beslissing niet worden genomen.",
        "sheet": "Antwoordblad bij schriftelijke beslissing nr. {number}",
        "sheet_law": "eenparige beslissing zonder vergadering, art. 3.87 § 11",
        "sheet_lots": "Voor de kavels van",
        "column_lot": "Kavel",
        "column_shares": "Aandelen",
        "votes": "Samen {n} aandelen op {total}.",
        "tick": "Kruis één vakje aan. Het antwoord geldt voor al deze kavels.",
        "agree": "Ik ga akkoord met de tekst hierboven.",
        "refuse": "Ik weiger.",
        "sign_place": "Plaats en datum",
        "sign_name": "Naam van wie ondertekent",
        "sign_signature": "Handtekening",
        "back": "Ondertekend terug te sturen tegen {day} aan:",
    },
    "de": {
        "title": "Schriftlicher Beschluss Nr. {number}: Ihre Antwort",
        "full_title": "Bitte um schriftlichen Beschluss Nr. {number} – {name}",
        "sent": "Versandt am {day}",
        "greeting": "Sehr geehrte Damen und Herren,",
        "opening": "{syndic} schlägt Ihnen vor, den nachstehenden Beschluss schriftlich zu fassen, ohne Versammlung. "
        "Die Mitglieder der Vereinigung der Miteigentümer können dies einstimmig tun (Art. 3.87 § 11).",
        "heading_text": "Der vorgeschlagene Beschluss",
        "kind": "Gegenstand: {name}",
        "heading_answer": "Ihre Antwort",
        "until": "Ihre Antwort wird spätestens am {day} erwartet.",
        "rule": "Eine einzige Ablehnung, oder ein einziges Los ohne Antwort an diesem Tag, und der Beschluss ist "
        "nicht gefasst: Schweigen ist keine Zustimmung.",
        "how": "Antworten Sie online, nach Anmeldung ({address}), oder senden Sie das folgende Antwortblatt "
        "unterschrieben zurück.",
        "represented": "Los {lot}: Für dieses Los antwortet {names}. Dieser Brief dient Ihrer Kenntnisnahme.",
        "suspended": "Los {lot}: Das Stimmrecht ist ausgesetzt, niemand wurde schriftlich bestimmt (Art. 3.87 § 1). "
        "Bestimmen Sie gemeinsam mit {names} eine einzige Person: Ohne sie kann der Beschluss nicht gefasst werden.",
        "suspended_alone": "Los {lot}: Das Stimmrecht ist ausgesetzt, niemand wurde schriftlich bestimmt (Art. 3.87 "
        "§ 1). Ohne Bestimmung kann der Beschluss nicht gefasst werden.",
        "sheet": "Antwortblatt zum schriftlichen Beschluss Nr. {number}",
        "sheet_law": "einstimmiger Beschluss ohne Versammlung, Art. 3.87 § 11",
        "sheet_lots": "Für die Lose von",
        "column_lot": "Los",
        "column_shares": "Anteile",
        "votes": "Zusammen {n} von {total} Anteilen.",
        "tick": "Kreuzen Sie ein einziges Feld an. Die Antwort gilt für alle diese Lose.",
        "agree": "Ich stimme dem obigen Text zu.",
        "refuse": "Ich lehne ab.",
        "sign_place": "Ort und Datum",
        "sign_name": "Name der unterzeichnenden Person",
        "sign_signature": "Unterschrift",
        "back": "Unterschrieben zurückzusenden bis {day} an:",
    },
    "en": {
        "title": "Decision in writing no. {number}: your answer",
        "full_title": "Request for a decision in writing no. {number} – {name}",
        "sent": "Sent on {day}",
        "greeting": "Dear Sir or Madam,",
        "opening": "{syndic} proposes that you take the decision below in writing, without meeting. The members of "
        "the association of co-owners may do so unanimously (art. 3.87 § 11).",
        "heading_text": "The proposed decision",
        "kind": "Subject: {name}",
        "heading_answer": "Your answer",
        "until": "Your answer is expected by {day} at the latest.",
        "rule": "One refusal, or one lot that has not answered on that day, and the decision is not taken: silence "
        "is not agreement.",
        "how": "Answer online, after signing in ({address}), or send back the signed answer sheet that follows.",
        "represented": "Lot {lot}: {names} answers for this lot. This letter is for your information.",
        "suspended": "Lot {lot}: its vote is suspended, nobody was designated in writing (art. 3.87 § 1). Designate "
        "one person together with {names}: without her the decision cannot be taken.",
        "suspended_alone": "Lot {lot}: its vote is suspended, nobody was designated in writing (art. 3.87 § 1). "
        "Without a designation the decision cannot be taken.",
        "sheet": "Answer sheet for decision in writing no. {number}",
        "sheet_law": "unanimous decision without meeting, art. 3.87 § 11",
        "sheet_lots": "For the lots of",
        "column_lot": "Lot",
        "column_shares": "Shares",
        "votes": "Together {n} of {total} shares.",
        "tick": "Tick one box only. The answer holds for all these lots.",
        "agree": "I agree to the text above.",
        "refuse": "I refuse.",
        "sign_place": "Place and date",
        "sign_name": "Name of who signs",
        "sign_signature": "Signature",
        "back": "To be sent back signed by {day} to:",
    },
}
ASK: Mapping[str, Catalogue] = {
    language: {**own, "words_edition": MINUTES[language]["words_edition"]} for language, own in OWN.items()
}


def ask_words(language: str) -> Words:
    """Return the words of the letter.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, ASK)

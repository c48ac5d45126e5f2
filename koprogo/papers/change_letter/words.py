"""The words of the letter about a change, in four languages."""

from collections.abc import Mapping

from koprogo.papers.words import Catalogue, Words

CHANGE: Mapping[str, Catalogue] = {
    "fr": {
        "cancelled_title": "L’assemblée du {day} n’aura pas lieu",
        "moved_title": "L’assemblée du {day} est reportée",
        "full_title": "Assemblée du {day} : changement – {name}",
        "greeting": "Madame, Monsieur,",
        "cancelled": "L’assemblée générale du {day} à {hour}{where}, dont vous avez reçu la convocation, n’aura pas lieu.",
        "moved": "L’assemblée générale du {day} à {hour}{where}, dont vous avez reçu la convocation, n’aura pas lieu ce "
        "jour-là.",
        "then": "Elle est prévue le {day} à {hour}. Une nouvelle convocation vous parviendra, quinze jours avant au moins "
        "(art. 3.87 § 3).",
        "new_place": "Lieu : {place}.",
        "reason": "Motif",
        "votes": "Les procurations données pour cette assemblée n’ont plus d’objet ; pour une autre assemblée, donnez-en "
        "une nouvelle.",
        "sent": "Envoyé le {day}",
    },
    "nl": {
        "cancelled_title": "De vergadering van {day} gaat niet door",
        "moved_title": "De vergadering van {day} is verplaatst",
        "full_title": "Vergadering van {day}: wijziging – {name}",
        "greeting": "Mevrouw, Mijnheer,",
        "cancelled": "De algemene vergadering van {day} om {hour}{where}, waarvoor u bent opgeroepen, gaat niet door.",
        "moved": "De algemene vergadering van {day} om {hour}{where}, waarvoor u bent opgeroepen, gaat die dag niet door.",
        "then": "Zij is gepland op {day} om {hour}. U ontvangt een nieuwe oproeping, ten minste vijftien dagen vooraf "
        "(art. 3.87 § 3).",
        "new_place": "Plaats: {place}.",
        "reason": "Reden",
        "votes": "De volmachten voor deze vergadering hebben geen voorwerp meer; geef voor een andere vergadering een "
        "nieuwe.",
        "sent": "Verzonden op {day}",
    },
    "de": {
        "cancelled_title": "Die Versammlung vom {day} findet nicht statt",
        "moved_title": "Die Versammlung vom {day} ist verschoben",
        "full_title": "Versammlung vom {day}: Änderung – {name}",
        "greeting": "Sehr geehrte Damen und Herren,",
        "cancelled": "Die Generalversammlung am {day} um {hour}{where}, zu der Sie einberufen wurden, findet nicht statt.",
        "moved": "Die Generalversammlung am {day} um {hour}{where}, zu der Sie einberufen wurden, findet an diesem Tag "
        "nicht statt.",
        "then": "Sie ist für den {day} um {hour} vorgesehen. Sie erhalten eine neue Einberufung, mindestens fünfzehn Tage "
        "vorher (Art. 3.87 § 3).",
        "new_place": "Ort: {place}.",
        "reason": "Grund",
        "votes": "Die für diese Versammlung erteilten Vollmachten sind gegenstandslos; für eine andere Versammlung "
        "erteilen Sie eine neue.",
        "sent": "Versandt am {day}",
    },
    "en": {
        "cancelled_title": "The assembly of {day} will not take place",
        "moved_title": "The assembly of {day} is moved",
        "full_title": "Assembly of {day}: change – {name}",
        "greeting": "Dear Sir or Madam,",
        "cancelled": "The general assembly of {day} at {hour}{where}, to which you were convened, will not take place.",
        "moved": "The general assembly of {day} at {hour}{where}, to which you were convened, will not take place that "
        "day.",
        "then": "It is planned for {day} at {hour}. A new convocation will reach you, at least fifteen days before (art. "
        "3.87 § 3).",
        "new_place": "Place: {place}.",
        "reason": "Reason",
        "votes": "Proxies given for this assembly have lost their object; give a new one for another assembly.",
        "sent": "Sent on {day}",
    },
}


def change_words(language: str) -> Words:
    """Return the words of the letter.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, CHANGE)

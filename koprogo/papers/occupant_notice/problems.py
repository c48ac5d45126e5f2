"""The page with the code of the form for problems: one page for the hall, four languages, one code."""

from collections.abc import Mapping
from dataclasses import dataclass

from koprogo.papers.occupant_notice.build import notice
from koprogo.papers.paper import Letterhead
from koprogo.papers.words import Catalogue, Words

PAGE: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Un problème dans l’immeuble ?",
        "told": "Signalez-le ici, avec une photo.",
        "write": "Fuite, panne, ascenseur, porte, éclairage : scannez le code et dites ce qui ne va pas et où. Vous voyez "
        "ensuite ce que le syndic en fait, et vous confirmez que c’est résolu. Aucun compte n’est nécessaire. En cas de "
        "danger immédiat, appelez le 112.",
        "posted_by": "Le syndic, {syndic}",
        "qr_alt": "Code QR menant au formulaire pour signaler un problème",
    },
    "nl": {
        "title": "Een probleem in het gebouw?",
        "told": "Meld het hier, met een foto.",
        "write": "Lek, panne, lift, deur, verlichting: scan de code en zeg wat er scheelt en waar. Daarna ziet u wat de "
        "syndicus ermee doet, en u bevestigt dat het opgelost is. Een account is niet nodig. Bel bij onmiddellijk gevaar "
        "112.",
        "posted_by": "De syndicus, {syndic}",
        "qr_alt": "QR-code naar het formulier om een probleem te melden",
    },
    "de": {
        "title": "Ein Problem im Gebäude?",
        "told": "Melden Sie es hier, mit einem Foto.",
        "write": "Leck, Ausfall, Aufzug, Tür, Beleuchtung: Scannen Sie den Code und sagen Sie, was nicht stimmt und wo. "
        "Danach sehen Sie, was der Syndikus unternimmt, und bestätigen, dass es behoben ist. Ein Konto ist nicht nötig. Bei "
        "unmittelbarer Gefahr rufen Sie die 112 an.",
        "posted_by": "Der Syndikus, {syndic}",
        "qr_alt": "QR-Code zum Formular, um ein Problem zu melden",
    },
    "en": {
        "title": "A problem in the building?",
        "told": "Report it here, with a photo.",
        "write": "Leak, breakdown, lift, door, lighting: scan the code and say what is wrong and where. You then see what "
        "the syndic does about it, and confirm that it is solved. No account is needed. In immediate danger, call 112.",
        "posted_by": "The syndic, {syndic}",
        "qr_alt": "QR code leading to the form to report a problem",
    },
}


@dataclass(frozen=True)
class PageFacts:
    """One association; `url` is what the code opens, `languages` its own first."""

    letterhead: Letterhead
    syndic: str
    url: str
    languages: tuple[str, ...]


def build(facts: PageFacts) -> str:
    """Return the page as HTML; ValueError without an enterprise number, or for a language that is none of ours."""
    return notice(
        facts.letterhead, facts.languages, PAGE, _part, title=title(facts), url=facts.url, syndic=facts.syndic,
    )  # fmt: skip


def title(facts: PageFacts) -> str:
    """Return the title of the file."""
    return f"{Words(facts.languages[0], PAGE)('title')} – {facts.letterhead.name}"


def _part(words: Words) -> dict[str, str]:
    return {key: words(key) for key in ("title", "told", "write")}

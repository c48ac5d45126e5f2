"""The convocation in Dutch. Text of the paper, not of a screen; articles come from the facts."""

from koprogo.papers.words import Catalogue

NL: Catalogue = {
    "title_ordinary": "Oproeping tot de gewone algemene vergadering",
    "title_extraordinary": "Oproeping tot de buitengewone algemene vergadering",
    "title_supplement": "Aanvullende agenda",
    "title_told": "Algemene vergadering: ter kennisgeving",
    "short_title": "Oproeping tot de vergadering van {day}",
    "full_title": "{title}, {day} – {association} – {person}",
    "channel_registered": "Bij aangetekende zending",
    "channel_email": "Per e-mail, een middel dat u individueel, uitdrukkelijk en schriftelijk hebt aanvaard",
    "channel_ordinary": "Per gewone post",
    "channel_hand": "Overhandigd",
    "attention": "Ter attentie van {name}",
    "sent": "{day}",
    "draft_note": "Ontwerp: deze tekst is nog niet verstuurd en kan nog wijzigen.",
    "greeting": "Geachte mevrouw, geachte heer,",
    "opening": "U wordt opgeroepen voor de {kind} algemene vergadering van de vereniging van mede-eigenaars "
    "{association}.",
    "opening_told": "De {kind} algemene vergadering van de vereniging van mede-eigenaars {association} komt "
    "samen op {day}. Voor uw kavel is een vertegenwoordiger aangewezen: die wordt opgeroepen en stemt. Met deze "
    "brief stellen wij u daarvan in kennis.",
    "opening_supplement": "De onderstaande punten worden toegevoegd aan de agenda van de {kind} algemene "
    "vergadering waarvoor u bent opgeroepen. De rest van de oproeping blijft ongewijzigd.",
    "kind_ordinary": "gewone",
    "kind_extraordinary": "buitengewone",
    "label_day": "Dag",
    "label_time": "Uur",
    "label_place": "Plaats",
    "label_remote": "Vanop afstand",
    "label_online": "Online",
    "online": "Agenda, documenten, antwoord, volmacht: scan de code of open {address}",
    "qr_alt": "Code die de pagina van deze vergadering opent",
    "label_syndic": "Opgeroepen door",
    "label_authentic": "Authentieke taal",
    "authentic_other": "{language}; deze brief is er de vertaling van",
    "language_fr": "Frans",
    "language_nl": "Nederlands",
    "language_de": "Duits",
    "language_en": "Engels",
    "no_place": "door de syndicus nog mee te delen",
    "remote_yes": "mogelijk, via internet",
    "remote_no": "niet voorzien",
    "second_session": "Tweede zitting: op de eerste, op {day}, was het quorum niet bereikt. De vergadering "
    "beraadslaagt geldig ongeacht het aantal aanwezigen en hun aandelen (art. 3.87 § 5).",
    "urgent": "De termijn van 15 dagen wordt niet nageleefd wegens hoogdringendheid: {reason} (art. 3.87 § 3).",
    "heading_lots": "Uw kavels",
    "column_lot": "Kavel",
    "column_shares": "Aandelen",
    "column_standing": "Stem",
    "lots_caption": "Uw kavels en hun aandelen op {total}",
    "lots_total": "U stemt voor",
    "standing_votes": "u stemt",
    "standing_votes_for": "u stemt voor {others} en uzelf",
    "standing_represented": "{others} stemt",
    "standing_suspended": "stemrecht geschorst",
    "suspended": (
        "Het stemrecht van kavel {lots} is geschorst: ze is in onverdeeldheid of gesplitst en de houders hebben "
        "geen vertegenwoordiger schriftelijk aangewezen (art. 3.87 § 1, al. 2). Wijs samen één persoon aan: elke "
        "houder ondertekent de aanwijzing, online, op papier of aan de ingang van "
        "de zitting. Ze blijft gelden tot ze wordt herroepen.",
        "Het stemrecht van de kavels {lots} is geschorst: ze zijn in onverdeeldheid of gesplitst en de houders "
        "hebben geen vertegenwoordiger schriftelijk aangewezen (art. 3.87 § 1, al. 2). Wijs samen één persoon per "
        "kavel aan: elke houder ondertekent de aanwijzing, online, op papier of aan "
        "de ingang van de zitting. Ze blijft gelden tot ze wordt herroepen.",
    ),
    "suspended_with": "Medehouders van kavel {lot}: {others}.",
    "heading_agenda": "Agenda",
    "agenda_intro": "De vergadering kan alleen beslissen over de punten hieronder. Onthoudingen, ongeldige en "
    "blanco stemmen zijn geen uitgebrachte stemmen (art. 3.87 § 8).",
    "majority_absolute": "volstrekte meerderheid",
    "majority_two_thirds": "tweederdemeerderheid",
    "majority_four_fifths": "meerderheid van vier vijfden",
    "majority_unanimity": "eenparigheid van alle mede-eigenaars",
    "majority_none": "zonder stemming",
    "by_clause": "Meerderheid bepaald door {clause}.",
    "key_limited": "Alleen de mede-eigenaars die deze kosten dragen, stemmen: {key}, {total} stemmen (art. 3.87 "
    "§ 6). {reason}",
    "options": "Keuze: {options}.",
    "barred": (
        "Mag over dit punt niet stemmen: {names} (art. 3.87 § 9).",
        "Mogen over dit punt niet stemmen: {names} (art. 3.87 § 9).",
    ),
    "proposed_text": "Voorstel",
    "heading_documents": "Documenten",
    "documents_none": "Bij deze agenda horen geen documenten.",
    "document_item": "punt {item}",
    "document_enclosed": "hierbij: {name}",
    "documents_where": "De documenten kunnen online worden ingezien en gedownload; op verzoek bij de "
    "syndicus, {syndic}.",
    "documents_where_syndic": "De documenten kunnen worden ingezien bij de syndicus, {syndic}.",
    "heading_remote": "Deelnemen",
    "remote_how": "U kunt vanop afstand deelnemen en stemmen, zoals deze oproeping bepaalt (art. 3.87 § 1): open "
    "het adres op de eerste bladzijde op uw telefoon of computer, meld u aan en laat weten dat u er bent. "
    "Probeer het uit vóór de zitting.",
    "remote_not": "Deelnemen vanop afstand is niet voorzien. U kunt stemmen in de zaal, op uw telefoon, op "
    "papier of bij volmacht.",
    "answer": "Laat ons online weten of u komt. Dit antwoord bindt u niet.",
    "assistance": "U mag zich door één persoon laten bijstaan; verwittig de syndicus bij aangetekende zending "
    "minstens vier werkdagen vóór de vergadering (art. 3.87 § 1).",
    "heading_quorum": "Quorum",
    "quorum": "De vergadering beraadslaagt alleen geldig als bij de opening meer dan de helft van de "
    "mede-eigenaars aanwezig of vertegenwoordigd is, namelijk {heads} van de {heads_total}, en zij ten "
    "minste de helft van de aandelen bezitten, namelijk {shares} van de {total}; of als de aanwezigen en "
    "vertegenwoordigden meer dan drie vierden van de aandelen bezitten, namelijk {alone} (art. 3.87 § 5). "
    "Anders volgt minstens 15 dagen later een tweede zitting, die beslist ongeacht het aantal aanwezigen.",
    "heading_proxy_rules": "Volmacht",
    "proxy_rules": "Komt u niet, geef dan volmacht aan een persoon van uw keuze, mede-eigenaar of niet, met naam "
    "genoemd: online, of met het formulier op de laatste bladzijde. De syndicus kan geen "
    "volmachthouder zijn. Een volmachthouder krijgt hoogstens drie volmachten, of meer als zijn stemmen "
    "samen met die van zijn volmachtgevers niet meer dan 10 % van alle stemmen bedragen (art. 3.87 § 7).",
    "articles_note": "De vermelde artikelen zijn die van boek 3 van het Burgerlijk Wetboek.",
    "form_title": "Volmacht",
    "name_ordinary": "Gewone algemene vergadering",
    "name_extraordinary": "Buitengewone algemene vergadering",
    "form_for": "{name} van {day}, {association}",
    "form_giver": "Ik, ondergetekende",
    "form_lots": (
        "houder van kavel {lots}, {shares} aandelen",
        "houder van de kavels {lots}, {shares} aandelen",
    ),
    "form_holder": "geef volmacht aan (naam en voornaam, verplicht)",
    "form_holder_address": "adres of telefoon van de volmachthouder",
    "form_substitute": "en, is die persoon afwezig, aan (facultatief)",
    "form_power": "om mij te vertegenwoordigen op deze vergadering en, bij gebrek aan quorum, op de tweede "
    "zitting met dezelfde agenda, aan de beraadslaging deel te nemen en in mijn naam te stemmen:",
    "form_free": "zoals mijn volmachthouder het goed vindt",
    "form_instructed": "volgens deze instructies",
    "form_caption": "Instructies per punt (kruis één vakje aan; leeg laten geeft de volmachthouder vrijheid)",
    "form_item": "Punt",
    "form_for_vote": "Voor",
    "form_against": "Tegen",
    "form_abstain": "Onthouding",
    "form_place": "Gedaan te",
    "form_date": "op",
    "form_signature": "Handtekening van de volmachtgever, voorafgegaan door “goed voor volmacht”",
    "form_acceptance": "Handtekening van de volmachthouder",
    "form_rules": "De naam van de volmachthouder moet vóór verzending ingevuld zijn: een volmacht in blanco is "
    "niet geldig. De syndicus kan geen volmachthouder zijn. Hoogstens drie volmachten per houder, behalve "
    "als zijn stemmen en die van zijn volmachtgevers samen niet meer bedragen dan {tenth} stemmen, 10 % "
    "van de {total} stemmen. Een volmacht geldt voor één vergadering en eindigt als de volmachtgever "
    "aankomt of ze herroept (art. 3.87 § 7).",
    "words_edition": "Tekst van het model: uitgave {edition}.",
}

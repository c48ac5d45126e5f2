"""The convocation in French. Text of the paper, not of a screen; articles come from the facts."""

from koprogo.papers.words import Catalogue

FR: Catalogue = {
    "title_ordinary": "Convocation à l’assemblée générale ordinaire",
    "title_extraordinary": "Convocation à l’assemblée générale extraordinaire",
    "title_supplement": "Ordre du jour complémentaire",
    "title_told": "Assemblée générale : pour information",
    "short_title": "Convocation à l’assemblée du {day}",
    "full_title": "{title}, {day} – {association} – {person}",
    "channel_registered": "Par envoi recommandé",
    "channel_email": "Par courrier électronique, moyen accepté individuellement, explicitement et par écrit",
    "channel_ordinary": "Par courrier ordinaire",
    "channel_hand": "Remise en main propre",
    "attention": "À l’attention de {name}",
    "sent": "{day}",
    "draft_note": "Projet : ce texte n’est pas encore envoyé et peut changer.",
    "greeting": "Madame, Monsieur,",
    "opening": "Vous êtes convoqué(e) à l’assemblée générale {kind} de l’association des copropriétaires "
    "{association}.",
    "opening_told": "L’assemblée générale {kind} de l’association des copropriétaires {association} se réunira "
    "le {day}. Votre lot a un représentant désigné : c’est lui qui est convoqué et qui vote. Cette lettre "
    "vous en informe.",
    "opening_supplement": "Les points ci-dessous s’ajoutent à l’ordre du jour de l’assemblée générale {kind} à "
    "laquelle vous êtes convoqué(e). Le reste de la convocation est inchangé.",
    "kind_ordinary": "ordinaire",
    "kind_extraordinary": "extraordinaire",
    "label_day": "Jour",
    "label_time": "Heure",
    "label_place": "Lieu",
    "label_remote": "À distance",
    "label_online": "En ligne",
    "online": "Ordre du jour, documents, réponse, procuration : scannez le code ou ouvrez {address}",
    "qr_alt": "Code qui ouvre la page de cette assemblée",
    "label_syndic": "Convoquée par",
    "label_authentic": "Langue qui fait foi",
    "authentic_other": "{language} ; cette lettre en est la traduction",
    "language_fr": "français",
    "language_nl": "néerlandais",
    "language_de": "allemand",
    "language_en": "anglais",
    "no_place": "à préciser par le syndic",
    "remote_yes": "possible, par internet",
    "remote_no": "pas prévue",
    "second_session": "Seconde séance : la première, le {day}, n’a pas réuni le quorum. L’assemblée délibérera "
    "valablement quels que soient le nombre des présents et leurs quotités (art. 3.87 § 5).",
    "urgent": "Le délai de 15 jours n’est pas respecté en raison de l’urgence : {reason} (art. 3.87 § 3).",
    "heading_lots": "Vos lots",
    "column_lot": "Lot",
    "column_shares": "Quotités",
    "column_standing": "Vote",
    "lots_caption": "Vos lots et leurs quotités sur {total}",
    "lots_total": "Vous votez pour",
    "standing_votes": "vous votez",
    "standing_votes_for": "vous votez pour {others} et vous-même",
    "standing_represented": "vote par {others}",
    "standing_suspended": "vote suspendu",
    "suspended": (
        "Le vote du lot {lots} est suspendu : il est en indivision ou démembré et ses titulaires n’ont pas "
        "désigné un représentant par écrit (art. 3.87 § 1, al. 2). Désignez ensemble une seule personne : "
        "chaque titulaire signe la désignation, en ligne, sur papier ou à l’entrée "
        "de la séance. Elle reste valable jusqu’à sa révocation.",
        "Le vote des lots {lots} est suspendu : ils sont en indivision ou démembrés et leurs titulaires n’ont "
        "pas désigné un représentant par écrit (art. 3.87 § 1, al. 2). Désignez ensemble une seule personne "
        "par lot : chaque titulaire signe la désignation, en ligne, sur papier ou à "
        "l’entrée de la séance. Elle reste valable jusqu’à sa révocation.",
    ),
    "suspended_with": "Cotitulaires du lot {lot} : {others}.",
    "heading_agenda": "Ordre du jour",
    "agenda_intro": "L’assemblée ne peut décider que des points inscrits ci-dessous. Les abstentions, les votes "
    "nuls et blancs ne sont pas des voix émises (art. 3.87 § 8).",
    "majority_absolute": "majorité absolue",
    "majority_two_thirds": "majorité des deux tiers",
    "majority_four_fifths": "majorité des quatre cinquièmes",
    "majority_unanimity": "unanimité de tous les copropriétaires",
    "majority_none": "sans vote",
    "by_clause": "Majorité fixée par {clause}.",
    "key_limited": "Seuls votent les copropriétaires qui supportent ces frais : {key}, {total} voix (art. 3.87 § "
    "6). {reason}",
    "options": "Choix : {options}.",
    "barred": (
        "Ne peut voter sur ce point : {names} (art. 3.87 § 9).",
        "Ne peuvent voter sur ce point : {names} (art. 3.87 § 9).",
    ),
    "proposed_text": "Proposition",
    "heading_documents": "Documents",
    "documents_none": "Aucun document n’est joint à cet ordre du jour.",
    "document_item": "point {item}",
    "document_enclosed": "ci-joint : {name}",
    "documents_where": "Les documents se consultent et se téléchargent en ligne ; sur demande, chez le syndic, {syndic}.",
    "documents_where_syndic": "Les documents se consultent chez le syndic, {syndic}.",
    "heading_remote": "Participer",
    "remote_how": "Vous pouvez participer et voter à distance, comme le prévoit cette convocation (art. 3.87 § "
    "1) : ouvrez l’adresse de la première page sur votre téléphone ou votre ordinateur, connectez-vous et "
    "annoncez votre arrivée. Essayez avant la séance.",
    "remote_not": "La participation à distance n’est pas prévue. Vous pouvez voter dans la salle, sur votre "
    "téléphone, sur papier ou par procuration.",
    "answer": "Dites-nous en ligne si vous venez. Cette réponse ne vous engage pas.",
    "assistance": "Vous pouvez vous faire assister par une personne ; prévenez le syndic par envoi recommandé au "
    "moins quatre jours ouvrables avant l’assemblée (art. 3.87 § 1).",
    "heading_quorum": "Quorum",
    "quorum": "L’assemblée ne délibère valablement que si, à l’ouverture, plus de la moitié des copropriétaires "
    "sont présents ou représentés, soit {heads} sur {heads_total}, et détiennent au moins la moitié des "
    "quotités, soit {shares} sur {total} ; ou si les présents et représentés détiennent plus des trois "
    "quarts des quotités, soit {alone} (art. 3.87 § 5). Sinon, une seconde séance se tient au moins "
    "15 jours plus tard et décide quel que soit le nombre des présents.",
    "heading_proxy_rules": "Procuration",
    "proxy_rules": "Si vous ne venez pas, donnez procuration à une personne de votre choix, copropriétaire ou "
    "non, nommément désignée : en ligne, ou avec le formulaire de la dernière page. "
    "Le syndic ne peut pas être mandataire. Un mandataire reçoit au plus trois procurations, ou davantage "
    "si ses voix et celles de ses mandants n’excèdent pas 10 % du total des voix (art. 3.87 § 7).",
    "articles_note": "Les articles cités sont ceux du livre 3 du Code civil.",
    "form_title": "Procuration",
    "name_ordinary": "Assemblée générale ordinaire",
    "name_extraordinary": "Assemblée générale extraordinaire",
    "form_for": "{name} du {day}, {association}",
    "form_giver": "Je soussigné(e)",
    "form_lots": (
        "titulaire du lot {lots}, {shares} quotités",
        "titulaire des lots {lots}, {shares} quotités",
    ),
    "form_holder": "donne procuration à (nom et prénom, obligatoire)",
    "form_holder_address": "adresse ou téléphone du mandataire",
    "form_substitute": "et, si cette personne est absente, à (facultatif)",
    "form_power": "pour me représenter à cette assemblée et, faute de quorum, à la seconde séance ayant le même "
    "ordre du jour, prendre part aux délibérations et voter en mon nom :",
    "form_free": "comme mon mandataire le jugera bon",
    "form_instructed": "selon les instructions suivantes",
    "form_caption": "Instructions par point (cochez une case ; laissez vide pour la liberté du mandataire)",
    "form_item": "Point",
    "form_for_vote": "Pour",
    "form_against": "Contre",
    "form_abstain": "Abstention",
    "form_place": "Fait à",
    "form_date": "le",
    "form_signature": "Signature du mandant, précédée de « bon pour pouvoir »",
    "form_acceptance": "Signature du mandataire",
    "form_rules": "Le nom du mandataire doit être écrit avant l’envoi : une procuration en blanc n’est pas "
    "valable. Le syndic ne peut pas être mandataire. Au plus trois procurations par mandataire, sauf si le "
    "total de ses voix et de celles de ses mandants n’excède pas {tenth} voix, 10 % des {total} voix. Une "
    "procuration vaut pour une seule assemblée et prend fin quand le mandant arrive ou la révoque (art. "
    "3.87 § 7).",
    "words_edition": "Texte du modèle : édition {edition}.",
}

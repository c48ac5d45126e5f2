"""The convocation in German. Text of the paper, not of a screen; articles come from the facts."""

from koprogo.papers.words import Catalogue

DE: Catalogue = {
    "title_ordinary": "Einberufung zur ordentlichen Generalversammlung",
    "title_extraordinary": "Einberufung zur außerordentlichen Generalversammlung",
    "title_supplement": "Ergänzende Tagesordnung",
    "title_told": "Generalversammlung: zur Kenntnisnahme",
    "short_title": "Einberufung zur Versammlung vom {day}",
    "full_title": "{title}, {day} – {association} – {person}",
    "channel_registered": "Per Einschreiben",
    "channel_email": "Per E-Mail, einem Weg, den Sie einzeln, ausdrücklich und schriftlich angenommen haben",
    "channel_ordinary": "Mit gewöhnlicher Post",
    "channel_hand": "Persönlich übergeben",
    "attention": "Zu Händen von {name}",
    "sent": "{day}",
    "draft_note": "Entwurf: Dieser Text ist noch nicht versandt und kann sich ändern.",
    "greeting": "Sehr geehrte Damen und Herren,",
    "opening": "Sie werden zur {kind} Generalversammlung der Vereinigung der Miteigentümer {association} einberufen.",
    "opening_told": "Die {kind} Generalversammlung der Vereinigung der Miteigentümer {association} tritt am {day} "
    "zusammen. Für Ihr Los ist ein Vertreter bestimmt: Er wird einberufen und stimmt ab. Dieses "
    "Schreiben setzt Sie davon in Kenntnis.",
    "opening_supplement": "Die nachstehenden Punkte kommen zur Tagesordnung der {kind} Generalversammlung hinzu, "
    "zu der Sie einberufen sind. Im Übrigen bleibt die Einberufung unverändert.",
    "kind_ordinary": "ordentlichen",
    "kind_extraordinary": "außerordentlichen",
    "label_day": "Tag",
    "label_time": "Uhrzeit",
    "label_place": "Ort",
    "label_remote": "Aus der Ferne",
    "label_online": "Online",
    "online": "Tagesordnung, Unterlagen, Antwort, Vollmacht: Code scannen oder {address} öffnen.",
    "qr_alt": "Code, der die Seite dieser Versammlung öffnet",
    "label_syndic": "Einberufen durch",
    "label_authentic": "Maßgebende Sprache",
    "authentic_other": "{language}; dieses Schreiben ist die Übersetzung",
    "language_fr": "Französisch",
    "language_nl": "Niederländisch",
    "language_de": "Deutsch",
    "language_en": "Englisch",
    "no_place": "wird vom Syndikus noch mitgeteilt",
    "remote_yes": "möglich, über das Internet",
    "remote_no": "nicht vorgesehen",
    "second_session": "Zweite Sitzung: Die erste am {day} war nicht beschlussfähig. Die Versammlung berät gültig "
    "ohne Rücksicht auf die Zahl der Anwesenden und ihre Anteile (Art. 3.87 § 5).",
    "urgent": "Die Frist von 15 Tagen wird wegen Dringlichkeit nicht eingehalten: {reason} (Art. 3.87 § 3).",
    "heading_lots": "Ihre Lose",
    "column_lot": "Los",
    "column_shares": "Anteile",
    "column_standing": "Stimme",
    "lots_caption": "Ihre Lose und deren Anteile von insgesamt {total}",
    "lots_total": "Sie stimmen für",
    "standing_votes": "Sie stimmen ab",
    "standing_votes_for": "Sie stimmen für {others} und sich selbst",
    "standing_represented": "{others} stimmt ab",
    "standing_suspended": "Stimmrecht ausgesetzt",
    "suspended": (
        "Das Stimmrecht von Los {lots} ist ausgesetzt: Es steht in ungeteiltem oder aufgeteiltem Eigentum, und "
        "seine Inhaber haben keinen Vertreter schriftlich bestimmt (Art. 3.87 § 1, Abs. 2). "
        "Bestimmen Sie gemeinsam eine einzige Person: Jeder Inhaber unterzeichnet die Bestimmung, online, "
        "auf Papier oder am Eingang der Sitzung. Sie gilt bis zu ihrem "
        "Widerruf.",
        "Das Stimmrecht der Lose {lots} ist ausgesetzt: Sie stehen in ungeteiltem oder aufgeteiltem Eigentum, "
        "und ihre Inhaber haben keinen Vertreter schriftlich bestimmt (Art. 3.87 § 1, Abs. 2). "
        "Bestimmen Sie gemeinsam eine einzige Person je Los: Jeder Inhaber unterzeichnet die Bestimmung, "
        "online, auf Papier oder am Eingang der Sitzung. Sie gilt bis zu "
        "ihrem Widerruf.",
    ),
    "suspended_with": "Mitinhaber von Los {lot}: {others}.",
    "heading_agenda": "Tagesordnung",
    "agenda_intro": "Die Versammlung kann nur über die nachstehenden Punkte beschließen. Enthaltungen, ungültige "
    "und leere Stimmen gelten nicht als abgegebene Stimmen (Art. 3.87 § 8).",
    "majority_absolute": "absolute Mehrheit",
    "majority_two_thirds": "Zweidrittelmehrheit",
    "majority_four_fifths": "Vierfünftelmehrheit",
    "majority_unanimity": "Einstimmigkeit aller Miteigentümer",
    "majority_none": "ohne Abstimmung",
    "by_clause": "Mehrheit festgelegt durch {clause}.",
    "key_limited": "Nur die Miteigentümer, die diese Kosten tragen, stimmen ab: {key}, {total} Stimmen (Art. "
    "3.87 § 6). {reason}",
    "options": "Auswahl: {options}.",
    "barred": (
        "Darf über diesen Punkt nicht abstimmen: {names} (Art. 3.87 § 9).",
        "Dürfen über diesen Punkt nicht abstimmen: {names} (Art. 3.87 § 9).",
    ),
    "proposed_text": "Vorschlag",
    "heading_documents": "Unterlagen",
    "documents_none": "Zu dieser Tagesordnung gehören keine Unterlagen.",
    "document_item": "Punkt {item}",
    "document_enclosed": "liegt bei: {name}",
    "documents_where": "Die Unterlagen können online eingesehen und heruntergeladen werden; auf Anfrage "
    "beim Syndikus, {syndic}.",
    "documents_where_syndic": "Die Unterlagen können beim Syndikus, {syndic}, eingesehen werden.",
    "heading_remote": "Teilnehmen",
    "remote_how": "Sie können aus der Ferne teilnehmen und abstimmen, wie es diese Einberufung vorsieht (Art. "
    "3.87 § 1): Öffnen Sie die Adresse der ersten Seite auf Ihrem Telefon oder Computer, melden Sie sich an und zeigen Sie "
    "Ihre Ankunft an. Probieren Sie es vor der Sitzung aus.",
    "remote_not": "Die Teilnahme aus der Ferne ist nicht vorgesehen. Sie können im Saal, auf Ihrem Telefon, auf "
    "Papier oder durch Vollmacht abstimmen.",
    "answer": "Teilen Sie uns online mit, ob Sie kommen. Diese Antwort bindet Sie nicht.",
    "assistance": "Sie dürfen sich von einer Person beistehen lassen; benachrichtigen Sie den Syndikus "
    "mindestens vier Werktage vor der Versammlung per Einschreiben (Art. 3.87 § 1).",
    "heading_quorum": "Beschlussfähigkeit",
    "quorum": "Die Versammlung berät nur gültig, wenn bei der Eröffnung mehr als die Hälfte der Miteigentümer "
    "anwesend oder vertreten ist, das sind {heads} von {heads_total}, und sie mindestens die Hälfte der "
    "Anteile besitzen, das sind {shares} von {total}; oder wenn die Anwesenden und Vertretenen mehr als "
    "drei Viertel der Anteile besitzen, das sind {alone} (Art. 3.87 § 5). Andernfalls findet frühestens 15 "
    "Tage später eine zweite Sitzung statt, die ohne Rücksicht auf die Zahl der Anwesenden beschließt.",
    "heading_proxy_rules": "Vollmacht",
    "proxy_rules": "Wenn Sie nicht kommen, erteilen Sie einer Person Ihrer Wahl Vollmacht, Miteigentümer oder "
    "nicht, namentlich benannt: online oder mit dem Formular auf der letzten Seite. Der "
    "Syndikus kann nicht bevollmächtigt werden. Ein Bevollmächtigter erhält höchstens drei Vollmachten, "
    "oder mehr, wenn seine Stimmen zusammen mit denen seiner Vollmachtgeber 10 % aller Stimmen nicht "
    "übersteigen (Art. 3.87 § 7).",
    "articles_note": "Die genannten Artikel sind die von Buch 3 des Zivilgesetzbuches.",
    "form_title": "Vollmacht",
    "name_ordinary": "Ordentliche Generalversammlung",
    "name_extraordinary": "Außerordentliche Generalversammlung",
    "form_for": "{name} vom {day}, {association}",
    "form_giver": "Ich, der/die Unterzeichnete,",
    "form_lots": (
        "Inhaber von Los {lots}, {shares} Anteile,",
        "Inhaber der Lose {lots}, {shares} Anteile,",
    ),
    "form_holder": "erteile Vollmacht an (Name und Vorname, Pflichtangabe)",
    "form_holder_address": "Adresse oder Telefon der bevollmächtigten Person",
    "form_substitute": "und, falls diese Person abwesend ist, an (freiwillig)",
    "form_power": "mich bei dieser Versammlung und, mangels Beschlussfähigkeit, bei der zweiten Sitzung mit "
    "derselben Tagesordnung zu vertreten, an den Beratungen teilzunehmen und in meinem Namen abzustimmen:",
    "form_free": "nach Ermessen der bevollmächtigten Person",
    "form_instructed": "nach folgenden Weisungen",
    "form_caption": "Weisungen je Punkt (ein Feld ankreuzen; leer lassen heißt freies Ermessen)",
    "form_item": "Punkt",
    "form_for_vote": "Dafür",
    "form_against": "Dagegen",
    "form_abstain": "Enthaltung",
    "form_place": "Geschehen zu",
    "form_date": "am",
    "form_signature": "Unterschrift des Vollmachtgebers mit dem Vermerk „gut für Vollmacht“",
    "form_acceptance": "Unterschrift der bevollmächtigten Person",
    "form_rules": "Der Name der bevollmächtigten Person muss vor dem Absenden eingetragen sein: Eine "
    "Blankovollmacht ist ungültig. Der Syndikus kann nicht bevollmächtigt werden. Höchstens drei "
    "Vollmachten je Person, es sei denn, ihre Stimmen und die ihrer Vollmachtgeber übersteigen zusammen "
    "nicht {tenth} Stimmen, 10 % der {total} Stimmen. Eine Vollmacht gilt für eine einzige Versammlung und "
    "endet, wenn der Vollmachtgeber eintrifft oder sie widerruft (Art. 3.87 § 7).",
    "words_edition": "Text der Vorlage: Ausgabe {edition}.",
}

"""The minutes in Dutch. Text of the paper, not of a screen; articles come from the facts."""

from koprogo.papers.words import Catalogue

NL: Catalogue = {
    "title_ordinary": "Notulen van de gewone algemene vergadering",
    "title_extraordinary": "Notulen van de buitengewone algemene vergadering",
    "short_title": "Notulen van {day}",
    "full_title": "{title}, {day} – {association}",
    "language_fr": "Frans",
    "language_nl": "Nederlands",
    "language_de": "Duits",
    "language_en": "Engels",
    "translation": "Vertaling. De notulen zijn opgesteld in het {language}; die tekst wordt ondertekend en "
    "heeft bewijskracht.",
    "authentic": "Deze tekst is de authentieke; in de andere talen is hij vertaald.",
    "signed_drawn": "Ondertekend op het scherm op {day} om {time}",
    "signed_digital": "Digitaal ondertekend op {day} om {time}",
    "signed_paper": "Ondertekend op papier",
    "signature_alt": "Handtekening van {name}",
    "draft_note": "Ontwerp: deze tekst is nog niet ondertekend en kan nog wijzigen.",
    "opening": "De {kind} algemene vergadering is bijeengekomen op {day}; de zitting is geopend om {time}.",
    "kind_ordinary": "gewone",
    "kind_extraordinary": "buitengewone",
    "second_session": "Tweede zitting: de eerste, op {day}, haalde het quorum niet. De vergadering "
    "beraadslaagt geldig ongeacht het aantal aanwezigen en hun aandelen ({article}).",
    "articles_note": "De vermelde artikelen zijn die van boek 3 van het Burgerlijk Wetboek, van kracht op de "
    "dag van de vergadering.",
    "label_place": "Plaats",
    "label_opened": "Opening",
    "label_closed": "Sluiting",
    "still_open": "zitting bezig",
    "label_chair": "Voorzitterschap",
    "label_secretary": "Secretariaat",
    "label_tellers": "Stemopnemers",
    "no_tellers": "geen",
    "label_syndic": "Syndicus, opsteller",
    "label_convened": "Oproeping",
    "label_base_deed": "Basisakte",
    "base_deed": "{shares} aandelen, {lots} kavels, {heads} mede-eigenaars",
    "heading_quorum": "Aanwezigheid en quorum",
    "heading_summary": "Beslissingen",
    "heading_items": "Beraadslagingen",
    "heading_events": "Verloop en protest",
    "heading_closing": "Sluiting en handtekeningen",
    "heading_attendance": "Bijlage 1: aanwezigheidslijst",
    "heading_proof": "Bijlage 2: integriteit van de stemmingen",
    "quorum_heads_and_shares": "Om {time} zijn {heads} van de {heads_total} mede-eigenaars aanwezig of "
    "vertegenwoordigd; er zijn er {heads_needed} nodig, meer dan de helft. Zij bezitten {shares} van de "
    "{shares_total} aandelen; er zijn er {shares_needed} nodig, de helft. Het quorum is bereikt ({article}).",
    "quorum_shares_alone": "Om {time} bezitten de aanwezige of vertegenwoordigde mede-eigenaars {shares} van "
    "de {shares_total} aandelen, meer dan drie vierden; er zijn er {shares_alone} nodig. Het quorum is "
    "bereikt ongeacht het aantal mede-eigenaars, hier {heads} van de {heads_total} ({article}).",
    "quorum_second_session": "Om {time} zijn {heads} van de {heads_total} mede-eigenaars aanwezig of "
    "vertegenwoordigd, met {shares} van de {shares_total} aandelen. In tweede zitting is geen quorum vereist "
    "({article}).",
    "quorum_not_reached": "Om {time} zijn {heads} van de {heads_total} mede-eigenaars aanwezig of "
    "vertegenwoordigd, met {shares} van de {shares_total} aandelen. Vereist is meer dan de helft van de "
    "mede-eigenaars ({heads_needed}) en de helft van de aandelen ({shares_needed}), of meer dan drie vierden "
    "van de aandelen ({shares_alone}). Het quorum is niet bereikt: de vergadering beraadslaagt niet en een "
    "tweede zitting moet worden bijeengeroepen ({article}).",
    "bar_heads": "Mede-eigenaars: {n} van {total}",
    "bar_shares": "Aandelen: {n} van {total}",
    "mark_half": "meer dan de helft: {n}",
    "mark_half_shares": "helft: {n}",
    "mark_three_quarters": "meer dan drie vierden: {n}",
    "remote_not_offered": "De oproeping voorzag niet in deelname op afstand.",
    "remote_offered": (
        "De oproeping voorzag in deelname op afstand (art. 3.87 § 1); {n} mede-eigenaar maakte daarvan gebruik.",
        "De oproeping voorzag in deelname op afstand (art. 3.87 § 1); {n} mede-eigenaars maakten daarvan gebruik.",
    ),
    "column_item": "Punt",
    "column_subject": "Onderwerp",
    "column_outcome": "Resultaat",
    "column_for": "Voor",
    "column_against": "Tegen",
    "column_needed": "Vereist",
    "outcome_carried": "Aangenomen",
    "outcome_rejected": "Verworpen",
    "outcome_postponed": "Uitgesteld",
    "outcome_withdrawn": "Ingetrokken",
    "outcome_noted": "Kennis genomen",
    "outcome_not_reached": "Niet behandeld",
    "majority_absolute": "volstrekte meerderheid",
    "majority_two_thirds": "tweederdemeerderheid",
    "majority_four_fifths": "meerderheid van vier vijfden",
    "majority_unanimity": "eenparigheid van alle mede-eigenaars",
    "majority_unanimity_present": "eenparigheid van de aanwezigen en vertegenwoordigden",
    "majority_other": "meerderheid van {numerator}/{denominator}",
    "share_absolute": "meer dan de helft",
    "share_two_thirds": "twee derden",
    "share_four_fifths": "vier vijfden",
    "share_other": "{numerator}/{denominator}",
    "share_other_strict": "meer dan {numerator}/{denominator}",
    "mark_votes": "{share}: {needed} van {base}",
    "mark_all": "alle: {needed}",
    "carried": "Aangenomen: {in_favour} stemmen voor op {cast} uitgebrachte stemmen; er waren er {needed} "
    "nodig ({share}).",
    "rejected": "Verworpen: {in_favour} stemmen voor op {cast} uitgebrachte stemmen; er waren er {needed} "
    "nodig ({share}).",
    "choice_chosen": "Keuze: {chosen}, met {votes} van de {cast} uitgebrachte stemmen; {needed} waren "
    "nodig, meer dan de helft.",
    "choice_run_off": "Geen optie haalt meer dan de helft van de {cast} uitgebrachte stemmen ({needed} "
    "waren nodig): er volgt een tweede ronde tussen de twee hoogste.",
    "choice_tie": "Staking van stemmen, elk {votes} van de {cast} uitgebrachte: geen optie is gekozen.",
    "choice_tie_for_run_off": "Geen optie haalt meer dan de helft van de {cast} uitgebrachte stemmen, en door "
    "gelijke stemmen blijven er geen twee voor een tweede ronde: geen optie is gekozen.",
    "choice_no_vote": "Er is geen stem voor een optie uitgebracht: geen optie is gekozen.",
    "option_voters": "{option}: {names}.",
    "rejected_no_votes": "Verworpen: er is geen enkele stem uitgebracht.",
    "carried_of_all": "Aangenomen: {in_favour} stemmen voor op de {base} stemmen van allen; er waren er "
    "{needed} nodig ({share}).",
    "rejected_of_all": "Verworpen: {in_favour} stemmen voor op de {base} stemmen van allen; er waren er "
    "{needed} nodig ({share}).",
    "carried_unanimity": "Eenparig aangenomen: de {base} stemmen van alle mede-eigenaars zijn voor.",
    "rejected_unanimity": "Verworpen: {in_favour} stemmen voor; eenparigheid vraagt de {base} stemmen van alle "
    "mede-eigenaars, ook van de afwezigen.",
    "carried_unanimity_present": "Aangenomen met eenparigheid van de aanwezigen en vertegenwoordigden: hun "
    "{base} stemmen zijn voor.",
    "rejected_unanimity_present": "Verworpen: {in_favour} stemmen voor; vereist waren de {base} stemmen van "
    "alle aanwezigen en vertegenwoordigden.",
    "not_votes_cast": "Onthouding, blanco stem en stilzwijgen zijn geen uitgebrachte stemmen (art. 3.87 § 8).",
    "not_consent": "Bij eenparigheid gelden onthouding, blanco stem en stilzwijgen niet als instemming.",
    "postponed": "Uitgesteld naar een volgende vergadering.",
    "postponed_at": "Om {time} uitgesteld naar een volgende vergadering.",
    "withdrawn": "Van de agenda gehaald.",
    "withdrawn_at": "Om {time} van de agenda gehaald.",
    "noted": "De vergadering neemt kennis; over dit punt diende niet gestemd te worden.",
    "noted_at": "Om {time} neemt de vergadering kennis; over dit punt diende niet gestemd te worden.",
    "not_reached": "De vergadering heeft dit punt niet behandeld.",
    "reason": "Reden: {reason}",
    "proposed_text": "Voorstel",
    "amended_text": "Ter zitting gewijzigd voorstel, versie {version}, het enige waarover is gestemd",
    "key": "{key}, {total} stemmen",
    "key_of_all": "alle aandelen, {total} stemmen",
    "key_limited": "Alleen de mede-eigenaars die deze kosten dragen, stemmen ({article}).",
    "by_clause": "Meerderheid bepaald door {clause}.",
    "count_for": "Voor",
    "count_against": "Tegen",
    "count_abstained": "Onthouding",
    "count_blank": "Blanco",
    "count_no_ballot": "Geen stembriefje",
    "counts_caption": "Stemmen bij punt {number}",
    "against_names": ("Stemde tegen:", "Stemden tegen:"),
    "abstained_names": ("Onthield zich:", "Onthielden zich:"),
    "nobody_against": "Niemand stemde tegen.",
    "nobody_abstained": "Niemand onthield zich.",
    "voter_lots": ("kavel\u00a0{lots}", "kavels\u00a0{lots}"),
    "voter_votes": ("{n} stem", "{n} stemmen"),
    "voter_through": "door {holder}",
    "reduction": "{owner} telt voor {counted} stemmen in plaats van {held}: de andere aanwezige of "
    "vertegenwoordigde mede-eigenaars bezitten er {others} ({article}).",
    "sole_attendee": "Eén persoon draagt alle stemmen; de bovengrens van art. 3.87 § 7 is niet toegepast. De "
    "rechtsleer is hierover verdeeld.",
    "exclusion": "{owner} ({lots}, {votes} stemmen) neemt niet deel aan de stemming: {reason} ({article}).",
    "exclusion_without_lots": "{owner} neemt niet deel aan de stemming, ook niet als volmachthouder: {reason} ({article}).",
    "hand_hand": ("{n} stem bij handopsteking", "{n} stemmen bij handopsteking"),
    "hand_paper": ("{n} stembriefje op papier", "{n} stembriefjes op papier"),
    "hand_proxy_sheet": ("{n} stembriefje van een volmachtgever", "{n} stembriefjes van volmachtgevers"),
    "hand_correction": (
        "{n} stembriefje verbeterd vóór de bevestiging",
        "{n} stembriefjes verbeterd vóór de bevestiging",
    ),
    "hand_confirmed": "{what} (samen {votes}): ingevoerd door {by}, bevestigd door {confirmed_by}.",
    "hand_unconfirmed": "{what} (samen {votes}): ingevoerd door {by}, niet door een tweede persoon bevestigd "
    "en dus niet meegeteld.",
    "hand_waiting": "{what} (samen {votes}): niet door een tweede persoon bevestigd en dus niet meegeteld.",
    "alternative_carried": "Met de {majority} ({source}) waren {needed} stemmen nodig geweest: het punt zou "
    "aangenomen zijn.",
    "alternative_rejected": "Met de {majority} ({source}) waren {needed} stemmen nodig geweest: het punt zou "
    "verworpen zijn.",
    "alternative_unanimity_carried": "Met {majority} ({source}) zou het punt aangenomen zijn.",
    "alternative_unanimity_rejected": "Met {majority} ({source}) zou het punt verworpen zijn.",
    "earlier_round": "Ronde {number}, gesloten om {time}, telt niet meer: {in_favour} voor, {against} tegen, "
    "{abstained} onthoudingen.",
    "earlier_options": "Ronde {number}, gesloten om {time}, telt niet meer: {options}; {abstained} onthoudingen.",
    "earlier_run_off": "Ronde {number}, gesloten om {time}, gaf geen enkele optie meer dan de helft: {options}; "
    "{abstained} onthoudingen. Er volgde een tweede ronde tussen de eerste twee.",
    "vote_times": "Stemming geopend om {opened}, gesloten om {closed}.",
    "vote_times_round": "Ronde {number}: stemming geopend om {opened}, gesloten om {closed}.",
    "rule": "Regel {rule}, versie {version}.",
    "bar_alt": "{result} Balk: {in_favour} voor, effen; {against} tegen, gearceerd; streep bij {needed}.",
    "bar_quorum_alt": "{label}, streep bij {needed}.",
    "column_time": "Uur",
    "column_event": "Feit",
    "column_text": "Tekst",
    "event_suspended": "Zitting geschorst",
    "event_resumed": "Zitting hervat",
    "event_protest": "Protest",
    "event_incident": "Incident",
    "event_remark": "Opmerking",
    "event_by": "{kind} van {by}",
    "event_item": "punt {number}",
    "agenda_done": "De agenda is afgehandeld; de zitting wordt gesloten om {time}.",
    "closed": "De zitting wordt gesloten om {time}.",
    "signing": "Deze notulen, opgesteld tijdens de zitting, vermelden de behaalde meerderheden en de namen van "
    "wie tegen stemde of zich onthield. Ze worden op het einde van de zitting voorgelezen en ondertekend door "
    "de voorzitter, de secretaris en alle op dat ogenblik nog aanwezige mede-eigenaars of hun lasthebbers "
    "(art. 3.87 § 10). De twee bijlagen maken er deel van uit.",
    "afterwards": "De syndicus neemt de beslissingen op in het register en bezorgt deze notulen binnen dertig "
    "dagen (art. 3.87 § 12). Een onregelmatige, bedrieglijke of onrechtmatige beslissing kan voor de rechter "
    "worden betwist binnen vier maanden na de datum van de vergadering (art. 3.92 § 3).",
    "column_name": "Naam",
    "column_lots": "Kavels",
    "column_capacity": "Hoedanigheid",
    "column_signature": "Handtekening",
    "role_chair": "Voorzitterschap",
    "role_secretary": "Secretariaat",
    "role_owner": "Mede-eigenaar",
    "role_proxy": "Volmachthouder",
    "role_proxy_of": "Volmachthouder van {names}",
    "role_on_behalf": "{role}, volmachthouder van {names}",
    "column_owner": "Mede-eigenaar",
    "column_shares": "Aandelen",
    "column_presence": "Aanwezigheid",
    "column_arrived": "Aankomst",
    "column_left": "Vertrek",
    "until_end": "einde",
    "attendance_caption": "Mede-eigenaars {first} tot {last} van {total}",
    "present": "Aanwezig",
    "present_remote": "Aanwezig op afstand",
    "present_through": "Aanwezig, door {name}",
    "present_through_remote": "Aanwezig op afstand, door {name}",
    "represented": "Vertegenwoordigd door {name}",
    "represented_remote": "Op afstand vertegenwoordigd door {name}",
    "absent": "Afwezig",
    "capacity_representative": "aangewezen vertegenwoordiger, art. 3.87 § 1",
    "capacity_organ": "orgaan van de vennootschap",
    "capacity_employee": "personeelslid",
    "capacity_lawyer": "advocaat",
    "capacity_administrator": "bewindvoerder",
    "capacity_heirs_representative": "vertegenwoordiger van de erfgenamen",
    "suspended_lot": "Kavel {lot}, {shares}: stemrecht geschorst, {reason} ({article})",
    "suspended_joint_ownership": "onverdeeldheid zonder aangewezen vertegenwoordiger",
    "suspended_usufruct": "vruchtgebruik en blote eigendom zonder aangewezen vertegenwoordiger",
    "suspended_unrepresented": "geen aangewezen vertegenwoordiger",
    "suspended_other_right": "zakelijk recht zonder aangewezen vertegenwoordiger",
    "total_present": "Aanwezig",
    "total_represented": "Vertegenwoordigd",
    "total_absent": "Afwezig",
    "total_suspended": "Stemrecht geschorst",
    "total_all": "Totaal",
    "totals_caption": "Overzicht van de aandelen",
    "column_rows": "Regels",
    "proof_intro": "Elk stembriefje is bewaard onder een vingerafdruk (SHA-256). De vingerafdrukken zijn "
    "aaneengeschakeld in de volgorde waarin ze verzegeld werden: één stembriefje wijzigen zou alle volgende "
    "veranderen. De wortel vat de stembriefjes samen die meetellen; elke stemmer kan het zijne terugvinden "
    "met zijn ontvangstbewijs.",
    "proof_results": "Het bestand bevat als bijlage de gegevens van deze notulen. De stembriefjes blijven in "
    "het verzegelde register van de vereniging; met de vingerafdrukken hieronder zijn ze te controleren.",
    "proof_association": "Exemplaar van de vereniging: het bestand bevat als bijlagen de gegevens van deze "
    "notulen en de volledige stembriefjes. Het controleprogramma herrekent vingerafdrukken, verminderingen en "
    "resultaten.",
    "proof_outside": "Exemplaar voor derden: het bestand bevat de gegevens van deze notulen en alleen de "
    "vingerafdrukken van de stembriefjes. De wortel en de stemmen op naam zijn te controleren; de sommen zijn "
    "in dit exemplaar niet te controleren.",
    "proof_timestamp": "Van tijdstempel voorzien op {day} om {time} door {authority} (RFC 3161).",
    "proof_seal": "Dit bestand draagt het elektronisch zegel van {name} (PAdES). Elke byte die daarna wijzigt, "
    "verbreekt het zegel; een pdf-lezer toont het. De handtekeningen hierboven blijven die van de "
    "personen.",
    "proof_stamped_after": "De tijdstempel van een autoriteit (RFC 3161) komt na het afdrukken achter aan "
    "dit bestand; een pdf-"
    "lezer toont hem.",
    "proof_no_timestamp": "Nog geen tijdstempeldienst heeft deze vingerafdrukken verzegeld.",
    "proof_caption": "Vingerafdrukken per stemming",
    "column_vote": "Stemming",
    "column_ballots": "Briefjes",
    "column_digests": "Kop van de keten, daarna wortel",
    "vote_of_item": "Punt {number}",
    "vote_of_item_round": "Punt {number}, ronde {round}",
    "proof_whole": "Hele vergadering",
    "label_chain_head": "Kop van de keten",
    "label_root": "Wortel",
    "label_proof": "Stembriefjes in bijlage (proof.json)",
    "proof_how": "Nakijken: geef dit bestand op de pagina {address}, of voer het bijgevoegde programma uit "
    "(python3 verify_minutes.py bestand.pdf); meer is niet nodig.",
    "label_data": "Gegevens van deze notulen (minutes.json)",
    "words_edition": "Modeltekst: uitgave {edition}.",
}

"""The convocation in English. Text of the paper, not of a screen; articles come from the facts."""

from koprogo.papers.words import Catalogue

EN: Catalogue = {
    "title_ordinary": "Convocation to the ordinary general assembly",
    "title_extraordinary": "Convocation to the extraordinary general assembly",
    "title_supplement": "Supplementary agenda",
    "title_told": "General assembly: for your information",
    "short_title": "Convocation to the assembly of {day}",
    "full_title": "{title}, {day} – {association} – {person}",
    "channel_registered": "By registered post",
    "channel_email": "By e-mail, which you accepted individually, explicitly and in writing",
    "channel_ordinary": "By ordinary post",
    "channel_hand": "Handed over in person",
    "attention": "For the attention of {name}",
    "sent": "{day}",
    "draft_note": "Draft: this text has not been sent and may change.",
    "greeting": "Dear Sir or Madam,",
    "opening": "You are convened to the {kind} general assembly of the association of co-owners {association}.",
    "opening_told": "The {kind} general assembly of the association of co-owners {association} will meet on "
    "{day}. Your lot has a designated representative, who is convened and votes. This letter informs you "
    "of it.",
    "opening_supplement": "The points below are added to the agenda of the {kind} general assembly to which you "
    "are convened. The rest of the convocation is unchanged.",
    "kind_ordinary": "ordinary",
    "kind_extraordinary": "extraordinary",
    "label_day": "Day",
    "label_time": "Hour",
    "label_place": "Place",
    "label_remote": "From elsewhere",
    "label_online": "Online",
    "online": "Agenda, documents, answer, proxy: scan the code or open {address}",
    "qr_alt": "Code that opens the page of this assembly",
    "label_syndic": "Convened by",
    "label_authentic": "Authentic language",
    "authentic_other": "{language}; this letter is its translation",
    "language_fr": "French",
    "language_nl": "Dutch",
    "language_de": "German",
    "language_en": "English",
    "no_place": "to be announced by the syndic",
    "remote_yes": "possible, by internet",
    "remote_no": "not provided for",
    "second_session": "Second session: the first, on {day}, did not reach the quorum. The assembly decides "
    "validly whatever the number of those present and their shares (art. 3.87 § 5).",
    "urgent": "The notice of 15 days is not respected because of urgency: {reason} (art. 3.87 § 3).",
    "heading_lots": "Your lots",
    "column_lot": "Lot",
    "column_shares": "Shares",
    "column_standing": "Vote",
    "lots_caption": "Your lots and their shares out of {total}",
    "lots_total": "You vote for",
    "standing_votes": "you vote",
    "standing_votes_for": "you vote for {others} and yourself",
    "standing_represented": "{others} votes",
    "standing_suspended": "vote suspended",
    "suspended": (
        "The vote of lot {lots} is suspended: it is held jointly or divided and its holders have not designated "
        "one representative in writing (art. 3.87 § 1, al. 2). Designate one person together: each holder "
        "signs the designation, online, on paper or at the entrance of the session. "
        "It stands until it is revoked.",
        "The vote of lots {lots} is suspended: they are held jointly or divided and their holders have not "
        "designated one representative in writing (art. 3.87 § 1, al. 2). Designate one person per lot "
        "together: each holder signs the designation, online, on paper or at the "
        "entrance of the session. It stands until it is revoked.",
    ),
    "suspended_with": "Other holders of lot {lot}: {others}.",
    "heading_agenda": "Agenda",
    "agenda_intro": "The assembly can decide only on the points below. Abstentions, null and blank votes are not "
    "votes cast (art. 3.87 § 8).",
    "majority_absolute": "absolute majority",
    "majority_two_thirds": "two-thirds majority",
    "majority_four_fifths": "four-fifths majority",
    "majority_unanimity": "unanimity of all co-owners",
    "majority_none": "not voted",
    "by_clause": "Majority set by {clause}.",
    "key_limited": "Only the co-owners who bear these costs vote: {key}, {total} votes (art. 3.87 § 6). {reason}",
    "options": "Choice: {options}.",
    "barred": (
        "May not vote on this point: {names} (art. 3.87 § 9).",
        "May not vote on this point: {names} (art. 3.87 § 9).",
    ),
    "proposed_text": "Proposal",
    "heading_documents": "Documents",
    "documents_none": "No document goes with this agenda.",
    "document_item": "point {item}",
    "document_enclosed": "enclosed: {name}",
    "documents_where": "The documents can be read and downloaded online; on request at the syndic’s, {syndic}.",
    "documents_where_syndic": "The documents can be consulted at the syndic’s, {syndic}.",
    "heading_remote": "Taking part",
    "remote_how": "You may take part and vote from elsewhere, as this convocation provides (art. 3.87 § 1): open "
    "the address of the first page on your phone or computer, sign in and say that you are there. Try it "
    "before the session.",
    "remote_not": "Taking part from elsewhere is not provided for. You can vote in the room, on your phone, on "
    "paper or by proxy.",
    "answer": "Tell us online whether you come. Your answer does not bind you.",
    "assistance": "One person may assist you; tell the syndic by registered post at least four working days "
    "before the assembly (art. 3.87 § 1).",
    "heading_quorum": "Quorum",
    "quorum": "The assembly decides validly only if, at the opening, more than half of the co-owners are present "
    "or represented, that is {heads} of {heads_total}, and hold at least half of the shares, that is "
    "{shares} of {total}; or if those present and represented hold more than three quarters of the shares, "
    "that is {alone} (art. 3.87 § 5). Otherwise a second session is held at least 15 days later and "
    "decides whatever the number of those present.",
    "heading_proxy_rules": "Proxy",
    "proxy_rules": "If you do not come, give a proxy to a person of your choice, co-owner or not, named: online, "
    "or with the form on the last page. The syndic cannot hold a proxy. A holder receives at "
    "most three proxies, or more if his votes and those of his givers do not exceed 10 % of all votes "
    "(art. 3.87 § 7).",
    "articles_note": "The articles cited are those of book 3 of the Civil Code.",
    "form_title": "Proxy",
    "name_ordinary": "Ordinary general assembly",
    "name_extraordinary": "Extraordinary general assembly",
    "form_for": "{name} of {day}, {association}",
    "form_giver": "I, the undersigned",
    "form_lots": (
        "holder of lot {lots}, {shares} shares",
        "holder of lots {lots}, {shares} shares",
    ),
    "form_holder": "give a proxy to (name and first name, required)",
    "form_holder_address": "address or phone of the holder",
    "form_substitute": "and, if this person is absent, to (optional)",
    "form_power": "to represent me at this assembly and, for lack of quorum, at the second session with the same "
    "agenda, to take part in the deliberations and vote in my name:",
    "form_free": "as my proxy holder sees fit",
    "form_instructed": "by these instructions",
    "form_caption": "Instructions per point (tick one box; leave empty to let the holder choose)",
    "form_item": "Point",
    "form_for_vote": "For",
    "form_against": "Against",
    "form_abstain": "Abstain",
    "form_place": "Done at",
    "form_date": "on",
    "form_signature": "Signature of the giver, preceded by “good for proxy”",
    "form_acceptance": "Signature of the holder",
    "form_rules": "The name of the holder must be written before sending: a blank proxy is not valid. The syndic "
    "cannot hold a proxy. At most three proxies per holder, unless the holder’s votes and those of the "
    "givers together do not exceed {tenth} votes, 10 % of the {total} votes. A proxy is valid for one "
    "assembly and ends when the giver arrives or revokes it (art. 3.87 § 7).",
    "words_edition": "Text of the model: edition {edition}.",
}

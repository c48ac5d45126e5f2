"""Which vouchers are about other owners only: an owner is told nothing of those but what stands in the sums.

Her own are those with her account, and those a lot of hers bears: one she holds now, or held on the day of the voucher. What
another lot alone bears (a private cost, the deductible of a claim) is that owner's (art. 3.89 §5); the same line is
drawn for invoices and claims. Fragments of queries with `:t` and `:p`, the reader.
"""

ANOTHERS_LOT = """
(l.lot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM holding h
    WHERE h.association_id = l.association_id AND h.lot_id = l.lot_id AND h.person_id = :p
      AND (h.until IS NULL OR (h.since <= l.day AND h.until > l.day))))
"""
"""Of a line `l`: it is borne by a lot that is not the reader's."""
ITEM = "SELECT 1 FROM owner_item i WHERE i.association_id = e.association_id AND i.entry_id = e.id"
HER_ITEM = """
SELECT 1 FROM owner_item i JOIN debtor_person d ON d.association_id = i.association_id AND d.debtor_id = i.debtor_id
    AND d.person_id = :p WHERE i.association_id = e.association_id AND i.entry_id = e.id
"""
BORNE = """
SELECT 1 FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = e.association_id AND l.entry_id = e.id AND a.debtor_id IS NULL AND
"""
OTHERS = f"""
((EXISTS ({ITEM}) AND NOT EXISTS ({HER_ITEM}))
 OR (NOT EXISTS ({HER_ITEM}) AND EXISTS ({BORNE} {ANOTHERS_LOT})
     AND NOT EXISTS ({BORNE} l.lot_id IS NOT NULL AND NOT {ANOTHERS_LOT})
     AND NOT EXISTS ({BORNE} l.lot_id IS NULL AND a.code ~ '^(6|7|173|423)' AND a.code !~ '^681')))
"""
"""Of an entry `e`: nothing in it is the reader's, and no cost, income or loan of the association.

What a fund pays (681) follows the cost it is for, so it alone makes nothing common.
"""
WORDED_BY_THE_BANK = frozenset(["receipt", "refund", "payment", "transfer", "suspense", "bank", "bank_rule"])
"""Kinds of vouchers whose text is what stood on the statement: it names who paid, and from where."""
NOT_HER_WORDS = WORDED_BY_THE_BANK - {"receipt", "refund"}
"""Of those, the ones that are about no owner in particular: in a list, her own keep their words."""

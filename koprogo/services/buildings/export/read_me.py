"""What stands in README.txt of an export, for whoever opens it without KoproGo."""

READ_ME = """One association of co-owners (ACP / VME), exported whole from KoproGo.

csv/       the trial balance, the journal, lots and keys for a spreadsheet: UTF-8, semicolons, euro with a comma
tables/    everything, one row per line as JSON; a file per table, columns as they are called in the database
files/     papers, invoices, quotes, photos under the SHA-256 of their bytes; attachment.jsonl, paper.jsonl and
           paper_seal.jsonl say which is which (sha256, title, file_name, media_type)
keys/      public keys that check the receipts of ballots
manifest.json   of every file its length and SHA-256; rows per table; the balance of every account in cents;
           and entries.sha256: SHA-256 over reference, line feed and content_hash of every entry, by reference

Amounts in tables are whole cents, debit positive. Days are YYYY-MM-DD in Brussels, instants are UTC. An `until` and a
`next_starts` is the first day after. Bytes are written \\\\x and hexadecimal. Rows of append-only tables were never edited:
the newest event of a thing says how it stands.

  lot, holding, person, debtor           lots, who holds them, and who owes as one
  apportionment_key, apportionment_weight  keys other than the shares
  key_change                             the vote by which a key took the place of another, or of the shares
  ledger_account, period, period_event   chart in use, fiscal years and their steps
  entry, entry_line, owner_item          vouchers, their lines, and the same told per owner
  acceptance, reserve_waiver             what the reserve fund is due from, and what was waived elsewhere
  budget, budget_line, call, call_line   budgets and calls for funds
  supplier, invoice, invoice_line        invoices; invoice_event: approved, booked, paid
  bank_account, bank_statement, bank_line, match   statements, and what each line paid
  settlement, settlement_line            the yearly settlement of each owner, with its fractions
  assembly, agenda_item, ballot, result  assemblies, and what they decided
  audit_event, audit_seal                the log of acts, and its chain

Sign-ins, passwords, links that open accounts, letters still on their way and unissued drafts of the council are not here.
`koprogo import association FILE` reads it into another installation, which then says the same sums and hashes.
""".replace("\\\\\\\\x", "\\\\x")

"""Workbooks (表格): Excel in and out. Reads what officials really send, says what it read, and writes what they can send back.

`reading` (in a capped child process) → `table` → `validate` with one declarative kind from `kinds` → rows and cell errors.
`writing` makes exports and templates from the same kinds; `annotate` gives the officer's own file back with its faults marked.
Which officer may import what, and what an import changes, is decided above and in the rooms (S4.3: tasks split to every city).
"""

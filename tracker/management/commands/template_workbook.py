"""`template_workbook`: write an officer's upload template of a kind, filled with the current rows."""

from __future__ import annotations

from tracker.management.writing import WritingCommand
from tracker.workbooks.exports import template_workbook


class Command(WritingCommand):
    """Write an officer's upload template of a kind, filled with the current rows."""

    help = "Write the upload template of a kind for an officer, filled with the plan's current rows."
    reason = "template_workbook"
    write = staticmethod(template_workbook)

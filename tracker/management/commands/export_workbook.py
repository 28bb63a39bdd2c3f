"""`export_workbook`: write every row of a kind an officer may see as a styled workbook."""

from __future__ import annotations

from tracker.management.writing import WritingCommand
from tracker.workbooks.exports import export_workbook


class Command(WritingCommand):
    """Write every row of a kind an officer may see as a styled workbook."""

    help = "Export a plan's rows of a kind as .xlsx; the file imports again unchanged."
    reason = "export_workbook"
    write = staticmethod(export_workbook)
    default_officer = "province"

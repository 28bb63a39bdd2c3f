"""Files as officers send them: a sheet of these rows, received and read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.base import ContentFile

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

QUOTA: list[Any] = ["杭州市", "水泥", "直径3米及以下粉磨机", 120, "万吨", 10, "台", "2010-09-15", "", ""]


def workbook(kind: str, *rows: list[Any]) -> ContentFile:
    """A workbook of a kind with these rows under its header."""
    book, out = openpyxl.Workbook(), BytesIO()
    for row in (KINDS[kind].headers, *rows):
        book.worksheets[0].append(row)
    book.save(out)
    return ContentFile(out.getvalue(), name="上报.xlsx")


def sent(kind: str, plan: Plan, by: Officer, *rows: list[Any]) -> Upload:
    """The upload of such a workbook, previewed."""
    received = receive(file=workbook(kind, *rows), kind=kind, plan=plan, by=by)
    return read_and_preview(str(received.pk))


def changed(row: list[Any], **cells: Any) -> list[Any]:
    """A quota's row with other cells."""
    places = {KINDS["quotas"].by_name()[name].header: value for name, value in cells.items()}
    return [places.get(header, value) for header, value in zip(KINDS["quotas"].headers, row, strict=True)]

"""A template of what waits to be reported: rows nobody filled in yet say nothing, the others go their way."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.workbooks.exports import export_workbook, template_workbook
from tracker.workbooks.models import Upload
from tracker.workbooks.outgoing import HEADER_ROW
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
STAGE, DAY = 4, 5


def filled(plan: Plan, by: Officer, *stages: str) -> Upload:
    """The progress template with the first rows' stage and day filled in, sent back and read."""
    out = BytesIO()
    template_workbook(kind="progress", plan=plan, by=by, out=out)
    book, sent = openpyxl.load_workbook(out), BytesIO()
    for row, stage in enumerate(stages, HEADER_ROW + 1):
        book.worksheets[0].cell(row, STAGE).value = stage
        book.worksheets[0].cell(row, DAY).value = date(2010, 8, 31)
    book.save(sent)
    received = receive(file=ContentFile(sent.getvalue(), name="进度.xlsx"), kind="progress", plan=plan, by=by)
    return read_and_preview(str(received.pk))


def test_every_target_waits_in_the_template_and_only_those_filled_in_are_read(plan: Plan, county: Officer) -> None:
    seen = filled(plan, county, "已关停", "已关停")
    assert (seen.state, seen.updated, seen.skipped, seen.errors) == (Upload.State.PREVIEWED, 2, 1, [])
    assert [warning["message"] for warning in seen.warnings] == [
        "工作表“2010年淘汰落后产能进度表”有 1 行没有填写，已跳过"
    ]


def test_a_row_half_filled_in_is_asked_for_the_rest(plan: Plan, county: Officer) -> None:
    out = BytesIO()
    template_workbook(kind="progress", plan=plan, by=county, out=out)
    book, sent = openpyxl.load_workbook(out), BytesIO()
    book.worksheets[0].cell(HEADER_ROW + 1, STAGE).value = "已关停"
    book.save(sent)
    received = receive(file=ContentFile(sent.getvalue(), name="进度.xlsx"), kind="progress", plan=plan, by=county)
    seen = read_and_preview(str(received.pk))
    assert [(error["cell"], error["code"]) for error in seen.errors] == [("E4", "REQUIRED")]


def test_a_template_nobody_filled_in_has_nothing_to_say(plan: Plan, county: Officer) -> None:
    seen = filled(plan, county)
    assert (seen.state, seen.errors[0]["code"], seen.skipped) == (Upload.State.REFUSED, "NO_ROWS", 3)
    assert export_workbook(kind="progress", plan=plan, by=county, out=BytesIO()) == 0

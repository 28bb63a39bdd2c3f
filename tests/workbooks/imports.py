"""Imports applied for tests of what comes after: any rows of a kind, without a file to read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from fixtures import reference
from fixtures.factories import UploadFactory
from tests.workbooks.rows import good
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.workbooks import previewing
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.undoing import undo

TODAY = date(2010, 6, 1)
CODES = {name: reference.credit_code(n, reference.FUYANG) for n, name in enumerate(["一", "二", "三"], 1)}


def imported(kind: str, plan: Plan, by: Officer, *rows: dict[str, Any], on: date = TODAY) -> Upload:
    """An upload of these values, applied; what reading makes of a file is other tests' concern."""
    checked = Checked(KINDS[kind], read=len(rows), sheets=["表"])
    checked.rows = [Row("表", number, values) for number, values in enumerate(rows, 2)]
    received = UploadFactory(kind=kind, plan=plan, uploaded_by=by, state=Upload.State.RECEIVED)
    with patch.object(previewing, "check_workbook", lambda *_args, **_options: checked):
        seen = read_and_preview(str(received.pk))
    assert seen.errors == []
    return apply_upload(upload=seen, by=by, now=timezone.now(), on=on)


def undone(upload: Upload, by: Officer, reason: str = "传错了文件") -> Upload:
    return undo(upload=upload, by=by, on=TODAY, reason=reason, seen_version=upload.version)


def row(kind: str, content: str, amount: int, *, coded: bool = False) -> dict[str, Any]:
    """A row of a kind that says this or that."""
    code = CODES[content] if coded and kind != "readings" else None
    said = good(kind, content=content, equipment=content, amount=Decimal(amount), credit_code=code)
    if kind == "facilities":
        said |= {"capacity": Decimal(amount), "unit": "万吨", "employees": amount, "enterprise": f"{content}水泥厂"}
    if kind == "targets":
        said |= {"enterprise": f"{content}水泥厂", "remark": str(amount)}
    if kind == "readings":
        said |= {"year": Decimal(2010), "month": Decimal(1 + amount % 3), "electricity": Decimal(amount)}
        said |= {"enterprise": "老厂", "equipment": f"老{content}"}
    return said

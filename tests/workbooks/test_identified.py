"""Rows known by their number: sorted, renamed, copied, or from elsewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from fixtures import reference
from fixtures.factories import FacilityFactory, PlanFactory, QuotaFactory, TargetFactory
from tests.workbooks.imports import TODAY
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.registry.models import Enterprise
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.exports import export_workbook
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(state=Plan.State.DRAFT, issued_on=None)


class Sheet:
    """An export in an officer's hands."""

    def __init__(self, kind: str, plan: Plan, by: Officer, folder: Path) -> None:
        self.kind, self.plan, self.by, self.path = kind, plan, by, folder / "export.xlsx"
        export_workbook(kind=kind, plan=plan, by=by, out=self.path)
        self.book = openpyxl.load_workbook(self.path)
        self.cells: Any = self.book.worksheets[0]
        self.top = next(row[0].row for row in self.cells.iter_rows() if row[0].value == "设区市")
        self.columns = {cell.value: cell.column for cell in self.cells[self.top]}

    def put(self, row: int, **values: Any) -> None:
        for header, value in values.items():
            self.cells.cell(self.top + row, self.columns[header]).value = value

    def row(self, row: int) -> list[Any]:
        return [cell.value for cell in self.cells[self.top + row]]

    def write(self, row: int, values: list[Any]) -> None:
        for column, value in enumerate(values, 1):
            self.cells.cell(self.top + row, column).value = value

    def sent(self) -> Upload:
        self.book.save(self.path)
        file = ContentFile(self.path.read_bytes(), name="改.xlsx")
        return read_and_preview(str(receive(file=file, kind=self.kind, plan=self.plan, by=self.by).pk))


def apply(upload: Upload) -> None:
    assert upload.errors == []
    apply_upload(upload=upload, by=upload.uploaded_by, now=timezone.now(), on=TODAY)


def test_a_quota_that_is_called_otherwise_now_is_a_change_of_that_row(
    plan: Plan, hangzhou: Officer, tmp_path: Path
) -> None:
    quota = QuotaFactory(plan=plan, content="机立窑")
    sheet = Sheet("quotas", plan, hangzhou, tmp_path)
    sheet.put(1, 淘汰内容="直径2.5米以下机立窑", 任务量=99, 完成期限=date(2010, 8, 31))
    seen = sheet.sent()
    assert (seen.created, seen.updated) == (0, 1)
    before = seen.row_set.get().before
    assert before is not None
    assert (before["content"], Decimal(before["amount"]), before["deadline"]) == ("机立窑", 120, "2010-09-15")
    assert plan.quotas.get().content == "机立窑"
    apply(seen)
    assert [(each.pk, each.content, each.amount) for each in plan.quotas.all()] == [
        (quota.pk, "直径2.5米以下机立窑", 99)
    ]


def test_a_renamed_enterprise_stays_one_target(plan: Plan, hangzhou: Officer, tmp_path: Path) -> None:
    fuyang = reference.region(reference.FUYANG)
    target = TargetFactory(plan=plan, facility__enterprise__region=fuyang, facility__enterprise__credit_code=None,
                           facility__enterprise__code_kind="none")  # fmt: skip
    sheet = Sheet("targets", plan, hangzhou, tmp_path)
    sheet.put(1, 企业名称="富阳改名水泥有限公司")
    seen = sheet.sent()
    assert (seen.created, seen.updated) == (0, 1)
    apply(seen)
    assert (plan.targets.get().pk, Enterprise.objects.get().name) == (target.pk, "富阳改名水泥有限公司")


def test_sorted_and_inserted_rows_are_themselves(plan: Plan, hangzhou: Officer, tmp_path: Path) -> None:
    for content in ("甲", "乙"):
        QuotaFactory(plan=plan, content=content)
    sheet = Sheet("quotas", plan, hangzhou, tmp_path)
    one, two = sheet.row(1), sheet.row(2)
    new = [*one[:-1], None]
    sheet.write(1, two)
    sheet.write(2, one)
    sheet.cells.insert_rows(sheet.top + 1)
    sheet.write(1, new)
    sheet.put(1, 淘汰内容="丙")
    seen = sheet.sent()
    assert (seen.errors, seen.created, seen.unchanged) == ([], 1, 2)


@pytest.mark.parametrize("unnamed", [{}, {"enterprise__credit_code": None, "enterprise__code_kind": "none"}])
def test_what_is_registered_under_a_countys_old_name_stays_itself(
    hangzhou: Officer, tmp_path: Path, unnamed: dict[str, Any]
) -> None:
    was = reference.region(reference.FUYANG)
    facility = FacilityFactory(enterprise__region=was, **unnamed)
    today = PlanFactory(year=2026, deadline=date(2026, 9, 15))
    sheet = Sheet("facilities", today, hangzhou, tmp_path)
    assert sheet.row(1)[1] == "富阳区"
    assert sheet.sent().unchanged == 1
    sheet.put(1, 产能=99)
    seen = sheet.sent()
    assert (seen.created, seen.updated) == (0, 1)
    apply(seen)
    facility.refresh_from_db()
    assert (facility.capacity, facility.region_id, Enterprise.objects.count()) == (99, was.code, 1)


def test_a_copied_number_names_both_rows(plan: Plan, hangzhou: Officer, tmp_path: Path) -> None:
    for content in ("甲", "乙"):
        QuotaFactory(plan=plan, content=content)
    sheet = Sheet("quotas", plan, hangzhou, tmp_path)
    sheet.write(2, sheet.row(1))
    sheet.put(2, 淘汰内容="丙")
    (error,) = sheet.sent().errors
    assert error["code"] == "ROW_ID_TWICE"
    assert f"第 {sheet.top + 1} 行" in error["message"]
    assert f"第 {sheet.top + 2} 行" in error["message"]


def test_a_number_of_another_plan_is_an_error_not_a_change(plan: Plan, hangzhou: Officer, tmp_path: Path) -> None:
    other = QuotaFactory(content="别的计划")
    sheet = Sheet("quotas", other.plan, hangzhou, tmp_path)
    sheet.plan = plan
    sheet.put(1, 任务量=1)
    (error,) = [each for each in sheet.sent().errors if each["code"] == "ROW_ID_UNKNOWN"]
    assert error["cell"] == f"A{sheet.top + 1}"
    assert Quota.objects.get(pk=other.pk).amount == 120


def test_rows_sorted_without_their_numbers_are_told_one_by_one_and_rename_nothing(
    hangzhou: Officer, plan: Plan, tmp_path: Path
) -> None:
    unnamed = {"enterprise__credit_code": None, "enterprise__code_kind": "none"}
    for _ in range(3):
        FacilityFactory(enterprise__region=reference.region(reference.FUYANG), **unnamed)
    sheet = Sheet("facilities", plan, hangzhou, tmp_path)
    one, two = sheet.row(1), sheet.row(2)
    sheet.write(1, [*two[:-1], one[-1]])
    sheet.write(2, [*one[:-1], two[-1]])
    seen = sheet.sent()
    assert (seen.created, seen.updated, seen.unchanged, seen.error_count) == (0, 0, 1, 2)
    assert [error["cell"] for error in seen.errors] == [f"C{sheet.top + 1}", f"C{sheet.top + 2}"]
    assert "一起排序" in seen.errors[0]["message"]


def test_a_name_that_belongs_to_another_is_refused(plan: Plan, hangzhou: Officer, tmp_path: Path) -> None:
    for content in ("甲", "乙"):
        QuotaFactory(plan=plan, content=content)
    sheet = Sheet("quotas", plan, hangzhou, tmp_path)
    sheet.put(1, 淘汰内容=sheet.row(2)[2])
    sheet.cells.delete_rows(sheet.top + 2)
    assert sheet.sent().state == Upload.State.REFUSED
    assert set(plan.quotas.values_list("content", flat=True)) == {"甲", "乙"}

"""Rows a room's rule refuses: all of them at once, each by its cell, and the others may go ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from fixtures import factories, reference
from tests.workbooks.rows import KILNS
from tests.workbooks.sending import sent
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.values.errors import IllegalState, InvalidValue
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.models import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def line(name: str, stage: str) -> list[Any]:
    return [name, "", "机立窑", stage, date(2010, 8, 31), "", "", ""]


def test_every_refused_row_is_told_by_its_cell_and_the_rest_goes_ahead(plan: Plan, county: Officer) -> None:
    rows = [line(KILNS[0], "已关停"), line("无此厂", "已关停"), line(KILNS[1], "已公告"), line(KILNS[2], "不知道")]
    seen = sent("progress", plan, county, *rows)
    told = [(error["cell"], error["column"], error["code"]) for error in seen.errors]
    assert told == [
        ("A3", "企业名称", "unknown_target"),
        ("D4", "进度阶段", "invalid"),
        ("D5", "进度阶段", "UNKNOWN_CHOICE"),
    ]
    assert seen.errors[1]["found"] == "已公告"
    assert "现为“已列入计划”，不能直接登记为“已公告”" in seen.errors[1]["message"]
    with seen.annotated.open("rb") as file:
        sheet = openpyxl.load_workbook(file)["Sheet"]
    assert all(sheet[cell].comment for cell in ("D5", "A3", "D4"))
    written = apply_upload(upload=seen, by=county, now=timezone.now())
    assert (written.state, written.updated) == (Upload.State.PARTLY, 1)
    assert Target.objects.get(enterprise__name=KILNS[0]).stage == "stopped"


def test_a_file_of_all_or_nothing_tells_cells_and_rules_together(county: Officer) -> None:
    province = factories.OfficerFactory(role=Role.PROVINCIAL)
    reference.region("330100")
    good = ["杭州", "水泥", "机立窑", 5, "万吨", "", "", date(2010, 9, 15), "", ""]
    late = [*good[:2], "粉磨机", *good[3:7], date(2011, 9, 15), "", ""]
    seen = sent("quotas", factories.PlanFactory(), province, good, late, [*good[:3], -1, *good[4:]])
    assert [(error["cell"], error["expected"]) for error in seen.errors] == [("H3", "2010"), ("D4", "不小于 0")]
    assert (seen.state, seen.row_set.count()) == (Upload.State.REFUSED, 0)


def test_a_deadline_that_is_fixed_is_told_before_anything_is_confirmed(plan: Plan) -> None:
    rows = [
        TargetRow(
            target.region_id, target.enterprise.name, target.industry_id, target.facility.name, Decimal(5), "万吨", target.deadline,
            credit_code=target.enterprise.credit_code,
        )
        for target in plan.targets.select_related("enterprise", "facility").order_by("pk")
    ]  # fmt: skip
    rows[1] = replace(rows[1], deadline=date(2010, 8, 1))
    with pytest.raises(IllegalState, match="延期审批") as refused:
        merge_targets(plan=plan, rows=rows, by=factories.OfficerFactory(), dry_run=True)
    assert {index: error.data["field"] for index, error in refused.value.rows.items()} == {1: "deadline"}


def test_one_name_under_two_codes_is_asked_of_both_rows(plan: Plan, county: Officer) -> None:
    def listed(code: int, equipment: str) -> list[Any]:
        number = reference.credit_code(code, reference.FUYANG)
        return ["杭州市", "富阳市", "丁水泥厂", number, "水泥", equipment, 1, "台", 5, "万吨", date(2010, 9, 15), ""]

    seen = sent("targets", plan, county, listed(90_007, "一号窑"), listed(90_008, "二号窑"))
    assert [error["cell"] for error in seen.errors] == ["D2", "D3"]
    assert not Enterprise.objects.filter(name="丁水泥厂").exists()


def test_the_first_refusal_carries_those_of_all_rows() -> None:
    def handle(number: int) -> int:
        if number % 2:
            raise InvalidValue(f"{number}")
        return number

    with pytest.raises(InvalidValue, match="1") as refused:
        each_row([0, 1, 2, 3], handle)
    assert {index: str(error) for index, error in refused.value.rows.items()} == {1: "1", 3: "3"}
    assert each_row([0, 2], handle) == [0, 2]

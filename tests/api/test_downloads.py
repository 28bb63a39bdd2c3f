"""Downloads: the same rows as the lists, as CSV, NDJSON and workbook; nothing a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fixtures import reference
from fixtures.factories import EnterpriseFactory, PlanFactory, QuotaFactory, TargetFactory
from tests.api.conftest import Asker
from tracker.api.contents import RESOURCES
from tracker.api.downloads import FORMULA_LIKE
from tracker.officers.roles import Role
from tracker.quotas.models import Quota
from tracker.workbooks.plaintext import guarded

pytestmark = pytest.mark.django_db

NASTY = [
    "=1+1",
    " =cmd|'/c calc'!A0",
    "+86 571",
    "-12",
    "@SUM(A1)",
    "＝1",
    "\t=1",
    "'=1",
    '双"引号,逗号\n换行',
    "反\\斜\\n杠",
]


def content(answer: Any) -> bytes:
    """The whole file of an answer."""
    assert answer.status_code == 200, answer.content
    found: bytes = answer.getvalue()
    return found


def csv_rows(body: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_downloads_the_rows_it_lists(name: str, auditor: Asker) -> None:
    TargetFactory(done=True)
    QuotaFactory()
    fields = list(RESOURCES[name].serializer_class.columns())
    listed = auditor.rows(f"{name}/", page_size=1000)
    expected = [{field: row[field] for field in fields} for row in listed]
    lines = content(auditor(f"export/{name}.ndjson")).decode().splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(row)) for row in expected]
    rows = csv_rows(content(auditor(f"export/{name}.csv")))
    assert [list(row) for row in rows] == [fields] * len(listed)
    sheet = load_workbook(io.BytesIO(content(auditor(f"export/{name}.xlsx")))).active
    assert sheet is not None
    assert sheet.max_row == len(listed) + 1


def test_text_like_a_formula_is_marked_and_everything_else_is_exact(auditor: Asker) -> None:
    plan = PlanFactory()
    for text in NASTY:
        QuotaFactory(plan=plan, content=text)
    rows = csv_rows(content(auditor("export/quotas.csv", plan=plan.code)))
    assert [row["content"] for row in rows] == [guarded(text) for text in NASTY]
    lines = content(auditor("export/quotas.ndjson", plan=plan.code)).decode().splitlines()
    assert [json.loads(line)["content"] for line in lines] == NASTY
    sheet = load_workbook(io.BytesIO(content(auditor("export/quotas.xlsx", plan=plan.code)))).active
    assert sheet is not None
    column = next(cell.column for cell in sheet[1] if cell.value == "淘汰内容")
    cells = [sheet.cell(row, column) for row in range(2, len(NASTY) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:6] == [guarded(text) for text in NASTY][:6]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("'=+-@＝＋－＠ \t\r\n\u00a0\u3000\ufeff\x1c\x85a1中"), max_size=6))
def test_the_database_marks_exactly_what_the_workbooks_mark(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~ %s", [text, FORMULA_LIKE])
        assert cursor.fetchone()[0] == (guarded(text) != text)


def test_filters_and_clocks_apply_to_downloads(auditor: Asker) -> None:
    late, _done = TargetFactory(), TargetFactory(done=True)
    answer = auditor("export/targets.csv", overdue="true", as_of="2010-09-16")
    assert answer["X-As-Of"] == "2010-09-16"
    assert [row["id"] for row in csv_rows(content(answer))] == [str(late.pk)]
    assert auditor("export/targets.csv", page_size=3).status_code == 400


def test_a_city_downloads_its_own_rows(ask_as: Callable[..., Asker]) -> None:
    own = EnterpriseFactory()
    EnterpriseFactory(region=reference.region(reference.NINGBO))
    rows = csv_rows(content(ask_as(Role.MUNICIPAL)("export/enterprises.csv")))
    assert [row["id"] for row in rows] == [str(own.pk)]


@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_memory_stays_flat_however_many_rows(kind: str, auditor: Asker) -> None:
    made = QuotaFactory()
    Quota.objects.bulk_create(
        Quota(
            plan=made.plan,
            region=made.region,
            industry=made.industry,
            content=f"任务{number}",
            amount=number,
            unit="万吨",
            deadline=made.deadline,
        )
        for number in range(20_000)
    )
    answer = auditor(f"export/quotas.{kind}", plan=made.plan.code)
    tracemalloc.start()
    size = sum(len(block) for block in answer.streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 200_000
    assert peak < 12 * 2**20

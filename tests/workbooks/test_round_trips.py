"""What stands in the database, taken out and sent back, changes nothing: every kind, whatever the rows hold, in any order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import factories, reference
from tests.workbooks.rows import DANGEROUS, TEXTS
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.readings import MonthlyReading
from tracker.quotas.models import Plan
from tracker.registry.statistics import RegionStatistic
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.exports import export_workbook, template_workbook
from tracker.workbooks.kinds import ROW_ID
from tracker.workbooks.outgoing import HEADER_ROW
from tracker.workbooks.plaintext import proper_name, tidy
from tracker.workbooks.validate import check_workbook

pytestmark = pytest.mark.django_db
ON = date(2010, 9, 1)
# Kind → who sends it. Executions and subsidies are returns of single acts: tests/enforcement and tests/incentives send those.
SENT = {
    "quotas": Role.PROVINCIAL,
    "targets": Role.COUNTY,
    "facilities": Role.COUNTY,
    "progress": Role.COUNTY,
    "readings": Role.COUNTY,
    "statistics": Role.MUNICIPAL,
}
WORDS = (TEXTS | DANGEROUS.map(tidy)).filter(bool)
NAMES = WORDS.map(lambda text: proper_name(text)[:30]).filter(lambda text: text.strip() == text != "")
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "enterprise": NAMES,
            "equipment": WORDS,
            "amount": st.decimals(Decimal("0.0001"), 99_999_998, places=4),
            "deadline": st.dates(date(2010, 1, 1), date(2010, 12, 31)),
            "remark": st.just("") | WORDS,
        }
    ),
    min_size=1,
    max_size=5,
    unique_by=(lambda line: str(line["enterprise"]).casefold(), lambda line: str(line["equipment"]).casefold()),
)


def stored(plan: Plan, lines: list[dict[str, Any]]) -> None:
    """The lines as quotas, targets that have been stopped, facilities and readings."""
    fuyang, city = reference.region(reference.FUYANG), reference.region("330100")
    for line in lines:
        target = factories.TargetFactory(
            plan=plan, facility__enterprise__region=fuyang, facility__enterprise__name=line["enterprise"],
            facility__name=line["equipment"], facility__capacity=line["amount"], facility__capacity_unit="万吨",
            amount=line["amount"], deadline=line["deadline"], remark=line["remark"],
        )  # fmt: skip
        factories.StageFactFactory(target=target, stage="stopped", verb="stop", on=line["deadline"])
        type(target).objects.filter(pk=target.pk).update(stage="stopped")
        factories.QuotaFactory(
            plan=plan, region=city, content=line["equipment"], amount=line["amount"], remark=line["remark"]
        )
        MonthlyReading.objects.create(
            facility=target.facility, region=fuyang, month=date(2010, 8, 1), electricity=line["amount"], water=None
        )
        RegionStatistic.objects.create(
            region=city, year_from=2008, year=2010, indicator="capacity", nature="result", content=line["equipment"],
            value=line["amount"], unit="万吨", source=line["remark"] or "公报",
        )  # fmt: skip


def actions(path: Path, kind: str, plan: Plan, by: Officer) -> list[str]:
    """What sending the file back would do, row by row."""
    checked = check_workbook(path, CODECS[kind].kind, lookups_of(by, plan))
    assert [error.as_dict() for error in checked.errors] == []
    assert checked.interpreted == []
    result = CODECS[kind].merge(plan, checked.rows, by, dry_run=True, on=ON)
    return [effect.action for effect in result.effects]


def turned_round(path: Path, rows: int) -> None:
    """The same rows in the opposite order, as somebody sorted them."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=HEADER_ROW + rows)]
    for number, line in enumerate(reversed(lines), HEADER_ROW + 1):
        for at, value in enumerate(line, 1):
            cell = sheet.cell(number, at)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


@pytest.mark.parametrize(("kind", "role"), list(SENT.items()))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_what_was_exported_and_sent_back_changes_nothing(
    kind: str, role: Role, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    with transaction.atomic():
        plan, by = factories.PlanFactory(year=2010), factories.OfficerFactory(role=role)
        with acting(system("test")):
            stored(plan, lines)
        with acting(by.actor):
            for write in (export_workbook, template_workbook):
                path = tmp_path / f"{write.__name__}.xlsx"
                rows = write(kind=kind, plan=plan, by=by, out=path)
                assert actions(path, kind, plan, by) == ["unchanged"] * rows
                turned_round(path, rows)
                assert actions(path, kind, plan, by) == ["unchanged"] * rows
            assert rows == len(lines)
            checked = check_workbook(path, CODECS[kind].kind, lookups_of(by, plan))
            assert all(row.values[ROW_ID] for row in checked.rows)
        transaction.set_rollback(True)

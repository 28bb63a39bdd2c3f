"""Awards: for accepted targets only, once from each source, each government its own money; a workbook there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory
from fixtures.incentives import accepted_target, award, award_row
from tracker.incentives.award_tables import Award, Source
from tracker.incentives.awarding import merge_awards
from tracker.incentives.correcting import CORRECTABLE, correct_award
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.exports import export_workbook, template_workbook
from tracker.workbooks.validate import check_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Officer:
    """An officer of the province."""
    officer: Officer = OfficerFactory(role=Role.PROVINCIAL)
    return officer


def test_a_row_creates_corrects_or_changes_nothing(province: Officer) -> None:
    target = accepted_target()
    row = award_row(target)
    told = merge_awards(plan=target.plan, rows=[row], by=province, dry_run=True)
    assert (told.count("create"), Award.objects.count()) == (1, 0)
    for stated, action in ((row, "create"), (row, "unchanged"), (replace(row, amount=Decimal(60)), "update")):
        assert merge_awards(plan=target.plan, rows=[stated], by=province).count(action) == 1
    made = Award.objects.get()
    assert (made.amount, made.version, made.region_id, made.target) == (60, 2, target.region_id, target)


def test_each_source_pays_once_for_a_target_and_once_a_year_for_the_enterprise(province: Officer) -> None:
    target = accepted_target()
    rows = [award_row(target, source) for source in Source.values]
    rows += [award_row(target, facility_name="", year=year) for year in (2010, 2011)]
    assert merge_awards(plan=target.plan, rows=rows, by=province).count("create") == 5
    for one in Award.objects.all():
        one.pk = None
        with pytest.raises(IntegrityError, match="award_of_a_source_once"), transaction.atomic():
            one.save(force_insert=True)


def test_what_was_not_accepted_is_not_paid_for(province: Officer) -> None:
    target = TargetFactory(done=True)
    for facility in (target.facility.name, ""):
        with pytest.raises(IllegalState, match="验收"):
            merge_awards(plan=target.plan, rows=[award_row(target, facility_name=facility)], by=province)
    with pytest.raises(IntegrityError, match="accepted"), transaction.atomic():
        Award.objects.create(
            enterprise=target.enterprise, target=target, region=target.region, source="central", purpose="workers",
            amount=1, year=2010, document_number="1", recorded_by=province,
        )  # fmt: skip


def test_a_city_records_its_own_money_only(province: Officer) -> None:
    target, city = accepted_target(), OfficerFactory(role=Role.MUNICIPAL)
    assert merge_awards(plan=target.plan, rows=[award_row(target, "municipal")], by=city).count("create") == 1
    for source in ("central", "provincial"):
        with pytest.raises(NotAllowed, match="由省登记"):
            merge_awards(plan=target.plan, rows=[award_row(target, source)], by=city)
    for role in set(Role) - {Role.PROVINCIAL, Role.MUNICIPAL}:
        with pytest.raises(NotAllowed):
            merge_awards(plan=target.plan, rows=[award_row(target)], by=OfficerFactory(role=role))


def test_an_unknown_or_ambiguous_row_is_named(province: Officer) -> None:
    target = accepted_target()
    for changes, field in (({"enterprise_name": "没有这家", "credit_code": None}, "enterprise"),
                           ({"facility_name": "没有这台"}, "equipment"), ({"amount": Decimal(0)}, "amount")):  # fmt: skip
        with pytest.raises(InvalidValue) as refused:
            merge_awards(plan=target.plan, rows=[award_row(target, **changes)], by=province)
        assert refused.value.data["field"] == field


def corrected(one: Award, by: Officer, reason: str = "登记有误", **changes: Any) -> Award:
    values = {name: getattr(one, name) for name in CORRECTABLE} | changes
    return correct_award(award=one, values=values, by=by, reason=reason, seen_version=one.version)


def test_a_correction_needs_a_reason_a_change_an_amount_and_keeps_each_source_once(province: Officer) -> None:
    first = award()
    second = award(first.target, source="provincial")
    for changes, said, code in (
        ({"amount": Decimal(1)}, " ", "invalid"), ({}, "错", "nothing_changed"), ({"amount": Decimal(0)}, "错", "invalid"),
        ({"source": "central"}, "错", "granted_before"),
    ):  # fmt: skip
        with pytest.raises((InvalidValue, IllegalState)) as refused:
            corrected(second, province, said, **changes)
        assert refused.value.code == code
    assert corrected(second, province, source="municipal").version == 2
    with pytest.raises(StaleState):
        corrected(second, province, year=2011)
    with pytest.raises(NotAllowed, match="由省登记"):
        corrected(first, OfficerFactory(role=Role.MUNICIPAL), amount=Decimal(1))
    with pytest.raises(NotFound):
        corrected(first, OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO)), year=2011)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.decimals("0.0001", 99_999_999, places=4), st.none() | st.dates(date(2010, 1, 1), date(2030, 1, 1))
        ),
        min_size=1,
        max_size=3,
    )
)
def test_what_is_exported_is_read_back_as_no_change(
    province: Officer, tmp_path: Path, stated: list[tuple[Decimal, date | None]]
) -> None:
    with transaction.atomic():
        target = accepted_target()
        rows = [
            award_row(target, source, amount=amount, paid_on=paid, remark="首批")
            for source, (amount, paid) in zip(Source.values, stated, strict=False)
        ]
        merge_awards(plan=target.plan, rows=[*rows, award_row(target, facility_name="")], by=province)
        path = tmp_path / "subsidies.xlsx"
        assert export_workbook(kind="subsidies", plan=target.plan, by=province, out=path) == len(rows) + 1
        checked = check_workbook(path, CODECS["subsidies"].kind, lookups_of(province, target.plan), name=path.name)
        assert checked.errors == []
        result = CODECS["subsidies"].merge(target.plan, checked.rows, province, dry_run=False)
        assert result.count("unchanged") == len(rows) + 1
        transaction.set_rollback(True)


def test_the_template_holds_the_rows_there_are(province: Officer) -> None:
    made = award()
    assert made.target is not None
    assert template_workbook(kind="subsidies", plan=made.target.plan, by=province, out=BytesIO()) == 1

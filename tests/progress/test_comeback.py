"""No comeback: restarts by the meter, retired equipment registered anew or moved, double counting; each with a verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fixtures import reference
from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, PlanFactory, TargetFactory, furnish
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.comeback import look_for_comeback
from tracker.progress.readings import MonthlyReading, ReadingRow, merge_readings
from tracker.progress.suspicions import Suspicion, judge
from tracker.targets.listing import merge_targets, put_target
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.targets.services import move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.exports import export_workbook
from tracker.workbooks.validate import check_workbook

pytestmark = pytest.mark.django_db
STOPPED, TODAY = date(2010, 7, 20), date(2011, 2, 1)


@pytest.fixture
def city() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def stopped(city: Officer) -> Target:
    return move(target=TargetFactory(), verb="stop", on=STOPPED, by=city, seen_version=1)


def finished(city: Officer, **fields: object) -> Target:
    target = furnish(TargetFactory(**fields))
    for verb in ("dismantle", "report"):
        target = move(target=target, verb=verb, on=STOPPED, by=city, seen_version=target.version)
    return target


def row(target: Target, month: int, used: int, year: int = 2010) -> ReadingRow:
    return ReadingRow(target.enterprise.name, target.facility.name, year, month, Decimal(used))


def read(target: Target, by: Officer, uses: dict[int, int]) -> None:
    merge_readings(plan=target.plan, rows=[row(target, month, used) for month, used in uses.items()], by=by)


def test_a_meter_that_runs_after_the_stop_is_a_restart_and_the_months_before_are_none(city: Officer) -> None:
    target = stopped(city)
    read(target, city, {5: 50_000, 6: 52_000, 7: 30_000, 8: 900, 9: 41_000})
    assert look_for_comeback(on=TODAY) == 1
    (found,) = Suspicion.objects.all()
    assert (found.kind, found.target, found.found_on) == ("restart", target, TODAY)
    assert "2010-09" in found.reasons[0]
    assert "41000" in found.reasons[0]
    assert "51000" in found.reasons[1]
    assert look_for_comeback(on=TODAY) == 0


@pytest.mark.parametrize(("used", "raised"), [(5_000, 0), (5_001, 1)])
def test_a_tenth_of_what_was_used_before_may_be_used_by_light_and_guards(city: Officer, used: int, raised: int) -> None:
    target = stopped(city)
    read(target, city, {6: 50_000, 8: used})
    assert look_for_comeback(on=TODAY) == raised


@pytest.mark.parametrize(("used", "raised"), [(1_000, 0), (1_001, 1)])
def test_where_nothing_is_known_of_before_a_fixed_amount_may_be_used(city: Officer, used: int, raised: int) -> None:
    target = stopped(city)
    read(target, city, {8: used})
    assert look_for_comeback(on=TODAY) == raised


def test_a_target_that_is_still_to_be_stopped_may_run(city: Officer) -> None:
    read(TargetFactory(), city, {8: 90_000})
    assert look_for_comeback(on=TODAY) == 0


def test_readings_are_corrected_and_never_doubled(city: Officer) -> None:
    target = stopped(city)
    read(target, city, {8: 500})
    result = merge_readings(plan=target.plan, rows=[row(target, 8, 600)], by=city)
    assert [effect.action for effect in result.effects] == ["update"]
    assert MonthlyReading.objects.get().electricity == 600
    for wrong in (row(target, 13, 1), ReadingRow("无此企业", "x", 2010, 8, Decimal(1))):
        with pytest.raises(InvalidValue):
            merge_readings(plan=target.plan, rows=[wrong], by=city)
    with pytest.raises(NotAllowed):
        merge_readings(plan=target.plan, rows=[row(target, 8, 1)], by=OfficerFactory(role=Role.AUDITOR))


def test_retired_equipment_sold_to_another_county_is_found_by_its_serial_number_on_both_sides(city: Officer) -> None:
    target = finished(city, facility__serial_number="ZJ-1998-0042")
    elsewhere = EnterpriseFactory(region=reference.region("330281"))
    bought = FacilityFactory(enterprise=elsewhere, serial_number="zj 1998 0042")
    assert look_for_comeback(on=TODAY) == 2
    home, there = Suspicion.objects.order_by("key")
    assert (home.kind, home.target, home.region_id) == ("moved", target, target.region_id)
    assert (there.facility, there.region_id) == (bought, "330281")
    with acting(city.actor):
        assert Suspicion.objects.count() == 1
        assert elsewhere.name not in "".join(Suspicion.objects.get().reasons)


def test_the_province_is_told_where_moved_equipment_stands_now_its_old_home_is_not(
    city: Officer, province: Officer
) -> None:
    finished(city, facility__serial_number="ZJ-1998-0042")
    elsewhere = EnterpriseFactory(region=reference.region("330281"))
    FacilityFactory(enterprise=elsewhere, serial_number="ZJ 1998 0042")
    look_for_comeback(on=TODAY)
    client = Client()
    for officer, told in ((province, True), (city, False)):
        client.force_login(officer)
        page = client.get(reverse("suspicions"), {"kind": "moved"}).text
        assert "出厂编号" in page
        assert (elsewhere.name in page) is told
    assert "没有符合条件的疑点" in client.get(reverse("suspicions"), {"kind": "restart"}).text


def test_equipment_registered_anew_by_its_own_enterprise_is_found(city: Officer) -> None:
    target = finished(city, facility__serial_number="SN-778899")
    FacilityFactory(enterprise=target.enterprise, serial_number="SN778899", name="新水泥磨")
    FacilityFactory(enterprise=target.enterprise, serial_number="12", name="又一台")
    look_for_comeback(on=TODAY)
    assert {one.kind for one in Suspicion.objects.all()} == {"registered_again"}


def test_what_was_counted_in_one_year_joins_no_other_list(city: Officer) -> None:
    done = finished(city, facility__enterprise__region=reference.region("330183"))
    facility = done.facility
    row_ = TargetRow(
        facility.region_id, facility.enterprise.name, "cement", facility.name, Decimal("10.5"), "万吨", date(2011, 9, 15),
        credit_code=facility.enterprise.credit_code,
    )  # fmt: skip
    next_year = PlanFactory(year=2011)
    for again in (
        lambda: put_target(plan=next_year, row=row_, by=city),
        lambda: merge_targets(plan=next_year, rows=[row_], by=city),
    ):
        with pytest.raises(InvalidValue) as refused:
            again()
        assert refused.value.code == "counted_already"


def test_what_was_counted_twice_all_the_same_is_found(city: Officer) -> None:
    first = finished(city)
    second = finished(city, facility=first.facility)
    other = finished(city, facility__serial_number="AB-0001", facility__enterprise__region=reference.region("330183"))
    finished(city, facility__serial_number="AB0001")
    look_for_comeback(on=TODAY)
    found = Suspicion.objects.filter(kind="counted_twice").order_by("pk")
    assert [(one.other_target, (one.target_id or 0) > other.pk) for one in found] == [(first, False), (other, True)]
    assert found[0].target == second


def test_the_province_judges_once_and_says_why(city: Officer, province: Officer) -> None:
    target = stopped(city)
    read(target, city, {8: 90_000})
    look_for_comeback(on=TODAY)
    found = Suspicion.objects.get()
    with pytest.raises(NotAllowed):
        judge(suspicion=found, confirmed=True, verdict="x", by=city, on=TODAY, seen_version=1)
    with pytest.raises(InvalidValue):
        judge(suspicion=found, confirmed=True, verdict=" ", by=province, on=TODAY, seen_version=1)
    judged = judge(suspicion=found, confirmed=False, verdict="宿舍用电", by=province, on=TODAY, seen_version=1)
    assert judged.state == "dismissed"
    with pytest.raises(IllegalState):
        judge(suspicion=judged, confirmed=True, verdict="x", by=province, on=TODAY, seen_version=2)
    assert look_for_comeback(on=TODAY) == 0


def test_readings_go_out_as_a_workbook_and_come_back_the_same(city: Officer, tmp_path: Path) -> None:
    target = stopped(city)
    read(target, city, {7: 30_000, 8: 900})
    out = tmp_path / "readings.xlsx"
    assert export_workbook(kind="readings", plan=target.plan, by=city, out=out) == 2
    checked = check_workbook(out, CODECS["readings"].kind, lookups_of(city, target.plan), name="readings.xlsx")
    assert checked.error_count == 0, checked.errors
    rows: list[Row] = checked.rows
    result = CODECS["readings"].merge(target.plan, rows, city, dry_run=False)
    assert [effect.action for effect in result.effects] == ["unchanged", "unchanged"]


def test_progress_goes_out_as_a_workbook_and_comes_back_the_same(city: Officer, tmp_path: Path) -> None:
    target, out = stopped(city), tmp_path / "progress.xlsx"
    assert export_workbook(kind="progress", plan=target.plan, by=city, out=out) == 1
    checked = check_workbook(out, CODECS["progress"].kind, lookups_of(city, target.plan), name="progress.xlsx")
    assert checked.error_count == 0, checked.errors
    result = CODECS["progress"].merge(target.plan, checked.rows, city, dry_run=False)
    assert [effect.action for effect in result.effects] == ["unchanged"]


def test_suspicions_are_listed_and_judged_on_their_page(city: Officer, province: Officer) -> None:
    target = stopped(city)
    read(target, city, {8: 90_000})
    look_for_comeback(on=TODAY)
    client = Client()
    client.force_login(province)
    assert target.enterprise.name in client.get(reverse("suspicions")).text
    found = Suspicion.objects.get()
    said = {"proven": "yes", "conclusion": "夜间复产", "version": 1}
    assert client.post(reverse("suspicion_verdict", args=[found.pk]), said).status_code == 302
    assert Suspicion.objects.get().state == "confirmed"
    assert 'badge-bad">属实' in client.get(reverse("suspicions"), {"state": "confirmed"}).text
    assert "90,000" in client.get(reverse("readings")).text


def test_water_above_what_a_guarded_site_uses_is_a_restart_too(city: Officer, province: Officer) -> None:
    target = stopped(city)
    MonthlyReading.objects.bulk_create(
        MonthlyReading(
            facility=target.facility, region=target.region, month=date(2010, month, 1), electricity=500, water=water
        )
        for month, water in ((5, 4000), (6, 4200), (8, 300), (9, 900))
    )
    look_for_comeback(on=TODAY)
    look_for_comeback(on=TODAY)
    (found,) = Suspicion.objects.visible_to(province).filter(kind=Suspicion.Kind.RESTART)
    assert "2010-09 用水 900 立方米，高于看护用水上限 410 立方米" in found.reasons[0]
    assert "停产前月均用水 4100 立方米" in found.reasons[1]

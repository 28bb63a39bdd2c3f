"""Capacity replacement: accepted capacity only, each unit of it once, whatever the year, the city or the hurry."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.db.utils import IntegrityError

from fixtures import reference
from fixtures.factories import FacilityFactory, OfficerFactory, TargetFactory
from fixtures.incentives import LATER, accepted_target, project, replacement
from tests.database import Database
from tracker.audit.acting import acting, system
from tracker.incentives.replacement_tables import Replacement
from tracker.incentives.replacing import earlier_uses, free_capacity, use_capacity, withdraw_replacement
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.suspicions import Suspicion
from tracker.targets.models import Target
from tracker.values.errors import DomainError, IllegalState, InvalidValue, NotAllowed, StaleState


@pytest.fixture
def province(db: None) -> Officer:
    """An officer of the province."""
    officer: Officer = OfficerFactory(role=Role.PROVINCIAL)
    return officer


def test_capacity_is_used_once_and_the_refusal_names_the_earlier_use(province: Officer) -> None:
    target = accepted_target()
    first = replacement(target, "8", new="8", ratio="1")
    assert (free_capacity(target), first.region_id, first.amount_base) == (Decimal("2.5"), target.region_id, 80_000)
    with pytest.raises(IllegalState, match="1号，8万吨）；尚可使用 2") as refused:
        replacement(target, "3", new="3", ratio="1", name="第二个项目")
    assert (refused.value.code, refused.value.data["replacement"]) == ("capacity_used", first.pk)
    replacement(target, "2.5", new="2.5", ratio="1", name="第二个项目")
    assert free_capacity(target) == 0


def test_next_years_plan_does_not_make_the_capacity_anew(province: Officer) -> None:
    target = accepted_target()
    replacement(target)
    again = accepted_target(facility=target.facility, amount=Decimal("10.5"))
    with pytest.raises(IllegalState, match="已用于"):
        replacement(again)


def test_another_city_does_not_make_the_capacity_anew(province: Officer) -> None:
    target = accepted_target(facility__serial_number="HZ-1998/0417")
    replacement(target)
    moved = accepted_target(
        facility__enterprise__region=reference.region(reference.NINGBO), facility__serial_number="hz 1998 0417"
    )
    assert [use.target for use in earlier_uses(moved)] == [target]
    with pytest.raises(IllegalState, match="已用于"):
        replacement(moved)
    other = accepted_target(facility__serial_number="HZ-1998/0418")
    assert free_capacity(other) == other.amount


def test_a_merged_row_is_the_same_equipment(province: Officer) -> None:
    target = accepted_target()
    twin = FacilityFactory(enterprise=target.enterprise, merged_into=target.facility)
    replacement(target)
    with pytest.raises(IllegalState, match="已用于"):
        replacement(accepted_target(facility=twin))


def test_rows_merged_after_a_use_are_the_same_equipment_for_the_database_too(province: Officer) -> None:
    target, twin = accepted_target(), accepted_target()
    replacement(twin)
    type(twin.facility).objects.filter(pk=twin.facility_id).update(merged_into=target.facility)
    with pytest.raises(IntegrityError, match="has been used"), transaction.atomic():
        Replacement(
            target=target, facility=target.facility, region=target.region, industry=target.industry, amount=1,
            unit="万吨", amount_base=10_000, new_amount=1, project="p", builder="b", project_region=target.region,
            document_number="1", decided_on=LATER, recorded_by=province,
        ).save()  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "said", "code"),
    [
        ("10.5", {"new": "10.5", "ratio": "1.25"}, "ratio_not_met"),
        ("10.5", {"new": "10", "ratio": "0.9"}, "invalid"),
        ("0", {"new": "10"}, "invalid"),
        ("11", {"new": "10"}, "more_than_there_is"),
    ],
)
def test_what_does_not_add_up_is_refused(amount: str, said: dict[str, Any], code: str, province: Officer) -> None:
    with pytest.raises(DomainError) as refused:
        replacement(accepted_target(), amount, **said)
    assert refused.value.code == code


def test_other_multiples_are_converted_and_other_units_refused(province: Officer) -> None:
    made = replacement(accepted_target(), "10.5", new="100000", unit="吨")
    assert (made.new_amount, made.unit) == (10, "万吨")
    with pytest.raises(InvalidValue):
        replacement(accepted_target(), "10.5", new="1", unit="万米")


def test_what_is_not_accepted_yet_or_in_doubt_cannot_be_used(province: Officer) -> None:
    with pytest.raises(IllegalState, match="尚未验收"):
        replacement(TargetFactory(done=True))
    target = accepted_target()
    doubt = Suspicion.objects.create(
        kind="moved", key="t", region=target.region, facility=target.facility, found_on=LATER, reasons=["同号"]
    )
    with pytest.raises(IllegalState, match="疑点"):
        replacement(target)
    doubt.state, doubt.verdict, doubt.judged_on, doubt.judged_by = "dismissed", "不是", LATER, province
    doubt.save()
    assert replacement(target).pk


def test_a_withdrawn_use_frees_its_capacity_and_stays_on_record(province: Officer) -> None:
    target = accepted_target()
    made = replacement(target)
    with pytest.raises(InvalidValue, match="理由"):
        withdraw_replacement(replacement=made, by=province, on=LATER, reason=" ", seen_version=made.version)
    with pytest.raises(StaleState):
        withdraw_replacement(replacement=made, by=province, on=LATER, reason="项目取消", seen_version=9)
    gone = withdraw_replacement(replacement=made, by=province, on=LATER, reason="项目取消", seen_version=made.version)
    assert free_capacity(target) == target.amount
    with pytest.raises(IllegalState):
        withdraw_replacement(replacement=gone, by=province, on=LATER, reason="x", seen_version=gone.version)
    replacement(target, name="另一个项目")
    assert [event.pgh_label for event in gone.events.order_by("pgh_id")] == ["insert", "update"]  # type: ignore[attr-defined]


def test_only_the_province_records_a_use(db: None) -> None:
    for role in set(Role) - {Role.PROVINCIAL}:
        with pytest.raises(NotAllowed):
            replacement(accepted_target(), by=OfficerFactory(role=role))


def test_the_database_refuses_a_second_use_a_change_and_a_deletion(province: Officer) -> None:
    made = replacement()
    again = Replacement.objects.get(pk=made.pk)
    again.pk = None
    with pytest.raises(IntegrityError, match="has been used"), transaction.atomic():
        again.save(force_insert=True)
    for change in ({"amount": Decimal(1)}, {"project": "别的"}, {"target": accepted_target()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Replacement.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Replacement.objects.filter(pk=made.pk).delete()
    fresh = TargetFactory(done=True)
    with pytest.raises(IntegrityError, match="only accepted"), transaction.atomic():
        Replacement(
            target=fresh, facility=fresh.facility, region=fresh.region, industry=fresh.industry, amount=1, unit="万吨",
            amount_base=10_000, new_amount=1, project="p", builder="b", project_region=fresh.region, document_number="1",
            decided_on=LATER, recorded_by=province,
        ).save()  # fmt: skip


def test_of_two_officers_at_the_same_moment_one_gets_the_capacity(committed_db: Database) -> None:
    target, by = accepted_target(), OfficerFactory(role=Role.PROVINCIAL)
    start, outcomes = threading.Barrier(2), []

    def use(number: int) -> None:
        try:
            with acting(by.actor):
                start.wait(timeout=20)
                use_capacity(
                    target=target, amount=Decimal("10.5"), project=project(name=f"项目{number}"), by=by, on=LATER
                )
            outcomes.append("used")
        except IllegalState as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    racers = [threading.Thread(target=use, args=(number,)) for number in (1, 2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)
    assert sorted(outcomes) == ["capacity_used", "used"]
    with acting(system("test")):
        assert Replacement.objects.aggregate(sum=Sum("amount"))["sum"] == Decimal("10.5")
        assert Target.objects.get(pk=target.pk).accepted_on == date(2010, 10, 20)

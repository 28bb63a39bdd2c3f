"""Handing a task on: the parts are written at once and add up; whoever comes second sees the difference and loses nothing."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory
from tests.database import Database
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.distribution import Portion, distribute
from tracker.quotas.models import Quota
from tracker.regions.models import Region
from tracker.values.errors import IllegalState, InvalidValue, NotFound, StaleState

ON = date(2010, 7, 1)


def portion(region: str, amount: int | str, count: int | None = None, seen: int | None = None) -> Portion:
    return Portion(region, Decimal(amount), None if count is None else Decimal(count), seen)


def task(**kwargs: object) -> Quota:
    values = {
        "plan": PlanFactory(state="draft"),
        "amount": 100,
        "equipment_count": 10,
        "equipment_unit": "台",
        **kwargs,
    }
    return QuotaFactory(region=Region.objects.get(pk="330000"), **values)


def parts(quota: Quota) -> dict[str, Decimal]:
    return dict(quota.children.values_list("region_id", "amount"))


@pytest.fixture
def province(db: None) -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def hand_on(quota: Quota, by: Officer, *portions: Portion) -> Quota:
    return distribute(quota=quota, portions=portions, by=by, on=ON, reason="分解", seen_version=quota.version)


def test_parts_are_written_at_once(province: Officer) -> None:
    quota = task()
    hand_on(quota, province, portion("330100", "62.5", 6), portion("330200", "37.5", 4))
    assert parts(quota) == {"330100": Decimal("62.5"), "330200": Decimal("37.5")}


def test_parts_that_fall_short_are_refused_and_nothing_is_written(province: Officer) -> None:
    quota = task()
    with pytest.raises(InvalidValue) as refused:
        hand_on(quota, province, portion("330100", 60, 6), portion("330200", 39, 4))
    assert [(gap["unit"], gap["difference"]) for gap in refused.value.data["gaps"]] == [("万吨", "-1")]
    assert parts(quota) == {}


def test_a_task_in_machines_asks_for_its_machines_too(province: Officer) -> None:
    with pytest.raises(InvalidValue) as refused:
        hand_on(task(), province, portion("330100", 60, 6), portion("330200", 40, 3))
    assert [(gap["unit"], gap["difference"]) for gap in refused.value.data["gaps"]] == [("台", "-1")]


def test_a_region_elsewhere_is_no_part(province: Officer) -> None:
    with pytest.raises(InvalidValue, match="下级区划"):
        hand_on(task(), province, portion("330183", 100, 10))


def test_what_was_issued_is_not_handed_out_anew(province: Officer) -> None:
    with pytest.raises(IllegalState, match="调整审批"):
        hand_on(task(plan=PlanFactory()), province, portion("330100", 100, 10))


def test_a_city_hands_its_own_task_on_after_issue_and_no_other(province: Officer) -> None:
    hangzhou, plan = OfficerFactory(role=Role.MUNICIPAL), PlanFactory()
    own = QuotaFactory(plan=plan, amount=10)
    hand_on(own, hangzhou, portion("330183", 12))
    assert parts(own) == {"330183": 12}
    other = QuotaFactory(plan=plan, region=reference.region("330200"), amount=10)
    with pytest.raises(NotFound):
        hand_on(other, hangzhou, portion("330281", 10))


def test_the_second_officer_sees_what_the_first_wrote(province: Officer) -> None:
    quota = task()
    hand_on(quota, province, portion("330100", 60, 6), portion("330200", 40, 4))
    with pytest.raises(StaleState) as stale:
        hand_on(quota, province, portion("330100", 50, 6), portion("330200", 50, 4))
    assert stale.value.data["fields"]["330100"] == {"was": "", "theirs": "60.0000", "yours": "50"}
    assert parts(quota) == {"330100": 60, "330200": 40}


def test_a_part_changed_alone_meanwhile_is_a_conflict_too(province: Officer) -> None:
    quota = task()
    held = hand_on(quota, province, portion("330100", 60, 6), portion("330200", 40, 4))
    Quota.objects.filter(parent=quota, region="330200").update(amount=70, version=2)
    with pytest.raises(StaleState) as stale:
        hand_on(held, province, portion("330100", 60, 6, seen=1), portion("330200", 45, 4, seen=1))
    assert stale.value.data["fields"] == {"330200": {"was": "40.0000", "theirs": "70.0000", "yours": "45"}}


def test_of_two_officers_at_once_one_writes_and_one_is_told(committed_db: Database) -> None:
    with acting(system("test")):
        quota, officers = task(), [OfficerFactory(role=Role.PROVINCIAL) for _n in range(2)]
    start = threading.Barrier(2)
    written: list[int] = []
    told: list[StaleState] = []

    def work(officer: Officer, first: int) -> None:
        start.wait()
        try:
            with acting(officer.actor):
                hand_on(quota, officer, portion("330100", first, 5), portion("330200", 100 - first, 5))
                written.append(first)
        except StaleState as stale:
            told.append(stale)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(officers, (60, 30), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (first,), (stale,) = written, told
    with acting(system("test")):
        assert parts(quota) == {"330100": first, "330200": 100 - first}
    assert stale.data["fields"]["330100"]["theirs"] == f"{first}.0000"

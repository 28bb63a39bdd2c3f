"""Due process: what an order needs before it may be proposed, decided, executed; in the service and in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fixtures import reference
from fixtures.enforcement import LATE, Office, finding, late_target, measure, next_day
from fixtures.factories import DEADLINE, EnterpriseFactory, FacilityFactory, PlanFactory, TargetFactory
from tracker.audit.acting import acting, system
from tracker.deadlines.calendar import working_calendar
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.lifting import propose_lifting
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.screening.models import Finding
from tracker.targets.models import Target
from tracker.values.errors import DomainError


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The service refuses with this code."""
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code, caught.value.message


@contextmanager
def refused_by_the_database(constraint: str) -> Iterator[None]:
    """The database refuses, whoever writes."""
    with acting(system("test")), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield


def write(order: Order, **columns: Any) -> None:
    """Straight into the table, past every service."""
    Order.objects.filter(pk=order.pk).update(**columns)


def test_a_cut_off_needs_an_overdue_target_the_day_after_the_deadline_and_not_on_it(office: Office) -> None:
    target = late_target()
    with refused("not_overdue"):
        office.propose(subject=subject_of(target=target), on=DEADLINE)
    assert office.propose(subject=subject_of(target=target), on=DEADLINE + timedelta(days=1)).state == "proposed"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("plan_not_in_force", {"plan__state": "draft", "plan__issued_on": None}),
        ("plan_not_in_force", {"plan__state": "closed"}),
        ("not_overdue", {"done": True}),
        ("target_accepted", {"stage": "reported", "completed_on": DEADLINE, "accepted_on": DEADLINE}),
    ],
)
def test_a_cut_off_is_refused_without_its_cause(code: str, given: dict[str, Any], office: Office) -> None:
    with refused(code):
        office.propose(subject=subject_of(target=late_target(**given)))


def test_the_cause_is_looked_at_again_at_every_step_until_issue(office: Office) -> None:
    order = office.bring_to("decided")
    with acting(system("test")):
        Target.objects.filter(orders=order).update(due_on=LATE + timedelta(days=90))
    with refused("not_overdue"):
        office.move(order, "issue")


def test_residents_are_never_cut_off_and_a_hazardous_process_needs_its_plan(office: Office) -> None:
    with refused("residents_affected"):
        office.propose(residents_apart=False)
    for code, hazard in {"safety_unchecked": None, "no_safe_stop_plan": True}.items():
        order = office.bring_to("notified", office.propose(is_hazardous=hazard))
        with refused(code):
            office.move(order, "decide")
    assert (
        office.bring_to("decided", office.propose(is_hazardous=True, safe_stop_plan="先降温后停电")).state == "decided"
    )


def test_it_is_decided_only_after_the_last_day_of_the_notice_period(office: Office) -> None:
    order = office.bring_to("notified")
    until = order.notice_until
    assert until == working_calendar().add(order.notice_served_on or LATE, 3)
    with refused("notice_period"):
        office.move(order, "decide", on=until)
    assert office.move(order, "decide", on=until + timedelta(days=1)).state == "decided"


def test_price_measures_are_for_screened_equipment_that_is_not_on_the_plan(office: Office) -> None:
    price, facility = measure("differential-power-price"), FacilityFactory()
    with refused("no_finding"):
        office.propose(price, subject_of(finding=finding(facility, Finding.Status.SURVEY)))
    found = finding(facility)
    assert office.propose(price, subject_of(finding=found)).kind == "price"
    listed = TargetFactory(facility=FacilityFactory())
    with refused("on_the_plan"):
        office.propose(price, subject_of(finding=finding(listed.facility)))


def test_credit_is_for_the_listed_industries_and_a_hold_for_a_late_region(office: Office) -> None:
    credit = measure("stop-expansion-credit", industries=["cement"])
    assert office.propose(credit, subject_of(enterprise=EnterpriseFactory())).kind == "credit"
    with refused("industry_not_listed"):
        office.propose(credit, subject_of(enterprise=EnterpriseFactory(industry=reference.industry("paper"))))
    hold, city = measure("region-approval-hold"), reference.region(reference.HANGZHOU)
    with refused("region_not_late"):
        office.propose(hold, subject_of(region=city))
    late_target()
    assert office.propose(hold, subject_of(region=city)).party == city.name


def test_conflicting_orders_are_refused(office: Office) -> None:
    target = late_target()
    office.propose(subject=subject_of(target=target))
    with refused("conflicting_order"):
        office.propose(subject=subject_of(target=target))
    assert office.propose(measure("cut-water"), subject_of(target=target)).state == "proposed"


def test_an_order_that_is_over_stands_in_nobodys_way(office: Office) -> None:
    order = office.bring_to("dismissed")
    assert office.propose(subject=subject_of(target=order.target)).state == "proposed"


def test_the_document_is_numbered_in_order_and_goes_to_the_duty_department(office: Office) -> None:
    first, second = office.bring_to("issued"), office.bring_to("issued")
    assert [first.number, second.number] == ["浙淘汰强〔2010〕1号", "浙淘汰强〔2010〕2号"]
    assert first.issued_to_id == first.organisation_id == "util-power"


def test_the_database_wants_legal_basis_two_people_served_notice_and_issue(office: Office) -> None:
    order, proposer = office.bring_to("proposed"), office.proposer
    day = next_day(order)
    with refused_by_the_database("order_has_legal_basis"):
        write(order, legal_basis="")
    with refused_by_the_database("order_two_people"):
        write(order, state="reviewed", reviewed_by=proposer, reviewed_on=day)
    with refused_by_the_database("order_goes_on_reviewed"):
        write(order, state="reviewed")
    reviewed = {"reviewed_by": office.decider, "reviewed_on": day}
    with refused_by_the_database("order_goes_on_after_served_notice"):
        write(order, state="notified", **reviewed)
    served = reviewed | {"notice_served_on": day, "notice_until": day + timedelta(days=5)}
    with refused_by_the_database("order_decided_after_the_notice_period"):
        write(order, state="decided", **served, decided_by=office.decider, decided_on=day + timedelta(days=5))
    decided = served | {"decided_by": office.decider, "decided_on": day + timedelta(days=6)}
    with refused_by_the_database("order_issued_with_a_number"):
        write(order, state="issued", **decided)
    with refused_by_the_database("order_not_executed_before_issue|order_issued|order_executed"):
        write(order, state="executed", **decided, executed_on=day, executed_by=office.executor, operator="甲")
    with refused_by_the_database("order_cut_off_spares_residents"):
        write(order, residents_apart=False)
    with refused_by_the_database("is of the kind its measure is"):
        write(order, kind="licence")


def test_the_database_wants_an_overdue_target_for_a_cut_off_and_no_plan_for_a_price(office: Office) -> None:
    on_time = TargetFactory(plan=PlanFactory(deadline=LATE + timedelta(days=30)))
    order = office.propose()
    with refused_by_the_database("a cut-off needs an overdue target"):
        write(order, target=on_time, facility=on_time.facility)
    price = office.propose(measure("differential-power-price"), subject_of(finding=finding()))
    listed = TargetFactory()
    with refused_by_the_database("a price measure needs a screened facility"):
        write(price, finding=finding(listed.facility), facility=listed.facility)


def test_an_issued_order_is_frozen_for_everybody(office: Office) -> None:
    order = office.bring_to("issued")
    for columns in (
        {"legal_basis": "另一依据"},
        {"number": "x"},
        {"organisation_id": "dept-test"},
        {"ground": "另一理由"},
    ):
        with refused_by_the_database("an issued order is frozen"):
            write(order, **columns)


def test_lifting_is_proposed_by_itself_once_the_target_is_accepted_and_once_only(office: Office) -> None:
    orders = [office.bring_to("verified"), office.bring_to("issued"), office.bring_to("dismissed")]
    other = office.bring_to("verified")
    with acting(system("test")):
        Target.objects.filter(pk__in=[order.target_id for order in orders]).update(
            accepted_on=LATE, completed_on=LATE, stage="reported"
        )
    assert propose_lifting(on=LATE - timedelta(days=1)) == 0
    assert propose_lifting(on=LATE) == 2
    assert propose_lifting(on=LATE) == 0
    with acting(system("test")):
        proposed = Order.objects.filter(lift_proposed_on=LATE)
        assert {one.pk for one in proposed} == {orders[0].pk, orders[1].pk}
        assert OrderStep.objects.filter(verb="propose_lift").count() == 2
        assert Order.objects.get(pk=other.pk).lift_proposed_on is None
    with refused("target_accepted"):
        office.move(orders[1], "execute")
    assert office.move(orders[0], "lift").state == "lifted"


def test_no_path_writes_a_step_anew(office: Office) -> None:
    office.bring_to("reviewed")
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting(system("test")), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_orderstep SET comment = 'x'")

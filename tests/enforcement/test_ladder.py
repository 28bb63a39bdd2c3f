"""What the overdue ladder proposes: one order where every guard allows it, and nothing happens to it without two officers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fixtures.enforcement import LATE, SAFETY, Office, late_target, measure
from fixtures.factories import DEADLINE, OfficerFactory
from tracker.audit.acting import acting, system
from tracker.enforcement.completing import SafetyCheck, complete
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.proposing import propose_for_overdue
from tracker.enforcement.services import allowed_order_moves
from tracker.officers.roles import Role
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue


def proposed(target: Target, on: date = LATE) -> Order | None:
    with acting(system("scan")):
        return propose_for_overdue(target=target, on=on, measure_code=measure().pk)


def test_the_ladder_proposes_once_and_only_for_the_overdue(db: None) -> None:
    target = late_target()
    assert proposed(target, on=DEADLINE) is None
    order = proposed(target)
    assert order is not None
    assert (order.state, order.proposed_by_id, order.target_id) == ("proposed", None, target.pk)
    assert proposed(target) is None
    with acting(system("test")):
        step = OrderStep.objects.get(order=order)
    assert (step.verb, step.by_id) == ("propose", None)


@pytest.mark.parametrize("given", [{"done": True}, {"plan__state": "closed"}, {"plan__state": "draft"}])
def test_the_ladder_is_refused_like_anybody(given: dict[str, Any], db: None) -> None:
    assert proposed(late_target(**given)) is None


def test_the_ladder_proposes_no_retired_measure(db: None) -> None:
    target = late_target()
    with acting(system("test")):
        assert propose_for_overdue(target=target, on=LATE, measure_code=measure("old", is_active=False).pk) is None


def test_two_officers_answer_for_what_the_ladder_proposed(office: Office) -> None:
    order = proposed(late_target())
    assert order is not None
    with acting(office.decider.actor):
        assert "review" not in {step.verb for step in allowed_order_moves(order, office.decider)}
    with pytest.raises(IllegalState) as refused:
        office.move(order, "review")
    assert refused.value.code == "not_taken_up"
    with acting(office.decider.actor), pytest.raises(InvalidValue):
        complete(order=order, check=SafetyCheck(), by=office.decider, on=LATE, seen_version=order.version)
    with acting(office.decider.actor):
        taken = complete(order=order, check=SAFETY, by=office.decider, on=LATE, seen_version=order.version)
    assert (taken.proposed_by_id, taken.account_number) == (office.decider.pk, SAFETY.account_number)
    with pytest.raises(IllegalState) as refused:
        office.move(taken, "review")
    assert refused.value.code == "same_person"
    assert office.move(taken, "review", by=OfficerFactory(role=Role.PROVINCIAL)).state == "reviewed"


def test_a_safety_check_can_be_caught_up_on_until_the_decision(office: Office) -> None:
    order = office.bring_to("notified", office.propose(is_hazardous=None))
    with pytest.raises(IllegalState):
        office.move(order, "decide")
    order = office.move(order, "complete")
    assert order.proposed_by_id == office.proposer.pk
    order = office.move(order, "decide")
    with pytest.raises(IllegalState):
        office.move(order, "complete")
    with acting(system("test")):
        assert Order.objects.get(pk=order.pk).state == "decided"

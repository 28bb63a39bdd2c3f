"""Joint actions: one case for several departments, with its guards; each sees the frame and its own orders only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from fixtures.enforcement import EXECUTION, Office, department, joint_action, late_target, measure, photographed
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.executing import execute
from tracker.enforcement.joining import allowed_joint_moves, join_order, leave_order, move_joint
from tracker.enforcement.joint_states import JOINT_MOVES, JointState
from tracker.enforcement.joint_tables import JointAction, JointOrder, JointStep
from tracker.enforcement.order_tables import Order
from tracker.enforcement.services import Said
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import DomainError, IllegalState, InvalidValue, NotAllowed, NotFound

STATE_AFTER = {
    "planned": (),
    "announced": ("check", "announce"),
    "held": ("check", "announce", "hold"),
    "closed": ("check", "announce", "hold", "close"),
    "cancelled": ("cancel",),
}
# Typed a second time: verb → states it starts from, and who may.
LEGAL = {
    "check": ("planned announced", "MP"),
    "announce": ("planned", "P"),
    "hold": ("announced", "MP"),
    "note": ("planned announced held", "MPD"),
    "close": ("held", "MP"),
    "cancel": ("planned announced", "MP"),
}
LETTER = {Role.MUNICIPAL: "M", Role.PROVINCIAL: "P", Role.DEPARTMENT: "D"}


class Case:
    """Two departments' orders against one enterprise, and the people."""

    def __init__(self) -> None:
        self.office = Office()
        target = late_target()
        water = measure("cut-water")
        self.orders = [
            self.office.bring_to("issued", self.office.propose(one, subject_of(target=target)))
            for one in (measure(), water)
        ]
        self.water: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=water.duty_department)
        self.action = joint_action(*self.orders, by=self.office.proposer)

    @property
    def day(self) -> date:
        return self.action.held_on

    def move(self, verb: str, by: Officer | None = None, reason: str = "已核查", on: date | None = None) -> JointAction:
        who = by or (self.office.decider if verb == "announce" else self.office.proposer)
        with acting(system("test")):
            fresh = JointAction.objects.get(pk=self.action.pk)
        with acting(who.actor):
            return move_joint(action=fresh, verb=verb, by=who, on=on or self.day, said=Said(fresh.version, reason))

    def try_move(self, verb: str, by: Officer) -> JointAction | DomainError:
        """What came of it."""
        try:
            return self.move(verb, by=by)
        except DomainError as refused:
            return refused

    def bring_to(self, state: str) -> JointAction:
        moved = self.action
        for verb in STATE_AFTER[state]:
            if verb == "close":
                self.execute_all()
            moved = self.move(verb)
        return moved

    def execute_all(self) -> None:
        for order, by in zip(self.orders, (self.office.executor, self.water), strict=True):
            photographed(order, by)
            with acting(by.actor):
                execute(order=order, execution=EXECUTION(self.day), by=by, on=self.day)


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def test_the_table_is_the_one_typed_here() -> None:
    assert {verb: set(step.sources) for verb, step in JOINT_MOVES.moves.items()} == {
        verb: set(sources.split()) for verb, (sources, _who) in LEGAL.items()
    }
    assert set(STATE_AFTER) == set(JointState.values)


@pytest.mark.parametrize("state", JointState.values)
def test_every_verb_for_every_role(state: str, case: Case) -> None:
    case.bring_to(state)
    officers: dict[Role, Officer] = {role: OfficerFactory(role=role) for role in Role if role != Role.DEPARTMENT}
    officers[Role.DEPARTMENT] = case.office.executor
    wrong: list[Any] = []
    for verb, (sources, who) in LEGAL.items():
        for role, by in officers.items():
            permitted, legal = LETTER.get(role, "-") in who, state in sources.split()
            if permitted and legal:
                continue
            expected = NotAllowed if not permitted else IllegalState
            if type(outcome := case.try_move(verb, by)) is not expected:
                wrong.append((verb, role, outcome))
    assert wrong == []


def test_a_case_goes_its_way_and_its_timeline_tells_it(case: Case) -> None:
    closed = case.bring_to("closed")
    assert (closed.state, closed.number) == ("closed", f"浙淘汰联〔{case.day.year}〕1号")
    with acting(system("test")):
        verbs = list(JointStep.objects.filter(action=closed).values_list("verb", flat=True))
    assert verbs == ["plan", "join", "join", "check", "announce", "hold", "close"]


def test_what_stands_against_a_step_is_said(case: Case) -> None:
    def refused(verb: str, code: str, **options: Any) -> None:
        with pytest.raises(DomainError) as caught:
            case.move(verb, **options)
        assert caught.value.code == code

    with acting(case.office.proposer.actor), pytest.raises(DomainError):
        case.move("check", reason=" ")
    provincial: Officer = OfficerFactory(role=Role.PROVINCIAL)
    own = joint_action(case.office.bring_to("issued"), by=provincial)
    with acting(provincial.actor), pytest.raises(IllegalState) as caught:
        move_joint(action=own, verb="announce", by=provincial, on=own.held_on, said=Said(1, "x"))
    assert caught.value.code == "same_person"
    with acting(case.office.decider.actor), pytest.raises(IllegalState) as caught:
        move_joint(action=own, verb="announce", by=case.office.decider, on=own.held_on, said=Said(1, "x"))
    assert caught.value.code == "one_department"
    case.move("announce")
    refused("hold", "safety_unchecked")
    case.move("check")
    refused("hold", "too_early", on=case.day - timedelta(days=1))
    case.move("hold")
    refused("close", "still_open")


def test_nothing_in_a_case_is_executed_before_its_safety_check(case: Case) -> None:
    order, by = case.orders[0], case.office.executor
    photographed(order, by)
    with acting(by.actor):
        with pytest.raises(IllegalState) as refused:
            execute(order=order, execution=EXECUTION(case.day), by=by, on=case.day)
        assert refused.value.code == "joint_safety"
    case.move("check")
    with acting(by.actor):
        assert execute(order=order, execution=EXECUTION(case.day), by=by, on=case.day).state == "executed"


def test_orders_come_and_go_until_the_day(case: Case) -> None:
    by = case.office.proposer
    with acting(by.actor):
        leave_order(action=case.action, order=case.orders[1], by=by, on=case.day)
        join_order(action=case.action, order=case.orders[1], by=by, on=case.day)
        with pytest.raises(InvalidValue):
            join_order(action=case.action, order=case.office.bring_to("issued"), by=by, on=case.day)
    other = joint_action(case.office.bring_to("issued"), by=by)
    with acting(by.actor), pytest.raises(DomainError):
        join_order(action=other, order=case.orders[0], by=by, on=case.day)
    case.bring_to("held")
    with acting(by.actor), pytest.raises(IllegalState):
        leave_order(action=case.action, order=case.orders[1], by=by, on=case.day)


def test_a_cancelled_case_lets_its_orders_go(case: Case) -> None:
    case.move("cancel")
    with acting(system("test")):
        assert JointOrder.objects.count() == 0
        assert Order.objects.filter(pk__in=[one.pk for one in case.orders], state="issued").count() == 2


def test_a_department_sees_the_frame_and_its_own_orders_only(case: Case) -> None:
    gas: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-gas", "燃气企业"))
    for officer, cases, orders in (
        (case.office.executor, 1, 1),
        (case.water, 1, 1),
        (gas, 0, 0),
        (case.office.decider, 1, 2),
    ):
        with acting(officer.actor):
            assert JointAction.objects.visible_to(officer).count() == cases
            assert JointAction.objects.count() == cases  # the database says the same
            assert JointStep.objects.count() == cases * 3
            assert Order.objects.filter(joint__action=case.action).count() == orders
    with acting(gas.actor), pytest.raises(NotFound):
        move_joint(action=case.action, verb="note", by=gas, on=case.day, said=Said(1, "x"))
    with acting(gas.actor), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        JointStep.objects.create(
            action=case.action, region_id=case.action.region_id, organisations=["util-power"], verb="note", state="planned",
            on=case.day,
        )  # fmt: skip


def test_the_database_wants_two_people_and_the_safety_check(case: Case) -> None:
    rows = JointAction.objects.filter(pk=case.action.pk)
    announced = {"announced_by": case.office.decider, "announced_on": case.day, "number": "x", "state": "announced"}
    for columns, constraint in (
        (announced | {"announced_by": case.office.proposer}, "joint_two_people"),
        (announced | {"number": ""}, "joint_announced_with_a_number"),
        (announced | {"state": "held"}, "joint_held_after_its_safety_check"),
        ({"state": "cancelled"}, "joint_ends_with_a_result"),
    ):
        with acting(system("test")), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.update(**columns)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting(system("test")), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_jointstep SET comment = 'x'")


def browser(officer: Officer) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client


def test_by_page_from_planning_to_the_paper(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    target = late_target()
    orders = [
        office.bring_to("issued", office.propose(measure(code), subject_of(target=target)))
        for code in ("cut-power", "cut-water")
    ]
    day = orders[1].issued_on
    assert day is not None
    monkeypatch.setenv("TRACKER_TODAY", day.isoformat())
    client = browser(office.proposer)
    address = f"/joint-actions/new/?enterprise={target.enterprise_id}"
    assert orders[0].number in client.get(address).content.decode()
    said = {
        "title": "联合执行行动", "held_on": day.isoformat(), "place": "厂区", "lead": "util-power",
        "orders": [str(one.pk) for one in orders],
    }  # fmt: skip
    answer = client.post(address, said)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert orders[0].number in page
    assert orders[1].number in page
    theirs = browser(office.executor).get(answer["Location"]).content.decode()
    assert orders[0].number in theirs
    assert orders[1].number not in theirs.split("时间线")[0]
    assert client.post(answer["Location"] + "check/", {"reason": "已核查", "version": "99"}).status_code == 409
    paper = client.get(answer["Location"] + "plan.docx")
    assert paper.status_code == 200
    assert paper.getvalue()[:2] == b"PK"
    with acting(office.executor.actor):
        assert [one.verb for one in allowed_joint_moves(JointAction.objects.get(), office.executor)] == ["note"]

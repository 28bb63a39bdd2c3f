"""Moving a due day: asked for by one and decided by another; paused and resumed without a day lost or won."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import reference
from fixtures.deadlines import MAKERS
from fixtures.factories import OfficerFactory
from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert
from tracker.alerts.watching import watch
from tracker.deadlines.calendar import working_calendar
from tracker.deadlines.change_tables import DeadlineChange, ExtensionRequest
from tracker.deadlines.changing import decide_extension, pause, request_extension, resume, subject_of, take_back
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.targets.models import Extension
from tracker.values.errors import DomainError, IllegalState, InvalidValue, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

DUE = date(2010, 9, 15)
DAY = timedelta(days=1)
BEFORE = DUE - 20 * DAY
LATER = DUE + 30 * DAY


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL, email="")


@pytest.fixture
def city() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL, email="")


def ask(code: str, pk: int, by: Officer, **said: Any) -> ExtensionRequest:
    given: dict[str, Any] = {"new_due_on": LATER, "on": BEFORE, "reason": "职工安置未完成"} | said
    return request_extension(kind=KINDS[code], pk=pk, by=by, **given)


def decide(request: ExtensionRequest, by: Officer, *, approve: bool = True, note: str = "") -> ExtensionRequest:
    fresh = ExtensionRequest.objects.get(pk=request.pk)
    return decide_extension(
        request=fresh, kind=KINDS[fresh.kind], approve=approve, by=by, on=BEFORE + DAY, note=note,
        seen_version=fresh.version,
    )  # fmt: skip


def test_an_approved_extension_moves_the_due_day_as_of_its_decision(city: Officer, province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    kind = KINDS["contract"]
    decide(ask("contract", row.pk, city), province)
    assert subject_of(kind, row.pk, by=province, on=BEFORE + DAY).due_now == LATER
    assert subject_of(kind, row.pk, by=province, on=BEFORE).due_now == DUE  # what was known before stays as it was
    assert not kind.overdue(DUE + DAY).exists()
    assert kind.overdue(LATER + DAY).get().pk == row.pk


def test_a_target_is_extended_by_its_own_service(city: Officer, province: Officer) -> None:
    row = MAKERS["target"](DUE).row
    decide(ask("target", row.pk, city), province)
    row.refresh_from_db()
    assert row.due_on == LATER
    assert Extension.objects.get(target=row).decided_by == province


def test_nobody_decides_on_their_own_request_nor_without_the_right(city: Officer, province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    own = ask("contract", row.pk, province)
    with pytest.raises(IllegalState) as refused:
        decide(own, province)
    assert refused.value.code == "same_person"
    with pytest.raises(NotAllowed):
        decide(own, city)


def test_a_refusal_needs_its_reason_and_moves_nothing(city: Officer, province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    asked = ask("contract", row.pk, city)
    with pytest.raises(InvalidValue):
        decide(asked, province, approve=False)
    assert decide(asked, province, approve=False, note="理由不充分").state == "refused"
    assert not DeadlineChange.objects.exists()
    with pytest.raises(IllegalState):
        decide(asked, province)


def test_what_cannot_be_asked_for(city: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    for wrong in ({"new_due_on": DUE}, {"reason": " "}):
        with pytest.raises(InvalidValue):
            ask("contract", row.pk, city, **wrong)
    ask("contract", row.pk, city)
    with pytest.raises(IllegalState):
        ask("contract", row.pk, city)
    with pytest.raises(NotFound):
        ask("contract", row.pk, OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"), email=""))
    published = MAKERS["objections"](DUE).row
    with pytest.raises(DomainError):
        ask("objections", published.pk, city)


def test_who_asked_takes_it_back_and_may_ask_again(city: Officer, province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    asked = ask("contract", row.pk, city)
    with pytest.raises(NotFound):
        take_back(request=asked, by=province, seen_version=asked.version)
    assert take_back(request=asked, by=city, seen_version=asked.version).state == "taken_back"
    assert ask("contract", row.pk, city).state == "requested"


def test_a_due_day_that_moved_meanwhile_is_not_moved_by_an_old_request(city: Officer, province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    asked = ask("contract", row.pk, city)
    pause(kind=KINDS["contract"], pk=row.pk, by=province, on=BEFORE, reason="诉讼")
    with pytest.raises(IllegalState) as refused:
        decide(asked, province)
    assert refused.value.code == "deadline_moved"


@pytest.mark.parametrize("code", ["contract", "execution"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.integers(0, 9), length=st.integers(0, 40))
def test_after_a_pause_as_many_days_are_left_as_before(code: str, before: int, length: int) -> None:
    province = OfficerFactory(role=Role.PROVINCIAL, email="")
    due = MAKERS[code](DUE)
    kind, day = KINDS[code], due.own_day or DUE
    began = max(day - before * DAY, getattr(due.row, "issued_on", None) or date.min)
    ended = began + length * DAY
    pause(kind=kind, pk=due.row.pk, by=province, on=began, reason="行政复议")
    assert not kind.overdue(day + 99 * DAY).filter(pk=due.row.pk).exists()
    moved = resume(kind=kind, pk=due.row.pk, by=province, on=ended, reason="复议终结").due_on
    calendar = working_calendar()
    assert moved
    assert calendar.days_between(ended, moved, kind.counting) == calendar.days_between(began, day, kind.counting)
    assert subject_of(kind, due.row.pk, by=province, on=ended).due_now == moved


def test_a_pause_ends_the_alert_and_resuming_too_late_to_be_in_time_raises_it_again(province: Officer) -> None:
    row = MAKERS["contract"](DUE).row
    kind, alerts = KINDS["contract"], Alert.objects.filter(subject_kind="contract")
    watch(on=DUE + DAY)
    pause(kind=kind, pk=row.pk, by=province, on=DUE + DAY, reason="诉讼")
    watch(on=DUE + 2 * DAY)
    assert alerts.get().state == "resolved"
    with pytest.raises(IllegalState):
        pause(kind=kind, pk=row.pk, by=province, on=DUE + 2 * DAY, reason="诉讼")
    moved = resume(kind=kind, pk=row.pk, by=province, on=DUE + 11 * DAY, reason="判决")
    assert moved.due_on == DUE + 10 * DAY
    watch(on=DUE + 11 * DAY)
    assert list(alerts.order_by("due_on").values_list("due_on", "state")) == [
        (DUE, "resolved"),
        (DUE + 10 * DAY, "open"),
    ]


def test_targets_are_extended_not_paused(province: Officer) -> None:
    row = MAKERS["target"](DUE).row
    with pytest.raises(IllegalState):
        pause(kind=KINDS["target"], pk=row.pk, by=province, on=BEFORE, reason="诉讼")

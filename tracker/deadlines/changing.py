"""Moving a due day (期限变动): extension asked for by one and decided on by another, pause, and resuming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.deadlines.calendar import working_calendar
from tracker.deadlines.change_tables import DeadlineChange, ExtensionRequest
from tracker.deadlines.kinds import PAUSED, DeadlineKind
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.values.errors import IllegalState, InvalidValue, NotFound

State = ExtensionRequest.State
What = DeadlineChange.What


@dataclass(frozen=True)
class Subject:
    """One open deadline: what it is about, whose it is, the day set and the due day now (PAUSED while it is paused)."""

    kind: DeadlineKind
    pk: int
    title: str
    region_id: str
    organisation_id: str | None
    base_on: date
    due_now: date

    @property
    def is_paused(self) -> bool:
        """Whether no day counts at present."""
        return self.due_now == PAUSED


def subject_of(kind: DeadlineKind, pk: int, *, by: Officer, on: date) -> Subject:
    """The open deadline; NotFound where it may not be known of, IllegalState where it is over."""
    if not kind.can_change:
        raise IllegalState(_("已公布的期限不能变动"), code="deadline_fixed")
    visible = kind.model._default_manager.visible_to(by).filter(pk=pk)  # type: ignore[attr-defined]
    if not visible.exists():
        raise NotFound(kind=kind.code, pk=pk)
    columns = {**kind.columns, "base_": F(kind.due)}
    found = kind.standing(on).filter(pk=pk).annotate(**columns).values(*columns, "due_now").first()
    if found is None:
        raise IllegalState(_("该事项已办结，期限不再变动"), code="deadline_over")
    return Subject(
        kind, pk, title=found["title_"], region_id=found["region_"], organisation_id=found["organisation_"],
        base_on=found["base_"], due_now=found["due_now"],
    )  # fmt: skip


@transaction.atomic
def request_extension(
    *, kind: DeadlineKind, pk: int, new_due_on: date, by: Officer, on: date, reason: str
) -> ExtensionRequest:
    """申请延期: ask for a later due day; one request at a time."""
    require(by, "request", "deadline")
    subject = _changeable(kind, pk, by, on)
    if subject.is_paused:
        raise IllegalState(_("期限已中止计算，恢复后才能申请延期"), code="paused")
    if new_due_on <= subject.due_now:
        raise InvalidValue(
            _("新期限应晚于现行期限"), field="new_due_on", found=str(new_due_on), expected=f"> {subject.due_now}"
        )
    if ExtensionRequest.objects.waiting().filter(kind=kind.code, subject_id=pk).exists():
        raise IllegalState(_("已有待审批的延期申请"), code="asked_already")
    return ExtensionRequest.objects.create(
        kind=kind.code, subject_id=pk, title=subject.title, region_id=subject.region_id,
        organisation_id=subject.organisation_id, due_on=subject.due_now, new_due_on=new_due_on,
        reason=_said(reason), requested_by=by, requested_on=on,
    )  # fmt: skip


@transaction.atomic
def decide_extension(
    *, request: ExtensionRequest, kind: DeadlineKind, approve: bool, by: Officer, on: date, note: str, seen_version: int
) -> ExtensionRequest:
    """审批: another person than who asked approves, which moves the due day as of this day, or refuses with a reason."""
    require(by, "decide", "deadline", region=request.region_id)
    _check_waiting(request)
    if request.requested_by_id == by.pk:
        raise IllegalState(_("申请人不能审批自己的申请"), code="same_person")
    if not approve and not note.strip():
        raise InvalidValue(_("请填写意见"), field="note")
    changes = {
        "state": State.APPROVED if approve else State.REFUSED, "decided_by": by, "decided_on": on,
        "note": note.strip()[:300],
    }  # fmt: skip
    decided: ExtensionRequest = change_seen(request, seen_version=seen_version, changes=changes)
    if approve:
        _extend(decided, kind, by, on)
    return decided


@transaction.atomic
def take_back(*, request: ExtensionRequest, by: Officer, seen_version: int) -> ExtensionRequest:
    """撤回: who asked no longer does."""
    require(by, "request", "deadline")
    if request.requested_by_id != by.pk:
        raise NotFound(request=request.pk)
    _check_waiting(request)
    taken: ExtensionRequest = change_seen(request, seen_version=seen_version, changes={"state": State.TAKEN_BACK})
    return taken


@transaction.atomic
def pause(*, kind: DeadlineKind, pk: int, by: Officer, on: date, reason: str) -> DeadlineChange:
    """中止计算: from this day on no day counts, and nothing is reminded of or escalated."""
    require(by, "pause", "deadline")
    subject = _changeable(kind, pk, by, on)
    if kind.extend is not None:
        raise IllegalState(_("公布的任务期限不中止，确需推迟的按延期办理"), code="not_paused")
    if subject.is_paused:
        raise IllegalState(_("期限已中止计算"), code="paused")
    return _note(subject, What.PAUSE, was=subject.due_now, due=None, by=by, on=on, reason=reason)


@transaction.atomic
def resume(*, kind: DeadlineKind, pk: int, by: Officer, on: date, reason: str) -> DeadlineChange:
    """恢复计算: the days of the pause are added, counted as the kind counts; as many days are left as when it was paused."""
    require(by, "pause", "deadline")
    subject = _changeable(kind, pk, by, on)
    last = DeadlineChange.objects.of(kind.code, pk, subject.base_on).filter(on__lte=on).first()
    if last is None or not subject.is_paused:
        raise IllegalState(_("期限没有中止计算"), code="not_paused")
    calendar = working_calendar()
    days = calendar.days_between(last.on, on, kind.counting)
    due = calendar.later(last.was_on, days, kind.counting)
    return _note(subject, What.RESUME, was=last.was_on, due=due, by=by, on=on, reason=reason)


def may_pause(subject: Subject, officer: Officer) -> bool:
    """Whether the officer may pause or resume the deadline."""
    able = subject.kind.can_change and subject.kind.extend is None
    return able and may(officer, "pause", "deadline") and officer.covers(subject.region_id)


def _changeable(kind: DeadlineKind, pk: int, by: Officer, on: date) -> Subject:
    """The deadline, one officer at a time, if it is one that can be moved and theirs to ask for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"deadline:{kind.code}:{pk}"])
    return subject_of(kind, pk, by=by, on=on)


def _extend(request: ExtensionRequest, kind: DeadlineKind, by: Officer, on: date) -> None:
    subject = _changeable(kind, request.subject_id, by, on)
    if subject.due_now != request.due_on:
        raise IllegalState(_("申请之后期限已有变动，请重新申请"), code="deadline_moved")
    if kind.extend is not None:
        kind.extend(pk=subject.pk, new_due_on=request.new_due_on, by=by, on=on, reason=request.reason)
        return
    _note(
        subject, What.EXTEND, was=subject.due_now, due=request.new_due_on, by=by, on=on, reason=request.reason,
        request=request,
    )  # fmt: skip


def _note(
    subject: Subject, what: What, *, was: date, due: date | None, by: Officer, on: date, **said: Any
) -> DeadlineChange:
    return DeadlineChange.objects.create(
        kind=subject.kind.code, subject_id=subject.pk, region_id=subject.region_id,
        organisation_id=subject.organisation_id, what=what, base_on=subject.base_on, was_on=was, due_on=due, on=on,
        by=by, reason=_said(said.pop("reason")), **said,
    )  # fmt: skip


def _check_waiting(request: ExtensionRequest) -> None:
    if request.state != State.REQUESTED:
        raise IllegalState(_("该申请已有结论"), state=request.state)


def _said(reason: str) -> str:
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    return reason.strip()[:300]

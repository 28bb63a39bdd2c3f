"""The demo's due days (期限): leaders to be told, extensions asked for, a pause; today's scan, and alerts noted, assigned, put off."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.alerts.handling import acknowledge, assign, snooze
from tracker.alerts.kinds import KINDS
from tracker.alerts.ladder import put_leader
from tracker.alerts.ladder_tables import Leader
from tracker.alerts.models import Alert
from tracker.alerts.services import nightly
from tracker.audit.acting import acting
from tracker.deadlines.change_tables import ExtensionRequest
from tracker.deadlines.changing import decide_extension, pause, request_extension
from tracker.management.demo.accounts import city_officers, officer
from tracker.officers.models import Officer
from tracker.targets.models import Target

NOTE = "已约谈企业负责人，要求一周内停产并制定拆除方案"
REASON = "职工安置和资产处置尚在协商，申请延期拆除"


def scan_today(today: date) -> int:
    """Scan as the timetable does each morning; how many alerts are new."""
    before = _count()
    nightly(on=today)
    if not before:
        for username in ("hangzhou", "shaoxing", "wenzhou"):
            _take_note(username, today)
    return _count() - before


def _count() -> int:
    with acting(officer("province").actor):
        return Alert.objects.count()


def _take_note(username: str, today: date) -> None:
    by = officer(username)
    with acting(by.actor):
        for alert in Alert.objects.unresolved().filter(kind=Alert.Kind.OVERDUE).order_by("pk")[:2]:
            acknowledge(alert=alert, by=by, on=today, note=NOTE, seen_version=alert.version)


def make_deadlines(today: date) -> int:
    """All of it, unless it is there; how many requests for extension."""
    province = officer("province")
    with acting(province.actor):
        if Leader.objects.exists():
            return 0
    cities = city_officers()
    for city in cities.values():
        _name_leader(city)
    for place, username in enumerate(("ningbo", "jiaxing", "taizhou")):
        _ask(officer(username), province, place, today)
    _pause_a_contract(province, today)
    for username in ("hangzhou", "huzhou", "shaoxing"):
        _hand_on(officer(username), today)
    with acting(province.actor):
        return ExtensionRequest.objects.count()


def _name_leader(city: Officer) -> None:
    with acting(city.actor, reason="演示数据"):
        values = {
            "title": f"{city.region.name}分管副市长",
            "name": "（演示）",
            "email": f"leader.{city.username}@example.com",
        }
        put_leader(region=city.region, values=values, by=city, seen_version=None)


def _ask(city: Officer, province: Officer, place: int, today: date) -> None:
    """A city asks for two months more: refused, approved, or waiting for its decision."""
    with acting(city.actor, reason="演示数据"):
        target = Target.objects.overdue(today).filter(plan__code=f"ZJ-{today.year}").order_by("-pk").first()
        if target is None:
            return
        asked = request_extension(
            kind=KINDS["target"], pk=target.pk, new_due_on=today + timedelta(days=60), by=city, on=today, reason=REASON
        )
    if place < 2:
        with acting(province.actor, reason="演示数据"):
            decide_extension(
                request=asked, kind=KINDS["target"], approve=place == 1, by=province, on=today,
                note="须于延期内完成拆除" if place else "理由不充分，维持原期限", seen_version=asked.version,
            )  # fmt: skip


def _pause_a_contract(province: Officer, today: date) -> None:
    kind = KINDS["contract"]
    with acting(province.actor, reason="演示数据"):
        row = kind.standing(today).order_by("-pk").first()
        if row is not None:
            pause(kind=kind, pk=row.pk, by=province, on=today, reason="计划调整，责任状正在重新核定")


def _hand_on(city: Officer, today: date) -> None:
    """One alert assigned to a county's officer where there is one, one put off for a fortnight."""
    with acting(city.actor, reason="演示数据"):
        alerts = list(Alert.objects.unresolved().filter(kind=Alert.Kind.DUE_SOON).order_by("due_on", "pk")[:2])
        if alerts:
            assign(alert=alerts[0], to=city, by=city, seen_version=alerts[0].version)
        for alert in alerts[1:]:
            snooze(
                alert=alert, until=today + timedelta(days=14), reason="企业已停产，等待拆除队伍进场", by=city, on=today,
                seen_version=alert.version,
            )  # fmt: skip

"""No comeback (防止死灰复燃): the nightly search for restarts, retired equipment registered anew or moved, double counting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tracker.audit.acting import acting, system
from tracker.progress.suspicions import Found, Suspicion, raise_suspicions
from tracker.registry.retired import SHORTEST_SERIAL

# After the stop a facility may use this share of what it used before, and so much where nothing is known: light, guards.
IDLE_SHARE = Decimal("0.10")
# How far back the time before the stop reaches, in months.
BASELINE_MONTHS = 12


@dataclass(frozen=True)
class Meter:
    """What is read every month: its column, what a guarded site may use, and how an excess is told."""

    column: str
    key: str
    idle: Decimal
    above: Any
    usual: Any


METERS = (
    Meter(
        "electricity", "", Decimal(1000),
        _lazy("%(day)s 起停产，%(month)s 用电 %(used)d 千瓦时，高于看护用电上限 %(limit)d 千瓦时"),
        _lazy("停产前月均用电 %(before)d 千瓦时"),
    ),
    Meter(
        "water", "water:", Decimal(100),
        _lazy("%(day)s 起停产，%(month)s 用水 %(used)d 立方米，高于看护用水上限 %(limit)d 立方米"),
        _lazy("停产前月均用水 %(before)d 立方米"),
    ),
)  # fmt: skip


def look_for_comeback(*, on: date) -> int:
    """Search the whole province once; how many suspicions are new. To be repeated as often as one likes."""
    with acting(system("comeback")):
        found = [*_restarts(), *_running_again(), *_same_serial(), *_counted_twice()]
        return raise_suspicions(found, on=on)


def _restarts() -> Iterator[Found]:
    for meter in METERS:
        parameters = {"share": IDLE_SHARE, "idle": meter.idle, "months": f"{BASELINE_MONTHS} months"}
        statement = _RESTARTS.replace("METER", meter.column)
        for target, facility, region, stopped, month, used, before in _rows(statement, parameters):
            limit = max(before * IDLE_SHARE, meter.idle) if before is not None else meter.idle
            said = {"day": stopped, "month": f"{month:%Y-%m}", "used": round(used), "limit": round(limit)}
            reasons = [meter.above % said]
            if before is not None:
                reasons.append(meter.usual % {"before": round(before)})
            key = f"restart:{meter.key}{target}:{month:%Y%m}"
            yield Found(Suspicion.Kind.RESTART, key, region, tuple(map(str, reasons)), target, facility)


def _running_again() -> Iterator[Found]:
    for target, facility, region, done in _rows(_RUNNING, {}):
        reason = _("该装备 %(day)s 已完成淘汰，台账状态却为在产") % {"day": done}
        yield Found(
            Suspicion.Kind.REGISTERED_AGAIN, f"running:{target}:{facility}", region, (reason,), target, facility
        )


def _same_serial() -> Iterator[Found]:
    """Both sides learn of it: where the retired one stood, and where one of the same number stands now."""
    for target, retired, home, other, place, same_owner, serial, done in _rows(_SERIALS, {"least": SHORTEST_SERIAL}):
        kind = Suspicion.Kind.REGISTERED_AGAIN if same_owner else Suspicion.Kind.MOVED
        reason = _("出厂编号 %(serial)s 的装备 %(day)s 已淘汰，又登记在另一装备名下") % {"serial": serial, "day": done}
        key = f"serial:{target}:{other}"
        yield Found(kind, key, home, (reason,), target, retired, other_facility_id=other)
        yield Found(kind, f"{key}:there", place, (reason,), None, other, other_target_id=target)


def _counted_twice() -> Iterator[Found]:
    for first, second, facility, region, code, other_code in _rows(_TWICE, {}):
        reason = _("同一装备在 %(first)s 和 %(second)s 中都计为完成") % {"first": code, "second": other_code}
        yield Found(Suspicion.Kind.COUNTED_TWICE, f"twice:{first}:{second}", region, (reason,), second, facility, first)


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


# A month counts once it begins after the day of the stop; only targets that still stand by that stop.
_RESTARTS = """
WITH stopped AS (
    SELECT t.id, t.facility_id, t.region_id, min(f."on") AS since
    FROM tracker_target t JOIN tracker_stagefact f ON f.target_id = t.id AND NOT f.voided
    WHERE t.stage NOT IN ('planned', 'withdrawn') AND f.verb IN ('stop', 'dismantle', 'fail')
    GROUP BY t.id
), judged AS (
    SELECT s.*, r.month, r.METER AS used, (
        SELECT avg(b.METER) FROM tracker_monthlyreading b
        WHERE b.facility_id = s.facility_id AND b.month + interval '1 month' <= s.since
          AND b.month > s.since - %(months)s::interval) AS before
    FROM stopped s JOIN tracker_monthlyreading r ON r.facility_id = s.facility_id AND r.month > s.since
)
SELECT id, facility_id, region_id, since, month, used, before FROM judged
WHERE used > greatest(coalesce(before * %(share)s, 0), %(idle)s) ORDER BY id, month
"""
_RUNNING = """
SELECT t.id, f.id, f.region_id, t.completed_on
FROM tracker_target t JOIN tracker_facility f ON f.id = t.facility_id
JOIN LATERAL (SELECT k."on" FROM tracker_facilityfact k WHERE k.facility_id = f.id ORDER BY k."on" DESC, k.id DESC LIMIT 1) last ON true
WHERE t.completed_on IS NOT NULL AND f.status = 'operating' AND last."on" > t.completed_on ORDER BY t.id
"""
_SERIALS = """
WITH numbered AS (
    SELECT id, enterprise_id, region_id, industry_id, serial_number, status, merged_into_id,
           upper(regexp_replace(serial_number, '[^0-9A-Za-z]', '', 'g')) AS serial
    FROM tracker_facility WHERE serial_number <> ''
)
SELECT t.id, retired.id, retired.region_id, other.id, other.region_id, other.enterprise_id = retired.enterprise_id,
       other.serial_number, t.completed_on
FROM tracker_target t JOIN numbered retired ON retired.id = t.facility_id
JOIN numbered other ON other.serial = retired.serial AND other.id <> retired.id AND other.industry_id = retired.industry_id
WHERE t.completed_on IS NOT NULL AND other.merged_into_id IS NULL AND other.status <> 'dismantled'
  AND length(retired.serial) >= %(least)s
  AND NOT EXISTS (SELECT 1 FROM tracker_target o WHERE o.facility_id = other.id AND o.completed_on IS NOT NULL)
ORDER BY t.id, other.id
"""
# The same facility, or one of the same serial number, complete in two entries.
_TWICE = """
WITH complete AS (
    SELECT t.id, t.facility_id, t.region_id, p.code, f.industry_id,
           nullif(upper(regexp_replace(f.serial_number, '[^0-9A-Za-z]', '', 'g')), '') AS serial
    FROM tracker_target t JOIN tracker_facility f ON f.id = t.facility_id JOIN tracker_plan p ON p.id = t.plan_id
    WHERE t.completed_on IS NOT NULL
)
SELECT a.id, b.id, b.facility_id, b.region_id, a.code, b.code
FROM complete a JOIN complete b ON a.id < b.id
 AND (a.facility_id = b.facility_id OR (a.serial = b.serial AND length(a.serial) >= 4 AND a.industry_id = b.industry_id))
ORDER BY a.id, b.id
"""

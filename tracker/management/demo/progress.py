"""The demo's progress (进度与验收演示): what is held, benefits, reports, inspections drawn by lot, notices and readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from tracker.audit.acting import acting
from tracker.management.demo.accounts import CITIES, city_officers, officer
from tracker.management.demo.evidence import Wanted, supply
from tracker.management.demo.lots import draw_lots
from tracker.officers.models import Officer
from tracker.progress.notice_tables import Notice
from tracker.progress.publication import announce, publish_notice, targets_for
from tracker.progress.readings import ReadingRow, merge_readings
from tracker.progress.report_rules import due_on, month_before
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import Wording, begin_report, decide_report, submit_report, write_report
from tracker.quotas.models import Plan
from tracker.targets.benefits import FIELDS, Benefit
from tracker.targets.holding import Held
from tracker.targets.models import StageFact, Target
from tracker.targets.services import move, record_part
from tracker.targets.stages import Stage

_UP, _ANNOUNCED = date(2010, 12, 29), date(2011, 1, 10)
_BODY = "根据年度计划，现将有关项目予以公示（演示数据）。"


def make_progress(today: date) -> int:
    """Furnish both plans once; how many monthly reports there are."""
    province = officer("province")
    with acting(province.actor):
        plans = {plan.code: plan for plan in Plan.objects.filter(code__in=["ZJ-2010", f"ZJ-{today.year}"])}
        if Notice.objects.exists() or len(plans) < 2:
            return 0
    past, present = plans["ZJ-2010"], plans[f"ZJ-{today.year}"]
    for plan in (past, present):
        _benefits(plan, province)
    _publish(past, province)
    _hold(present, today)
    _read_meters(present, province, today)
    _report(present, province, today)
    _as(province, partial(draw_lots, present, province, today))
    with acting(province.actor):
        return MonthlyReport.objects.count()


def _as(by: Officer, do: Callable[[], object]) -> None:
    with acting(by.actor, reason="演示数据"):
        do()


def _benefits(plan: Plan, province: Officer) -> None:
    """Every target that was accepted freed something, more or less by its size."""
    sizes = dict(zip(FIELDS, map(Decimal, ("0.9", "110", "1.2", "0.4", "6")), strict=True))

    def record() -> None:
        rows = Target.objects.filter(plan=plan, accepted_on__isnull=False)
        Benefit.objects.bulk_create(
            Benefit(
                target=one, region_id=one.region_id, **{n: Decimal(one.pk % 7 + 1) * size for n, size in sizes.items()}
            )
            for one in rows
        )

    _as(province, record)


def _publish(plan: Plan, province: Officer) -> None:
    """The list, then the results of what the province confirms, then the announcement."""

    def publish() -> None:
        said: dict[str, Any] = {"plan": plan, "by": province, "body": _BODY}
        publish_notice(
            kind="list", title=f"{plan.year}年淘汰落后产能企业名单公示", on=date(2010, 7, 8),
            objections_until=date(2010, 7, 18), **said,
        )  # fmt: skip
        judged = StageFact.objects.filter(target__plan=plan, verb="accept", voided=False).exclude(by=province)
        for one in Target.objects.filter(stage=Stage.ACCEPTED, pk__in=judged.values("target")):
            move(target=one, verb="confirm", on=_UP, by=province, seen_version=one.version)
        if not targets_for(plan, Notice.Kind.RESULT):
            return
        until = _UP + timedelta(days=8)
        result = publish_notice(
            kind="result", title=f"{plan.year}年淘汰落后产能验收结果公示", on=_UP, objections_until=until, **said
        )  # fmt: skip
        announce(notice=result, title=f"{plan.year}年淘汰落后产能完成情况公告", body=_BODY, by=province, on=_ANNOUNCED)

    _as(province, publish)


def _hold(plan: Plan, today: date) -> None:
    """A target of which one part is dismantled and the rest stands still, mortgaged, under somebody's eyes."""
    by = city_officers()["330600"]
    held = Held(
        "mortgage", "柯桥区经信局监管科", "抵押解除后三十日内拆除主机，期间每周巡查", today + timedelta(days=60)
    )

    def hold() -> None:
        one = Target.objects.filter(plan=plan, stage=Stage.STOPPED).order_by("pk").first()
        if one is None:
            return
        supply([Wanted(one, kind, today) for kind in ("power_notice", "photo_during")], by)
        half = (one.amount / 2).quantize(Decimal("0.01"))
        one = record_part(
            target=one, amount=half, on=today, by=by, seen_version=one.version, reason="辅机和传动部分已拆除"
        )
        move(target=one, verb="hold", on=today, by=by, seen_version=one.version, reason="资产抵押未解除", held=held)

    _as(by, hold)


def _read_meters(plan: Plan, province: Officer, today: date) -> None:
    """Half a year of meters of a few stopped targets; two of them seem to run again."""

    def read() -> None:
        stopped = Target.objects.filter(plan=plan, stage=Stage.DISMANTLED).select_related("enterprise", "facility")[:8]
        months = _months(today, 9)
        rows = []
        for place, one in enumerate(stopped):
            since = one.facts.filter(voided=False).order_by("on").values_list("on", flat=True)[0]
            for month in months:
                used = 52_000 + 900 * place if month <= since else 600
                used = 38_500 - 9_000 * place if place < 2 and month == months[-1] and month > since else used
                code = one.enterprise.credit_code
                rows.append(
                    ReadingRow(
                        one.enterprise.name, one.facility.name, month.year, month.month, Decimal(used),
                        Decimal(used) / 100, code,
                    )
                )  # fmt: skip
        merge_readings(plan=plan, rows=rows, by=province)

    _as(province, read)


def _months(today: date, count: int) -> list[date]:
    """The last so many whole months, oldest first."""
    found = [month_before(today)]
    while len(found) < count:
        found.append(month_before(found[-1]))
    return found[::-1]


def _report(plan: Plan, province: Officer, today: date) -> None:
    """Last month's reports: most accepted, one returned, one waiting, one late, two missing."""
    month = month_before(today)
    if month.year != plan.year:
        return
    officers = city_officers()
    for place, (code, _name) in enumerate(CITIES.values()):
        if place >= len(CITIES) - 2:
            continue
        by = officers[code]
        on = today if place == 2 else min(today, due_on(month) - timedelta(days=place % 3))

        def submit(by: Officer = by, on: date = on) -> None:
            report = begin_report(plan=plan, month=month, by=by, on=on)
            words = Wording(
                "本月按计划推进关停和拆除，现场已核对。", "个别企业资产抵押尚未解除。", "下月完成剩余项目的拆除和验收。"
            )
            report = write_report(report=report, wording=words, by=by, seen_version=report.version)
            submit_report(report=report, by=by, on=on, seen_version=report.version)

        _as(by, submit)
        if place:
            _as(province, partial(_decide, code, place, province, today))


def _decide(code: str, place: int, province: Officer, today: date) -> None:
    report = MonthlyReport.objects.select_related("region").get(region=code)
    verb, comment = ("return", "请补充未完成项目的拆除时间") if place == 1 else ("accept", "")
    decide_report(report=report, verb=verb, by=province, on=today, seen_version=report.version, comment=comment)

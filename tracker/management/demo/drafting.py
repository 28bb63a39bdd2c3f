"""The demo's next year (演示草案): a draft of which one task was split by surveyed stock, and one still waits for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.management.demo.accounts import PROVINCE
from tracker.officers.models import Officer
from tracker.quotas.allocation import Wish, propose
from tracker.quotas.distribution import Portion, distribute
from tracker.quotas.models import Quota
from tracker.quotas.planning import create_plan
from tracker.quotas.services import QuotaRow, put_quota

TASKS = (
    ("cement", "直径3.2米及以下水泥粉磨机", "90", "万吨", 10, "台"),
    ("paper", "落后造纸生产线", "24", "万吨", 15, "条"),
)


def draft_next_year(today: date, province: Officer) -> None:
    """The draft: both tasks stated, the first handed on by the allocation assistant."""
    year = today.year + 1
    deadline = date(year, 9, 15)
    plan = create_plan(
        code=f"ZJ-{year}", year=year, title=f"浙江省{year}年淘汰落后产能计划（演示）", deadline=deadline, by=province
    )
    tasks = [
        put_quota(
            plan=plan,
            row=QuotaRow(
                PROVINCE,
                industry,
                content,
                Decimal(amount),
                unit,
                deadline,
                Decimal(pieces),
                counted,
                "dept-eic",
                "演示数字",
            ),
            by=province,
        )
        for industry, content, amount, unit, pieces, counted in TASKS
    ]
    _split(tasks[0], province, today)


def _split(task: Quota, province: Officer, today: date) -> None:
    proposal = propose(quota=task, wish=Wish(step=Decimal("0.1")), officer=province, on=today)
    portions = [Portion(part.region_id, part.amount, part.equipment_count) for part in proposal.parts if part.amount]
    distribute(quota=task, portions=portions, by=province, on=today, reason="按调研存量分解", seen_version=task.version)

"""The demo's lots (双随机演示): one announced and drawn, one that waits for its event."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.management.demo.accounts import city_officers
from tracker.officers.models import Officer
from tracker.progress.candidates import things_of
from tracker.progress.drawing import Announced, announce_draw, draw_announced
from tracker.quotas.models import Plan


def draw_lots(plan: Plan, province: Officer, today: date) -> None:
    """Three accepted targets by a lot announced days ago, visited by the cities' officers crosswise; another lot waits."""
    roster = [province, *city_officers().values()]
    possible = len(things_of(plan))
    if not possible:
        return
    said = Announced(min(3, possible), "双色球开奖号码（演示）", today - timedelta(days=2), today + timedelta(days=7))
    past = announce_draw(plan=plan, announced=said, roster=roster, by=province, on=today - timedelta(days=5))
    draw_announced(announcement=past, outcome="03 09 12 21 26 33 + 07", by=province, on=today)
    if possible > said.count:
        coming = Announced(1, "双色球下一期开奖号码（演示）", today + timedelta(days=2), today + timedelta(days=14))
        announce_draw(plan=plan, announced=coming, roster=roster, by=province, on=today)

"""The watchdog (值守): tells the system administrators when the deadlines were not scanned, once a day and each in words.

It leans on nothing that may be what failed: neither on the timetable nor on Redis nor on a worker.
"""

from __future__ import annotations

from datetime import date, time

from django.utils.translation import gettext as _

from tracker.alerts.models import ScanRun
from tracker.audit.acting import acting, system
from tracker.jobs.kinds import MessageKind
from tracker.jobs.notify import Letter, notify_role
from tracker.officers.roles import Role
from tracker.vitals.looking import scan_is_late


def watch(*, on: date, at: time) -> bool:
    """Whether the scan is late; if so the administrators have a mail in the outbox. Twice a day is once."""
    with acting(system("watchdog")):
        if not scan_is_late(on=on, at=at):
            return False
        last = ScanRun.objects.filter(finished_at__isnull=False).order_by("-on").first()
        notify_role(
            role=Role.SYSADMIN,
            kind=MessageKind.SYSTEM,
            key=f"watchdog.scan.{on:%Y%m%d}",
            write=lambda: watchdog_letter(on, last.on if last else None),
        )
    return True


def watchdog_letter(on: date, last: date | None) -> Letter:
    """What the administrators are told when a day's scan did not come."""
    return Letter(
        _("期限扫描没有运行：%(on)s") % {"on": on},
        (
            _("逾期预警依赖每日的期限扫描。请检查定时器（beat）、scan 队列的 worker 和数据库。"),
            _("恢复后错过的日期会逐日补扫，也可以执行 manage.py scan_deadlines。"),
        ),
        ((_("最近一次扫描"), str(last or _("从未运行"))),),
        "/health/",
    )

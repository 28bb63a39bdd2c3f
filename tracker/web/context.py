"""What every page's frame needs: who is signed in, the plans, the navigation, the business date. Read only when shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tracker.alerts.models import Alert
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.plans import chosen_plan, plans_for

# Address name, label, resource of the permission table, first word of the addresses it covers.
ROOMS = [
    ("overview", _("总览"), "home", ("overview", "city")),
    ("plans", _("年度计划"), "plan", ("plan",)),
    ("quotas", _("目标任务"), "quota", ("quota",)),
    ("targets", _("淘汰任务"), "target", ("target",)),
    ("progress_reports", _("进度月报"), "progress", ("progress",)),
    ("inspections", _("检查验收"), "inspection", ("inspection",)),
    ("suspicions", _("疑点核实"), "suspicion", ("suspicion",)),
    ("readings", _("用电用水"), "reading", ("reading",)),
    ("notices", _("公示公告"), "notice", ("notice",)),
    ("cases", _("瞒报谎报线索"), "case", ("case",)),
    ("contracts", _("责任状"), "contract", ("contract",)),
    ("adjustments", _("任务调整"), "adjustment", ("adjustment",)),
    ("alerts", _("预警"), "alert", ("alert",)),
    ("orders", _("强制措施"), "order", ("order", "measure")),
    ("uploads", _("上传"), "upload", ("upload",)),
    ("enterprises", _("企业台账"), "enterprise", ("enterprise",)),
    ("catalogue", _("淘汰目录"), "catalogue", ("catalogue",)),
    ("screening", _("筛查"), "screening", ("screening",)),
    ("calendar", _("工作日历"), "calendar", ("calendar",)),
    ("accounts", _("人员账号"), "officer", ("account",)),
]
MANY = 100


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the page frame; everything that asks the database is lazy, so error pages need none."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {}
    return {
        "officer": officer,
        "today": today(),
        "plans": SimpleLazyObject(lambda: plans_for(request)),
        "plan": SimpleLazyObject(lambda: chosen_plan(request)),
        "nav": SimpleLazyObject(lambda: navigation(request, officer)),
        "room": _room(request),
    }


def _room(request: HttpRequest) -> dict[str, Any] | None:
    """The room the page is in, for the breadcrumbs; the overview is where they begin."""
    match = request.resolver_match
    here = match.url_name or "" if match else ""
    found = ((name, label) for name, label, _resource, covered in ROOMS[1:] if here.startswith(covered))
    return next(({"url": reverse(name), "label": label} for name, label in found), None)


def navigation(request: HttpRequest, officer: Officer) -> list[dict[str, Any]]:
    """The rooms the officer's role may enter, the present one marked, open alerts counted."""
    match = request.resolver_match
    here = match.url_name or "" if match else ""
    return [
        {
            "url": reverse(name),
            "label": label,
            "active": here.startswith(covered),
            "badge": _open_alerts(officer) if name == "alerts" else "",
        }
        for name, label, resource, covered in ROOMS
        if may(officer, "view", resource)
    ]


def _open_alerts(officer: Officer) -> str:
    """How many alerts wait, counted no further than is worth knowing."""
    waiting = Alert.objects.visible_to(officer).filter(state=Alert.State.OPEN)[:MANY].count()
    return f"{MANY - 1}+" if waiting == MANY else str(waiting or "")

"""The navigation (导航): groups in the order of the campaign, the rooms of each, and where the page at hand stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.alerts.inbox import waiting
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.dates import today

MANY = 100


@dataclass(frozen=True)
class Room:
    """A list page that stands in the navigation; `covers` are the first words of the addresses that belong to it."""

    name: str
    label: str | Promise
    resource: str
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Rooms that one works in together; a group of one room bears that room's name."""

    label: str | Promise
    rooms: tuple[Room, ...]


GROUPS = (
    Group(_("总览"), (Room("overview", _("总览"), "home", ("overview", "city")),)),
    Group(
        _("待办"),
        (
            Room("inbox", _("待办"), "alert", ("inbox", "alert")),
            Room("deadline_requests", _("延期申请"), "deadline", ("deadline",)),
            Room("leaders", _("分管领导"), "leader", ("leader",)),
            Room("ladder", _("督办阶梯"), "ladder", ("ladder",)),
        ),
    ),
    Group(
        _("目录与筛查"),
        (
            Room("catalogue", _("淘汰目录"), "catalogue", ("catalogue",)),
            Room("enterprises", _("企业台账"), "enterprise", ("enterprise",)),
            Room("statistics", _("地区统计"), "statistic", ("statistic",)),
            Room("screening", _("筛查"), "screening", ("screening",)),
        ),
    ),
    Group(
        _("计划与责任"),
        (
            Room("plans", _("年度计划"), "plan", ("plan",)),
            Room("quotas", _("目标任务"), "quota", ("quota",)),
            Room("contracts", _("责任状"), "contract", ("contract",)),
            Room("adjustments", _("任务调整"), "adjustment", ("adjustment",)),
        ),
    ),
    Group(
        _("淘汰与验收"),
        (
            Room("targets", _("淘汰任务"), "target", ("target",)),
            Room("progress_reports", _("进度月报"), "progress", ("progress",)),
            Room("inspections", _("检查验收"), "inspection", ("inspection",)),
            Room("notices", _("公示公告"), "notice", ("notice",)),
            Room("benefits", _("淘汰成效"), "target", ("benefits",)),
            Room("report_forms", _("上报表"), "target", ("report_form",)),
        ),
    ),
    Group(
        _("防止复产"),
        (
            Room("readings", _("用电用水"), "reading", ("reading",)),
            Room("suspicions", _("疑点核实"), "suspicion", ("suspicion",)),
            Room("cases", _("瞒报谎报线索"), "case", ("case",)),
        ),
    ),
    Group(
        _("强制措施"),
        (
            Room("orders", _("强制措施"), "order", ("order",)),
            Room("measures", _("措施种类"), "measure", ("measure",)),
            Room("joint_actions", _("联合行动"), "joint", ("joint",)),
            Room("charges", _("企业加价"), "charge", ("charge", "statement_facility")),
            Room("statements", _("对账单"), "statement", ("statement",)),
            Room("prices", _("加价标准"), "price", ("price",)),
        ),
    ),
    Group(
        _("奖补与置换"),
        (
            Room("replacements", _("产能置换"), "replacement", ("replacement",)),
            Room("awards", _("奖补资金"), "award", ("award",)),
        ),
    ),
    Group(
        _("上传与作业"),
        (Room("uploads", _("上传"), "upload", ("upload",)), Room("jobs", _("后台作业"), "job", ("job",))),
    ),
    Group(
        _("系统管理"),
        (
            Room("accounts", _("人员账号"), "officer", ("account",)),
            Room("health", _("运行状况"), "health", ("health",)),
            Room("calendar", _("工作日历"), "calendar", ("calendar",)),
            Room("quiet", _("免打扰时段"), "quiet", ("quiet",)),
            Room("outbox", _("邮件发送"), "mail", ("outbox",)),
            Room("webhooks", _("机器人推送"), "webhook", ("webhook",)),
        ),
    ),
)


def room_of(request: HttpRequest) -> dict[str, Any] | None:
    """The room the page is in, for the breadcrumbs; the overview is where they begin."""
    here = _here(request)
    rooms = (room for group in GROUPS[1:] for room in group.rooms)
    return next(({"url": reverse(one.name), "label": one.label} for one in rooms if here.startswith(one.covers)), None)


def navigation(request: HttpRequest, officer: Officer) -> list[dict[str, Any]]:
    """The groups with rooms the officer's role may enter, the present ones marked, open alerts counted.

    A group leads to its first room; `rooms` are its rooms when it has more than one.
    """
    here = _here(request)
    shown = []
    for group in GROUPS:
        rooms = [_shown(room, officer, here) for room in group.rooms if may(officer, "view", room.resource)]
        if rooms:
            alone = len(rooms) == 1
            shown.append(
                {
                    "url": rooms[0]["url"],
                    "label": rooms[0]["label"] if alone else group.label,
                    "active": any(room["active"] for room in rooms),
                    "badge": rooms[0]["badge"] if alone else "",
                    "rooms": [] if alone else rooms,
                }
            )
    return shown


def _shown(room: Room, officer: Officer, here: str) -> dict[str, Any]:
    return {
        "url": reverse(room.name),
        "label": room.label,
        "active": here.startswith(room.covers),
        "badge": _open_alerts(officer) if room.name == "inbox" else "",
    }


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.url_name or "" if match else ""


def _open_alerts(officer: Officer) -> str:
    """How many alerts wait, counted no further than is worth knowing."""
    found = waiting(officer, today())[:MANY].count()
    return f"{MANY - 1}+" if found == MANY else str(found or "")

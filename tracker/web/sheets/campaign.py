"""Lists of targets, standings and alerts (淘汰任务、进度排名、预警)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tracker.alerts.inbox import described
from tracker.workbooks.listings.columns import Form, ListColumn, Listing, amount, day, number, shown

UNIT = ListColumn("unit", _("单位"), width=10)

TARGETS = Listing(
    "targets",
    _("淘汰任务"),
    (
        ListColumn("region.name", _("所在地")),
        ListColumn("enterprise.name", _("企业"), width=34),
        ListColumn("enterprise.credit_code", _("统一社会信用代码"), width=22),
        ListColumn("industry.name", _("行业"), width=12),
        ListColumn("facility.name", _("淘汰装备（生产线）"), width=30),
        ListColumn("equipment_count", _("装备数量"), Form.INTEGER, width=10, unit="equipment_unit", total=True),
        ListColumn("equipment_unit", _("装备单位"), width=10),
        amount("amount", _("淘汰产能")),
        UNIT,
        day("due_on", _("完成期限")),
        shown("stage", _("进度"), 16),
        day("completed_on", _("完成日期")),
        ListColumn(
            "days_late", _("完成时逾期天数"), Form.INTEGER, width=10, value=lambda target: target.days_late or None
        ),
        day("accepted_on", _("验收日期")),
        ListColumn("remark", _("备注"), width=24),
    ),
)


def _of_target(path: str) -> Callable[[Any], Any]:
    """A value of an alert's target; nothing where it is about something else, or one may not look into the list."""

    def value(alert: Any) -> Any:
        found = alert.target
        for name in path.split("."):
            found = getattr(found, name, None)
        return found

    return value


ALERTS = Listing(
    "alerts",
    _("待办"),
    (
        shown("kind", _("类别")),
        ListColumn("kind_of", _("期限类别")),
        ListColumn("about", _("企业（事项）"), width=34),
        ListColumn("facility", _("淘汰装备（生产线）"), width=30, value=_of_target("facility.name")),
        ListColumn("plan", _("计划代码"), width=12, value=_of_target("plan.code")),
        ListColumn("region.name", _("所在地")),
        ListColumn("organisation.name", _("部门"), width=20),
        ListColumn("amount", _("淘汰产能"), Form.AMOUNT, unit="unit", total=True, value=_of_target("amount")),
        ListColumn("unit", _("单位"), width=10, value=_of_target("unit")),
        day("due_on", _("期限")),
        ListColumn("stage", _("进度"), width=16, value=lambda one: one.target and one.target.get_stage_display()),
        shown("state", _("状态")),
        shown("level", _("督办层级"), 16),
        shown("task", _("督办事项"), 16),
        ListColumn("assigned_to.name", _("交办给"), width=12),
        day("snoozed_until", _("暂缓至")),
        ListColumn("acknowledged_by.name", _("签收人"), width=12),
        day("acknowledged_on", _("签收日期")),
        ListColumn("note", _("处理意见"), width=30),
    ),
    prepare=described,
)

STANDINGS = Listing(
    "standings",
    _("进度排名"),
    (
        ListColumn("rank", _("名次"), Form.INTEGER, width=8),
        ListColumn("name", _("区划")),
        ListColumn("share", _("验收完成率"), Form.SHARE, width=12),
        number("met", _("达标行业")),
        number("quotas", _("有任务的行业")),
        number("targets", _("企业任务")),
        number("done", _("已完成")),
        number("accepted", _("已验收")),
        number("due_soon", _("临期")),
        number("overdue", _("逾期")),
        ListColumn(
            "contract", _("责任状"), value=lambda row: row["contract"].get_state_display() if row["contract"] else None
        ),
    ),
)

INDUSTRIES = Listing(
    "industries",
    _("分行业完成情况"),
    (
        ListColumn("industry", _("行业")),
        amount("assigned", _("任务量")),
        amount("covered", _("已落实")),
        amount("reported", _("已上报")),
        amount("accepted", _("已验收")),
        UNIT,
        ListColumn(
            "share", _("验收完成率"), Form.SHARE, width=12,
            value=lambda line: line.accepted / line.assigned if line.assigned else None,
        ),
        number("targets", _("企业任务")),
        number("targets_done", _("已完成")),
        number("targets_accepted", _("已验收项目")),
        number("targets_overdue", _("逾期")),
    ),
)  # fmt: skip

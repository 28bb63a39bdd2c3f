"""Lists of targets, standings and alerts (淘汰任务、进度排名、预警)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
        day("accepted_on", _("验收日期")),
        ListColumn("remark", _("备注"), width=24),
    ),
)


ALERTS = Listing(
    "alerts",
    _("预警"),
    (
        shown("kind", _("类别")),
        ListColumn("target.enterprise.name", _("企业"), width=34),
        ListColumn("target.facility.name", _("淘汰装备（生产线）"), width=30),
        ListColumn("target.plan.code", _("计划代码"), width=12),
        ListColumn("region.name", _("所在地")),
        amount("target.amount", _("淘汰产能"), "target.unit"),
        ListColumn("target.unit", _("单位"), width=10),
        day("due_on", _("期限")),
        ListColumn("stage", _("进度"), width=16, value=lambda alert: alert.target.get_stage_display()),
        shown("state", _("状态")),
        ListColumn("acknowledged_by.name", _("签收人"), width=12),
        day("acknowledged_on", _("签收日期")),
        ListColumn("note", _("处理意见"), width=30),
    ),
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

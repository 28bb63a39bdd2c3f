"""Lists of incentives (产能置换、奖补资金)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.listings.columns import Form, ListColumn, Listing, amount, day, shown

REPLACEMENTS = Listing(
    "replacements",
    _("产能置换"),
    (
        ListColumn("project", _("新建项目"), width=30),
        ListColumn("builder", _("建设单位"), width=28),
        ListColumn("project_region.name", _("项目所在地")),
        amount("new_amount", _("新建产能")),
        ListColumn("ratio", _("置换比例"), Form.AMOUNT, width=10),
        ListColumn("target.enterprise.name", _("淘汰企业"), width=30),
        ListColumn("facility.name", _("淘汰装备"), width=28),
        ListColumn("region.name", _("淘汰产能所在地")),
        ListColumn("industry.name", _("行业")),
        amount("amount", _("置换使用产能")),
        ListColumn("unit", _("计量单位"), width=10),
        ListColumn("document_number", _("文号"), width=26),
        day("decided_on", _("公告日期")),
        day("withdrawn_on", _("撤销日期")),
    ),
)

AWARDS = Listing(
    "awards",
    _("奖补资金"),
    (
        ListColumn("enterprise.name", _("企业"), width=32),
        ListColumn("target.facility.name", _("装备"), width=28),
        ListColumn("region.name", _("所在地")),
        shown("source", _("资金来源")),
        shown("purpose", _("资金用途"), 16),
        ListColumn("amount", _("奖补金额（万元）"), Form.AMOUNT, width=16, total=True),
        ListColumn("year", _("年度"), width=8, value=lambda one: str(one.year)),
        ListColumn("document_number", _("文号"), width=26),
        day("paid_on", _("拨付日期")),
        ListColumn("remark", _("备注"), width=24),
    ),
)

"""Lists of plans, quotas, their versions, adjustments and contracts (计划、任务、责任状)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.targets.coverage import with_coverage
from tracker.workbooks.listings.columns import Form, ListColumn, Listing, day, number, shown

UNIT = ListColumn("unit", _("单位"), width=10)
REGION = ListColumn("region.name", _("区划"))
INDUSTRY = ListColumn("industry.name", _("行业"), width=12)
CONTENT = ListColumn("content", _("淘汰内容"), width=30)

PLANS = Listing(
    "plans",
    _("年度计划"),
    (
        ListColumn("title", _("名称"), width=40),
        ListColumn("code", _("计划代码")),
        ListColumn("document_number", _("文号"), width=24),
        day("issued_on", _("下达日期")),
        day("deadline", _("完成期限")),
        shown("state", _("状态")),
    ),
)

QUOTAS = Listing(
    "quotas",
    _("目标任务"),
    (
        REGION,
        ListColumn("level", _("级别"), width=12, value=lambda quota: quota.region.get_level_display()),
        INDUSTRY,
        CONTENT,
        # One level contains the next: adding the levels up would count the same task twice.
        ListColumn("amount", _("任务量"), Form.AMOUNT),
        ListColumn("allocated", _("已分解到下级"), Form.AMOUNT),
        ListColumn("covered", _("已落实"), Form.AMOUNT),
        UNIT,
        ListColumn("equipment_count", _("装备数量"), Form.INTEGER, width=10),
        ListColumn("equipment_unit", _("装备单位"), width=10),
        ListColumn("lead_department.short_name", _("牵头部门"), width=18),
        day("deadline", _("完成期限")),
        ListColumn("remark", _("备注"), width=24),
    ),
    prepare=with_coverage,
)

VERSIONS = Listing(
    "plan-versions",
    _("版本对照"),
    (
        ListColumn("region", _("区划")),
        ListColumn("industry", _("行业"), width=12),
        CONTENT,
        ListColumn("before", _("调整前"), Form.AMOUNT),
        ListColumn("after", _("调整后"), Form.AMOUNT),
        ListColumn("difference", _("增减"), Form.AMOUNT),
        UNIT,
        ListColumn("equipment_before", _("装备调整前"), Form.INTEGER, width=10),
        ListColumn("equipment_after", _("装备调整后"), Form.INTEGER, width=10),
        ListColumn("equipment_unit", _("装备单位"), width=10),
    ),
)

ADJUSTMENTS = Listing(
    "adjustments",
    _("任务调整"),
    (
        ListColumn("region.name", _("申请地区")),
        ListColumn("reason", _("申请理由"), width=50),
        number("line_count", _("任务项数")),
        number("exchange_count", _("替代项目")),
        ListColumn("requested_by.name", _("申请人"), width=12),
        day("requested_on", _("申请日期")),
        day("decided_on", _("审批日期")),
        ListColumn("document_number", _("批复文号"), width=24),
        shown("state", _("状态")),
    ),
)

CONTRACTS = Listing(
    "contracts",
    _("责任状"),
    (
        ListColumn(
            "party",
            _("责任方"),
            width=24,
            value=lambda one: one.organisation.name if one.organisation else one.region.name,
        ),
        shown("level", _("层级")),
        ListColumn("number", _("编号"), width=20),
        ListColumn("party_a", _("甲方"), width=22, value=lambda one: f"{one.party_a_title} {one.party_a_name}".strip()),
        ListColumn("party_b", _("乙方"), width=22, value=lambda one: f"{one.party_b_title} {one.party_b_name}".strip()),
        number("line_count", _("任务项数")),
        day("deadline", _("完成期限")),
        day("signed_on", _("签订日期")),
        shown("state", _("状态")),
    ),
)

CEREMONY = Listing(
    "ceremony",
    _("签订名单"),
    (
        ListColumn("level", _("层级"), width=16),
        ListColumn("place.name", _("乙方"), width=30),
        ListColumn("place.contract.number", _("编号"), width=20),
        ListColumn("place.contract.party_a_name", _("甲方签订人")),
        ListColumn("place.contract.party_b_name", _("乙方签订人")),
        day("place.contract.signed_on", _("签订日期")),
        ListColumn(
            "state",
            _("状态"),
            value=lambda row: row["place"].contract.get_state_display() if row["place"].contract else _("未拟定"),
        ),
    ),
)

"""Lists of enforcement (强制措施、措施种类)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.listings.columns import Form, ListColumn, Listing, day, shown

ORDERS = Listing(
    "orders",
    _("强制措施"),
    (
        ListColumn("party", _("被执行人"), width=34),
        ListColumn("equipment", _("装备名称及型号"), width=28),
        ListColumn("measure_name", _("措施"), width=16),
        ListColumn("number", _("文号"), width=24),
        ListColumn("region.name", _("区划")),
        ListColumn("organisation.name", _("执行部门"), width=24),
        day("issued_on", _("下达日期")),
        day("due_on", _("执行期限")),
        day("executed_on", _("执行日期")),
        shown("state", _("状态")),
    ),
)

PRICES = Listing(
    "prices",
    _("加价标准"),
    (
        ListColumn("measure.name", _("措施"), width=16),
        shown("tier", _("类别")),
        ListColumn("industry.name", _("行业")),
        ListColumn("unit_price", _("加价标准"), Form.AMOUNT),
        ListColumn("unit", _("计价单位")),
        day("valid_from", _("执行日期")),
        day("valid_to", _("终止日期")),
        ListColumn("document", _("文件"), width=44),
        ListColumn("document_number", _("文号"), width=26),
        ListColumn("end_document_number", _("终止文号"), width=26),
        ListColumn("is_inferred", _("推定"), width=8, value=lambda one: _("是") if one.is_inferred else _("否")),
    ),
)

STATEMENTS = Listing(
    "statements",
    _("对账单"),
    (
        ListColumn("month", _("月份"), value=lambda one: f"{one.month:%Y-%m}"),
        ListColumn("region.name", _("设区市")),
        ListColumn("measure.name", _("措施"), width=16),
        ListColumn("edition", _("版次"), Form.INTEGER, width=8),
        ListColumn("number", _("文号"), width=24),
        ListColumn("organisation.name", _("执行部门"), width=24),
        ListColumn("total", _("加价金额（元）"), Form.AMOUNT, width=18),
        ListColumn("previous_total", _("原金额（元）"), Form.AMOUNT, width=18),
        ListColumn("difference", _("差额（元）"), Form.AMOUNT, width=16),
        day("made_on", _("核算日期")),
        day("issued_on", _("出具日期")),
        shown("state", _("状态"), 16),
    ),
)

CHARGES = Listing(
    "charges",
    _("企业加价"),
    (
        ListColumn("month", _("月份"), value=lambda one: f"{one.month:%Y-%m}"),
        ListColumn("party", _("企业名称"), width=34),
        ListColumn("equipment", _("装备名称及型号"), width=28),
        ListColumn("region.name", _("所在地")),
        ListColumn("industry.name", _("行业")),
        ListColumn("measure.name", _("措施"), width=16),
        shown("tier", _("类别")),
        ListColumn("quantity", _("用量"), Form.AMOUNT),
        ListColumn("unit_price", _("单价（元）"), Form.AMOUNT),
        ListColumn("unit", _("计价单位")),
        ListColumn("document_number", _("文号"), width=24),
        ListColumn("amount", _("加价金额（元）"), Form.AMOUNT, width=18, total=True),
        ListColumn("previous_amount", _("原金额（元）"), Form.AMOUNT, width=18),
        shown("gap", _("缺项")),
        ListColumn("number", _("对账单文号"), width=24),
        shown("state", _("状态"), 16),
    ),
)

STATEMENT_CITIES = Listing(
    "statement_cities",
    _("各市加价金额"),
    (
        ListColumn("city", _("设区市")),
        ListColumn("measure", _("措施"), width=18),
        ListColumn("facilities", _("计价装备"), Form.INTEGER, width=12),
        ListColumn("gaps", _("待补"), Form.INTEGER, width=10),
        ListColumn("amount", _("加价金额（元）"), Form.AMOUNT, width=18, total=True),
    ),
)

JOINT_ACTIONS = Listing(
    "joint-actions",
    _("联合行动"),
    (
        ListColumn("title", _("名称"), width=34),
        ListColumn("number", _("案号"), width=24),
        ListColumn("party", _("被执行人"), width=34),
        day("held_on", _("行动日期")),
        ListColumn("place", _("行动地点"), width=34),
        ListColumn("region.name", _("区划")),
        ListColumn("lead.name", _("牵头单位"), width=24),
        shown("state", _("状态")),
    ),
)

MEASURES = Listing(
    "measures",
    _("措施种类"),
    (
        ListColumn("name", _("措施"), width=20),
        shown("kind", _("类别")),
        ListColumn("duty_department.name", _("执行部门"), width=24),
        shown("precondition", _("适用条件"), 30),
        ListColumn("legal_basis", _("法律依据"), width=44),
        ListColumn("way_back", _("解除条件"), width=40),
        ListColumn("notice_working_days", _("陈述申辩期（工作日）"), Form.INTEGER, width=12),
        ListColumn("is_active", _("启用"), width=8, value=lambda one: _("是") if one.is_active else _("否")),
    ),
)

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

"""The kind `targets` (淘汰企业名单): enterprise, line, capacity, deadline; the published list of the plan (S4.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind

EQUIPMENT = Column(
    "equipment",
    "淘汰装备（生产线）",
    aliases=(
        "淘汰生产线（设备）型号及数量",
        "淘汰装备",
        "淘汰生产线",
        "淘汰设备",
        "装备名称",
        "生产线",
        "设备名称",
        "淘汰生产线（设备）",
        "装备（生产线）",
        "淘汰生产线（设备）型号",
        "淘汰落后生产线（设备）",
        "主要淘汰设备",
        "淘汰内容",
    ),
    parts=(
        ("名称", "equipment"),
        ("型号", "equipment"),
        ("名称及型号", "equipment"),
        ("名称型号", "equipment"),
        ("数量", "equipment_count"),
        ("台数", "equipment_count"),
        ("单位", "equipment_unit"),
        ("计量单位", "equipment_unit"),
    ),
    required=True,
    max_length=120,
    width=30,
    help=_("要淘汰的生产线或设备，写明型号；同一企业多条生产线各写一行"),
    example="Φ2.2×6.5米水泥磨机",
)

TARGETS = Kind(
    code="targets",
    title=_("淘汰落后产能企业名单"),
    columns=(
        parts.CITY,
        parts.COUNTY,
        parts.ENTERPRISE,
        parts.CREDIT_CODE,
        parts.INDUSTRY,
        EQUIPMENT,
        parts.EQUIPMENT_COUNT,
        parts.EQUIPMENT_UNIT,
        parts.amount("amount", "淘汰产能", "产能", "淘汰落后产能", "淘汰能力", "淘汰产能数", "生产能力", "任务量"),
        parts.UNIT,
        parts.DEADLINE,
        parts.REMARK,
    ),
    keys=(("county", "enterprise", "equipment"), ("credit_code", "equipment")),
    order=("city", "county", "enterprise", "equipment"),
    totals=("amount", "equipment_count"),
    partial=True,
    help=_(
        "每家企业的每条生产线（每种设备）一行。设区市只写一次、往下合并单元格也可以；小计、合计行会跳过，并用来核对。"
    ),
)

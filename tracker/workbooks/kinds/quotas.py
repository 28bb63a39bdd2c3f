"""The kind `quotas` (目标任务表): what each city must eliminate in each industry under a plan (S4.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind, Type

QUOTAS = Kind(
    code="quotas",
    title=_("淘汰落后产能目标任务表"),
    columns=(
        parts.CITY,
        parts.INDUSTRY,
        Column(
            "content",
            "淘汰内容",
            aliases=("淘汰项目", "淘汰对象", "内容", "淘汰装备", "淘汰落后产能内容", "任务内容"),
            required=True,
            max_length=120,
            width=28,
            help=_("淘汰什么，例如：机立窑、直径 3 米及以下粉磨机"),
            example="直径3米及以下水泥粉磨机",
        ),
        parts.amount(
            "amount",
            "任务量",
            "淘汰任务量",
            "目标任务量",
            "淘汰任务",
            "目标任务",
            "任务数",
            "淘汰产能",
            "淘汰量",
            "产能",
            "目标任务数",
        ),
        parts.UNIT,
        parts.EQUIPMENT_COUNT,
        parts.EQUIPMENT_UNIT,
        parts.DEADLINE,
        Column(
            "lead_department",
            "牵头部门",
            Type.CHOICE,
            aliases=("牵头单位", "责任部门", "责任单位", "牵头部门（单位）"),
            source="organisation",
            width=18,
            help=_("可不填；填省级部门的全称或简称"),
            example="浙江省经济和信息化委员会",
        ),
        parts.REMARK,
    ),
    keys=(("city", "industry", "content"),),
    order=("city", "industry", "content"),
    totals=("amount", "equipment_count"),
    help=_("每个设区市、每个行业、每项淘汰内容一行。合计行会跳过，并用来核对。"),
)

"""The kind `facilities` (企业装备调查表): the survey of enterprises and their equipment against the criteria (S4.3)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind, Type

FACILITIES = Kind(
    code="facilities",
    title=_("企业主要生产装备调查表"),
    columns=(
        parts.CITY,
        parts.COUNTY,
        parts.ENTERPRISE,
        parts.CREDIT_CODE,
        parts.INDUSTRY,
        Column(
            "ownership",
            "所有制",
            Type.CHOICE,
            aliases=("企业性质", "经济类型", "所有制性质", "企业类型"),
            source="ownership",
            width=12,
            help=_("国有、集体、民营、外资及港澳台"),
            example="民营",
        ),
        Column(
            "employees",
            "从业人数",
            Type.INTEGER,
            aliases=("职工人数", "员工人数", "人数", "从业人员", "从业人员数"),
            maximum=Decimal(999_999),
            width=10,
            help=_("整数"),
            example="120",
        ),
        Column(
            "facility_kind",
            "装备类型",
            Type.CHOICE,
            aliases=("设备类型", "装备类别", "设备类别", "窑型"),
            source="facility_kind",
            width=14,
            help=_("从下拉列表中选择；界定标准按装备类型判断"),
            example="水泥粉磨机",
        ),
        Column(
            "equipment",
            "装备名称及型号",
            aliases=("装备名称", "设备名称及型号", "设备名称", "装备型号", "生产线名称", "主要设备", "装备名称型号"),
            required=True,
            max_length=120,
            width=28,
            help=_("同一企业内不得重复"),
            example="Φ2.2×6.5米水泥磨机",
        ),
        Column(
            "parameters",
            "参数",
            aliases=("技术参数", "主要参数", "装备参数", "规格"),
            max_length=500,
            width=30,
            help=_("写成“名称=数值单位”，多个用分号隔开；留空的参数不改动原有记录"),
            example="磨机直径=2.2米；环保达标=是",
        ),
        parts.amount("capacity", "产能", "年产能", "生产能力", "设计产能", "年生产能力", required=False),
        Column(
            "unit",
            "计量单位",
            Type.CHOICE,
            aliases=("单位", "产能单位", "产能计量单位"),
            source="capacity_unit",
            width=10,
            help=_("填了产能须填计量单位"),
            example="万吨",
        ),
        Column(
            "commissioned_on",
            "投产日期",
            Type.DATE,
            aliases=("投产时间", "建成投产日期", "投产年月", "建成时间"),
            width=13,
            help=_("写明年月日"),
            example="1998-05-01",
        ),
        Column(
            "status",
            "状态",
            Type.CHOICE,
            aliases=("生产状态", "运行状态", "现状", "使用状态"),
            source="facility_status",
            width=10,
            help=_("在产、停产、已拆除"),
            example="在产",
        ),
        Column(
            "serial_number",
            "出厂编号",
            aliases=("设备编号", "出厂号", "设备出厂编号", "铭牌编号"),
            max_length=60,
            width=16,
            help=_("按铭牌抄写；已淘汰装备的编号不能再登记"),
            example="JC-2013-0457",
        ),
    ),
    keys=(("county", "enterprise", "equipment"), ("credit_code", "equipment")),
    order=("city", "county", "enterprise", "equipment"),
    totals=("capacity",),
    partial=True,
    help=_("每台（条）装备一行，按现场实有填写；停用的也要填，状态写“停产”。"),
)

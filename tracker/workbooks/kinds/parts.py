"""Columns that several kinds share."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds.base import Column, Type

CITY = Column(
    "city",
    "设区市",
    Type.CHOICE,
    aliases=("市", "地市", "设区的市", "地区", "城市", "市（地）", "所在市", "省份/设区市", "市别", "区域"),
    required=True,
    source="city",
    fill_down=True,
    width=12,
    help=_("十一个设区市之一，可写简称（杭州、杭州市均可）；合并单元格可以照旧"),
    example="杭州市",
)
COUNTY = Column(
    "county",
    "县(市、区)",
    Type.CHOICE,
    aliases=("县", "区县", "县市区", "所在县", "县区", "县别", "所在县（市、区）", "县（市）区", "所在区县"),
    required=True,
    source="county",
    width=14,
    help=_("企业所在的县（市、区），按当时的名称填写"),
    example="富阳市",
)
ENTERPRISE = Column(
    "enterprise",
    "企业名称",
    aliases=("单位名称", "企业", "企业全称", "公司名称", "淘汰企业名称", "企业（单位）名称", "淘汰企业"),
    required=True,
    max_length=120,
    proper_name=True,
    width=32,
    help=_("营业执照上的全称"),
    example="富阳某水泥有限公司",
)
CREDIT_CODE = Column(
    "credit_code",
    "统一社会信用代码",
    Type.CREDIT_CODE,
    aliases=(
        "信用代码",
        "社会信用代码",
        "组织机构代码",
        "机构代码",
        "统一社会信用代码（组织机构代码）",
        "统一代码",
        "法人代码",
    ),
    width=22,
    help=_("18 位统一社会信用代码；2015 年以前的名单可填 9 位组织机构代码，没有可空着。请将单元格设为文本格式"),
    example="91330000100000016D",
)
INDUSTRY = Column(
    "industry",
    "行业",
    Type.CHOICE,
    aliases=("所属行业", "行业类别", "行业名称", "行业类型", "淘汰行业", "产业"),
    required=True,
    source="industry",
    fill_down=True,
    width=12,
    help=_("从下拉列表中选择"),
    example="水泥",
)
EQUIPMENT_COUNT = Column(
    "equipment_count",
    "装备数量",
    Type.INTEGER,
    aliases=("数量", "台数", "台（套）数", "设备数量", "淘汰装备数量", "生产线数量", "台套数"),
    unit_column="equipment_unit",
    maximum=Decimal(999_999),
    width=10,
    help=_("整数；填了数量须填装备单位"),
    example="2",
)
EQUIPMENT_UNIT = Column(
    "equipment_unit",
    "装备单位",
    Type.CHOICE,
    aliases=("数量单位", "设备单位", "装备计量单位"),
    source="equipment_unit",
    width=10,
    help=_("台、座、条、台（套）等，从下拉列表中选择"),
    example="台",
)
UNIT = Column(
    "unit",
    "计量单位",
    Type.CHOICE,
    aliases=("单位", "产能单位", "任务量单位", "产能计量单位"),
    required=True,
    source="capacity_unit",
    width=10,
    help=_("产能的计量单位，须与行业相符（水泥：万吨；制革：万标张；印染：万米、亿米）"),
    example="万吨",
)
DEADLINE = Column(
    "deadline",
    "完成期限",
    Type.DATE,
    aliases=(
        "期限",
        "完成时限",
        "淘汰期限",
        "淘汰时限",
        "完成时间",
        "计划完成时间",
        "计划淘汰时间",
        "关停期限",
        "截止日期",
    ),
    required=True,
    width=13,
    help=_("最后一天（含当天），写明年月日"),
    example="2010-09-15",
)
REMARK = Column("remark", "备注", aliases=("说明", "备 注", "附注"), width=24, help=_("可不填"))


def amount(
    name: str, header: str, *aliases: str, note: object = "", required: bool = True, unit_column: str = "unit"
) -> Column:
    """A column of capacity, whose unit stands in `unit_column`, in the cell, in the header or above the table."""
    return Column(
        name,
        header,
        Type.AMOUNT,
        aliases=aliases,
        required=required,
        unit_column=unit_column,
        maximum=Decimal(99_999_999),
        parts=(
            ("数量", name),
            ("产能", name),
            ("能力", name),
            ("数额", name),
            ("单位", unit_column),
            ("计量单位", unit_column),
        ),
        width=13,
        help=note or _("不小于零，最多四位小数"),
        example="12.5",
    )

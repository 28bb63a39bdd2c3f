"""The kind `statistics` (地区统计表): published figures of regions and years, each with its source."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds.base import Column, Kind, Type

STATISTICS = Kind(
    code="statistics",
    title=_("地区统计表"),
    columns=(
        Column("region", "地区", Type.CHOICE, aliases=("区划", "地区名称", "市县", "行政区划"), required=True,
               source="region", fill_down=True, width=14, help=_("省、市、县（市、区）名称，可写简称"), example="浙江省"),
        Column("year", "年度", Type.INTEGER, aliases=("年", "年份"), required=True, fill_down=True,
               maximum=Decimal(2100), width=8, help=_("四位数；跨年度的填最后一年"), example="2012"),
        Column("year_from", "起始年度", Type.INTEGER, aliases=("起始年", "起始年份"), maximum=Decimal(2100), width=9,
               help=_("跨年度的数字填第一年，其余不填"), example="2001"),
        Column("month", "月份", Type.INTEGER, aliases=("月",), maximum=Decimal(12), width=8,
               help=_("1 至 12；全年的不填"), example=""),
        Column("indicator", "指标", Type.CHOICE, aliases=("指标名称",), required=True, source="indicator", width=14,
               help=_("从下拉列表中选择"), example="淘汰产能"),
        Column("nature", "口径", Type.CHOICE, aliases=("统计口径", "性质"), required=True, source="nature", width=12,
               help=_("规划目标、目标任务、自我加压、公布名单、完成情况"), example="完成情况"),
        Column("industry", "行业", Type.CHOICE, aliases=("所属行业", "行业名称"), source="industry", width=12,
               help=_("可不填"), example="水泥"),
        Column("content", "内容", aliases=("统计内容", "项目", "淘汰内容"), required=True, max_length=120, width=24,
               help=_("统计的是什么，例如：机立窑"), example="机立窑"),
        Column("value", "数值", Type.AMOUNT, aliases=("数量", "数额", "统计数"), required=True,
               maximum=Decimal(9_999_999_999), width=14, help=_("不小于零，最多四位小数"), example="5820"),
        Column("value_unit", "单位", Type.CHOICE, aliases=("计量单位", "数值单位"), required=True,
               source="statistic_unit", width=12, help=_("从下拉列表中选择"), example="万吨"),
        Column("source", "来源", aliases=("数据来源", "出处", "资料来源"), required=True, max_length=200, width=36,
               help=_("文件、公报或者报道的名称和文号"), example="浙江省统计公报"),
    ),
    keys=(("region", "year_from", "year", "month", "indicator", "nature", "content"),),
    order=("year", "region", "indicator", "content"),
    partial=True,
    help=_("一个地区、一个年度（月份）、一项指标一行；每个数字都要写明来源。"),
)  # fmt: skip

"""Regional statistics (地区统计): one published figure of one region and period, with its unit and its source.

Plans, lists and results of other years and of whole regions, as documents give them; what this system counts itself is never
written here. Figures of different units stand beside one another and are never added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.bulk.merge import MergeResult, MergeSpec, merge
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Industry, Region
from tracker.values.errors import InvalidValue
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS

STATISTIC_UNITS = [
    *CAPACITY_UNITS,
    *EQUIPMENT_UNITS,
    "个",
    "亩",
    "人",
    "万吨标准煤",
    "吨标准煤",
    "万千瓦时",
    "万元",
    "亿元",
    "%",
]
FIRST_YEAR, LAST_YEAR = 1949, 2100


class Indicator(models.TextChoices):
    """指标."""

    CAPACITY = "capacity", _("淘汰产能")
    EQUIPMENT = "equipment", _("淘汰装备")
    ENTERPRISES = "enterprises", _("涉及企业")
    INDUSTRIES = "industries", _("涉及行业")
    LAND = "land", _("腾出土地")
    COAL = "coal", _("节约能源")
    SO2 = "so2", _("削减二氧化硫")
    COD = "cod", _("削减化学需氧量")
    OUTPUT = "output", _("产量")
    UTILISATION = "utilisation", _("产能利用率")
    ELECTRICITY = "electricity", _("用电量")
    WORKERS = "workers", _("安置职工")


class Nature(models.TextChoices):
    """口径: whether a figure was aimed at, taken on beyond that, published, or reached."""

    PLAN = "plan", _("规划目标")
    TARGET = "target", _("目标任务")
    EXTRA = "extra", _("自我加压")
    PUBLISHED = "published", _("公布名单")
    RESULT = "result", _("完成情况")


class RegionStatisticQuerySet(ScopedQuerySet["RegionStatistic"]):
    """Questions asked of statistics."""


@tracked()
class RegionStatistic(models.Model):
    """地区统计数字. `year_from` is before `year` where a figure covers several years; month 0 is the whole year."""

    resource = "statistic"
    scope_column = "region_id"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    year_from = models.PositiveSmallIntegerField(_("起始年度"))
    year = models.PositiveSmallIntegerField(_("年度"))
    month = models.PositiveSmallIntegerField(_("月份"), default=0)
    indicator = models.CharField(_("指标"), max_length=12, choices=Indicator)
    nature = models.CharField(_("口径"), max_length=10, choices=Nature)
    content = models.CharField(_("内容"), max_length=120)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True, verbose_name=_("行业"))
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("单位"), max_length=10, choices=[(name, name) for name in STATISTIC_UNITS])
    source = models.CharField(_("来源"), max_length=200)
    version = models.PositiveIntegerField(default=1)

    objects = RegionStatisticQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-month", "region_id", "indicator", "content", "nature", "pk"]
        verbose_name = _("地区统计")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year_from", "year", "month", "indicator", "nature", "content"],
                name="statistic_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    year__gte=FIRST_YEAR, year__lte=LAST_YEAR, year_from__gte=FIRST_YEAR, year_from__lte=F("year")
                ),
                name="statistic_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(month=0) | Q(month__lte=12, year_from=F("year")), name="statistic_month_of_one_year"
            ),
            models.CheckConstraint(condition=Q(indicator__in=Indicator.values), name="statistic_indicator_known"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="statistic_nature_known"),
            models.CheckConstraint(condition=Q(unit__in=STATISTIC_UNITS), name="statistic_unit_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="statistic_not_negative"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(content=""), name="statistic_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year} {self.indicator} {self.content}"


def period_of(row: RegionStatistic) -> str:
    """The period as tables write it: 2012, 2001–2009, 2010-08."""
    if row.month:
        return f"{row.year}-{row.month:02}"
    return str(row.year) if row.year == row.year_from else f"{row.year_from}–{row.year}"


@dataclass(frozen=True)
class StatisticRow:
    """One line of a statistics workbook."""

    region_id: str
    year: int
    indicator: str
    nature: str
    content: str
    value: Decimal
    unit: str
    source: str
    year_from: int | None = None
    month: int = 0
    industry_id: str | None = None


_SPEC = MergeSpec(
    RegionStatistic,
    key=("region_id", "year_from", "year", "month", "indicator", "nature", "content"),
    values=("industry_id", "value", "unit", "source"),
)


@transaction.atomic
def merge_statistics(*, rows: Sequence[StatisticRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and correct statistics as one set; all or nothing."""
    require(by, "change", "statistic")
    for region in {row.region_id for row in rows}:
        require(by, "change", "statistic", region=region)
    return merge(_SPEC, each_row(rows, _record), dry_run=dry_run)


def _record(row: StatisticRow) -> dict[str, Any]:
    record = asdict(row) | {"year_from": row.year_from or row.year}
    if not FIRST_YEAR <= record["year_from"] <= row.year <= LAST_YEAR:
        raise InvalidValue(_now("起始年度不能晚于年度"), field="year_from", found=f"{record['year_from']}-{row.year}")
    if row.month and record["year_from"] != row.year:
        raise InvalidValue(_now("跨年度的数字不填月份"), field="month", found=str(row.month))
    return record

"""Tables of the region room: regions and their aliases, organisations, industries and their codes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.regions.naming import NamedInTwo
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS

CAPACITY_UNIT_CHOICES = [(name, name) for name in CAPACITY_UNITS]
EQUIPMENT_UNIT_CHOICES = [(name, name) for name in EQUIPMENT_UNITS]


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions asked of regions."""

    def valid_on(self, on: date) -> RegionQuerySet:
        """Regions that existed on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


@tracked()
class Region(NamedInTwo):
    """区划: a province, city or county of GB/T 2260, valid between two dates (both inclusive)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("设区市")
        COUNTY = "county", _("县（市、区）")

    code = models.CharField(_("区划代码"), primary_key=True, max_length=6)
    name = models.CharField(_("名称"), max_length=40)
    short_name = models.CharField(_("简称"), max_length=20)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True, default="", db_default="")
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="forerunners", verbose_name=_("继任区划")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("区划")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[1-9][0-9]{5}$"), name="region_code_is_gbt2260"),
            models.CheckConstraint(condition=Q(level__in=["province", "city", "county"]), name="region_level_known"),
            models.CheckConstraint(
                condition=Q(level="province", parent__isnull=True) | (~Q(level="province") & Q(parent__isnull=False)),
                name="region_only_province_is_root",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="region_valid_period"
            ),
        ]

    @property
    def pattern(self) -> str:
        """LIKE pattern of the codes of this region and everything in it."""
        return {"province": self.code[:2], "city": self.code[:4], "county": self.code}[self.level] + "%"

    def covers(self, code: str) -> bool:
        """Whether the region with `code` is this region or lies in it."""
        return code.startswith(self.pattern.removesuffix("%"))

    @property
    def city_code(self) -> str:
        """The code of the city this region is or lies in (the province's own code for the province)."""
        return self.code[:4] + "00"


@tracked()
class RegionAlias(models.Model):
    """区划别名: another way officials write a region."""

    alias = models.CharField(_("别名"), max_length=40)
    region = models.ForeignKey(Region, models.CASCADE, related_name="aliases", verbose_name=_("区划"))

    class Meta:
        verbose_name = _("区划别名")
        constraints = [models.UniqueConstraint(fields=["alias", "region"], name="region_alias_once")]

    def __str__(self) -> str:
        return self.alias


@tracked()
class Organisation(NamedInTwo):
    """机构: a government, a member department of the coordination group, a utility or a bank (S4.3)."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("人民政府")
        DEPARTMENT = "department", _("部门")
        UTILITY = "utility", _("公用事业单位")
        BANK = "bank", _("金融机构")

    code = models.SlugField(_("代码"), primary_key=True, max_length=40)
    name = models.CharField(_("名称"), max_length=80, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True, default="", db_default="")
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations", verbose_name=_("区划"))
    is_member = models.BooleanField(_("协调小组成员"), default=False)
    duty = models.TextField(_("职责"), blank=True)
    is_inferred = models.BooleanField(_("推定"), default=False)
    citation = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("机构")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["government", "department", "utility", "bank"]), name="organisation_kind_known"
            )
        ]


@tracked()
class Industry(NamedInTwo):
    """行业: an industry of the campaign, with the unit its capacity is normally counted in."""

    code = models.SlugField(_("代码"), primary_key=True, max_length=40)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=60)
    unit = models.CharField(_("常用计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    lead_department = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("牵头部门"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("行业")
        constraints = [models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="industry_unit_known")]


@tracked()
class IndustryAlias(models.Model):
    """行业别名: another way officials write an industry."""

    alias = models.CharField(_("别名"), primary_key=True, max_length=40)
    industry = models.ForeignKey(Industry, models.CASCADE, related_name="aliases", verbose_name=_("行业"))

    class Meta:
        verbose_name = _("行业别名")

    def __str__(self) -> str:
        return self.alias


@tracked()
class IndustryCode(models.Model):
    """行业代码: the GB/T 4754 class of an industry in one edition of the standard."""

    industry = models.ForeignKey(Industry, models.CASCADE, related_name="codes", verbose_name=_("行业"))
    edition = models.CharField(_("标准版本"), max_length=20)
    gb_code = models.CharField(_("国标代码"), max_length=6)
    gb_name = models.CharField(_("国标名称"), max_length=60)

    class Meta:
        verbose_name = _("行业代码")
        constraints = [models.UniqueConstraint(fields=["industry", "edition", "gb_code"], name="industry_code_once")]

    def __str__(self) -> str:
        return f"{self.gb_code} {self.gb_name}"

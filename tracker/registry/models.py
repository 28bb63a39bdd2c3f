"""Tables of the registry: enterprises and their yearly figures, facilities and the dated facts of their surveys."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.catalogue.models import FacilityKind
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Region
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


class IsJsonObject(models.Func):
    """A condition: the JSON value of a column is an object, never a list or a bare word."""

    template = "(jsonb_typeof(%(expressions)s) = 'object')"
    output_field = models.BooleanField()


def is_json_object(column: str) -> Q:
    """The condition for a CHECK."""
    return Q(IsJsonObject(models.F(column)))


class EnterpriseQuerySet(ScopedQuerySet["Enterprise"]):
    """Questions asked of enterprises."""

    def live(self) -> EnterpriseQuerySet:
        """Those that were not merged into another row."""
        return self.filter(merged_into__isnull=True)


@tracked()
class Enterprise(models.Model):
    """企业: identified by unified social credit code, organisation code, or — in old lists — only name and county."""

    resource = "enterprise"
    scope_column = "region_id"

    class CodeKind(models.TextChoices):
        CREDIT = "uscc", _("统一社会信用代码")
        ORGANISATION = "org", _("组织机构代码")
        NONE = "none", _("无代码（名称+县）")

    class Ownership(models.TextChoices):
        STATE = "state", _("国有")
        COLLECTIVE = "collective", _("集体")
        PRIVATE = "private", _("民营")
        FOREIGN = "foreign", _("外资及港澳台")
        UNKNOWN = "unknown", _("待核实")

    name = models.CharField(_("企业名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True)
    code_kind = models.CharField(_("代码类别"), max_length=4, choices=CodeKind, default=CodeKind.NONE)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    ownership = models.CharField(_("所有制"), max_length=10, choices=Ownership, default=Ownership.UNKNOWN)
    employees = models.PositiveIntegerField(_("从业人数"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("已并入")
    )
    version = models.PositiveIntegerField(default=1)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "name", "pk"]
        verbose_name = _("企业")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="enterprise_name_once_in_region"),
            models.CheckConstraint(
                condition=Q(ownership__in=["state", "collective", "private", "foreign", "unknown"]),
                name="enterprise_ownership_known",
            ),
            models.CheckConstraint(
                name="enterprise_code_fits_kind",
                condition=Q(code_kind="none", credit_code__isnull=True)
                | Q(code_kind="org", credit_code__regex=r"^[0-9A-Z]{9}$")
                | Q(code_kind="uscc", credit_code__regex=r"^[0-9A-HJ-NP-RTUWXY]{18}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FacilityQuerySet(ScopedQuerySet["Facility"]):
    """Questions asked of facilities."""

    def live(self) -> FacilityQuerySet:
        """Those that were not merged into another row."""
        return self.filter(merged_into__isnull=True)


@tracked()
class Facility(models.Model):
    """装备/生产线: a line, kiln, mill, furnace or unit of an enterprise, with its capacity."""

    resource = "facility"
    scope_column = "region_id"

    class Status(models.TextChoices):
        OPERATING = "operating", _("在产")
        IDLE = "idle", _("停产")
        DISMANTLED = "dismantled", _("已拆除")

    # Surveys write tens of thousands: only the indexes below, of which the enterprise's is that of its unique names.
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, db_index=False, related_name="facilities", verbose_name=_("企业")
    )
    region = models.ForeignKey(Region, models.PROTECT, db_index=False, verbose_name=_("所在地"))
    industry = models.ForeignKey(Industry, models.PROTECT, db_index=False, verbose_name=_("行业"))
    name = models.CharField(_("装备名称及型号"), max_length=120)
    kind = models.ForeignKey(
        FacilityKind, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("装备类型")
    )
    serial_number = models.CharField(_("出厂编号"), max_length=60, blank=True)
    quantity = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)
    quantity_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    capacity = models.DecimalField(_("产能"), max_digits=18, decimal_places=4, null=True, blank=True)
    capacity_unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES, blank=True)
    commissioned_on = models.DateField(_("投产日期"), null=True, blank=True)
    attributes = models.JSONField(_("参数"), default=dict, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.OPERATING)
    # Since when it counts as eliminated: a cache of the completed target, written by what completes it.
    retired_on = models.DateField(_("淘汰完成日期"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="merged", verbose_name=_("已并入")
    )
    version = models.PositiveIntegerField(default=1)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "enterprise_id", "name", "pk"]
        verbose_name = _("装备（生产线）")
        indexes = [
            models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="facility_by_region"),
            models.Index(fields=["industry"], name="facility_by_industry"),
            models.Index(fields=["kind"], condition=Q(kind__isnull=False), name="facility_by_kind"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="facility_merged"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="facility_name_once_in_enterprise"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=0), name="facility_capacity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="facility_quantity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True, capacity_unit="")
                | Q(capacity__isnull=False, capacity_unit__in=CAPACITY_UNITS),
                name="facility_capacity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, quantity_unit="")
                | Q(quantity__isnull=False, quantity_unit__in=EQUIPMENT_UNITS),
                name="facility_quantity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["operating", "idle", "dismantled"]), name="facility_status_known"
            ),
            models.CheckConstraint(condition=is_json_object("attributes"), name="facility_attributes_is_object"),
        ]

    def __str__(self) -> str:
        return self.name


class FacilityFactQuerySet(ScopedQuerySet["FacilityFact"]):
    """Questions asked of the facts of facilities."""


class FacilityFact(models.Model):
    """调查事实: what a facility was from a day on, as a survey found it. Appended, never rewritten.

    The facility's own columns are the latest fact; what it was on an earlier day is read from here. A correction is a
    later row for the same day.
    """

    resource = "facility"
    scope_column = "region_id"
    append_only = True

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="facts", verbose_name=_("装备（生产线）"))
    region = models.ForeignKey(Region, models.PROTECT, db_index=False, related_name="+", verbose_name=_("所在地"))
    on = models.DateField(_("起始日期"))
    industry = models.ForeignKey(Industry, models.PROTECT, db_index=False, related_name="+", verbose_name=_("行业"))
    kind = models.ForeignKey(
        FacilityKind, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("装备类型")
    )
    capacity = models.DecimalField(_("产能"), max_digits=18, decimal_places=4, null=True)
    capacity_unit = models.CharField(_("计量单位"), max_length=10, blank=True)
    commissioned_on = models.DateField(_("投产日期"), null=True)
    status = models.CharField(_("状态"), max_length=10, choices=Facility.Status)
    attributes = models.JSONField(_("参数"), default=dict)
    reason = models.CharField(_("来源"), max_length=200)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = FacilityFactQuerySet.as_manager()

    class Meta:
        ordering = ["facility_id", "on", "pk"]
        verbose_name = _("调查事实")
        indexes = [models.Index(fields=["on", "facility"], name="fact_by_day")]  # screening as of an earlier day
        constraints = [
            models.CheckConstraint(condition=is_json_object("attributes"), name="fact_attributes_is_object"),
            models.CheckConstraint(
                condition=Q(status__in=["operating", "idle", "dismantled"]), name="fact_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.on}"


class EnterpriseYearQuerySet(ScopedQuerySet["EnterpriseYear"]):
    """Questions asked of yearly figures."""


@tracked()
class EnterpriseYear(models.Model):
    """企业年度指标: one year's output, energy, water, tax and land, from which the per-mu view (亩均) is worked out."""

    resource = "enterprise"
    scope_column = "region_id"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="years", verbose_name=_("企业"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    year = models.PositiveSmallIntegerField(_("年度"))
    output = models.DecimalField(_("产值（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    energy = models.DecimalField(_("综合能耗（吨标准煤）"), max_digits=18, decimal_places=4, null=True, blank=True)
    water = models.DecimalField(_("用水量（万立方米）"), max_digits=18, decimal_places=4, null=True, blank=True)
    tax = models.DecimalField(_("税收（万元）"), max_digits=18, decimal_places=4, null=True, blank=True)
    land = models.DecimalField(_("用地（亩）"), max_digits=18, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EnterpriseYearQuerySet.as_manager()

    class Meta:
        ordering = ["enterprise_id", "-year"]
        verbose_name = _("企业年度指标")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year"], name="enterprise_year_once"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="enterprise_year_plausible"),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{n}__isnull": True}) | Q(**{f"{n}__gte": 0})
                        for n in ("output", "energy", "water", "tax", "land")
                    )
                ),
                name="enterprise_year_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.year}"

    def per_mu(self, name: str) -> Decimal | None:
        """亩均: a figure of the year divided by the land; None where either is not known."""
        value = getattr(self, name)
        return value / self.land if value is not None and self.land else None

    @property
    def tax_per_mu(self) -> Decimal | None:
        """亩均税收, in ten thousand yuan."""
        return self.per_mu("tax")

    @property
    def output_per_mu(self) -> Decimal | None:
        """亩均产值, in ten thousand yuan."""
        return self.per_mu("output")

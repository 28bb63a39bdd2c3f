"""Price rates (加价标准): what is charged per kilowatt-hour or cubic metre, by measure, tier and industry, for a period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.catalogue.models import CatalogueEntry
from tracker.enforcement.measures import Measure
from tracker.enforcement.surcharges import Rate
from tracker.regions.models import Industry

RateTier = CatalogueEntry.Tier


class PriceUnit(models.TextChoices):
    """计价单位, and with it which meter is asked."""

    POWER = "元/千瓦时", _("元/千瓦时")
    WATER = "元/立方米", _("元/立方米")


def _text_range(of: Any) -> Func:
    """A text as a range of itself: equal texts meet in a GiST index, which has no plain texts without an extension."""
    return Func(of, of, Value("[]"), function="text_range", output_field=TextField())


def _days() -> Func:
    """The days of a rate, first and last included; open where there is no last one."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="DATERANGE", output_field=DateRangeField())


class PriceRateQuerySet(models.QuerySet["PriceRate"]):
    """Questions asked of rates."""

    def in_force(self, on: date) -> PriceRateQuerySet:
        """The rates of a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


@tracked()
class PriceRate(models.Model):
    """加价标准: one price for one period, with the document that sets it. Never overwritten by the next one: it is ended."""

    resource = "price"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="rates", verbose_name=_("措施"))
    tier = models.CharField(_("类别"), max_length=10, choices=RateTier)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, blank=True, verbose_name=_("行业"))
    unit_price = models.DecimalField(_("加价标准"), max_digits=10, decimal_places=4)
    unit = models.CharField(_("计价单位"), max_length=10, choices=PriceUnit)
    valid_from = models.DateField(_("执行日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)
    document = models.CharField(_("文件"), max_length=160)
    document_number = models.CharField(_("文号"), max_length=60)
    end_document_number = models.CharField(_("终止文号"), max_length=60, blank=True)
    citation = models.CharField(_("来源"), max_length=200, blank=True)
    is_inferred = models.BooleanField(_("推定"), default=False)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PriceRateQuerySet.as_manager()

    class Meta:
        ordering = ["measure_id", "tier", "industry_id", "-valid_from"]
        verbose_name = _("加价标准")
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=RateTier.values), name="rate_tier_known"),
            models.CheckConstraint(condition=Q(unit__in=PriceUnit.values), name="rate_unit_known"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="rate_is_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="rate_valid_period"
            ),
            models.CheckConstraint(condition=~Q(document="") & ~Q(document_number=""), name="rate_has_its_document"),
            ExclusionConstraint(
                name="rate_periods_do_not_overlap",
                expressions=[
                    (_text_range(F("measure")), RangeOperators.EQUAL),
                    (_text_range(F("tier")), RangeOperators.EQUAL),
                    (_text_range(Coalesce("industry", Value(""))), RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.tier} {self.unit_price} {self.valid_from}"

    @property
    def value(self) -> Rate:
        """The rate as the calculator takes it."""
        return Rate(
            self.pk, self.measure_id, self.tier, self.industry_id or "", self.unit_price, self.unit, self.valid_from,
            self.valid_to, self.document_number,
        )  # fmt: skip

"""Table of replacements (产能置换): which retired capacity stands behind which new project."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.incentives.walls import CAPACITY_ONCE, REPLACEMENT_IS_FINAL
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.amounts import in_base
from tracker.regions.models import CAPACITY_UNIT_CHOICES, Industry, Region
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.values.units import CAPACITY_UNITS


class ReplacementQuerySet(ScopedQuerySet["Replacement"]):
    """Questions asked of replacements."""

    def live(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)


@tracked()
class Replacement(models.Model):
    """产能置换: an amount of a retired facility's capacity that a new project was granted against, at a ratio."""

    resource = "replacement"
    scope_column = "region_id"

    target = models.ForeignKey(Target, models.PROTECT, related_name="replacements", verbose_name=_("淘汰任务"))
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("装备（生产线）"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("淘汰产能所在地"))
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+", verbose_name=_("行业"))
    equipment_key = models.CharField(max_length=120, editable=False)
    amount = models.DecimalField(_("置换使用产能"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    amount_base = models.DecimalField(max_digits=26, decimal_places=4, editable=False)
    ratio = models.DecimalField(_("置换比例"), max_digits=6, decimal_places=3, default=Decimal(1))
    new_amount = models.DecimalField(_("新建产能"), max_digits=18, decimal_places=4)
    project = models.CharField(_("新建项目"), max_length=120)
    builder = models.CharField(_("建设单位"), max_length=120)
    project_region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("项目所在地"))
    document_number = models.CharField(_("文号"), max_length=60)
    decided_on = models.DateField(_("公告日期"))
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    version = models.PositiveIntegerField(default=1)

    objects = ReplacementQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("产能置换")
        triggers = [CAPACITY_ONCE, REPLACEMENT_IS_FINAL]
        # Reader: the trigger that adds up what was used of one piece of equipment.
        indexes = [
            models.Index(fields=["equipment_key"], name="replacement_live", condition=Q(withdrawn_on__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="replacement_unit_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, new_amount__gt=0, ratio__gte=1), name="replacement_equal_or_reduced"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=F("new_amount") * F("ratio")), name="replacement_covers_the_new"
            ),
            models.CheckConstraint(condition=Q(amount_base=in_base()), name="replacement_base_is_the_amount"),
            models.CheckConstraint(
                condition=~Q(project="") & ~Q(builder="") & ~Q(document_number=""), name="replacement_is_documented"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="replacement_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.amount}{self.unit}"

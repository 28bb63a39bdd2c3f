"""Tables of the screening room: runs and their findings. Both are only ever appended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Industry, Region
from tracker.registry.models import Enterprise, Facility


class ScreeningRun(models.Model):
    """筛查: one edition over the whole registry as it was on a day. `counts` are the whole run's, by status."""

    resource = "screening"
    append_only = True

    edition = models.ForeignKey(CatalogueEdition, models.PROTECT, related_name="runs", verbose_name=_("目录版本"))
    on = models.DateField(_("筛查基准日"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name=_("筛查人"))
    ran_at = models.DateTimeField(_("筛查时间"), auto_now_add=True)
    counts = models.JSONField(_("结果数"), default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("筛查")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.on}"


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Questions asked of findings."""


class Finding(models.Model):
    """筛查结果: a facility falls within an entry, or may and must be surveyed first; with the reasons, as of the run.

    Capacity, ownership and workers stand here as they were, so that a stored run never changes.
    """

    resource = "screening"
    scope_column = "region_id"
    append_only = True

    class Status(models.TextChoices):
        MATCHED = "matched", _("属于目录")
        SURVEY = "survey", _("参数缺失，需补充调查")

    run = models.ForeignKey(
        ScreeningRun, models.PROTECT, related_name="findings", db_index=False, verbose_name=_("筛查")
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="findings", db_index=False, verbose_name=_("装备（生产线）")
    )
    entry = models.ForeignKey(
        CatalogueEntry, models.PROTECT, related_name="findings", db_index=False, verbose_name=_("目录条目")
    )
    # Copied from the facility by the statement that finds it; checking each again would double the cost of a run.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name=_("所在地")
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name=_("行业")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="findings", db_index=False, db_constraint=False, verbose_name=_("企业")
    )
    status = models.CharField(_("结论"), max_length=8, choices=Status)
    group = models.PositiveSmallIntegerField(_("情形"))
    # Criterion → the value it met; of what cannot be said also "missing", the criteria that ask for it. Criteria are final.
    reasons = models.JSONField(_("理由"))
    capacity = models.DecimalField(_("产能"), max_digits=18, decimal_places=4, null=True)
    capacity_unit = models.CharField(_("计量单位"), max_length=10, blank=True)
    ownership = models.CharField(_("所有制"), max_length=10, choices=Enterprise.Ownership)
    employees = models.PositiveIntegerField(_("从业人数"), null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("筛查结果")
        constraints = [
            # Serves the lists of a run and a facility's finding in it.
            models.UniqueConstraint(fields=["run", "facility", "entry"], name="finding_once_in_run"),
            models.CheckConstraint(condition=Q(status__in=["matched", "survey"]), name="finding_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.entry_id} {self.status}"

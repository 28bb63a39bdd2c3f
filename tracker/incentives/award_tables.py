"""Table of awards (奖补资金): who was granted how much, from which source, for which accepted target."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.incentives.walls import AWARD_FOR_THE_ACCEPTED
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.registry.models import Enterprise
from tracker.targets.models import Target


class Source(models.TextChoices):
    """资金来源."""

    CENTRAL = "central", _("中央财政")
    PROVINCIAL = "provincial", _("省级财政")
    MUNICIPAL = "municipal", _("市县财政")


class Purpose(models.TextChoices):
    """资金用途 (S4.3: worker placement, asset losses, transformation)."""

    WORKERS = "workers", _("职工安置")
    ASSETS = "assets", _("资产损失补偿")
    TRANSFORMATION = "transformation", _("转型升级")


class AwardQuerySet(ScopedQuerySet["Award"]):
    """Questions asked of awards."""


@tracked()
class Award(models.Model):
    """奖补资金: an amount in 万元 for an accepted target, or for an enterprise with one."""

    resource = "award"
    scope_column = "region_id"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="awards", verbose_name=_("企业"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("淘汰任务")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    source = models.CharField(_("资金来源"), max_length=12, choices=Source)
    purpose = models.CharField(_("资金用途"), max_length=16, choices=Purpose)
    amount = models.DecimalField(_("奖补金额（万元）"), max_digits=14, decimal_places=4)
    year = models.PositiveSmallIntegerField(_("年度"))
    document_number = models.CharField(_("文号"), max_length=60)
    paid_on = models.DateField(_("拨付日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    version = models.PositiveIntegerField(default=1)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "region_id", "enterprise_id", "pk"]
        verbose_name = _("奖补资金")
        triggers = [AWARD_FOR_THE_ACCEPTED]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "source"], condition=Q(target__isnull=False), name="award_of_a_source_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "source", "year"], condition=Q(target__isnull=True),
                name="award_of_a_source_once_for_the_enterprise",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_is_positive"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="award_year_likely"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="award_source_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="award_purpose_known"),
            models.CheckConstraint(condition=~Q(document_number=""), name="award_is_documented"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.source} {self.amount}"

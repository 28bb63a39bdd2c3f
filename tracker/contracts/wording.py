"""Tables of the contract's wording (责任状文本): the standing clauses, and who signs for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.quotas.models import Plan
from tracker.regions.models import Organisation, Region


@tracked()
class ContractTerm(models.Model):
    """责任状标准条款: a clause with places for {year} {party_a} {party_b} {deadline}; new drafts copy it."""

    number = models.PositiveSmallIntegerField(_("序号"), unique=True)
    heading = models.CharField(_("标题"), max_length=40)
    text = models.TextField(_("内容"))
    citation = models.CharField(_("依据"), max_length=200, blank=True)
    is_inferred = models.BooleanField(_("推定"), default=False)

    class Meta:
        ordering = ["number"]
        verbose_name = _("责任状标准条款")

    def __str__(self) -> str:
        return self.heading


@tracked()
class Signatory(models.Model):
    """签订人: by office who signs for both sides of one region's or department's contract; names are filled in later."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="signatories", verbose_name=_("计划"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任部门")
    )
    party_a = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("甲方"))
    party_a_title = models.CharField(_("甲方签订人职务"), max_length=60)
    party_a_name = models.CharField(_("甲方签订人"), max_length=40, blank=True)
    party_b = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乙方")
    )
    party_b_title = models.CharField(_("乙方签订人职务"), max_length=60)
    party_b_name = models.CharField(_("乙方签订人"), max_length=40, blank=True)
    citation = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["plan_id", "region_id", "pk"]
        verbose_name = _("签订人")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "region"], condition=Q(organisation__isnull=True), name="signatory_once_per_region"
            ),
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                condition=Q(organisation__isnull=False),
                name="signatory_once_per_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_a_title}—{self.party_b_title}"

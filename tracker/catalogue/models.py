"""Tables of the catalogue room: editions and entries."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.regions.models import Industry


class EditionQuerySet(models.QuerySet["CatalogueEdition"]):
    """Questions asked of editions."""

    def in_force(self, on: date) -> EditionQuerySet:
        """The edition in force on a day: the last published one effective by then."""
        published = self.filter(state=CatalogueEdition.State.PUBLISHED, effective_on__lte=on)
        return published.order_by("-effective_on", "-pk")[:1]


@tracked()
class CatalogueEdition(models.Model):
    """目录版本（…年本）: numbered and dated; published editions are superseded, never edited."""

    resource = "catalogue"

    class State(models.TextChoices):
        DRAFT = "draft", _("草案")
        PUBLISHED = "published", _("已发布")

    code = models.CharField(_("版本代码"), max_length=20, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("发布日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("替代版本")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    is_inferred = models.BooleanField(_("推定"), default=False)
    citation = models.CharField(_("依据"), max_length=200, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "code"]
        verbose_name = _("目录版本")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "published"]), name="edition_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_on__isnull=False, effective_on__isnull=False),
                name="edition_published_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CatalogueEntry(models.Model):
    """目录条目: one product, item of equipment or process that is eliminated, prohibited or restricted."""

    resource = "catalogue"

    class Tier(models.TextChoices):
        ELIMINATE = "eliminate", _("淘汰类")
        PROHIBIT = "prohibit", _("禁止类")
        RESTRICT = "restrict", _("限制类")

    class Kind(models.TextChoices):
        PRODUCT = "product", _("产品")
        EQUIPMENT = "equipment", _("装备")
        PROCESS = "process", _("工艺")

    edition = models.ForeignKey(CatalogueEdition, models.CASCADE, related_name="entries", verbose_name=_("目录版本"))
    number = models.CharField(_("条目编号"), max_length=20)
    tier = models.CharField(_("类别"), max_length=10, choices=Tier)
    kind = models.CharField(_("对象"), max_length=10, choices=Kind)
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    title = models.CharField(_("名称"), max_length=120)
    text = models.TextField(_("界定标准"))
    phase_out_on = models.DateField(_("淘汰期限"), null=True, blank=True)
    citation = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["edition_id", "number"]
        verbose_name = _("目录条目")
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(tier__in=["eliminate", "prohibit", "restrict"]), name="entry_tier_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["product", "equipment", "process"]), name="entry_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

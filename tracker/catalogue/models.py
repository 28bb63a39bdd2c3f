"""Tables of the catalogue room: editions, entries, their criteria; kinds of facilities and what may be asked of them."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.catalogue.comparing import Comparator
from tracker.catalogue.walls import CRITERIA_FOLLOW_EDITION, EDITION_IS_FINAL, ENTRIES_FOLLOW_EDITION
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry
from tracker.regions.naming import NamedInTwo
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


@tracked()
class FacilityKind(NamedInTwo):
    """装备类型: a kind of facility the criteria distinguish, with the units it is counted and rated in."""

    resource = "catalogue"

    code = models.SlugField(_("代码"), primary_key=True, max_length=40)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=60)
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES)
    capacity_unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)

    class Meta:
        ordering = ["industry_id", "code"]
        verbose_name = _("装备类型")
        constraints = [
            models.CheckConstraint(
                condition=Q(equipment_unit__in=EQUIPMENT_UNITS, capacity_unit__in=CAPACITY_UNITS),
                name="kind_units_known",
            )
        ]


@tracked()
class Attribute(models.Model):
    """装备参数: what a criterion may ask of a facility. `kinds`: those it is measured on; none named means every kind."""

    resource = "catalogue"

    class Type(models.TextChoices):
        DECIMAL = "decimal", _("数值")
        BOOLEAN = "boolean", _("是否")
        CHOICE = "choice", _("选项")
        DATE = "date", _("日期")
        TEXT = "text", _("文字")

    code = models.CharField(_("代码"), primary_key=True, max_length=40)
    label = models.CharField(_("名称"), max_length=40, unique=True)
    label_en = models.CharField(_("英文名称"), max_length=60)
    type = models.CharField(_("类型"), max_length=10, choices=Type)
    unit = models.CharField(_("计量单位"), max_length=10, blank=True)
    choices = ArrayField(models.CharField(max_length=40), verbose_name=_("选项"), default=list, blank=True)
    choice_labels = ArrayField(models.CharField(max_length=40), verbose_name=_("选项名称"), default=list, blank=True)
    choice_labels_en = ArrayField(models.CharField(max_length=40), verbose_name=_("选项英文"), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("适用装备类型"), default=list, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("装备参数")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["decimal", "boolean", "choice", "date", "text"]), name="attribute_type_known"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z0-9_]*$"), name="attribute_code_wellformed"),
        ]

    def __str__(self) -> str:
        return self.label


class EditionQuerySet(models.QuerySet["CatalogueEdition"]):
    """Questions asked of editions."""

    def in_force(self, on: date) -> EditionQuerySet:
        """The edition in force on a day: the last published one effective by then."""
        published = self.filter(state=CatalogueEdition.State.PUBLISHED, effective_on__lte=on)
        return published.order_by("-effective_on", "-pk")[:1]


@tracked()
class CatalogueEdition(models.Model):
    """目录版本（…年本）: numbered and dated; published editions are superseded, never edited (the database refuses)."""

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
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("起草依据")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    is_inferred = models.BooleanField(_("推定"), default=False)
    citation = models.CharField(_("依据"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "code"]
        verbose_name = _("目录版本")
        triggers = [EDITION_IS_FINAL]
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
    is_inferred = models.BooleanField(_("推定"), default=False)
    citation = models.CharField(_("依据"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["edition_id", "number"]
        verbose_name = _("目录条目")
        triggers = [ENTRIES_FOLLOW_EDITION]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(tier__in=["eliminate", "prohibit", "restrict"]), name="entry_tier_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["product", "equipment", "process"]), name="entry_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Criterion(models.Model):
    """界定条件: one condition of an entry. Conditions of a group hold together, groups are alternatives; `negated` = 除外."""

    resource = "catalogue"

    entry = models.ForeignKey(CatalogueEntry, models.CASCADE, related_name="criteria", verbose_name=_("目录条目"))
    group = models.PositiveSmallIntegerField(_("情形"), default=1)
    attribute = models.ForeignKey(Attribute, models.PROTECT, related_name="+", verbose_name=_("参数"))
    comparator = models.CharField(_("比较"), max_length=2, choices=Comparator)
    threshold = models.CharField(_("界限值"), max_length=60)
    unit = models.CharField(_("计量单位"), max_length=10, blank=True)
    negated = models.BooleanField(_("除外"), default=False)
    is_inferred = models.BooleanField(_("推定"), default=False)
    citation = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["entry_id", "group", "pk"]
        verbose_name = _("界定条件")
        triggers = [CRITERIA_FOLLOW_EDITION]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "group", "attribute", "comparator", "threshold"], name="criterion_once_in_group"
            ),
            models.CheckConstraint(condition=Q(comparator__in=Comparator.values), name="criterion_comparator_known"),
            models.CheckConstraint(condition=Q(group__gte=1, group__lte=99), name="criterion_group_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.attribute_id} {self.comparator} {self.threshold}{self.unit}"

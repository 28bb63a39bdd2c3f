"""Measures (措施): what may be ordered, by what law, whose duty it is, on what condition, and the way back. All are data."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.regions.models import Organisation
from tracker.regions.naming import NamedInTwo

# Not prescribed for every measure: so many working days at least, so that nobody is cut off unheard.
NOTICE_DAYS = 3
ASSUMED_NOTICE = "推定：没有规定期限的，一律不少于三个工作日"


class MeasureKind(models.TextChoices):
    """措施类别."""

    CUT_OFF = "cut_off", _("停止供应")
    LICENCE = "licence", _("证照")
    TAX = "tax", _("税务")
    PRICE = "price", _("价格")
    CREDIT = "credit", _("信贷")
    HOLD = "hold", _("限批")
    EXCLUSION = "exclusion", _("资格限制")


class Precondition(models.TextChoices):
    """适用条件: what must be so before a measure may be proposed, and until it is issued."""

    OVERDUE_TARGET = "overdue_target", _("已下达计划内的任务逾期未完成")
    NOT_ON_PLAN = "not_on_plan", _("筛查属于目录而未列入年度计划")
    REGION_MISSED = "region_missed", _("地区未按期完成任务")
    LISTED_INDUSTRY = "listed_industry", _("属于限制信贷的行业")
    LISTED_PRODUCT = "listed_product", _("筛查属于目录")
    FAILED_STANDARD = "failed_standard", _("环保未达标或者发生重大质量安全事故")


@tracked()
class Measure(NamedInTwo):
    """措施: e.g. cutting power off. An administrator adds one without code; its condition is one of those known."""

    resource = "measure"

    code = models.SlugField(_("代码"), primary_key=True, max_length=40)
    name = models.CharField(_("措施名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=10, choices=MeasureKind)
    duty_department = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("执行部门"))
    precondition = models.CharField(_("适用条件"), max_length=20, choices=Precondition)
    industries = ArrayField(models.SlugField(max_length=40), verbose_name=_("适用行业"), default=list, blank=True)
    way_back = models.CharField(_("解除条件"), max_length=200)
    legal_basis = models.CharField(_("法律依据"), max_length=200)
    notice_working_days = models.PositiveSmallIntegerField(_("陈述申辩期（工作日）"), default=NOTICE_DAYS)
    notice_source = models.CharField(_("陈述申辩期的依据"), max_length=200, default=ASSUMED_NOTICE)
    duration_months = models.PositiveSmallIntegerField(_("期限（月）"), null=True, blank=True)
    needs_safe_stop = models.BooleanField(_("须有安全停车方案"), default=False)
    needs_time = models.BooleanField(_("回报须有执行时间"), default=False)
    needs_meter_reading = models.BooleanField(_("回报须有表计示数"), default=False)
    needs_photo = models.BooleanField(_("回报须有现场照片"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)
    basis_inferred = models.BooleanField(_("法律依据为推定"), default=False)
    citation = models.CharField(_("来源"), max_length=200, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "code"]
        verbose_name = _("措施")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(
                condition=Q(precondition__in=Precondition.values), name="measure_precondition_known"
            ),
            models.CheckConstraint(
                condition=~Q(legal_basis="") & ~Q(way_back=""), name="measure_has_basis_and_way_back"
            ),
            models.CheckConstraint(
                condition=Q(notice_working_days__gte=1) & ~Q(notice_source=""),
                name="measure_always_leaves_a_day_to_be_heard",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cut_off") | Q(precondition="overdue_target"),
                name="measure_cut_off_is_for_the_overdue",
            ),
            models.CheckConstraint(
                condition=~Q(kind="price") | Q(precondition="not_on_plan"), name="measure_price_is_for_the_unplanned"
            ),
        ]

    @property
    def is_about_equipment(self) -> bool:
        """Whether it falls on one line or unit, and not on the whole enterprise or region."""
        return self.kind in (MeasureKind.CUT_OFF, MeasureKind.PRICE)

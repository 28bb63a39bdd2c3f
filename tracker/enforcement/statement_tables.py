"""Tables of the price measures' statements (对账单): one a measure, city and month, edition by edition, a line a facility."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.price_rates import PriceRate, PriceUnit, RateTier
from tracker.enforcement.statement_walls import LINE_IS_FINAL, STATEMENT_IS_FINAL
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Industry, Organisation, Region
from tracker.registry.models import Enterprise, Facility

_ZERO = Decimal("0.00")


def _money(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=2, **options)


class StatementQuerySet(ScopedQuerySet["Statement"]):
    """Questions asked of statements."""

    def standing(self) -> Self:
        """The latest edition of each: what is owed as far as is known."""
        later = Statement.objects.filter(
            measure=OuterRef("measure"), region=OuterRef("region"), month=OuterRef("month")
        ).exclude(state=StatementState.SUPERSEDED)
        return self.filter(pk=Subquery(later.order_by("-edition").values("pk")[:1]))


class StatementState(models.TextChoices):
    """对账单状态: a draft that is calculated anew is superseded; an issued one stays, and a correcting one follows."""

    DRAFT = "draft", _("待出具")
    ISSUED = "issued", _("已出具")
    SUPERSEDED = "superseded", _("已被重算取代")


@tracked()
class Statement(models.Model):
    """对账单: what the facilities of a city owe under one price measure for one month."""

    resource = "statement"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="statements", verbose_name=_("措施"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("设区市"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("执行部门"))
    issued_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送交部门")
    )
    month = models.DateField(_("月份"))
    edition = models.PositiveSmallIntegerField(_("版次"))
    state = models.CharField(_("状态"), max_length=10, choices=StatementState, default=StatementState.DRAFT)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正的对账单")
    )
    total = _money(_("加价金额（元）"))
    previous_total = _money(_("原金额（元）"), default=_ZERO)
    made_on = models.DateField(_("核算日期"))
    made_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核算人")
    )
    number = models.CharField(_("文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("出具日期"), null=True, blank=True)
    issued_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("出具人")
    )
    version = models.PositiveIntegerField(default=1)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "measure_id", "region_id", "-edition"]
        verbose_name = _("对账单")
        triggers = [STATEMENT_IS_FINAL]
        constraints = [
            models.UniqueConstraint(fields=["measure", "region", "month", "edition"], name="statement_edition_once"),
            models.UniqueConstraint(
                fields=["measure", "region", "month"], condition=Q(state="draft"), name="statement_one_draft"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="statement_number_once"),
            models.CheckConstraint(condition=Q(state__in=StatementState.values), name="statement_state_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="statement_month_is_first_day"),
            models.CheckConstraint(condition=Q(total__gte=0, edition__gte=1), name="statement_not_negative"),
            models.CheckConstraint(
                condition=(
                    Q(state="issued", issued_on__isnull=False, issued_by__isnull=False, issued_to__isnull=False)
                    & Q(issued_to=F("organisation")) & ~Q(number="")
                )
                | (~Q(state="issued") & Q(issued_on__isnull=True, issued_to__isnull=True, number="")),
                name="statement_issued_is_signed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or f"{self.measure_id} {self.region_id} {self.month:%Y-%m} {self.edition}"

    @property
    def difference(self) -> Decimal:
        """How much more, or less, than the statement it follows."""
        return Decimal(self.total - self.previous_total)


class Cause(models.TextChoices):
    """变动原因: why a line is not what it was."""

    READING = "reading", _("用量更正")
    RATE = "rate", _("标准更正")
    ORDER = "order", _("措施变动")


class Gap(models.TextChoices):
    """缺项: why a line has no amount."""

    NO_READING = "no_reading", _("未抄表")
    NO_RATE = "no_rate", _("无加价标准")
    NO_ORDER = "no_order", _("当月不执行")


class StatementLineQuerySet(ScopedQuerySet["StatementLine"]):
    """Questions asked of lines."""

    def standing(self) -> Self:
        """The latest line of each order and month: what a facility owes as far as is known."""
        later = StatementLine.objects.filter(order=OuterRef("order"), month=OuterRef("month"))
        last = later.exclude(state=StatementState.SUPERSEDED).order_by("-edition").values("pk")[:1]
        return self.filter(pk=Subquery(last))

    def issued_against(self, enterprise: Enterprise) -> Self:
        """The lines of issued statements an enterprise was charged by, oldest first: for its case file."""
        issued = self.filter(order__enterprise=enterprise, state=StatementState.ISSUED)
        return issued.select_related("measure", "facility").order_by("issued_on", "pk")


@tracked()
class StatementLine(models.Model):
    """对账单明细: one facility's month: quantity × price, with the document, and what it was before.

    It says of its statement what is needed to read it alone: a county sees its own facilities' lines, but not the sum of
    the whole city.
    """

    resource = "charge"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines", verbose_name=_("对账单"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    issued_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送交部门")
    )
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("措施"))
    month = models.DateField(_("月份"))
    edition = models.PositiveSmallIntegerField(_("版次"))
    state = models.CharField(_("状态"), max_length=10, choices=StatementState, default=StatementState.DRAFT)
    number = models.CharField(_("对账单文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("出具日期"), null=True, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="charges", verbose_name=_("强制措施"))
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="charges", verbose_name=_("装备（生产线）"))
    party = models.CharField(_("企业名称"), max_length=120)
    equipment = models.CharField(_("装备名称及型号"), max_length=120, blank=True)
    account_number = models.CharField(_("户号（表号）"), max_length=60, blank=True)
    tier = models.CharField(_("类别"), max_length=10, choices=RateTier)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+", verbose_name=_("行业"))
    quantity = models.DecimalField(_("用量"), max_digits=18, decimal_places=4, null=True, blank=True)
    rate = models.ForeignKey(
        PriceRate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("加价标准")
    )
    unit_price = models.DecimalField(_("单价（元）"), max_digits=10, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("计价单位"), max_length=10, choices=PriceUnit, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    amount = _money(_("加价金额（元）"))
    gap = models.CharField(_("缺项"), max_length=10, choices=Gap, blank=True)
    previous_quantity = models.DecimalField(_("原用量"), max_digits=18, decimal_places=4, null=True, blank=True)
    previous_price = models.DecimalField(_("原单价（元）"), max_digits=10, decimal_places=4, null=True, blank=True)
    previous_amount = _money(_("原金额（元）"), null=True, blank=True)
    causes = ArrayField(models.CharField(max_length=10), verbose_name=_("变动原因"), default=list, blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        ordering = ["statement_id", "region_id", "party", "pk"]
        verbose_name = _("对账单明细")
        triggers = [LINE_IS_FINAL]
        constraints = [
            models.UniqueConstraint(fields=["statement", "order"], name="statement_line_once"),
            # The rule of rounding, said a second time: half up, to the cent, line by line.
            models.CheckConstraint(
                condition=(
                    Q(gap="", quantity__isnull=False, unit_price__isnull=False)
                    & Q(amount=Func(F("quantity") * F("unit_price"), 2, function="ROUND"))
                )
                | (~Q(gap="") & Q(gap__in=Gap.values, amount=0)),
                name="statement_line_is_quantity_times_price",
            ),
            models.CheckConstraint(condition=Q(tier__in=RateTier.values), name="statement_line_tier_known"),
            models.CheckConstraint(condition=Q(state__in=StatementState.values), name="statement_line_state_known"),
            models.CheckConstraint(
                condition=Q(causes__contained_by=Cause.values), name="statement_line_causes_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.party} {self.amount}"

    @property
    def difference(self) -> Decimal:
        """How much more, or less, than before."""
        return Decimal(self.amount - (self.previous_amount or _ZERO))

    @property
    def cause_labels(self) -> list[Any]:
        """The causes, in words."""
        return [Cause(cause).label for cause in self.causes]

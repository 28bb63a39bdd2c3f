"""Forms of incentives (奖补与置换): filters, the search for free capacity, a use of it and its withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.incentives.award_tables import Award, Source
from tracker.incentives.awarding import gives
from tracker.incentives.replacement_tables import Replacement
from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.values.units import CAPACITY_UNITS, unit_named
from tracker.web.forms.fields import ALL, NONE, AmountField, DayField, SearchInput, region_choices, regions_of
from tracker.web.forms.filters import PlaceFilter, Rows


class ReplacementFilter(PlaceFilter):
    """产能置换 by words, region of the capacity, industry, and whether it still stands."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60,
        widget=SearchInput(attrs={"placeholder": _("项目、企业或文号")}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("状态"), choices=[ALL, ("live", _("有效")), ("withdrawn", _("已撤销"))], required=False
    )
    field_order = ["q", "region", "industry", "state"]

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Uses whose project, builder, document or enterprise the words name."""
        named = Q(project__icontains=words) | Q(builder__icontains=words) | Q(document_number__icontains=words)
        return rows.filter(named | Q(target__enterprise__name__icontains=words))

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Those that stand, or those that were withdrawn."""
        return rows.filter(withdrawn_on__isnull=state == "live")


class AwardFilter(PlaceFilter):
    """奖补资金 by words, region, source and year."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=SearchInput(attrs={"placeholder": _("企业或文号")})
    )
    source = forms.ChoiceField(label=_("资金来源"), choices=[ALL, *Source.choices], required=False)
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    paid = forms.ChoiceField(label=_("拨付"), choices=[ALL, ("yes", _("已拨付")), ("no", _("未拨付"))], required=False)
    field_order = ["q", "region", "industry", "source", "year", "paid"]

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Awards of enterprises, or by documents, the words name."""
        return rows.filter(Q(enterprise__name__icontains=words) | Q(document_number__icontains=words))

    def by_industry(self, rows: Rows, code: str) -> Rows:
        """Awards to enterprises of an industry."""
        return rows.filter(enterprise__industry_id=code)

    def by_source(self, rows: Rows, source: str) -> Rows:
        """Awards of a source."""
        return rows.filter(source=source)

    def by_year(self, rows: Rows, year: int) -> Rows:
        """Awards of a year."""
        return rows.filter(year=year)

    def by_paid(self, rows: Rows, paid: str) -> Rows:
        """Awards that were paid out, or not yet."""
        return rows.filter(paid_on__isnull=paid == "no")


class CapacitySearch(forms.Form):
    """Which retired equipment."""

    q = forms.CharField(
        label=_("淘汰企业或装备"), required=False, max_length=60,
        widget=SearchInput(attrs={"placeholder": _("企业名称、代码或装备")}),
    )  # fmt: skip

    def found(self, officer: Officer) -> Rows:
        """The accepted targets an officer sees, by the words."""
        words = self.cleaned_data["q"] if self.is_bound and self.is_valid() else ""
        named = Q(enterprise__name__icontains=words) | Q(facility__name__icontains=words)
        accepted = Target.objects.visible_to(officer).accepted()
        return accepted.filter(named | Q(enterprise__credit_code=words.upper()))


class UseForm(forms.ModelForm):
    """What the capacity is used for."""

    amount = AmountField(label=_("置换使用产能"))
    new_amount = AmountField(label=_("新建产能"))
    ratio = forms.DecimalField(
        label=_("置换比例"), max_digits=6, decimal_places=3, min_value=1, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), help_text=_("淘汰产能与新建产能之比，1 为等量，大于 1 为减量"),
    )  # fmt: skip
    project_region = forms.ChoiceField(label=_("项目所在地"))
    decided_on = DayField(label=_("公告日期"))

    class Meta:
        model = Replacement
        fields = [
            "project", "builder", "project_region", "new_amount", "unit", "ratio", "amount", "document_number",
            "decided_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, target: Target, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = {one.code: one for one in regions_of(officer, on, Region.Level.CITY, Region.Level.COUNTY)}
        self.fields["project_region"].choices = [NONE, *region_choices(list(self.regions.values()))]  # type: ignore[attr-defined]
        base = unit_named(target.unit).base
        fitting = [(name, name) for name in CAPACITY_UNITS if unit_named(name).base == base]
        self.fields["unit"].choices = fitting  # type: ignore[attr-defined]
        self.fields["unit"].label = _("新建产能计量单位")

    def clean_project_region(self) -> Region:
        """The region of a code."""
        return self.regions[self.cleaned_data["project_region"]]

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""


class MoneyForm(forms.ModelForm):
    """What is told of an award: from which source, for what, how much, by which document."""

    amount = AmountField(label=_("奖补金额（万元）"))
    paid_on = DayField(label=_("拨付日期"), required=False, help_text=_("尚未拨付的空着"))

    class Meta:
        model = Award
        fields = ["source", "purpose", "amount", "year", "document_number", "paid_on", "remark"]

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        own = [choice for choice in Source.choices if gives(officer, choice[0])]
        if len(own) < len(Source.choices):
            self.fields["source"].choices = own  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""


class AwardForm(MoneyForm):
    """A new award for the equipment, or for the whole enterprise."""

    whole = forms.BooleanField(label=_("奖补全企业，不限于该装备"), required=False)

    class Meta(MoneyForm.Meta):
        fields = ["source", "purpose", "amount", "year", "document_number", "paid_on", "whole", "remark"]


class AwardCorrectionForm(MoneyForm):
    """An award as it should have been recorded, and why."""

    reason = forms.CharField(label=_("更正理由"), max_length=200)

    class Meta(MoneyForm.Meta):
        fields = [*MoneyForm.Meta.fields, "reason", "version"]
        widgets = {"version": forms.HiddenInput}


class WithdrawForm(forms.Form):
    """Why a use does not stand, and from which day on."""

    withdrawn_on = DayField(label=_("撤销日期"))
    reason = forms.CharField(label=_("撤销理由"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

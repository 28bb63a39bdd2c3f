"""Forms of price measures (价格措施): rates, the calculator, and the statements' filter and month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.measures import Measure, MeasureKind
from tracker.enforcement.price_rates import PriceRate, RateTier
from tracker.enforcement.statement_tables import StatementState
from tracker.officers.models import Officer
from tracker.regions.models import Industry, Region
from tracker.regions.naming import named
from tracker.web.forms.fields import ALL, AmountField, DayField, regions_of
from tracker.web.forms.filters import FilterForm

# A rate without an industry is for every one.
EVERY_INDUSTRY = ("", _("各行业"))


class MonthField(forms.DateField):
    """A month, chosen with the browser's own calendar; its first day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
        super().__init__(widget=widget, input_formats=["%Y-%m", "%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        """The month's first day."""
        day = super().to_python(value)
        return day.replace(day=1) if day else None


class StatementFilter(FilterForm):
    """对账单 by month, measure, city and state."""

    month = MonthField(label=_("月份"), required=False)
    measure = forms.ChoiceField(label=_("措施"), choices=[ALL], required=False)
    region = forms.ChoiceField(label=_("设区市"), choices=[ALL], required=False)
    state = forms.ChoiceField(label=_("状态"), choices=[ALL, *StatementState.choices], required=False)

    def __init__(self, data: Any, *, officer: Officer, on: date) -> None:
        super().__init__(data)
        self.offer("measure", [ALL, *price_measures()])
        self.offer("region", [ALL, *named(regions_of(officer, on, Region.Level.CITY))])

    def by_month(self, rows: Any, month: date) -> Any:
        """Statements of a month."""
        return rows.filter(month=month)

    def by_measure(self, rows: Any, code: str) -> Any:
        """Statements of a measure."""
        return rows.filter(measure_id=code)

    def by_region(self, rows: Any, code: str) -> Any:
        """Statements of a city."""
        return rows.filter(region_id=code)

    def by_state(self, rows: Any, state: str) -> Any:
        """Statements in a state."""
        return rows.filter(state=state)


class ChargeForm(forms.Form):
    """Which month to charge."""

    month = MonthField(label=_("月份"))


class RateForm(forms.ModelForm):
    """A rate with its document."""

    unit_price = AmountField(label=_("加价标准"))
    valid_from = DayField(label=_("执行日期"))
    valid_to = DayField(label=_("终止日期"), required=False)

    class Meta:
        model = PriceRate
        fields = [
            "measure", "tier", "industry", "unit_price", "unit", "valid_from", "valid_to", "document", "document_number",
            "note",
        ]  # fmt: skip
        help_texts = {"industry": _("空着为各行业通用；有行业标准的，先用行业标准")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["measure"].queryset = Measure.objects.filter(kind=MeasureKind.PRICE)  # type: ignore[attr-defined]
        self.fields["industry"].empty_label = EVERY_INDUSTRY[1]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""


class EndRateForm(forms.Form):
    """The last day of a rate, and the document that ends it."""

    valid_to = DayField(label=_("最后一日（含当日）"))
    end_document_number = forms.CharField(label=_("终止文号"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectRateForm(forms.Form):
    """The price as it should have been typed."""

    unit_price = AmountField(label=_("加价标准"))
    reason = forms.CharField(label=_("更正理由"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CalculatorForm(forms.Form):
    """What a facility would pay for a month."""

    measure = forms.ChoiceField(label=_("措施"))
    tier = forms.ChoiceField(label=_("类别"), choices=RateTier.choices)
    industry = forms.ChoiceField(label=_("行业"), choices=[EVERY_INDUSTRY], required=False)
    month = MonthField(label=_("月份"))
    quantity = AmountField(label=_("用量"), help_text=_("用电填千瓦时，用水填立方米"))

    def __init__(self, data: Any, *, initial: Any) -> None:
        super().__init__(data or None, initial=initial)
        self.fields["measure"].choices = price_measures()  # type: ignore[attr-defined]
        self.fields["industry"].choices = [EVERY_INDUSTRY, *named(Industry.objects.all())]  # type: ignore[attr-defined]


def price_measures() -> list[Any]:
    """The price measures as choices."""
    return list(named(Measure.objects.filter(kind=MeasureKind.PRICE)))

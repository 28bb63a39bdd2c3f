"""What a report form (上报表) is wanted for: the region and the period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue
from tracker.web.forms.fields import region_choices, regions_of
from tracker.workbooks.forms.reporting import Asked, Period, period_named, periods_of


class AskedForm(forms.Form):
    """The region (its own unless another is chosen) and the period (the latest month unless another is chosen)."""

    region = forms.ChoiceField(label=_("填报地区"), required=False)
    period = forms.ChoiceField(label=_("填报期间"), required=False)

    def __init__(self, data: Any, *, officer: Officer, plan: Plan, on: date) -> None:
        self.officer, self.plan, self.on = officer, plan, on
        self.periods = periods_of(plan, on) or [Period(str(plan.year))]
        latest = next((one for one in self.periods if "-" in one.code and "Q" not in one.code), self.periods[0])
        first = {"region": officer.region_id, "period": latest.code}
        super().__init__({name: data.get(name) or value for name, value in first.items()})
        regions = regions_of(officer, plan.deadline, *Region.Level.values)
        self.fields["region"].choices = region_choices(regions)  # type: ignore[attr-defined]
        self.fields["period"].choices = [(one.code, one.words) for one in self.periods]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What is asked for; InvalidValue where region or period is none of those offered."""
        if not self.is_valid():
            field = next(iter(self.errors))
            raise InvalidValue(field=field, found=self.data[field])
        said = self.cleaned_data
        region = Region.objects.get(pk=said["region"])
        period = period_named(said["period"], self.plan, self.on)
        return Asked(self.plan, region, period, self.officer, self.on)

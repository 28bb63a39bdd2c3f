"""Fields the forms share: amounts, days, regions of an officer, search."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.regions.naming import shown
from tracker.values.figures import plain

ALL = ("", _("全部"))
NONE = ("", "——")


class AmountField(forms.DecimalField):
    """A number of up to four decimals, typed as text so that no browser rounds or reformats it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=18, decimal_places=4, min_value=0, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Thousands separators, which officials copy along with a figure, are no fault."""
        return super().to_python(value.replace(",", "").replace("，", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Stored figures are shown without needless zeros."""
        return value if value is None or isinstance(value, str) else plain(value)


class DayField(forms.DateField):
    """A day, chosen with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


class SearchInput(forms.TextInput):
    """A search box."""

    input_type = "search"


def regions_of(officer: Officer, on: date, *levels: str) -> list[Region]:
    """The regions of the given levels that exist on a day and lie in the officer's scope."""
    inside = Q(pk__in=[])
    for pattern in officer.scope:
        inside |= Q(code__startswith=pattern.removesuffix("%"))
    return list(Region.objects.valid_on(on).filter(inside, level__in=levels))


def region_choices(regions: list[Region], *, whole_city: bool = True) -> list[Any]:
    """Choices of regions, counties gathered under their city; `whole_city` lets the city itself be chosen."""
    cities = {region.code: region for region in regions if region.level == Region.Level.CITY}
    grouped: dict[str, list[tuple[str, str]]] = {code: [] for code in cities}
    for region in regions:
        if region.level == Region.Level.COUNTY:
            grouped.setdefault(region.city_code, []).append((region.code, region.name))
    choices: list[Any] = [(r.code, r.name) for r in regions if r.level == Region.Level.PROVINCE]
    for code, counties in grouped.items():
        city = cities.get(code)
        own = [(city.code, str(_("%(city)s（全市）") % {"city": shown(city.name)}))] if city and whole_city else []
        inside = [*own, *counties]
        choices += [(city.name, inside)] if city and inside else inside
    return choices

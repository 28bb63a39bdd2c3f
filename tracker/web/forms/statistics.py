"""The filter bar of the statistics (地区统计)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.registry.statistics import Indicator, Nature
from tracker.web.forms.fields import ALL, SearchInput
from tracker.web.forms.filters import PlaceFilter, Rows


class StatisticFilter(PlaceFilter):
    """地区统计 by words, place, industry, year, indicator and nature."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=SearchInput(attrs={"placeholder": _("内容或来源")})
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=1949, max_value=2100)
    indicator = forms.ChoiceField(label=_("指标"), choices=[ALL, *Indicator.choices], required=False)
    nature = forms.ChoiceField(label=_("口径"), choices=[ALL, *Nature.choices], required=False)
    field_order = ["q", "region", "year", "indicator", "nature", "industry"]

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Figures whose content or source holds the words."""
        return rows.filter(content__icontains=words) | rows.filter(source__icontains=words)

    def by_year(self, rows: Rows, year: int) -> Rows:
        """Figures that cover a year."""
        return rows.filter(year_from__lte=year, year__gte=year)

    def by_indicator(self, rows: Rows, indicator: Any) -> Rows:
        """Figures of an indicator."""
        return rows.filter(indicator=indicator)

    def by_nature(self, rows: Rows, nature: Any) -> Rows:
        """Figures of a nature."""
        return rows.filter(nature=nature)

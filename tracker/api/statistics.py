"""Regional statistics (地区统计) in the API, for reading; they are written by workbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.registry.statistics import Indicator, Nature, RegionStatistic


class StatisticRow(Rows):
    """地区统计: a published figure with its unit and source; month 0 is the whole year."""

    of = RegionStatistic

    id = serializers.IntegerField()
    region = serializers.CharField(source="region_id")
    year_from = serializers.IntegerField()
    year = serializers.IntegerField()
    month = serializers.IntegerField()
    indicator = serializers.ChoiceField(choices=Indicator.choices)
    indicator_label = Label(of="indicator", choices=Indicator)
    nature = serializers.ChoiceField(choices=Nature.choices)
    nature_label = Label(of="nature", choices=Nature)
    industry = serializers.CharField(source="industry_id", allow_null=True)
    content = serializers.CharField()
    value = Amount()
    unit = serializers.CharField()
    citation = serializers.CharField(source="source")
    version = serializers.IntegerField(label=_("版本号"))


class StatisticFilters(filters.Filters):
    """Filters of statistics."""

    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")
    year = filters.Number(field_name="year")
    indicator = filters.Choice(choices=Indicator)
    nature = filters.Choice(choices=Nature)


class Statistics(Resource):
    """地区统计."""

    model = RegionStatistic
    resource = "statistic"
    serializer_class = StatisticRow
    filterset_class = StatisticFilters

"""Readings and suspicions (用量、疑点) in the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.progress.readings import MonthlyReading
from tracker.progress.suspicions import Suspicion


class ReadingRow(Rows):
    """月度用量."""

    of = MonthlyReading

    id = serializers.IntegerField()
    facility = serializers.IntegerField(source="facility_id")
    region = serializers.CharField(source="region_id")
    month = serializers.DateField()
    electricity = Amount()
    water = Amount(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class ReadingFilters(filters.Filters):
    """Filters of readings."""

    facility = filters.Number(field_name="facility_id")
    region = codes.Within(field_name="region__code")
    month_from = filters.Day(field_name="month", lookup_expr="gte")
    month_until = filters.Day(field_name="month", lookup_expr="lte")


class Readings(Resource):
    """月度用量."""

    model = MonthlyReading
    resource = "reading"
    serializer_class = ReadingRow
    filterset_class = ReadingFilters


class SuspicionRow(Rows):
    """疑点; the other side is left out, for it may lie in another region."""

    of = Suspicion

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Suspicion.Kind.choices)
    kind_label = Label(of="kind", choices=Suspicion.Kind)
    region = serializers.CharField(source="region_id")
    target = serializers.IntegerField(source="target_id", allow_null=True)
    facility = serializers.IntegerField(source="facility_id", allow_null=True)
    reasons = serializers.JSONField()
    found_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Suspicion.State.choices)
    state_label = Label(of="state", choices=Suspicion.State)
    verdict = serializers.CharField()
    judged_by = serializers.CharField(source="judged_by.username", allow_null=True)
    judged_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class SuspicionFilters(filters.Filters):
    """Filters of suspicions."""

    kind = filters.Choice(choices=Suspicion.Kind)
    state = filters.Choice(choices=Suspicion.State)
    region = codes.Within(field_name="region__code")
    target = filters.Number(field_name="target_id")


class Suspicions(Resource):
    """疑点."""

    model = Suspicion
    resource = "suspicion"
    serializer_class = SuspicionRow
    filterset_class = SuspicionFilters

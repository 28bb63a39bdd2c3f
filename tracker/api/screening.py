"""Screening (筛查) in the API: runs and their findings. Both are only ever appended, so they have no history of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.catalogue import EditionCode, EntryNumber
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding, ScreeningRun


class Appended(Resource):
    """Rows that never change: there is nothing to ask of another recorded time."""

    history = None  # type: ignore[assignment]

    def parameters(self) -> Iterable[str]:
        """What each action may be asked, the clocks left out."""
        return [name for name in super().parameters() if name not in {"known_at", "as_of"}]


class RunRow(Rows):
    """筛查."""

    of = ScreeningRun

    id = serializers.IntegerField()
    catalogue = serializers.IntegerField(source="edition_id")
    catalogue_code = serializers.CharField(source="edition.code")
    on = serializers.DateField()
    ran_at = serializers.DateTimeField()
    counts = serializers.JSONField()


class RunFilters(filters.Filters):
    """Filters of runs."""

    catalogue = EditionCode(field_name="edition__code")
    on = filters.Day()


class ScreeningRuns(Appended):
    """筛查."""

    model = ScreeningRun
    resource = "screening"
    serializer_class = RunRow
    filterset_class = RunFilters


class FindingRow(Rows):
    """筛查结果: `reasons` holds, by criterion, the value it met; `missing` the criteria whose value was never surveyed."""

    of = Finding

    id = serializers.IntegerField()
    run = serializers.IntegerField(source="run_id")
    facility = serializers.IntegerField(source="facility_id")
    facility_name = serializers.CharField(source="facility.name")
    enterprise = serializers.IntegerField(source="enterprise_id")
    enterprise_name = serializers.CharField(source="enterprise.name")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    entry = serializers.IntegerField(source="entry_id")
    entry_number = serializers.CharField(source="entry.number")
    entry_title = serializers.CharField(source="entry.title")
    tier = serializers.CharField(source="entry.tier")
    status = serializers.ChoiceField(choices=Finding.Status.choices)
    status_label = Label(of="status", choices=Finding.Status)
    group = serializers.IntegerField()
    reasons = serializers.JSONField()
    capacity = Amount(allow_null=True)
    capacity_unit = serializers.CharField()
    ownership = serializers.ChoiceField(choices=Enterprise.Ownership.choices)
    ownership_label = Label(of="ownership", choices=Enterprise.Ownership)
    employees = serializers.IntegerField(allow_null=True)


class FindingFilters(filters.Filters):
    """Filters of findings."""

    run = filters.Number(field_name="run_id")
    facility = filters.Number(field_name="facility_id")
    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")
    status = filters.Choice(choices=Finding.Status)
    ownership = filters.Choice(choices=Enterprise.Ownership)
    entry = EntryNumber(field_name="entry__number")


class ScreeningFindings(Appended):
    """筛查结果."""

    model = Finding
    resource = "screening"
    serializer_class = FindingRow
    filterset_class = FindingFilters

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """As they are."""
        return rows

"""Regions, organisations and industries (区划、机构、行业) in the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows
from tracker.regions.models import Industry, Organisation, Region


class RegionRow(Rows):
    """区划."""

    of = Region

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    name_en = serializers.CharField()
    level = serializers.ChoiceField(choices=Region.Level.choices)
    level_label = Label(of="level", choices=Region.Level)
    parent = serializers.CharField(source="parent_id", allow_null=True)  # type: ignore[assignment]
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    successor = serializers.CharField(source="successor_id", allow_null=True)


class RegionFilters(filters.Filters):
    """Filters of regions."""

    level = filters.Choice(choices=Region.Level)
    parent = codes.RegionCode(field_name="parent_id")
    region = codes.Within(field_name="code")


class Regions(Resource):
    """区划: as of a day, those that existed on it."""

    model = Region
    resource = "reference"
    serializer_class = RegionRow
    filterset_class = RegionFilters
    key = "code"
    dated = True
    lookup_value_regex = "[0-9]{6}"

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """On a day asked for, the regions valid on it; else all there ever were."""
        return rows.valid_on(self.clocks.as_of) if self.clocks.past_day else rows  # type: ignore[attr-defined]


class OrganisationRow(Rows):
    """机构."""

    of = Organisation

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    kind_label = Label(of="kind", choices=Organisation.Kind)
    region = serializers.CharField(source="region_id")
    is_member = serializers.BooleanField()
    duty = serializers.CharField()
    is_inferred = serializers.BooleanField()
    citation = serializers.CharField()


class OrganisationFilters(filters.Filters):
    """Filters of organisations."""

    kind = filters.Choice(choices=Organisation.Kind)
    region = codes.Within(field_name="region__code")
    is_member = filters.Flag()


class Organisations(Resource):
    """机构."""

    model = Organisation
    resource = "reference"
    serializer_class = OrganisationRow
    filterset_class = OrganisationFilters
    key = "code"
    lookup_value_regex = r"[\w-]{1,40}"


class IndustryRow(Rows):
    """行业."""

    of = Industry

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    unit = serializers.CharField()
    lead_department = serializers.CharField(source="lead_department_id", allow_null=True)


class IndustryFilters(filters.Filters):
    """Filters of industries."""

    lead_department = codes.OrganisationCode(field_name="lead_department_id")


class Industries(Resource):
    """行业."""

    model = Industry
    resource = "reference"
    serializer_class = IndustryRow
    filterset_class = IndustryFilters
    key = "code"
    lookup_value_regex = r"[\w-]{1,40}"

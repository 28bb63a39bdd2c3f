"""Enterprises and facilities (企业台账) in the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.registry.models import Enterprise, Facility


class EnterpriseRow(Rows):
    """企业."""

    of = Enterprise

    id = serializers.IntegerField()
    name = serializers.CharField()
    credit_code = serializers.CharField(allow_null=True)
    code_kind = serializers.ChoiceField(choices=Enterprise.CodeKind.choices)
    code_kind_label = Label(of="code_kind", choices=Enterprise.CodeKind)
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    ownership = serializers.ChoiceField(choices=Enterprise.Ownership.choices)
    ownership_label = Label(of="ownership", choices=Enterprise.Ownership)
    employees = serializers.IntegerField(allow_null=True)
    address = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class EnterpriseFilters(filters.Filters):
    """Filters of enterprises."""

    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")
    ownership = filters.Choice(choices=Enterprise.Ownership)
    credit_code = filters.Word()
    name = filters.Word(lookup_expr="contains")


class Enterprises(Resource):
    """企业."""

    model = Enterprise
    resource = "enterprise"
    serializer_class = EnterpriseRow
    filterset_class = EnterpriseFilters


class FacilityRow(Rows):
    """装备（生产线）."""

    of = Facility

    id = serializers.IntegerField()
    enterprise = serializers.IntegerField(source="enterprise_id")
    enterprise_name = serializers.CharField(source="enterprise.name")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    name = serializers.CharField()
    kind = serializers.CharField(source="kind_id", allow_null=True)
    kind_name = serializers.CharField(source="kind.name", allow_null=True)
    serial_number = serializers.CharField()
    quantity = Amount(allow_null=True)
    quantity_unit = serializers.CharField()
    capacity = Amount(allow_null=True)
    capacity_unit = serializers.CharField()
    commissioned_on = serializers.DateField(allow_null=True)
    retired_on = serializers.DateField(allow_null=True)
    attributes = serializers.JSONField()
    status = serializers.ChoiceField(choices=Facility.Status.choices)
    status_label = Label(of="status", choices=Facility.Status)
    version = serializers.IntegerField(label=_("版本号"))


class FacilityFilters(filters.Filters):
    """Filters of facilities."""

    enterprise = filters.Number(field_name="enterprise_id")
    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")
    status = filters.Choice(choices=Facility.Status)
    kind = codes.KindCode(field_name="kind_id")


class Facilities(Resource):
    """装备（生产线）."""

    model = Facility
    resource = "facility"
    serializer_class = FacilityRow
    filterset_class = FacilityFilters

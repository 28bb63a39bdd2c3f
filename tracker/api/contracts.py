"""Responsibility contracts (责任状) in the API, with their lines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.contracts.models import Contract, ContractLine
from tracker.contracts.states import ContractState


class ContractLineRow(Rows):
    """责任状任务."""

    of = ContractLine

    id = serializers.IntegerField()
    contract = serializers.IntegerField(source="contract_id")
    region = serializers.CharField(source="region_id")
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    content = serializers.CharField()
    amount = Amount()
    unit = serializers.CharField()
    equipment_count = Amount(allow_null=True)
    equipment_unit = serializers.CharField()
    deadline = serializers.DateField()


class ContractRow(Rows):
    """责任状."""

    of = Contract

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    number = serializers.CharField()
    party_a_title = serializers.CharField()
    party_a_name = serializers.CharField()
    party_b_title = serializers.CharField()
    party_b_name = serializers.CharField()
    deadline = serializers.DateField()
    state = serializers.ChoiceField(choices=ContractState.choices)
    state_label = Label(of="state", choices=ContractState)
    issued_on = serializers.DateField(allow_null=True)
    signed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))
    lines = ContractLineRow(many=True)


class ContractFilters(filters.Filters):
    """Filters of contracts."""

    plan = filters.Word(field_name="plan__code")
    region = filters.Within(field_name="region__code")
    state = filters.Choice(choices=ContractState)


class Contracts(Resource):
    """责任状."""

    model = Contract
    resource = "contract"
    serializer_class = ContractRow
    filterset_class = ContractFilters
    parts = (Part("lines", ContractLineRow, link="contract"),)


class ContractLineFilters(filters.Filters):
    """Filters of contract lines."""

    contract = filters.Number(field_name="contract_id")
    plan = filters.Word(field_name="contract__plan__code")
    region = filters.Within(field_name="region__code")
    industry = filters.Word(field_name="industry_id")


class ContractLines(Resource):
    """责任状任务: the lines of all contracts, mainly for downloads."""

    model = ContractLine
    resource = "contract"
    serializer_class = ContractLineRow
    filterset_class = ContractLineFilters

"""Responsibility contracts (责任状) in the API, with their lines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.contracts.models import Contract, ContractClause, ContractLine
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


class ContractClauseRow(Rows):
    """责任状条款."""

    of = ContractClause

    id = serializers.IntegerField()
    contract = serializers.IntegerField(source="contract_id")
    number = serializers.IntegerField()
    heading = serializers.CharField()
    text = serializers.CharField()


class ContractRow(Rows):
    """责任状."""

    of = Contract

    id = serializers.IntegerField()
    plan = serializers.CharField(source="plan.code")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    level = serializers.ChoiceField(choices=Contract.Level.choices)
    level_label = Label(of="level", choices=Contract.Level)
    organisation = serializers.CharField(source="organisation_id", allow_null=True)
    number = serializers.CharField()
    supersedes = serializers.IntegerField(source="supersedes_id", allow_null=True)
    party_a = serializers.CharField()
    party_b = serializers.CharField()
    party_a_title = serializers.CharField()
    party_a_name = serializers.CharField()
    party_b_title = serializers.CharField()
    party_b_name = serializers.CharField()
    deadline = serializers.DateField()
    state = serializers.ChoiceField(choices=ContractState.choices)
    state_label = Label(of="state", choices=ContractState)
    issued_on = serializers.DateField(allow_null=True)
    signed_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    closing_note = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))
    lines = ContractLineRow(many=True)


class ContractDetail(ContractRow):
    """责任状 with its clauses."""

    clauses = ContractClauseRow(many=True)


class ContractFilters(filters.Filters):
    """Filters of contracts."""

    plan = codes.PlanCode(field_name="plan__code")
    region = codes.Within(field_name="region__code")
    state = filters.Choice(choices=ContractState)
    level = filters.Choice(choices=Contract.Level)


class Contracts(Resource):
    """责任状."""

    model = Contract
    resource = "contract"
    serializer_class = ContractRow
    detail_class = ContractDetail
    filterset_class = ContractFilters
    parts = (Part("lines", ContractLineRow, link="contract"),)
    detail_parts = (Part("clauses", ContractClauseRow, link="contract"),)


class ContractLineFilters(filters.Filters):
    """Filters of contract lines."""

    contract = filters.Number(field_name="contract_id")
    plan = codes.PlanCode(field_name="contract__plan__code")
    region = codes.Within(field_name="region__code")
    industry = codes.IndustryCode(field_name="industry_id")


class ContractLines(Resource):
    """责任状任务: the lines of all contracts, mainly for downloads."""

    model = ContractLine
    resource = "contract"
    serializer_class = ContractLineRow
    filterset_class = ContractLineFilters

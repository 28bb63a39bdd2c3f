"""Price rates and statements (加价标准、对账单) in the API; a department's program sees the statements issued to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.enforcement.price_rates import PriceRate, PriceUnit, RateTier
from tracker.enforcement.statement_tables import Gap, Statement, StatementLine, StatementState


class RateRow(Rows):
    """加价标准."""

    of = PriceRate

    id = serializers.IntegerField()
    measure = serializers.CharField(source="measure_id")
    tier = serializers.ChoiceField(choices=RateTier.choices)
    tier_label = Label(of="tier", choices=RateTier)
    industry = serializers.CharField(source="industry_id", allow_null=True)
    unit_price = Amount()
    unit = serializers.ChoiceField(choices=PriceUnit.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    document = serializers.CharField()
    document_number = serializers.CharField()
    end_document_number = serializers.CharField()
    citation = serializers.CharField()
    is_inferred = serializers.BooleanField()
    version = serializers.IntegerField(label=_("版本号"))


class RateFilters(filters.Filters):
    """Filters of rates."""

    measure = codes.MeasureCode(field_name="measure_id")
    tier = filters.Choice(choices=RateTier)
    industry = codes.IndustryCode(field_name="industry_id")


class PriceRates(Resource):
    """加价标准."""

    model = PriceRate
    resource = "price"
    serializer_class = RateRow
    filterset_class = RateFilters


class LineRow(Rows):
    """对账单明细."""

    of = StatementLine

    id = serializers.IntegerField()
    statement = serializers.IntegerField(source="statement_id")
    measure = serializers.CharField(source="measure_id")
    month = serializers.DateField()
    edition = serializers.IntegerField()
    state = serializers.ChoiceField(choices=StatementState.choices)
    state_label = Label(of="state", choices=StatementState)
    number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    order = serializers.IntegerField(source="order_id")
    facility = serializers.IntegerField(source="facility_id")
    region = serializers.CharField(source="region_id")
    party = serializers.CharField()
    equipment = serializers.CharField()
    account_number = serializers.CharField()
    tier = serializers.ChoiceField(choices=RateTier.choices)
    industry = serializers.CharField(source="industry_id")
    quantity = Amount(allow_null=True)
    rate = serializers.IntegerField(source="rate_id", allow_null=True)
    unit_price = Amount(allow_null=True)
    unit = serializers.CharField()
    document_number = serializers.CharField()
    amount = Amount()
    gap = serializers.ChoiceField(choices=Gap.choices, allow_blank=True)
    previous_quantity = Amount(allow_null=True)
    previous_price = Amount(allow_null=True)
    previous_amount = Amount(allow_null=True)
    causes = serializers.ListField(child=serializers.CharField())


class StatementRow(Rows):
    """对账单."""

    of = Statement

    id = serializers.IntegerField()
    measure = serializers.CharField(source="measure_id")
    measure_name = serializers.CharField(source="measure.name")
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    organisation = serializers.CharField(source="organisation_id")
    month = serializers.DateField()
    edition = serializers.IntegerField()
    state = serializers.ChoiceField(choices=StatementState.choices)
    state_label = Label(of="state", choices=StatementState)
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True)
    total = Amount()
    previous_total = Amount()
    made_on = serializers.DateField()
    number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField(label=_("版本号"))


class StatementFilters(filters.Filters):
    """Filters of statements."""

    region = codes.Within(field_name="region__code")
    measure = codes.MeasureCode(field_name="measure_id")
    organisation = codes.OrganisationCode(field_name="organisation_id")
    month = filters.Day(field_name="month")
    state = filters.Choice(choices=StatementState)


class Statements(Resource):
    """对账单, with its lines."""

    model = Statement
    resource = "statement"
    serializer_class = StatementRow
    filterset_class = StatementFilters
    detail_parts = (Part("lines", LineRow, link="statement"),)


class ChargeFilters(filters.Filters):
    """Filters of lines."""

    region = codes.Within(field_name="region__code")
    measure = codes.MeasureCode(field_name="measure_id")
    month = filters.Day(field_name="month")
    state = filters.Choice(choices=StatementState)
    facility = filters.Number(field_name="facility_id")
    order = filters.Number(field_name="order_id")
    gap = filters.Choice(choices=Gap)


class Charges(Resource):
    """对账单明细 by themselves: a county sees its own facilities' lines, not the cities' statements."""

    model = StatementLine
    resource = "charge"
    serializer_class = LineRow
    filterset_class = ChargeFilters

"""Measures and orders (强制措施) in the API; a department's program sees the orders issued to its organisation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Amount, Label, Rows
from tracker.enforcement.joint_states import JointState
from tracker.enforcement.joint_tables import JointAction, JointOrder, JointStep
from tracker.enforcement.measures import Measure, MeasureKind, Precondition
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.states import OrderState


class MeasureRow(Rows):
    """措施."""

    of = Measure

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.ChoiceField(choices=MeasureKind.choices)
    kind_label = Label(of="kind", choices=MeasureKind)
    duty_department = serializers.CharField(source="duty_department_id")
    precondition = serializers.ChoiceField(choices=Precondition.choices)
    precondition_label = Label(of="precondition", choices=Precondition)
    industries = serializers.ListField(child=serializers.CharField())
    way_back = serializers.CharField()
    legal_basis = serializers.CharField()
    notice_working_days = serializers.IntegerField()
    notice_source = serializers.CharField()
    duration_months = serializers.IntegerField(allow_null=True)
    needs_safe_stop = serializers.BooleanField()
    needs_time = serializers.BooleanField()
    needs_meter_reading = serializers.BooleanField()
    needs_photo = serializers.BooleanField()
    is_active = serializers.BooleanField()
    basis_inferred = serializers.BooleanField()
    citation = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class MeasureFilters(filters.Filters):
    """Filters of measures."""

    kind = filters.Choice(choices=MeasureKind)
    precondition = filters.Choice(choices=Precondition)
    is_active = filters.Flag()


class Measures(Resource):
    """措施."""

    model = Measure
    resource = "measure"
    serializer_class = MeasureRow
    filterset_class = MeasureFilters
    key = "code"
    lookup_value_regex = r"[a-z0-9-]{1,40}"


class StepRow(Rows):
    """办理记录."""

    of = OrderStep

    id = serializers.IntegerField()
    order = serializers.IntegerField(source="order_id")
    verb = serializers.CharField()
    state = serializers.ChoiceField(choices=OrderState.choices)
    on = serializers.DateField()
    by = serializers.CharField(source="by.username", allow_null=True)
    comment = serializers.CharField()


class OrderRow(Rows):
    """强制措施."""

    of = Order

    id = serializers.IntegerField()
    number = serializers.CharField()
    measure = serializers.CharField(source="measure_id")
    measure_name = serializers.CharField()
    measure_version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=MeasureKind.choices)
    state = serializers.ChoiceField(choices=OrderState.choices)
    state_label = Label(of="state", choices=OrderState)
    region = serializers.CharField(source="region_id")
    region_name = serializers.CharField(source="region.name")
    organisation = serializers.CharField(source="organisation_id")
    target = serializers.IntegerField(source="target_id", allow_null=True)
    enterprise = serializers.IntegerField(source="enterprise_id", allow_null=True)
    party = serializers.CharField()
    party_address = serializers.CharField()
    equipment = serializers.CharField()
    account_number = serializers.CharField()
    ground = serializers.CharField()
    legal_basis = serializers.CharField()
    way_back = serializers.CharField()
    proposed_on = serializers.DateField()
    notice_served_on = serializers.DateField(allow_null=True)
    notice_until = serializers.DateField(allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    issued_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    acknowledged_on = serializers.DateField(allow_null=True)
    executed_on = serializers.DateField(allow_null=True)
    executed_at = serializers.TimeField(allow_null=True)
    operator = serializers.CharField()
    meter_reading = Amount(allow_null=True)
    execution_note = serializers.CharField()
    verified_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    lift_proposed_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    closing_note = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class JointStepRow(Rows):
    """联合行动记录."""

    of = JointStep

    id = serializers.IntegerField()
    action = serializers.IntegerField(source="action_id")
    verb = serializers.CharField()
    state = serializers.ChoiceField(choices=JointState.choices)
    on = serializers.DateField()
    by = serializers.CharField(source="by.username", allow_null=True)
    comment = serializers.CharField()


class JointOrderRow(Rows):
    """An order in a joint action; to a department only its own."""

    of = JointOrder

    id = serializers.IntegerField()
    action = serializers.IntegerField(source="action_id")
    order = serializers.IntegerField(source="order_id")
    organisation = serializers.CharField(source="organisation_id")


class JointActionRow(Rows):
    """联合行动."""

    of = JointAction

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=JointState.choices)
    state_label = Label(of="state", choices=JointState)
    region = serializers.CharField(source="region_id")
    party = serializers.CharField()
    place = serializers.CharField()
    held_on = serializers.DateField()
    gather_at = serializers.TimeField(allow_null=True)
    lead = serializers.CharField(source="lead_id")
    organisations = serializers.ListField(child=serializers.CharField())
    task = serializers.CharField()
    safety_note = serializers.CharField()
    safety_checked_on = serializers.DateField(allow_null=True)
    announced_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    closing_note = serializers.CharField()
    version = serializers.IntegerField(label=_("版本号"))


class JointFilters(filters.Filters):
    """Filters of joint actions."""

    region = codes.Within(field_name="region__code")
    state = filters.Choice(choices=JointState)


class JointActions(Resource):
    """联合行动, with its orders and its timeline."""

    model = JointAction
    resource = "joint"
    serializer_class = JointActionRow
    filterset_class = JointFilters
    detail_parts = (
        Part("orders", JointOrderRow, link="action"),
        Part("steps", JointStepRow, link="action", since="on"),
    )


class OrderFilters(filters.Filters):
    """Filters of orders."""

    region = codes.Within(field_name="region__code")
    measure = codes.MeasureCode(field_name="measure_id")
    kind = filters.Choice(choices=MeasureKind)
    state = filters.Choice(choices=OrderState)
    organisation = codes.OrganisationCode(field_name="organisation_id")


class Orders(Resource):
    """强制措施, with its steps."""

    model = Order
    resource = "order"
    serializer_class = OrderRow
    filterset_class = OrderFilters
    detail_parts = (Part("steps", StepRow, link="order", since="on"),)

"""Reporting an execution (回报执行) by a department's program: `POST /api/v1/orders/{id}/execution/` with an Idempotency-Key.

The token must have the scope `orders`. The same key with the same message is answered as the first time; with another
message it is refused (422).
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.doors import Door
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.order_tables import Order
from tracker.officers.models import ApiToken, Officer
from tracker.officers.permissions import require
from tracker.values.dates import today
from tracker.values.errors import InvalidValue, NotAllowed

_KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)


class ExecutionIn(serializers.Serializer):
    """What a department reports."""

    executed_on = serializers.DateField()
    executed_at = serializers.TimeField(required=False, allow_null=True)
    operator = serializers.CharField(max_length=40)
    meter_reading = serializers.DecimalField(
        max_digits=18, decimal_places=4, min_value=0, required=False, allow_null=True
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        """Fields nobody knows are refused by name, never passed over."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise ValidationError(dict.fromkeys(unknown, "未知字段"))
        return super().to_internal_value(data)


class ExecutionOut(serializers.Serializer):
    """What is on record of an execution."""

    order = serializers.IntegerField()
    number = serializers.CharField()
    state = serializers.CharField()
    executed_on = serializers.DateField(allow_null=True)
    executed_at = serializers.TimeField(allow_null=True)
    operator = serializers.CharField()
    meter_reading = serializers.DecimalField(max_digits=18, decimal_places=4, allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()


class OrderExecution(Door):
    """执行情况 of one order: read by whoever sees the order, reported by the department it was issued to."""

    resource = "order"
    model = Order
    http_method_names = ["get", "head", "post"]
    parser_classes = [JSONParser]

    @extend_schema(operation_id="order_execution", responses=ExecutionOut, tags=["orders"])
    def get(self, request: Request, pk: str) -> Response:
        """What is on record."""
        return Response(_record(Order.objects.get_visible(self.officer, pk=int(pk))))

    @extend_schema(
        operation_id="order_execute", request=ExecutionIn, responses=ExecutionOut, parameters=[_KEY], tags=["orders"]
    )
    def post(self, request: Request, pk: str) -> Response:
        """Report the execution; telling it again changes nothing."""
        require_scope(self.officer, request)
        order = Order.objects.get_visible(self.officer, pk=int(pk))
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            raise InvalidValue("请在请求头中提供 Idempotency-Key", field="Idempotency-Key", code="key_missing")
        said = ExecutionIn(data=request.data)
        said.is_valid(raise_exception=True)
        told = Execution(**said.validated_data)
        return Response(_record(execute(order=order, execution=told, by=self.officer, on=today(), key=key)))


def require_scope(officer: Officer, request: Request) -> None:
    """That the officer executes orders, and that the token was issued for it."""
    require(officer, "execute", "order")
    token = request.auth
    if not isinstance(token, ApiToken) or token.scope != ApiToken.Scope.ORDERS:
        raise NotAllowed("令牌的范围不含回报执行", code="token_scope")


def _record(order: Order) -> dict[str, Any]:
    return {
        "order": order.pk,
        "number": order.number,
        "state": order.state,
        "executed_on": order.executed_on,
        "executed_at": order.executed_at,
        "operator": order.operator,
        "meter_reading": order.meter_reading,
        "note": order.execution_note,
        "version": order.version,
    }

"""Photos of an execution by program (执行照片): `POST /api/v1/orders/{id}/photos/` as multipart; the same file twice is one photo."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.doors import Door
from tracker.api.execution import require_scope
from tracker.enforcement.order_tables import Order
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.photographing import attach_photo


class PhotoIn(serializers.Serializer):
    """One photo."""

    file = serializers.FileField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PhotoOut(serializers.Serializer):
    """A photo on record; its file is had on the order's page."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    taken_at = serializers.DateTimeField(allow_null=True)
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    note = serializers.CharField()
    added_at = serializers.DateTimeField()


class OrderPhotos(Door):
    """执行照片 of one order."""

    resource = "order"
    model = Order
    http_method_names = ["get", "head", "post"]
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="order_photos", responses=PhotoOut(many=True), tags=["orders"])
    def get(self, request: Request, pk: str) -> Response:
        """The photos of an order the officer may see."""
        order = Order.objects.get_visible(self.officer, pk=int(pk))
        rows = OrderPhoto.objects.visible_to(self.officer).standing().filter(order=order)
        return Response({"results": [_record(row) for row in rows]})

    @extend_schema(operation_id="order_photo_add", request=PhotoIn, responses=PhotoOut, tags=["orders"])
    def post(self, request: Request, pk: str) -> Response:
        """Add one photo, before the execution is reported."""
        require_scope(self.officer, request)
        order = Order.objects.get_visible(self.officer, pk=int(pk))
        said = PhotoIn(data=request.data)
        said.is_valid(raise_exception=True)
        file, note = said.validated_data["file"], said.validated_data["note"]
        made = attach_photo(order=order, file=file, name=file.name, by=self.officer, note=note)
        return Response(_record(made))


def _record(photo: OrderPhoto) -> dict[str, Any]:
    return dict(PhotoOut(photo).data)

"""The product and equipment check (产品装备核查) in the API: `/api/v1/catalogue-check/?q=…&on=DATE`."""

from __future__ import annotations

from collections.abc import Iterable

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.doors import Door
from tracker.api.parameters import read_day
from tracker.catalogue.checking import check
from tracker.values.dates import today


class ListingRow(serializers.Serializer):
    """One entry that lists what was asked for."""

    entry = serializers.IntegerField()
    number = serializers.CharField()
    tier = serializers.CharField()
    tier_label = serializers.CharField()
    kind = serializers.CharField()
    industry = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    phase_out_on = serializers.DateField(allow_null=True)


class CheckAnswer(serializers.Serializer):
    """Whether the product, process or equipment is listed in the edition in force on the day."""

    asked = serializers.CharField()
    on = serializers.DateField()
    listed = serializers.BooleanField()
    catalogue = serializers.CharField(allow_null=True)
    results = ListingRow(many=True)


class CatalogueCheck(Door):
    """产品装备核查."""

    resource = "catalogue"

    def parameters(self) -> Iterable[str]:
        """The words and the day."""
        return ("q", "on")

    @extend_schema(
        operation_id="catalogue_check",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, required=True),
            OpenApiParameter("on", OpenApiTypes.DATE),
        ],
        responses=CheckAnswer,
        tags=["catalogue-check"],
    )
    def get(self, request: Request) -> Response:
        """Is it listed?"""
        day = request.query_params.get("on")
        answer = check(request.query_params.get("q", ""), read_day(day, "on") if day else today())
        found = [
            {
                "entry": listing.entry.pk,
                "number": listing.entry.number,
                "tier": listing.entry.tier,
                "tier_label": listing.entry.get_tier_display(),
                "kind": listing.entry.kind,
                "industry": listing.entry.industry_id,
                "title": listing.entry.title,
                "text": listing.entry.text,
                "phase_out_on": listing.entry.phase_out_on,
            }
            for listing in answer.listings
        ]
        return Response(
            {
                "asked": answer.asked,
                "on": answer.on,
                "listed": answer.listed,
                "catalogue": answer.edition.code if answer.edition else None,
                "results": found,
            }
        )

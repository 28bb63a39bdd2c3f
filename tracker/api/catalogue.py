"""Catalogue editions and entries (淘汰目录) in the API."""

from __future__ import annotations

from rest_framework import serializers

from tracker.api import filters
from tracker.api.resources import Resource
from tracker.api.rows import Label, Rows
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry


class EditionRow(Rows):
    """目录版本."""

    of = CatalogueEdition

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    document_number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    effective_on = serializers.DateField(allow_null=True)
    supersedes = serializers.IntegerField(source="supersedes_id", allow_null=True)
    state = serializers.ChoiceField(choices=CatalogueEdition.State.choices)
    state_label = Label(of="state", choices=CatalogueEdition.State)
    is_inferred = serializers.BooleanField()
    citation = serializers.CharField()


class EditionFilters(filters.Filters):
    """Filters of editions."""

    code = filters.Word()
    state = filters.Choice(choices=CatalogueEdition.State)
    effective_from = filters.Day(field_name="effective_on", lookup_expr="gte")
    effective_until = filters.Day(field_name="effective_on", lookup_expr="lte")


class Catalogues(Resource):
    """目录版本."""

    model = CatalogueEdition
    resource = "catalogue"
    serializer_class = EditionRow
    filterset_class = EditionFilters


class EntryRow(Rows):
    """目录条目."""

    of = CatalogueEntry

    id = serializers.IntegerField()
    catalogue = serializers.IntegerField(source="edition_id")
    catalogue_code = serializers.CharField(source="edition.code")
    number = serializers.CharField()
    tier = serializers.ChoiceField(choices=CatalogueEntry.Tier.choices)
    tier_label = Label(of="tier", choices=CatalogueEntry.Tier)
    kind = serializers.ChoiceField(choices=CatalogueEntry.Kind.choices)
    kind_label = Label(of="kind", choices=CatalogueEntry.Kind)
    industry = serializers.CharField(source="industry_id")
    industry_name = serializers.CharField(source="industry.name")
    title = serializers.CharField()
    text = serializers.CharField()
    phase_out_on = serializers.DateField(allow_null=True)
    citation = serializers.CharField()


class EntryFilters(filters.Filters):
    """Filters of entries."""

    catalogue = filters.Word(field_name="edition__code")
    industry = filters.Word(field_name="industry_id")
    tier = filters.Choice(choices=CatalogueEntry.Tier)
    kind = filters.Choice(choices=CatalogueEntry.Kind)


class CatalogueEntries(Resource):
    """目录条目."""

    model = CatalogueEntry
    resource = "catalogue"
    serializer_class = EntryRow
    filterset_class = EntryFilters

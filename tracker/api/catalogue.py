"""Catalogue editions and entries (淘汰目录) in the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from tracker.api import codes, filters
from tracker.api.resources import Part, Resource
from tracker.api.rows import Label, Rows
from tracker.catalogue.comparing import Comparator
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, Criterion, FacilityKind
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.officers.roles import Role


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
    based_on = serializers.IntegerField(source="based_on_id", allow_null=True)
    state = serializers.ChoiceField(choices=CatalogueEdition.State.choices)
    state_label = Label(of="state", choices=CatalogueEdition.State)
    is_inferred = serializers.BooleanField()
    citation = serializers.CharField()


def published(rows: QuerySet[Any], officer: Officer, path: str) -> QuerySet[Any]:
    """Drafts are for who may change them, and for auditors."""
    if may(officer, "change", "catalogue") or officer.role == Role.AUDITOR:
        return rows
    return rows.filter(**{path: CatalogueEdition.State.PUBLISHED})


class EditionCode(codes.Code):
    """An edition by its code; a draft is unknown to those it is not for."""

    of = CatalogueEdition
    by = "code"
    listed = "catalogues"

    def known(self) -> QuerySet[Any]:
        """Published editions, and drafts to some."""
        return published(super().known(), self.parent.request.user, "state")


class EntryNumber(codes.Code):
    """An entry by its number, which entries of several editions may bear."""

    of = CatalogueEntry
    by = "number"
    listed = "catalogue-entries"

    def known(self) -> QuerySet[Any]:
        """Entries of published editions, and of drafts to some."""
        return published(super().known(), self.parent.request.user, "edition__state")


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

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Published editions, and drafts to some."""
        return published(rows, self.officer, "state")


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


class CriterionRow(Rows):
    """界定条件: those of a group hold together, groups are alternatives, a negated one is an exception."""

    of = Criterion

    id = serializers.IntegerField()
    entry = serializers.IntegerField(source="entry_id")
    group = serializers.IntegerField()
    attribute = serializers.CharField(source="attribute_id")
    comparator = serializers.ChoiceField(choices=Comparator.choices)
    threshold = serializers.CharField()
    unit = serializers.CharField()
    negated = serializers.BooleanField()
    is_inferred = serializers.BooleanField()


class EntryDetail(EntryRow):
    """目录条目 with its criteria."""

    criteria = CriterionRow(many=True, read_only=True)


class EntryFilters(filters.Filters):
    """Filters of entries."""

    catalogue = EditionCode(field_name="edition__code")
    industry = codes.IndustryCode(field_name="industry_id")
    tier = filters.Choice(choices=CatalogueEntry.Tier)
    kind = filters.Choice(choices=CatalogueEntry.Kind)


class CatalogueEntries(Resource):
    """目录条目."""

    model = CatalogueEntry
    resource = "catalogue"
    serializer_class = EntryRow
    detail_class = EntryDetail
    filterset_class = EntryFilters
    detail_parts = (Part("criteria", CriterionRow, link="entry"),)

    def shown(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Entries of published editions, and of drafts to some."""
        return published(rows, self.officer, "edition__state")


class KindRow(Rows):
    """装备类型."""

    of = FacilityKind

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    industry = serializers.CharField(source="industry_id")
    equipment_unit = serializers.CharField()
    capacity_unit = serializers.CharField()


class KindFilters(filters.Filters):
    """Filters of kinds."""

    industry = codes.IndustryCode(field_name="industry_id")


class FacilityKinds(Resource):
    """装备类型."""

    model = FacilityKind
    resource = "catalogue"
    serializer_class = KindRow
    filterset_class = KindFilters
    key = "code"
    lookup_value_regex = r"[a-z0-9-]{1,40}"


class AttributeRow(Rows):
    """装备参数."""

    of = Attribute

    code = serializers.CharField()
    name = serializers.CharField(source="label")
    name_en = serializers.CharField(source="label_en")
    type = serializers.ChoiceField(choices=Attribute.Type.choices)
    type_label = Label(of="type", choices=Attribute.Type)
    unit = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())


class AttributeFilters(filters.Filters):
    """Filters of attributes."""

    type = filters.Choice(choices=Attribute.Type)


class Attributes(Resource):
    """装备参数."""

    model = Attribute
    resource = "catalogue"
    serializer_class = AttributeRow
    filterset_class = AttributeFilters
    key = "code"
    lookup_value_regex = r"[a-z0-9_]{1,40}"

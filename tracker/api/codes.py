"""Filters by the code of something (按代码筛选): a code there is not is a mistake to be told of, never an empty list."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from tracker.catalogue.models import FacilityKind
from tracker.enforcement.measures import Measure
from tracker.quotas.models import Plan
from tracker.regions.models import Industry, Organisation, Region
from tracker.values.errors import InvalidValue


@extend_schema_field(OpenApiTypes.STR)
class Code(filters.Filter):
    """A code of rows of the model `of`, found in its column `by`; the resource `listed` lists those there are."""

    field_class = forms.CharField
    of: ClassVar[type[Model]]
    by: ClassVar[str] = "pk"
    listed: ClassVar[str]

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows with the code; InvalidValue if no such code is there to be asked for."""
        if not value:
            return qs
        if not self.known().filter(**{self.by: value}).exists():
            message = _("没有代码为“%(found)s”的%(kind)s")
            raise InvalidValue(
                message % {"found": value[:40], "kind": self.of._meta.verbose_name},
                code="unknown_code",
                field=next(name for name, one in self.parent.filters.items() if one is self),
                found=value[:40],
                expected=f"/api/v1/{self.listed}/",
            )
        return self.narrowed(qs, value)

    def known(self) -> QuerySet[Any]:
        """For subclasses: the rows the asker may know of."""
        return self.of._default_manager.all()

    def narrowed(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that bear the code."""
        return qs.filter(**{self.field_name: value})


class _RegionField(forms.CharField):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not re.fullmatch(r"[1-9][0-9]{5}", text):
            raise forms.ValidationError(gettext_lazy("应为六位区划代码，例如 330100"), code="invalid")
        return text


@extend_schema_field({"type": "string", "pattern": "^[1-9][0-9]{5}$"})
class RegionCode(Code):
    """A region by its code, itself alone."""

    field_class = _RegionField
    of = Region
    listed = "regions"


class Within(RegionCode):
    """A region and everything in it, by its code."""

    def narrowed(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows whose region's code begins as the region's does."""
        stem = re.sub(r"(00){1,2}$", "", value)
        return qs.filter(**{f"{self.field_name}__startswith": stem})


class IndustryCode(Code):
    """An industry by its code."""

    of = Industry
    listed = "industries"


class OrganisationCode(Code):
    """An organisation by its code."""

    of = Organisation
    listed = "organisations"


class MeasureCode(Code):
    """A measure by its code."""

    of = Measure
    listed = "measures"


class KindCode(Code):
    """A kind of facility by its code."""

    of = FacilityKind
    listed = "facility-kinds"


class PlanCode(Code):
    """A plan by its code."""

    of = Plan
    by = "code"
    listed = "plans"

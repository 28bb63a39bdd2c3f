"""Filters (筛选): only those a resource lists by name, exact about what they accept."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from tracker.api.parameters import read_day
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue


class _DayField(forms.CharField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            return read_day(text, "") if text else None
        except InvalidValue:
            raise forms.ValidationError(_("应为日期，例如 2010-09-15"), code="invalid") from None


@extend_schema_field(OpenApiTypes.DATE)
class Day(filters.Filter):
    """A day, written 2010-09-15 and no other way."""

    field_class = _DayField


class _RegionField(forms.CharField):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not re.fullmatch(r"[1-9][0-9]{5}", text):
            raise forms.ValidationError(_("应为六位区划代码，例如 330100"), code="invalid")
        return text


@extend_schema_field({"type": "string", "pattern": "^[1-9][0-9]{5}$"})
class Within(filters.Filter):
    """A region and everything in it, by its code."""

    field_class = _RegionField

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows whose region's code begins as the region's does."""
        if not value:
            return qs
        stem = re.sub(r"(00){1,2}$", "", value)
        return qs.filter(Q(**{f"{self.field_name}__startswith": stem}))


class Word(filters.CharFilter):
    """An exact code."""


class _PlanField(forms.CharField):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not Plan.objects.filter(code=text).exists():
            raise forms.ValidationError(
                _("没有编号为“%(found)s”的计划"), code="unknown_plan", params={"found": text[:40]}
            )
        return text


@extend_schema_field(OpenApiTypes.STR)
class PlanCode(filters.Filter):
    """A plan by its code; one there is not is a mistake to be told of, no empty list."""

    field_class = _PlanField


class Choice(filters.ChoiceFilter):
    """One of the codes a column may hold."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices.choices, empty_label=None, **kwargs)


class _FlagField(forms.CharField):
    def clean(self, value: Any) -> bool | None:
        text = super().clean(value)
        if text not in ("", "true", "false"):
            raise forms.ValidationError(_("应为 true 或 false"), code="invalid")
        return None if text == "" else text == "true"


@extend_schema_field(OpenApiTypes.BOOL)
class Flag(filters.Filter):
    """`true` or `false`, and nothing that merely looks like it."""

    field_class = _FlagField


class _NumberField(forms.CharField):
    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            raise forms.ValidationError(_("应为整数"), code="invalid")
        return int(text) if text else None


@extend_schema_field(OpenApiTypes.INT)
class Number(filters.Filter):
    """A whole number: a year, or the number of a row."""

    field_class = _NumberField


Filters = filters.FilterSet

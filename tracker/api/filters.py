"""Filters (筛选): only those a resource lists by name, exact about what they accept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from tracker.api.parameters import read_day
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


class Word(filters.CharFilter):
    """An exact word of many, such as a user name or a digest: one there is not finds nothing."""


class Choice(filters.ChoiceFilter):
    """One of the codes a column may hold."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices.choices, empty_label=None, **kwargs)


class OneOf(filters.ChoiceFilter):
    """One of the words given, for kinds that are no column's choices."""

    def __init__(self, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(choices=[(word, word) for word in words], empty_label=None, **kwargs)


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

"""Names in two languages (名称的两种文字): kept and printed in Chinese, shown on pages in the language of the reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any, Self

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Name(str):
    """A Chinese name that knows its English. It is the Chinese wherever it is stored, compared, written into a sheet
    or a paper; only where it becomes HTML does the reader's language decide."""

    __slots__ = ("english",)
    english: str

    def __new__(cls, chinese: str, english: str) -> Self:
        name = super().__new__(cls, chinese)
        name.english = english
        return name

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.english)

    def __html__(self) -> SafeString:
        return escape(shown(self))


def shown(name: str) -> str:
    """A name in the reader's language; for sentences put together in Python, which templates no longer take apart."""
    english = name.english if isinstance(name, Name) else ""
    return english if english and in_english() else str(name)


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def english_name(*paths: str) -> Coalesce:
    """An expression: the English name of the first related row there is, its Chinese where it has no other."""
    names = ((NullIf(f"{path}__name_en", Value("")), F(f"{path}__name")) for path in paths)
    return Coalesce(*chain.from_iterable(names))


class NamedInTwo(models.Model):
    """What has a `name` and a `name_en`: read from the database, its `name` is a `Name`.

    So is its `short_name` where it has one; there is but one English name.
    """

    class Meta:
        abstract = True

    name: models.CharField[str, str]
    short_name: str
    name_en: models.CharField[str, str]

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        row = super().from_db(db, field_names, values, **options)
        if "name" in row.__dict__ and "name_en" in row.__dict__:
            row.name = Name(row.name, row.name_en)
            if "short_name" in row.__dict__:
                row.short_name = Name(row.short_name, row.name_en)
        return row

    def __str__(self) -> str:
        return self.name

    def called(self, kept: str) -> Name:
        """A name of this row as it was written down elsewhere, with its English."""
        return Name(kept, self.name_en)

    def __html__(self) -> SafeString:
        return escape(shown(self.name))


def named(rows: Iterable[NamedInTwo]) -> list[tuple[str, str]]:
    """Rows as pairs of key and name: the choices of a field, or a dictionary of names."""
    return [(row.pk, row.name) for row in rows]

"""What an officer may see (可见范围): the first wall, in code; row-level security in the database is the wall behind it."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.errors import NotFound

M = TypeVar("M", bound=models.Model)


def inside(officer: Officer, scope_column: str) -> Q:
    """That the region in a column lies in the officer's scope; for rows and for their history alike."""
    relation, within = scope_column.removesuffix("_id"), Q(pk__in=[])
    for pattern in officer.scope:
        within |= Q(**{f"{relation}__code__startswith": pattern.removesuffix("%")})
    return within


def own(officer: Officer, organisation_column: str) -> Q:
    """That the organisation in a column is the one a department's officer belongs to."""
    mine = officer.own_organisation
    return Q(**{organisation_column: mine}) if mine else Q(pk__in=[])


def among(officer: Officer, organisations_column: str) -> Q:
    """That the organisation of a department's officer is one of those a row is shared by."""
    mine = officer.own_organisation
    return Q(**{f"{organisations_column}__contains": [mine]}) if mine else Q(pk__in=[])


def scope_of(officer: Officer, model: type[models.Model]) -> Q | None:
    """The scope a model names by its columns, for its rows and for their history; None where every officer may read it."""
    column: str | None = getattr(model, "scope_column", None)
    if column is None:
        return None
    within = inside(officer, column)
    if one := getattr(model, "scope_organisation_column", None):
        within |= own(officer, one)
    if many := getattr(model, "scope_organisations_column", None):
        within |= among(officer, many)
    return within


class ScopedQuerySet(models.QuerySet[M]):
    """QuerySet of a model that names its `resource` (permission table) and `scope_column` (region code).

    A model may also name a `scope_organisation_column`, or `scope_organisations_column` for a list of them: what was sent
    to an organisation, its officers see.
    """

    def visible_to(self, officer: Officer) -> Self:
        """The rows the officer may know of: none without the verb `view`, else those in their regions or sent to them."""
        if not may(officer, "view", self.model.resource):  # type: ignore[attr-defined]
            return self.none()
        within = scope_of(officer, self.model)
        return self.none() if within is None else self.filter(within)

    def get_visible(self, officer: Officer, **lookup: Any) -> M:
        """One visible row; NotFound whether it does not exist or may not be known of."""
        try:
            return self.visible_to(officer).get(**lookup)
        except (ObjectDoesNotExist, ValueError) as error:
            raise NotFound(**{key: str(value) for key, value in lookup.items()}) from error

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


class ScopedQuerySet(models.QuerySet[M]):
    """QuerySet of a model that names its `resource` (permission table) and `scope_column` (region code).

    A model may also name a `scope_organisation_column`: what was sent to an organisation, its officers see.
    """

    def visible_to(self, officer: Officer) -> Self:
        """The rows the officer may know of: none without the verb `view`, else those in their regions or sent to them."""
        if not may(officer, "view", self.model.resource):  # type: ignore[attr-defined]
            return self.none()
        within = inside(officer, self.model.scope_column)  # type: ignore[attr-defined]
        if column := getattr(self.model, "scope_organisation_column", None):
            within |= own(officer, column)
        return self.filter(within)

    def get_visible(self, officer: Officer, **lookup: Any) -> M:
        """One visible row; NotFound whether it does not exist or may not be known of."""
        try:
            return self.visible_to(officer).get(**lookup)
        except (ObjectDoesNotExist, ValueError) as error:
            raise NotFound(**{key: str(value) for key, value in lookup.items()}) from error

"""Measures are data (措施维护): an administrator adds one, by law, duty, condition and way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tracker.enforcement.measures import Measure
from tracker.officers.models import Officer
from tracker.officers.permissions import require


@transaction.atomic
def add_measure(*, values: Mapping[str, Any], by: Officer) -> Measure:
    """A new measure with the given columns."""
    require(by, "change", "measure")
    return Measure.objects.create(**values)

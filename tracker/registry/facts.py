"""Dated facts of facilities (调查事实): written as sets from what the facilities' columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.registry.models import FacilityFact

# What a survey may find of a facility; the facility's columns of these names hold the latest.
SURVEYED = ("industry_id", "kind_id", "capacity", "capacity_unit", "commissioned_on", "status", "attributes")
# 'From the beginning': what was registered first is taken to have been so before.
BEGINNING = date(1900, 1, 1)


def keep_as_it_was(facilities: Sequence[int], *, by: Officer | None) -> None:
    """Before the first change of a facility, its present state becomes its fact from the beginning."""
    columns = ", ".join(SURVEYED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO tracker_facilityfact (facility_id, region_id, "on", {columns}, reason, recorded_by_id, recorded_at)
            SELECT f.id, f.region_id, %s, {columns}, %s, %s, now() FROM tracker_facility f
            WHERE f.id = ANY (%s) AND NOT EXISTS (SELECT 1 FROM tracker_facilityfact x WHERE x.facility_id = f.id)
            """,
            [BEGINNING, _("台账原有"), by.pk if by else None, list(facilities)],
        )


def correct_facts(facilities: Sequence[int], *, noted_at: datetime, by: Officer, reason: str) -> None:
    """What was noted of facilities at a moment is corrected for the same day, by what their columns say now."""
    columns = ", ".join(f"f.{name}" for name in SURVEYED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO tracker_facilityfact
                (facility_id, region_id, "on", {", ".join(SURVEYED)}, reason, recorded_by_id, recorded_at)
            SELECT f.id, f.region_id, x.on, {columns}, %s, %s, now()
            FROM tracker_facility f JOIN tracker_facilityfact x ON x.facility_id = f.id
            WHERE f.id = ANY (%s) AND x.recorded_at = %s AND x.on > %s
            """,
            [reason[:200], by.pk, list(facilities), noted_at, BEGINNING],
        )


def note_facts(
    facilities: Sequence[int], *, on: date, by: Officer | None, reason: str, changes: Mapping[str, Any] | None = None
) -> None:
    """A fact from `on` for each facility: its state as of that day with the changes; without changes its columns as they are."""
    if changes is None:
        _note_columns(facilities, on, by, reason)
        return
    for facility in facilities:
        before = FacilityFact.objects.filter(facility=facility, on__lte=on).order_by("-on", "-pk")[0]
        state = {name: getattr(before, name) for name in SURVEYED} | dict(changes)
        FacilityFact.objects.create(
            facility_id=facility, region_id=before.region_id, on=on, reason=reason[:200], recorded_by=by, **state
        )


def _note_columns(facilities: Sequence[int], on: date, by: Officer | None, reason: str) -> None:
    columns = ", ".join(SURVEYED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO tracker_facilityfact (facility_id, region_id, "on", {columns}, reason, recorded_by_id, recorded_at)
            SELECT f.id, f.region_id, %s, {columns}, %s, %s, now() FROM tracker_facility f WHERE f.id = ANY (%s)
            """,
            [on, reason[:200], by.pk if by else None, list(facilities)],
        )

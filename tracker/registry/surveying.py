"""Surveys of many facilities at once (调查表入库): compared as wholes, written as sets, each change a fact of its day.

A blank in a survey says nothing and changes nothing. What is not registered yet is registered from the survey.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, MergeSpec, RowEffect, merge
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.facts import SURVEYED, keep_as_it_was, note_facts
from tracker.registry.identities import code_kind, identity, known_enterprises, newcomers
from tracker.registry.models import Enterprise, Facility
from tracker.registry.parameters import Parameters
from tracker.registry.retired import Entry, refuse_retired_again
from tracker.registry.vocabulary import parameters
from tracker.values.errors import InvalidValue

_OWN = ("credit_code", "code_kind", "ownership", "employees")
_ENTERPRISES = MergeSpec(Enterprise, key=("id",), values=_OWN)
_FACILITIES = MergeSpec(
    Facility, key=("enterprise_id", "name"), values=(*SURVEYED, "serial_number"), on_create=("region_id",)
)


@dataclass(frozen=True)
class SurveyRow:
    """One facility as a survey found it; codes for what has codes, the sheet's own words for the parameters."""

    region_id: str
    enterprise_name: str
    industry_id: str
    facility_name: str
    credit_code: str | None = None
    ownership: str | None = None
    employees: int | None = None
    kind_id: str | None = None
    parameters: str = ""
    capacity: Decimal | None = None
    capacity_unit: str = ""
    commissioned_on: date | None = None
    status: str | None = None
    serial_number: str = ""


@dataclass
class _Outcome:
    """What one row comes to: its enterprise and facility as stored, and as they will be."""

    row: SurveyRow
    owner: Enterprise | None
    facility: Facility | None
    own: dict[str, Any]
    state: dict[str, Any]

    def effect(self, index: int) -> RowEffect:
        """Created, updated (with the old values of what changes) or unchanged."""
        if self.facility is None:
            return RowEffect(index, "create", None)
        before = {**_differing(self.facility, self.state), **_differing(self.owner, self.own)}
        return RowEffect(index, "update" if before else "unchanged", before or None)

    def entry(self) -> Entry:
        """The row as it is held against what was eliminated."""
        row, owner = self.row, self.owner
        return Entry(
            row.facility_name,
            row.industry_id,
            owner.pk if owner else None,
            row.serial_number,
            row.status,
            self.facility,
        )


@transaction.atomic
def merge_surveys(
    *, rows: Sequence[SurveyRow], by: Officer, on: date | None, reason: str, dry_run: bool = False
) -> MergeResult:
    """Register and change many facilities as of a day; all or nothing. With `dry_run` only tells what would happen."""
    require(by, "change", "facility")
    for region in {row.region_id for row in rows}:
        require(by, "change", "facility", region=region)
    outcomes = _outcomes(rows, lock=not dry_run)
    refuse_retired_again((outcome.entry() for outcome in outcomes), by=by)
    effects = [outcome.effect(index) for index, outcome in enumerate(outcomes)]
    if not dry_run:
        if on is None:
            raise InvalidValue(_("请填写调查日期"), field="on")
        _write(outcomes, effects, on, by, reason)
    return MergeResult(effects)


def _outcomes(rows: Sequence[SurveyRow], *, lock: bool) -> list[_Outcome]:
    owners, known = known_enterprises(rows), parameters()
    newcomers(rows, owners)  # two codes for one name are told before anything is applied
    stored = Facility.objects.filter(enterprise__in={owner.pk for owner in owners.values()}, merged_into__isnull=True)
    by_name = {
        (facility.enterprise_id, facility.name): facility
        for facility in (stored.select_for_update() if lock else stored)
    }
    found, blank = [], Facility()  # one for all that are new: an instance each would cost more than reading them
    for row in rows:
        owner = owners.get(identity(row))
        facility = by_name.get((owner.pk, row.facility_name)) if owner else None
        found.append(_Outcome(row, owner, facility, _own(row, owner), _state(row, facility or blank, known)))
    return found


def _own(row: SurveyRow, owner: Enterprise | None) -> dict[str, Any]:
    """The enterprise's values with what the row says of it."""
    code = row.credit_code if owner is None or not owner.credit_code else owner.credit_code
    return {
        "credit_code": code,
        "code_kind": code_kind(code),
        "ownership": row.ownership or (owner.ownership if owner else Enterprise.Ownership.UNKNOWN),
        "employees": row.employees if row.employees is not None else owner.employees if owner else None,
    }


def _state(row: SurveyRow, stored: Facility, known: Parameters) -> dict[str, Any]:
    """The facility's values with what the row says of it."""
    kind = row.kind_id or stored.kind_id
    kept = {code: value for code, value in stored.attributes.items() if known.measures[code].applies_to(kind)}
    told = row.capacity is not None
    return {
        "industry_id": row.industry_id,
        "kind_id": kind,
        "capacity": row.capacity if told else stored.capacity,
        "capacity_unit": row.capacity_unit if told else stored.capacity_unit,
        "commissioned_on": row.commissioned_on or stored.commissioned_on,
        "status": row.status or stored.status,
        "serial_number": row.serial_number.strip() or stored.serial_number,
        "attributes": {**kept, **known.read(row.parameters, kind)},
    }


def _differing(stored: Any, stated: dict[str, Any]) -> dict[str, str | None]:
    """The stored values, as text, of what would change."""
    old = {name: getattr(stored, name) for name, value in stated.items() if getattr(stored, name) != value}
    return {name: _text(value) for name, value in old.items()}


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return None if value is None else str(value)


def _write(outcomes: Sequence[_Outcome], effects: Sequence[RowEffect], on: date, by: Officer, reason: str) -> None:
    _register_enterprises(outcomes)
    own = {outcome.owner.pk: outcome.own for outcome in outcomes if outcome.owner}
    merge(_ENTERPRISES, ({"id": pk, **values} for pk, values in own.items()))
    changed = [
        outcome.facility.pk
        for outcome, effect in zip(outcomes, effects, strict=True)
        if effect.action == "update" and outcome.facility
    ]
    keep_as_it_was(changed, by=by)
    merge(_FACILITIES, (_record(outcome) for outcome in outcomes))
    note_facts(changed, on=on, by=by, reason=reason)


def _register_enterprises(outcomes: Sequence[_Outcome]) -> None:
    unknown = [outcome.row for outcome in outcomes if outcome.owner is None]
    own = {outcome.row: outcome.own for outcome in outcomes}
    new = newcomers(unknown, {})
    made = {row: _new_enterprise(row, own[row]) for row in new.values()}
    Enterprise.objects.bulk_create(made.values())
    for outcome in outcomes:
        outcome.owner = outcome.owner or made[new[identity(outcome.row)]]


def _new_enterprise(row: SurveyRow, own: dict[str, Any]) -> Enterprise:
    return Enterprise(name=row.enterprise_name, region_id=row.region_id, industry_id=row.industry_id, **own)


def _record(outcome: _Outcome) -> dict[str, Any]:
    owner = outcome.owner
    place = {
        "enterprise_id": owner.pk if owner else None,
        "name": outcome.row.facility_name,
        "region_id": outcome.row.region_id,
    }
    return {**outcome.state, **place, "attributes": json.dumps(outcome.state["attributes"], ensure_ascii=False)}

"""Surveys of many facilities at once (调查表入库): compared as wholes, written as sets, each change a fact of its day.

A blank in a survey says nothing and changes nothing. What is not registered yet is registered from the survey.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, MergeSpec, RowEffect, put
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.facts import keep_as_it_was, note_facts
from tracker.registry.models import Enterprise, Facility
from tracker.registry.parameters import Parameters
from tracker.registry.retired import Entry, refuse_retired_again
from tracker.registry.survey_owners import Owners
from tracker.registry.survey_rows import SurveyRow
from tracker.registry.vocabulary import parameters
from tracker.values.errors import InvalidValue

__all__ = ["SurveyRow", "merge_surveys"]


class _State(NamedTuple):
    """What a survey may change of a facility; the names are its columns'."""

    industry_id: str
    kind_id: str | None
    capacity: Decimal | None
    capacity_unit: str
    commissioned_on: date | None
    status: str
    serial_number: str
    attributes: dict[str, Any]


class _Stored(NamedTuple):
    """A registered facility, as far as a survey is held against it."""

    pk: int
    retired_on: date | None
    state: _State

    @property
    def status(self) -> str:
        """Its status as registered."""
        return self.state.status


@dataclass(slots=True)
class _Outcome:
    """What one row comes to: its enterprise and facility as stored, and as they will be."""

    row: SurveyRow
    owner_id: int | None
    facility: _Stored | None
    state: _State

    def entry(self) -> Entry:
        """The row as it is held against what was eliminated."""
        row = self.row
        return Entry(row.facility_name, row.industry_id, self.owner_id, row.serial_number, row.status, self.facility)


_FACILITIES = MergeSpec(Facility, key=("enterprise_id", "name"), values=_State._fields, on_create=("region_id",))
# What nobody has registered yet, before the survey says anything of it.
_UNKNOWN = _State("", None, None, "", None, Facility.Status.OPERATING, "", {})


@transaction.atomic
def merge_surveys(
    *, rows: Sequence[SurveyRow], by: Officer, on: date | None, reason: str, dry_run: bool = False
) -> MergeResult:
    """Register and change many facilities as of a day; all or nothing. With `dry_run` only tells what would happen."""
    require(by, "change", "facility")
    for region in {row.region_id for row in rows}:
        require(by, "change", "facility", region=region)
    owners = Owners(rows)
    outcomes = _outcomes(rows, owners, lock=not dry_run)
    refuse_retired_again((outcome.entry() for outcome in outcomes), by=by)
    effects = [_effect(index, one, owners) for index, one in enumerate(outcomes)]
    if not dry_run:
        if on is None:
            raise InvalidValue(_("请填写调查日期"), field="on")
        owners.put()
        said = (one for one, effect in zip(outcomes, effects, strict=True) if effect.action != "unchanged")
        changed = [one.facility.pk for one in outcomes if one.facility and one.facility.state != one.state]
        keep_as_it_was(changed, by=by)
        put(_FACILITIES, (_record(one, owners) for one in said))
        note_facts(changed, on=on, by=by, reason=reason)
    return MergeResult(effects)


def _outcomes(rows: Sequence[SurveyRow], owners: Owners, *, lock: bool) -> list[_Outcome]:
    known, stored = parameters(), _stored(owners.known.values(), lock=lock)
    found = []
    for row in rows:
        owner = owners.of(row)
        facility = stored.get((owner.pk, row.facility_name)) if owner else None
        state = _state(row, facility.state if facility else _UNKNOWN, known)
        found.append(_Outcome(row, owner.pk if owner else None, facility, state))
    return found


def _stored(owners: Iterable[Enterprise], *, lock: bool) -> dict[tuple[int, str], _Stored]:
    rows = Facility.objects.filter(enterprise__in={owner.pk for owner in owners}, merged_into__isnull=True)
    listed = (rows.select_for_update() if lock else rows).order_by()
    told = listed.values_list("enterprise_id", "name", "pk", "retired_on", *_State._fields)
    return {(owner, name): _Stored(pk, gone, _State(*state)) for owner, name, pk, gone, *state in told}


def _state(row: SurveyRow, stored: _State, known: Parameters) -> _State:
    """The facility's values with what the row says of it."""
    kind = row.kind_id or stored.kind_id
    attributes = stored.attributes
    if kind != stored.kind_id:
        attributes = {code: value for code, value in attributes.items() if known.measures[code].applies_to(kind)}
    if row.parameters:
        attributes = {**attributes, **known.read(row.parameters, kind)}
    told = row.capacity is not None
    return _State(
        row.industry_id,
        kind,
        row.capacity if told else stored.capacity,
        row.capacity_unit if told else stored.capacity_unit,
        row.commissioned_on or stored.commissioned_on,
        row.status or stored.status,
        row.serial_number.strip() or stored.serial_number,
        attributes,
    )


def _effect(index: int, one: _Outcome, owners: Owners) -> RowEffect:
    """Created, updated (with the old values of what changes) or unchanged."""
    if one.facility is None:
        return RowEffect(index, "create", None)
    old, before = one.facility.state, owners.before(one.row)
    if old != one.state:
        pairs = zip(_State._fields, old, one.state, strict=True)
        before = {name: was for name, was, now in pairs if was != now} | before
    told = {name: _text(was) for name, was in before.items()}
    return RowEffect(index, "update" if told else "unchanged", told or None)


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return None if value is None else str(value)


def _record(outcome: _Outcome, owners: Owners) -> tuple[Any, ...]:
    """The facility's row, in the order of _FACILITIES."""
    row, owner = outcome.row, owners.of(outcome.row)
    *told, attributes = outcome.state
    written = json.dumps(attributes, ensure_ascii=False) if attributes else "{}"
    return (owner.pk if owner else None, row.facility_name, *told, written, row.region_id)

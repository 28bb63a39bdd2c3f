"""Renaming from a list (改名): a row that is known by its number says what its enterprise and facility are called now.

Only the row's own enterprise and facility are renamed; a name or code that belongs to another one is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.identities import Named
from tracker.registry.models import Enterprise, Facility
from tracker.values.errors import InvalidValue


class NamedFacility(Named, Protocol):
    """A row of any list that names a facility."""

    @property
    def facility_name(self) -> str:
        """Its name, as written."""


Old = dict[str, str | None]


@transaction.atomic
def rename(stated: Mapping[int, tuple[int, NamedFacility]], by: Officer) -> dict[int, Old]:
    """Rename as rows say (place in the list → facility and row); the old names of those that changed."""
    keys = {facility for facility, _row in stated.values()}
    facilities = Facility.objects.visible_to(by).select_related("enterprise").in_bulk(keys)
    olds: dict[int, Old] = {}
    names: dict[int, str] = {}
    for index, (key, row) in stated.items():
        facility = facilities[key]
        owner = facility.enterprise
        if names.setdefault(owner.pk, row.enterprise_name) != row.enterprise_name:
            _refuse(_("同一家企业在表中写了两个名称：%(was)s、%(now)s"), names[owner.pk], row.enterprise_name)
        if row.credit_code and owner.credit_code and row.credit_code != owner.credit_code:
            _refuse(
                _("该行登记的是代码为%(was)s的企业，不能改成%(now)s，请另写一行"), owner.credit_code, row.credit_code
            )
        old = {
            "enterprise_name": (owner.name, row.enterprise_name),
            "facility_name": (facility.name, row.facility_name),
        }
        if moved := {name: was for name, (was, now) in old.items() if was != now}:
            require(by, "change", "facility", region=facility.region_id)
            olds[index] = {**moved}
    _write(stated, facilities, olds)
    return olds


def _write(
    stated: Mapping[int, tuple[int, NamedFacility]], facilities: Mapping[int, Facility], olds: Mapping[int, Old]
) -> None:
    enterprises: dict[int, str] = {}
    lines: dict[int, str] = {}
    for index, old in olds.items():
        key, row = stated[index]
        if "enterprise_name" in old:
            enterprises[facilities[key].enterprise_id] = row.enterprise_name
        if "facility_name" in old:
            lines[key] = row.facility_name
    _rename_each(Enterprise, enterprises)
    _rename_each(Facility, lines)


def _rename_each(model: Any, names: Mapping[int, str]) -> None:
    """One by one: names change rarely, and each may meet another of the same name."""
    for key, name in names.items():
        try:
            with transaction.atomic():
                model.objects.filter(pk=key).update(name=name, version=F("version") + 1)
        except IntegrityError as error:
            message = _("已有名为“%(name)s”的另一条记录，不能改成这个名称") % {"name": name}
            raise InvalidValue(message, field="name", found=name) from error


def _refuse(message: str, was: str, now: str) -> None:
    raise InvalidValue(message % {"was": was, "now": now}, field="enterprise", found=now, expected=was)

"""What was eliminated is not registered again (已淘汰装备不得重新登记): refused where it is entered, whatever the door.

Retired equipment is known by its serial number anywhere in the province, and by its name within its enterprise. The
province alone may register it all the same; the nightly search then asks for a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from django.db.models import F, Func, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.registry.models import Facility
from tracker.registry.names import core_of_facility
from tracker.values.errors import InvalidValue

# A shorter serial number identifies nothing.
SHORTEST_SERIAL = 4
_SIGNS = "[^0-9A-Za-z]"


class Known(Protocol):
    """A registered facility, as far as it matters here."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def status(self) -> str:
        """Its status as registered."""

    @property
    def retired_on(self) -> date | None:
        """Since when it counts as eliminated."""


class Entry(NamedTuple):
    """A facility as somebody enters it; `facility` is the registered one it means, if any."""

    name: str
    industry_id: str
    enterprise_id: int | None = None
    serial_number: str = ""
    status: str | None = None
    facility: Known | None = None


def plain_serial(serial: str) -> str:
    """A serial number without signs and case; empty where it is too short to identify anything."""
    plain = re.sub(_SIGNS, "", serial).upper()
    return plain if len(plain) >= SHORTEST_SERIAL else ""


def mark_retired(facility_id: int, on: date | None) -> None:
    """Since when a facility counts as eliminated; None takes it back. A cache: nobody's edit becomes stale by it."""
    Facility.objects.filter(pk=facility_id).update(retired_on=on)


def refuse_retired_again(entries: Iterable[Entry | None], *, by: Officer) -> None:
    """InvalidValue naming every entry that would bring retired equipment back, by its place; None is passed over."""
    if by.role == Role.PROVINCIAL:
        return
    listed = list(entries)
    told = [one for one in listed if one]
    names = _retired_names({one.enterprise_id for one in told if one.enterprise_id})
    serials = _retired_serials(
        {plain for one in told if one.serial_number and (plain := plain_serial(one.serial_number))}
    )
    if not names and not serials and not any(one.facility and one.facility.retired_on for one in told):
        return

    def check(one: Entry | None) -> None:
        if one and (reason := _reason(one, names, serials)):
            said = {"facility": one.name, "why": reason}
            text = _("“%(facility)s”不能登记：%(why)s。确属另一台装备的，请报省级核实后登记") % said
            raise InvalidValue(text, code="retired_equipment", field="facility_name", found=one.name)

    each_row(listed, check)


def _reason(entry: Entry, names: dict[tuple[int, str], date], serials: dict[tuple[str, str], tuple[int, date]]) -> str:
    known = entry.facility
    if known is not None and known.retired_on:
        if entry.status in (None, Facility.Status.DISMANTLED, known.status):
            return ""
        return _("该装备 %(day)s 已完成淘汰") % {"day": known.retired_on}
    same = serials.get((entry.industry_id, plain_serial(entry.serial_number)))
    if same and (known is None or same[0] != known.pk):
        return _("出厂编号 %(serial)s 的装备 %(day)s 已完成淘汰") % {"serial": entry.serial_number, "day": same[1]}
    gone = names.get((entry.enterprise_id or 0, core_of_facility(entry.name)))
    if gone and known is None:
        return _("本企业同名装备 %(day)s 已完成淘汰") % {"day": gone}
    return ""


def _retired_names(enterprises: set[int]) -> dict[tuple[int, str], date]:
    rows = Facility.objects.filter(enterprise__in=enterprises, retired_on__isnull=False)
    found = rows.values_list("enterprise_id", "name", "retired_on")
    return {(owner, core_of_facility(name)): day for owner, name, day in found if day}


def _retired_serials(serials: set[str]) -> dict[tuple[str, str], tuple[int, date]]:
    """The whole province is searched, whoever enters; of the other place nothing is told but the day."""
    if not serials:
        return {}
    plain = Upper(Func(F("serial_number"), Value(_SIGNS), Value(""), Value("g"), function="regexp_replace"))
    with acting(system("registry")):
        rows = Facility.objects.filter(retired_on__isnull=False).annotate(plain=plain).filter(plain__in=serials)
        return {
            (one.industry_id, plain_serial(one.serial_number)): (one.pk, one.retired_on or date.min) for one in rows
        }

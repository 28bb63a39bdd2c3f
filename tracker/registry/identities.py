"""Which enterprise a list means (企业识别): by code; without one by name and region. What was merged leads to what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from tracker.bulk.rows import tell
from tracker.regions.succession import lines_of
from tracker.registry.models import Enterprise
from tracker.values.errors import DomainError, InvalidValue

Identity = tuple[str, str]


class Named(Protocol):
    """A row of any list that names an enterprise."""

    @property
    def region_id(self) -> str:
        """Its county."""

    @property
    def enterprise_name(self) -> str:
        """Its name, as written."""

    @property
    def credit_code(self) -> str | None:
        """Its credit or organisation code, where given."""


R = TypeVar("R", bound=Named)


def identity(row: Named) -> Identity:
    """By what a row names its enterprise."""
    return ("", row.credit_code) if row.credit_code else (row.region_id, row.enterprise_name)


def code_kind(credit_code: str | None) -> str:
    """Which kind of code it is: unified social credit code, organisation code, or none."""
    kinds = {18: Enterprise.CodeKind.CREDIT, 9: Enterprise.CodeKind.ORGANISATION}
    return kinds.get(len(credit_code or ""), Enterprise.CodeKind.NONE)


def known_enterprises(rows: Sequence[R]) -> dict[Identity, Enterprise]:
    """The registered enterprises the rows mean.

    A code met for the first time belongs to the enterprise already registered by name and place without one.
    """
    codes = {row.credit_code for row in rows if row.credit_code}
    found: dict[Identity, Enterprise] = {}
    for enterprise in _present(Enterprise.objects.filter(credit_code__in=codes)):
        found["", enterprise.credit_code or ""] = enterprise
    for stored in Enterprise.objects.filter(name__in={row.enterprise_name for row in rows}).select_related(
        "merged_into"
    ):
        found.setdefault((stored.region_id, stored.name), stored.merged_into or stored)
    _find_by_other_names_of_places(rows, found)
    for row in rows:
        place = (row.region_id, row.enterprise_name)
        if row.credit_code and identity(row) not in found and place in found and not found[place].credit_code:
            found[identity(row)] = found[place]
    return found


def _find_by_other_names_of_places(rows: Sequence[R], found: dict[Identity, Enterprise]) -> None:
    """An enterprise keeps the county it was registered in; a list of another year names that county as it was then."""
    lines = lines_of({row.region_id for row in rows})
    moved = {code: line - {code} for code, line in lines.items() if len(line) > 1}
    for region, name in {(row.region_id, row.enterprise_name) for row in rows if row.region_id in moved} - found.keys():
        meant = {found[code, name] for code in moved[region] if (code, name) in found}
        if len(meant) == 1:
            found[region, name] = meant.pop()


def newcomers(rows: Sequence[R], known: dict[Identity, Enterprise]) -> dict[Identity, R]:
    """For each way the rows name an enterprise nobody knows yet, the row it is registered from.

    One enterprise may stand in a list with its code and without it; under two codes every such row is asked, never guessed.
    """
    first: dict[Identity, R] = {}
    places: dict[Identity, int] = {}
    refused: dict[int, DomainError] = {}
    unknown = [(index, row) for index, row in enumerate(rows) if identity(row) not in known]
    for index, row in unknown:
        place = (row.region_id, row.enterprise_name)
        stored, seen = known.get(place), first.get(place)
        codes = {row.credit_code} | {other.credit_code for other in (stored, seen) if other} - {None, ""}
        if row.credit_code and len(codes) > 1:
            refused[index] = _two_codes(row, codes)
            if seen and not stored:
                refused.setdefault(places[place], _two_codes(seen, codes))
        if seen is None or (row.credit_code and not seen.credit_code):
            first[place], places[place] = row, index
    tell(refused)
    return {identity(row): first[row.region_id, row.enterprise_name] for _index, row in unknown}


def _two_codes(row: Named, codes: set[str | None]) -> InvalidValue:
    others = "、".join(sorted(code for code in codes if code and code != row.credit_code))
    said = {"name": row.enterprise_name, "code": row.credit_code, "others": others}
    message = _("%(name)s的代码是%(others)s，表中写的是%(code)s，请核对是否同一家企业")
    return InvalidValue(message % said, field="credit_code", found=str(row.credit_code), expected=others)


def _present(enterprises: Iterable[Enterprise]) -> Iterable[Enterprise]:
    return (enterprise for enterprise in enterprises if enterprise.merged_into_id is None)

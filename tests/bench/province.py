"""A province to measure on: as many open targets as wanted, part of them due on a given day, and officers to be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connections, models

from fixtures.factories import DEADLINE, OfficerFactory, TargetFactory
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.registry.models import Enterprise, Facility
from tracker.targets.models import Target

FAR = timedelta(days=400)
FACILITIES_EACH = 10
FIRST = 1_000_000  # the number of the first copy of anything


def populate(*, targets: int, due: int) -> None:
    """Fill the database: `due` targets fall due on DEADLINE, the others far later; spread over all counties."""
    with acting(system("bench")):
        first = TargetFactory(deadline=DEADLINE + FAR)
        county = county_of("n")
    enterprise, facility = first.enterprise, first.facility
    copy_rows(
        enterprise,
        targets // FACILITIES_EACH,
        {"id": "n", "name": "'企业' || n", "credit_code": "NULL", "code_kind": "'none'", "region_id": county},
    )
    owner = f"{FIRST} + mod(n, {targets // FACILITIES_EACH})"
    copy_rows(facility, targets, {"id": "n", "enterprise_id": owner, "name": "'水泥磨 ' || n", "region_id": county})
    soon = f"mod(n, {targets // due}) = 0"
    days = dict.fromkeys(
        ("deadline", "due_on"), f"CASE WHEN {soon} THEN DATE '{DEADLINE}' ELSE DATE '{first.deadline}' END"
    )
    copy_rows(first, targets, {"id": "n", "enterprise_id": owner, "facility_id": "n", "region_id": county, **days})


def appoint() -> int:
    """One officer for every county and city, and one for the province; how many."""
    with acting(system("bench")):
        for region in Region.objects.filter(valid_to=None):
            role = {"county": Role.COUNTY, "city": Role.MUNICIPAL, "province": Role.PROVINCIAL}[region.level]
            OfficerFactory(role=role, region=region)
        return Officer.objects.exclude(email="").count()


def tidy(*tables: type[models.Model]) -> None:
    """Vacuum tables, as the server does by itself between two nights."""
    with connections["owner"].cursor() as cursor:
        for model in tables:
            cursor.execute(f'VACUUM (ANALYZE) "{model._meta.db_table}"')


def copy_rows(row: models.Model, count: int, changed: dict[str, str], *, first: int = FIRST) -> None:
    """Insert `count` copies of a row with some columns given as SQL of `n`, as the owner, without history."""
    table = row._meta.db_table
    columns = [field.column or "" for field in row._meta.concrete_fields]
    chosen = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.scope', '%', false)")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {chosen} FROM "{table}" t, '
            f"generate_series({first}, {first + count - 1}) n WHERE t.id = %s",
            [row.pk],
        )
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def county_of(number: str) -> str:
    """SQL of a county of today's province, as a function of a number."""
    counties = list(Region.objects.filter(level="county", valid_to=None).values_list("code", flat=True))
    return f"({_array(counties)})[1 + mod({number}, {len(counties)})]"


def _array(codes: list[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{code}'" for code in codes) + "]"


MODELS: tuple[Any, ...] = (Enterprise, Facility, Target)
DUE_ON: date = DEADLINE

"""The other ways to import a workbook, for tests.bench.excel: calamine + COPY, and django-import-export with its engine's options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tablib
from django.db import connection, connections, models
from import_export import resources
from import_export.instance_loaders import CachedInstanceLoader
from python_calamine import CalamineWorkbook

from tracker.audit.acting import acting, system

COLUMNS = [f"c{number}" for number in range(1, 15)]
KEY = "c9"  # the equipment: every row has its own
TEXT = "varchar(200) NOT NULL DEFAULT ''"
TABLES = ("bench_floor", "bench_peer")


class PeerRow(models.Model):
    """A plain table with the columns of the sheet, for the peer."""

    class Meta:
        app_label = "tracker"
        managed = False
        db_table = "bench_peer"


# Employees, capacity and day of commission are typed, as ours are; all else is text.
TYPED: dict[str, models.Field[Any, Any]] = {
    "c7": models.IntegerField(null=True, blank=True),
    "c11": models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True),
    "c13": models.DateField(null=True, blank=True),
}
for _name in COLUMNS:
    _text: models.Field[Any, Any] = models.CharField(max_length=200, blank=True, unique=_name == KEY)
    TYPED.get(_name, _text).contribute_to_class(PeerRow, _name)


class AsItComes(resources.ModelResource):
    """The peer at its defaults: rows known by their key."""

    class Meta:
        model = PeerRow
        import_id_fields = (KEY,)
        fields = tuple(COLUMNS)


class Tuned(resources.ModelResource):
    """The peer as well tuned as it goes while it still updates."""

    class Meta:
        model = PeerRow
        import_id_fields = (KEY,)
        fields = tuple(COLUMNS)
        use_bulk = True
        batch_size = 2_000
        skip_unchanged = True
        skip_diff = False
        report_skipped = False
        instance_loader_class = CachedInstanceLoader


def make_tables() -> None:
    """Plain tables with a unique key and an index, as the owner; the app may write to them."""
    role = connection.settings_dict["USER"]
    typed = {name: field.db_type(connection) for name, field in TYPED.items()}
    columns = ", ".join(f"{name} {typed.get(name, TEXT)}" for name in COLUMNS)
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table} (id bigserial PRIMARY KEY, {columns}, UNIQUE ({KEY}))")
            cursor.execute(f"CREATE INDEX ON {table} (c2)")
            cursor.execute(f'GRANT ALL ON {table} TO "{role}"')
            cursor.execute(f'GRANT ALL ON SEQUENCE {table}_id_seq TO "{role}"')


def rows_of(path: Path) -> list[list[Any]]:
    """The rows under the header, as the parser gives them; a blank of a typed column is nothing, employees are whole."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    top = next(at for at, row in enumerate(sheet) if row[0] == "设区市") + 1
    rows = [row[: len(COLUMNS)] for row in sheet[top:] if row[8]]
    for row in rows:
        employees, capacity, day = row[6], row[10], row[12]
        row[6] = None if employees == "" else int(employees)
        row[10], row[12] = None if capacity == "" else capacity, None if day == "" else day
    return rows


def floor(path: Path) -> None:
    """calamine + COPY, nothing checked, nothing kept; what is there is updated where it differs."""
    named = ", ".join(COLUMNS)
    given = ", ".join(f"excluded.{name}" for name in COLUMNS)
    own = ", ".join(f"bench_floor.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM bench_floor)")
        again = cursor.fetchone()[0]
        table = "copied" if again else "bench_floor"
        if again:
            cursor.execute(f"CREATE TEMP TABLE copied AS SELECT {named} FROM bench_floor WITH NO DATA")
        with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for row in rows_of(path):
                copy.write_row(row)
        if again:
            assigned = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
            cursor.execute(
                f"INSERT INTO bench_floor ({named}) SELECT {named} FROM copied ON CONFLICT ({KEY}) DO UPDATE"
                f" SET {assigned} WHERE ({own}) IS DISTINCT FROM ({given})"
            )


def straight(path: Path) -> None:
    """The same rows into our own tables, nothing checked, previewed or kept: their keys, walls and history alone."""
    with acting(system("bench")), connection.cursor() as cursor:
        copied = "named varchar(120), employees integer, equipment varchar(120), capacity numeric(18, 4), unit varchar(10), day date"
        cursor.execute(f"CREATE TEMP TABLE straight ({copied}) ON COMMIT DROP")
        with cursor.copy("COPY straight FROM STDIN") as copy:
            for row in rows_of(path):
                copy.write_row((f"{row[2]}（直入）", row[6], *row[8:9], *row[10:13]))
        cursor.execute("ANALYZE straight")
        for statement in _STRAIGHT:
            cursor.execute(statement)


# Everything our rows say that is the same in each of the file's is written as it stands there.
_STRAIGHT = (
    """INSERT INTO tracker_enterprise (name, code_kind, region_id, industry_id, ownership, employees, address, version)
       SELECT DISTINCT ON (named) named, 'none', '330183', 'cement', 'private', employees, '', 1 FROM straight
       ON CONFLICT (region_id, name) DO NOTHING""",
    """INSERT INTO tracker_facility AS f (enterprise_id, region_id, industry_id, name, serial_number, quantity_unit, capacity,
                                          capacity_unit, commissioned_on, attributes, status, version)
       SELECT e.id, e.region_id, e.industry_id, s.equipment, '', '', s.capacity, s.unit, s.day, '{}', 'operating', 1
       FROM straight s JOIN tracker_enterprise e ON (e.region_id, e.name) = ('330183', s.named)
       ON CONFLICT (enterprise_id, name) DO UPDATE SET capacity = excluded.capacity, version = f.version + 1
       WHERE f.capacity IS DISTINCT FROM excluded.capacity""",
)


def peer_as_it_comes(path: Path) -> None:
    """Dry run and confirm, as its admin does."""
    _import(AsItComes(), path)


def peer_tuned(path: Path) -> None:
    """The same, tuned."""
    _import(Tuned(), path)


def _import(resource: Any, path: Path) -> None:
    data = tablib.Dataset(*rows_of(path), headers=COLUMNS)
    for dry_run in (True, False):
        result = resource.import_data(data, dry_run=dry_run, raise_errors=True)
    if result.has_errors():
        raise SystemExit("the peer failed")

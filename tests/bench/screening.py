"""Screening against its floor and its peer, in one run: `python -m tests.bench.screening [--facilities N] [--entries N]`.

Floor: one sequential scan per attribute the criteria ask for. Peer: facility by facility through the ORM, each evaluated
against every entry and its findings saved; measured on a sample and scaled.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["TRACKER_VAR"] = os.path.join(os.environ.get("TRACKER_VAR") or "var", "test")  # noqa: PTH118
django.setup()

from django.db import connection  # noqa: E402

from tests import database  # noqa: E402
from tests.bench import survey  # noqa: E402
from tracker.audit.acting import acting, system  # noqa: E402
from tracker.catalogue.criteria import Rule  # noqa: E402
from tracker.catalogue.models import CatalogueEdition  # noqa: E402
from tracker.catalogue.rules import entries_of  # noqa: E402
from tracker.registry.models import Facility  # noqa: E402
from tracker.screening.burden import burden  # noqa: E402
from tracker.screening.comparing import changes  # noqa: E402
from tracker.screening.compiling import condition  # noqa: E402
from tracker.screening.evaluation import Subject, verdict  # noqa: E402
from tracker.screening.models import Finding, ScreeningRun  # noqa: E402
from tracker.screening.services import run_screening  # noqa: E402

ON = date(2010, 6, 1)
ROUNDS = 3
SAMPLE = 1_000


class Undone(Exception):
    """Rolls a measured transaction back."""


def undone(work: Callable[[], object]) -> float:
    """Seconds that some work takes, up to its commit; it is rolled back afterwards."""
    try:
        with acting(system("bench")):
            started = time.perf_counter()
            work()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds = time.perf_counter() - started
            raise Undone
    except Undone:
        return seconds


def scans(edition: CatalogueEdition) -> tuple[int, Callable[[], None]]:
    """The floor: for every attribute of the criteria, one scan of all facilities that compares it once."""
    first: dict[str, Rule] = {}
    for entry in entries_of(edition):
        for rule in entry.rules:
            first.setdefault(rule.measure.code, rule)

    def scan() -> None:
        with connection.cursor() as cursor:
            for rule in first.values():
                cursor.execute(f"SELECT count(*) FROM tracker_facility s WHERE {condition(rule, on=ON)}")

    return len(first), scan


def one_by_one(edition: CatalogueEdition) -> None:
    """The peer: what one writes without thinking in sets."""
    entries = entries_of(edition)
    run = ScreeningRun.objects.create(edition=edition, on=ON)
    for facility in Facility.objects.select_related("enterprise").order_by("pk")[:SAMPLE]:
        subject = Subject(
            facility.industry_id, facility.kind_id, facility.capacity, facility.capacity_unit, facility.commissioned_on,
            facility.attributes,
        )  # fmt: skip
        for entry in entries:
            said = verdict(entry, subject, ON)
            if said:
                Finding.objects.create(
                    run=run, region_id=facility.region_id, industry_id=facility.industry_id, facility=facility,
                    enterprise=facility.enterprise,
                    entry_id=entry.entry_id, status="matched" if said.matched else "survey", group=said.group, reasons={},
                    capacity=facility.capacity, capacity_unit=facility.capacity_unit, ownership=facility.enterprise.ownership,
                )  # fmt: skip


def measure(edition: CatalogueEdition, facilities: int) -> None:
    """Measure side by side and print the ratios."""
    with acting(system("bench")):
        attributes, scan = scans(edition)
        entries = entries_of(edition)
    floor = statistics.median(undone(scan) for _ in range(ROUNDS))
    ours = statistics.median(undone(lambda: run_screening(edition=edition, on=ON, by=None)) for _ in range(ROUNDS))
    asked = statistics.median(undone(lambda: burden(changes(entries, entries[1:], ON))) for _ in range(ROUNDS))
    peer = undone(lambda: one_by_one(edition)) * facilities / SAMPLE
    print(f"  one scan per attribute ({attributes}) {floor * 1000:9.0f} ms")
    print(f"  screening, findings stored   {ours * 1000:9.0f} ms   {ours / floor:7.2f} x the scans (wanted: at most 3)")
    print(
        f"  facility by facility         {peer * 1000:9.0f} ms   {peer / ours:7.0f} x the screening (wanted: at least 50; from {SAMPLE:,})"
    )
    print(f"  what-if, both editions whole {asked * 1000:9.0f} ms   {asked / floor:7.2f} x the scans")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--facilities", type=int, default=200_000)
    options.add_argument("--entries", type=int, default=150)
    said = options.parse_args()
    database.use_server_for_tests()
    run = database.new_run()
    template = database.prepare_template(run)
    try:
        with database.clone(template, "bench"):
            survey.survey(said.facilities)
            edition = survey.catalogue(said.entries)
            survey.tidy()
            with acting(system("bench")):
                counts = run_screening(edition=edition, on=ON, by=None).counts
            print(f"{said.facilities:,} facilities × {said.entries} entries: {counts}")
            measure(edition, said.facilities)
    finally:
        database.drop_all(run)


if __name__ == "__main__":
    main()

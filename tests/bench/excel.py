"""An import against its floor and its peer, in one run: `python -m tests.bench.excel [--rows N] [--peer-rows N] [--rounds N]`.

Ours: a workbook of facilities (14 columns) from file to committed rows, with validation, preview, diff and history of every
row; then again with 5 % changed. Floor: calamine + COPY with nothing of that; changed: COPY + INSERT … ON CONFLICT … WHERE IS
DISTINCT FROM. Straight: the same rows into our own tables, with their keys, walls and history, and nothing else of ours.
Peer: django-import-export, at its defaults and as well tuned as it goes, dry run and confirm, on fewer rows.
Each sample is a process of its own, the paths in turn; peak memory is that of the process and its children.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["TRACKER_VAR"] = os.path.join(os.environ.get("TRACKER_VAR") or "var", "test")  # noqa: PTH118
django.setup()

from django.core.files import File  # noqa: E402
from django.utils import timezone  # noqa: E402

from fixtures import reference  # noqa: E402
from fixtures.factories import OfficerFactory, PlanFactory  # noqa: E402
from tests import database  # noqa: E402
from tests.bench import excel_paths  # noqa: E402
from tracker.audit.acting import acting, system  # noqa: E402
from tracker.officers.models import Officer  # noqa: E402
from tracker.quotas.models import Plan  # noqa: E402
from tracker.registry.models import Facility  # noqa: E402
from tracker.workbooks.applying import apply_upload  # noqa: E402
from tracker.workbooks.directory import lookups_of  # noqa: E402
from tracker.workbooks.kinds import KINDS  # noqa: E402
from tracker.workbooks.previewing import read_and_preview  # noqa: E402
from tracker.workbooks.receiving import receive  # noqa: E402
from tracker.workbooks.writing import Heading, write_export  # noqa: E402

ONE_IN = 20  # 5 % changed
MIB = 1024


def values(number: int, *, changed: bool) -> dict[str, Any]:
    """One row of the survey; with `changed` every twentieth has another capacity."""
    more = 1 if changed and number % ONE_IN == 0 else 0
    return {
        "city": "330100",
        "county": "330183",
        "enterprise": f"富阳第{number // 10}水泥有限公司",
        "credit_code": reference.credit_code(number // 10 + 1, reference.FUYANG),
        "industry": "cement",
        "ownership": "private",
        "employees": 100 + number // 10 % 900,
        "facility_kind": None,
        "equipment": f"Φ2.2×6.5米水泥磨机{number}号",
        "parameters": None,
        "capacity": Decimal(number % 1000 + more) / 4,
        "unit": "万吨",
        "commissioned_on": timezone.datetime(1990 + number % 20, 5, 1).date(),  # type: ignore[attr-defined]
        "status": "operating",
    }


def make_file(path: Path, rows: int, officer: Officer, plan: Plan, *, changed: bool) -> None:
    """The workbook an officer would send."""
    with acting(officer.actor):
        lookups = lookups_of(officer, plan)
        made = (values(number, changed=changed) for number in range(rows))
        write_export(KINDS["facilities"], made, lookups, path, Heading("企业主要生产装备调查表", ""))


def ours(path: Path) -> None:
    """Received, read, checked, previewed and applied, as an officer's upload is."""
    with acting(system("bench")):
        officer, plan = Officer.objects.get(username="bench"), Plan.objects.get(code="BENCH")
    with acting(officer.actor), path.open("rb") as opened:
        upload = receive(file=File(opened, name=path.name), kind="facilities", plan=plan, by=officer)
    upload = read_and_preview(str(upload.pk))
    if upload.error_count:
        raise SystemExit(str(upload.errors[:3]))
    with acting(officer.actor):
        apply_upload(upload=upload, by=officer, now=timezone.now())


PATHS: dict[str, Callable[[Path], None]] = {
    "ours": ours,
    "floor": excel_paths.floor,
    "straight": excel_paths.straight,
    "peer": excel_paths.peer_as_it_comes,
    "tuned": excel_paths.peer_tuned,
}


def sample(name: str, path: Path, url: str) -> tuple[float, float]:
    """Seconds and peak MiB of one path, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.excel", "--path", name, str(path)]
    folder = str(Path(os.environ["TRACKER_VAR"]).parent)  # the child names the tests' folder in it by itself
    environment = {**os.environ, "TRACKER_VAR": folder, "TRACKER_BENCH_DATABASE": url}
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed")
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def run_path(name: str, path: Path) -> None:
    """The child: one path, its seconds and its peak memory."""
    database.use_server_for_tests()
    with database.pointed_at(os.environ["TRACKER_BENCH_DATABASE"]):
        started = time.perf_counter()
        PATHS[name](path)
        seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(seconds, peak / MIB)


def furnish() -> None:
    """An officer, a plan and the tables of the floor and the peer."""
    with acting(system("bench")):
        OfficerFactory(username="bench")
        PlanFactory(code="BENCH")
    excel_paths.make_tables()


def measure(folder: Path, template: str, said: argparse.Namespace) -> None:
    """First import and second with 5 % changed, the paths in turn."""
    taken: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number in range(said.rounds):
        with database.clone(template, f"excel{number}") as made:
            furnish()
            with acting(system("bench")):
                officer, plan = Officer.objects.get(username="bench"), Plan.objects.get(code="BENCH")
            for name in PATHS:
                rows = said.peer_rows if name in ("peer", "tuned") else said.rows
                for turn in ("first", "again"):
                    path = folder / f"{turn}-{rows}.xlsx"
                    if not path.exists():
                        make_file(path, rows, officer, plan, changed=turn == "again")
                    taken.setdefault((turn, name), []).append(sample(name, path, made.name))
            with acting(system("bench")):
                print(f"round {number + 1}: {Facility.objects.count():,} facilities committed", flush=True)
    tell(taken, said)


def tell(taken: dict[tuple[str, str], list[tuple[float, float]]], said: argparse.Namespace) -> None:
    """The medians and what they are of each other, for the same number of rows."""
    wanted = {"first": ("2", "1.5", "100", "12"), "again": ("1.5", "1.5", "—", "30")}
    for turn, (of_floor, memory, of_peer, of_tuned) in wanted.items():
        median = {
            name: tuple(statistics.median(each[part] for each in taken[turn, name]) for part in (0, 1))
            for name in PATHS
        }
        scale = said.rows / said.peer_rows
        mine, floor = median["ours"], median["floor"]
        print(f"{turn}: {said.rows:,} x 14 ({'all new' if turn == 'first' else '5 % changed'})")
        straight = median["straight"]
        print(f"  floor    {floor[0]:8.2f} s {floor[1]:6.0f} MiB")
        print(
            f"  straight {straight[0]:8.2f} s {straight[1]:6.0f} MiB   {straight[0] / floor[0]:5.2f} x the floor:"
            " the same rows into our tables, nothing checked or previewed"
        )
        print(
            f"  ours     {mine[0]:8.2f} s {mine[1]:6.0f} MiB   {mine[0] / floor[0]:5.2f} x the floor (wanted {of_floor}),"
            f" memory {mine[1] / floor[1]:4.2f} x (wanted {memory}); {mine[0] / straight[0]:4.2f} x straight"
        )
        for name, goal in (("peer", of_peer), ("tuned", of_tuned)):
            seconds, peak = median[name]
            print(
                f"  {name:8} {seconds * scale:8.2f} s {peak:6.0f} MiB   {seconds * scale / mine[0]:5.1f} x ours"
                f" (wanted {goal}; from {said.peer_rows:,} rows)"
            )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--peer-rows", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--path", nargs=2, metavar=("NAME", "FILE"))
    said = options.parse_args()
    if said.path:
        run_path(said.path[0], Path(said.path[1]))
        return
    database.use_server_for_tests()
    run = database.new_run()
    template = database.prepare_template(run)
    try:
        with TemporaryDirectory() as folder:
            measure(Path(folder), template, said)
    finally:
        database.drop_all(run)


if __name__ == "__main__":
    main()

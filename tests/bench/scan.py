"""The nightly scan against its floor and its peer, in one run: `python -m tests.bench.scan [--targets N] [--share 0.03]`.

Floor: a bare UPDATE of the same rows. Peer: a loop over objects that saves each and creates its alert and mail, measured
on a sample and scaled. Then the same scan with nothing new, in tables of two sizes with the same number of standing alerts;
and the watching of the nine other kinds of deadline with nothing new, among few of their rows and among many.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["TRACKER_VAR"] = os.path.join(os.environ.get("TRACKER_VAR") or "var", "test")  # noqa: PTH118
django.setup()

from django.db import transaction  # noqa: E402

from tests import database  # noqa: E402
from tests.bench import deadlines, province  # noqa: E402
from tracker.alerts.flagging import OVERDUE  # noqa: E402
from tracker.alerts.models import Alert, AlertNotice  # noqa: E402
from tracker.alerts.services import scan  # noqa: E402
from tracker.alerts.watching import watch  # noqa: E402
from tracker.audit.acting import acting, system  # noqa: E402
from tracker.jobs.models import OutboxMail  # noqa: E402
from tracker.jobs.outbox import Mail, enqueue_mail  # noqa: E402
from tracker.targets.models import Target  # noqa: E402
from tracker.targets.overdue import overdue_since  # noqa: E402

ON = province.DUE_ON + timedelta(days=1)
ROUNDS = 3
SAMPLE = 2_000
OTHERS = 20_000


class Undone(Exception):
    """Rolls a measured transaction back."""


def undone(work: Callable[[], object]) -> float:
    """Seconds that some work takes; it is rolled back and tidied up afterwards."""
    try:
        with transaction.atomic():
            started = time.perf_counter()
            work()
            seconds = time.perf_counter() - started
            raise Undone
    except Undone:
        province.tidy(Target, Alert, OutboxMail, AlertNotice)
    return seconds


def bare_update() -> None:
    """The floor."""
    with acting(system("bench")):
        OVERDUE.unflagged(ON).update(overdue_flagged=True)


def loop_over_objects() -> None:
    """The peer: what one writes without thinking in sets."""
    with acting(system("bench")):
        for target in OVERDUE.unflagged(ON).select_related("enterprise", "facility", "region")[:SAMPLE]:
            target.overdue_flagged = True
            target.save()
            alert, _made = Alert.objects.get_or_create(
                kind=Alert.Kind.OVERDUE,
                target=target,
                due_on=target.due_on,
                defaults={
                    "subject_id": target.pk,
                    "region": target.region,
                    "holds_from": overdue_since(target.due_on),
                    "scanned_on": ON,
                },
            )
            text = f"{target.enterprise.name} {target.facility.name}"
            enqueue_mail([Mail(f"bench.{alert.pk}", None, "a@example.com", text, text, text)])


def measure_due(targets: int, due: int) -> None:
    """A scan in which a share of the targets is newly overdue."""
    undone(lambda: scan(on=ON))  # what is loaded once by a worker
    gc.freeze()  # as a worker does
    floor = statistics.median(undone(bare_update) for _ in range(ROUNDS))
    ours = statistics.median(undone(lambda: scan(on=ON)) for _ in range(ROUNDS))
    peer = undone(loop_over_objects) * due / SAMPLE
    print(f"{targets:,} open targets, {due:,} newly overdue, alerts and outbox written:")
    print(f"  bare UPDATE {floor * 1000:8.0f} ms")
    print(f"  scan        {ours * 1000:8.0f} ms   {ours / floor:6.2f} x the bare UPDATE (wanted: at most 4)")
    print(
        f"  loop        {peer * 1000:8.0f} ms   {peer / ours:6.1f} x the scan (wanted: at least 80; from {SAMPLE:,} rows)"
    )


def measure_nothing_new(targets: int, due: int) -> float:
    """The same scan again, when everything due has been told."""
    scan(on=ON)
    fresh = undone(lambda: scan(on=ON))
    province.tidy(Target, Alert)
    idle = min(undone(lambda: scan(on=ON)) for _ in range(15))  # the least disturbed by others
    print(
        f"{targets:,} open targets, {due:,} standing alerts, nothing new: {idle * 1000:.1f} ms (at once: {fresh * 1000:.1f} ms)"
    )
    return idle


def measure_watching() -> None:
    """Watching the other kinds: whatever is done or far off must not cost anything."""
    few = _idle_watch()
    deadlines.surround(each=OTHERS, due=province.DUE_ON - timedelta(days=30))
    many = _idle_watch()
    print(f"nine other kinds of deadline, nothing new: {few * 1000:.1f} ms")
    print(
        f"  beside {OTHERS:,} done and {OTHERS:,} far off of each: {many * 1000:.1f} ms, {many / few:.2f} x (wanted: at most 2)"
    )


def _idle_watch() -> float:
    watch(on=ON)
    province.tidy(*deadlines.TABLES, Target, Alert)
    return min(undone(lambda: watch(on=ON)) for _ in range(15))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--targets", type=int, default=1_000_000)
    options.add_argument("--share", type=float, default=0.03)
    said = options.parse_args()
    database.use_server_for_tests()
    run = database.new_run()
    template = database.prepare_template(run)
    try:
        large, due = said.targets, int(said.targets * said.share)
        idle = {}
        for size, late in ((large // 10, due // 10), (large, due // 10), (large, due)):
            with database.clone(template, "bench"):
                province.populate(targets=size, due=late)
                officers = province.appoint()
                province.tidy(*province.MODELS)
                if late == due:
                    print(f"{officers} officers to be told")
                    measure_due(size, late)
                idle[size, late] = measure_nothing_new(size, late)
                if late == due:
                    measure_watching()
        times = idle[large, due // 10] / idle[large // 10, due // 10]
        print(f"  ten times the targets, as many standing: {times:.2f} x (wanted: at most 2)")
    finally:
        database.drop_all(run)


if __name__ == "__main__":
    main()

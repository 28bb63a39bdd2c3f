"""Figures for Prometheus (监控指标): the vitals as gauges, and the requests every web process has counted.

The client library writes the text; its files in a shared folder are what lets several processes be one counter.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from tracker.vitals.faults import Fault
from tracker.vitals.looking import Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_REQUESTS = Counter("tracker_http_requests", "Requests answered", ["method", "route", "status"])
_SECONDS = Histogram(
    "tracker_http_request_seconds", "Time to answer", ["route"], buckets=(0.025, 0.1, 0.25, 0.5, 1, 2.5, 10)
)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """One request was answered; the route is the address's name, never the address."""
    _REQUESTS.labels(method, route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def written(vitals: Vitals) -> bytes:
    """Everything in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Vitals(vitals))
    if os.environ.get(SHARED_FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + (b"" if os.environ.get(SHARED_FOLDER) else generate_latest(REGISTRY))


class _Vitals:
    """A look at the system, as a collector wants it."""

    def __init__(self, vitals: Vitals) -> None:
        self.vitals = vitals

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        v = self.vitals
        yield GaugeMetricFamily("tracker_redis_up", "Whether Redis answers", int(v.redis))
        yield _family("queue_depth", "Messages that wait", "queue", {q.name: q.waiting for q in v.queues})
        seen = {q.name: v.since(q.seen_at) for q in v.queues if q.seen_at}
        yield _family("queue_pulse_age_seconds", "Since a worker last answered", "queue", seen)
        for name, moment in (("beat_age_seconds", v.beat_seen_at), ("scan_age_seconds", v.scanned_at)):
            if moment:
                yield GaugeMetricFamily(f"tracker_{name}", "Since it last ran", v.since(moment))
        yield GaugeMetricFamily("tracker_outbox_age_seconds", "Age of the oldest unsent mail", v.since(v.oldest_mail))
        yield _family("outbox_mails", "Mails by state", "state", v.mails)
        yield _family("jobs", "Jobs by state", "state", v.jobs)
        yield _family("uploads", "Uploads by state", "state", v.uploads)
        yield GaugeMetricFamily("tracker_disk_free_bytes", "Free space for files", v.disk_free)
        standing = {fault for fault, _what in v.faults}
        yield _family("fault", "Whether it stands", "fault", {str(fault): int(fault in standing) for fault in Fault})


def _family(name: str, said: str, label: str, values: dict[str, int | None] | dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"tracker_{name}", said, labels=[label])
    for key, value in values.items():
        if value is not None:
            family.add_metric([str(key)], value)
    return family

"""News (预警动态): what one scan has to tell, gathered as sets and parted by audience.

Everything is read in a handful of queries whatever the number of recipients; lists are cut to LISTED rows in SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from tracker.alerts.kinds import KINDS
from tracker.alerts.matters import english_titles
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.recipients import Circle
from tracker.regions.models import Region
from tracker.regions.naming import Name

LISTED = 100
_ORDER = ("-kind", "due_on", "pk")  # overdue before due soon


@dataclass(frozen=True, order=True)
class Line:
    """One alert of a list."""

    soon: bool
    days: int = field(compare=False)  # late, or left
    due_on: date
    alert_id: int
    path: str = field(compare=False)  # of the page of what it is about
    region: str = field(compare=False)
    enterprise: str = field(compare=False)  # or what something else than a target is called
    facility: Any = field(compare=False)  # or the kind of deadline, in the reader's language
    amount: Decimal | None = field(compare=False)
    unit: str = field(compare=False)


@dataclass(frozen=True)
class Tally:
    """Counts of alerts of one place, new ones and all that stand."""

    name: str
    new_overdue: int = 0
    new_due_soon: int = 0
    overdue: int = 0
    due_soon: int = 0

    @property
    def new(self) -> int:
        """How many are told of for the first time."""
        return self.new_overdue + self.new_due_soon

    def without_soon(self) -> Tally:
        """The same for who asked not to be told of what is due soon: nothing of it is new to them."""
        return replace(self, new_due_soon=0)


@dataclass(frozen=True)
class Digest:
    """What one audience is told: the tally of its place, and either the list or the tallies of its cities."""

    on: date
    tally: Tally
    lines: tuple[Line, ...] = ()
    cities: tuple[Tally, ...] = ()

    def without_soon(self) -> Digest:
        """The same for who asked not to be told of what is due soon."""
        lines = tuple(line for line in self.lines if not line.soon)
        cities = tuple(city.without_soon() for city in self.cities)
        return Digest(self.on, self.tally.without_soon(), lines, cities)


Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class News:
    """All that some scans have to tell, the last of them on the day `on`."""

    on: date
    regions: dict[str, Region]
    told: frozenset[tuple[int, str]]  # scan and region
    new: Counts
    standing: Counts
    lines: dict[str, list[Line]]

    def digest(self, circle: Circle) -> Digest:
        """The part of it that is a circle's business."""
        told = [code for code in self.told_regions if circle.covers(code)]
        standing = {code for code, _kind in self.standing if circle.covers(code)}
        tally = self._tally(circle.region.name, standing | set(told))
        if circle.wants_summary:
            return Digest(self.on, tally, cities=tuple(self._by_city(standing | set(told))))
        lists = [self.lines.get(code, []) for code in told]
        return Digest(self.on, tally, lines=tuple(islice(merge(*lists), LISTED)))

    @property
    def told_regions(self) -> list[str]:
        """Regions with something new."""
        return sorted({code for _run, code in self.told})

    def _by_city(self, codes: Iterable[str]) -> list[Tally]:
        cities: dict[str, list[str]] = {}
        for code in sorted(codes):
            cities.setdefault(self.regions[code].city_code, []).append(code)
        return [self._tally(self.regions[city].name, inside) for city, inside in cities.items()]

    def _tally(self, name: str, codes: Iterable[str]) -> Tally:
        sums: Counter[str] = Counter()
        for code in codes:
            for kind in Alert.Kind.values:
                sums[f"new_{kind}"] += self.new.get((code, kind), 0)
                sums[kind] += self.standing.get((code, kind), 0)
        return Tally(name, **sums)


def gather(run: ScanRun, *, earlier: Iterable[int] = ()) -> News:
    """Read all that a scan has to tell, and `earlier` ones whose news were held back, and what stands besides."""
    new = Alert.objects.filter(told_in__in=[run.pk, *earlier])
    by_scan = new.order_by().values_list("told_in", "region_id", "kind").annotate(n=Count("pk"))
    counts: Counter[tuple[str, str]] = Counter()
    for _run, region, kind, number in (rows := list(by_scan)):
        counts[region, kind] += number
    regions = Region.objects.in_bulk()
    return News(
        on=run.on,
        regions=regions,
        told=frozenset((scan, region) for scan, region, _kind, _number in rows),
        new=counts,
        standing=_counted(Alert.objects.unresolved()),
        lines=_lines(new, run.on, regions),
    )


def _counted(alerts: QuerySet[Alert]) -> dict[tuple[str, str], int]:
    rows = alerts.order_by().values_list("region_id", "kind").annotate(n=Count("pk"))
    return {(region, kind): n for region, kind, n in rows}


def _lines(new: QuerySet[Alert], on: date, regions: Mapping[str, Region]) -> dict[str, list[Line]]:
    """The first LISTED alerts of each region, in the order of the list."""
    place = Window(RowNumber(), partition_by=F("region_id"), order_by=_ORDER)
    first = new.order_by().annotate(place=place).filter(place__lte=LISTED).values("pk")
    lines: dict[str, list[Line]] = {}
    rows = list(Alert.objects.filter(pk__in=first).order_by("region_id", *_ORDER).values_list(*_COLUMNS))
    english = english_titles((about, number) for _region, _kind, _due, _pk, about, number, *_rest in rows)
    for region, kind, due_on, pk, about, number, title, *rest in rows:
        soon, days, name = kind == Alert.Kind.DUE_SOON, abs((on - due_on).days), regions[region].name
        line = Line(
            soon,
            days,
            due_on,
            pk,
            page_of(about, number),
            name,
            *_told(about, Name(title, english.get((about, number), "")), rest),
        )
        lines.setdefault(region, []).append(line)
    return lines


def page_of(kind: str, number: int) -> str:
    """The address of the page of what an alert is about."""
    return _page_of(kind).replace("/0/", f"/{number}/")


@cache
def _page_of(kind: str) -> str:
    # Looked up once a kind: a night's list has thousands of lines.
    return reverse(KINDS[kind].page, args=[0])


def _told(kind: str, title: str, rest: list[Any]) -> list[Any]:
    """Of a target its enterprise, equipment and amount; of anything else what it is called and what kind it is."""
    return rest if kind == "target" else [title, KINDS[kind].label, None, ""]


_COLUMNS = (
    "region_id",
    "kind",
    "due_on",
    "pk",
    "subject_kind",
    "subject_id",
    "title",
    "target__enterprise__name",
    "target__facility__name",
    "target__amount",
    "target__unit",
)

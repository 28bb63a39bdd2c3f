"""The weekly summary (每周综述): what stands in one's area, place by place; sent after the first scan of a week to who wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from tracker.alerts.models import Alert
from tracker.alerts.recipients import Recipient, recipients
from tracker.audit.acting import acting, system
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, notify
from tracker.regions.models import Region
from tracker.regions.naming import shown

Counts = Mapping[tuple[str, str], int]


def queue_weekly(*, on: date) -> int:
    """Queue the summaries of a week unless they were before; how many."""
    week = f"weekly.{on.isocalendar().year}{on.isocalendar().week:02}"
    with acting(system("weekly")):
        if OutboxMail.objects.filter(dedupe_key__startswith=f"{week}.").exists():
            return 0
        regions = Region.objects.in_bulk()
        rows = Alert.objects.unresolved().order_by().values_list("region_id", "kind").annotate(n=Count("pk"))
        standing = {(region, kind): number for region, kind, number in rows}
        return sum(_tell(person, standing, regions, on, week) for person in recipients(regions.values()))


def _tell(person: Recipient, standing: Counts, regions: dict[str, Region], on: date, week: str) -> bool:
    mine = {place: number for place, number in standing.items() if person.circle.covers(place[0])}
    if not mine:
        return False
    queued = notify(
        officer=person.officer,
        kind=MessageKind.WEEKLY,
        key=f"{week}.{person.officer.pk}",
        write=lambda: weekly_letter(shown(person.circle.region.name), by_place(person, mine, regions), on),
        at=person.wishes.digest_time(on),
    )
    return queued is not None


def by_place(person: Recipient, standing: Counts, regions: dict[str, Region]) -> dict[str, Counter[str]]:
    """The counts of each city for the province, of each region below for anybody else."""
    places: dict[str, Counter[str]] = {}
    for (code, kind), number in sorted(standing.items()):
        region = regions[code]
        place = regions[region.city_code] if person.circle.wants_summary and region.city_code in regions else region
        places.setdefault(place.name, Counter())[kind] += number
    return places


def weekly_letter(place: str, places: dict[str, Counter[str]], on: date) -> Letter:
    """What the summary says."""
    total = sum(places.values(), Counter())
    said = {"place": place, "day": on.isoformat(), "overdue": total["overdue"], "due_soon": total["due_soon"]}
    facts = tuple(
        (
            shown(name),
            _("逾期 %(overdue)d 项，临近到期 %(due_soon)d 项") % {k: counts[k] for k in ("overdue", "due_soon")},
        )
        for name, counts in places.items()
    )
    return Letter(
        _("每周综述 %(day)s %(place)s：逾期 %(overdue)d 项，临近到期 %(due_soon)d 项") % said,
        (_("以下为截至 %(day)s 尚未完成的事项。") % said,),
        facts,
        "/inbox/",
    )

"""Digests (预警摘要): one e-mail a recipient for all that a scan has to tell, and a note of who was told of what.

Whoever wants digests on working days only is told on the next one of all that was held back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.alerts.broadcasting import queue_for_webhooks
from tracker.alerts.models import AlertNotice, ScanRun
from tracker.alerts.news import Digest, News, gather
from tracker.alerts.recipients import Recipient, recipients
from tracker.alerts.wording import write
from tracker.deadlines.calendar import working_calendar
from tracker.jobs.kinds import MessageKind
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.preferences import MailPreference
from tracker.regions.models import Region
from tracker.values.workdays import WorkingCalendar

LONGEST_HOLIDAY = timedelta(days=14)
OVERDUE_WORKBOOK = "overdue"  # what workbooks.attaching is asked to add


@dataclass(frozen=True)
class _Telling:
    """What one recipient is to be told, and the scans and regions that covers."""

    person: Recipient
    digest: Digest
    covered: frozenset[tuple[int, str]]

    @property
    def kind(self) -> MessageKind:
        """Optional where nothing in it is overdue."""
        return MessageKind.OVERDUE if self.digest.tally.new_overdue else MessageKind.DUE_SOON


def queue_digests(run: ScanRun, *, something_new: bool) -> int:
    """Queue one e-mail for everybody whom the alerts of a scan concern, and note who is told; how many mails."""
    calendar = working_calendar()
    working = calendar.is_working(run.on)
    held = _held_back(run.on, calendar) if working else []
    if not something_new and not held:
        return 0
    tellings = list(_tellings(run, held, working=working))
    queued = enqueue_mail(list(_mails(run, tellings)))
    notices = [
        AlertNotice(run_id=scan, region_id=code, officer=telling.person.officer, mail=mail)
        for telling, mail in zip(tellings, queued, strict=True)
        for scan, code in sorted(telling.covered)
    ]
    AlertNotice.objects.bulk_create(notices, batch_size=1000)
    return len(queued) + (queue_for_webhooks(run) if something_new else 0)


def _held_back(on: date, calendar: WorkingCalendar) -> list[int]:
    """The scans of the days off just before a working day, if anybody is to be told of them only now."""
    day, last = on - timedelta(days=1), on - LONGEST_HOLIDAY
    while day > last and not calendar.is_working(day):
        day -= timedelta(days=1)
    if day == on - timedelta(days=1) or not _anybody_waits():
        return []
    return list(ScanRun.objects.filter(on__gt=day, on__lt=on).values_list("pk", flat=True))


def _anybody_waits() -> bool:
    return MailPreference.objects.filter(digest_days=MailPreference.Days.WORKDAYS).exists()


def _tellings(run: ScanRun, held: list[int], *, working: bool) -> Iterator[_Telling]:
    """What each recipient is told; nobody is told of a region of a scan twice."""
    noticed = _noticed(held)
    gathered: dict[frozenset[int], News] = {}
    for person in recipients(Region.objects.all()):
        if person.wishes.workdays_only and not working:
            continue
        seen = noticed.get(person.officer.pk, set())
        waiting = frozenset(held if person.wishes.workdays_only and not seen else ())
        if waiting not in gathered:
            gathered[waiting] = gather(run, earlier=waiting)
        news = gathered[waiting]
        covered = frozenset((scan, code) for scan, code in news.told if person.circle.covers(code))
        digest = news.digest(person.circle) if covered else None
        digest = digest.without_soon() if digest and not person.wants_soon else digest
        if digest and digest.tally.new:
            yield _Telling(person, digest, covered)


def _noticed(held: list[int]) -> dict[int, set[int]]:
    """Which of the held scans each officer was told of already."""
    found: dict[int, set[int]] = {}
    for officer, scan in AlertNotice.objects.filter(run__in=held).values_list("officer", "run") if held else ():
        found.setdefault(officer, set()).add(scan)
    return found


def _not_before(run: ScanRun, wishes: MailPreference) -> datetime | None:
    """When a digest may go: at the hour the officer chose, and never more than a day after the scan."""
    chosen = wishes.digest_time(run.on)
    return min(chosen, run.started_at + timedelta(days=1)) if chosen else None


def _mails(run: ScanRun, tellings: list[_Telling]) -> Iterator[Mail]:
    texts: dict[Any, tuple[str, str, str]] = {}
    for telling in tellings:
        person, officer, kind = telling.person, telling.person.officer, telling.kind
        audience = (*person.audience, telling.covered)
        if audience not in texts:
            texts[audience] = write(telling.digest, officer.language, optional=kind is MessageKind.DUE_SOON)
        subject, text, html = texts[audience]
        yield Mail(
            key=f"digest.{run.on:%Y%m%d}.{run.pk}.{officer.pk}",
            officer=officer,
            to=officer.email,
            subject=subject,
            text=text,
            html=html,
            kind=kind,
            at=_not_before(run, person.wishes),
            lacks=OVERDUE_WORKBOOK if telling.digest.tally.overdue else "",
        )

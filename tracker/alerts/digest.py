"""Digests (预警摘要): one e-mail a recipient for all that a scan has to tell, and a note of who was told of what."""

from __future__ import annotations

from typing import Any

from tracker.alerts.models import AlertNotice, ScanRun
from tracker.alerts.news import gather
from tracker.alerts.recipients import Recipient, recipients
from tracker.alerts.wording import write
from tracker.jobs.outbox import Mail, enqueue_mail


def queue_digests(run: ScanRun) -> int:
    """Queue one e-mail for everybody whom the alerts of a scan concern, and note who is told; how many mails."""
    news = gather(run)
    told = [person for person in recipients(news.regions.values()) if any(map(person.covers, news.told_regions))]
    texts: dict[Any, tuple[str, str, str]] = {}
    mails = []
    for person in told:
        if person.audience not in texts:
            texts[person.audience] = write(news.digest(person), person.officer.language)
        mails.append(_mail(run, person, *texts[person.audience]))
    queued = enqueue_mail(mails)
    notices = [
        AlertNotice(run=run, region_id=code, officer=person.officer, mail=mail)
        for person, mail in zip(told, queued, strict=True)
        for code in news.told_regions
        if person.covers(code)
    ]
    AlertNotice.objects.bulk_create(notices, batch_size=1000)
    return len(queued)


def _mail(run: ScanRun, person: Recipient, subject: str, text: str, html: str) -> Mail:
    key = f"digest.{run.on:%Y%m%d}.{run.pk}.{person.officer.pk}"
    return Mail(key=key, officer=person.officer, to=person.officer.email, subject=subject, text=text, html=html)

"""Broadcasting (群推送): what a scan has to tell, as one line with numbers and a link, for the webhooks of roles and regions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.alerts.models import ScanRun
from tracker.alerts.news import Tally, gather
from tracker.alerts.recipients import TOLD, circles
from tracker.alerts.wording import subject_of
from tracker.jobs.hook_messages import hook_message, webhooks_of
from tracker.jobs.kinds import MessageKind
from tracker.jobs.outbox import enqueue_mail
from tracker.regions.models import Region


def queue_for_webhooks(run: ScanRun) -> int:
    """Queue one message for each webhook whose place a scan has something new for; how many."""
    webhooks = webhooks_of(TOLD)
    if not webhooks:
        return 0
    news, circle = gather(run), circles(Region.objects.all())
    digests = ((webhook, news.digest(circle(webhook.region, webhook.role))) for webhook in webhooks)
    mails = [
        hook_message(
            webhook,
            kind=MessageKind.OVERDUE if digest.tally.new_overdue else MessageKind.DUE_SOON,
            key=f"digest.{run.on:%Y%m%d}.{run.pk}",
            subject=subject_of(digest),
            text=_standing(digest.tally),
            path="/alerts/",
        )
        for webhook, digest in digests
        if digest.tally.new
    ]
    return len(enqueue_mail(mails)) if mails else 0


def _standing(tally: Tally) -> str:
    said = {"overdue": tally.overdue, "due_soon": tally.due_soon}
    return _("目前共有逾期 %(overdue)d 项，临近到期 %(due_soon)d 项。") % said

"""Mails of the ladder (督办通知): whoever a rung names beyond the first day is told at once, whatever their digest's hour.

The first day is the digest's business. Before a deadline a rung is a reminder, which officers may decline. One mail a
person and scan, with numbers for each rung and the first items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.alerts.ladder_tables import Audience, Escalation, LadderRung, Leader
from tracker.alerts.matters import Matter, called, english_titles
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.recipients import recipients
from tracker.jobs.kinds import MessageKind
from tracker.jobs.notify import Letter, notify, render
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.regions.naming import shown

LISTED = 30
MOST = 20_000  # escalations of one scan that are read; beyond it the inbox alone tells


@dataclass(frozen=True)
class Item:
    """One step up the ladder, as it is listed."""

    rung: LadderRung
    region: str
    organisation: str
    audiences: tuple[str, ...]
    title: str
    due_on: str

    @property
    def is_reminder(self) -> bool:
        """Whether its deadline has not passed."""
        return bool(self.rung.moment == LadderRung.Moment.BEFORE)


def queue_escalations(run: ScanRun) -> int:
    """Queue the mails of the rungs a scan has to tell of; how many."""
    items = _items(run)
    if not items:
        return 0
    queued = 0
    for officer, mine in _of_officers(items):
        for kind, chosen in _by_kind(mine):
            mail = notify(
                officer=officer,
                kind=kind,
                key=f"ladder.{run.on:%Y%m%d}.{run.pk}.{kind.value}.{officer.pk}",
                write=lambda kind=kind, chosen=chosen: ladder_letter(kind, chosen),  # type: ignore[misc]
            )
            queued += mail is not None
    return queued + len(_to_leaders(run, items))


def _items(run: ScanRun) -> list[Item]:
    """The last rung of each alert that still stands; a reminder only while there is something to be reminded of."""
    steps = Escalation.objects.filter(told_in=run, holds_from__gt=F("alert__holds_from"))
    standing = steps.filter(alert__state__in=[Alert.State.OPEN, Alert.State.ACKNOWLEDGED])
    before = LadderRung.Moment.BEFORE  # of what the digest of this very scan tells, nobody is reminded besides
    standing = standing.exclude(rung__moment=before, alert__due_on__lt=run.on).exclude(
        rung__moment=before, alert__told_in=run
    )
    related = ("rung", "alert__target__enterprise", "alert__target__facility")
    last = {step.alert_id: step for step in standing.select_related(*related).order_by("holds_from", "pk")[:MOST]}
    about = (step.alert for step in last.values() if not step.alert.target)
    english = english_titles((alert.subject_kind, alert.subject_id) for alert in about)
    return [_item(step, english) for step in last.values()]


def _item(step: Escalation, english: dict[Matter, str]) -> Item:
    about, target = step.alert, step.alert.target
    title = f"{target.enterprise.name} {target.facility.name}" if target else called(about, english)
    audiences = tuple(step.audiences)
    return Item(step.rung, step.region_id, step.organisation_id or "", audiences, title, about.due_on.isoformat())


def _of_officers(items: list[Item]) -> Iterator[tuple[Officer, list[Item]]]:
    for person in recipients(Region.objects.all()):
        covered = [item for item in items if person.circle.covers(item.region)]
        yield person.officer, [item for item in covered if _reaches(item, person.officer)]
    departments = Officer.objects.filter(role=Role.DEPARTMENT, is_active=True).exclude(email="").order_by("pk")
    for officer in departments if any(item.organisation for item in items) else ():
        own = [item for item in items if item.organisation and item.organisation == officer.organisation_id]
        yield officer, [item for item in own if {Audience.DEPARTMENT, Audience.OWN} & set(item.audiences)]


def _reaches(item: Item, officer: Officer) -> bool:
    """Whether a step of the officer's area is told to their level."""
    if officer.role == Role.PROVINCIAL:
        return Audience.PROVINCE in item.audiences
    if officer.role == Role.MUNICIPAL:
        return Audience.CITY in item.audiences or (Audience.OWN in item.audiences and item.region.endswith("00"))
    return Audience.OWN in item.audiences


def _by_kind(items: list[Item]) -> Iterator[tuple[MessageKind, list[Item]]]:
    for kind, reminder in ((MessageKind.ESCALATION, False), (MessageKind.DUE_SOON, True)):
        chosen = [item for item in items if item.is_reminder is reminder]
        if chosen:
            yield kind, chosen


def _to_leaders(run: ScanRun, items: list[Item]) -> list[object]:
    """Leaders have no account and no choice: an address the city entered."""
    told = [item for item in items if Audience.LEADER in item.audiences and not item.is_reminder]
    mails = []
    for leader in Leader.objects.select_related("region").exclude(email="") if told else ():
        prefix = leader.region.pattern.removesuffix("%")
        mine = [item for item in told if item.region.startswith(prefix)]
        if mine:
            with translation.override(leader.language):
                letter = ladder_letter(MessageKind.ESCALATION, mine)
                subject, text, html = render(letter, MessageKind.ESCALATION, leader.language)
            key = f"ladder.{run.on:%Y%m%d}.{run.pk}.leader.{leader.pk}"
            mails.append(Mail(key, None, leader.email, subject, text, html, kind=MessageKind.ESCALATION))
    return list(enqueue_mail(mails)) if mails else []


def ladder_letter(kind: MessageKind, items: list[Item]) -> Letter:
    """What a mail of the ladder says."""
    reminder = kind == MessageKind.DUE_SOON
    subject = _("到期提醒：%(n)d 项即将到期") if reminder else _("逾期督办：%(n)d 项升级")
    words = (
        _("下列事项即将到期，请按期完成。") if reminder else _("下列事项逾期后仍未完成，已按督办阶梯升级，请督促落实。")
    )
    paragraphs = [words]
    if len(items) > LISTED:
        paragraphs.append(_("只列出前 %(n)d 项，其余请在系统中查看。") % {"n": LISTED})
    facts = tuple((_rung_and_day(item), shown(item.title)) for item in items[:LISTED])
    return Letter(subject % {"n": len(items)}, tuple(paragraphs), facts, "/inbox/")


def _rung_and_day(item: Item) -> str:
    return _("%(rung)s（期限 %(day)s）") % {"rung": item.rung.label, "day": item.due_on}

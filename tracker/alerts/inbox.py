"""The inbox (待办): what is an officer's own business among all alerts, what of it waits, and what each row is called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tracker.alerts.kinds import KINDS
from tracker.alerts.matters import called, english_titles
from tracker.alerts.models import UNRESOLVED, Alert, Level
from tracker.alerts.news import page_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.regions.naming import in_english

RELATED = ("target__plan", "target__enterprise", "target__facility", "region", "organisation", "acknowledged_by")


class Tab:
    """The parts of the inbox."""

    OPEN, ACKNOWLEDGED, SNOOZED, RESOLVED = "open", "acknowledged", "snoozed", "resolved"


def theirs_q(officer: Officer) -> Q:
    """Of what the officer may see, what is theirs: the province's is what climbed up to it, and what is its own to do."""
    if officer.role != Role.PROVINCIAL:
        return Q()
    own = Q(region__level=Region.Level.PROVINCE) | Q(subject_kind="hearing")
    return own | Q(level=Level.PROVINCE) | Q(assigned_to=officer)


def tab_q(tab: str, on: date) -> Q:
    """What stands in a part of the inbox on a day: what was put off is back on the day it was put off to."""
    put_off = Q(snoozed_until__gt=on)
    return {
        Tab.OPEN: Q(state=Alert.State.OPEN) & (Q(snoozed_until__isnull=True) | ~put_off),
        Tab.ACKNOWLEDGED: Q(state=Alert.State.ACKNOWLEDGED) & (Q(snoozed_until__isnull=True) | ~put_off),
        Tab.SNOOZED: UNRESOLVED & put_off,
        Tab.RESOLVED: Q(state=Alert.State.RESOLVED),
    }[tab]


def waiting(officer: Officer, on: date) -> QuerySet[Alert]:
    """What waits for the officer, the most pressing first."""
    return Alert.objects.visible_to(officer).filter(theirs_q(officer), tab_q(Tab.OPEN, on)).order_by("due_on", "pk")


def described(alerts: Iterable[Any]) -> list[Any]:
    """The alerts with what a list says of them: `about`, `detail`, `kind_of` and the `path` of the page to look at."""
    told = list(alerts)
    about = ((alert.subject_kind, alert.subject_id) for alert in told if not alert.target)
    english = english_titles(about) if in_english() else {}
    for alert in told:
        kind, target = KINDS[alert.subject_kind], alert.target
        alert.kind_of = kind.label
        alert.path = page_of(alert.subject_kind, alert.subject_id)
        alert.about = target.enterprise.name if target else called(alert, english)
        alert.detail = f"{target.facility.name} · {target.plan.code}" if target else ""
    return told

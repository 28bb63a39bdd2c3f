"""The case file's look from outside (案卷：公示与疑点): what was published of an enterprise, and what made somebody doubt."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.enforcement.casefile_entry import Entry, Paper, told
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.notice_tables import NoticeLine
from tracker.progress.suspicions import Suspicion
from tracker.registry.models import Enterprise
from tracker.targets.models import Target


def published(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """What everybody could read of it; a line names its target, which the officer has to see."""
    if not may(officer, "view", "notice"):
        return
    seen = Target.objects.visible_to(officer).filter(enterprise=enterprise)
    rows = NoticeLine.objects.filter(target__in=seen).select_related("notice__published_by")
    for one in rows:
        notice = one.notice
        paper = Paper(notice.code, "notice", (notice.pk,))
        what, who = str(notice.get_kind_display()), notice.published_by.name
        yield Entry(notice.published_on, what, one.facility, notice.title, who, None, one.target_id, (paper,))


def suspicions(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """What the searches found strange, and how each was judged."""
    concerned = Q(target__enterprise=enterprise) | Q(facility__enterprise=enterprise)
    rows = Suspicion.objects.visible_to(officer).filter(concerned)
    for one in rows.select_related("target__facility", "facility", "judged_by"):
        facility = one.facility or (one.target.facility if one.target else None)
        about, what = facility.name if facility else "", told(_("疑点"), one.get_kind_display())
        yield Entry(one.found_on, what, about, _("；").join(map(str, one.reasons)), _("系统"), target=one.target_id)
        if one.judged_on and one.judged_by:
            text = told(one.get_state_display(), one.verdict)
            yield Entry(one.judged_on, _("核实疑点"), about, text, one.judged_by.name, target=one.target_id)

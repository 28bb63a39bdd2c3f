"""When quotas and what rests on them may be taken back (撤销导入): while the plan is open and stands where it stood then."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tracker.audit.history import events_of
from tracker.quotas.locks import share
from tracker.quotas.models import Plan
from tracker.quotas.services import check_open
from tracker.values.errors import IllegalState


def check_as_it_stood(plan: Plan, since: datetime) -> None:
    """IllegalState where the plan was closed, checked or issued after that moment: then only an adjustment changes it."""
    state = share(plan)
    check_open(state)
    then = events_of(plan).filter(pgh_created_at__lte=since).last()
    if then is not None and then.state != state:
        said = {"was": Plan.State(then.state).label, "now": Plan.State(state).label}
        raise IllegalState(_("导入之后计划已由“%(was)s”变为“%(now)s”，请通过任务调整更正") % said, state=state)

"""Deadlines of enforcement orders (强制措施的期限), declared once: the department's term, and the term to be heard in."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from tracker.deadlines.kinds import DeadlineKind
from tracker.enforcement.order_tables import Order
from tracker.enforcement.states import WITH_THE_DEPARTMENT, OrderState
from tracker.regions.naming import english_name
from tracker.values.workdays import Counting

_TITLE = Concat("measure__name", Value(" "), "party", Value(" "), "equipment")
_TITLE_EN = Concat(english_name("measure"), Value(" "), "party", Value(" "), "equipment")


def execution_open_q(as_of: date) -> Q:
    """Issued to its department, and not executed by a day."""
    waiting = Q(state__in=[state.value for state in WITH_THE_DEPARTMENT])
    return (waiting | Q(executed_on__gt=as_of)) & Q(issued_on__lte=as_of)


def hearing_open_q(as_of: date) -> Q:
    """The notice is served, and nothing decided by a day."""
    return Q(state=OrderState.NOTIFIED) | Q(decided_on__gt=as_of, notice_served_on__lte=as_of)


EXECUTION = DeadlineKind(
    code="execution",
    label=_("强制措施执行"),
    model=Order,
    due="due_on",
    open_q=execution_open_q,
    title=_TITLE,
    title_en=_TITLE_EN,
    page="order",
    organisation=F("issued_to_id"),
    counting=Counting.WORKING,
    remind_days=2,
)
# After its last day the order can be decided on: whoever decides is told, and told again when it is left lying.
HEARING = DeadlineKind(
    code="hearing",
    label=_("陈述申辩期"),
    model=Order,
    due="notice_until",
    open_q=hearing_open_q,
    title=_TITLE,
    title_en=_TITLE_EN,
    page="order",
    counting=Counting.WORKING,
    remind_days=1,
)

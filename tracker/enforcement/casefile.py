"""The case file (案卷): everything of an enterprise in the order of time, each entry with its documents."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.enforcement.casefile_charges import charges_of
from tracker.enforcement.casefile_entry import Entry, Paper, in_order, told
from tracker.enforcement.casefile_public import published, suspicions
from tracker.enforcement.casefile_targets import progress_of
from tracker.enforcement.joint_states import joint_happened
from tracker.enforcement.joint_tables import JointStep
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.states import happened
from tracker.officers.models import Officer
from tracker.regions.naming import shown
from tracker.registry.models import Enterprise
from tracker.values.dates import SHANGHAI


def case_file(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    """Everything of an enterprise the officer may see, oldest first."""
    found = [
        *progress_of(enterprise, officer),
        *published(enterprise, officer),
        *suspicions(enterprise, officer),
        *_orders(enterprise, officer),
        *_photos(enterprise, officer),
        *_joint_actions(enterprise, officer),
        *charges_of(enterprise, officer),
    ]
    return in_order(found)


def _orders(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = OrderStep.objects.visible_to(officer).filter(order__enterprise=enterprise)
    for one in rows.select_related("order__measure", "by"):
        about = _about(one.order)
        who = one.by.name if one.by else _("系统")
        papers = _papers_of(one)
        what, text = happened(one.verb, one.state), _said(one)
        yield Entry(one.on, what, about, text, who, one.order_id, None, papers)


def _about(order: Order) -> str:
    return f"{shown(order.measure_called)} {order.number}".strip()


def _said(step: OrderStep) -> str:
    """What was said at a step; of an execution, on which day it was, whenever it was entered."""
    if step.verb != "execute" or step.order.executed_on is None:
        return step.comment
    day = _("执行日期 %(day)s") % {"day": step.order.executed_on.isoformat()}
    return f"{step.comment}（{day}）" if step.comment else day


def _papers_of(step: OrderStep) -> tuple[Paper, ...]:
    if step.verb == "serve":
        return (Paper(_("告知书"), "order_notice", (step.order_id,)),)
    if step.verb == "issue":
        return (Paper(_("决定书"), "order_paper", (step.order_id,)),)
    return ()


def _photos(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = OrderPhoto.objects.visible_to(officer).standing().filter(order__enterprise=enterprise)
    for one in rows.select_related("order__measure", "added_by"):
        on = timezone.localtime(one.taken_at or one.added_at, SHANGHAI).date()
        about = _about(one.order)
        paper = Paper(one.file_name, "order_photo", (one.order_id, one.pk))
        yield Entry(on, _("执行照片"), about, one.note, one.added_by.name, one.order_id, None, (paper,))


def _joint_actions(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = JointStep.objects.visible_to(officer).filter(action__enterprise=enterprise)
    for one in rows.select_related("action", "by"):
        papers = (
            (Paper(_("行动方案（.docx）"), "joint_action_paper", (one.action_id,)),) if one.verb == "announce" else ()
        )
        who = one.by.name if one.by else ""
        yield Entry(
            one.on,
            told(_("联合行动"), joint_happened(one.verb, one.state)),
            one.action.title,
            one.comment,
            who,
            papers=papers,
        )

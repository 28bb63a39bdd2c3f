"""Telling of orders (强制措施通知): whoever must act on a move of an order is told at once, within the move itself.

The department of what is issued to it and of what stops or ends it there, the city beside it; the officer who decided of what
the department reports back. An alert comes only when the term runs out; this mail comes first.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.enforcement.order_tables import Order
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, tell
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.naming import shown

TO_THE_DEPARTMENT = frozenset({"issue", "reissue", "suspend", "resume", "lift", "revoke"})
TO_WHO_DECIDED = frozenset({"execute", "fail"})


def tell_of(order: Order, verb: str, label: object, *, by: Officer, reason: str) -> list[OutboxMail]:
    """Queue the mails of a move for all it concerns but the officer who made it; the same move tells once."""
    officers = [officer for officer in _concerned(order, verb) if officer.pk != by.pk]
    if not officers:
        return []
    return tell(
        officers,
        kind=MessageKind.ORDER,
        key=lambda officer: f"order.{order.pk}.{verb}.{order.version}.{officer.pk}",
        write=lambda: order_letter(order, str(label), reason),
    )


def _concerned(order: Order, verb: str) -> list[Officer]:
    if verb in TO_WHO_DECIDED and order.decided_by:
        return [order.decided_by]
    if verb not in TO_THE_DEPARTMENT or not order.issued_to_id:
        return []
    its_own = Q(role=Role.DEPARTMENT, organisation=order.issued_to_id)
    city = Q(role=Role.MUNICIPAL, region=order.region.city_code)
    return list(Officer.objects.filter(its_own | city, is_active=True).order_by("pk"))


def order_letter(order: Order, move: str, reason: str) -> Letter:
    """What is said of a move: which order, against whom, by when, and why."""
    facts = (
        (_("文号"), order.number),
        (_("措施"), shown(order.measure_called)),
        (_("被执行人"), shown(order.fallen_on)),
        (_("装备名称及型号"), order.equipment),
        (_("执行期限"), order.due_on.isoformat() if order.due_on else ""),
        (_("理由"), reason),
    )
    return Letter(
        _("强制措施%(move)s：%(measure)s %(party)s")
        % {"move": move, "measure": shown(order.measure_called), "party": shown(order.fallen_on)},
        (_("请在系统中查看决定书全文，并按期办理。"),),
        tuple((label, value) for label, value in facts if value),
        f"/orders/{order.pk}/",
    )

"""What the paper of a joint action says (联合行动方案): the site and day, who comes, which orders, the safety check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.documents.rendering import render
from tracker.documents.wording import day_text, numeral
from tracker.enforcement.joint_tables import JointAction
from tracker.enforcement.order_tables import Order
from tracker.regions.models import Organisation

_OFFICE = "office-coordination"


def joint_document(action: JointAction, orders: Sequence[Order]) -> bytes:
    """The plan of the action as .docx, with its number."""
    return render("joint_action", joint_context(action, orders))


def joint_context(action: JointAction, orders: Sequence[Order]) -> dict[str, Any]:
    """The places of the paper and what stands in them; the orders are those its reader may see."""
    office = Organisation.objects.filter(pk=_OFFICE).first()
    names = dict(Organisation.objects.filter(pk__in=action.organisations).values_list("code", "name"))
    at = f"{action.gather_at:%H:%M}" if action.gather_at else ""
    parts = [
        ("时间和地点", f"{day_text(action.held_on)}{at and f'{at}集合'}，{action.place}。"),
        ("对象", f"{action.party}。"),
        ("牵头和参加单位", f"由{action.lead.name}牵头，{'、'.join(names[code] for code in sorted(names))}参加。"),
        ("任务分工", action.task),
        ("安全核查", action.safety_note or "行动前登记安全核查，未核查不得开始。"),
        ("要求", "严格按决定书执行，不得影响居民生活供应；现场拍照留证，当日回报执行情况。"),
    ]
    return {
        "issuer": office.name if office else "",
        "document_number": action.number or "（案号待编）",
        "title": action.title,
        "recipients": "、".join(names[code] for code in sorted(names)),
        "issued_on": day_text(action.announced_on),
        "copied_to": action.party,
        "printed_by": office.name if office else "",
        "printed_on": day_text(action.announced_on),
        "paragraphs": [
            {"heading": f"{numeral(place)}、{heading}", "text": text}
            for place, (heading, text) in enumerate([part for part in parts if part[1]], 1)
        ],
        "rows": [
            {
                "place": str(place),
                "measure": order.measure_name,
                "number": order.number or "—",
                "equipment": order.equipment or "—",
                "organisation": order.organisation.short_name or order.organisation.name,
                "state": str(order.get_state_display()),
            }
            for place, order in enumerate(orders, 1)
        ],
    }

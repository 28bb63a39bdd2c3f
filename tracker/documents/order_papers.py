"""What the papers of an order say (强制措施公文): everything stands on the order itself, frozen once it is issued."""

from __future__ import annotations

from typing import Any

from tracker.documents.rendering import render
from tracker.documents.wording import day_text, numeral
from tracker.enforcement.order_tables import Order
from tracker.regions.models import Organisation

_OFFICE = "office-coordination"


def order_document(order: Order) -> bytes:
    """The decision as .docx, with its number."""
    return render("order", order_context(order))


def notice_document(order: Order) -> bytes:
    """The notice to the enterprise as .docx."""
    return render("order_notice", notice_context(order))


def order_context(order: Order) -> dict[str, Any]:
    """The places of the decision and what stands in them."""
    due = f"请于{day_text(order.due_on)}前（含当日）执行，并回报执行时间、操作人员和表计示数。"
    parts = [
        ("事实和理由", order.ground),
        ("法律依据", order.legal_basis),
        ("决定", f"对{_party(order)}采取“{order.measure_name}”措施，由{order.organisation.name}执行。{due}"),
        ("安全和民生", _safety(order)),
        ("解除条件", order.way_back),
        ("救济途径", "当事人对本决定不服的，可以依法申请行政复议或者提起行政诉讼。"),
    ]
    return _head(order, order.organisation.name, parts) | {"issued_on": day_text(order.issued_on)}


def notice_context(order: Order) -> dict[str, Any]:
    """The places of the notice and what stands in them."""
    until = (
        f"可在{day_text(order.notice_until)}前（含当日）提出书面陈述、申辩；依法可以要求听证的，应在同一期限内提出。"
    )
    parts = [
        ("事实和理由", order.ground),
        ("法律依据", order.legal_basis),
        ("拟采取的措施", f"拟对{_party(order)}采取“{order.measure_name}”措施。"),
        ("你单位的权利", until),
        ("解除条件", order.way_back),
    ]
    return _head(order, order.party, parts) | {"issued_on": day_text(order.notice_served_on)}


def _head(order: Order, recipients: str, parts: list[tuple[str, str]]) -> dict[str, Any]:
    office = Organisation.objects.filter(pk=_OFFICE).first()
    issuer = office.name if office else ""
    return {
        "issuer": issuer,
        "document_number": order.number or "（文号待编）",
        "party": order.party,
        "measure": order.measure_name,
        "recipients": recipients,
        "copied_to": order.party,
        "printed_by": issuer,
        "printed_on": day_text(order.issued_on),
        "paragraphs": [
            {"heading": f"{numeral(place)}、{heading}", "text": text}
            for place, (heading, text) in enumerate([part for part in parts if part[1]], 1)
        ],
    }


def _party(order: Order) -> str:
    about = [
        order.party,
        order.equipment and f"的{order.equipment}",
        order.account_number and f"（户号{order.account_number}）",
    ]
    return "".join(text for text in about if text)


def _safety(order: Order) -> str:
    plan = f"涉及危险工艺，按安全停车方案执行：{order.safe_stop_plan}。" if order.is_hazardous else ""
    return plan + ("执行时不得影响居民生活供应。" if order.residents_apart else "")

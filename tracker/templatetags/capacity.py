"""How the pages write amounts, days, shares and states. Nothing here decides; it only spells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tracker.regions.naming import shown
from tracker.values.dates import SHANGHAI
from tracker.values.figures import grouped

register = template.Library()

NOTHING = "—"

# Which colour a state carries. Red is kept for what is late or refused, amber for what soon will be, green for what is finished.
TONES: dict[str, str] = {
    state: tone
    for tone, states in {
        "bad": "bounced overdue circular refused failed held returned revoked fail error quarantined disabled breached proven bad",
        "warn": "due_soon enforce suspended notified conditional previewed partly waiting interpreted",
        "good": "answered sent reported accepted confirmed announced pass applied signed done resolved active create fulfilled"
        " verified lifted executed ok",
        "info": "stopped cut_off dismantled submitted issued open published received reading running"
        " acknowledged update eliminate prohibit",
    }.items()
    for state in states.split()
}


@register.filter
def amount(value: Decimal | int | str | None) -> str:
    """A number with thousands separators and no needless zeros: 5820.0000 is 5,820; nothing is a dash."""
    if value is None or value == "":
        return NOTHING
    return grouped(Decimal(value))


@register.filter
def yuan(value: Decimal | None) -> str:
    """Money to the cent: 3,703.70; nothing is a dash."""
    return NOTHING if value is None else format(value, ",.2f")


@register.filter
def signed_yuan(value: Decimal | None) -> str:
    """A difference to the cent, with its sign: +0.30, −500.00."""
    return NOTHING if value is None else format(value, "+,.2f").replace("-", "−")


@register.simple_tag
def quantity(value: Decimal | int | None, unit: str) -> SafeString:
    """An amount with its unit behind it, the unit set smaller."""
    if value is None:
        return format_html("{}", NOTHING)
    return format_html('<span class="nowrap">{} <span class="unit">{}</span></span>', amount(value), unit)


@register.filter
def percent(share: Decimal | float | None) -> str:
    """A share (0.375) as a percentage with one decimal (37.5%), rounded down: 99.96% is never shown as 100%."""
    if share is None:
        return NOTHING
    tenths = int(Decimal(str(share)) * 1000)
    return f"{tenths // 10}%" if tenths in (0, 1000) else f"{tenths // 10}.{tenths % 10}%"


@register.filter
def share_of(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """`part` over `whole`; None where there is nothing to be a part of."""
    if part is None or not whole:
        return None
    return Decimal(part) / Decimal(whole)


@register.filter
def day(value: date | None) -> str:
    """A date as text is written: 2010年9月15日, or 15 September 2010 in English."""
    if value is None:
        return NOTHING
    if (get_language() or "").startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日"
    return formats.date_format(value, "j F Y")


@register.filter
def iso(value: date | None) -> str:
    """A date as tables write it: 2010-09-15."""
    return value.strftime("%Y-%m-%d") if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """A recorded time to the minute, in Shanghai: 2010-07-22 14:03."""
    if value is None:
        return NOTHING
    return (
        timezone.localtime(value, SHANGHAI).strftime("%Y-%m-%d %H:%M")
        if timezone.is_aware(value)
        else value.strftime("%Y-%m-%d %H:%M")
    )


@register.filter
def days_until(deadline: date, today: date) -> str:
    """How far a deadline is: 还有 5 天, 今天到期, 逾期 3 天."""
    left = (deadline - today).days
    if left == 0:
        return _("今天到期")
    if left > 0:
        return ngettext("还有 %(n)d 天", "还有 %(n)d 天", left) % {"n": left}
    return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -left) % {"n": -left}


register.filter("shown", shown)  # in plain text, where nothing is escaped


@register.simple_tag
def badge(state: str, label: str = "") -> SafeString:
    """A state as a coloured badge; the label is the state's own text."""
    tone = TONES.get(str(state), "")
    return format_html('<span class="badge{}">{}</span>', f" badge-{tone}" if tone else "", label or state)


@register.simple_tag
def paper_url(paper: Any) -> str:
    """Where a document of the case file is had."""
    address = reverse(paper.page, args=paper.keys)
    return f"{address}?{paper.query}" if paper.query else address


@register.inclusion_tag("tracker/parts/sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, name: str, label: str, unit: str = "", numeric: bool = False
) -> dict[str, Any]:
    """A column head that sorts the list by `name`, and the other way round when clicked again."""
    request: HttpRequest = context["request"]
    current = request.GET.get("sort") or str(context.get("sort", ""))
    direction = "ascending" if current == name else "descending" if current == f"-{name}" else "none"
    query = request.GET.copy()
    query["sort"] = f"-{name}" if direction == "ascending" else name
    query.pop("page", None)
    return {"label": label, "unit": unit, "numeric": numeric, "direction": direction, "query": query.urlencode()}


@register.inclusion_tag("tracker/parts/stack.html")
def stack(
    assigned: Decimal | int, covered: Decimal | int, reported: Decimal | int, accepted: Decimal | int
) -> dict[str, Any]:
    """One bar of four stages of an amount: assigned is the whole; covered, reported and accepted fill it. Over 100% is capped."""

    def width(part: Decimal | int) -> str:
        return str(min(int(Decimal(part) * 1000 / Decimal(assigned)), 1000) / 10) if assigned else "0"

    return {
        "covered": width(covered),
        "reported": width(reported),
        "accepted": width(accepted),
        "share": share_of(accepted, assigned),
    }

"""Surcharges in the case file (案卷中的加价): the lines of issued statements, each with what its reader may open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from tracker.enforcement.casefile_entry import Entry, Paper
from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.regions.naming import shown
from tracker.registry.models import Enterprise
from tracker.values.figures import grouped


def charges_of(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """What an enterprise was charged, on the day the statement was issued; a county is not led to the whole statement."""
    rows: QuerySet[Any] = StatementLine.objects.visible_to(officer).issued_against(enterprise)
    issuers = Statement.objects.filter(pk=OuterRef("statement")).values("issued_by__name")
    for one in rows.annotate(issuer=Subquery(issuers[:1])):
        assert one.issued_on is not None  # noqa: S101 - issued_against
        papers = [Paper(_("企业对账单"), "statement_facility_paper", query=f"facility={one.facility_id}")]
        if may(officer, "export", "statement"):
            papers.insert(0, Paper(_("对账函"), "statement_paper", (one.statement_id,)))
        about = f"{shown(one.measure.name)} {one.number}"
        yield Entry(
            one.issued_on, _("对账单"), about, _charged(one), one.issuer or "", one.order_id, None, tuple(papers)
        )


def _used(line: StatementLine) -> str:
    """How much was used, in the unit it is charged by (元/千瓦时 → 千瓦时)."""
    if line.quantity is None:
        return "—"
    return f"{grouped(line.quantity)} {str(line.get_unit_display()).partition('/')[2]}".strip()


def _charged(line: StatementLine) -> str:
    said = {"month": f"{line.month:%Y-%m}", "amount": f"{line.amount:,.2f}"}
    if line.gap:
        text = f"{said['month']} {line.get_gap_display()}"
    else:
        text = _("%(month)s 用量 %(quantity)s，加价 %(amount)s 元") % {**said, "quantity": _used(line)}
    if not line.causes:
        return text
    labels = _("、").join(map(str, line.cause_labels))
    return text + _("（%(causes)s，差额 %(difference)s 元）") % {
        "causes": labels,
        "difference": f"{line.difference:+,.2f}",
    }

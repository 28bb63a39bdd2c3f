"""What the paper of one facility's statement says (企业对账单): its months as they stand, and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.documents.rendering import render
from tracker.documents.statement_paper import money, signed
from tracker.documents.wording import amount_text, day_text
from tracker.enforcement.statement_tables import StatementLine
from tracker.enforcement.surcharges import total


def facility_document(lines: Sequence[StatementLine], on: date) -> bytes:
    """The lines of one facility, latest month first, as .docx; there is at least one."""
    return render("facility_statement", facility_context(lines, on))


def facility_context(lines: Sequence[StatementLine], on: date) -> dict[str, Any]:
    """The places of the paper and what stands in them."""
    of, amount = lines[0], money(total(line.amount for line in lines))
    account = f"户号（表号）{of.account_number}" if of.account_number else ""
    blank = dict.fromkeys(("measure", "quantity", "price", "difference", "number"), "")
    return {
        "party": of.party,
        "about": " · ".join(part for part in (of.region.name, of.industry.name, of.equipment, account) if part),
        "on": day_text(on),
        "months": len({line.month for line in lines}),
        "total": amount,
        "rows": [*map(_row, lines), {"month": "合计", "amount": amount, **blank}],
    }


def _row(line: StatementLine) -> dict[str, str]:
    return {
        "month": f"{line.month:%Y-%m}",
        "measure": line.measure.name,
        "quantity": str(line.get_gap_display()) if line.gap else amount_text(line.quantity),
        "price": amount_text(line.unit_price),
        "amount": money(line.amount),
        "difference": signed(line.difference) if line.causes else "—",
        "number": line.number or str(line.get_state_display()),
    }

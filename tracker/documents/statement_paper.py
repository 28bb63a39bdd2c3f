"""What the paper of a statement says (对账单公文): sums, documents and lines as they stand on the statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from tracker.documents.rendering import render
from tracker.documents.wording import amount_text, day_text, numeral
from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.regions.models import Organisation

_OFFICE = "office-coordination"


def statement_document(statement: Statement, lines: Iterable[StatementLine]) -> bytes:
    """The statement as .docx; a draft has no number yet."""
    return render("statement", statement_context(statement, list(lines)))


def statement_context(statement: Statement, lines: Sequence[StatementLine]) -> dict[str, Any]:
    """The places of the paper and what stands in them."""
    office = Organisation.objects.filter(pk=_OFFICE).first()
    issuer = office.name if office else ""
    return {
        "issuer": issuer,
        "document_number": statement.number or "（文号待编）",
        "city": statement.region.name,
        "month": f"{statement.month.year}年{statement.month.month}月",
        "measure": statement.measure.name,
        "kind": "加价更正对账" if statement.corrects_id else "加价对账",
        "recipients": statement.organisation.name,
        "issued_on": day_text(statement.issued_on),
        "printed_by": issuer,
        "printed_on": day_text(statement.issued_on),
        "copied_to": f"{statement.region.name}人民政府",
        "unit": "、".join(sorted({line.unit for line in lines if line.unit})) or "元",
        "rows": [*(_row(place, line) for place, line in enumerate(lines, 1)), _sum(statement)],
        "paragraphs": [
            {"heading": f"{numeral(place)}、{heading}", "text": text}
            for place, (heading, text) in enumerate(_parts(statement, lines), 1)
        ],
    }


def _parts(statement: Statement, lines: Sequence[StatementLine]) -> list[tuple[str, str]]:
    charged = [line for line in lines if not line.gap]
    documents = "、".join(sorted({line.document_number for line in charged})) or "—"
    parts = [
        ("应收金额", f"本月列入{len(charged)}套装备，应加价收取{money(statement.total)}元，明细见附件。"),
        ("计价依据", f"{documents}。按当月1日执行的标准计价，各行金额四舍五入到分。"),
    ]
    if statement.corrects_id:
        before = statement.corrects.number if statement.corrects and statement.corrects.number else "上一版"
        changed = [f"{line.party}（{'、'.join(map(str, line.cause_labels))}）" for line in lines if line.causes]
        text = f"本单更正{before}：原金额{money(statement.previous_total)}元，差额{signed(statement.difference)}元。"
        parts.append(("更正说明", text + (f"变动：{'、'.join(changed)}。" if changed else "")))
    if missing := [line.party for line in lines if line.gap in ("no_reading", "no_rate")]:
        parts.append(("待补事项", f"{'、'.join(missing)}缺抄表读数或加价标准，补齐后另行更正。"))
    return parts


def _row(place: int, line: StatementLine) -> dict[str, str]:
    return {
        "place": str(place),
        "party": line.party,
        "equipment": line.equipment or "—",
        "quantity": amount_text(line.quantity) if not line.gap else str(line.get_gap_display()),
        "price": amount_text(line.unit_price),
        "amount": money(line.amount),
        "difference": signed(line.difference) if line.causes else "—",
    }


def _sum(statement: Statement) -> dict[str, str]:
    difference = signed(statement.difference) if statement.corrects_id else "—"
    blank = dict.fromkeys(("equipment", "quantity", "price"), "")
    return {"place": "", "party": "合计", **blank, "amount": money(statement.total), "difference": difference}


def money(amount: Decimal) -> str:
    """3,703.70: yuan with both places of the cents."""
    return format(amount, ",.2f")


def signed(amount: Decimal) -> str:
    """A difference, its sign in front."""
    return format(amount, "+,.2f")

"""What a responsibility contract says on paper (责任书)."""

from __future__ import annotations

from typing import Any

from tracker.contracts.models import Contract
from tracker.documents.rendering import render
from tracker.documents.wording import amount_text, day_text, equipment_text, numeral


def contract_document(contract: Contract) -> bytes:
    """The contract as .docx: clauses and lines as they were drawn up, frozen if it is signed."""
    return render("contract", contract_context(contract))


def contract_context(contract: Contract) -> dict[str, Any]:
    """The places of the paper and what stands in them."""
    lines = contract.lines.select_related("industry").order_by("industry_id", "content")
    return {
        "number": contract.number,
        "year": contract.plan.year,
        "party_a": contract.party_a,
        "party_b": contract.party_b,
        "party_b_short": contract.party_b.removesuffix("人民政府"),
        "party_a_title": contract.party_a_title,
        "party_b_title": contract.party_b_title,
        "party_a_name": contract.party_a_name,
        "party_b_name": contract.party_b_name,
        "signed_on": day_text(contract.signed_on),
        "deadline": day_text(contract.deadline),
        "clauses": [
            {"place": numeral(clause.number), "heading": clause.heading, "text": clause.text}
            for clause in contract.clauses.order_by("number")
        ],
        "rows": [
            {
                "place": place,
                "industry": line.industry.name,
                "content": line.content,
                "amount": amount_text(line.amount),
                "unit": line.unit,
                "equipment": equipment_text(line.equipment_count, line.equipment_unit),
                "deadline": line.deadline.isoformat(),
            }
            for place, line in enumerate(lines, 1)
        ],
    }

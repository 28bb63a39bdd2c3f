"""The case file as a document (企业案卷): a table of everything in the order of time, and the list of its documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.documents.rendering import render
from tracker.documents.wording import day_text
from tracker.enforcement.casefile_entry import Entry
from tracker.registry.models import Enterprise


def casefile_document(enterprise: Enterprise, entries: Sequence[Entry], on: date) -> bytes:
    """The case file as .docx, as of a day."""
    return render("casefile", casefile_context(enterprise, entries, on))


def casefile_context(enterprise: Enterprise, entries: Sequence[Entry], on: date) -> dict[str, Any]:
    """The places of the paper and what stands in them."""
    return {
        "name": enterprise.name,
        "about": " · ".join(
            text
            for text in (enterprise.region.name, enterprise.industry.name, enterprise.credit_code, enterprise.address)
            if text
        ),
        "on": day_text(on),
        "rows": [
            {
                "place": str(place),
                "on": entry.on.isoformat(),
                "what": str(entry.what),
                "about": entry.about,
                "text": entry.text or "—",
                "by": entry.by or "—",
                "papers": "、".join(str(paper.label) for paper in entry.papers) or "—",
            }
            for place, entry in enumerate(entries, 1)
        ],
    }

"""What was signed, beside what is stated now (签订数与现行数): for a quota's pages and for the preview of an upload."""

from __future__ import annotations

from decimal import Decimal

from tracker.contracts.beyond import BesideSigned, Stated, beside_signed
from tracker.officers.models import Officer
from tracker.quotas.models import Quota
from tracker.workbooks.models import Upload, UploadRow

_WRITTEN = (UploadRow.Action.CREATE, UploadRow.Action.UPDATE)


def signed_beside(quota: Quota, officer: Officer) -> BesideSigned | None:
    """A quota beside the signed contract of its region."""
    stated = Stated(quota.region_id, quota.industry_id, quota.content, quota.amount, quota.unit)
    return next(iter(beside_signed(quota.plan, officer, [stated])), None)


def beyond_signed(upload: Upload, officer: Officer) -> list[BesideSigned]:
    """The rows of a workbook of quotas that ask for more than was signed."""
    if upload.kind != "quotas":
        return []
    rows = UploadRow.objects.filter(upload=upload, action__in=_WRITTEN).values_list("values", flat=True)
    stated = (
        Stated(row["city"], row["industry"], row["content"], Decimal(row["amount"]), row["unit"])
        for row in rows.iterator()
    )
    return [line for line in beside_signed(upload.plan, officer, stated) if line.more > 0]

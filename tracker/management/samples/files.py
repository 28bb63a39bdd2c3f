"""The list of sample files: path under fixtures/ → content."""

from __future__ import annotations

from tracker.management.samples.contents import quota_pages, target_pages
from tracker.management.samples.faults import bad_files
from tracker.management.samples.sheets import workbook


def sample_files() -> dict[str, bytes]:
    """Every sample, made anew."""
    good = {
        "quotas_sample.xlsx": workbook(*quota_pages()),
        "quotas_hangzhou.xlsx": workbook(*quota_pages("330100")),
        "targets_sample.xlsx": workbook(*target_pages()),
    }
    return good | {f"bad/{bad.name}": bad.content for bad in bad_files()}

"""What each list exports (列表导出的列), room by room; `LISTINGS` is every list of the product that can be taken away."""

from __future__ import annotations

from tracker.web.sheets import campaign, catalogue, enforcement, incentives, people, planning, progress, registry
from tracker.workbooks.listings.columns import Listing

LISTINGS: dict[str, Listing] = {
    listing.code: listing
    for room in (planning, campaign, progress, enforcement, incentives, registry, catalogue, people)
    for listing in vars(room).values()
    if isinstance(listing, Listing)
}

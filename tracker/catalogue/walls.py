"""A published edition is final (已发布即定稿): triggers refuse every change to it, its entries and its criteria.

It can only be superseded by a later edition. No path escapes: not the ORM, not bulk, not raw SQL.
"""

from __future__ import annotations

import pgtrigger

_REFUSE = "RAISE EXCEPTION 'catalogue edition % is published and final', {} USING ERRCODE = 'restrict_violation';"
# FOR SHARE: whoever publishes the edition meanwhile waits, and what is written is part of what is published.
_CHECK_ONE = """
    SELECT e.code INTO published FROM tracker_catalogueedition e WHERE e.id = {} AND e.state = 'published' FOR SHARE;
    IF FOUND THEN {} END IF;
"""
_OF_CRITERION = "(SELECT n.edition_id FROM tracker_catalogueentry n WHERE n.id = {}.entry_id)"


def _both(row: str) -> str:
    """The check of the row's edition, before and after a change; `row` names it in terms of NEW and OLD."""
    refuse = _REFUSE.format("published")
    after = _CHECK_ONE.format(row.format("NEW"), refuse)
    before = _CHECK_ONE.format(row.format("OLD"), refuse)
    return f"""
        IF TG_OP <> 'DELETE' THEN {after} END IF;
        IF TG_OP <> 'INSERT' THEN {before} END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """


EDITION_IS_FINAL = pgtrigger.Trigger(
    name="edition_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state="published"),
    func=_REFUSE.format("OLD.code"),
)
ENTRIES_FOLLOW_EDITION = pgtrigger.Trigger(
    name="entries_follow_edition",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("published", "TEXT")],
    func=_both("{}.edition_id"),
)
CRITERIA_FOLLOW_EDITION = pgtrigger.Trigger(
    name="criteria_follow_edition",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("published", "TEXT")],
    func=_both(_OF_CRITERION),
)

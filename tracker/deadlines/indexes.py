"""Indexes of deadlines (期限索引): watching a kind looks at what waits and at nothing that is done, however much there is."""

from __future__ import annotations

from django.db.models import Index, Q


def deadline_indexes(code: str, *, due: str, waiting: Q, ended: str) -> list[Index]:
    """Of a kind of deadline: what waits, by its due day; and what ended, by the day, since past days are asked of as well.

    Reader: DeadlineKind.standing, whose `open_q` says the same: waiting, or ended after the day.
    """
    return [
        Index(fields=[due], name=f"{code}_waiting", condition=waiting),
        Index(fields=[ended], name=f"{code}_ended", condition=Q(**{f"{ended}__isnull": False})),
    ]

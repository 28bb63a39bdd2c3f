"""States of an alert (预警状态) and the moves between them.

An officer acknowledges; only the scan resolves, when the cause is gone, and re-opens, when it is back.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable

OPEN, ACKNOWLEDGED, RESOLVED = "open", "acknowledged", "resolved"

MOVES = TransitionTable(
    [
        Transition("acknowledge", frozenset({OPEN}), ACKNOWLEDGED, _("签收")),
        Transition("resolve", frozenset({OPEN, ACKNOWLEDGED}), RESOLVED, _("解除")),
        Transition("reopen", frozenset({RESOLVED}), OPEN, _("再次预警")),
    ]
)

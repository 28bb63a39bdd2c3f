"""What enforcement does by itself every night (每日自动处理): lifting is proposed, statements are kept true."""

from __future__ import annotations

from datetime import date

from tracker.enforcement.lifting import propose_lifting
from tracker.enforcement.statements import keep_statements_true


def settle(*, on: date) -> None:
    """Propose what is due for lifting, charge last month, and charge anew where something was corrected. Twice is once."""
    propose_lifting(on=on)
    keep_statements_true(on=on)

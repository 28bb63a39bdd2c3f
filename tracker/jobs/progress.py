"""How far a piece of work is (进度), and whether anybody wants it to stop.

The work tells as often as it likes: that only sets a word in memory. The thread that keeps the lease writes it down every
second, on a connection of its own, so that it is seen while the work is still in the middle of its one long transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext_lazy as _

from tracker.values.errors import StaleState


class Cancelled(StaleState):
    """Somebody asked for the work to be cancelled: undo it, and let this pass."""

    code = "cancelled"
    message = _("作业已被取消")


@dataclass(frozen=True)
class Told:
    """What was last said: the step (a value of Job.Step), and how much of how much of it is done."""

    step: str = ""
    done: int = 0
    total: int = 0


class Progress:
    """The slip of paper between a piece of work and the thread that keeps its lease."""

    def __init__(self) -> None:
        self.told = Told()
        self._refusal: StaleState | None = None

    def tell(self, done: int, total: int = 0, *, step: str = "") -> None:
        """Say how far the work is; raises Cancelled, or StaleState where another worker has the job by now."""
        self.told = Told(step or self.told.step, done, total)
        self.check()

    def check(self) -> None:
        """Raise if the work is to stop, where there is nothing to tell."""
        if self._refusal:
            raise self._refusal

    def stop(self, refusal: StaleState) -> None:
        """Let the work raise this at its next word."""
        self._refusal = self._refusal or refusal


# For work that nobody waits for on a page: a command, a test.
UNWATCHED = Progress()


@dataclass(frozen=True)
class Pace:
    """How fast the present step goes, and how long it will take at that pace; None where that cannot be said yet."""

    per_second: float | None
    seconds_left: int | None


def pace_of(*, done: int, total: int, since: datetime | None, now: datetime) -> Pace:
    """速度: measured from the beginning of the step; a second's work is the least to judge by."""
    seconds = (now - since).total_seconds() if since else 0
    if not done or seconds < 1:
        return Pace(None, None)
    rate = done / seconds
    return Pace(rate, ceil(max(total - done, 0) / rate) if total else None)

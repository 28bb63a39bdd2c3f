"""One step of making the demo (演示步骤): what it is called, what does it, and how many it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step: what it is, what does it (telling how many), and what is counted."""

    text: str
    do: Callable[[], int | None]
    counted: str = ""

    def run(self) -> str:
        """Do it; what to say of it."""
        count = self.do()
        return f"{count} {self.counted}" if count else ""

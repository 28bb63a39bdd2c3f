"""The report of `demo --once`: what happened at each step, and every figure that ought to agree with another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    """Steps as they happen, told at once; disagreements are collected."""

    tell: Callable[[str], None]
    steps: list[dict[str, Any]] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)

    def step(self, name: str, said: str, **figures: Any) -> None:
        """Something happened."""
        self.steps.append({"step": name, "said": said, **figures})
        self.tell(f"{len(self.steps):>2}. {name}: {said}")

    def agree(self, what: str, **figures: Any) -> None:
        """The figures, each named by where it comes from, must all be equal."""
        values = list(figures.values())
        if all(value == values[0] for value in values):
            self.tell(f"    agrees: {what} = {_shown(values[0])} ({', '.join(_words(figures))})")
            return
        found = ", ".join(f"{name} {_shown(value)}" for name, value in zip(_words(figures), values, strict=True))
        self.disagreements.append(f"{what}: {found}")
        self.tell(f"    DISAGREES: {what}: {found}")

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        status = "disagreed" if self.disagreements else "agreed"
        return {"status": status, "steps": self.steps, "disagreements": self.disagreements}


def _words(figures: dict[str, Any]) -> list[str]:
    return [name.replace("_", " ") for name in figures]


def _shown(value: Any) -> str:
    if isinstance(value, set | frozenset | list | tuple):
        return f"{len(value)} rows"
    return str(value)

"""State machines as tables (状态流转表): verb, from, to, roles. Read by services, buttons, the API, tests and the docs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.values.errors import IllegalState


@dataclass(frozen=True)
class Transition:
    """One legal move: the verb, the states it may start from, the state it leads to, and its label."""

    verb: str
    sources: frozenset[str]
    target: str
    label: Any
    needs: tuple[str, ...] = ()  # what the move requires (a reason, facts), by name
    evidence: tuple[str, ...] = ()  # kinds of evidence that must be there first


class TransitionTable:
    """The legal moves of one kind of object."""

    def __init__(self, moves: Iterable[Transition]) -> None:
        self.moves = {move.verb: move for move in moves}

    def check(self, verb: str, state: str) -> Transition:
        """The move, or IllegalState naming the states the verb may start from."""
        move = self.moves[verb]
        if state not in move.sources:
            raise IllegalState(verb=verb, state=state, allowed_from=sorted(move.sources))
        return move

    def from_state(self, state: str) -> list[Transition]:
        """Every move that is legal in a state."""
        return [move for move in self.moves.values() if state in move.sources]

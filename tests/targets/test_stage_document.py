"""The drawn stage table is the one in the code."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tracker.management.stage_diagram import stages_document
from tracker.targets.stages import MOVES, Stage


def test_the_drawing_is_current() -> None:
    drawn = Path(settings.BASE_DIR, "docs", "stages.md").read_text(encoding="utf-8")
    assert drawn == stages_document(), "run: manage.py draw_stages"


def test_the_drawing_names_every_stage_and_every_move() -> None:
    drawn = stages_document()
    assert [stage for stage in Stage if f"{stage.value} : {stage.label}" not in drawn] == []
    assert [verb for verb in MOVES.moves if f"`{verb}`" not in drawn] == []

"""Seeds of the alerts room: the rungs of the ladder. What administrators changed of a rung is left as they changed it."""

from __future__ import annotations

from dataclasses import replace

from tracker.alerts.ladder_tables import Audience, LadderRung
from tracker.alerts.models import Task
from tracker.management.seeding.columns import SLUG, WHOLE, Column, one_of, optional
from tracker.management.seeding.loading import Load, Rows
from tracker.management.seeding.reading import SeedFile, SeedRow


def _audiences(text: str) -> tuple[str, ...]:
    return tuple(Audience(word).value for word in text.split(";"))


RUNGS = SeedFile(
    "ladder",
    ("code",),
    {
        "code": SLUG,
        "moment": one_of(*LadderRung.Moment.values),
        "days": WHOLE,
        "audiences": Column(_audiences, " ; ".join(Audience.values)),
        "task": replace(optional(one_of(*(word for word in Task.values if word))), blank=""),
    },
)


def _told(row: SeedRow, rows: Rows) -> list[str]:
    return list(row.values["audiences"])


LOADS = [
    Load(
        RUNGS,
        LadderRung,
        key=("code",),
        fields={"code": "code", "moment": "moment", "days": "days", "task": "task"},
        computed={"audiences": _told},
        create_only=True,
    ),
]

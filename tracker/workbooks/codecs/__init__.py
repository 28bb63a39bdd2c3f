"""Codecs of all kinds that can be uploaded and exported; a new kind is one file here and one in `kinds`."""

from __future__ import annotations

from tracker.workbooks.codecs import executions, facilities, progress, quotas, readings, statistics, subsidies, targets
from tracker.workbooks.codecs.base import Codec

_ROOMS = (quotas, targets, facilities, progress, readings, executions, statistics, subsidies)
CODECS: dict[str, Codec] = {room.CODEC.kind.code: room.CODEC for room in _ROOMS}

__all__ = ["CODECS", "Codec"]

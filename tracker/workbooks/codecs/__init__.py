"""Codecs of all kinds that can be uploaded and exported; a new kind is one file here and one in `kinds`."""

from __future__ import annotations

from tracker.workbooks.codecs import executions, facilities, progress, quotas, readings, subsidies, targets
from tracker.workbooks.codecs.base import Codec

CODECS: dict[str, Codec] = {
    codec.kind.code: codec
    for codec in (
        quotas.CODEC,
        targets.CODEC,
        facilities.CODEC,
        progress.CODEC,
        readings.CODEC,
        executions.CODEC,
        subsidies.CODEC,
    )
}

__all__ = ["CODECS", "Codec"]

"""What `import_workbook` prints: the fixed JSON shape, and the same in words."""

from __future__ import annotations

from typing import Any

from tracker.audit.acting import acting
from tracker.values.errors import CellError, DomainError
from tracker.workbooks.models import Upload, UploadRow

_COUNTS = ("rows", "created", "updated", "unchanged", "skipped")
# What the counts mean before anything is written, and where nothing is.
_MEANT = {"created": "to create", "updated": "to update"}
_HEADS = {"refused": "refused, nothing was written", "previewed": "previewed, nothing was written yet"}


def report(upload: Upload) -> dict[str, Any]:
    """The result of an import as JSON: status, counts, what was read other than literally, errors."""
    with acting(upload.uploaded_by.actor):
        kept = (
            UploadRow.objects.filter(upload=upload)
            .exclude(interpreted=[])
            .order_by("pk")
            .values_list("interpreted", flat=True)
        )
        interpreted = [one for row in kept for one in row]
    counts = {name: getattr(upload, name) for name in _COUNTS}
    return {
        "status": str(upload.state),
        **counts,
        "interpreted": interpreted,
        "warnings": upload.warnings,
        "errors": upload.errors,
    }


def refusal(error: DomainError) -> dict[str, Any]:
    """The same shape where nothing could be read at all, or applying was refused."""
    found, expected, field = (str(error.data.get(name, "")) for name in ("found", "expected", "field"))
    fault = CellError("", "", field, found, expected, error.code, str(error.message))
    return {
        "status": "refused",
        **dict.fromkeys(_COUNTS, 0),
        "interpreted": [],
        "warnings": [],
        "errors": [fault.as_dict()],
    }


def in_words(result: dict[str, Any], file_name: str) -> str:
    """The result for a person at a terminal."""
    status = result["status"]
    meant = _MEANT if status in _HEADS else {}
    lines = [
        f"{_HEADS.get(status, status)}: " + ", ".join(f"{result[name]} {meant.get(name, name)}" for name in _COUNTS)
    ]
    lines += [
        f"  {one['sheet']}!{one['cell']} {one['found']} read as {one['read_as']}" for one in result["interpreted"][:20]
    ]
    lines += [f"  {one['sheet']}!{one['cell'] or '-'} {one['message']}" for one in result["warnings"][:20]]
    for fault in result["errors"]:
        place = f"{fault['sheet']}!{fault['cell']}" if fault["cell"] else fault["sheet"] or fault["column"] or file_name
        said = [f"{word} {fault[word]}" for word in ("found", "expected") if fault[word]]
        message = fault["message"].removeprefix(f"{fault['cell']}：")
        lines.append(f"  {place}: {message}" + (f" ({', '.join(said)})" if said else ""))
    return "\n".join(lines)


def faults_of(upload: Upload) -> list[CellError]:
    """The stored errors of an upload."""
    return [CellError(**fault) for fault in upload.errors]

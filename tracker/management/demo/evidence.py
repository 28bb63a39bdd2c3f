"""The demo's evidence (演示佐证材料): drawn scenes and blank forms, every one different, with the day and place a camera writes."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageDraw

from tracker.officers.models import Officer
from tracker.progress.evidence_files import examine
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.stages import PHOTOS, EvidenceKind

_SIZE = (160, 120)


@dataclass(frozen=True)
class Wanted:
    """One file a target is to have: its kind and the day it was made."""

    target: Target
    kind: str
    on: date


def supply(wanted: Iterable[Wanted], by: Officer) -> int:
    """Draw, examine and keep the files in one go; how many."""
    return len(Evidence.objects.bulk_create([_made(one, by) for one in wanted]))


def _made(one: Wanted, by: Officer) -> Evidence:
    luck = random.Random(f"{one.target.pk}:{one.kind}:{one.on}")  # noqa: S311 - invented scenes
    data = scene(one, luck) if one.kind in PHOTOS else _paper(one)
    examined = examine(data, one.kind)
    row = Evidence(
        target=one.target, region_id=one.target.region_id, kind=one.kind, added_by=by, size=len(data),
        file_name=f"{EvidenceKind(one.kind).label}.{examined.ending}", content_type=examined.content_type,
        sha256=hashlib.sha256(data).hexdigest(), note="演示材料",
    )  # fmt: skip
    if seen := examined.picture:
        row.width, row.height, row.picture_hash = seen.width, seen.height, seen.look
        row.taken_at, row.latitude, row.longitude = seen.taken_at, seen.latitude, seen.longitude
        row.thumbnail.save(f"{row.pk}-small.jpg", ContentFile(seen.thumbnail), save=False)
    row.file.save(f"{row.pk}.{examined.ending}", ContentFile(data), save=False)
    return row


def scene(one: Wanted, luck: random.Random) -> bytes:
    """Sky, ground and the works: standing before, gone after; written as a phone would."""
    image = Image.new("RGB", _SIZE, (luck.randint(120, 200), luck.randint(150, 210), 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 80, 160, 120), fill=(luck.randint(90, 140), luck.randint(80, 110), 70))
    for _each in range(14):
        left, top, width, height = (luck.randint(0, most) for most in (150, 100, 40, 50))
        colour = tuple(luck.randint(0, 255) for _ in range(3))
        draw.rectangle((left, top, left + width, top + height), fill=colour)
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = f"{one.on:%Y:%m:%d} {luck.randint(8, 16):02}:{luck.randint(0, 59):02}:00"
    place = random.Random(one.target.pk)  # noqa: S311
    exif[ExifTags.IFD.GPSInfo] = {
        1: "N", 2: (29.0, float(place.randint(0, 59)), float(place.randint(0, 59))),
        3: "E", 4: (120.0, float(place.randint(0, 59)), float(place.randint(0, 59))),
    }  # fmt: skip
    written = io.BytesIO()
    image.save(written, "JPEG", quality=60, exif=exif)
    return written.getvalue()


def _paper(one: Wanted) -> bytes:
    """An empty page of its own number."""
    number = f"{one.target.pk}-{one.kind}-{one.on}".encode()
    return (
        b"%PDF-1.4\n% " + number + b"\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
    )

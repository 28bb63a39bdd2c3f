"""Pictures (照片): decoded within limits, shrunk, and known by what they look like, whatever their size or quality."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from tracker.values.dates import SHANGHAI
from tracker.values.errors import InvalidValue

MOST_PIXELS = 40_000_000
_SMALL = (480, 480)
_FORMATS = ("JPEG", "PNG")
# A picture of one colour has no face to be known by.
_FEWEST_BITS = 6


@dataclass(frozen=True)
class Picture:
    """What a photo is: its size, its look (64 bits, signed as the database stores them), and what the camera wrote."""

    width: int
    height: int
    look: int | None
    thumbnail: bytes
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def examine_picture(data: bytes) -> Picture:
    """Decode a JPEG or PNG; InvalidValue where it is too large to be a photo, damaged, or no picture at all."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                size = f"{width}×{height}"
                raise InvalidValue(_("图片尺寸过大，不像是照片"), code="image_too_large", field="file", found=size)
            exif = image.getexif()
            image.draft("RGB", _SMALL)  # a JPEG is decoded small: the memory for the whole is never needed
            image.load()
            small = ImageOps.exif_transpose(image).convert("RGB")
            return Picture(width, height, look_of(small), _shrunk(small), _taken_at(exif), *_place(exif))
    except Image.DecompressionBombError as error:
        raise InvalidValue(_("图片尺寸过大，不像是照片"), code="image_too_large", field="file") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidValue(_("图片不完整或已损坏，请重新拍摄或导出"), code="image_damaged", field="file") from error


def look_of(image: Image.Image) -> int | None:
    """The difference hash: of nine by eight grey cells, whether each is brighter than its right neighbour."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    cells = list(grey.tobytes())
    bits = [cells[row * 9 + column] > cells[row * 9 + column + 1] for row in range(8) for column in range(8)]
    if not _FEWEST_BITS <= sum(bits) <= 64 - _FEWEST_BITS:
        return None
    value = int("".join("1" if bit else "0" for bit in bits), 2)
    return value - (1 << 64) if value >> 63 else value


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two looks differ; the same scene photographed again differs in many."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


def _shrunk(image: Image.Image) -> bytes:
    """The thumbnail: drawn anew, so that nothing but the picture is left in it."""
    small = image.copy()
    small.thumbnail(_SMALL)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=78)
    return written.getvalue()


def _taken_at(exif: Any) -> datetime | None:
    text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def _place(exif: Any) -> tuple[Decimal | None, Decimal | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    return _degrees(gps, ExifTags.GPS.GPSLatitude, "S", 90), _degrees(gps, ExifTags.GPS.GPSLongitude, "W", 180)


def _degrees(gps: Any, tag: int, negative: str, most: int) -> Decimal | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
        value = Decimal(str(round(degrees + minutes / 60 + seconds / 3600, 6)))
    except (KeyError, TypeError, ValueError, ZeroDivisionError, ArithmeticError):
        return None
    if not abs(value) <= most:  # not a number, or no place on earth
        return None
    return -value if str(gps.get(tag - 1, "")).upper().startswith(negative) else value

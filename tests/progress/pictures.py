"""Pictures as cameras and attackers make them."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import ExifTags, Image, ImageDraw


def photo(
    seed: int = 1, *, size: tuple[int, int] = (320, 240), taken: str = "", place: tuple[float, float] | None = None
) -> bytes:
    """A JPEG of an invented scene, with the day and the place a phone would write."""
    written = io.BytesIO()
    exif = Image.Exif()
    if taken:
        exif[ExifTags.Base.DateTime] = taken
    if place:
        exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (place[0], 0.0, 0.0), 3: "E", 4: (place[1], 0.0, 0.0)}
    scene(seed).resize(size).save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()


def scene(seed: int) -> Image.Image:
    """Coloured blocks, different for every seed."""
    luck = random.Random(seed)
    image = Image.new("RGB", (320, 240), (200, 220, 240))
    draw = ImageDraw.Draw(image)
    for _each in range(25):
        left, top = luck.randint(0, 300), luck.randint(0, 220)
        box = (left, top, left + luck.randint(10, 120), top + luck.randint(10, 120))
        draw.rectangle(box, fill=tuple(luck.randint(0, 255) for _ in range(3)))
    return image


def png(seed: int = 1) -> bytes:
    """A PNG."""
    written = io.BytesIO()
    scene(seed).save(written, "PNG")
    return written.getvalue()


def with_chunk(data: bytes, name: bytes, said: bytes) -> bytes:
    """The PNG with one more chunk before its end."""
    end = data.rindex(b"IEND") - 4
    return data[:end] + _chunk(name, said) + data[end:]


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to be a picture of billions."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

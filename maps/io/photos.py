"""Photographs and PDF documents made fit to be kept with a record.

A photograph keeps its pixels and loses what it says of who took it and where: EXIF, GPS, XMP, IPTC, comments and what
follows the image. JPEG and PNG are cleaned without being compressed again; other formats become JPEG, or PNG where
they are transparent.

Pillow reads them: `maps` knows no Qt, the formats are an allow-list, and an image larger than `MOST_PIXELS` is refused
before it is decoded.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from maps.errors import FileError, FileProblem
from maps.store.attachments import Document

#: Largest file that is taken, bytes, and largest image, pixels.
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
THUMBNAIL_PX = 256
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_TAKEN, _ORIENTATION, _EXIF_IFD = 0x9003, 0x0112, 0x8769
_NOT_PICTURE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    OverflowError,
    UnidentifiedImageError,
)


def read_document(path: Path) -> Document:
    """Return a photograph or a PDF from a file.

    Raises
    ------
    FileError
        MISSING, UNREADABLE, ATTACHMENT_TOO_LARGE or NOT_AN_ATTACHMENT.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileError(path, FileProblem.ATTACHMENT_TOO_LARGE, f"{size / 1e6:.0f} MB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(path, FileProblem.MISSING) from error
    except OSError as error:
        raise FileError(path, FileProblem.UNREADABLE) from error
    if data[:5] == b"%PDF-":
        if b"%%EOF" not in data[-2048:]:
            raise FileError(path, FileProblem.TRUNCATED)
        return Document(path.name, PDF, data)
    return _picture(path, data)


def _picture(path: Path, data: bytes) -> Document:
    try:
        with _quiet(), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                pixels = f"{image.width * image.height / 1e6:.0f} megapixel"
                raise FileError(path, FileProblem.ATTACHMENT_TOO_LARGE, pixels)
            image.load()
            return _cleaned(path.name, data, image)
    except Image.DecompressionBombError as error:
        raise FileError(path, FileProblem.ATTACHMENT_TOO_LARGE) from error
    except _NOT_PICTURE as error:
        raise FileError(path, FileProblem.NOT_AN_ATTACHMENT) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's remarks on odd metadata, which are thrown away anyhow, from the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _cleaned(name: str, data: bytes, image: Image.Image) -> Document:
    exif = image.getexif()
    orientation, taken = int(exif.get(_ORIENTATION, 1) or 1), _taken_at(exif)
    upright = ImageOps.exif_transpose(image)
    if image.format == "JPEG":
        kept, kind = jpeg_without_metadata(data, orientation), JPEG
    elif image.format == "PNG" and orientation == 1 and not getattr(image, "is_animated", False):
        kept, kind = png_without_metadata(data), PNG
    else:
        kept, kind = _encoded(upright)
    thumbnail = upright.convert("RGB")
    thumbnail.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    small = io.BytesIO()
    thumbnail.save(small, "JPEG", quality=82)
    return Document(name, kind, kept, upright.width, upright.height, small.getvalue(), taken)


def _taken_at(exif: Image.Exif) -> datetime | None:
    raw = exif.get_ifd(_EXIF_IFD).get(_TAKEN)
    try:
        return datetime.strptime(str(raw).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    """Return pixels alone, as PNG where they are transparent, as JPEG where not."""
    out = io.BytesIO()
    if "A" in image.getbands() or "transparency" in image.info:
        bare = image.convert("RGBA")
        bare.info = {}
        bare.save(out, "PNG", optimize=True)
        return out.getvalue(), PNG
    bare = image.convert("RGB")
    bare.info = {}
    bare.save(out, "JPEG", quality=92)
    return out.getvalue(), JPEG


def jpeg_without_metadata(data: bytes, orientation: int = 1) -> bytes:
    """Return a JPEG with its pixels as they are and no metadata but colours and orientation.

    Source: ITU-T T.81, annex B (markers); segments APP0 (JFIF), APP2 (ICC profile) and APP14 (Adobe) stay.

    Raises
    ------
    ValueError
        The segments cannot be followed to the end of the image.
    """
    out, place = bytearray(data[:2]), 2
    if orientation != 1:
        out += _orientation_segment(orientation)
    while place < len(data) - 1:
        if data[place] != 0xFF:
            raise ValueError("not at a marker")
        marker = data[place + 1]
        if marker == 0xFF:  # a filler byte
            place += 1
            continue
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9")
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        if _stays(marker, data[place + 4 : place + 16]):
            out += data[place:end]
        place = end
    raise ValueError("no end of image")


def _stays(marker: int, head: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in (0xE0, 0xEE) or (marker == 0xE2 and head.startswith(b"ICC_PROFILE"))
    return marker != 0xFE


def _end_of_scan(data: bytes, place: int) -> int:
    """Return where the compressed data of a scan end: at a marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("the scan does not end")
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7 and data[place + 1] != 0xFF:
            return place
        place += 1 if data[place + 1] == 0xFF else 2


def _orientation_segment(orientation: int) -> bytes:
    """Return an EXIF segment that says which side is up and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return struct.pack(">HH", 0xFFE1, len(body) + 2) + body


_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)


def png_without_metadata(data: bytes) -> bytes:
    """Return a PNG with its pixels and colours and no other chunk (PNG specification, third edition, 11)."""
    out, place = bytearray(data[:8]), 8
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if kind in _PNG_KEPT:
            out += data[place:end]
        if kind == b"IEND":
            return bytes(out)
        place = end
    raise ValueError("no end of image")

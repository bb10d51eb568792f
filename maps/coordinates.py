"""A position as people write it: decimal degrees, degrees with minutes, metres, the address of a web map."""

import math
import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qs, urlsplit

from maps.crs import WGS84, transform_xy
from maps.errors import CrsError

#: A position further than this from the project, in degrees, may have its two numbers swapped.
_FAR_DEG = 2.0
_NUMBER, _POINTED = r"[+-]?\d+(?:[.,]\d+)?", r"[+-]?\d+(?:\.\d+)?"
#: Two numbers parted by a semicolon or a space, or by a comma where the decimals have points.
_PAIR = re.compile(
    rf"^\(?\s*({_NUMBER})\s*[;\s]\s*({_NUMBER})\s*\)?$|^\(?\s*({_POINTED})\s*,\s*({_POINTED})\s*\)?$"
)
_COUNT = r"(\d[\d.']*(?:,\d+)?)"
_METRES = re.compile(rf"^(?:E\s*)?{_COUNT}\s*m?\s*E?\s*[;,\s]\s*(?:N\s*)?{_COUNT}\s*m?\s*N?$", re.I)
_ANGLE = (
    r"(?P<d>\d{1,3}(?:[.,]\d+)?)\s*°\s*(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|′′|’’)\s*)?"
)
#: An angle with its letter before, or with its letter after, if any.
_LED = re.compile(rf"(?P<letter>[NSEOW])\s*{_ANGLE}", re.I)
_TRAILED = re.compile(rf"{_ANGLE}(?P<letter>[NSEOW])?", re.I)


class Form(Enum):
    """How a position was written."""

    DEGREES = "degrees"
    SEXAGESIMAL = "sexagesimal"
    METRES = "metres"
    ADDRESS = "address"


@dataclass(frozen=True)
class Position:
    """A place on the earth.

    Attributes
    ----------
    lon, lat : float
        WGS84 degrees.
    form : Form
    swapped : bool
        Longitude came first and was told by the project's place.
    """

    lon: float
    lat: float
    form: Form
    swapped: bool = False


def read_position(text: str, epsg: int, near: tuple[float, float] | None = None) -> Position | None:
    """Return the position that a text gives, None where it gives none.

    Parameters
    ----------
    text : str
        "45.13402, 10.02418", "45,13402; 10,02418", "45°08'02.5\\"N 10°01'27.0\\"E", "580123 4998456" in metres of the
        project, or the address of a web map or "geo:" link.
    epsg : int
        The project's metric system.
    near : tuple of float, optional
        Longitude and latitude of the project. Two plain degrees are latitude first, unless only the other
        order lies near.
    """
    text = " ".join(text.replace("−", "-").split())
    if not text or len(text) > 2000:
        return None
    found = _from_address(text) or _from_sexagesimal(text)
    return found or _from_degrees(text, near) or _from_metres(text, epsg)


def _valid(lat: float, lon: float, form: Form, swapped: bool = False) -> Position | None:
    if math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 85 and abs(lon) <= 180:
        return Position(lon, lat, form, swapped)
    return None


def _from_degrees(text: str, near: tuple[float, float] | None) -> Position | None:
    pair = _PAIR.match(text)
    if pair is None:
        return None
    first, second = (_number(each) for each in pair.groups() if each is not None)
    plain, other = _valid(first, second, Form.DEGREES), _valid(second, first, Form.DEGREES, swapped=True)
    if near is not None and other is not None and not _near(plain, near) and _near(other, near):
        return other
    return plain


def _near(position: Position | None, near: tuple[float, float]) -> bool:
    return position is not None and math.dist((position.lon, position.lat), near) <= _FAR_DEG


def _from_sexagesimal(text: str) -> Position | None:
    pattern = _TRAILED if text[0].isdigit() else _LED
    parts = list(pattern.finditer(text))
    if len(parts) != 2 or pattern.sub("", text).strip(" ,;"):
        return None
    values, letters = [], []
    for part in parts:
        degrees = sum(_number(part[key] or "0") / share for key, share in (("d", 1), ("m", 60), ("s", 3600)))
        letter = (part["letter"] or "").upper().replace("O", "W")
        values.append(-degrees if letter in ("S", "W") else degrees)
        letters.append(letter)
    if letters[0] in ("E", "W") or letters[1] in ("N", "S"):
        values.reverse()
    return _valid(values[0], values[1], Form.SEXAGESIMAL)


def _from_metres(text: str, epsg: int) -> Position | None:
    pair = _METRES.match(text)
    if pair is None:
        return None
    easting, northing = (_metres(each) for each in pair.groups())
    if not (1e5 <= easting <= 9e5 and 0 <= northing <= 1e7):
        return None
    try:
        lon, lat = transform_xy(easting, northing, epsg, WGS84)
    except CrsError:
        return None
    return _valid(float(lat), float(lon), Form.METRES)


def _from_address(text: str) -> Position | None:
    """Read a pin before the middle of the view."""
    if text.lower().startswith("geo:"):
        return _pair_in(text[4:].split("?")[0].split(";")[0])
    if "://" not in text:
        return None
    address = urlsplit(text.split(" ")[0])
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    for lat, lon in (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng")):
        if lat in query and lon in query:
            return _pair_in(f"{query[lat]},{query[lon]}")
    pin = re.search(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)", text) or re.search(r"@(-?\d+\.\d+),(-?\d+\.\d+)", text)
    if pin is not None:
        return _pair_in(f"{pin[1]},{pin[2]}")
    named = next((query[key] for key in ("q", "query", "ll", "daddr", "cp") if key in query), "")
    hashed = re.search(r"map=[\d.]+/(-?[\d.]+)/(-?[\d.]+)", address.fragment)
    return _pair_in(named.replace("~", ",")) or (_pair_in(f"{hashed[1]},{hashed[2]}") if hashed else None)


def _pair_in(text: str) -> Position | None:
    parts = text.removeprefix("loc:").split(",")
    try:
        return _valid(float(parts[0]), float(parts[1]), Form.ADDRESS)
    except (IndexError, ValueError):
        return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _metres(text: str) -> float:
    """Read metres with Italian thousands ("580.123,4") or with a decimal point ("580123.4")."""
    plain = text.replace("'", "")
    if "," in plain or re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return math.nan

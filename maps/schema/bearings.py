"""Read the direction of a camera as people and OpenStreetMap write it.

Bearings are degrees clockwise from north, 0 <= b < 360. Understood: numbers ("210",
"-140", "360", "45,5°"), compass points in Italian and English ("NE", "south",
"nord-ovest"), several directions ("180, 270", "90;160;270") and ranges clockwise
from the first to the second ("190-100", a field of view of 270°).
"""

import re
from dataclasses import dataclass

_POINTS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_COMPASS = {name: index * 22.5 for index, name in enumerate(_POINTS)}
_WORDS = (
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("nord", "n"),
    ("sud", "s"),
    ("ovest", "w"),
    ("est", "e"),
)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"^({_NUMBER})\s*[-–]\s*(\d+(?:[.,]\d+)?)$")
_UNITS = re.compile(r"(°|º|deg(rees)?|gradi)\.?", re.IGNORECASE)
#: "N-E": north-east, or from north to east.
_COMPASS_RANGE = re.compile(r"^\s*[NSEOW]{1,3}\s*[-–]\s*[NSEOW]{1,3}\s*$", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[;/|]\s*|\s*,\s+|\s*,(?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class Directions:
    """Where a camera points.

    Attributes
    ----------
    azimuths_deg : tuple of float
        One or more bearings, in the order written.
    aperture_deg : float or None
        Horizontal field of view, when the text gave a range.
    """

    azimuths_deg: tuple[float, ...]
    aperture_deg: float | None = None


class AmbiguousBearing(float):
    """A bearing read from a text that may mean a range too: `written`, which is kept beside it."""

    def __new__(cls, bearing: float, written: str) -> "AmbiguousBearing":
        """Take the bearing and its text."""
        made = super().__new__(cls, bearing)
        made.written = written
        return made

    written: str


def ambiguous_bearing(text: str) -> AmbiguousBearing | None:
    """Return the bearing of a text such as "N-E", which may mean north-east or from north to east; else None."""
    found = parse_direction(text) if _COMPASS_RANGE.match(text) else None
    return None if found is None else AmbiguousBearing(found.azimuths_deg[0], text.strip())


def parse_direction(text: str) -> Directions | None:
    """Return the directions that a text tells, or None where it is not understood.

    Parameters
    ----------
    text : str
        For example "210", "NE", "190-100" or "90;160;270".
    """
    cleaned = _UNITS.sub("", text).strip()
    span = _RANGE.match(cleaned)
    if span:
        return _range(_number(span[1]), _number(span[2]))
    parts = [part for part in _SEPARATORS.split(cleaned) if part]
    bearings = [_bearing(part) for part in parts]
    known = tuple(bearing for bearing in bearings if bearing is not None)
    return Directions(known) if known and len(known) == len(bearings) else None


def _range(start: float, end: float) -> Directions | None:
    if not (0 <= start <= 360 and 0 <= end <= 360) or start == end:
        return None
    aperture = (end - start) % 360 or 360.0
    return Directions(((start + aperture / 2) % 360,), aperture)


def _bearing(part: str) -> float | None:
    if re.fullmatch(_NUMBER, part):
        value = _number(part)
        return value % 360 if -360 <= value <= 360 else None
    return _COMPASS.get(_compass_point(part))


def _compass_point(part: str) -> str:
    """Fold "Nord-Ovest", "N.O." and "north west" onto "nw"."""
    folded = re.sub(r"[\s.\-_]", "", part.lower())
    for word, point in _WORDS:
        folded = folded.replace(word, point)
    return folded.replace("o", "w")


def _number(text: str) -> float:
    return float(text.replace(",", "."))

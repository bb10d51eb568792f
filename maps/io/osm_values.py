"""Read the quantities that OpenStreetMap tags hold as free text.

Contributors write "12 m", "12,5", "3-4", "40'" or "1;3". What cannot be understood is None:
a guess would become a height on the map.
"""

import re
from datetime import date

_NUMBER = r"\d+(?:[.,]\d+)?"
_LENGTH = re.compile(
    rf"^~?\s*({_NUMBER})\s*(m|metre|metres|meter|meters|metri|ft|feet|')?\.?$", re.IGNORECASE
)
_FEET_INCHES = re.compile(r"^(\d+)'\s*(\d+)(?:\"|'')$")
_RANGE = re.compile(rf"^({_NUMBER})\s*[-–]\s*({_NUMBER})\s*(m?)$", re.IGNORECASE)
_FOOT_M = 0.3048
_INCH_M = 0.0254

_YES = frozenset({"yes", "true", "1", "-1", "reversible", "alternating", "24/7", "automatic", "limited"})
_NO = frozenset({"no", "false", "0", "disused"})


def metres(text: str) -> float | None:
    """Return the length that a tag tells, in metres, or None.

    Parameters
    ----------
    text : str
        "12", "12 m", "12,5", "40 ft", "5'10\\"". A range ("3-4") gives its middle, a list
        ("8;12") its largest member.
    """
    lengths = [_one_length(part.strip()) for part in text.split(";") if part.strip()]
    known = [length for length in lengths if length is not None]
    return max(known) if known and len(known) == len(lengths) else None


def storeys(text: str) -> float | None:
    """Return the number of storeys above ground that `building:levels` tells, or None.

    Of a list ("1;3") or a range ("3-4") the largest: the outline is as tall as its tallest part.
    """
    parts = [part.strip() for part in re.split(r"[;–-]", text) if part.strip()]
    numbers = [float(part.replace(",", ".")) for part in parts if re.fullmatch(_NUMBER, part)]
    return max(numbers) if numbers and len(numbers) == len(parts) else None


def yes_no(text: str | None) -> bool | None:
    """Return what a yes/no tag tells ("yes", "-1", "24/7", "no"), or None."""
    if text is None:
        return None
    folded = text.strip().lower()
    return True if folded in _YES else False if folded in _NO else None


def day(text: str | None) -> date | None:
    """Return an ISO day ("2024-07-04"); a month alone or another form gives None."""
    if text is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def year(text: str | None) -> int | None:
    """Return the year of a date tag ("2019", "2019-05", "2019-05-01"), or None."""
    found = re.match(r"^(\d{4})(-\d{2}){0,2}$", text.strip()) if text else None
    return int(found[1]) if found else None


def tag_text(tags: dict[str, str]) -> str:
    """Return tags as one readable line ("key=value; key=value"), sorted by key."""
    return "; ".join(f"{key}={value}" for key, value in sorted(tags.items()))


def _one_length(text: str) -> float | None:
    span = _RANGE.match(text)
    if span:
        return (_number(span[1]) + _number(span[2])) / 2
    feet = _FEET_INCHES.match(text)
    if feet:
        return int(feet[1]) * _FOOT_M + int(feet[2]) * _INCH_M
    plain = _LENGTH.match(text)
    if not plain:
        return None
    unit = (plain[2] or "m").lower()
    return _number(plain[1]) * (_FOOT_M if unit in {"ft", "feet", "'"} else 1.0)


def _number(text: str) -> float:
    return float(text.replace(",", "."))

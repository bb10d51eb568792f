"""Read coordinates as offices write them: decimal comma, degrees and minutes, pairs.

Excel, given "46.1993881" on an Italian computer, keeps 461993881 and shows "461.993.881":
the decimal point is lost. Such a cell is mended only where one single place for the point
puts it inside the project's area, and the row says so.
"""

import math
import re
from collections.abc import Sequence
from typing import Any

from maps.schema.values import is_empty, parse_number

_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3}){2,}$")
_SIGN = {"N": 1, "E": 1, "S": -1, "W": -1, "O": -1}
_DMS = re.compile(
    r"""^(?P<head>[NSEWO])?\s*(?P<sign>-)?(?P<d>\d{1,3})\s*[°º˚d:\s]\s*
        (?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['’′‘m:]|\s|$)\s*)?
        (?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:"|''|’’|″|”|“|s)?\s*)?
        (?P<tail>[NSEWO])?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?P<head>[NSEWO])?\s*(?P<number>[+-]?\d+(?:[.,]\d+)?)\s*°?\s*(?P<tail>[NSEWO])?$", re.I
)
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_NUMBER_COMMA = r"[+-]?\d+(?:,\d+)?"
_PAIRS = (
    re.compile(rf"^({_NUMBER_COMMA})\s*[;/|]\s*({_NUMBER_COMMA})$"),
    re.compile(rf"^({_NUMBER})\s*[;/|]\s*({_NUMBER})$"),
    re.compile(rf"^({_NUMBER})\s*,\s+({_NUMBER})$"),
    re.compile(r"^([+-]?\d+\.\d+),([+-]?\d+\.\d+)$"),  # "45,13" is one number, not two
    re.compile(rf"^({_NUMBER})\s+({_NUMBER})$"),
    re.compile(rf"^({_NUMBER_COMMA})\s+({_NUMBER_COMMA})$"),
    re.compile(rf"^({_NUMBER_COMMA}),\s+({_NUMBER_COMMA})$"),
)


def read_coordinate(cell: Any) -> float | None:
    """Return one coordinate in the unit of its column, or None where it cannot be read.

    Numbers of either decimal mark, "1.569.936,289", "45°10'29,64\\"N", "N 45 10.494" and
    "9,98 O" (west) are read. A cell whose point Excel lost is not: see `mend_grouped`.
    """
    if isinstance(cell, bool) or is_empty(cell):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip()
    number = parse_number(text)
    return number if number is not None else _with_letters(text)


def is_grouped(cell: Any) -> bool:
    """Tell whether a cell looks like "461.993.881": thousands, or a lost decimal point."""
    return isinstance(cell, str) and _GROUPED.match(cell.strip()) is not None


def mend_grouped(cell: Any, low: float, high: float) -> float | None:
    """Put the decimal point back where exactly one place falls within [low, high].

    Parameters
    ----------
    cell : object
        A cell as `is_grouped` accepts it, or the same digits as a number.
    low, high : float
        Degrees between which the project lies, on this axis.
    """
    digits = re.sub(r"\D", "", str(cell))
    sign = -1 if str(cell).strip().startswith("-") else 1
    found = {sign * float(f"{digits[:cut]}.{digits[cut:]}") for cut in (1, 2, 3) if len(digits) > cut}
    inside = [value for value in found if low <= value <= high]
    return inside[0] if len(inside) == 1 else None


def read_pair(cell: Any) -> tuple[float, float] | None:
    """Return two coordinates written in one cell, in the order in which they stand."""
    if not isinstance(cell, str):
        return None
    text = cell.strip().strip("()[] ")
    for pattern in _PAIRS:
        if found := pattern.match(text):
            first, second = (float(part.replace(",", ".")) for part in found.groups())
            return first, second
    return _pair_with_letters(text)


def _with_letters(text: str) -> float | None:
    if found := _SIGNED.match(text):
        letter = (found["head"] or found["tail"] or "N").upper()
        return float(found["number"].replace(",", ".")) * _SIGN[letter]
    found = _DMS.match(text)
    if found is None or (found["m"] is None and found["s"] is None):
        return None
    minutes, seconds = (float((found[key] or "0").replace(",", ".")) for key in ("m", "s"))
    if minutes >= 60 or seconds >= 60:
        return None
    letter = (found["head"] or found["tail"] or "N").upper()
    size = float(found["d"]) + minutes / 60 + seconds / 3600
    return size * _SIGN[letter] * (-1 if found["sign"] else 1)


def _pair_with_letters(text: str) -> tuple[float, float] | None:
    """Read "45°08'01\\"N 10°01'22\\"E": the cut is after the first hemisphere letter."""
    cut = re.search(r"(?<=[NSns])[\s,;/]+(?=\S)", text)
    if cut is None:
        return None
    first, second = read_coordinate(text[: cut.start()]), read_coordinate(text[cut.end() :])
    return None if first is None or second is None else (first, second)


def read_column(cells: Sequence[Any]) -> list[float]:
    """Read a column of coordinates; NaN where a cell cannot be read (see `read_coordinate`)."""
    known: dict[Any, float] = {}
    out = []
    for cell in cells:
        value = known.get(cell)
        if value is None:
            read = read_coordinate(cell)
            value = known[cell] = math.nan if read is None else read
        out.append(value)
    return out

"""Turn what a person or an office table wrote into a value of a field.

The value kept in the project is always one of: str, int, float, bool, `datetime.date`,
`datetime.datetime`, list of str (codes), list of float (bearings), or None.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from maps.errors import InvalidValue, ValueProblem
from maps.schema.bearings import parse_direction
from maps.schema.fields import CodeList, Field, FieldKind

Value = Any

_EMPTY = {"", "-", "--", "n.d.", "nd", "n/d", "n.a.", "null", "nan", "nat"}
_YES = {"si", "s", "yes", "y", "true", "vero", "1", "x"}
_NO = {"no", "n", "false", "falso", "0"}
_MAX_TEXT = 10_000

_THOUSANDS_DOT = re.compile(r"^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$")
_THOUSANDS_COMMA = re.compile(r"^[+-]?\d{1,3}(,\d{3})+\.\d+$")
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m", "%m/%Y", "%Y%m%d")
_TIME_FORMATS = ("", " %H:%M:%S", " %H:%M", " %H.%M", " %H:%M:%S.%f")


def parse_value(field: Field, raw: object) -> Value:
    """Return the value of `field` that `raw` tells, or None where it is empty.

    Parameters
    ----------
    field : Field
    raw : object
        A cell of a table, a tag, a text typed in the form, or an exact value.

    Raises
    ------
    InvalidValue
        With the reason; the raw value is carried unchanged.
    """
    if is_empty(raw):
        return None
    return _PARSERS[field.kind](field, raw)


def is_empty(raw: object) -> bool:
    """Tell whether a cell says nothing ("", "n.d.", NaN, None)."""
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return True
    return isinstance(raw, str) and raw.strip().lower() in _EMPTY


def fold(text: str) -> str:
    """Fold case, accents and runs of spaces, so that spellings compare equal."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.lower().replace("_", " ").split())


def parse_number(text: str) -> float | None:
    """Read a number written the Italian or the English way; None if it is neither.

    "1.708,5", "1708,5", "1708.5" and "1 708,5" are the same number; "1.708" alone is
    read as a decimal, since a real with one dot is far commoner in files than thousands.
    """
    compact = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "").replace("−", "-")
    if _THOUSANDS_DOT.match(compact) and ("," in compact or compact.count(".") > 1):
        compact = compact.replace(".", "").replace(",", ".")
    elif _THOUSANDS_COMMA.match(compact):
        compact = compact.replace(",", "")
    elif compact.count(",") == 1 and "." not in compact:
        compact = compact.replace(",", ".")
    try:
        number = float(compact)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in compact else None


def match_code(codes: CodeList, raw: str) -> str | None:
    """Return the code that a text names by value, label or alias, or None."""
    return _code_index(codes).get(fold(raw))


@lru_cache(maxsize=256)
def _code_index(codes: CodeList) -> dict[str, str]:
    index: dict[str, str] = {}
    for code in codes.codes:
        index[fold(code.value)] = index[fold(code.label)] = code.value
    for code in codes.codes:
        for alias in code.aliases:
            index.setdefault(fold(alias), code.value)
    return index


def _text(field: Field, raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).strip()
    if len(text) > _MAX_TEXT:
        raise InvalidValue(field.name, raw, ValueProblem.TOO_LONG)
    return text


def _real(field: Field, raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise InvalidValue(field.name, raw, ValueProblem.NOT_A_NUMBER)
    number = parse_number(_without_unit(field, raw)) if isinstance(raw, str) else float(raw)
    if number is None or not math.isfinite(number):
        raise InvalidValue(field.name, raw, ValueProblem.NOT_A_NUMBER)
    return _within(field, raw, number)


def _without_unit(field: Field, raw: str) -> str:
    """Drop the field's own unit at the end ("12 m"): it changes nothing."""
    text = raw.strip()
    if field.unit and text.lower().endswith(field.unit.lower()):
        return text[: -len(field.unit)]
    return text


def _integer(field: Field, raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"\s*[+-]?\d{1,3}(\.\d{3})+\s*", raw):
        raw = raw.replace(".", "")
    number = _real(field, raw)
    if not number.is_integer():
        raise InvalidValue(field.name, raw, ValueProblem.NOT_AN_INTEGER)
    return int(number)


def _within(field: Field, raw: object, number: float) -> float:
    if field.minimum is not None and number < field.minimum:
        raise InvalidValue(field.name, raw, ValueProblem.BELOW_MINIMUM)
    if field.maximum is not None and number > field.maximum:
        raise InvalidValue(field.name, raw, ValueProblem.ABOVE_MAXIMUM)
    return number


def _boolean(field: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    folded = fold(_text(field, raw))
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise InvalidValue(field.name, raw, ValueProblem.NOT_YES_NO)


def _datetime(field: Field, raw: object) -> datetime:
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day)
    found = _read_datetime(_text(field, raw))
    if found is None:
        raise InvalidValue(field.name, raw, ValueProblem.NOT_A_DATE)
    return found


@lru_cache(maxsize=65_536)
def _read_datetime(text: str) -> datetime | None:
    """Read a date by explicit formats only: no guess ever swaps day and month."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        candidate = text.replace("T", " ", 1)
    for day in _DATE_FORMATS:
        for time in _TIME_FORMATS:
            try:
                return datetime.strptime(candidate, day + time)
            except ValueError:
                continue
    return None


def _date(field: Field, raw: object) -> date:
    return _datetime(field, raw).date()


def _code(field: Field, raw: object) -> str:
    assert field.codes is not None, field.name
    found = match_code(field.codes, _text(field, raw))
    if found is None:
        raise InvalidValue(field.name, raw, ValueProblem.NOT_IN_LIST)
    return found


def _codes(field: Field, raw: object) -> list[str]:
    """Read one or several codes; a whole text that is one label wins over its commas."""
    assert field.codes is not None, field.name
    if isinstance(raw, str):
        whole = match_code(field.codes, raw)
        parts: list[object] = [raw] if whole else re.split(r"[;,|+]", raw.strip("[]{} "))
    else:
        parts = list(raw) if isinstance(raw, list | tuple) else [raw]
    found = [_code(field, str(part).strip(" \"'")) for part in parts if not is_empty(part)]
    return list(dict.fromkeys(found))


def _bearing(field: Field, raw: object) -> float:
    return _bearings(field, raw)[0]


def _bearings(field: Field, raw: object) -> list[float]:
    if isinstance(raw, list | tuple):
        return [_bearing(field, part) for part in raw]
    directions = parse_direction(_text(field, raw))
    if directions is None:
        raise InvalidValue(field.name, raw, ValueProblem.NOT_A_DIRECTION)
    return list(directions.azimuths_deg)


_PARSERS: dict[FieldKind, Callable[[Field, Any], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.INTEGER: _integer,
    FieldKind.REAL: _real,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.DATE: _date,
    FieldKind.DATETIME: _datetime,
    FieldKind.CODE: _code,
    FieldKind.CODES: _codes,
    FieldKind.BEARING: _bearing,
    FieldKind.BEARINGS: _bearings,
}

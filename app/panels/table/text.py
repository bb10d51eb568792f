"""How values are written in the table and in what is copied from it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.speech import numbers
from maps.schema import Field, FieldKind

NUMERIC = frozenset({FieldKind.INTEGER, FieldKind.REAL, FieldKind.BEARING})


def heading(field: Field) -> str:
    """Return the heading of a column: its label, with the unit where there is one."""
    return f"{field.label} ({field.unit})" if field.unit else field.label


def formatter(field: Field) -> Callable[[Any], str]:
    """Return the function that writes a value of `field` in a cell; "" for None."""
    write = _WRITERS.get(field.kind, str)
    if field.kind in (FieldKind.CODE, FieldKind.CODES) and field.codes is not None:
        write = _coded({code.value: code.label for code in field.codes.codes})
    elif field.kind is FieldKind.INTEGER and field.unit:
        write = numbers.integer  # without a unit it may be a year, which takes no dots
    return lambda value: "" if value is None else write(value)


def for_excel(field: Field) -> Callable[[Any], str]:
    """Return the function that writes a value for a spreadsheet: decimal comma, no dots, one line."""
    shown = formatter(field)

    def write(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return harmless(" ".join(shown(value).split())) if value != [] else ""
        return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else str(value)

    return write


def harmless(text: str) -> str:
    """Keep a text from being run as a formula by the spreadsheet that receives it."""
    formula = text[:1] in ("=", "@") or (text[:1] in ("+", "-") and not text[1:2].isdigit() and len(text) > 1)
    return f"'{text}" if formula else text


def _coded(labels: dict[str, str]) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(labels.get(each, str(each)) for each in value)
        return labels.get(value, str(value))

    return write


def _real(value: float) -> str:
    return numbers.compact(value, 4)


def _moment(value: dt.date) -> str:
    return numbers.moment(value) if isinstance(value, dt.datetime) else numbers.date(value)


_WRITERS: dict[FieldKind, Callable[[Any], str]] = {
    FieldKind.REAL: _real,
    FieldKind.BEARING: _real,
    FieldKind.BEARINGS: lambda value: "; ".join(numbers.compact(each, 1) for each in value),
    FieldKind.BOOLEAN: lambda value: "sì" if value else "no",
    FieldKind.DATE: _moment,
    FieldKind.DATETIME: _moment,
}

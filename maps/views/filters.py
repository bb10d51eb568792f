"""Filters of a layer's rows: conditions on fields, all of which must hold, and words to be found.

A filter is data: it goes into a project's settings or a scene as JSON and is asked for the rows that pass.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np

from maps.errors import InvalidValue, ValueProblem
from maps.schema.fields import Field, FieldKind, Layer
from maps.schema.values import parse_value

_RANGES = frozenset(
    {FieldKind.INTEGER, FieldKind.REAL, FieldKind.BEARING, FieldKind.DATE, FieldKind.DATETIME}
)
_CHOICES = frozenset({FieldKind.CODE, FieldKind.CODES, FieldKind.BOOLEAN})


class Comparison(Enum):
    """What a condition asks of a field."""

    IS = "is"  # one of the values; for several codes, at least one in common
    IS_NOT = "is_not"  # none of the values; rows without a value pass
    CONTAINS = "contains"  # as text, without case or accents
    BETWEEN = "between"  # from the first to the second value, both included; None leaves an end open
    EMPTY = "empty"
    FILLED = "filled"


@dataclass(frozen=True)
class Condition:
    """One condition on one field; made by `condition`.

    Attributes
    ----------
    field : str
        Name of the field.
    comparison : Comparison
    values : tuple
        Values as `maps.schema.values.parse_value` returns them; one code each for CODES.
    """

    field: str
    comparison: Comparison
    values: tuple[Any, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the condition as JSON values; days and hours in ISO 8601."""
        values = [each.isoformat() if isinstance(each, dt.date) else each for each in self.values]
        return {"field": self.field, "comparison": self.comparison.value, "values": values}


@dataclass(frozen=True)
class Filter:
    """Which rows of a layer to show.

    Attributes
    ----------
    conditions : tuple of Condition
        All must hold.
    text : str
        Each of its words must be found in one of `text_fields`.
    text_fields : tuple of str
    """

    conditions: tuple[Condition, ...] = ()
    text: str = ""
    text_fields: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions or self.text.strip())

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that `mask` needs."""
        names = [each.field for each in self.conditions]
        return tuple(dict.fromkeys([*names, *(self.text_fields if self.text.strip() else ())]))

    def mask(
        self,
        layer: Layer,
        columns: Mapping[str, Sequence[Any]],
        count: int,
        known: "dict[str, Distinct] | None" = None,
    ) -> np.ndarray:
        """Tell which rows pass.

        Parameters
        ----------
        layer : Layer
        columns : mapping of str to sequence
            At least those of `fields`, `count` values each.
        count : int
        known : dict of str to Distinct, optional
            Distinct values of these same columns, kept by who asks again and again; what is missing is added.

        Returns
        -------
        ndarray of bool, shape (count,)
        """
        passing = np.ones(count, dtype=bool)
        for each in self.conditions:
            passing &= matches(layer.field(each.field), each, columns[each.field])
        words = plain(self.text).split()
        if words:
            found = np.zeros((len(words), count), dtype=bool)
            for name in self.text_fields:
                kept = {} if known is None else known
                if name not in kept:
                    kept[name] = Distinct(columns[name])
                found |= _words_found(layer.field(name), words, kept[name])
            passing &= found.all(axis=0)
        return passing

    def to_json(self) -> dict[str, Any]:
        """Return the filter as JSON values."""
        return {
            "conditions": [each.to_json() for each in self.conditions],
            "text": self.text,
            "text_fields": list(self.text_fields),
        }

    @classmethod
    def from_json(cls, layer: Layer, kept: Mapping[str, Any]) -> "Filter":
        """Return a filter kept as JSON.

        Raises
        ------
        InvalidValue
            A field or a code is not declared any more, or a value is not what it should be.
        """
        conditions = tuple(_condition_from_json(layer, each) for each in kept.get("conditions") or ())
        fields = tuple(name for name in kept.get("text_fields") or () if name in layer.field_names)
        return cls(conditions, str(kept.get("text") or ""), fields)


def _condition_from_json(layer: Layer, kept: Mapping[str, Any]) -> Condition:
    name = kept.get("field")
    if name not in layer.field_names:
        raise InvalidValue("field", name, ValueProblem.NOT_IN_LIST)
    try:
        comparison = Comparison(kept.get("comparison"))
    except ValueError:
        raise InvalidValue("comparison", kept.get("comparison"), ValueProblem.NOT_IN_LIST) from None
    return condition(layer.field(str(name)), comparison, *(kept.get("values") or ()))


def comparisons(field: Field) -> tuple[Comparison, ...]:
    """Return what can be asked of a field, the commonest first."""
    if field.kind in _CHOICES:
        head: tuple[Comparison, ...] = (Comparison.IS, Comparison.IS_NOT)
    elif field.kind in _RANGES:
        head = (Comparison.BETWEEN, Comparison.IS, Comparison.IS_NOT)
    else:
        head = (Comparison.CONTAINS, Comparison.IS, Comparison.IS_NOT)
    return (*head, Comparison.EMPTY, Comparison.FILLED)


def condition(field: Field, comparison: Comparison, *raw: Any) -> Condition:
    """Return a condition from what a person wrote; the limits of the field do not bind it.

    Raises
    ------
    InvalidValue
        A value cannot be read, or the comparison needs one and has none.
    """
    if comparison in (Comparison.EMPTY, Comparison.FILLED):
        return Condition(field.name, comparison)
    if comparison is Comparison.CONTAINS:
        text = str(raw[0]).strip() if raw else ""
        return Condition(field.name, comparison, _required(field, (text,) if plain(text) else ()))
    free = replace(field, minimum=None, maximum=None)
    parsed = [parse_value(free, each) for each in raw]
    if comparison is Comparison.BETWEEN:
        low, high = (*parsed, None, None)[:2]
        _required(field, tuple(each for each in (low, high) if each is not None))
        return Condition(field.name, comparison, (low, high))
    flat = [part for each in parsed for part in (each if isinstance(each, list) else [each])]
    return Condition(field.name, comparison, _required(field, tuple(e for e in flat if e is not None)))


def _required(field: Field, values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise InvalidValue(field.name, "", ValueProblem.REQUIRED)
    return values


def matches(field: Field, asked: Condition, values: Sequence[Any]) -> np.ndarray:
    """Tell which values of a column pass one condition; an array of bool of the same length."""
    return _each_distinct(values, _test(field, asked))


class Distinct:
    """The distinct values of a column: a census repeats the same few, and each is asked once.

    Attributes
    ----------
    values : list
    places : ndarray of int64, shape (rows,)
        Which of them each row has.
    """

    def __init__(self, column: Sequence[Any]) -> None:
        known: dict[Any, int] = {}
        keys = (tuple(value) if isinstance(value, list) else value for value in column)
        place_of = known.setdefault
        self.places = np.fromiter((place_of(key, len(known)) for key in keys), np.int64, len(column))
        self.values = [list(key) if isinstance(key, tuple) else key for key in known]
        self._texts: list[str] | None = None

    def ask(self, test: Callable[[Any], bool]) -> np.ndarray:
        """Return for each row whether its value passes."""
        answers = np.fromiter((test(value) for value in self.values), bool, len(self.values))
        return answers[self.places]

    def texts(self, field: Field) -> list[str]:
        """Return the values as they are searched; kept."""
        if self._texts is None:
            self._texts = [plain(search_text(field, value)) for value in self.values]
        return self._texts


def _each_distinct(values: Sequence[Any], test: Callable[[Any], bool]) -> np.ndarray:
    return Distinct(values).ask(test)


def _test(field: Field, asked: Condition) -> Callable[[Any], bool]:
    if asked.comparison in (Comparison.EMPTY, Comparison.FILLED):
        wanted = asked.comparison is Comparison.EMPTY
        return lambda value: _is_empty(value) is wanted
    if asked.comparison is Comparison.CONTAINS:
        needle = plain(str(asked.values[0]))
        return lambda value: needle in plain(search_text(field, value))
    if asked.comparison is Comparison.BETWEEN:
        return _between(field, *asked.values)
    chosen, wanted = set(asked.values), asked.comparison is Comparison.IS
    return lambda value: bool(chosen & set(value if isinstance(value, list) else (value,))) is wanted


def _between(field: Field, low: Any, high: Any) -> Callable[[Any], bool]:
    if field.kind is FieldKind.BEARING and None not in (low, high) and low > high:
        return lambda value: value is not None and (value >= low or value <= high)  # through north
    if isinstance(high, dt.datetime) and high.time() == dt.time():
        high = high + dt.timedelta(days=1, microseconds=-1)  # a day alone means the whole of it
    return lambda value: (
        value is not None and (low is None or value >= low) and (high is None or value <= high)
    )


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _words_found(field: Field, words: list[str], column: Distinct) -> np.ndarray:
    texts = column.texts(field)
    found = (np.fromiter((word in text for text in texts), bool, len(texts)) for word in words)
    return np.stack([each[column.places] for each in found])


def plain(text: str) -> str:
    """Fold case and accents, in any script."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def search_text(field: Field, value: Any) -> str:
    """Return a value as an Italian reader would look for it."""
    if value is None:
        return ""
    if field.codes is not None:
        label = field.codes.label
        return ", ".join(label(each) for each in value) if isinstance(value, list) else label(value)
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "; ".join(search_text(field, each) for each in value)
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else str(value)

"""Filters in words: what a chip says of a condition, and the condition that a typed sentence means."""

import re
from typing import Any

from app.speech import numbers
from maps.errors import InvalidValue
from maps.schema import Field, FieldKind, Layer
from maps.views.filters import Comparison, Condition, comparisons, condition, plain, search_text

COMPARISONS = {
    Comparison.IS: "è",
    Comparison.IS_NOT: "non è",
    Comparison.CONTAINS: "contiene",
    Comparison.BETWEEN: "tra",
    Comparison.EMPTY: "è vuoto",
    Comparison.FILLED: "non è vuoto",
}
_MOST_NAMED = 3
_SIGNS = {
    "=": Comparison.IS,
    "è": Comparison.IS,
    "≠": Comparison.IS_NOT,
    "!=": Comparison.IS_NOT,
    "<>": Comparison.IS_NOT,
    "contiene": Comparison.CONTAINS,
    ":": Comparison.CONTAINS,
}
_ASKED = re.compile(
    r"^(?P<field>.+?)\s*(?P<sign>≥|≤|>=|<=|≠|!=|<>|=|:|\bcontiene\b|\bè\b)\s*(?P<value>.+)$", re.I
)
_RANGE = re.compile(r"^(?P<field>.+?)\s+tra\s+(?P<low>.+?)\s+e\s+(?P<high>.+)$", re.I)
_BLANK = re.compile(r"^(?P<field>.+?)\s+(?P<no>non\s+)?(?:è\s+)?(?:vuot[oaei])$", re.I)
_OR = re.compile(r"\s+o\s+|;|\|")


def comparison_words(field: Field, comparison: Comparison) -> str:
    """Return a comparison as the list of a filter offers it."""
    days = field.kind in (FieldKind.DATE, FieldKind.DATETIME)
    return "dal … al" if days and comparison is Comparison.BETWEEN else COMPARISONS[comparison]


def condition_text(layer: Layer, asked: Condition) -> str:
    """Return a condition in words: "Funzionamento: Guasta", "Altezza da 3 a 6 m"."""
    field = layer.field(asked.field)
    if asked.comparison is Comparison.EMPTY:
        return f"{field.label}: vuoto"
    if asked.comparison is Comparison.FILLED:
        return f"{field.label}: non vuoto"
    if asked.comparison is Comparison.CONTAINS:
        return f"{field.label} contiene «{asked.values[0]}»"
    if asked.comparison is Comparison.BETWEEN:
        return f"{field.label} {_range_text(field, *asked.values)}"
    named = [search_text(field, each) for each in asked.values[:_MOST_NAMED]]
    more = len(asked.values) - _MOST_NAMED
    text = " o ".join(named) + (f" o altri {more}" if more > 0 else "")
    return (
        f"{field.label}: {text}" if asked.comparison is Comparison.IS else f"{field.label} diverso da {text}"
    )


def _range_text(field: Field, low: Any, high: Any) -> str:
    first, last = (numbers.with_unit(search_text(field, each), field.unit) for each in (low, high))
    if low is None:
        return f"≤ {last}"
    if high is None:
        return f"≥ {first}"
    days = field.kind in (FieldKind.DATE, FieldKind.DATETIME)
    return f"{'dal' if days else 'da'} {search_text(field, low)} {'al' if days else 'a'} {last}"


def read_condition(layer: Layer, text: str) -> Condition | None:
    """Return the condition that a text states about a field, or None where it is only words to look for.

    "Funzionamento = Guasta", "Altezza ≥ 5", "Ultima verifica tra 01/01/2026 e 30/06/2026", "Note vuoto",
    "Denominazione contiene Cavour". Several values are joined by " o ".
    """
    for pattern, make in ((_BLANK, _blank), (_RANGE, _range), (_ASKED, _asked)):
        found = pattern.match(text.strip())
        field = None if found is None else _named(layer, found["field"])
        if found is not None and field is not None:
            try:
                return make(field, found)
            except InvalidValue:
                return None
    return None


def _named(layer: Layer, text: str) -> Field | None:
    wanted = plain(text.strip())
    return next((each for each in layer.fields if wanted in (plain(each.label), each.name)), None)


def _blank(field: Field, found: re.Match[str]) -> Condition:
    return condition(field, Comparison.FILLED if found["no"] else Comparison.EMPTY)


def _range(field: Field, found: re.Match[str]) -> Condition | None:
    if Comparison.BETWEEN not in comparisons(field):
        return None
    return condition(field, Comparison.BETWEEN, found["low"], found["high"])


def _asked(field: Field, found: re.Match[str]) -> Condition | None:
    sign, value = found["sign"].lower(), found["value"].strip()
    if sign in ("≥", ">=", "≤", "<="):
        ends = (value, None) if sign in ("≥", ">=") else (None, value)
        return (
            condition(field, Comparison.BETWEEN, *ends) if Comparison.BETWEEN in comparisons(field) else None
        )
    comparison = _SIGNS[sign]
    if comparison is Comparison.CONTAINS:
        return condition(field, comparison, value)
    return condition(field, comparison, *_OR.split(value))

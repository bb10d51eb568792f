"""From the style of a layer to colours by class: Italian labels, and a sentence where the classes are not as asked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from app.canvas.painters.tones import Tone, Tones
from app.look.scales import MISSING, TOGETHER, category_colours, class_colours, on_dark
from app.speech import numbers
from app.speech.filters import condition_text
from maps.schema import Field, FieldKind, Layer
from maps.views.classes import Categories, Classes, Method, Notice, categorise, classify
from maps.views.filters import Filter, search_text
from maps.views.symbology import Kind, Lost, Symbology

KINDS = {Kind.SINGLE: "Unico", Kind.CATEGORIES: "Categorie", Kind.CLASSES: "Classi"}
METHODS = {
    Method.JENKS: "Intervalli naturali (Jenks)",
    Method.QUANTILES: "Quantili",
    Method.EQUAL: "Intervalli uguali",
}
NO_VALUE = "senza valore"
_MOST_DIGITS = 3


def heading(field: Field) -> str:
    """Return the title of a legend: the field with its unit."""
    return f"{field.label} ({field.unit})" if field.unit else field.label


def tones_for(symbology: Symbology, field: Field, values: Sequence[Any]) -> Tones | None:
    """Return the colours by class of these values; None where no class can be told from another.

    Parameters
    ----------
    symbology : Symbology
        CATEGORIES or CLASSES.
    field : Field
    values : sequence, length n
        Of the field, as a project's rows hold them.
    """
    if symbology.kind is Kind.CLASSES:
        found = classify(values, symbology.method, symbology.classes)
        if not found.breaks:
            return None
        count, turned = len(found.breaks), symbology.reverse
        light, dark = (class_colours(symbology.scale, count, turned, night) for night in (False, True))
        tones = [Tone(*each) for each in zip(class_labels(field, found), light, dark, strict=True)]
        made = _with_missing(heading(field), tones, found.codes, ramp=True, note=notice_text(field, found))
        return replace(made, ends=(found.lower, *found.breaks))
    order = field.codes.values if field.codes is not None else ()
    apart = categorise(values, order)
    if not apart.values:
        return None
    colours = category_colours(symbology.scale, len(apart.values), symbology.reverse)
    if apart.together:
        colours = (*colours[: len(apart.values) - 1], TOGETHER)
    labels = category_labels(field, apart)
    tones = [Tone(text, colour, on_dark(colour)) for text, colour in zip(labels, colours, strict=True)]
    return _with_missing(heading(field), tones, apart.codes, ramp=False, note=notice_text(field, apart))


def _with_missing(title: str, tones: list[Tone], codes: np.ndarray, *, ramp: bool, note: str) -> Tones:
    absent = codes < 0
    if absent.any():
        tones = [*tones, Tone(NO_VALUE, MISSING, on_dark("#70757B"))]
        codes = np.where(absent, len(tones) - 1, codes)
    return Tones(title, tuple(tones), codes, ramp, note)


def category_labels(field: Field, found: Categories) -> list[str]:
    """Return what the legend says of each category."""
    alone = found.values[:-1] if found.together else found.values
    labels = [search_text(field, each) for each in alone]
    return [*labels, f"altri {found.together} valori"] if found.together else labels


def class_labels(field: Field, found: Classes) -> list[str]:
    """Return what the legend says of each class: whole numbers "3–5", others with the digits that tell them apart."""
    if field.kind is FieldKind.INTEGER and found.notice is not Notice.ONE_VALUE:
        ends = [int(np.floor(each)) for each in found.breaks]
        starts = [int(found.lower), *(end + 1 for end in ends[:-1])]
        pairs = zip(starts, ends, strict=True)
        return [
            _whole(field, low) if low >= high else f"{_whole(field, low)}{numbers.DASH}{_whole(field, high)}"
            for low, high in pairs
        ]
    digits = _digits([found.lower, *found.breaks])
    return [
        numbers.decimal(low, digits) if low == high else numbers.span(low, high, digits=digits)
        for low, high in found.bounds
    ]


def _whole(field: Field, value: float) -> str:
    return str(int(value)) if field.name.endswith("_year") else numbers.integer(value)


def _digits(ends: Sequence[float]) -> int:
    """The fewest decimals with which no two different ends look the same."""
    different = len(set(ends))
    for digits in range(_MOST_DIGITS):
        if len({round(each, digits) for each in ends}) == different and _is_near(ends, digits):
            return digits
    return _MOST_DIGITS


def _is_near(ends: Sequence[float], digits: int) -> bool:
    steps = [b - a for a, b in pairwise(ends) if b > a]
    return not steps or 0.5 * 10**-digits <= min(steps) / 4


def notice_text(field: Field, found: Classes | Categories) -> str:
    """Return as a sentence what keeps the classes from being as asked; "" where nothing does."""
    if found.notice is None:
        return ""
    if found.notice is Notice.NO_VALUES:
        return f"Nessun elemento ha un valore in «{field.label}»."
    if found.notice is Notice.ONE_VALUE:
        if isinstance(found, Categories):
            return f"Tutti gli elementi hanno lo stesso valore in «{field.label}»: una categoria sola."
        return f"Tutti i valori di «{field.label}» sono uguali: una classe sola."
    if isinstance(found, Categories):
        apart = len(found.values) - 1
        return (
            f"«{field.label}» ha {apart + found.together} valori diversi e i colori distinguibili sono "
            f"{apart + 1}: {_the(found.together)} più rari stanno insieme."
        )
    return f"I valori di «{field.label}» bastano per {len(found.breaks)} classi."


def _the(count: int) -> str:
    """Return a number with its article: i 7, gli 8, gli 11."""
    vowel = count in (8, 11) or 80 <= count <= 89
    return f"{'gli' if vowel else 'i'} {count}"


def filter_text(layer: Layer, asked: Filter) -> str:
    """Return a filter in words."""
    parts = [condition_text(layer, each) for each in asked.conditions]
    return " · ".join([*parts, *([f"«{asked.text.strip()}»"] if asked.text.strip() else [])])


def lost_text(lost: Sequence[Lost], layers: dict[str, str]) -> str:
    """Return as a sentence which parts of the styles cannot be shown any more."""
    named = sorted({f"«{layers.get(each.layer, each.layer)}» ({each.field})" for each in lost})
    listed = ", ".join(named)
    return f"Lo stile di {listed} usa un campo che non c'è più: il livello torna al segno del progetto."

"""Colours by class of a layer's features: one object for the painter and for every legend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.canvas.painters.base import LegendItem, Swatch
from app.look.theme import Theme

#: `LegendItem.key` of a class; its label says what it is.
TONE_KEY = "tone"


@dataclass(frozen=True, slots=True)
class Tone:
    """One class: what the legend says of it, and its colour on light and on dark ground."""

    label: str
    light: str
    dark: str

    def colour(self, theme: Theme) -> str:
        """Return ``#RRGGBB``."""
        return self.dark if theme.dark else self.light


@dataclass(frozen=True)
class Tones:
    """Colours by class.

    Attributes
    ----------
    title : str
        Heading of the legend: the field with its unit.
    tones : tuple of Tone
    codes : ndarray of int, shape (n,)
        Class of each feature; every one has a class.
    ramp : bool
        The classes are steps of one quantity.
    note : str
        What the classes do not tell by themselves, as a sentence; "" for nothing.
    ends : tuple of float
        Of a ramp, the least value and the upper end of each class.
    """

    title: str
    tones: tuple[Tone, ...]
    codes: NDArray[np.int64]
    ramp: bool = False
    note: str = ""
    ends: tuple[float, ...] = ()

    def kept(self, mask: NDArray[np.bool_] | Sequence[int] | NDArray[np.int64]) -> "Tones":
        """Return the tones of some features."""
        return replace(self, codes=self.codes[np.asarray(mask)])

    def colour_of(self, place: int, theme: Theme) -> str:
        """Return the colour of a feature by its place."""
        return self.tones[self.codes[place]].colour(theme)

    def items(self, swatch: Swatch, theme: Theme) -> list[LegendItem]:
        """Return a legend item a class, with its count; empty classes are said too, with 0."""
        counts = np.bincount(self.codes, minlength=len(self.tones)).tolist()
        items = []
        for tone, count in zip(self.tones, counts, strict=True):
            colour = tone.colour(theme)
            items.append(LegendItem(TONE_KEY, swatch, colour, colour, count, tone.label))
        return items

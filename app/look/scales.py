"""Colour scales for maps: ColorBrewer and Crameri's, those that colour-blind eyes tell apart.

Sources: C. Brewer, ColorBrewer 2.0 (YlOrRd, Blues, YlGnBu, Purples, PuOr); F. Crameri, Scientific colour maps 8
(batlow, lapaz, vik, batlowS); P. Tol, Colour schemes, 2021 (muted).
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor

from app.canvas.painters.base import blend
from app.look.theme import DARK, PURPOSES, PURPOSES_DARK


@dataclass(frozen=True)
class Scale:
    """A scale of colours.

    Attributes
    ----------
    name : str
        Kept in projects.
    label : str
        Italian.
    colours : tuple of str
        ``#RRGGBB``: anchors from low to high, or colours for categories.
    apart : bool
        For categories; else for classes.
    diverging : bool
    """

    name: str
    label: str
    colours: tuple[str, ...]
    apart: bool = False
    diverging: bool = False


def _hexes(text: str) -> tuple[str, ...]:
    return tuple(f"#{each}" for each in text.split())


SCALES = (
    Scale("YlOrRd", "Rossi", _hexes("FFEDA0 FED976 FEB24C FD8D3C FC4E2A E31A1C BD0026 800026")),
    Scale("Blues", "Blu", _hexes("DEEBF7 C6DBEF 9ECAE1 6BAED6 4292C6 2171B5 08519C 08306B")),
    Scale("YlGnBu", "Verde–blu", _hexes("EDF8B1 C7E9B4 7FCDBB 41B6C4 1D91C0 225EA8 253494 081D58")),
    Scale("Purples", "Viola", _hexes("DADAEB BCBDDC 9E9AC8 807DBA 6A51A3 54278F 3F007D")),
    Scale("batlow", "Batlow", _hexes("FDBCCD FCA78E DD954D A78B2C 6F7D3A 416F53 1D5B62 104060 011959")),
    Scale("lapaz", "Lapaz", _hexes("F2D7C6 C8B69C 9CA596 76999F 5487A4 3C70A0 2E5695 263A84 1E1C6E")),
    Scale(
        "vik",
        "Blu–rosso",
        _hexes("023175 0B5D91 4E92B4 A3C7D9 ECE5E0 E0B69D CB835A B2511D 7C1B06"),
        diverging=True,
    ),
    Scale(
        "PuOr",
        "Viola–arancio",
        _hexes("542788 8073AC B2ABD2 D8DAEB F7F7F7 FEE0B6 FDB863 E08214 B35806"),
        diverging=True,
    ),
    Scale(
        "muted",
        "Smorzati",
        _hexes("332288 DDCC77 CC6677 88CCEE 117733 AA4499 999933 882255 44AA99"),
        apart=True,
    ),
    Scale(
        "batlowS",
        "Batlow",
        _hexes("011959 FACCFA 828231 226061 F19D6B FDB4B4 4D734D 114360 C09036"),
        apart=True,
    ),
)
#: The rarest categories together, and features without a value.
TOGETHER, MISSING = "#8A8F96", "#B4B8BD"
#: On dark ground a category is no darker than this (HSL lightness).
_LEAST_LIGHT = 0.58
#: How far into its dark side a scale goes on dark ground.
_DARK_SIDE = 0.84
#: How much of the lowest class is ground there.
_FADE = 0.45


def scales_for(*, apart: bool) -> tuple[Scale, ...]:
    """Return the scales for categories, or those for classes; the first is the usual one."""
    return tuple(each for each in SCALES if each.apart is apart)


def scale(name: str, *, apart: bool) -> Scale:
    """Return a scale by its name, the usual one where there is none of that name."""
    fitting = scales_for(apart=apart)
    return next((each for each in fitting if each.name == name), fitting[0])


@lru_cache(maxsize=512)
def class_colours(name: str, count: int, reverse: bool = False, dark: bool = False) -> tuple[str, ...]:
    """Return colours for so many classes, low to high, evenly along a scale.

    On dark ground what stands out is light: there a scale is walked from its dark side, which fades into the ground;
    one that diverges keeps its sides, lightened.
    """
    chosen = scale(name, apart=False)
    places = [0.55] if count == 1 else [place / (count - 1) for place in range(count)]
    turned = dark and not chosen.diverging
    if turned:
        places = [_DARK_SIDE * (1.0 - place) for place in places]
    found = tuple(_between(chosen.colours, place) for place in places)
    if turned:
        fades = [1.0 - _FADE * place / _DARK_SIDE for place in places]
        found = tuple(blend(each, DARK.map.land, share) for each, share in zip(found, fades, strict=True))
    if dark and chosen.diverging:
        found = tuple(on_dark(each) for each in found)
    return found[::-1] if reverse else found


def _between(anchors: tuple[str, ...], place: float) -> str:
    along = place * (len(anchors) - 1)
    low = min(int(along), len(anchors) - 2)
    return blend(anchors[low + 1], anchors[low], along - low)


def category_colours(name: str, count: int, reverse: bool = False) -> tuple[str, ...]:
    """Return colours for so many categories."""
    colours = scale(name, apart=True).colours[:count]
    return colours[::-1] if reverse else colours


@lru_cache(maxsize=512)
def on_dark(colour: str) -> str:
    """Return the same hue, light enough for dark ground."""
    if colour in PURPOSES:
        return PURPOSES_DARK[PURPOSES.index(colour)]
    tone = QColor(colour)
    before = float(tone.lightnessF())
    if before >= _LEAST_LIGHT:
        return colour
    light, strength = _LEAST_LIGHT + before * 0.12, min(float(tone.hslSaturationF()), 0.75)
    return QColor.fromHslF(max(float(tone.hslHueF()), 0.0), strength, light).name().upper()

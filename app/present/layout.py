"""Sizes and places of a projected scene: one rule from 1024x768 to 4K. Pure geometry."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

#: Sizes of the design at 1920x1080, and the least for a room.
_TITLE, _TEXT, _SMALL = 68.0, 34.0, 16.0
_LEAST_TITLE, _LEAST_TEXT, _LEAST_SMALL = 42.0, 24.0, 14.0
_AREA = 1920.0 * 1080.0


@dataclass(frozen=True)
class Places:
    """Where the parts of a scene stand, and how large its text is; pixels.

    Attributes
    ----------
    title_px, text_px, small_px : float
        Sizes of the sentence, of other text, of the attribution.
    unit : float
        Size against the design at 1920x1080; lines and symbols follow it.
    page, header, map, side, footer : QRectF
    """

    title_px: float
    text_px: float
    small_px: float
    unit: float
    page: QRectF
    header: QRectF
    map: QRectF
    side: QRectF
    footer: QRectF


def places(width: float, height: float) -> Places:
    """Return the places of a scene on a screen of so many pixels.

    Sizes follow the square root of the screen's area, so that 68 pixels at 1920x1080 are 42 at 1024x768 and 136 at
    3840x2160.
    """
    share = math.sqrt(width * height / _AREA)
    title = max(_LEAST_TITLE, _TITLE * share)
    text = max(_LEAST_TEXT, _TEXT * share)
    small = max(_LEAST_SMALL, _SMALL * share)
    margin = width * 0.03
    top, low, side = round(title * 2.6), round(text * 2.55), round(text * 15.2 + margin)
    header = QRectF(margin, 0, width - 2 * margin, top)
    middle = QRectF(0, top, width - side, height - top - low)
    column = QRectF(
        middle.right() + text, top + text * 0.6, side - text - margin * 0.6, middle.height() - text
    )
    return Places(
        title,
        text,
        small,
        text / _TEXT,
        QRectF(0, 0, width, height),
        header,
        middle,
        column,
        QRectF(0, height - low, width, low),
    )

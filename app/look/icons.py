"""Icons: Phosphor, recoloured when the theme changes, and the tower of Torrazzo.

The font comes with QtAwesome, which is not imported: it takes a quarter of a second of each start.
"""

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.look.theme import Theme

#: Dynamic properties that remember what a button shows.
ICON_NAME, ICON_COLOUR = "torrazzoIcon", "torrazzoIconColour"
_FALLBACK = {"tray-arrow-down": "download-simple"}


#: Height of a glyph against that of its icon.
_SHARE = 0.875


@lru_cache(maxsize=1)
def _phosphor() -> tuple[str, dict[str, str]]:
    """Return the family of the icon font, loaded at the first call, and the code of each glyph by name."""
    found = find_spec("qtawesome")
    assert found is not None and found.origin is not None
    fonts = Path(found.origin).with_name("fonts")
    (font,), (charmap,) = fonts.glob("phosphor-[0-9]*.ttf"), fonts.glob("phosphor-charmap-*.json")
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))[0]
    return family, json.loads(charmap.read_text(encoding="utf-8"))


#: Made where Qt changes a copy of an icon, which nothing here does.
_CLONES: list["_Glyph"] = []


class _Glyph(QIconEngine):
    """One character of the icon font, drawn at the size that is asked for."""

    def __init__(self, character: str, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._character, self._colour, self._disabled = character, colour, disabled

    def clone(self) -> "_Glyph":
        made = _Glyph(self._character, self._colour, self._disabled)
        _CLONES.append(made)  # Qt keeps it, and does not say so to Python, which would free it
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_phosphor()[0])
        font.setPixelSize(max(1, round(rect.height() * _SHARE)))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(self._disabled if mode is QIcon.Mode.Disabled else self._colour)
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return image


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return the Phosphor icon `name` ("folder-open") in one colour."""
    character = chr(int(_phosphor()[1][_FALLBACK.get(name, name)], 16))
    return QIcon(_Glyph(character, QColor(colour), QColor(disabled or colour)))


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a square pixmap of `side` logical pixels."""
    return icon(name, colour).pixmap(QSize(side, side), ratio)


def set_icon(button: QAbstractButton, name: str, colour: str = "tx") -> None:
    """Give a button an icon and remember it for `restyle`; `colour` is a theme token."""
    button.setProperty(ICON_NAME, name)
    button.setProperty(ICON_COLOUR, colour)


def restyle(root: QWidget, theme: Theme) -> None:
    """Redraw the icons of every button below `root` in the colours of `theme`."""
    for button in root.findChildren(QAbstractButton):
        name = button.property(ICON_NAME)
        if name:
            colour = getattr(theme, button.property(ICON_COLOUR) or "tx")
            button.setIcon(icon(name, _hex(colour), _hex(theme.tx3)))


def _hex(colour: QColor | str) -> str:
    return QColor(colour).name()


def tower(side: int, colour: QColor | str, ratio: float = 1.0) -> QPixmap:
    """Return the bell tower as a square pixmap of `side` logical pixels."""
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 24, side / 24)
    painter.setPen(
        QPen(QColor(colour), 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(_tower_path())
    painter.end()
    return image


def _tower_path() -> QPainterPath:
    """The Torrazzo in a 24 x 24 box: spire, lantern, belfry, shaft and door."""
    path = QPainterPath(QPointF(12, 1.6))
    path.lineTo(12, 4)
    path.addRect(QRectF(10, 4, 4, 2.7))
    path.addRect(QRectF(8.2, 6.7, 7.6, 3.3))
    path.addRect(QRectF(7, 10, 10, 12.4))
    path.addRect(QRectF(10.3, 18.4, 3.4, 4))
    return path

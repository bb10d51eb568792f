"""Icons: Phosphor through QtAwesome, recoloured when the theme changes, and the tower of Torrazzo."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.theme import Theme

#: Dynamic properties that remember what a button shows.
ICON_NAME, ICON_COLOUR = "torrazzoIcon", "torrazzoIconColour"
_FALLBACK = {"tray-arrow-down": "download-simple"}


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return the Phosphor icon `name` ("folder-open") in one colour."""
    import qtawesome

    options = {"color": colour, "color_disabled": disabled or colour, "color_active": colour}
    return qtawesome.icon(f"ph.{_FALLBACK.get(name, name)}", **options)


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a square pixmap of `side` logical pixels."""
    image = icon(name, colour).pixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    return image


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

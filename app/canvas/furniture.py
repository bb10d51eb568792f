"""What belongs to a map besides its layers: scale bar, coordinates, attribution, north arrow.

Drawn with a painter, so that screen and paper show the same.
"""

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.view import MapView, lonlat, nice_length
from app.look.theme import Theme, font

CARD = QSizeF(246, 96)
ATTRIBUTION = "© OpenStreetMap contributors"
_PAD = 16.0
_BAR_HEIGHT = 6.0


def grouped(number: int) -> str:
    """Return a whole number with the dots of the Italian thousands: 12.500."""
    return f"{number:,}".replace(",", ".")


def scale_text(view: MapView) -> str:
    """Return the scale as 1:1.900, to two digits, as a screen deserves."""
    denominator = view.scale_denominator
    step = 10 ** max(math.floor(math.log10(denominator)) - 1, 0)
    return f"1:{grouped(round(denominator / step) * step)}"


def position_text(x: float, y: float) -> str:
    """Return a Web Mercator point as 45,13402° N 10,02418° E."""
    lon, lat = lonlat(x, y)
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "O"
    return f"{abs(lat):.5f}° {north} {abs(lon):.5f}° {east}".replace(".", ",")


def bar_length(view: MapView, longest_px: float) -> tuple[float, float]:
    """Return the scale bar's length: metres on the ground (1, 2, 5 x 10^n) and pixels, not above ``longest_px``."""
    metres = nice_length(longest_px * view.ground_resolution)
    return metres, metres / view.ground_resolution


def distance_text(metres: float) -> str:
    """Return a round distance: 50 m, 2 km, 0,5 m."""
    value, unit = (metres / 1000, "km") if metres >= 1000 else (metres, "m")
    return f"{value:g} {unit}".replace(".", ",")


def draw_scale_bar(
    painter: QPainter, origin: QPointF, view: MapView, theme: Theme, longest_px: float
) -> None:
    """Draw an alternating bar of four parts with 0, half and full length above; ``origin`` is its top left."""
    metres, pixels = bar_length(view, longest_px)
    unit = distance_text(metres).split()[1]
    in_unit = metres / 1000 if unit == "km" else metres
    painter.setFont(font(12))
    painter.setPen(QColor(theme.tx))
    texts = ((0.0, "0"), (0.5, f"{in_unit / 2:g}"), (1.0, f"{in_unit:g} {unit}"))
    for share, text in texts:
        number_width = painter.fontMetrics().horizontalAdvance(text.split()[0])
        left = origin.x() + share * pixels - (number_width / 2 if share else 0)
        painter.drawText(QPointF(left, origin.y() + 11), text.replace(".", ","))
    top = origin.y() + 16
    painter.setPen(QPen(QColor(theme.tx), 1))
    for part in range(4):
        painter.setBrush(QColor(theme.tx if part % 2 == 0 else theme.sf))
        painter.drawRect(QRectF(origin.x() + part * pixels / 4, top, pixels / 4, _BAR_HEIGHT))


def draw_card(
    painter: QPainter,
    box: QRectF,
    view: MapView,
    theme: Theme,
    at: QPointF | None = None,
    attribution: str = ATTRIBUTION,
) -> None:
    """Draw the card of the map's corner: scale bar, coordinates and scale, attribution.

    Parameters
    ----------
    box : QRectF
        Where, in logical pixels; `CARD` is its size.
    at : QPointF, optional
        World point to tell, the view's centre when absent.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    ground = QColor(theme.sf)
    ground.setAlphaF(0.92)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    left = box.left() + _PAD
    draw_scale_bar(painter, QPointF(left, box.top() + 12), view, theme, box.width() - 2 * _PAD - 14)
    point = at or QPointF(view.center_x, view.center_y)
    painter.setFont(font(12))
    painter.setPen(QColor(theme.tx))
    line = f"{position_text(point.x(), point.y())} · {scale_text(view)}"
    painter.drawText(QPointF(left, box.top() + 60), line)
    painter.drawText(QPointF(left, box.top() + 82), attribution)


def draw_north(painter: QPainter, centre: QPointF, theme: Theme, height: float = 34.0) -> None:
    """Draw the north arrow: a half dark, half light needle over an N."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    tall, wide = height * 0.62, height * 0.17
    tip = QPointF(centre.x(), centre.y() - height / 2)
    notch = QPointF(centre.x(), tip.y() + tall * 0.8)
    for side, colour in ((-1, theme.tx), (1, theme.sf)):
        half = QPainterPath(tip)
        half.lineTo(centre.x() + side * wide, tip.y() + tall)
        half.lineTo(notch)
        half.closeSubpath()
        painter.setPen(QPen(QColor(theme.tx), 1))
        painter.setBrush(QColor(colour))
        painter.drawPath(half)
    painter.setFont(font(height * 0.35, 600))
    painter.setPen(QColor(theme.tx))
    box = QRectF(centre.x() - 12, tip.y() + tall, 24, height * 0.42)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "N")

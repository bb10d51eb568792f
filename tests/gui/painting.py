"""Where the tests of the painters draw, and how they read what is there."""

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.renderer import draw_layers
from app.canvas.view import ZOOM_0_M, MapView
from app.look.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
VIEW = MapView(0, 0, ZOOM_0_M / 2**17.5, 200, 200)
M = VIEW.metres_per_px


def square(x: float, y: float, half: float) -> shapely.Polygon:
    """A square about pixel offsets from the centre, y up."""
    return shapely.box((x - half) * M, (y - half) * M, (x + half) * M, (y + half) * M)


def draw(layers: list[Painter], theme: Theme = LIGHT, view: MapView = VIEW, scale: int = 1) -> QImage:
    image = QImage(round(view.width * scale), round(view.height * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.map.land))
    painter = QPainter(image)
    draw_layers(painter, view, theme, [(layer, layer.opacity) for layer in layers])
    painter.end()
    return image


def colour(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


def close(one: str, other: str, tolerance: int = 3) -> bool:
    a, b = QColor(one).getRgb()[:3], QColor(other).getRgb()[:3]
    return all(abs(p - q) <= tolerance for p, q in zip(a, b, strict=True))


def ink(image: QImage, theme: Theme) -> int:
    """Count pixels that are not land."""
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return int((pixels != QColor(theme.map.land).rgb()).sum())


def camera(symbol: CameraSymbol, state: CameraState, azimuths: list[float]) -> CamerasPainter:
    return CamerasPainter([0.0], [0.0], [1], [azimuths], [symbol], [state], ["TC-1"])


def street(
    name: str, y: float = 0.0, slope: float = 0.0, length: float = 160
) -> tuple[shapely.LineString, str]:
    half = length / 2 * M
    return shapely.LineString([(-half, y * M - slope * half), (half, y * M + slope * half)]), name

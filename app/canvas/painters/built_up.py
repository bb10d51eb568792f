"""The built-up texture: where a building is smaller than a pixel, the share of ground that is built on."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.courtesy import give_way
from app.canvas.geometry import as_array
from app.canvas.view import ZOOM_0_M, MapView
from app.look.theme import Theme

#: Below this zoom (38 metres a pixel) a house is less than half a pixel, and the texture takes the place of outlines.
TEXTURE_ZOOM = 12.0
#: Larger buildings are spread over samples no farther apart than this: a pixel at `TEXTURE_ZOOM`.
_SAMPLE_M = ZOOM_0_M / 2**TEXTURE_ZOOM
#: Pixels of the texture for one of the page: finer than this paper does not show.
_FINEST = 3.0


class BuiltUp:
    """Buildings as small weights of area, which a picture of any scale gathers pixel by pixel.

    Parameters
    ----------
    geometries : sequence of shapely polygons in EPSG:3857, length n
    """

    def __init__(self, geometries: Sequence[object] | NDArray[np.object_]) -> None:
        self._x, self._y, self._area = samples(as_array(geometries))

    def shares(self, view: MapView, finer: float) -> NDArray[np.float32]:
        """Return the built share of ground, 0-1, of each pixel of the view, ``finer`` times as many a side."""
        width, height = max(round(view.width * finer), 1), max(round(view.height * finer), 1)
        px, py = view.to_screen(self._x, self._y)
        column, row = np.floor(px * finer), np.floor(py * finer)
        seen = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        cell = (row[seen] * width + column[seen]).astype(np.int64)
        built = np.bincount(cell, self._area[seen], width * height)
        pixel = (view.metres_per_px / finer) ** 2
        return np.minimum(built / pixel, 1.0).astype(np.float32).reshape(height, width)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Lay the texture on the view; the painter's unit is the logical pixel."""
        give_way()
        finer = min(abs(painter.deviceTransform().m11()), _FINEST)
        image = ink_of_shares(self.shares(view, finer), QColor(theme.map.building_outline))
        painter.drawImage(QRectF(0, 0, view.width, view.height), image)


def samples(geometries: NDArray[np.object_]) -> tuple[NDArray[np.float64], ...]:
    """Return x, y and area (m2) of points that stand for polygons: one for a house, more for a larger building."""
    geometries = geometries[~(shapely.is_missing(geometries) | shapely.is_empty(geometries))]
    box, area = shapely.bounds(geometries).reshape(-1, 4), shapely.area(geometries)
    side = box[:, 2:] - box[:, :2]
    parts = np.maximum(np.ceil(side / _SAMPLE_M), 1).astype(np.int64)
    count = parts.prod(axis=1)
    owner = np.repeat(np.arange(len(geometries)), count)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    steps = np.column_stack([place % parts[owner, 0], place // parts[owner, 0]])
    at = box[owner, :2] + (steps + 0.5) / parts[owner] * side[owner]
    return at[:, 0], at[:, 1], (area / count)[owner]


def ink_of_shares(shares: NDArray[np.float32], colour: QColor) -> QImage:
    """Return a picture in one colour, as opaque as the root of the share: a lone farm is seen, a town is not full."""
    alpha = np.sqrt(shares)
    height, width = shares.shape
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    for band, level in enumerate((colour.blue(), colour.green(), colour.red(), 255)):
        pixels[..., band] = np.rint(alpha * level)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the array goes

"""A scene that the user composed, as it is projected: the layers of the window, enlarged, with their legend."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.canvas.painters.base import Painter, Surface
from app.canvas.painters.labels import LabelsPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import LIGHT, Theme
from app.present.layout import Places, places
from app.sheets.legend import SWATCH, Group, draw_row_swatch, groups
from app.sheets.text import draw_text, wrap

#: Symbols and lines of the window are projected so many times as large.
ENLARGED = 2.0
_LEADING = 1.28
#: Names of zones keep so far from the edge of the map, pixels of the enlarged view.
_EDGE_PX = 4.0
#: Groups that explain colours chosen for the scene come before those that everyone knows.
_LAST = ("Territorio", "Aree riprese")


class EnlargedPainter(Painter):
    """Other painters at a size that a room can read.

    Parameters
    ----------
    painters : sequence of Painter
        From the bottom up.
    factor : float
    """

    surface = Surface.GROUND

    def __init__(self, painters: Sequence[Painter], factor: float, name: str = "layers") -> None:
        super().__init__(name)
        self.painters, self._factor = tuple(painters), factor

    def enlarged(self, view: MapView) -> MapView:
        """Return the same map on fewer, larger pixels."""
        large = self._factor
        return MapView(
            view.center_x,
            view.center_y,
            view.metres_per_px * large,
            view.width / large,
            view.height / large,
            view.dpr * large,
        )

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw them on a map of fewer, larger pixels."""
        painter.scale(self._factor, self._factor)
        large = self.enlarged(view)
        whole = [
            each.clear_of(large, _EDGE_PX) if isinstance(each, LabelsPainter) else each
            for each in self.painters
        ]  # no name of a zone is cut by the edge of the map
        draw_layers(painter, large, theme, [(each, each.opacity) for each in whole])


def legend_of(stack: Any, bounds: Any, criteria: Any) -> tuple[Group, ...]:
    """Return the legend of a scene's layers, what the scene is about first."""
    at = places(1920.0, 1080.0)
    view = MapView(0, 0, 1, at.map.width(), at.map.height(), 1.0).fitted(bounds, 26.0)
    found = groups(stack, view, LIGHT, criteria)
    classes = [group for group in found if group.rows and group.rows[0].item is not None]
    toned = [group for group in classes if group.rows[0].item.key == "tone"]  # type: ignore[union-attr]
    others = [group for group in found if group not in toned]
    return (*toned, *sorted(others, key=lambda group: group.heading in _LAST))


def draw_legend(painter: QPainter, legend: Sequence[Group], top: float, at: Places) -> None:
    """Draw groups down the column as far as there is room; no group without a row of its own."""
    text, left = at.text_px, at.side.left()
    step, indent = text * _LEADING, text * 1.75
    for group in legend:
        if top + 2 * step > at.side.bottom():
            return
        for line in wrap(group.heading, text, at.side.width(), 600)[:2]:
            draw_text(painter, QPointF(left, top + text), line, text, LIGHT.tx, 600)
            top += step
        for row in group.rows:
            lines = wrap(row.text, text, at.side.width() - indent)[:3]
            if top + len(lines) * step > at.side.bottom():
                return
            _swatch(painter, row, QRectF(left, top + text * 0.3, text * 1.3, text * 0.66))
            for line in lines:
                draw_text(painter, QPointF(left + indent, top + text), line, text, LIGHT.tx)
                top += step
        top += text * 0.4


def _swatch(painter: QPainter, row: Any, box: QRectF) -> None:
    scale = box.width() / SWATCH[0]
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    draw_row_swatch(painter, row, QRectF(0, 0, SWATCH[0], box.height() / scale), LIGHT)
    painter.restore()

"""What answers the hand at once, on top of the cached pictures: hovered and selected features, the focus."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app.canvas.painters.base import Highlight, Hit, Painter
from app.canvas.view import MapView
from app.look.theme import Theme


def draw_highlights(
    painter: QPainter,
    view: MapView,
    theme: Theme,
    layers: Sequence[Painter],
    selection: Mapping[str, Sequence[int]],
    hover: Hit | None,
) -> None:
    """Draw the selected features of these layers, then the hovered one."""
    wanted = [(name, fids, Highlight.SELECTED) for name, fids in selection.items()]
    if hover is not None:
        wanted.append((hover.layer, (hover.fid,), Highlight.HOVER))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for name, fids, kind in wanted:
        for layer in layers:
            if layer.name == name and view.zoom >= layer.min_zoom:
                painter.save()
                layer.highlight(painter, view, theme, fids, kind)
                painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_focus(painter: QPainter, box: QRect, theme: Theme) -> None:
    """Draw the focus ring of 2 pixels inside the widget's edge."""
    painter.setPen(QColor(theme.ac))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for inset in (0, 1):
        painter.drawRect(box.adjusted(inset, inset, -1 - inset, -1 - inset))

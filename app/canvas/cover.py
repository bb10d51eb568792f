"""What of the map is in sight: cards stand over it, and are not painted anew at each frame."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

#: Corners of a card through which the map is seen, in pixels.
CORNER_PX = 8


def uncovered(canvas: QWidget) -> QRegion:
    """Return the region of the canvas that no opaque card hides.

    A card is a sibling with the dynamic property "card"; updating the canvas below it
    would have Qt paint the whole card again, rows and icons: three quarters of a frame.
    """
    region = QRegion(canvas.rect())
    parent = canvas.parentWidget()
    if parent is None:
        return region
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for sibling in parent.findChildren(QWidget, options=direct):
        if sibling is not canvas and sibling.isVisible() and sibling.property("card"):
            region -= _opaque(sibling.geometry().translated(-canvas.pos()))
    return region


def _opaque(card: QRect) -> QRegion:
    across = card.adjusted(CORNER_PX, 0, -CORNER_PX, 0)
    along = card.adjusted(0, CORNER_PX, 0, -CORNER_PX)
    return QRegion(across) | QRegion(along)

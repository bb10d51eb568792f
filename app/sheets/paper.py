"""Papers and the places on them: pure geometry in logical pixels of 1/96 inch."""

import math
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF

PX_PER_MM = 96 / 25.4
#: Scales that a sheet may have are these times a power of ten.
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0)
#: Lines of the grid stand at least this far apart.
_GRID_PX = 170.0


class Paper(Enum):
    """A paper by its name on the command line; the value is the long and the short side, millimetres."""

    A4 = (297.0, 210.0)
    A3 = (420.0, 297.0)
    WIDE = (338.667, 190.5)

    @property
    def label(self) -> str:
        """How the paper is called: A4, A3, 16:9."""
        return "16:9" if self is Paper.WIDE else self.name

    @classmethod
    def named(cls, label: str) -> "Paper":
        """Return the paper of a name; ValueError where there is none."""
        found = {paper.label: paper for paper in cls}
        if label.upper() not in found:
            raise ValueError(label)
        return found[label.upper()]

    def size_mm(self, portrait: bool = False) -> tuple[float, float]:
        """Return width and height, millimetres."""
        long, short = self.value
        return (short, long) if portrait else (long, short)


@dataclass(frozen=True)
class Form:
    """How a sheet is made up, whatever its scene.

    Attributes
    ----------
    paper : Paper
    portrait : bool
    scale : float or None
        N of 1:N; None for the largest round scale at which the map holds the whole scene.
    grid, method : bool
        Whether the grid with its coordinates and the method note are on it.
    """

    paper: Paper = Paper.A3
    portrait: bool = False
    scale: float | None = None
    grid: bool = True
    method: bool = True


@dataclass(frozen=True)
class Layout:
    """Where the parts of a sheet stand.

    Attributes
    ----------
    page, frame, header, map : QRectF
        The paper, the line around everything, the title's band, the map's frame.
    columns : tuple of QRectF
        Where legend, scale, summary and method flow: one beside the map, or three below it.
    foot : QRectF or None
        A strip for the footer; None where it stands at the end of the column.
    """

    page: QRectF
    frame: QRectF
    header: QRectF
    map: QRectF
    columns: tuple[QRectF, ...]
    foot: QRectF | None = None


#: Height of the footer's strip: room for two lines.
_FOOT_PX = 44.0


def layout(paper: Paper, portrait: bool = False) -> Layout:
    """Return the layout of a paper: the column beside the map when landscape, below it when portrait."""
    width, height = (side * PX_PER_MM for side in paper.size_mm(portrait))
    page = QRectF(0, 0, width, height)
    large = paper is Paper.A3
    margin = 38.0 if large else 28.0
    frame = page.adjusted(margin, margin, -margin, -margin)
    header = QRectF(frame.left(), frame.top(), frame.width(), 74.0 if large else 62.0)
    body = QRectF(frame.left(), header.bottom(), frame.width(), frame.bottom() - header.bottom())
    if large and not portrait:
        return Layout(page, frame, header, *_beside(body, 14.0, 304.0))
    foot = QRectF(body.left(), body.bottom() - _FOOT_PX, body.width(), _FOOT_PX)
    body.setBottom(foot.top())
    parts = _stacked(body, large) if portrait else _beside(body, 12.0, 302.0)
    return Layout(page, frame, header, *parts, foot)


def _beside(body: QRectF, pad: float, column: float) -> tuple[QRectF, tuple[QRectF, ...]]:
    side = QRectF(body.right() - pad - column, body.top() + pad, column, body.height() - 2 * pad)
    left, top = body.left() + 27.0, body.top() + 27.0
    return QRectF(left, top, side.left() - 24.0 - left, body.bottom() - pad - top), (side,)


def _stacked(body: QRectF, large: bool) -> tuple[QRectF, tuple[QRectF, ...]]:
    pad, low = 14.0, 318.0 if large else 340.0
    left, top = body.left() + 27.0, body.top() + 27.0
    place = QRectF(left, top, body.right() - pad - left, body.bottom() - low - top)
    gap = 24.0
    wide = (body.width() - 2 * pad - 2 * gap) / 3
    columns = tuple(
        QRectF(body.left() + pad + index * (wide + gap), place.bottom() + pad, wide, low - 2 * pad)
        for index in range(3)
    )
    return place, columns


def round_scale(denominator: float) -> float:
    """Return the smallest round N of 1:N not below a denominator, such as 7000."""
    power = 10.0 ** math.floor(math.log10(denominator))
    return next(step * power for step in _ROUND if step * power >= denominator * (1 - 1e-9))


def grid_step(metres_per_px: float) -> float:
    """Return the step of the grid in metres, 1, 2 or 5 times a power of ten, for a resolution on the ground."""
    least = _GRID_PX * metres_per_px
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)

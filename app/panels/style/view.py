"""What the style card shows, and the small pictures in it: ramps of scales, histogram of a field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.look.theme import LIGHT, Theme, font
from maps.views.symbology import Kind, Symbology

_BINS = 48
RAMP = QSize(56, 12)


@dataclass(frozen=True)
class Choice:
    """One entry of a list: what is kept and what is written; colours where it is a scale."""

    value: str
    text: str
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Histogram:
    """The values of a field and the classes that they are cut into.

    Attributes
    ----------
    values : ndarray of float
        Without missing ones.
    breaks : tuple of float
        Upper end of each class.
    colours : tuple of str
        Of each class, ``#RRGGBB``.
    low, high : str
        The least and the largest value, written.
    """

    values: np.ndarray
    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    low: str
    high: str


@dataclass(frozen=True)
class StyleView:
    """What the card shows of a layer.

    Attributes
    ----------
    key, title : str
    kinds : tuple of Choice
        Values of `Kind`; () where the layer has one look only.
    fields : dict of Kind to tuple of Choice
    symbology : Symbology
    scales : tuple of Choice
        Those that fit the present kind, in colours.
    methods : tuple of Choice
    labels : tuple of Choice
        Fields to be written beside features; () where there can be none.
    label : str
    filter_text, filter_count : str
        The filter in words, "" for none; "12 di 129".
    can_filter : bool
    opacity : float
    note : str
        What the classes do not tell by themselves.
    histogram : Histogram or None
    """

    key: str
    title: str
    kinds: tuple[Choice, ...] = ()
    fields: dict[Kind, tuple[Choice, ...]] = field(default_factory=dict)
    symbology: Symbology = field(default_factory=Symbology)
    scales: tuple[Choice, ...] = ()
    methods: tuple[Choice, ...] = ()
    labels: tuple[Choice, ...] = ()
    label: str = ""
    filter_text: str = ""
    filter_count: str = ""
    can_filter: bool = False
    opacity: float = 1.0
    note: str = ""
    histogram: Histogram | None = None


def ramp_icon(colours: Sequence[str], ratio: float) -> QIcon:
    """Return colours side by side as an icon of `RAMP`."""
    image = QPixmap(round(RAMP.width() * ratio), round(RAMP.height() * ratio))
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    step = RAMP.width() / max(len(colours), 1)
    for place, each in enumerate(colours):
        painter.fillRect(QRectF(place * step, 0, step + 0.5, RAMP.height()), QColor(each))
    painter.end()
    return QIcon(image)


class HistogramView(QWidget):
    """Bars in the colours of the classes, a line at each break, the least and the largest value below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._shown: Histogram | None = None
        self.setFixedHeight(70)

    def show_histogram(self, shown: Histogram | None) -> None:
        """Show the values of a field, or nothing."""
        self._shown = shown if shown is not None and len(shown.values) else None
        self.setVisible(self._shown is not None)
        if self._shown is not None:
            count, classes = len(self._shown.values), len(self._shown.breaks)
            self.setAccessibleName(self.tr("Distribuzione di {} valori in {} classi").format(count, classes))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = self._shown
        if shown is None:
            return
        painter = QPainter(self)
        area = QRectF(0, 2, self.width(), self.height() - 20)
        low, high = float(shown.values.min()), float(shown.breaks[-1])
        span = (high - low) or 1.0
        counts, edges = np.histogram(shown.values, bins=_BINS, range=(low, low + span))
        tops = counts / max(counts.max(), 1) * area.height()
        places = np.searchsorted(shown.breaks[:-1], (edges[:-1] + edges[1:]) / 2)
        step = area.width() / _BINS
        for number, (top, place) in enumerate(zip(tops.tolist(), places.tolist(), strict=True)):
            bar = QRectF(
                number * step,
                area.bottom() - max(top, 1.5 if top else 0),
                step - 1,
                max(top, 1.5 if top else 0),
            )
            painter.fillRect(bar, QColor(shown.colours[place]))
        painter.fillRect(QRectF(0, area.bottom(), area.width(), 1), QColor(self.theme.ctl))
        for each in shown.breaks[:-1]:
            x = (each - low) / span * area.width()
            painter.fillRect(QRectF(x, area.top(), 1, area.height()), QColor(self.theme.tx2))
        self._ends(painter, shown)
        painter.end()

    def _ends(self, painter: QPainter, shown: Histogram) -> None:

        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.tx2))
        line = QRectF(0, self.height() - 17, self.width(), 17)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown.low)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown.high)

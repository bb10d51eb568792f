"""The map with its cards over it: who stands where, at every size of the window."""

from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.canvas.view import Bounds, MapView
from app.messages import fit
from app.panels.balance import BivariateLegend
from app.panels.layers import LayersCard
from app.panels.scale import ScaleCard
from app.panels.zones import ZonesCard

MARGIN = 12
#: Below this width the bottom card takes the whole width and the scale card stands above it.
NARROW = 1180
#: A wider bottom card would part its figures from their names.
WIDEST = 1440
#: Height of a card that is folded.
_FOLDED = 40
#: Unfolded layers in less than this show nothing.
_READABLE = 120
#: Below this a message takes the whole width, the legend is folded and the scale says no coordinates.
SMALL = 420


@dataclass
class Cards:
    """The widgets over the map; each may be hidden."""

    layers: LayersCard
    legend: BivariateLegend
    scale: ScaleCard
    bottom: ZonesCard
    buttons: QWidget
    message: QWidget
    progress: QWidget


class MapArea(QWidget):
    """Places the cards; knows nothing of what they show."""

    def __init__(self, canvas: QWidget, cards: Cards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._cards = canvas, cards
        for widget in (canvas, *vars(cards).values()):
            widget.setParent(self)
        canvas.lower()

    @property
    def narrow(self) -> bool:
        """Whether there is little room beside the cards."""
        return self.width() < NARROW

    def free_margins(self) -> tuple[int, int, int, int]:
        """Pixels at left, top, right and bottom that cards cover and a fitted view should leave."""
        bottom = self._cards.bottom.height() + 2 * MARGIN if self._cards.bottom.isVisible() else MARGIN
        legend = self._cards.legend
        if self.narrow and legend.isVisibleTo(self) and legend.folded:
            return self._below_legend()
        left = 0 if self.narrow else 248 + MARGIN
        if self._cards.layers.isVisibleTo(self):
            left = max(left, self._cards.layers.natural_size().width() + MARGIN)
        if legend.isVisibleTo(self) and not legend.folded:
            left = legend.width() + MARGIN
        return left, MARGIN, 48, bottom

    def _below_legend(self) -> tuple[int, int, int, int]:
        """Return the margins of what lies below the legend and above the scale."""
        legend, scale = self._cards.legend.geometry(), self._cards.scale.geometry()
        return MARGIN, legend.bottom() + MARGIN, 48, self.height() - scale.top() + MARGIN

    def free_bounds(self, view: MapView) -> Bounds:
        """Return what the part of the map that no card covers shows, so that fitting it gives the same view."""
        left, top, right, bottom = self.free_margins()
        gap = 16.0  # `framed` leaves as much on each side
        west, north = view.to_world(left + gap, top + gap)
        east, south = view.to_world(view.width - right - gap, view.height - bottom - gap)
        return (west, south, east, north) if west < east and south < north else view.bounds

    def framed(self, view: MapView, bounds: Bounds) -> MapView:
        """Return the view of the whole canvas that has bounds in the part that no card covers."""
        rooms = [self.free_margins()]
        # there may be more room below the legend than beside it
        if self.narrow and self._cards.legend.isVisibleTo(self):
            rooms.append(self._below_legend())
        return min((self._fitted(view, bounds, room) for room in rooms), key=lambda each: each.metres_per_px)

    def _fitted(self, view: MapView, bounds: Bounds, margins: tuple[int, int, int, int]) -> MapView:
        left, top, right, bottom = margins
        width = max(self._canvas.width() - left - right, 150)
        height = max(self._canvas.height() - top - bottom, 150)
        fitted = view.resized(width, height).fitted(bounds, 16.0)
        whole = fitted.resized(self._canvas.width(), self._canvas.height())
        return whole.panned((left - right) / 2, (top - bottom) / 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Put every card in its place."""
        width, height = self.width(), self.height()
        self._canvas.setGeometry(0, 0, width, height)
        bottom_top = self._place_bottom(width, height)
        scale_top = self._place_scale(height, bottom_top)
        self._place_top_left(scale_top)
        buttons = self._cards.buttons
        buttons.adjustSize()
        buttons.move(width - buttons.width() - MARGIN, MARGIN)
        self._place_messages(width)

    def _place_bottom(self, width: int, height: int) -> int:
        card = self._cards.bottom
        if not card.isVisibleTo(self):
            return height
        left = MARGIN if self.narrow else 2 * MARGIN + 248
        tall = card.desired_height(height)
        if self.narrow:  # the scale and the button of the layers stand above it
            above = self._cards.scale.sizeHint().height() + _FOLDED
            tall = max(min(tall, height - above - 4 * MARGIN), _FOLDED)
        buttons = self._cards.buttons.sizeHint()
        covered = (
            MARGIN + buttons.height() > height - MARGIN - tall
        )  # a low map: leave the buttons their column
        right = MARGIN + (buttons.width() + 8 if covered else 0)
        wide = min(max(width - left - right, 200), WIDEST)
        card.setGeometry(left, height - MARGIN - tall, wide, tall)
        return height - MARGIN - tall

    def _place_scale(self, height: int, bottom_top: int) -> int:
        card = self._cards.scale
        small = self.width() < SMALL
        card.set_compact(small)
        tall = card.sizeHint().height()
        top = (bottom_top if self.narrow else height) - MARGIN - tall
        room = self.width() - self._cards.buttons.sizeHint().width() - 3 * MARGIN
        card.setGeometry(MARGIN, top, min(248, room) if small else 248, tall)
        return top

    def _place_top_left(self, scale_top: int) -> None:
        layers, legend = self._cards.layers, self._cards.legend
        room = scale_top - 2 * MARGIN
        if layers.isVisibleTo(self):
            if room < _READABLE and not layers.folded:  # it was asked for: it lies over the scale
                room = self.height() - 2 * MARGIN
                layers.raise_()
            wanted = layers.natural_size()
            layers.setGeometry(MARGIN, MARGIN, wanted.width(), min(wanted.height(), room))
        if legend.isVisibleTo(self):
            legend.set_compact(self.narrow, least=self.width() < SMALL)
            legend.adjustSize()
            legend.move(MARGIN, MARGIN)

    def _place_messages(self, width: int) -> None:
        top = MARGIN
        widest = min(760, width - 2 * MARGIN - (0 if self.narrow else 248) - 120)
        left = MARGIN + (48 if self.narrow else 248 + MARGIN)
        for card in (self._cards.message, self._cards.progress):
            if card.isVisibleTo(self):
                fit(card, width - 2 * MARGIN if width < SMALL else max(min(widest, width - left - 60), 240))
                centred = (width - card.width()) // 2
                card.move(centred if width < SMALL else max(left, centred), top)
                card.raise_()
                top += card.height() + 8

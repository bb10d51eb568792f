"""Two maps side by side that show the same ground: one pans and zooms, the other follows."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.canvas.follow import FollowingCanvas
from app.canvas.furniture import draw_north, draw_scale_bar
from app.canvas.painters.base import Hit, Painter, blend
from app.canvas.view import Bounds, MapView
from app.look.icons import pixmap
from app.look.theme import DENSITY, LIGHT, Theme, font
from app.look.widgets import Card, Elided, label
from app.panels.review.told import Told
from app.speech import numbers

_GAP, _MARGIN, _BADGE = 8, 12, 40
_CROSS = 13.0


class SideCard(Card):
    """Which semester a map shows, and how many events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(14, 7, 14, 8)
        self.body.setSpacing(1)
        self.title, self.line = label("", "title"), label("", "caption")
        self.line.setWordWrap(True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.line)

    def tell(self, told: tuple[str, str], most: int) -> None:
        """Show title and second line; `most` is the widest that there is room for."""
        self.title.setText(told[0])
        self.line.setText(told[1])
        wanted = max(part.fontMetrics().horizontalAdvance(part.text()) for part in (self.title, self.line))
        wide = min(wanted + 34, most)
        self.resize(wide, self.heightForWidth(wide))


class ScaleCorner(Card):
    """Scale bar and attribution of both maps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.view: MapView | None = None
        self.body.setContentsMargins(14, 42, 14, 7)
        self.credit = Elided(role="caption")
        self.body.addWidget(self.credit)
        self.setFixedSize(248, 66)

    def set_credit(self, text: str) -> None:
        """Tell whose data the maps draw; without any the card is as tall as its bar."""
        self.credit.set_whole(text)
        self.credit.setVisible(bool(text))
        self.setFixedHeight(66 if text else 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.view is not None:
            painter = QPainter(self)
            draw_scale_bar(painter, QPointF(14, 8), self.view, self.theme, 180)
            painter.end()


class DensityLegend(Card):
    """The classes that both maps share."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.breaks: Sequence[float] = ()
        self.setFixedSize(QSize(316, 74))

    def set_breaks(self, breaks: Sequence[float]) -> None:
        """Show these lower limits, events/km2."""
        self.breaks = tuple(breaks)
        told = ", ".join(numbers.compact(each, 2) for each in self.breaks)
        self.setAccessibleName(self.tr("Eventi per km², stesse classi nelle due mappe: {}").format(told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self.theme
        painter.setFont(font(12, 600))
        painter.setPen(QColor(theme.tx))
        painter.drawText(QPointF(14, 20), self.tr("Eventi per km², stesse classi nelle due mappe"))
        wide = (self.width() - 28) / max(len(self.breaks), 1)
        painter.setFont(font(12))
        for n, low in enumerate(self.breaks):
            ground = blend(DENSITY[n], theme.map.land, theme.density_opacity[n])
            painter.fillRect(QRectF(14 + n * wide, 30, wide - 1, 12), QColor(ground))
            painter.drawText(QPointF(14 + n * wide, 60), numbers.compact(low, 2))
        painter.end()


class TwinMaps(QWidget):
    """The two maps, their cards, the link between them, and the pointer shown on both.

    Signals
    -------
    zone_chosen(int fid)
    """

    zone_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.left, self.right = FollowingCanvas(self), FollowingCanvas(self)
        self.left.setAccessibleName(self.tr("Mappa del semestre di prima"))
        self.right.setAccessibleName(self.tr("Mappa del semestre in esame"))
        self.before, self.after = SideCard(self), SideCard(self)
        self.scale, self.legend = ScaleCorner(self), DensityLegend(self)
        self.badge = QLabel(self)
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.badge.setAccessibleName(self.tr("Le due mappe si muovono insieme"))
        self.badge.setToolTip(self.tr("Le due mappe si muovono insieme"))
        self._told: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))
        self._pointer: QPointF | None = None
        self._following = False
        #: What is fitted again when the room changes, until the hand moves the maps: bounds, and the scale they had.
        self._home: tuple[Bounds, float] | None = None
        for canvas, other in ((self.left, self.right), (self.right, self.left)):
            self._link(canvas, other)
        self.right.add_overlay(self._north)

    def _link(self, canvas: FollowingCanvas, other: FollowingCanvas) -> None:
        canvas.view_changed.connect(lambda view: self._follow(canvas, other, view))
        canvas.hovered.connect(self._point_at)
        canvas.pointer_left.connect(lambda: self._point_at(None))
        canvas.picked.connect(self._picked)
        canvas.add_overlay(self._cross)

    @property
    def canvases(self) -> tuple[FollowingCanvas, FollowingCanvas]:
        """Both maps, the earlier semester first."""
        return self.left, self.right

    @property
    def up_to_date(self) -> bool:
        """Whether both maps are drawn."""
        return all(canvas.up_to_date or not canvas.isVisible() for canvas in self.canvases)

    def _follow(self, canvas: FollowingCanvas, other: FollowingCanvas, view: MapView) -> None:
        if self._following:
            return
        self._following = True
        try:
            other.follow(view, canvas.target_view)
        finally:
            self._following = False
        self.scale.view = view
        self.scale.update()

    def _point_at(self, world: QPointF | None) -> None:
        self._pointer = world
        for canvas in self.canvases:
            canvas.update()

    @property
    def pointer(self) -> QPointF | None:
        """World point under the pointer, on either map."""
        return self._pointer

    def _cross(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        if self._pointer is None:
            return
        at = QPointF(*view.to_screen(self._pointer.x(), self._pointer.y()))
        for colour, width in ((theme.map.halo, 5.0), (theme.ac, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(QLineF(at - QPointF(_CROSS, 0), at + QPointF(_CROSS, 0)))
            painter.drawLine(QLineF(at - QPointF(0, _CROSS), at + QPointF(0, _CROSS)))

    def _north(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        draw_north(painter, QPointF(view.width - 30, 42), theme, 46)

    def _picked(self, hit: Hit | None) -> None:
        if hit is not None and hit.layer == "analysis_zone":
            self.zone_chosen.emit(hit.fid)

    def set_stacks(self, before: Iterable[Painter], after: Iterable[Painter]) -> None:
        """Show these painters, from the bottom up."""
        self.left.set_stack(before)
        self.right.set_stack(after)

    def select(self, fid: int | None) -> None:
        """Mark a zone on both maps."""
        chosen: dict[str, Sequence[int]] = {} if fid is None else {"analysis_zone": (fid,)}
        for canvas in self.canvases:
            canvas.set_selection(chosen)

    def fit(self, bounds: Bounds) -> None:
        """Show all of some bounds, and let Home come back to them."""
        for canvas in self.canvases:
            canvas.set_home(bounds)
        self.left.fit_bounds(bounds, 12.0)
        self._home = bounds, self.left.target_view.metres_per_px

    def show_told(self, told: Told) -> None:
        """Write the cards."""
        self._told = told.before, told.after
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = self.scale.theme = self.legend.theme = theme
        for canvas in self.canvases:
            canvas.set_theme(theme)
        self.badge.setPixmap(pixmap("link", theme.tx, 18, self.devicePixelRatioF()))
        side = _BADGE // 2
        self.badge.setStyleSheet(
            f"background: {theme.sf}; border: 2px solid {theme.tx}; border-radius: {side}px;"
        )
        self.update()

    def stop(self) -> None:
        """End the workers of the maps."""
        for canvas in self.canvases:
            canvas.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        half = (width - _GAP) // 2
        self.left.setGeometry(0, 0, half, height)
        self.right.setGeometry(width - half, 0, half, height)
        for card, told, left in zip((self.before, self.after), self._told, (0, width - half), strict=True):
            card.tell(told, max(half - 90, 120))
            card.move(left + _MARGIN, _MARGIN)
            card.setVisible(bool(told[0]))
        self.scale.move(_MARGIN, height - self.scale.height() - _MARGIN)
        self.legend.move(width - self.legend.width() - _MARGIN, height - self.legend.height() - _MARGIN)
        self.badge.setGeometry((width - _BADGE) // 2, (height - _BADGE) // 2, _BADGE, _BADGE)
        for part in (self.before, self.after, self.scale, self.legend, self.badge):
            part.raise_()
        if self._home is not None and self.left.target_view.metres_per_px == self._home[1]:
            self.fit(self._home[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.ln))
        painter.end()

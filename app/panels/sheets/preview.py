"""A page as it will be printed, on white whatever the theme: zoomed about the cursor, moved by the hand."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import LIGHT, Theme, font
from app.sheets.paper import PX_PER_MM

_ROOM = 24.0
#: Screen pixels for each 1/96 inch: at 1 the paper has its true size on an ordinary screen.
_CLOSEST, _TRUE = 4.0, 1.0
_NOTCH = 2.0**0.5
#: The hand rests so long before a zoom is drawn again.
_REST_MS = 120
_MOVES = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Preview(QWidget):
    """One page.

    Signals
    -------
    sharper_wanted() : the page is shown at another size than its picture was drawn for.
    zoom_changed() : for the figure beside.
    turned(int) : the page after (1) or before (-1) is asked for.
    """

    sharper_wanted = Signal()
    zoom_changed = Signal()
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(self.tr("Anteprima della pagina"))
        self.setAccessibleDescription(
            self.tr("Rotella o + e − per lo zoom, frecce per spostarsi, 0 per tutta")
        )
        self.theme: Theme = LIGHT
        self.size_px = QSizeF(1587.0, 1123.0)
        self.zoom, self._corner = 1.0, QPointF()
        self._fitted, self._grey = True, False
        self._image, self._shown, self._reason = QImage(), QImage(), ""
        self._held: QPointF | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.sharper_wanted)

    # What is shown

    def set_paper(self, width_mm: float, height_mm: float) -> None:
        """Show a paper of another size; the picture of the one before goes away."""
        size = QSizeF(width_mm * PX_PER_MM, height_mm * PX_PER_MM)
        if size != self.size_px:
            self.size_px = size
            self._image = self._shown = QImage()
            self.fit()

    def set_image(self, image: QImage) -> None:
        """Show the picture of the whole page."""
        self._image = image
        self._colour()

    def clear(self, reason: str = "") -> None:
        """Show an empty paper, with the reason where the page cannot be drawn."""
        self._image = self._shown = QImage()
        self._reason = reason
        self.update()

    @property
    def is_blank(self) -> bool:
        """Whether there is no picture yet."""
        return self._image.isNull()

    @property
    def at_rest(self) -> bool:
        """Whether no zoom waits to be drawn again."""
        return not self._rest.isActive()

    @property
    def grey(self) -> bool:
        """Whether the page is seen as a printer without colours gives it."""
        return self._grey

    def set_grey(self, grey: bool) -> None:
        """Show the page without colours, or with them."""
        self._grey = grey
        self._colour()

    def _colour(self) -> None:
        grey = self._grey and not self._image.isNull()
        self._shown = self._image.convertToFormat(QImage.Format.Format_Grayscale8) if grey else self._image
        self.update()

    @property
    def wanted_dpr(self) -> float:
        """Pixels for each 1/96 inch that a sharp picture needs now."""
        return self.zoom * self.devicePixelRatioF()

    @property
    def page_rect(self) -> QRectF:
        """Where the paper is, pixels of the widget."""
        return QRectF(self._corner, self.size_px * self.zoom)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`; the paper stays white."""
        self.theme = theme
        self.update()

    # Zoom and move

    def fit(self) -> None:
        """Show the whole page."""
        self._fitted = True
        room = QSizeF(self.width() - 2 * _ROOM, self.height() - 2 * _ROOM)
        self.zoom = self._least(room)
        page = self.size_px * self.zoom
        self._corner = QPointF((self.width() - page.width()) / 2, (self.height() - page.height()) / 2)
        self._moved()

    def _least(self, room: QSizeF) -> float:
        return max(min(room.width() / self.size_px.width(), room.height() / self.size_px.height()), 0.05)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of the widget, its middle by default."""
        at = at or QRectF(self.rect()).center()
        least = self._least(QSizeF(self.width() - 2 * _ROOM, self.height() - 2 * _ROOM))
        zoom = min(max(self.zoom * factor, least), max(_CLOSEST, least))
        if zoom <= least * 1.001:
            self.fit()
            return
        on_page = (at - self._corner) / self.zoom
        self._fitted, self.zoom = False, zoom
        self._corner = at - on_page * zoom
        self._keep_in_sight()
        self._moved()

    def show_true_size(self, at: QPointF | None = None) -> None:
        """Show the paper at its true size, or whole where it already is."""
        if self._fitted:
            self.zoom_by(_TRUE / self.zoom if self.zoom < _TRUE else 2.0, at)
        else:
            self.fit()

    def _keep_in_sight(self) -> None:
        page = self.size_px * self.zoom
        x = _within(self._corner.x(), page.width(), self.width())
        self._corner = QPointF(x, _within(self._corner.y(), page.height(), self.height()))

    def _moved(self) -> None:
        self.update()
        self.zoom_changed.emit()
        self._rest.start()

    # The hand

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(_NOTCH ** (event.angleDelta().y() / 120.0), event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_true_size(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._move(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def _move(self, by: QPointF) -> None:
        if not self._fitted:
            self._corner += by
            self._keep_in_sight()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom_by(_NOTCH if key is Qt.Key.Key_Plus else 1 / _NOTCH)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.show_true_size()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key is Qt.Key.Key_PageDown else -1)
        elif key in _MOVES:
            x, y = _MOVES[key]
            self._move(QPointF(x * 80.0, y * 80.0))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._keep_in_sight()
            self._moved()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(self.theme.bg))
        page = self.page_rect
        painter.fillRect(page, QColor(LIGHT.sf))
        if self._shown.isNull():
            painter.setPen(QColor(LIGHT.tx3))
            painter.setFont(font(13))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            told = self._reason or self.tr("Disegno della pagina…")
            painter.drawText(page.adjusted(24, 24, -24, -24), flags, told)
        else:
            painter.drawImage(page, self._shown)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(self.theme.ac if focused else self.theme.ctl), 2 if focused else 1))
        painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


def _within(corner: float, page: float, room: float) -> float:
    """Return a corner at which a page stays in sight: in the middle where it is smaller than the room."""
    if page + 2 * _ROOM <= room:
        return (room - page) / 2
    return min(max(corner, room - page - _ROOM), _ROOM)

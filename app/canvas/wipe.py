"""Before and after on one map: a second picture of the same view, uncovered by a line that the hand moves."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.follow import FollowingCanvas
from app.canvas.painters.base import Hit, Painter
from app.canvas.view import MapView
from app.look.theme import LIGHT, Theme
from app.look.widgets import Card, label

#: The disc of the handle, the strip along the line that takes the hand, and where the labels stand.
DISC, STRIP, TOP, GAP = 40, 13, 12, 14
STEP, LONG_STEP = 0.02, 0.1


class AfterCanvas(FollowingCanvas):
    """The map on the far side of the line: it follows the view of another and takes no events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Mappa con il progetto"))


class Handle(QWidget):
    """The line with its disc.

    Signals
    -------
    dragged(float x), stepped(float share)
        The hand is at `x` of the parent; a key asks to move by a share of the width.
    """

    dragged = Signal(float)
    stepped = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("Confine fra prima e dopo"))
        self.setAccessibleDescription(
            self.tr("Frecce per spostare, Maiusc e frecce più in fretta, Inizio e Fine per gli estremi")
        )
        self.setToolTip(self.tr("Trascinare per confrontare; frecce sinistra e destra dalla tastiera"))

    def place(self, x: float, height: int) -> None:
        """Stand at `x` of the parent, over its whole height."""
        self.setGeometry(round(x) - DISC // 2, 0, DISC, height)
        strip = QRegion((DISC - STRIP) // 2, 0, STRIP, height)
        self.setMask(strip | QRegion(self._disc().toAlignedRect(), QRegion.RegionType.Ellipse))

    def _disc(self) -> QRectF:
        return QRectF(0, self.height() * 0.4 - DISC / 2, DISC, DISC)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, ink = DISC / 2, QColor(self.theme.tx)
        for colour, width in ((QColor(self.theme.sf), 5.0), (ink, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        disc = self._disc().adjusted(3, 3, -3, -3)
        focus = self.hasFocus()
        painter.setPen(QPen(QColor(self.theme.ac) if focus else ink, 2.5 if focus else 1.6))
        painter.setBrush(QColor(self.theme.sf))
        painter.drawEllipse(disc)
        painter.setPen(QPen(ink, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        centre = disc.center()
        for side in (-1, 1):
            tip = QPointF(centre.x() + side * 9, centre.y())
            for across in (-5, 5):
                painter.drawLine(tip, tip + QPointF(-side * 5, across))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(float(self.mapToParent(event.position().toPoint()).x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {
            Qt.Key.Key_Left: -(LONG_STEP if far else STEP),
            Qt.Key.Key_Right: LONG_STEP if far else STEP,
            Qt.Key.Key_Home: -1.0,
            Qt.Key.Key_End: 1.0,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class _Side(Card):
    """What a side shows, in words, beside the line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(14, 7, 14, 7)
        self.words = label("", "value")
        self.body.addWidget(self.words)


class Wipe(QObject):
    """Two stacks of painters on one map, parted by a line.

    Parameters
    ----------
    canvas : MapCanvas
        Shows "before", and takes all the gestures; has a parent that holds the cards over it.

    Signals
    -------
    moved(float)
        Where the line is, as a share of the width.
    """

    moved = Signal(float)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.after: AfterCanvas | None = None
        self.handle: Handle | None = None
        self.share = 0.5
        self._theme: Theme = LIGHT
        self._labels: list[_Side] = []
        self._words = ("", "")

    @property
    def active(self) -> bool:
        """Whether the two sides are on show."""
        return self.after is not None and not self.after.isHidden()

    @property
    def up_to_date(self) -> bool:
        """Whether every picture of the far side is drawn."""
        return not self.active or (self.after is not None and self.after.up_to_date)

    def start(self, painters: Iterable[Painter], before: str, after: str) -> None:
        """Show these painters beyond the line, with a label on each side."""
        canvas = self._canvas
        if self.after is None or self.handle is None:
            self.after, self.handle = self._make(canvas.parentWidget() or canvas)
        self._words = before, after
        self.after.set_stack(painters)
        widgets: list[QWidget] = [*self._labels, self.handle, self.after, canvas]
        for widget in widgets:
            widget.lower()  # the canvas ends lowest, then the far side, the line and its labels: cards stay above
            widget.show()
        self._fit()
        self._follow(canvas.view)

    def _make(self, parent: QWidget) -> tuple[AfterCanvas, Handle]:
        """Make the far side and the line, the first time that they are wanted."""
        canvas, after, handle = self._canvas, AfterCanvas(parent), Handle(parent)
        self.share = self._middle()
        after.set_theme(self._theme)
        handle.theme = self._theme
        handle.dragged.connect(lambda x: self.set_share(x / max(canvas.width(), 1)))
        handle.stepped.connect(lambda step: self.set_share(self.share + step))
        self._labels = [_Side(parent), _Side(parent)]
        canvas.view_changed.connect(self._follow)
        canvas.installEventFilter(self)
        return after, handle

    def set_stack(self, painters: Iterable[Painter]) -> None:
        """Put other painters beyond the line; all of it is drawn again."""
        if self.after is not None:
            self.after.set_stack(painters)
            self.after.invalidate()

    def finish(self) -> None:
        """Show one side alone again."""
        for widget in (self.after, self.handle, *self._labels):
            if widget is not None:
                widget.hide()
        if self.after is not None:
            self.after.set_stack(())

    def set_share(self, share: float) -> None:
        """Put the line at a share of the width, 0 for the far side alone, 1 for the near side alone."""
        self.share = min(max(share, 0.0), 1.0)
        self._fit()
        self.moved.emit(self.share)

    def set_selection(self, selection: Mapping[str, Sequence[int]]) -> None:
        """Highlight the same features as on the near side."""
        if self.after is not None:
            self.after.set_selection(dict(selection))

    def hits_at(self, px: float, py: float) -> list[Hit]:
        """Return what lies under a pixel of the side that is seen there, the best first."""
        beyond = self.active and px >= self.share * self._canvas.width()
        return (
            self.after.hits_at(px, py) if beyond and self.after is not None else self._canvas.hits_at(px, py)
        )

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        if self.after is not None and self.handle is not None:
            self.after.set_theme(theme)
            self.handle.theme = theme
            self.handle.update()

    def stop(self) -> None:
        """End the worker of the far side."""
        if self.after is not None:
            self.after.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.active:
            self._fit()
            self._follow(self._canvas.view)
        return False

    def _follow(self, view: MapView) -> None:
        if self.active and self.after is not None:
            self.after.follow(view, self._canvas.target_view)

    def _fit(self) -> None:
        if self.after is None or self.handle is None:
            return
        box = self._canvas.geometry()
        x = self.share * box.width()
        if self.after.geometry() != box:
            self.after.setGeometry(box)
        edge = round(x)
        self.after.setMask(QRegion(QRect(edge, 0, max(box.width() - edge, 1), box.height())))
        self.handle.place(box.left() + min(max(x, STRIP / 2), box.width() - STRIP / 2), box.height())
        self._place_labels(box, x)

    def _place_labels(self, box: QRect, x: float) -> None:
        for card, text, left in zip(self._labels, self._words, (True, False), strict=True):
            card.words.setText(text)
            card.adjustSize()
            room = x if left else box.width() - x
            place = round(x - GAP - card.width() if left else x + GAP)
            card.move(place, self._clear_of_cards(QRect(place, TOP, card.width(), card.height())))
            card.setVisible(self.active and room > card.width() + 2 * GAP)

    def _clear_of_cards(self, wanted: QRect) -> int:
        """Return the least height at which a label is under no card."""
        while met := [card.bottom() for card in self._cards() if card.intersects(wanted)]:
            wanted.moveTop(max(met) + GAP)
        return wanted.top()

    def _middle(self) -> float:
        """Return the share of the width in the middle of what the cards at the top leave free."""
        width = max(self._canvas.width(), 1)
        left = max((card.right() for card in self._cards() if card.top() <= 2 * TOP), default=0)
        return (left + width) / 2 / width

    def _cards(self) -> list[QRect]:
        """Return where cards stand along the left side of the map; messages come and go."""
        mine = {self.after, self.handle, self._canvas, *self._labels}
        parent, direct = self._canvas.parentWidget(), Qt.FindChildOption.FindDirectChildrenOnly
        others = [] if parent is None else parent.findChildren(QWidget, options=direct)
        places = [each.geometry() for each in others if each not in mine and each.isVisible()]
        return [each for each in places if each.left() <= TOP and each.width() < self._canvas.width() / 2]

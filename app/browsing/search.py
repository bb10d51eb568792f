"""The search box: streets, places, cameras, zones, layers, bookmarks and commands, by Ctrl+K."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.browsing.index import Hit, Index
from app.look.icons import pixmap
from app.look.theme import LIGHT, Theme, font

__all__ = ["Hit", "SearchBox"]

#: The focus goes to the list of what is found, or the window is not the active one: the text stays to be written.
_STILL_WRITING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_HIT = Qt.ItemDataRole.UserRole + 1
_ROW_PX, _SIDE_PX, _WIDEST_PX, _WRITING_PX = 30, 12, 560, 260
#: Room for the lens and for the keys beside the text.
_LENS_PX, _KEYS_PX = 26, 62
#: A field narrower than this has no room for the keys.
_HINTED_PX = 170
#: What the list shows where nothing is found: it cannot be chosen.
NOTHING = Hit("Nessun risultato", "si cercano vie, telecamere, zone, luoghi", "", None)
Index_ = QModelIndex | QPersistentModelIndex


class _Found(QAbstractListModel):
    """The hits on show."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index_ = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.hits)

    def flags(self, index: Index_) -> Qt.ItemFlag:
        if index.isValid() and self.hits[index.row()] == NOTHING:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index_, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.text}, {hit.kind}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return hit.text
        return hit if role == _HIT else None


class _Row(QStyledItemDelegate):
    """A name at the left; what it is, or its keys, at the right."""

    theme: Theme = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index_) -> QSize:
        return QSize(200, max(_ROW_PX, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index_) -> None:
        hit: Hit = index.data(_HIT)
        painter.save()
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen:
            painter.fillRect(option.rect, QColor(self.theme.ac))
        ink, quiet = (QColor(tone) for tone in (self.theme.tx, self.theme.tx2))
        if chosen:
            ink = quiet = QColor(self.theme.on)
        area: QRect = option.rect.adjusted(_SIDE_PX, 0, -_SIDE_PX, 0)
        painter.setFont(font(12))
        told = " · ".join(part for part in (hit.kind, hit.hint) if part)
        room = painter.fontMetrics().horizontalAdvance(told) + 16
        painter.setPen(quiet)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, told)
        painter.setFont(font(13))
        painter.setPen(ink)
        name = painter.fontMetrics().elidedText(
            hit.text, Qt.TextElideMode.ElideRight, max(area.width() - room, 40)
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class SearchBox(QLineEdit):
    """A line edit that completes by any part of a name.

    Signals
    -------
    chosen(Hit), missed(str)

    Attributes
    ----------
    read_place : callable or None
        Gives the hit of a text that is a position, None for any other text.
    offered : callable or None
        Gives what is shown before anything is written.
    """

    chosen = Signal(object)
    missed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Cerca"))
        self.setAccessibleDescription(
            self.tr("Vie, luoghi, telecamere, zone, livelli, comandi oppure coordinate; frecce per scegliere")
        )
        self.setFixedHeight(32)
        self.setMinimumWidth(160)
        self.read_place: Callable[[str], Hit | None] | None = None
        self.offered: Callable[[], Sequence[Hit]] | None = None
        self._narrow = self._writing = False
        self._index = Index()
        self._found = _Found()
        self._make_popup()
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._return_pressed)
        self._add_marks()

    def _make_popup(self) -> None:
        view = QListView()
        view.setAccessibleName(self.tr("Risultati della ricerca"))
        view.setUniformItemSizes(True)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setPopup(view)
        self._list: QAbstractItemView = view
        self._rows = _Row(view)
        view.setItemDelegate(self._rows)  # the completer gives its own at setPopup
        self._completer.setWidget(self)
        activated: Any = self._completer.activated  # two signals of one name
        activated[QModelIndex].connect(self._take)

    def _add_marks(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 6, 0)
        self._lens = QLabel()
        self._lens.setFixedSize(16, 16)
        self._hint = QLabel("Ctrl+K")
        self._hint.setProperty("key", True)
        for mark in (self._lens, self._hint):
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._lens)
        row.addStretch(1)
        row.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(lambda _text: self._place_marks())

    def set_narrow(self, narrow: bool) -> None:
        """Leave the keys out where the bar is short."""
        self._narrow = narrow
        self._place_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what can be found where there is room to say it, never half of it."""
        super().resizeEvent(event)
        self._place_marks()
        if self._writing and self.width() < _WRITING_PX:
            QTimer.singleShot(0, self, self.widen)  # the bar was laid out again while somebody writes

    def _place_marks(self) -> None:
        hinted = not self._narrow and not self.text() and self.width() >= _HINTED_PX
        beside = _KEYS_PX if hinted else 6
        margins = QMargins(_LENS_PX, 0, beside, 0)
        if self.textMargins() != margins:  # each time they are set the whole bar is laid out again
            self.setTextMargins(margins)
        self._hint.setVisible(hinted)
        room, wide = self.width() - _LENS_PX - beside - 20, self.fontMetrics().horizontalAdvance
        texts = (self.tr("Cerca vie, telecamere, comandi"), self.tr("Cerca"), "")
        self.setPlaceholderText(next((text for text in texts if wide(text) <= room), ""))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._rows.theme = theme
        self._lens.setPixmap(pixmap("magnifying-glass", theme.tx2, 16, self.devicePixelRatioF()))

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Replace what can be found."""
        self._index = Index(hits)

    def search(self, text: str) -> list[Hit]:
        """Return what a text finds, a position before the names."""
        place = self.read_place(text) if self.read_place is not None else None
        return [*([place] if place is not None else []), *self._index.find(text)]

    @property
    def found(self) -> Sequence[Hit]:
        """What the list shows."""
        return self._found.hits

    def popup(self) -> QAbstractItemView:
        """Return the list of what is found."""
        return self._list

    def offer(self) -> None:
        """Show what can be done before anything is written."""
        if not self.text() and self.offered is not None:
            self._show(self.offered())

    def _look(self, text: str) -> None:
        if text.strip():
            self._show(self.search(text) or [NOTHING])
        else:
            self.offer()

    def _show(self, hits: Sequence[Hit]) -> None:
        self._found.show(hits)
        if not hits:
            self._list.hide()
            return
        wide = max(self.width(), min(_WIDEST_PX, self.window().width() - self.x() - 24))
        self._completer.complete(QRect(0, 0, wide, self.height()))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's own shortcut: it leaves the search."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self._look(self.text())
            return
        super().keyPressEvent(event)

    def widen(self) -> None:
        """Lie over what stands beside it, where the bar is too short to write in."""
        bar = self.parentWidget()
        if bar is not None and self._writing and self.width() < _WRITING_PX:
            self.raise_()
            self.resize(min(_WRITING_PX, bar.width() - self.x()), self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STILL_WRITING:
            self._writing = False
            self.updateGeometry()  # the bar gives it its own place again

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._writing = True
        self.widen()
        if event.reason() is Qt.FocusReason.ShortcutFocusReason:
            self.offer()

    def _leave(self) -> None:
        self._list.hide()
        self.clear()
        self.clearFocus()

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        if hit != NOTHING:
            self._choose(hit)

    def _choose(self, hit: Hit | None) -> None:
        self._leave()
        if hit is not None:
            self.chosen.emit(hit)

    def _return_pressed(self) -> None:
        text = self.text().strip()
        current = self._list.currentIndex() if self._list.isVisible() else QModelIndex()
        if current.isValid() and current.data(_HIT) != NOTHING:
            self._take(current)
            return
        hits = self.search(text) if text else []
        if hits:
            self._choose(hits[0])
        elif text:
            self.missed.emit(text)

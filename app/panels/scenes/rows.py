"""The list of the scenes: thumbnail, number, title, what it shows."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.look.theme import LIGHT, Theme, font

ROW, THUMBNAIL = 88, QSize(112, 70)
_NAME = Qt.ItemDataRole.UserRole
_ABOUT = Qt.ItemDataRole.UserRole + 1
_PICTURE = Qt.ItemDataRole.UserRole + 2
_INDEX = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class SceneRow:
    """One scene as the list shows it: its name, its title, and what it shows in a line."""

    name: str
    title: str
    about: str


class SceneDelegate(QStyledItemDelegate):
    """Paints a scene."""

    theme: Theme = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _INDEX) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        area, theme, states = option.rect, self.theme, QStyle.StateFlag
        painter.save()
        if option.state & states.State_Selected:
            painter.fillRect(area, QColor(theme.acw))
            painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.ac))
        elif option.state & states.State_MouseOver:
            painter.fillRect(area, QColor(theme.hv))
        if option.state & states.State_HasFocus:
            painter.setPen(QColor(theme.ac))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        picture = QRect(area.left() + 16, area.top() + 9, THUMBNAIL.width(), THUMBNAIL.height())
        self._picture(painter, picture, index.data(_PICTURE))
        self._words(painter, area.adjusted(16 + THUMBNAIL.width() + 10, 8, -12, -8), index)
        painter.restore()

    def _picture(self, painter: QPainter, area: QRect, picture: QImage | None) -> None:
        painter.fillRect(area, QColor(self.theme.map.land))
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, picture)
        painter.setPen(QColor(self.theme.ln))
        painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _words(self, painter: QPainter, area: QRect, index: _INDEX) -> None:
        painter.setPen(QColor(self.theme.tx))
        painter.setFont(font(13, 600))
        title = f"{index.row() + 1}. {index.data(Qt.ItemDataRole.DisplayRole)}"
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        height = min(painter.fontMetrics().boundingRect(area, wrap, title).height(), 52)
        painter.setClipRect(area)
        painter.drawText(QRect(area.left(), area.top(), area.width(), height), wrap, title)
        painter.setPen(QColor(self.theme.tx2))
        painter.setFont(font(12))
        about = QRect(area.left(), area.bottom() - 16, area.width(), 17)
        told = painter.fontMetrics().elidedText(index.data(_ABOUT), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(about, Qt.AlignmentFlag.AlignVCenter, told)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _INDEX) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(self.tr("Titolo della scena"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _INDEX) -> None:
        left = option.rect.left() + 16 + THUMBNAIL.width() + 6
        editor.setGeometry(left, option.rect.top() + 8, option.rect.right() - left - 8, 30)


class ScenesList(QListWidget):
    """The list; rows are dragged, and renamed in place (F2).

    Signals
    -------
    renamed(str name, str title), moved(str name, int place), delete_pressed()
    """

    renamed = Signal(str, str)
    moved = Signal(str, int)
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.delegate = SceneDelegate()
        self.setObjectName("scenes")
        self.setAccessibleName(self.tr("Scene"))
        self.setAccessibleDescription(
            self.tr("Invio mostra la scena, F2 la rinomina, Canc la elimina, Alt con le frecce la sposta")
        )
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._changed)
        self.model().rowsMoved.connect(self._rows_moved)

    def set_rows(self, rows: list[SceneRow], *, editable: bool) -> None:
        """Show these scenes; the current one stays so, by name or by place."""
        current, place = self.current, self.currentRow()
        pictures = {self.item(i).data(_NAME): self.item(i).data(_PICTURE) for i in range(self.count())}
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.title or row.name)
            item.setData(_NAME, row.name)
            item.setData(_ABOUT, row.about)
            item.setData(_PICTURE, pictures.get(row.name))
            item.setToolTip(row.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.about}")
            flags = item.flags() | Qt.ItemFlag.ItemIsEditable
            item.setFlags(flags if editable else item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            self.addItem(item)
        names = [row.name for row in rows]
        at = names.index(current) if current in names else min(max(place, 0), len(names) - 1)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.currentRowChanged.emit(at)

    def set_picture(self, name: str, picture: QImage) -> None:
        """Show the thumbnail of a scene."""
        self.blockSignals(True)
        for place in range(self.count()):
            if self.item(place).data(_NAME) == name:
                self.item(place).setData(_PICTURE, picture)
        self.blockSignals(False)
        self.viewport().update()

    @property
    def current(self) -> str:
        """Name of the current scene, "" for none."""
        item = self.currentItem()
        return "" if item is None else str(item.data(_NAME))

    @property
    def names(self) -> list[str]:
        """Names of the scenes in their order."""
        return [str(self.item(place).data(_NAME)) for place in range(self.count())]

    def choose(self, name: str) -> None:
        """Make a scene the current one."""
        if name in self.names:
            self.setCurrentRow(self.names.index(name))

    def _changed(self, item: QListWidgetItem) -> None:
        self.renamed.emit(str(item.data(_NAME)), item.text())

    def _rows_moved(self, _parent: Any, start: int, _end: int, _to: Any, row: int) -> None:
        place = row - 1 if row > start else row
        self.moved.emit(self.names[place], place)

    def event(self, event: QEvent) -> bool:
        """Keep Canc for the scene while the hand is in the list: it never deletes what the map has selected."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Delete:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: Any) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if alt and event.key() in steps and self.current:
            place = self.currentRow() + steps[event.key()]
            if 0 <= place < self.count():
                self.moved.emit(self.current, place)
            return
        if event.key() == Qt.Key.Key_Delete and self.current:
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)

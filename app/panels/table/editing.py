"""Editing in a cell: the editor of the field's kind, the same checks as the inspector, the reason beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from app.look.widgets import label, set_property
from app.panels.table.delegate import CellDelegate, Index
from app.panels.table.model import VALUE, TableModel
from maps.errors import InvalidValue
from maps.schema import Field, Layer
from maps.schema.values import parse_value

EditorFor = Callable[[Field], Any]
Explain = Callable[[InvalidValue], str]
#: From layer, field and what was typed to the field and the value to keep; raises InvalidValue.
Read = Callable[[Layer, Field, Any], tuple[Field, Any]]
_BUBBLE_WIDTH = 320
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def read_plainly(_layer: Layer, field: Field, raw: Any) -> tuple[Field, Any]:
    """Return the field itself and its parsed value."""
    return field, parse_value(field, raw)


class EditDelegate(CellDelegate):
    """Opens an editor in a cell and tells the value once it is good.

    Signals
    -------
    value_given(int fid, str field, object value)
    """

    value_given = Signal(int, str, object)

    def __init__(self, editor_for: EditorFor, explain: Explain, read: Read = read_plainly) -> None:
        super().__init__()
        self._editor_for, self._explain, self._read_value = editor_for, explain, read
        self._raw: Any = None
        self._touched = False
        self._about: tuple[Layer, Field] | None = None
        self.bubble = label("")
        self.bubble.setProperty("bubble", True)
        self.bubble.setWordWrap(True)
        self.bubble.hide()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, TableModel)
        declared = model.fields[index.column()]
        editor = self._editor_for(declared)
        editor.setParent(parent)
        editor.setProperty("field", declared.name)
        editor.setProperty("cell", True)
        editor.setAccessibleName(declared.label)
        assert model.data_ is not None
        self._raw, self._touched, self._about = None, False, (model.data_.layer, declared)
        if isinstance(editor, QComboBox):
            QTimer.singleShot(0, editor, editor.showPopup)
        editor.edited.connect(lambda raw: self._edited(editor, raw))
        self.bubble.setParent(parent)
        self.bubble.hide()
        return editor

    def setEditorData(self, editor: Any, index: Index) -> None:
        if not self._touched:
            editor.show_value(index.data(VALUE))
            if hasattr(editor, "selectAll"):
                editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        area = option.rect
        editor.setFixedHeight(area.height())
        editor.setGeometry(area.x(), area.y(), max(area.width(), 150), area.height())

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        """Tell the value; one that is refused is left behind, with its reason still in sight."""
        self._read(editor)
        if self._touched:
            self._give(index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.bubble.hide()
        self.bubble.setParent(None)
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the editor open while its value is refused."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(watched, QWidget)
        ):
            if event.key() in _KEYS:
                self._read(watched)
                if self._touched and self._refused(watched):
                    return True
            if event.key() == Qt.Key.Key_Escape:
                self._touched = False
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
            if isinstance(watched, QToolButton) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._finish(watched)
                return True
        return super().eventFilter(watched, event)

    def _edited(self, editor: QWidget, raw: Any) -> None:
        """Take what the editor tells; a choice from a list is complete, ticks go on until Enter."""
        self._raw, self._touched = raw, True
        if not hasattr(editor, "selectAll") and not isinstance(editor, QToolButton):
            self._finish(editor)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _read(self, editor: Any) -> None:
        """Take what stands in a line that has not been confirmed yet."""
        if hasattr(editor, "isModified") and editor.isModified():
            self._raw, self._touched = editor.text(), True

    def _refused(self, editor: QWidget) -> bool:
        assert self._about is not None
        try:
            self._read_value(*self._about, self._raw)
        except InvalidValue as error:
            self._say(editor, self._explain(error))
            return True
        return False

    def _give(self, index: Index) -> None:
        model, about = index.model(), self._about
        assert isinstance(model, TableModel) and about is not None
        try:
            field, value = self._read_value(*about, self._raw)
        except InvalidValue:
            return
        before, fid = index.data(VALUE), model.fid(index.row())
        if fid is not None and (field is not about[1] or differ(before, value)):
            self.value_given.emit(fid, field.name, value)

    def _say(self, editor: QWidget, sentence: str) -> None:
        """Show why a value is refused, below its cell or above it where there is no room below."""
        set_property(editor, "state", "error")
        bubble, room = self.bubble, editor.parentWidget()
        assert room is not None  # an editor lies on the table's viewport
        bubble.setText(sentence)
        bubble.show()
        bubble.setAccessibleName(sentence)
        bubble.setFixedWidth(min(_BUBBLE_WIDTH, room.width()))
        bubble.ensurePolished()  # its padding comes from the style sheet
        bubble.setFixedHeight(bubble.heightForWidth(bubble.width()))
        below, above = editor.geometry().bottom() + 3, editor.y() - bubble.height() - 3
        top = below if below + bubble.height() <= room.height() else max(above, 0)
        bubble.move(QPoint(max(min(editor.x(), room.width() - bubble.width()), 0), top))
        bubble.raise_()


def differ(before: Any, after: Any) -> bool:
    """Tell whether two values differ; empty text and empty lists are no value."""
    nothing: tuple[Any, ...] = (None, "", [])
    return before != after and not (before in nothing and after in nothing)

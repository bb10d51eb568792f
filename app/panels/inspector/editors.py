"""One editor per kind of field; each tells the raw value when the user is done with it."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
)

from app.look.widgets import SlimCombo, plain_tip
from app.speech import numbers
from maps.schema import Field, FieldKind

FIELD_HEIGHT = 28


def text_of(field: Field, value: Any) -> str:
    """Return a value as the user reads and types it; "" for None."""
    if value is None:
        return ""
    if field.kind is FieldKind.BOOLEAN:
        return "sì" if value else "no"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return numbers.date(value)
    if field.kind is FieldKind.CODE and field.codes is not None:
        return field.codes.label(value)
    if field.kind is FieldKind.CODES and field.codes is not None:
        return ", ".join(field.codes.label(code) for code in value)
    if field.kind is FieldKind.BEARINGS:
        return "; ".join(numbers.compact(bearing, 1) for bearing in value)
    if isinstance(value, float):
        return numbers.compact(value, 4).replace(".", "")
    return str(value)


class LineEditor(QLineEdit):
    """Text, numbers, directions and dates, with the unit inside the field."""

    edited = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._shown = ""
        self._unit = QLabel(field.unit, self)
        self._unit.setProperty("role", "caption")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._unit.setVisible(bool(field.unit))
        self.setFixedHeight(FIELD_HEIGHT)
        if field.unit:
            self.setTextMargins(0, 0, self._unit.sizeHint().width() + 4, 0)
        if field.kind in (FieldKind.DATE, FieldKind.DATETIME):
            self.setPlaceholderText(self.tr("gg/mm/aaaa"))
        self.setAcceptDrops(False)  # a file dropped on the form is an attachment, not its path in a field
        self.editingFinished.connect(self.confirm)

    def show_value(self, value: Any) -> None:
        """Show a stored value."""
        self._shown = text_of(self.field, value)
        if self.text() != self._shown:
            self.setText(self._shown)
            self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self._unit.sizeHint()
        self._unit.setGeometry(
            self.width() - hint.width() - 9, (self.height() - hint.height()) // 2, hint.width(), hint.height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
            self.edited.emit(self._shown)
            return
        super().keyPressEvent(event)

    def show_mixed(self) -> None:
        """Say that the selected rows have different values."""
        self.setPlaceholderText(self.tr("valori diversi"))

    def type_again(self, text: str, cursor: int) -> None:
        """Put back a text that was being typed."""
        self.setText(text)
        self.setModified(True)
        self.setCursorPosition(cursor)

    def settle(self) -> None:
        """Hold the text as told already."""
        self.setModified(False)

    def confirm(self) -> None:
        """Tell what was typed, as if the user had left the field."""
        if self.isModified() and not self.isReadOnly():
            self.setModified(False)
            self.edited.emit(self.text())


class CodeEditor(SlimCombo):
    """One code of a list, or yes and no; the empty choice clears the field."""

    edited = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.setFixedHeight(FIELD_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(numbers.DASH, None)
        for code in field.codes.codes if field.codes is not None else ():
            self.addItem(code.label, code.value)
        if field.kind is FieldKind.BOOLEAN:
            self.addItem(self.tr("Sì"), True)
            self.addItem(self.tr("No"), False)
        self.activated.connect(lambda _row: self.edited.emit(self.currentData()))

    def show_value(self, value: Any) -> None:
        """Show a stored value."""
        rows = [row for row in range(self.count()) if self.itemData(row) == value]
        self.setCurrentIndex(rows[0] if rows else 0)

    def show_mixed(self) -> None:
        """Say that the selected rows have different values."""
        self.setItemText(0, self.tr("valori diversi"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: a value must never change while scrolling."""
        event.ignore()


class CodesEditor(QPushButton):
    """Several codes of a list, ticked in a menu."""

    edited = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field, self._none, self._whole = field, numbers.DASH, ""
        self.setFixedHeight(FIELD_HEIGHT)
        self.setProperty("codes", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        for code in field.codes.codes if field.codes is not None else ():
            action = menu.addAction(code.label)
            action.setCheckable(True)
            action.setData(code.value)
            action.triggered.connect(self._ticked)
        self.setMenu(menu)

    def show_value(self, value: Any) -> None:
        """Show a stored value."""
        chosen = value or []
        for action in self.menu().actions():
            action.setChecked(action.data() in chosen)
        self._whole = text_of(self._field, chosen) or self._none
        self._write()
        self.setToolTip(plain_tip(self._whole))

    def _write(self) -> None:
        room = max(self.width() - 44, 60)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        # a style sheet leaves no padding at the left of a button that has a menu
        self.setText("\u2002\u200a" + shown)

    def minimumSizeHint(self) -> QSize:
        """Leave the width to the form: what does not fit is shortened."""
        return QSize(104, FIELD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def show_mixed(self) -> None:
        """Say that the selected rows have different values."""
        self._none = self.tr("valori diversi")

    def _ticked(self) -> None:
        self.edited.emit([action.data() for action in self.menu().actions() if action.isChecked()])


Editor = LineEditor | CodeEditor | CodesEditor


def editor_for(field: Field) -> Editor:
    """Return the editor that suits the kind of `field`."""
    if field.kind in (FieldKind.CODE, FieldKind.BOOLEAN):
        return CodeEditor(field)
    if field.kind is FieldKind.CODES:
        return CodesEditor(field)
    return LineEditor(field)

"""A field that names a record of another layer: chosen by its name, followed with one click."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import button_text, label, plain_tip, tool_button
from app.panels.inspector.editors import FIELD_HEIGHT
from app.panels.inspector.subject import Link, Neighbour, Relation, Step
from app.speech import numbers
from maps.schema import Field


class _Name(QLineEdit):
    """A name that ends with an ellipsis where it has no room, until it is written in."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        metrics, room = self.fontMetrics(), inside.adjusted(2, 0, -2, 0)
        if self.hasFocus() or metrics.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class _Choices(QComboBox):
    """The names, found by any of their letters."""

    def __init__(self) -> None:
        super().__init__()
        self.line = _Name()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFixedHeight(FIELD_HEIGHT)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        completer = self.completer()
        assert completer is not None  # an editable box has one
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: a value must never change while scrolling."""
        event.ignore()


class LinkEditor(QWidget):
    """Names with a button that goes to the record.

    Signals
    -------
    edited(object key) : a record was chosen, or None; a text that names no record is kept as it is written.
    follow_wanted(str layer, int fid)
    """

    edited = Signal(object)
    follow_wanted = Signal(str, int)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field, self._link = field, Link("", ())
        self._shown = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.choices = _Choices()
        self.setFocusProxy(self.choices)
        self.go = tool_button("arrow-right", self.tr("Vai alla scheda"))
        self.go.setFixedSize(FIELD_HEIGHT, FIELD_HEIGHT)
        self.go.setIconSize(QSize(16, 16))
        self.go.clicked.connect(self._follow)
        row.addWidget(self.choices, 1)
        row.addWidget(self.go)
        self.choices.activated.connect(lambda _row: self._chosen())
        self.choices.line.editingFinished.connect(self._chosen)

    def setAccessibleName(self, name: str) -> None:
        self.choices.setAccessibleName(name)

    def show_link(self, link: Link) -> None:
        """List the records."""
        self._link = link
        self.choices.blockSignals(True)
        self.choices.clear()
        self.choices.addItem("", None)
        for value, text in link.choices:
            self.choices.addItem(text, value)
        self.choices.blockSignals(False)
        self.go.setVisible(link.fid is not None)

    def show_value(self, value: Any) -> None:
        """Show the name of the record that a value is of, or the value where it is of none."""
        place = 0 if value in (None, "") else self.choices.findData(value)
        self.choices.blockSignals(True)
        self.choices.setCurrentIndex(place)
        if place < 0:
            self.choices.setEditText(str(value))
        self.choices.line.setCursorPosition(0)
        self.choices.blockSignals(False)
        self._shown = self.choices.currentText()
        self.setToolTip(plain_tip(self._shown))

    def show_mixed(self) -> None:
        """Say that the selected rows name different records."""
        self.choices.line.setPlaceholderText(self.tr("valori diversi"))

    def lock(self) -> None:
        """Let the record be followed, not changed."""
        self.choices.setEnabled(False)

    def _chosen(self) -> None:
        text = self.choices.currentText().strip()
        if text == self._shown:
            return
        self._shown = text
        place = self.choices.findText(text, Qt.MatchFlag.MatchFixedString)
        self.edited.emit(self.choices.itemData(place) if place >= 0 else (text or None))

    def _follow(self) -> None:
        if self._link.fid is not None:
            self.follow_wanted.emit(self._link.layer, self._link.fid)


def records_column(relation: Relation, chosen: Any, all_chosen: Any) -> QVBoxLayout:
    """Return the records that name the one on show, as links.

    `chosen(layer, fid)` follows one, `all_chosen(layer, fids)` selects them all on the map and in the table.
    """
    column = QVBoxLayout()
    column.setSpacing(2)
    heading = label(f"{relation.caption} ({numbers.integer(len(relation.fids))})", "caption")
    heading.setProperty("strong", True)
    column.addWidget(heading)
    for each in relation.records:
        column.addWidget(record_button(each, chosen), 0, Qt.AlignmentFlag.AlignLeft)
    if len(relation.fids) > 1:
        text = f"Seleziona insieme ({numbers.integer(len(relation.fids))})"
        every = QPushButton(text)
        every.setObjectName("selectall")
        every.clicked.connect(lambda _checked=False: all_chosen(relation.layer, list(relation.fids)))
        column.addSpacing(4)
        column.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
    return column


def steps_column(steps: Sequence[Step], chosen: Any) -> QVBoxLayout:
    """Return what a proposal does, camera by camera; `chosen("camera", fid)` flies to one."""
    column = QVBoxLayout()
    column.setSpacing(2)
    heading = label(f"Sulle telecamere ({numbers.integer(len(steps))})", "caption")
    heading.setProperty("strong", True)
    column.addWidget(heading)
    for each in steps:
        if each.fid is None:
            column.addWidget(_wrapped(each.text, "label"))
        else:
            link = record_button(Neighbour("camera", each.fid, each.text, ""), chosen)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if each.detail:
            column.addWidget(_wrapped(each.detail, "caption"))
    return column


def _wrapped(text: str, role: str) -> QLabel:
    made = label(text, role)
    made.setWordWrap(True)
    return made


def record_button(record: Neighbour, chosen: Any, *, kind: bool = False) -> QPushButton:
    """Return a link to a record."""
    text = f"{record.text} · {record.kind}" if kind else record.text
    button = QPushButton(button_text(text, 40))
    if len(text) > 40:
        button.setToolTip(plain_tip(text))
    button.setProperty("link", True)
    button.setProperty("flush", True)
    button.clicked.connect(lambda _checked=False: chosen(record.layer, record.fid))
    return button

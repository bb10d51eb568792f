"""The structured filter: chips of the conditions at work, and the small form that adds one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import icon
from app.look.theme import Theme
from app.look.widgets import label
from app.panels.table.editing import Explain
from app.speech.filters import comparison_words, condition_text
from maps.errors import InvalidValue
from maps.schema import Field, FieldKind, Layer
from maps.views.filters import Comparison, Condition, comparisons, condition

_ROWS_SHOWN = 8
_ROW = 24


class ConditionBar(QWidget):
    """One chip a condition; a click on it takes it away.

    Signals
    -------
    removed(int place), cleared()
    """

    removed = Signal(int)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cross = QIcon()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 8)
        self._row.setSpacing(6)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._cross = icon("x", theme.ac)
        for chip in self.chips():
            chip.setIcon(self._cross)

    def chips(self) -> list[QPushButton]:
        """Return the chips in their order."""
        return [each for each in self.findChildren(QPushButton) if each.property("filterchip")]

    def show_conditions(self, layer: Layer | None, conditions: Sequence[Condition]) -> None:
        """Show a chip for each condition, or nothing."""
        while self._row.count():
            item = self._row.takeAt(0)
            part = None if item is None else item.widget()
            if part is not None:
                part.setParent(None)
                part.deleteLater()
        for place, each in enumerate(conditions if layer is not None else ()):
            assert layer is not None
            self._row.addWidget(self._chip(place, condition_text(layer, each)))
        if len(conditions) > 1:
            clear = QPushButton(self.tr("Togli tutti"))
            clear.setProperty("link", True)
            clear.clicked.connect(self.cleared)
            self._row.addWidget(clear)
        self._row.addStretch(1)
        self.setVisible(bool(conditions))

    def _chip(self, place: int, text: str) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("filterchip", True)
        chip.setIcon(self._cross)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the words
        chip.setToolTip(self.tr("Togli il filtro"))
        chip.setAccessibleName(self.tr("Filtro {}: togli").format(text))
        chip.clicked.connect(lambda: self.removed.emit(place))
        return chip


class ConditionForm(QFrame):
    """A popup that asks for field, comparison and value.

    Signals
    -------
    given(Condition)
    """

    given = Signal(object)

    def __init__(self, explain: Explain, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._explain = explain
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(320)
        self.setAccessibleName(self.tr("Nuovo filtro"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self.fields, self.asked = QComboBox(), QComboBox()
        self.fields.setAccessibleName(self.tr("Campo"))
        self.asked.setAccessibleName(self.tr("Condizione"))
        self.fields.setMaxVisibleItems(20)
        self.codes, self.low, self.high = QListWidget(), QLineEdit(), QLineEdit()
        self.codes.setAccessibleName(self.tr("Valori"))
        self.problem = label("")
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.apply = QPushButton(self.tr("Applica il filtro"))
        self.apply.setProperty("primary", True)
        column.addWidget(label(self.tr("Mostra solo le righe in cui"), "caption"))
        for part in (self.fields, self.asked, self._values(), self.problem, self.apply):
            column.addWidget(part)
        self._layer: Layer | None = None
        self.fields.currentIndexChanged.connect(lambda _row: self._field_chosen())
        self.asked.currentIndexChanged.connect(lambda _row: self._show_values())
        self.apply.clicked.connect(self._give)
        for line in (self.low, self.high):
            line.returnPressed.connect(self._give)

    def _values(self) -> QStackedWidget:
        ends = QWidget()
        row = QHBoxLayout(ends)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.low)
        self._and = label("", "label")
        row.addWidget(self._and)
        row.addWidget(self.high)
        self._stack = QStackedWidget()
        for page in (self.codes, ends, QWidget()):
            self._stack.addWidget(page)
        return self._stack

    def open_at(self, layer: Layer, corner: QPoint, field_name: str = "") -> None:
        """Show the form below a point of the screen, about a field of `layer`."""
        if self._layer is not layer:
            self._layer = layer
            self.fields.clear()
            for each in layer.fields:
                self.fields.addItem(each.label, each.name)
        if field_name:
            self.fields.setCurrentIndex(self.fields.findData(field_name))
        self._field_chosen()
        self.adjustSize()
        self.move(corner)
        self.show()
        (self.codes if self._stack.currentIndex() == 0 else self.low).setFocus()

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        assert self._layer is not None
        return self._layer.field(self.fields.currentData())

    @property
    def comparison(self) -> Comparison:
        """The comparison that is chosen."""
        return Comparison(self.asked.currentData())

    def _field_chosen(self) -> None:
        if self.fields.currentData() is None:
            return
        field = self.field
        self.asked.blockSignals(True)
        self.asked.clear()
        for each in comparisons(field):
            self.asked.addItem(comparison_words(field, each), each.value)
        self.asked.blockSignals(False)
        self.codes.clear()
        coded = field.codes.codes if field.codes is not None else ()
        choices: list[tuple[str, object]] = [(code.label, code.value) for code in coded]
        choices = [("sì", True), ("no", False)] if field.kind is FieldKind.BOOLEAN else choices
        for text, value in choices:
            item = QListWidgetItem(text, self.codes)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.low.clear()
        self.high.clear()
        self._show_values()

    def _show_values(self) -> None:
        if self.asked.currentData() is None:
            return
        field, comparison = self.field, self.comparison
        several = comparison is Comparison.BETWEEN
        none = comparison in (Comparison.EMPTY, Comparison.FILLED)
        listed = self.codes.count() > 0 and comparison in (Comparison.IS, Comparison.IS_NOT)
        self._stack.setCurrentIndex(2 if none else 0 if listed else 1)
        self._stack.setFixedHeight(
            0 if none else _ROW * min(self.codes.count(), _ROWS_SHOWN) + 8 if listed else 30
        )
        self._and.setVisible(several)
        self.high.setVisible(several)
        self._and.setText(
            self.tr("al") if field.kind in (FieldKind.DATE, FieldKind.DATETIME) else self.tr("e")
        )
        hint = self.tr("gg/mm/aaaa") if field.kind in (FieldKind.DATE, FieldKind.DATETIME) else field.unit
        self.low.setPlaceholderText(hint)
        self.high.setPlaceholderText(hint)
        self.problem.hide()
        self.adjustSize()

    def _raw(self) -> list[object]:
        if self._stack.currentIndex() == 0:
            items = [self.codes.item(row) for row in range(self.codes.count())]
            ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
            return [item.data(Qt.ItemDataRole.UserRole) for item in ticked]
        return (
            [self.low.text(), self.high.text()]
            if self.comparison is Comparison.BETWEEN
            else [self.low.text()]
        )

    def _give(self) -> None:
        try:
            made = condition(self.field, self.comparison, *self._raw())
        except InvalidValue as error:
            self.problem.setText(self._explain(error))
            self.problem.show()
            self.adjustSize()
            return
        self.hide()
        self.given.emit(made)

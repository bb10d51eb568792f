"""The attribute table of a layer: head, conditions, rows, empty sentence."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Rule, label
from app.panels.table.bulk import BulkDialog
from app.panels.table.columns import ColumnChooser, default_fields, settings_key
from app.panels.table.conditions import ConditionBar, ConditionForm
from app.panels.table.data import TableData
from app.panels.table.editing import EditDelegate, EditorFor, Explain, Read, read_plainly
from app.panels.table.head import TableHead
from app.panels.table.menu import fill_head_menu, fill_row_menu
from app.panels.table.model import TableModel
from app.panels.table.on_map import OnMap
from app.panels.table.view import AttributeView
from app.panels.table.writing import Extract, extract_of, tsv
from app.speech import numbers
from app.speech.filters import read_condition
from maps.schema import Field, GeometryKind, Layer, Sensitivity
from maps.views.filters import Comparison, Condition, Filter, condition

_TYPING_MS = 120


class TablePanel(QWidget):
    """Shows `TableData`; tells what the user chooses and changes.

    Signals
    -------
    layer_chosen(str layer), rows_chosen(list of int fids), locate_wanted(str layer, int fid),
    value_given(str layer, int fid, str field, object value),
    values_given(str layer, list of int fids, str field, object value),
    export_wanted(str kind, Extract, int columns left out), copied(int rows),
    filter_changed(str layer, Filter), close_wanted()
    """

    layer_chosen = Signal(str)
    rows_chosen = Signal(list)
    locate_wanted = Signal(str, int)
    value_given = Signal(str, int, str, object)
    values_given = Signal(str, list, str, object)
    export_wanted = Signal(str, object, int)
    copied = Signal(int)
    filter_changed = Signal(str, object)
    close_wanted = Signal()

    def __init__(
        self,
        editor_for: EditorFor,
        explain: Explain,
        read: Read = read_plainly,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tablepanel")
        self.setAccessibleName(self.tr("Tabella"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._editor_for, self._explain, self._read = editor_for, explain, read
        self.model = TableModel()
        self.cells = EditDelegate(editor_for, explain, read)
        self.view = AttributeView(self.model, self.cells)
        self.head, self.bar = TableHead(), ConditionBar()
        self.form, self.chooser = ConditionForm(explain, self), ColumnChooser(self)
        self.empty = label("")
        self._conditions: tuple[Condition, ...] = ()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._wire_head()
        self._wire_view()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.empty.setProperty("role", "label")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        for part in (self.head, self.bar, Rule()):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _wire_head(self) -> None:
        head = self.head
        head.layers.activated.connect(lambda _row: self.layer_chosen.emit(head.layers.currentData()))
        head.search.textChanged.connect(lambda _text: self._typing.start())
        head.search.returnPressed.connect(self._search_confirmed)
        head.search.left.connect(self._enter_rows)
        head.funnel.clicked.connect(lambda: self.ask_condition())
        head.columns.clicked.connect(self._choose_columns)
        head.group_chosen.connect(self.group_by)
        head.bulk.clicked.connect(self.edit_selected)
        head.copy_wanted.connect(self.copy)
        head.export_wanted.connect(self.export)
        self.on_map = OnMap(self)
        head.close_.clicked.connect(self.close_wanted)
        self._typing.timeout.connect(self._filter)
        self.bar.removed.connect(self._remove_condition)
        self.bar.cleared.connect(lambda: self.set_conditions(()))
        self.form.given.connect(self.add_condition)
        self.chooser.chosen.connect(self.show_fields)
        self.chooser.reset.connect(self._reset_columns)

    def _wire_view(self) -> None:
        view = self.view
        view.rows_chosen.connect(self._rows_chosen)
        view.copy_wanted.connect(self.copy)
        view.locate_wanted.connect(self._locate)
        view.customContextMenuRequested.connect(self._row_menu)
        header = view.horizontalHeader()
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionMoved.connect(lambda *_moved: self._remember_columns())
        header.customContextMenuRequested.connect(self._head_menu)
        # Queued: the commit resets the rows, which must not happen while the view closes the editor.
        self.cells.value_given.connect(self._given, Qt.ConnectionType.QueuedConnection)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.head.search.setFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.cells.theme = theme
        self.bar.set_theme(theme)
        restyle(self, theme)
        self.view.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 160)

    # What is shown

    @property
    def layer(self) -> Layer | None:
        """The layer that is shown."""
        return None if self.model.data_ is None else self.model.data_.layer

    @property
    def filter(self) -> Filter:
        """The filter at work."""
        return self.model.filter

    def show_data(self, data: TableData | None, *, editable: bool) -> None:
        """Show the rows of a layer, unfiltered, in the order in which they were made."""
        self.model.editable = editable
        self.model.filter, self.model.sort_field, self.model.group_field = Filter(), "", ""
        self._conditions = ()
        self._typing.stop()
        self.head.search.blockSignals(True)
        self.head.search.clear()
        self.head.search.blockSignals(False)
        self.head.show_layer(None if data is None else data.layer, "")
        bare = data is not None and data.layer.geometry is GeometryKind.NONE
        self.head.add.setVisible(editable and bare)  # what has a place is put on the map
        self.bar.show_conditions(None, ())
        self.model.show_data(data, [] if data is None else default_fields(data.layer))
        self.view.reset_columns(self.model.sort_field, descending=False)
        self._say()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of the rows."""
        self.empty.setText(sentence)
        self._stack.setCurrentWidget(self.empty)

    def update_rows(self, fids: Sequence[int]) -> None:
        """Read some rows again after a change: same filter, order, selection and place."""
        data = self.model.data_
        if data is not None:

            def change() -> None:
                data.update(fids)
                self.model.refresh()

            self._keeping(change)

    def select(self, fids: Sequence[int]) -> None:
        """Show what is selected elsewhere."""
        if sorted(fids) != sorted(self.view.selected_fids()):
            self.view.select_fids(fids)
            self._say()

    def _keeping(self, change: Callable[[], None], *, scroll: bool = False) -> None:
        """Change what is shown without losing the selection."""
        chosen, current = self.view.selected_fids(), self.view.current_cell()
        place = self.view.verticalScrollBar().value()
        change()
        self.view.select_fids(chosen, current=current, scroll=scroll)
        if not scroll:
            self.view.verticalScrollBar().setValue(place)
        self._say()

    def _say(self) -> None:
        total = 0 if self.model.data_ is None else len(self.model.data_)
        shown, chosen = self.model.arranged.count, len(self.view.selected_fids())
        text = self.tr("{} di {}").format(numbers.integer(shown), numbers.integer(total))
        one = (
            self.tr("1 selezionata")
            if chosen == 1
            else self.tr("{} selezionate").format(numbers.integer(chosen))
        )
        self.head.count.set_whole(f"{one} · {text}" if chosen else text)
        self.head.bulk.setVisible(chosen > 1 and self.model.editable)
        self.head.bulk.setText(self.tr("Modifica {} righe…").format(numbers.integer(chosen)))
        if shown:
            self._stack.setCurrentWidget(self.view)
            return
        plural = "" if self.layer is None else self.layer.plural.lower()
        none = self.tr("Nessuna riga nel livello «{}»: importare un elenco con Ctrl+I.").format(plural)
        self.show_sentence(self.tr("Nessuna riga corrisponde al filtro.") if total else none)

    def _rows_chosen(self) -> None:
        self._say()
        self.rows_chosen.emit(self.view.selected_fids())

    def _enter_rows(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)

    # Filter, order and groups

    def _filter(self) -> None:
        """Filter by what is typed: a whole condition, or words to look for."""
        if self.layer is None:
            return
        text, kept = self.head.search.text(), self.conditions
        typed = read_condition(self.layer, text)
        shown = tuple(each.name for each in self.model.fields)
        wanted = Filter((*kept, typed)) if typed else Filter(kept, text, shown if text.strip() else ())
        self._keeping(lambda: self.model.rearrange(wanted=wanted), scroll=True)
        self.on_map.tell()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that have a chip."""
        return self._conditions

    def _search_confirmed(self) -> None:
        """Turn a typed condition into a chip; with words, go on to the rows."""
        typed = None if self.layer is None else read_condition(self.layer, self.head.search.text())
        if typed is None:
            self._typing.stop()
            self._filter()
            self._enter_rows()
            return
        self.head.search.clear()
        self.add_condition(typed)

    def add_condition(self, made: Condition) -> None:
        """Add a condition to those that must hold."""
        if made not in self.conditions:
            self.set_conditions((*self.conditions, made))

    def _remove_condition(self, place: int) -> None:
        kept = self.conditions
        self.set_conditions(kept[:place] + kept[place + 1 :])

    def set_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show only the rows for which these conditions hold."""
        self._conditions = tuple(conditions)
        self.bar.show_conditions(self.layer, self._conditions)
        self._typing.stop()
        self._filter()

    def ask_condition(self, field_name: str = "") -> None:
        """Ask for a condition on a field, by default that of the current cell."""
        if self.layer is not None:
            corner = self.head.funnel.mapToGlobal(QPoint(0, self.head.funnel.height() + 2))
            current = self.view.current_field()
            self.form.open_at(self.layer, corner, field_name or (current.name if current is not None else ""))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        name = self.model.fields[column].name if 0 <= column < len(self.model.fields) else ""
        down = order is Qt.SortOrder.DescendingOrder
        self._keeping(lambda: self.model.rearrange(sort=(name, down)), scroll=True)

    def group_by(self, field_name: str) -> None:
        """Group the rows by a field, or not at all with ""."""
        self._keeping(lambda: self.model.rearrange(group=field_name), scroll=True)
        self.head.show_layer(self.layer, field_name)

    # Columns

    def show_fields(self, names: Sequence[str]) -> None:
        """Show these columns, those shown already in the order they have."""
        if self.layer is None or not names:
            return
        before = [each.name for each in self.view.visual_fields()]
        order = [name for name in before if name in names] + [name for name in names if name not in before]
        fields = [self.layer.field(name) for name in order]
        self._keeping(lambda: self.model.show_data(self.model.data_, fields))
        self.view.reset_columns(self.model.sort_field, descending=self.model.descending)
        self._remember_columns()
        if self.head.search.text():
            self._filter()

    def _choose_columns(self) -> None:
        if self.layer is not None:
            corner = self.head.columns.mapToGlobal(QPoint(0, self.head.columns.height() + 2))
            self.chooser.open_at(self.layer, [each.name for each in self.model.fields], corner)

    def _reset_columns(self) -> None:
        if self.layer is not None:
            QSettings().remove(settings_key(self.layer))
            names = [each.name for each in default_fields(self.layer)]
            self.show_fields(names)
            self.chooser.fill(self.layer, names)

    def _remember_columns(self) -> None:
        if self.layer is not None:
            QSettings().setValue(
                settings_key(self.layer), ",".join(each.name for each in self.view.visual_fields())
            )

    # Commands

    def _locate(self) -> None:
        fid = self.model.fid(self.view.currentIndex().row())
        if self.layer is not None and fid is not None:
            self.locate_wanted.emit(self.layer.name, fid)

    def _given(self, fid: int, field_name: str, value: Any) -> None:
        if self.layer is not None:
            self.value_given.emit(self.layer.name, fid, field_name, value)

    def edit_selected(self) -> None:
        """Ask for one value for all the selected rows."""
        data, fids, current = self.model.data_, self.view.selected_fids(), self.view.current_field()
        if data is None or not fids:
            return
        dialog = self.bulk_dialog(data, fids, current.name if current is not None else "")
        if dialog.exec() and dialog.preview is not None:
            self.values_given.emit(data.layer.name, dialog.preview.changing, dialog.field.name, dialog.value)

    def bulk_dialog(self, data: TableData, fids: Sequence[int], first: str) -> BulkDialog:
        """Return the dialog that edits many rows, not yet shown."""
        return BulkDialog(data, fids, self._editor_for, self._explain, self, first=first, read=self._read)

    def extract(self, rows: np.ndarray | None = None, *, fields: Sequence[Field] | None = None) -> Extract:
        """Return what some rows of the table, or all, say in the columns shown."""
        data, model = self.model.data_, self.model
        chosen = self.view.visual_fields() if fields is None else list(fields)
        if data is None:
            return Extract("", (), ())
        places = model.arranged.places if rows is None else model.arranged.places[rows]
        columns = [data.columns[each.name] for each in chosen]
        return extract_of(data.layer.plural, chosen, columns, places[places >= 0].tolist())

    def copy(self) -> None:
        """Copy the selected rows, or all those shown, as a spreadsheet pastes them."""
        rows = self.view.selected_rows()
        taken = self.extract(rows if len(rows) else None)
        QGuiApplication.clipboard().setText(tsv(taken))
        self.copied.emit(len(taken))

    def export(self, kind: str) -> None:
        """Ask for the rows shown to be written; reserved columns stay behind unless the user wants them."""
        shown = self.view.visual_fields()
        every = self.head.reserved.isChecked()
        fields = [each for each in shown if every or each.sensitivity is Sensitivity.PUBLIC]
        self.export_wanted.emit(kind, self.extract(fields=fields), len(shown) - len(fields))

    # Menus

    def _row_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if index.isValid() and self.model.section(index.row()) is None:
            menu = fill_row_menu(self, index)
            menu.exec(self.view.viewport().mapToGlobal(point))

    def _head_menu(self, point: QPoint) -> None:
        header = self.view.horizontalHeader()
        column = header.logicalIndexAt(point)
        if column >= 0:
            fill_head_menu(self, column).exec(header.mapToGlobal(point))

    def only(self, declared: Field, value: Any, *, without: bool = False) -> None:
        """Show only the rows with a value, or only those without it."""
        empty = value in (None, "", [])
        asked = Comparison.IS_NOT if without else Comparison.IS
        if empty:
            asked = Comparison.FILLED if without else Comparison.EMPTY
        self.add_condition(condition(declared, asked, *([] if empty else [value])))

    def hide_field(self, declared: Field) -> None:
        """Take a column away."""
        self.show_fields([each.name for each in self.view.visual_fields() if each is not declared])

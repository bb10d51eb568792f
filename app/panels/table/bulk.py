"""The same value for many rows: field, value, and what it would change before it does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look.widgets import label, set_property
from app.panels.table.data import TableData
from app.panels.table.editing import EditorFor, Explain, Read, differ, read_plainly
from app.panels.table.model import COMPUTED
from app.panels.table.text import formatter, heading
from app.speech import numbers
from maps.errors import InvalidValue, ValueProblem
from maps.schema import Field
from maps.schema.checks import value_problem

_LISTED = 4


@dataclass(frozen=True)
class Preview:
    """What a bulk edit would do.

    Attributes
    ----------
    changing : list of int
        Keys of the rows whose value would change.
    same : int
        Rows that have the value already.
    before : list of (text, count)
        Present values of the changing rows, the most frequent first; "" for no value.
    """

    changing: list[int]
    same: int
    before: list[tuple[str, int]]


def preview(data: TableData, fids: Sequence[int], field: Field, value: Any) -> Preview:
    """Return what giving `value` to `field` of these rows would change."""
    data.need([field.name])
    column, write = data.columns[field.name], formatter(field)
    places = np.searchsorted(data.fids, np.asarray(fids, dtype=np.int64)).tolist()
    moved = [
        (fid, column[place]) for fid, place in zip(fids, places, strict=True) if differ(column[place], value)
    ]
    before = Counter(write(each) for _fid, each in moved)
    return Preview([fid for fid, _before in moved], len(fids) - len(moved), before.most_common())


class BulkDialog(QDialog):
    """Asks for a field and a value; `field`, `value` and `preview` tell what was asked."""

    def __init__(
        self,
        data: TableData,
        fids: Sequence[int],
        editor_for: EditorFor,
        explain: Explain,
        parent: QWidget | None = None,
        *,
        first: str = "",
        read: Read = read_plainly,
    ) -> None:
        super().__init__(parent)
        self._data, self._fids = data, list(fids)
        self._editor_for, self._explain, self._read = editor_for, explain, read
        self.editor: Any = None
        self._raw: Any = None
        self.value: Any = None
        self.preview: Preview | None = None
        self.setWindowTitle(self.tr("Modifica le righe selezionate"))
        self.setFixedWidth(440)
        self._lay_out()
        for each in data.layer.fields:
            if each.name not in COMPUTED:
                self.fields.addItem(heading(each), each.name)
        self.fields.currentIndexChanged.connect(lambda _row: self._field_chosen())
        if first and self.fields.findData(first) > 0:
            self.fields.setCurrentIndex(self.fields.findData(first))
        else:
            self._field_chosen()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        count, plural = numbers.integer(len(self._fids)), self._data.layer.plural.lower()
        column.addWidget(label(self.tr("Un valore per {} righe").format(count), "section"))
        column.addWidget(label(self.tr("{} selezionate nella tabella").format(plural.capitalize()), "label"))
        self.fields = QComboBox()
        self.fields.setAccessibleName(self.tr("Campo"))
        self.fields.setMaxVisibleItems(20)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.sentence, self.problem = label(""), label("")
        self.problem.setProperty("role", "error")
        for text in (self.sentence, self.problem):
            text.setWordWrap(True)
        column.addSpacing(8)
        for caption, part in ((self.tr("Campo"), self.fields), (self.tr("Valore"), self._place)):
            column.addWidget(label(caption, "caption"))
            column.addLayout(part) if part is self._place else column.addWidget(self.fields)
        for text in (self.problem, self.sentence):
            column.addWidget(text)
        column.addSpacing(8)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        leave, self.apply = QPushButton(self.tr("Annulla")), QPushButton()
        leave.setProperty("link", True)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.apply.setProperty("primary", True)
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._accept)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.apply)
        return row

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return self._data.layer.field(self.fields.currentData())

    def _field_chosen(self) -> None:
        if self.editor is not None:
            self.editor.setParent(None)
            self.editor.deleteLater()
        self.editor = self._editor_for(self.field)
        self.editor.setAccessibleName(self.tr("Valore"))
        self.editor.show_value(None)
        self.editor.edited.connect(self._edited)
        if hasattr(self.editor, "textEdited"):
            self.editor.textEdited.connect(self._edited)
        self._place.addWidget(self.editor)
        self.setTabOrder(self.fields, self.editor)
        self._edited(None)

    def give(self, raw: Any) -> None:
        """Take a value as if it had been typed."""
        self._edited(raw)

    def _edited(self, raw: Any) -> None:
        self._raw = raw
        self.problem.hide()
        try:
            field, self.value = self._read(self._data.layer, self.field, raw)
            if field is not self.field:
                raise InvalidValue(self.field.name, raw, ValueProblem.NOT_A_NUMBER)
        except InvalidValue as error:
            self.preview = None
            self.problem.setText(self._explain(error))
            self.problem.show()
        else:
            self.preview = preview(self._data, self._fids, self.field, self.value)
            self._doubt()
        self._say()

    def _doubt(self) -> None:
        """Tell a doubtful value, which is kept as it is written."""
        found = value_problem(self._data.layer.name, self.field, self.value)
        set_property(self.problem, "role", "error" if found is None else "warning")
        if found is not None:
            told = self._explain(InvalidValue(self.field.name, found.raw, found.problem))
            self.problem.setText(
                self.tr("{} Il valore resta; le righe sono segnate «da verificare».").format(told)
            )
            self.problem.show()

    def _accept(self) -> None:
        if hasattr(self.editor, "text") and hasattr(self.editor, "isModified") and self.editor.isModified():
            self._edited(self.editor.text())
        if self.preview is not None and self.preview.changing:
            self.accept()

    def _say(self) -> None:
        found = self.preview
        count = 0 if found is None else len(found.changing)
        self.apply.setEnabled(count > 0)
        one = count == 1
        self.apply.setText(
            self.tr("Modifica 1 riga") if one else self.tr("Modifica {} righe").format(numbers.integer(count))
        )
        self.sentence.setText("" if found is None else self._sentence(found))
        self.adjustSize()

    def _sentence(self, found: Preview) -> str:
        after = formatter(self.field)(self.value) or self.tr("vuoto")
        total, count = numbers.integer(len(self._fids)), len(found.changing)
        if not count:
            return self.tr("Nessuna riga cambia: il valore è già «{}».").format(after)
        listed = [
            f"{text or self.tr('vuoto')} ({numbers.integer(times)})" for text, times in found.before[:_LISTED]
        ]
        more = len(found.before) - _LISTED
        listed += [self.tr("altri {} valori").format(more)] if more > 0 else []
        verb = self.tr("Cambia {} riga su {}") if count == 1 else self.tr("Cambiano {} righe su {}")
        text = verb.format(numbers.integer(count), total)
        return self.tr("{}. Oggi: {}. Dopo: {}.").format(text, ", ".join(listed), after)

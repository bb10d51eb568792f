"""The fields of one record: editors, what is wrong beside them, what was typed and is not a value yet."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout

from app.look.widgets import label
from app.panels.inspector.editors import FieldBox, LineEditor, editor_for
from app.panels.inspector.links import LinkEditor
from app.panels.inspector.subject import Subject
from app.panels.inspector.typed import read_typed
from maps.errors import InvalidValue
from maps.schema import Field
from maps.schema.bearings import AmbiguousBearing

LABEL_WIDTH = 112
#: Filled by the store; never typed.
COMPUTED = frozenset({"uid", "created_by", "created_at", "updated_by", "updated_at", "osm_tags"})
Key = tuple[str, int, tuple[int, ...]]


class Form(QObject):
    """Keeps the editors of the record on show, and the refused texts of every record.

    Signals
    -------
    given(Subject, Field, object value) : a good value was typed; the field may be another of the same record.
    link_chosen(str layer, int fid) : go to the record that a field names.
    confirmed(str layer, int fid, str field) : a value that was doubtful is right.
    left_unsaved(Subject, list of Field) : another record is shown while these fields hold texts that are no value.
    """

    given = Signal(object, object, object)
    link_chosen = Signal(str, int)
    confirmed = Signal(str, int, str)
    left_unsaved = Signal(object, list)

    def __init__(self, explain: Callable[[InvalidValue], str], parent: QObject) -> None:
        super().__init__(parent)
        self._explain = explain
        self._subject: Subject | None = None
        self._drafts: dict[Key, dict[str, str]] = {}
        self.boxes: dict[str, FieldBox] = {}

    def begin(self, subject: Subject | None) -> None:
        """Forget the editors: those of another record, or the same anew, follow."""
        for box in self.boxes.values():
            box.editor.blockSignals(True)  # what is taken away must not tell a half-typed value
        self.boxes = {}
        self._subject = subject

    def forget(self) -> None:
        """Forget every refused text: the project is closed."""
        self._drafts = {}

    def leave(self, coming: Subject | None) -> None:
        """Save what was typed and not confirmed, before another record is shown; tell what cannot be saved."""
        subject = self._subject
        if subject is None or (coming is not None and coming.key == subject.key):
            return
        typed = self.typing()
        for name in typed:
            editor = self.boxes[name].editor
            assert isinstance(editor, LineEditor)
            editor.settle()
        for name, (text, _cursor) in typed.items():
            self._take(subject, subject.layer.field(name), text)
        kept = self._drafts.get(subject.key, {})
        if kept and self._subject is subject:
            self.left_unsaved.emit(subject, [subject.layer.field(name) for name in kept])

    # Typed and not confirmed

    def typing(self) -> dict[str, tuple[str, int]]:
        """Return the texts being typed, with the place of the cursor, by field."""
        return {
            name: (box.editor.text(), box.editor.cursorPosition())
            for name, box in self.boxes.items()
            if isinstance(box.editor, LineEditor) and box.editor.isModified()
        }

    def resume(self, typed: dict[str, tuple[str, int]]) -> None:
        """Put back the texts that were being typed."""
        for name, (text, cursor) in typed.items():
            editor = self.boxes[name].editor if name in self.boxes else None
            if isinstance(editor, LineEditor):
                editor.type_again(text, cursor)

    def refresh(self, subject: Subject) -> None:
        """Show the values of the same record anew, but for the fields in which something is being typed."""
        self._subject = subject
        drafts = self._drafts.get(subject.key, {})
        for name, box in self.boxes.items():
            busy = isinstance(box.editor, LineEditor) and box.editor.isModified()
            if not busy and name not in drafts:
                self._show(box, subject, name)

    def _show(self, box: FieldBox, subject: Subject, name: str) -> None:
        if isinstance(box.editor, LinkEditor) and name in subject.links:
            box.editor.show_link(subject.links[name])
        box.editor.show_value(subject.record.get(name))  # type: ignore[attr-defined]
        settled = subject.editable and name in subject.confirmable
        box.doubt(subject.doubts.get(name, ""), settled=settled)

    # Rows

    def add_row(self, grid: QGridLayout, field: Field, subject: Subject) -> None:
        """Add a field with its caption below the rows of a grid."""
        editor = self._editor(field, subject)
        editor.setObjectName(field.name)
        editor.setAccessibleName(field.label)
        box = self.boxes[field.name] = FieldBox(editor)
        self._show(box, subject, field.name)
        if field.name in COMPUTED or not subject.editable or (subject.others and field.name == "code"):
            _lock(editor)
        else:
            editor.edited.connect(lambda raw, chosen=field: self._edited(chosen, raw))
        box.confirm.clicked.connect(lambda: self.confirmed.emit(subject.layer.name, subject.fid, field.name))
        self._show_draft(box, field, subject)
        caption = label(field.label, "label")
        caption.setWordWrap(True)
        caption.setFixedWidth(LABEL_WIDTH)
        caption.setMinimumHeight(28)
        caption.setBuddy(editor)
        row = grid.rowCount()
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(box, row, 1)

    def _editor(self, field: Field, subject: Subject) -> Any:
        made: Any = LinkEditor(field) if field.name in subject.links else editor_for(field)
        if isinstance(made, LinkEditor):
            made.follow_wanted.connect(self.link_chosen)
        if field.name in subject.mixed:
            made.show_mixed()
        return made

    def _show_draft(self, box: FieldBox, field: Field, subject: Subject) -> None:
        raw = self._drafts.get(subject.key, {}).get(field.name)
        if raw is None or not isinstance(box.editor, LineEditor):
            return
        box.editor.setText(raw)
        try:
            read_typed(subject.layer, field, raw)
        except InvalidValue as error:
            box.refuse(self._explain(error))

    # Values

    def _edited(self, field: Field, raw: Any) -> None:
        if self._subject is not None:
            self._take(self._subject, field, raw)

    def _take(self, subject: Subject, field: Field, raw: Any) -> None:
        """Tell a good value; keep what is none, with the reason beside it."""
        box = self.boxes[field.name] if subject is self._subject else None
        drafts = self._drafts.setdefault(subject.key, {})
        try:
            wanted, value = read_typed(subject.layer, field, raw)
        except InvalidValue as error:
            drafts[field.name] = str(raw)
            if box is not None:
                box.refuse(self._explain(error))
            return
        drafts.pop(field.name, None)
        if box is not None:
            box.refuse("")
        before = subject.record.get(wanted.name)
        same = value == before or (not value and before is None and type(value) is not bool and value != 0)
        if not same or wanted.name in subject.mixed or isinstance(value, AmbiguousBearing):
            self.given.emit(subject, wanted, value)
        elif box is not None:
            self._show(box, subject, field.name)


def _lock(editor: Any) -> None:
    if isinstance(editor, LineEditor):
        editor.setReadOnly(True)
    elif isinstance(editor, LinkEditor):
        editor.lock()
    else:
        editor.setEnabled(False)

"""The fields of one record: editors, what is wrong beside them, what was typed and is not a value yet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from app.look.widgets import label
from app.panels.inspector.editors import LineEditor, editor_for
from app.panels.inspector.field_box import FieldBox
from app.panels.inspector.links import LinkEditor
from app.panels.inspector.parts import ruled
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
        self._position: QLabel | None = None
        self.boxes: dict[str, FieldBox] = {}

    def rest(self) -> None:
        """Nothing is shown; the editors wait for a record of their kind."""
        self._subject = None

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

    def memory(self, coming: Subject) -> tuple[dict[str, tuple[str, int]], str]:
        """Return the texts being typed, where the same record comes anew, and the field that has the focus."""
        same = self._subject is not None and self._subject.key == coming.key
        focused = next((name for name, box in self.boxes.items() if box.editor.hasFocus()), "")
        return self.typing() if same else {}, focused

    def recall(self, memory: tuple[dict[str, tuple[str, int]], str]) -> None:
        """Put back the texts and the focus in editors made anew."""
        typed, focused = memory
        if focused in self.boxes:
            self.boxes[focused].editor.setFocus()
        for name, (text, cursor) in typed.items():  # after the focus, which selects all
            editor = self.boxes[name].editor if name in self.boxes else None
            if isinstance(editor, LineEditor):
                editor.type_again(text, cursor)

    def refresh(self, subject: Subject) -> None:
        """Show the values of a record, but for the fields in which something of the same one is being typed."""
        same = self._subject is not None and self._subject.key == subject.key
        self._subject = subject
        if self._position is not None:
            self._position.setText(subject.position)
        drafts = self._drafts.get(subject.key, {})
        for name, box in self.boxes.items():
            busy = isinstance(box.editor, LineEditor) and box.editor.isModified()
            if same and (busy or name in drafts):
                continue
            self._show(box, subject, name)
            self._show_draft(box, subject.layer.field(name), subject)

    def _show(self, box: FieldBox, subject: Subject, name: str) -> None:
        if isinstance(box.editor, LinkEditor) and name in subject.links:
            box.editor.show_link(subject.links[name])
        box.editor.show_value(subject.record.get(name))  # type: ignore[attr-defined]
        settled = subject.editable and name in subject.confirmable
        box.doubt(subject.doubts.get(name, ""), settled=settled)

    # Rows

    def kind(self, subject: Subject, fields: list[Field]) -> tuple[Any, ...]:
        """Return what the editors of a record depend on; several records together have editors of their own."""
        names = tuple(field.name for field in fields)
        many = (subject.key, subject.mixed) if subject.others else ()
        return (
            subject.layer.name,
            names,
            subject.editable,
            bool(subject.position),
            frozenset(subject.links),
            many,
        )

    def column(self, subject: Subject, fields: list[Field]) -> QVBoxLayout:
        """Make the editors of a record, group by group."""
        for box in self.boxes.values():
            box.editor.blockSignals(True)  # what is taken away must not tell a half-typed value
        self.boxes, self._position, self._subject = {}, None, subject
        groups: dict[str, list[Field]] = {}
        for field in fields:
            groups.setdefault(field.group, []).append(field)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, members in groups.items():
            column.addLayout(ruled(self._group(name, members, subject)))
        return column

    def _group(self, name: str, fields: list[Field], subject: Subject) -> QVBoxLayout:
        column, grid = QVBoxLayout(), QGridLayout()
        heading = label(name, "caption")
        heading.setProperty("strong", True)
        column.addWidget(heading)
        column.addSpacing(4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        if name == subject.layer.field("code").group and subject.position:
            self._position_row(grid, subject)
        for field in fields:
            self._add_row(grid, field, subject)
        column.addLayout(grid)
        return column

    def _position_row(self, grid: QGridLayout, subject: Subject) -> None:
        box = self._position = label(subject.position)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setMinimumHeight(28)
        grid.addWidget(label(self.tr("Coordinate"), "label"), 0, 0)
        grid.addWidget(box, 0, 1)

    def _add_row(self, grid: QGridLayout, field: Field, subject: Subject) -> None:
        editor = self._editor(field, subject)
        editor.setObjectName(field.name)
        editor.setAccessibleName(field.label)
        box = self.boxes[field.name] = FieldBox(editor)
        self._show(box, subject, field.name)
        if field.name in COMPUTED or not subject.editable or (subject.others and field.name == "code"):
            _lock(editor)
        else:
            editor.edited.connect(lambda raw, chosen=field: self._edited(chosen, raw))
        box.confirmed.connect(partial(self._confirm, field.name))
        self._show_draft(box, field, subject)
        caption = label(field.label, "label")
        caption.setWordWrap(True)
        caption.setFixedWidth(LABEL_WIDTH)
        caption.setMinimumHeight(28)
        caption.setBuddy(editor)
        row = grid.rowCount()
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(box, row, 1)

    def _confirm(self, name: str) -> None:
        if self._subject is not None:
            self.confirmed.emit(self._subject.layer.name, self._subject.fid, name)

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

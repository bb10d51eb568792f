"""The inspector panel: head, computed figures, groups of fields, what else lies there."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle
from app.look.theme import Theme, font
from app.look.widgets import Rule, label, plain_tip, tool_button
from app.panels.inspector.chip import chip_label
from app.panels.inspector.classes import profile_section
from app.panels.inspector.editors import Editor
from app.panels.inspector.form import COMPUTED, LABEL_WIDTH, Form, Key
from app.panels.inspector.links import record_button, records_column, steps_column
from app.panels.inspector.overview import Overview, overview_column
from app.panels.inspector.photos import dropped, photos_column
from app.panels.inspector.subject import Chip, Subject
from maps.errors import InvalidValue
from maps.schema import Field, GeometryKind

WIDTH = 320
#: Letters of a name below the title.
_LONGEST = 120


class InspectorPanel(QScrollArea):
    """Shows one `Subject`; tells what the user changes.

    Signals
    -------
    value_edited(str layer, int fid, str field, object value), neighbour_chosen(str layer, int fid),
    values_edited(str layer, list of int fids, str field, object value),
    left_unsaved(str layer, int fid, str title, list of str labels) : texts that are no value stay in the form,
    locate_wanted(str layer, int fid), delete_wanted(str layer, int fid), lead_chosen(object key),
    group_chosen(str layer, list of int fids), photo_wanted(str layer, int fid),
    photo_chosen(str layer, int fid, int key),
    files_dropped(str layer, int fid, list of Path), tool_wanted(str key)
    """

    value_edited = Signal(str, int, str, object)
    values_edited = Signal(str, list, str, object)
    left_unsaved = Signal(str, int, str, list)
    neighbour_chosen = Signal(str, int)
    locate_wanted = Signal(str, int)
    delete_wanted = Signal(str, int)
    remedy_wanted = Signal(str, int)
    confirmed = Signal(str, int, str)
    lead_chosen = Signal(object)
    group_chosen = Signal(str, list)
    tool_wanted = Signal(str)
    photo_wanted = Signal(str, int)
    photo_chosen = Signal(str, int, int)
    files_dropped = Signal(str, int, list)

    def __init__(self, explain: Callable[[InvalidValue], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Form(explain, self)
        self._form.given.connect(self._given)
        self._form.link_chosen.connect(self.neighbour_chosen)
        self._form.left_unsaved.connect(self._left_unsaved)
        self._form.confirmed.connect(self.confirmed)
        self._subject: Subject | None = None
        self._overview = Overview()
        self._all_fields = False
        self._theme: Theme | None = None
        self._built: Key | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Dettagli della selezione"))
        self.setAcceptDrops(True)
        self.show_subject(None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self._rebuild()

    def show_subject(self, subject: Subject | None) -> None:
        """Show a subject, or the project in short with how to choose one."""
        self._form.leave(subject)  # may save, and so show the record that comes
        before, self._subject = self._subject, subject
        if subject is not None and before is not None and self._same_form(before, subject):
            self._form.refresh(subject)
            return
        if subject is not None or before is not None or self.widget() is None:
            self._rebuild()

    def show_overview(self, overview: Overview) -> None:
        """Keep what is shown while nothing is selected."""
        changed, self._overview = overview != self._overview, overview
        if changed and self._subject is None:
            self._rebuild()

    def editor(self, field_name: str) -> Editor:
        """Return the editor of a shown field."""
        return self._form.boxes[field_name].editor  # type: ignore[return-value]

    def problem(self, field_name: str) -> str:
        """Return the sentence beside a field, "" where its value is fine."""
        return self._form.boxes[field_name].problem.text()

    def _same_form(self, before: Subject, after: Subject) -> bool:
        def frame(subject: Subject) -> tuple[Any, ...]:
            return (
                subject.key,
                subject.editable,
                subject.title,
                subject.subtitle,
                subject.chip,
                subject.facts,
                subject.note,
                subject.remedy,
                subject.neighbours,
                subject.position,
                subject.profile,
                subject.to_check,
                subject.mixed,
                subject.relations,
                subject.photos,
                subject.steps,
                list(subject.links),
            )

        return frame(before) == frame(after) and list(self._form.boxes) == [
            f.name for f in self._shown_fields(after)
        ]

    def _rebuild(self) -> None:
        boxes, same = self._form.boxes, self._subject is not None and self._subject.key == self._built
        focused = next((name for name, box in boxes.items() if box.editor.hasFocus()), "")
        typed = self._form.typing() if same else {}
        offset = self.verticalScrollBar().value()
        self._built = None if self._subject is None else self._subject.key
        self._form.begin(self._subject)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 16, 0, 24)
        column.setSpacing(0)
        if self._subject is None:
            self._fill_empty(column)
        else:
            self._fill(column, self._subject)
        self.setWidget(body)
        if self._theme is not None:
            restyle(body, self._theme)
        self._form.resume(typed)
        if focused in self._form.boxes:
            self._form.boxes[focused].editor.setFocus()
            self._form.resume(typed)  # the focus selects all
        if same:
            self.verticalScrollBar().setValue(offset)

    def _fill_empty(self, column: QVBoxLayout) -> None:
        column.addLayout(overview_column(self._overview, self.lead_chosen.emit))
        column.addStretch(1)

    def _fill(self, column: QVBoxLayout, subject: Subject) -> None:
        column.addLayout(self._head(subject))
        if subject.profile is not None and self._theme is not None:
            self._section(column, profile_section(subject.profile, self._theme))
        if subject.facts or subject.note:
            self._section(column, self._figures(subject))
        if subject.photos:
            self._section(column, self._photos(subject))
        if subject.steps:
            self._section(column, steps_column(subject.steps, self.locate_wanted.emit))
        groups: dict[str, list[Field]] = {}
        for field in self._shown_fields(subject):
            groups.setdefault(field.group, []).append(field)
        for name, fields in groups.items():
            self._section(column, self._group(name, fields, subject))
        for relation in subject.relations:
            self._section(
                column, records_column(relation, self.neighbour_chosen.emit, self.group_chosen.emit)
            )
        if subject.neighbours:
            self._section(column, self._neighbours(subject))
        more = QHBoxLayout()
        more.setContentsMargins(16, 0, 16, 0)
        more.addWidget(self._more_fields(subject))
        more.addStretch(1)
        column.addLayout(more)
        if not subject.photos and not subject.others and subject.editable:
            self._section(column, self._photos(subject))
        column.addStretch(1)

    def _section(self, column: QVBoxLayout, content: QVBoxLayout) -> None:
        column.addSpacing(12)
        column.addWidget(Rule())
        content.setContentsMargins(16, 12, 16, 0)
        column.addLayout(content)

    def _head(self, subject: Subject) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        row.setSpacing(10)
        column.setContentsMargins(16, 0, 10, 0)
        room = 256 if subject.chip is None else 234 - 9 * len(subject.chip.text)
        shown = QFontMetrics(font(18, 600)).elidedText(
            subject.title, Qt.TextElideMode.ElideRight, max(room, 96)
        )
        title = label(shown, "object")
        title.setToolTip(plain_tip(subject.title))
        row.addWidget(title, 1 if subject.chip is None else 0)
        if subject.chip is not None:
            row.addWidget(chip_label(subject.chip, self._theme), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
        row.addWidget(self._more_button(subject))
        column.addLayout(row)
        subtitle = (
            subject.subtitle if len(subject.subtitle) <= _LONGEST else subject.subtitle[:_LONGEST] + "…"
        )
        kind = "" if subject.others else subject.layer.label
        under = label(" · ".join(text for text in (kind, subtitle) if text), "label")
        under.setWordWrap(True)
        column.addWidget(under)
        if subject.to_check:
            check = chip_label(Chip(self.tr("Da verificare"), "wa", "question"), self._theme)
            check.setToolTip(self.tr("Contiene valori dubbi: sono spiegati accanto ai campi."))
            column.addSpacing(4)
            column.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _more_button(self, subject: Subject) -> QToolButton:
        button = tool_button("dots-three", self.tr("Altri comandi"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        locate = menu.addAction(self.tr("Inquadra sulla mappa"))
        locate.triggered.connect(lambda: self.locate_wanted.emit(subject.layer.name, subject.fid))
        areas = (GeometryKind.POLYGON, GeometryKind.ANY)
        if subject.editable and not subject.others and subject.layer.geometry in areas:
            for key, text in (
                ("split_area", self.tr("Dividi l'area…")),
                ("pierce_area", self.tr("Fora l'area…")),
            ):
                menu.addAction(text).triggered.connect(partial(self._tool, key))
        if subject.editable:
            delete = menu.addAction(self.tr("Elimina"))
            delete.triggered.connect(lambda: self.delete_wanted.emit(subject.layer.name, subject.fid))
        button.setMenu(menu)
        return button

    def _tool(self, key: str, _checked: bool = False) -> None:
        self.tool_wanted.emit(key)

    def _figures(self, subject: Subject) -> QVBoxLayout:
        column, grid = QVBoxLayout(), QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for place, fact in enumerate(subject.facts):
            grid.addWidget(label(fact.caption, "caption"), 0, place)
            grid.addWidget(label(fact.value, "value"), 1, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        if subject.note:
            note = label(subject.note, "caption")
            note.setWordWrap(True)
            column.addSpacing(4)
            column.addWidget(note)
        if subject.remedy and subject.editable:
            button = QPushButton(subject.remedy)
            button.clicked.connect(lambda: self.remedy_wanted.emit(subject.layer.name, subject.fid))
            column.addSpacing(6)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
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
            self._form.add_row(grid, field, subject)
        column.addLayout(grid)
        return column

    def _position_row(self, grid: QGridLayout, subject: Subject) -> None:
        box = label(subject.position)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setMinimumHeight(28)
        grid.addWidget(label(self.tr("Coordinate"), "label"), 0, 0)
        grid.addWidget(box, 0, 1)

    def _neighbours(self, subject: Subject) -> QVBoxLayout:
        column = QVBoxLayout()
        heading = label(self.tr("Qui anche"), "caption")
        heading.setProperty("strong", True)
        column.addWidget(heading)
        for neighbour in subject.neighbours:
            button = record_button(neighbour, self.neighbour_chosen.emit, kind=True)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _photos(self, subject: Subject) -> QVBoxLayout:
        name, fid = subject.layer.name, subject.fid
        return photos_column(
            subject,
            lambda: self.photo_wanted.emit(name, fid),
            lambda key: self.photo_chosen.emit(name, fid, key),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        subject = self._subject
        takes = subject is not None and subject.editable and not subject.others
        if takes and dropped(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped(event)
        if paths and self._subject is not None:
            event.acceptProposedAction()
            self.files_dropped.emit(self._subject.layer.name, self._subject.fid, paths)

    def _more_fields(self, subject: Subject) -> QPushButton:
        every = [field for field in subject.layer.fields if not field.inner]
        hidden = len(every) - len(self._filled_fields(subject))
        text = (
            self.tr("Nascondi i campi vuoti")
            if self._all_fields
            else self.tr("Mostra altri {} campi").format(hidden)
        )
        button = QPushButton(text)
        button.setProperty("link", True)
        button.setProperty("flush", True)
        button.clicked.connect(self._toggle_fields)
        if hidden <= 0 or (
            subject.others and not subject.editable
        ):  # showing what has no parent yet would open a window and take the focus
            button.hide()
        return button

    def _given(self, subject: Subject, field: Field, value: Any) -> None:
        if subject.others:
            fids = [subject.fid, *subject.others]
            self.values_edited.emit(subject.layer.name, fids, field.name, value)
        else:
            self.value_edited.emit(subject.layer.name, subject.fid, field.name, value)

    def _left_unsaved(self, subject: Subject, fields: list[Field]) -> None:
        labels = [each.label for each in fields]
        self.left_unsaved.emit(subject.layer.name, subject.fid, subject.title, labels)

    def leave(self) -> None:
        """Save what was typed and not confirmed: the project is about to be closed."""
        self._form.leave(None)
        self._form.forget()

    def _toggle_fields(self) -> None:
        self._all_fields = not self._all_fields
        self._rebuild()

    def _shown_fields(self, subject: Subject) -> list[Field]:
        every = [field for field in subject.layer.fields if not field.inner]
        return every if self._all_fields else self._filled_fields(subject)

    def _filled_fields(self, subject: Subject) -> list[Field]:
        """Fields with a value, and those that the table shows, without the store's own."""
        if subject.others and not subject.record and not subject.mixed:
            return []  # too many rows to compare
        known = {name for name, value in subject.record.items() if value is not None}
        known |= subject.mixed | set(subject.doubts)
        fields = (field for field in subject.layer.fields if field.name not in COMPUTED and not field.inner)
        known |= {name for name, link in subject.links.items() if link.choices}
        return [field for field in fields if field.in_table or field.name in known]

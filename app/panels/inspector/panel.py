"""The inspector panel: head, computed figures, groups of fields, what else lies there."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.theme import Theme
from app.look.widgets import label, tool_button
from app.panels.inspector.classes import profile_section
from app.panels.inspector.editors import Editor
from app.panels.inspector.form import COMPUTED, Form, Key
from app.panels.inspector.head import figures_column, head_column
from app.panels.inspector.links import record_button, records_column, steps_column
from app.panels.inspector.overview import Overview, overview_column
from app.panels.inspector.parts import Part, ruled
from app.panels.inspector.photos import dropped, photos_column
from app.panels.inspector.subject import Subject
from maps.errors import InvalidValue
from maps.schema import Field, GeometryKind

WIDTH = 320
#: From the top down.
_PARTS = (
    "overview",
    "head",
    "profile",
    "figures",
    "photos",
    "steps",
    "fields",
    "relations",
    "here",
    "more",
    "add",
)


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
        self._shown: Key | None = None
        self._parts = {name: Part() for name in _PARTS}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Dettagli della selezione"))
        self.setAcceptDrops(True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 16, 0, 24)
        column.setSpacing(0)
        for part in self._parts.values():
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        for part in self._parts.values():
            part.forget()
        self._show()

    def show_subject(self, subject: Subject | None) -> None:
        """Show a subject, or the project in short with how to choose one."""
        self._form.leave(subject)  # may save, and so show the record that comes
        self._subject = subject
        self._show()

    def show_overview(self, overview: Overview) -> None:
        """Keep what is shown while nothing is selected."""
        self._overview = overview
        if self._subject is None:
            self._show()

    def editor(self, field_name: str) -> Editor:
        """Return the editor of a shown field."""
        return self._form.boxes[field_name].editor  # type: ignore[return-value]

    def problem(self, field_name: str) -> str:
        """Return the sentence beside a field, "" where its value is fine."""
        return self._form.boxes[field_name].problem

    # The parts

    def _show(self) -> None:
        """Show the subject, or the project in short; what says the same stays as it is."""
        subject = self._subject
        key = None if subject is None else subject.key
        same, self._shown = key == self._shown, key
        offset = self.verticalScrollBar().value()
        self._say("overview", None if subject else (self._overview,), self._overview_part)
        self._show_record(subject)
        self._show_fields(subject)
        self.verticalScrollBar().setValue(offset if same else 0)

    def _say(self, part: str, what: Any, make: Callable[..., QBoxLayout], *given: Any) -> bool:
        return self._parts[part].say(what, partial(make, *given), self._theme)

    def _overview_part(self) -> QVBoxLayout:
        return overview_column(self._overview, self.lead_chosen.emit)

    def _show_record(self, subject: Subject | None) -> None:
        """Show all but the fields."""
        told = dict.fromkeys(("head", "profile", "figures", "photos", "steps", "relations", "here", "add"))
        if subject is not None:
            who = subject.key, subject.editable
            named = subject.title, subject.subtitle, subject.chip, subject.to_check
            told["head"] = who, named
            if subject.profile is not None and self._theme is not None:
                told["profile"] = (subject.profile,)
            if subject.facts or subject.note:
                told["figures"] = who, subject.facts, subject.note, subject.remedy
            if subject.photos:
                told["photos"] = who, subject.photos
            elif not subject.others and subject.editable:
                told["add"] = who
            told["steps"], told["relations"] = subject.steps or None, subject.relations or None
            told["here"] = subject.neighbours or None
        self._say("head", told["head"], self._head, subject)
        self._say("profile", told["profile"], self._profile, subject)
        self._say("figures", told["figures"], self._figures, subject)
        self._say("photos", told["photos"], self._photos, subject)
        self._say("steps", told["steps"], self._steps, subject)
        self._say("relations", told["relations"], self._relations, subject)
        self._say("here", told["here"], self._neighbours, subject)
        self._say("add", told["add"], self._photos, subject)

    def _head(self, subject: Subject) -> QVBoxLayout:
        return head_column(subject, self._more_button(subject), self._theme)

    def _profile(self, subject: Subject) -> QVBoxLayout:
        assert self._theme is not None
        return ruled(profile_section(subject.profile, self._theme))

    def _figures(self, subject: Subject) -> QVBoxLayout:
        return ruled(
            figures_column(subject, lambda: self.remedy_wanted.emit(subject.layer.name, subject.fid))
        )

    def _steps(self, subject: Subject) -> QVBoxLayout:
        return ruled(steps_column(subject.steps, self.locate_wanted.emit))

    def _relations(self, subject: Subject) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for relation in subject.relations:
            made = records_column(relation, self.neighbour_chosen.emit, self.group_chosen.emit)
            column.addLayout(ruled(made))
        return column

    def _neighbours(self, subject: Subject) -> QVBoxLayout:
        column = QVBoxLayout()
        heading = label(self.tr("Qui anche"), "caption")
        heading.setProperty("strong", True)
        column.addWidget(heading)
        for neighbour in subject.neighbours:
            button = record_button(neighbour, self.neighbour_chosen.emit, kind=True)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return ruled(column)

    def _photos(self, subject: Subject) -> QVBoxLayout:
        name, fid = subject.layer.name, subject.fid
        return ruled(
            photos_column(
                subject,
                lambda: self.photo_wanted.emit(name, fid),
                lambda key: self.photo_chosen.emit(name, fid, key),
            )
        )

    # The fields

    def _show_fields(self, subject: Subject | None) -> None:
        """Put the values in the editors that are there, or make those of another kind of record."""
        if subject is None:
            self._form.rest()
            self._parts["fields"].hide()  # and kept: the next record may be of the same kind
            self._say("more", None, QHBoxLayout)
            return
        fields = self._shown_fields(subject)
        memory = self._form.memory(subject)
        if self._say("fields", self._form.kind(subject, fields), self._form.column, subject, fields):
            self._form.recall(memory)
        else:
            self._form.refresh(subject)
        every = [field for field in subject.layer.fields if not field.inner]
        hidden = len(every) - len(self._filled_fields(subject))
        wanted = hidden > 0 and (subject.editable or not subject.others)
        self._say("more", (hidden, self._all_fields) if wanted else None, self._more_fields, hidden)

    def _more_fields(self, hidden: int) -> QHBoxLayout:
        fewer, more = self.tr("Nascondi i campi vuoti"), self.tr("Mostra altri {} campi").format(hidden)
        button = QPushButton(fewer if self._all_fields else more)
        button.setProperty("link", True)
        button.setProperty("flush", True)
        button.clicked.connect(self._toggle_fields)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(button)
        row.addStretch(1)
        return row

    def _toggle_fields(self) -> None:
        self._all_fields = not self._all_fields
        self._show()

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

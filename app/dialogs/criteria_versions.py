"""The versions of the criteria: which there are, what changes, a new one, its approval, in and out as JSON."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.widgets import label
from app.session import Session
from app.speech import criteria as criteria_words, words
from maps import criteria_versions
from maps.errors import FileError, FileProblem, TorrazzoError

_HEIGHT = 28
_KINDS = "JSON (*.json)"


class VersionsPage(QWidget):
    """Acts at once on the project: a version is never lost, and one that is approved never changes.

    Signals
    -------
    changed()
        The version in use is another, or says something else.
    failed(str)
        What could not be done, in a sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list, self.text = QListWidget(), QPlainTextEdit()
        self.name, self.act, self.day = QLineEdit(), QLineEdit(), QDateEdit(QDate.currentDate())
        self._build()
        self.fill()

    def _build(self) -> None:
        tr = self.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list.setMaximumHeight(132)
        self.list.setAccessibleName(tr("Versioni dei criteri"))
        self.list.currentRowChanged.connect(self._compare)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Che cosa cambia"))
        self.name.setPlaceholderText(tr("Nome, per esempio 2026.2"))
        self.act.setPlaceholderText(tr("Verbale o atto"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd/MM/yyyy")
        for field in (self.name, self.act, self.day):
            field.setFixedHeight(_HEIGHT)
        self.make = self._button(tr("Nuova versione"), self._new)
        self.choose = self._button(tr("Metti in uso"), self._use)
        self.confirm = self._button(tr("Segna approvata"), self._approve)
        self.confirm.setToolTip(
            tr("La versione non cambierà più; le modifiche fatte fin qui non si annullano")
        )
        self.save = self._button(tr("Esporta…"), self._export)
        self.load = self._button(tr("Importa…"), self._import)
        self.caption = label("", "label")
        self.caption.setWordWrap(True)
        column.addWidget(self.list)
        column.addLayout(_row(self.choose, self.save, self.load))
        column.addWidget(self.caption)
        column.addWidget(self.text, 1)
        column.addLayout(_row(label(tr("Copia di quella in uso"), "label"), self.name, self.make))
        column.addLayout(
            _row(label(tr("Approvata in C.P.O.S.P. il"), "label"), self.day, self.act, self.confirm)
        )

    def _button(self, text: str, job: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._try(job))
        return button

    def fill(self) -> None:
        """Show the versions of the project, the one in use chosen."""
        project = self._session.project
        used = criteria_versions.in_use(project)
        self.list.blockSignals(True)
        self.list.clear()
        for each in criteria_versions.versions(project):
            item = QListWidgetItem(criteria_words.version_line(each, each.name == used.name))
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            item.setToolTip(item.text())
            self.list.addItem(item)
            if each.name == used.name:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._compare()

    def chosen(self) -> Any:
        """Return the version that is chosen in the list."""
        item = self.list.currentItem()
        project = self._session.project
        name = (
            item.data(Qt.ItemDataRole.UserRole)
            if item is not None
            else criteria_versions.in_use(project).name
        )
        return criteria_versions.find_version(project, name)

    def _compare(self) -> None:
        """Tell what the chosen version says otherwise than the one in use, or every criterion of that."""
        used, chosen = criteria_versions.in_use(self._session.project), self.chosen()
        same = chosen.name == used.name
        lines = criteria_words.profile_lines(chosen.criteria)
        if same:
            self.caption.setText(self.tr("I criteri della versione in uso"))
        else:
            found = criteria_versions.compare(used.criteria, chosen.criteria)
            text = self.tr("Che cosa cambierebbe con «{}» al posto di «{}»")
            self.caption.setText(text.format(chosen.name, used.name))
            lines = [criteria_words.difference(each) for each in found] or [
                self.tr("Nessun criterio cambia.")
            ]
        self.text.setPlainText("\n".join(lines))
        may, open_ = self._session.editable, chosen.approved_on is None
        self.choose.setEnabled(may and not same)
        for widget in (self.confirm, self.day, self.act):
            widget.setEnabled(may and open_)
        for widget in (self.make, self.load, self.name):
            widget.setEnabled(may)

    def _try(self, job: Callable[[], None]) -> None:
        try:
            job()
        except TorrazzoError as error:
            self.failed.emit(words.sentence(error))

    def _done(self) -> None:
        self.failed.emit("")
        self.fill()
        self.changed.emit()

    def _new(self) -> None:
        criteria_versions.new_version(self._session.project, self.name.text().strip())
        self.name.clear()
        self._done()

    def _use(self) -> None:
        criteria_versions.use(self._session.project, self.chosen().name)
        self._done()

    def _approve(self) -> None:
        picked = self.day.date()
        day = date(picked.year(), picked.month(), picked.day())
        criteria_versions.approve(self._session.project, self.chosen().name, day, self.act.text())
        self.act.clear()
        self._done()

    def _export(self) -> None:
        from maps.io.atomic import write_atomic

        version = self.chosen()
        name = str(Path.home() / f"criteri-{version.name}.json")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Esporta i criteri"), name, _KINDS)
        if path:
            write_atomic(Path(path), json.dumps(version.to_json(), ensure_ascii=False, indent=2) + "\n")

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Importa i criteri"), str(Path.home()), _KINDS)
        if path:
            criteria_versions.import_version(self._session.project, _read(Path(path)), into_use=False)
            self._done()


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(path, FileProblem.MISSING, error.strerror or "") from error
    except ValueError as error:
        raise FileError(path, FileProblem.UNREADABLE, str(error)) from error


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if not any(isinstance(widget, QLineEdit) for widget in widgets):
        row.addStretch(1)
    return row

"""Give a name to what is about to be kept, with what is wrong with it told below the field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.dialogs.parts import foot
from app.look.widgets import label, set_property
from app.speech import numbers


@dataclass(frozen=True)
class Naming:
    """What is asked.

    Attributes
    ----------
    title, field, hint : str
        Of the dialog, of its field, and an example within it.
    most : int
        Characters of the longest name.
    taken : sequence of str
        Names that are already there.
    taken_told : str
        What choosing one of these means.
    """

    title: str
    field: str
    hint: str
    most: int
    taken: Sequence[str] = ()
    taken_told: str = ""


class NameDialog(QDialog):
    """Accepted, `name` is what was written, without spaces around it."""

    def __init__(self, asked: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self._taken = {name.strip().casefold() for name in asked.taken}
        self.setWindowTitle(asked.title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(6)
        column.addWidget(label(asked.title, "section"))
        column.addSpacing(10)
        column.addWidget(label(asked.field, "label"))
        self.line = QLineEdit()
        self.line.setAccessibleName(asked.field)
        self.line.setPlaceholderText(asked.hint)
        column.addWidget(self.line)
        self.told = label("")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(self.told.sizeHint().height())  # the dialog does not jump as it is written
        column.addWidget(self.told)
        column.addSpacing(8)
        row, _sentence, self.do = foot(self, self.tr("Salva"), self.tr("Annulla"))
        column.addLayout(row)
        self.line.textChanged.connect(self._check)
        self._check()

    @property
    def name(self) -> str:
        """What was written."""
        return self.line.text().strip()

    def _check(self) -> None:
        problem = self._problem()
        doubt = self._asked.taken_told if self.name.casefold() in self._taken else ""
        self.told.setText(problem or doubt)
        set_property(self.told, "role", "error" if problem else "warning")
        set_property(self.line, "state", "error" if problem else "doubt" if doubt else "")
        self.line.setAccessibleDescription(problem or doubt)
        self.do.setEnabled(bool(self.name) and not problem)

    def _problem(self) -> str:
        """Return what is wrong; a field in which nothing was written yet is not at fault."""
        if self.line.text() and not self.name:
            return self.tr("Scrivere almeno una lettera o una cifra.")
        if len(self.name) > self._asked.most:
            most, now = numbers.integer(self._asked.most), numbers.integer(len(self.name))
            return self.tr("Troppo lungo: al massimo {} caratteri, ora sono {}.").format(most, now)
        return ""

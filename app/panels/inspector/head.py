"""The head of the inspector: the name, the state, the commands of the record; and its computed figures."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout

from app.look.theme import Theme, font
from app.look.widgets import label, plain_tip
from app.panels.inspector.chip import chip_label
from app.panels.inspector.subject import Chip, Subject

#: Letters of a name below the title.
_LONGEST = 120


def head_column(subject: Subject, commands: QToolButton, theme: Theme | None) -> QVBoxLayout:
    """Return the title with its chip and the button of the commands, what it is, whether it is to be checked."""
    column, row = QVBoxLayout(), QHBoxLayout()
    row.setSpacing(10)
    column.setContentsMargins(16, 0, 10, 0)
    room = 256 if subject.chip is None else 234 - 9 * len(subject.chip.text)
    shown = QFontMetrics(font(18, 600)).elidedText(subject.title, Qt.TextElideMode.ElideRight, max(room, 96))
    title = label(shown, "object")
    title.setToolTip(plain_tip(subject.title))
    row.addWidget(title, 1 if subject.chip is None else 0)
    if subject.chip is not None:
        row.addWidget(chip_label(subject.chip, theme), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
    row.addWidget(commands)
    column.addLayout(row)
    subtitle = subject.subtitle if len(subject.subtitle) <= _LONGEST else subject.subtitle[:_LONGEST] + "…"
    kind = "" if subject.others else subject.layer.label
    under = label(" · ".join(text for text in (kind, subtitle) if text), "label")
    under.setWordWrap(True)
    column.addWidget(under)
    if subject.to_check:
        check = chip_label(Chip("Da verificare", "wa", "question"), theme)
        check.setToolTip("Contiene valori dubbi: sono spiegati accanto ai campi.")
        column.addSpacing(4)
        column.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
    return column


def figures_column(subject: Subject, remedy: Callable[[], None]) -> QVBoxLayout:
    """Return the facts side by side, the note on them, and the button that puts right what is wrong."""
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
        button.clicked.connect(lambda _checked=False: remedy())
        column.addSpacing(6)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return column

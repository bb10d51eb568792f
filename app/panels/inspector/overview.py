"""What the inspector shows while nothing is selected: the project in short."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout

from app.look.widgets import Rule, label

HINT = "Fare clic su un elemento della mappa o su una zona della tabella per leggerne i dati."


@dataclass(frozen=True)
class Lead:
    """A finding of the overview: its sentence, and what the window gets back when it is chosen."""

    title: str
    text: str
    key: Any = None


@dataclass(frozen=True)
class Overview:
    """The project in short.

    Attributes
    ----------
    headline, context : str
        The result as a title, and for which purpose and period it holds.
    counts : tuple of (caption, value)
    leads : tuple of Lead
        The first findings.
    more : int
        How many others there are.
    """

    headline: str = ""
    context: str = ""
    counts: tuple[tuple[str, str], ...] = field(default=())
    leads: tuple[Lead, ...] = field(default=())
    more: int = 0


def overview_column(found: Overview, chosen: Callable[[Any], None]) -> QVBoxLayout:
    """Return the overview, with the findings as links, then how to read anything else."""
    column = QVBoxLayout()
    column.setContentsMargins(16, 0, 16, 0)
    column.setSpacing(6)
    if found.headline:
        column.addWidget(_wrapped(found.headline, "section"))
    if found.context:
        column.addWidget(_wrapped(found.context, "caption"))
    if found.counts:
        if found.headline:
            column.addSpacing(10)
            column.addWidget(Rule())
            column.addSpacing(6)
        column.addLayout(_counts(found.counts))
    if found.leads:
        column.addSpacing(10)
        column.addWidget(Rule())
        column.addSpacing(6)
        _add_leads(column, found, chosen)
    column.addSpacing(12)
    column.addWidget(_wrapped(HINT, "label"))
    return column


def _counts(counts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for row, (caption, value) in enumerate(counts):
        grid.addWidget(label(caption, "label"), row, 0)
        grid.addWidget(label(value, "value"), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _add_leads(column: QVBoxLayout, found: Overview, chosen: Callable[[Any], None]) -> None:
    heading = label("Primi rilievi" if found.more else "Rilievi", "caption")
    heading.setProperty("strong", True)
    column.addWidget(heading)
    for lead in found.leads:
        link = QPushButton(lead.title)
        link.setProperty("link", True)
        link.setProperty("flush", True)
        link.clicked.connect(lambda _checked=False, key=lead.key: chosen(key))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(_wrapped(lead.text, "caption"))


def _wrapped(text: str, role: str) -> QLabel:
    words = label(text, role)
    words.setWordWrap(True)
    return words

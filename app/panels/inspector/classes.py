"""The table of the classes below the side view: pixels a metre, from where to where, or never."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.look.theme import DETAIL, Theme
from app.look.widgets import label
from app.panels.inspector.profile import ProfileView
from app.speech import numbers

#: What a camera does at a class, after "non".
_VERBS = {
    "identify": "identifica",
    "recognise": "riconosce",
    "observe": "osserva",
    "detect": "rileva",
    "validate": "convalida",
    "characterise": "caratterizza",
    "perceive": "percepisce",
    "discern": "distingue",
    "outline": "dà la sagoma",
}


def profile_section(profile: Any, theme: Theme) -> QVBoxLayout:
    """Return the side view with the table of its classes and, in words, what is never reached."""
    column = QVBoxLayout()
    column.setSpacing(4)
    heading = label("Profilo", "caption")
    heading.setProperty("strong", True)
    column.addWidget(heading)
    column.addWidget(ProfileView(profile, theme))
    column.addLayout(_table(profile))
    sentence = never_sentence(profile)
    if sentence:
        words = label(sentence, "warning")
        words.setWordWrap(True)
        column.addWidget(words)
    return column


def _table(profile: Any) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(2, 1)
    for row, (reach, colour) in enumerate(zip(profile.reaches, DETAIL, strict=True)):
        swatch = QFrame()
        swatch.setFixedSize(11, 11)
        swatch.setStyleSheet(f"background: {colour}; border: 1px solid palette(dark);")
        density = numbers.with_unit(numbers.compact(reach.px_per_m, 1), "px/m")
        value = label(reach_text(reach), "value")
        cells: tuple[QWidget, ...] = (swatch, label(reach.label), label(density, "label"), value)
        for place, cell in enumerate(cells):
            side = Qt.AlignmentFlag.AlignRight if place == 3 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(cell, row, place, side | Qt.AlignmentFlag.AlignVCenter)
    return grid


def reach_text(reach: Any) -> str:
    """Return from where to where a class is reached: "6,9–13,3 m", "mai", or a dash."""
    if reach.never:
        return "mai"
    if reach.end_m <= reach.start_m:
        return numbers.DASH
    return numbers.span(reach.start_m, reach.end_m, "m", 1)


def never_sentence(profile: Any) -> str:
    """Return what the camera never does as it is mounted, "" where it does it all."""
    verbs = [_VERBS.get(reach.name, reach.label.lower()) for reach in profile.never]
    if not verbs:
        return ""
    first, last = ", non ".join(verbs[:-1]), verbs[-1]
    said = f"{first} e non {last}" if first else last
    return f"Con questa altezza e inclinazione non {said} mai."

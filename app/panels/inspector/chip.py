"""A state in one word with its icon, on its tint."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.look.icons import pixmap
from app.look.theme import Theme
from app.look.widgets import label
from app.panels.inspector.subject import Chip

_ICON = 13


def chip_label(chip: Chip, theme: Theme | None) -> QWidget:
    """Return the chip; its icon says again what the colour says."""
    words = label(chip.text)
    if not chip.icon or theme is None:
        words.setProperty("chip", chip.look)
        return words
    ground = QFrame()
    ground.setProperty("chipbox", chip.look)
    row = QHBoxLayout(ground)
    row.setContentsMargins(8, 0, 8, 0)
    row.setSpacing(4)
    picture = QLabel()
    ink = getattr(theme, chip.look, theme.tx2)
    picture.setPixmap(pixmap(chip.icon, ink, _ICON, ground.devicePixelRatioF()))
    words.setProperty("chipword", chip.look)
    row.addWidget(picture)
    row.addWidget(words)
    return ground

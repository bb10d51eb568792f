"""What reading a plate asks, folded under a link of the panel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.look.icons import set_icon
from app.look.widgets import label


class PlatesPart(QWidget):
    """Tells the profile by which plates are read, and lets it be changed.

    Attributes
    ----------
    fold : QPushButton
        The link that shows it and hides it; the panel places it.

    Signals
    -------
    change_wanted()
    """

    change_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fold = _link(self.tr("Lettura targhe"))
        self.fold.setAccessibleName(self.tr("Profilo di lettura targhe"))
        self.fold.setCheckable(True)
        set_icon(self.fold, "camera", "ac")
        self.fold.toggled.connect(self.setVisible)
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.change = _link(self.tr("Cambia il profilo…"))
        self.change.clicked.connect(self.change_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.told)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def tell(self, lines: Sequence[str]) -> None:
        """Say the profile, a sentence a line."""
        self.told.setText("\n".join(lines))


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", True)
    button.setProperty("flush", True)
    return button

"""What every chart of the balance panel is: a painted figure that follows the theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import LIGHT, Theme, font

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
#: What random placement gives: a grey that stands on the track and under the ink, by theme.
BAND, BAND_DARK = "#A9B1B8", "#596069"


class Chart(QWidget):
    """A painted figure that follows the theme."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.update()

    @property
    def track(self) -> str:
        """The ground of a bar: in high contrast, where rules are dark, that of a surface under the pointer."""
        return self.theme.hv if self.theme.name.startswith("contrast") else self.theme.ln

    @property
    def band(self) -> str:
        """The grey of random placement."""
        return BAND_DARK if self.theme.dark else BAND

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw the figure; the pen and the font are set by each part."""
        raise NotImplementedError

"""What every chart of the balance panel is: a painted figure that follows the theme."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import LIGHT, Theme, font

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
#: What random placement gives: a grey that stands on the track and under the ink, by theme.
BAND, BAND_DARK = "#A9B1B8", "#596069"


class Chart(QWidget):
    """A painted figure that follows the theme, drawn once and kept until it says something else.

    Every stroke gives way to the workers: over a map that is drawn again and again a chart held the window for
    longer than the map itself.
    """

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._picture: QPixmap | None = None
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.redraw()

    def redraw(self) -> None:
        """Draw the figure anew, once it is next on show."""
        self._picture = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size, and whether the figure is enabled."""
        super().changeEvent(event)
        self.redraw()

    @property
    def track(self) -> str:
        """The ground of a bar: in high contrast, where rules are dark, that of a surface under the pointer."""
        return self.theme.hv if self.theme.name.startswith("contrast") else self.theme.ln

    @property
    def band(self) -> str:
        """The grey of random placement."""
        return BAND_DARK if self.theme.dark else BAND

    def paintEvent(self, _event: QPaintEvent) -> None:
        wanted = self.size() * self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != wanted:
            self._picture = self._drawn(QPixmap(wanted))
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _drawn(self, picture: QPixmap) -> QPixmap:
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        self.draw(painter)
        painter.end()
        return picture

    def draw(self, painter: QPainter) -> None:
        """Draw the figure; the pen and the font are set by each part."""
        raise NotImplementedError

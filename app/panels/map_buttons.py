"""The column at the top right of the map: zoom, fit, the tools, and the north arrow."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.look.icons import restyle
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import set_property, tool_button


class _North(QWidget):
    """The north arrow; the map is always north up."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.setFixedSize(32, 52)
        self.setToolTip(self.tr("Il nord è in alto"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = QColor(self.theme.tx), QColor(self.theme.sf)
        painter.setPen(ink)
        left = QPolygonF([QPointF(16, 4), QPointF(10, 32), QPointF(16, 27)])
        right = QPolygonF([QPointF(16, 4), QPointF(22, 32), QPointF(16, 27)])
        painter.setBrush(ink)
        painter.drawPolygon(left)
        painter.setBrush(ground)
        painter.drawPolygon(right)
        painter.setFont(font(13, 600))
        painter.drawText(QRectF(0, 33, 32, 18), Qt.AlignmentFlag.AlignCenter, "N")
        painter.end()


class MapButtons(QWidget):
    """Zoom in, zoom out, see everything, take a tool.

    Signals
    -------
    zoom_in(), zoom_out(), fit()
    tool_wanted(str) : key of a tool of `app.tools`.

    Attributes
    ----------
    tools : dict of str to QToolButton
        By key of the tool.
    """

    zoom_in = Signal()
    zoom_out = Signal()
    fit = Signal()
    tool_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for icon_name, tip, signal in (
            ("plus", self.tr("Ingrandisci (+)"), self.zoom_in),
            ("minus", self.tr("Riduci (−)"), self.zoom_out),
            ("crosshair", self.tr("Inquadra tutto (Home)"), self.fit),
        ):
            button = tool_button(icon_name, tip)
            set_property(button, "mapbutton", True)
            button.clicked.connect(signal)
            column.addWidget(button)
        self.tools: dict[str, QToolButton] = {}
        column.addSpacing(8)
        for key, icon_name, tip in self._declared():
            column.addWidget(self._tool(key, icon_name, tip))
        self._north = _North()
        column.addSpacing(4)
        column.addWidget(self._north)

    def _declared(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("zoom_box", "selection-plus", self.tr("Ingrandisci un riquadro (Z)")),
            ("add_camera", "video-camera", self.tr("Nuova telecamera (C)")),
            ("draw_area", "polygon", self.tr("Nuova area degradata (A)")),
            ("who_sees", "user-focus", self.tr("Chi vede qui? (W)")),
            ("measure", "ruler", self.tr("Misura distanze e aree (M)")),
        )

    def _tool(self, key: str, icon_name: str, tip: str) -> QToolButton:
        button = tool_button(icon_name, tip)
        set_property(button, "mapbutton", True)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.tool_wanted.emit(key))
        self.tools[key] = button
        return button

    def set_low(self, low: bool) -> None:
        """Leave the north arrow out where the map is low: north is always up."""
        self._north.setHidden(low)

    def set_tool(self, key: str) -> None:
        """Show which tool is in the hand."""
        for name, button in self.tools.items():
            button.setChecked(name == key)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._north.theme = theme
        restyle(self, theme)
        self.update()

"""A page that scrolls, as tall as its wrapped sentences ask."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

#: Margins of a page, and those where the text at 200 % leaves it little room.
_MARGINS, _TIGHT, _TIGHT_BELOW = (24, 16, 20, 24), (8, 12, 8, 16), 400


class Scrolled(QScrollArea):
    """A page that is as tall as its wrapped sentences ask, and scrolls.

    Qt gives the content of a scroll area the height of its hint, which knows no wrapping: cards would be cut.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.installEventFilter(self)
        #: Cards just made are shown after the request that tells of them: only then do they count.
        self._shown = QTimer(self, singleShot=True, interval=0)
        self._shown.timeout.connect(self._stretch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._stretch()
            self._shown.start()
        return super().eventFilter(watched, event)

    def _stretch(self) -> None:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if page is not None and layout is not None:
            tight = self.viewport().width() < _TIGHT_BELOW
            layout.setContentsMargins(*(_TIGHT if tight else _MARGINS))
            page.setMinimumHeight(max(layout.totalHeightForWidth(self.viewport().width()), 0))

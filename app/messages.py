"""The one place where the program tells the user something, and where long work can be stopped."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.jobs import Job
from app.look.icons import pixmap, restyle
from app.look.theme import Theme
from app.look.widgets import Card, label, set_property, tool_button

#: News that asks for nothing goes away by itself.
NEWS_MS = 7000
#: The progress of a job stays so long for that of the next, rather than go and come back.
_LINGER_MS = 150
#: In a message narrower than this the action stands below the sentence.
_STACKED_BELOW = 420


class Level(Enum):
    """How serious a message is; the value is its look in the style sheet."""

    NEWS = "plain"
    DONE = "ok"
    WARNING = "wa"
    ERROR = "er"


_ICONS = {Level.NEWS: "info", Level.DONE: "check-circle", Level.WARNING: "warning", Level.ERROR: "x-circle"}
_INKS = {Level.NEWS: "ac", Level.DONE: "ok", Level.WARNING: "wa", Level.ERROR: "er"}


def fit(card: QWidget, width: int) -> None:
    """Give a card a width, and the height that its sentences take at that width."""
    card.setFixedWidth(width)
    if isinstance(card, MessageBar):
        card.stack(stacked=width < _STACKED_BELOW)
    card.resize(width, max(card.heightForWidth(width), card.minimumSizeHint().height()))


class MessageBar(QFrame):
    """One sentence, at most one action, and a cross.

    Signals
    -------
    resized() : its wanted size has changed, or it was shown or hidden.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.level = Level.NEWS
        self._theme: Theme | None = None
        self._callback: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        self._mark = QLabel()
        self._mark.setFixedSize(18, 18)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.action = QPushButton()
        self.action.setProperty("link", True)
        self.action.clicked.connect(self._act)
        self._cross = tool_button("x", self.tr("Chiudi il messaggio"))
        self._cross.setFixedSize(26, 26)
        self._cross.clicked.connect(self.clear)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.addWidget(self.sentence, 1)
        self._words.addWidget(self.action)
        row.addWidget(self._mark)
        row.addLayout(self._words, 1)
        row.addWidget(self._cross)
        self._timer = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def tell(
        self, level: Level, sentence: str, action: str = "", callback: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence in place of the one before."""
        self.level, self._callback = level, callback
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        set_property(self, "message", level.value)
        self._paint_mark()
        if level in (Level.NEWS, Level.DONE):
            self._timer.start()
        else:
            self._timer.stop()
        self.show()
        self.raise_()
        self.resized.emit()

    def stack(self, *, stacked: bool) -> None:
        """Put the action below the sentence, or beside it."""
        ways = QBoxLayout.Direction
        self._words.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        self._words.setAlignment(
            self.action, Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignVCenter
        )

    def withdraw(self, callback: Callable[[], object]) -> None:
        """Take the action away, the sentence staying, where it is `callback`."""
        if self._callback == callback:
            self._callback = None
            self.action.hide()
            self.resized.emit()

    def clear(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
        self.resized.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        restyle(self, theme)
        self._paint_mark()

    def _act(self) -> None:
        callback = self._callback
        self.clear()
        if callback is not None:
            callback()

    def _paint_mark(self) -> None:
        if self._theme is not None:
            ink = getattr(self._theme, _INKS[self.level])
            self._mark.setPixmap(pixmap(_ICONS[self.level], ink, 18, self.devicePixelRatioF()))


class ProgressCard(Card):
    """What is being done, how far it is, and Annulla.

    Signals
    -------
    resized()
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(12)
        self._text = label("", "label")
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self.stop = QPushButton(self.tr("Annulla"))
        self.stop.setProperty("link", True)
        self.stop.clicked.connect(self._cancel)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self.stop)
        self.body.addLayout(row)
        self._lingering = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._lingering.timeout.connect(self.rest)
        self.hide()

    def watch(self, job: Job) -> None:
        """Show a job until it ends, or until another is at work."""
        self._lingering.stop()
        if self._job is not None:
            self._job.progressed.disconnect(self._advance)
        self._job = job
        self._text.setText(job.label)
        self._bar.setValue(round(job.share * 100))
        self._bar.setAccessibleName(job.label)
        job.progressed.connect(self._advance)
        self.show()
        self.raise_()
        self.resized.emit()

    def release(self, job: Job) -> None:
        """Stop showing a job that has ended, unless another is shown at once."""
        if job is self._job:
            self._job = None
            self._lingering.start()

    def rest(self) -> None:
        """Go away: nothing is at work."""
        self._lingering.stop()
        self._job = None
        self.hide()
        self.resized.emit()

    def _advance(self, share: float) -> None:
        if self.sender() in (self._job, None):
            self._bar.setValue(round(share * 100))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._text.setText(self.tr("Annullamento in corso…"))

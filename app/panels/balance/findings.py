"""The findings of a purpose as cards: pressing one flies there, its button takes it to the meeting."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton

from app.look.icons import restyle, set_icon
from app.look.theme import Theme
from app.look.widgets import Card, label, set_property
from app.panels.balance.effect import icon_chip
from app.panels.balance.figures import FindingText

#: A card narrower than this has its zones one below the other.
_ONE_LINE = 372


class FindingCard(Card):
    """One pair of zones.

    Signals
    -------
    chosen(FindingText), meeting_wanted(FindingText)
    """

    chosen = Signal(object)
    meeting_wanted = Signal(object)

    def __init__(self, finding: FindingText, words: tuple[str, str], theme: Theme) -> None:
        super().__init__()
        self.finding = finding
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("finding", True)
        self.setAccessibleName(finding.sentence)
        self.body.setContentsMargins(10, 8, 10, 6)
        self.body.setSpacing(4)
        self._add_pair(words, theme)
        sentence = label(finding.sentence)
        sentence.setWordWrap(True)
        self.body.addWidget(sentence)
        self._certainty = label(finding.certainty, "caption")
        self._certainty.setWordWrap(True)
        if not finding.certainty:  # shown before it has a parent, it would be a window and take the focus
            self._certainty.hide()
        self.body.addWidget(self._certainty)
        self._add_action(theme)

    def _add_pair(self, words: tuple[str, str], theme: Theme) -> None:
        lacking = (
            icon_chip(words[0], "wa", "warning", theme),
            label(self.finding.shortage_name, "value"),
            label("←", "value"),
        )
        spare = label(self.finding.overlap_name, "value"), icon_chip(words[1], "ov", "copy-simple", theme)
        pair = self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(8)
        for parts in (lacking, spare):
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
            if parts is spare:
                row.addStretch(1)
            pair.addLayout(row)
        self.body.addLayout(pair)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the second zone below the first where both have no room in a line."""
        super().resizeEvent(event)
        narrow = self.width() < _ONE_LINE
        self._pair.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )

    def _add_action(self, theme: Theme) -> None:
        self.meeting = QPushButton(self.tr("Porta in Cabina di Regia"))
        self.meeting.setProperty("link", True)
        self.meeting.setProperty("flush", True)
        self.meeting.setCursor(Qt.CursorShape.PointingHandCursor)
        self.meeting.setToolTip(
            self.tr("Aggiunge alle scene da proiettare la coppia di zone con la sua frase")
        )
        set_icon(self.meeting, "flag", "ac")
        self.meeting.clicked.connect(lambda: self.meeting_wanted.emit(self.finding))
        self.body.addWidget(self.meeting, 0, Qt.AlignmentFlag.AlignLeft)
        restyle(self, theme)

    def set_certainty(self, sentence: str) -> None:
        """Say how sure the place of the zone at risk is."""
        self._certainty.setText(sentence)
        self._certainty.setVisible(bool(sentence))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.chosen.emit(self.finding)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.finding)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_property(self, "current", event.type() == QEvent.Type.FocusIn)
        return super().event(event)

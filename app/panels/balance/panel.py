"""The balance panel: the headline, the index, the curve and the findings."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.panels.balance.charts import HooverBar, LorenzChart
from app.theme import Theme
from app.widgets import Card, Rule, label, set_property

WIDTH = 456


@dataclass(frozen=True)
class FindingText:
    """One finding in words.

    Attributes
    ----------
    shortage, overlap : int
        Feature ids of the two zones.
    shortage_name, overlap_name, sentence : str
    """

    shortage: int
    overlap: int
    shortage_name: str
    overlap_name: str
    sentence: str


class FindingCard(Card):
    """One pair of zones; pressing it flies there.

    Signals
    -------
    chosen(FindingText)
    """

    chosen = Signal(object)

    def __init__(self, finding: FindingText, shortage_word: str, overlap_word: str) -> None:
        super().__init__()
        self._finding = finding
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("finding", True)
        self.setAccessibleName(finding.sentence)
        self.body.setContentsMargins(10, 8, 10, 8)
        self.body.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, chip in (
            (shortage_word, "wa"),
            (finding.shortage_name, ""),
            ("←", ""),
            (finding.overlap_name, ""),
            (overlap_word, "ov"),
        ):
            part = label(text, "" if chip else "value")
            if chip:
                part.setProperty("chip", chip)
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.body.addLayout(row)
        sentence = label(finding.sentence)
        sentence.setWordWrap(True)
        self.body.addWidget(sentence)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.chosen.emit(self._finding)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._finding)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_property(self, "current", event.type() == QEvent.Type.FocusIn)
        return super().event(event)


class BalancePanel(QScrollArea):
    """What the balance of one purpose says.

    Signals
    -------
    finding_chosen(FindingText)
    """

    finding_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 20, 20, 24)
        self._column.setSpacing(8)
        self.setWidget(body)
        self._add_head()
        self._add_charts()
        self._findings = QVBoxLayout()
        self._findings.setSpacing(8)
        self._column.addLayout(self._findings)
        self._column.addStretch(1)

    def _add_head(self) -> None:
        self.headline = label("", "headline")
        self.headline.setWordWrap(True)
        self.context = label("", "label")
        self.context.setWordWrap(True)
        self._column.addWidget(self.headline)
        self._column.addWidget(self.context)

    def _add_charts(self) -> None:
        self._figures = QWidget()
        column = QVBoxLayout(self._figures)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        self._hoover, self._lorenz = HooverBar(), LorenzChart()
        for title, chart in (
            (self.tr("Indice di equilibrio (Hoover)"), self._hoover),
            (self.tr("Curva di Lorenz"), self._lorenz),
        ):
            column.addWidget(Rule())
            column.addSpacing(4)
            heading = label(title, "caption")
            heading.setProperty("strong", True)
            column.addWidget(heading)
            column.addWidget(chart)
        column.addWidget(Rule())
        self._column.addWidget(self._figures)
        self._count = label("", "caption")
        self._count.setProperty("strong", True)
        self._column.addWidget(self._count)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._hoover.set_theme(theme)
        self._lorenz.set_theme(theme)

    def show_balance(
        self,
        headline: str,
        context: str,
        hoover: float | None,
        lorenz: Any,
        findings: list[FindingText],
        findings_title: str,
        words: tuple[str, str],
    ) -> None:
        """Show the balance of a purpose; `lorenz` is (risk shares, cover shares) or None."""
        self.headline.setText(headline)
        self.context.setText(context)
        self._figures.setVisible(hoover is not None)
        self._hoover.set_value(hoover)
        if lorenz is not None:
            self._lorenz.set_curve(*lorenz)
        self._count.setText(findings_title)
        self._clear_findings()
        for finding in findings:
            card = FindingCard(finding, *words)
            card.chosen.connect(self.finding_chosen)
            self._findings.addWidget(card)

    def show_nothing(self, sentence: str) -> None:
        """Show why there is no balance."""
        self.show_balance(sentence, "", None, None, [], "", ("", ""))

    def findings(self) -> list[QLabel]:
        """The cards on show, for tests and tours."""
        return self.widget().findChildren(FindingCard)

    def _clear_findings(self) -> None:
        while self._findings.count():
            item = self._findings.takeAt(0)
            if item.widget() is not None:
                item.widget().deleteLater()

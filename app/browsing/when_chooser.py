"""Day, night, or a moment of the week: the light and the hours in which cameras are asked about."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QVBoxLayout, QWidget

from app.look.widgets import Segmented, label
from app.speech import when as when_words
from maps.coverage.moments import SEASON_DATES, When, parse_when

_FIRST = When("moment", 5, 23 * 60, SEASON_DATES[6])
_STEP_MIN = 30


class MomentForm(QFrame):
    """A small form under the button: weekday, time, season. What is chosen counts at once.

    Signals
    -------
    chosen(When)
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Aree riprese in un momento"), "title"))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        self.weekday, self.time, self.season = QComboBox(), QComboBox(), QComboBox()
        self._fill()
        for text, combo in (
            (self.tr("Giorno"), self.weekday),
            (self.tr("Ora"), self.time),
            (self.tr("Stagione"), self.season),
        ):
            combo.setFixedHeight(28)
            combo.setMinimumWidth(150)
            combo.setAccessibleName(text)
            combo.activated.connect(lambda _row: self.chosen.emit(self.moment))
            form.addRow(text, combo)
        column.addLayout(form)
        note = label(
            self.tr("Contano orari, giorni e stagioni di ogni telecamera; col buio, lampioni e infrarosso."),
            "caption",
        )
        note.setWordWrap(True)
        note.setFixedWidth(230)
        column.addWidget(note)

    def _fill(self) -> None:
        self.weekday.addItem(self.tr("ogni giorno"), None)
        for number, name in enumerate(when_words.WEEKDAYS):
            self.weekday.addItem(name, number)
        for minute in range(0, 1440, _STEP_MIN):
            self.time.addItem(f"{minute // 60}:{minute % 60:02d}", minute)
        self.season.addItem(self.tr("tutto l'anno"), None)
        for month, name in ((3, "primavera"), (6, "estate"), (9, "autunno"), (12, "inverno")):
            self.season.addItem(name, month)

    @property
    def moment(self) -> When:
        """What the form says."""
        season = self.season.currentData()
        date = None if season is None else SEASON_DATES[season]
        return When("moment", self.weekday.currentData(), self.time.currentData(), date)

    def show_moment(self, moment: When) -> None:
        """Show a moment; a time between two steps is added."""
        if self.time.findData(moment.minute) < 0:
            self.time.addItem(f"{moment.minute // 60}:{moment.minute % 60:02d}", moment.minute)
        seasons = {date: month for month, date in SEASON_DATES.items()}
        wanted = (
            (self.weekday, moment.weekday),
            (self.time, moment.minute),
            (self.season, seasons.get(moment.date) if moment.date else None),
        )
        for combo, value in wanted:
            combo.setCurrentIndex(max(combo.findData(value), 0))


class WhenChooser(Segmented):
    """Two buttons for day and night and one for a moment, which opens a form.

    Signals
    -------
    chosen(str) : as `maps.coverage.moments.parse_when` reads it.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact, self._moment = False, ""
        self.day = self.add(self.tr("Giorno"), "sun")
        self.night = self.add(self.tr("Notte"), "moon")
        self.at = self.add("", "clock")
        self.form = MomentForm(self)
        self.day.setChecked(True)
        self.day.clicked.connect(lambda: self.chosen.emit("day"))
        self.night.clicked.connect(lambda: self.chosen.emit("night"))
        self.at.clicked.connect(self._open)
        self.form.chosen.connect(lambda moment: self.chosen.emit(moment.text))
        self.chosen.connect(self.choose)
        self.day.setToolTip(self.tr("Aree riprese di giorno (Ctrl+Maiusc+N)"))
        self.night.setToolTip(
            self.tr("Aree riprese di notte: solo ciò che è illuminato o entro l'infrarosso (Ctrl+Maiusc+N)")
        )
        self.set_compact(False)

    def _open(self) -> None:
        """Show the form below its button; the first time on a Saturday night in summer."""
        before = parse_when(self._moment) if self._moment else _FIRST
        self.form.show_moment(before)
        self.form.adjustSize()
        corner = self.at.mapToGlobal(QPoint(self.at.width() - self.form.width(), self.at.height() + 4))
        self.form.move(corner)
        self.form.show()
        self.form.weekday.setFocus()
        if not self._moment:
            self.chosen.emit(before.text)

    def choose(self, when: str) -> None:
        """Show what is in use."""
        asked = parse_when(when)
        self._moment = asked.text if asked.kind == "moment" else ""
        chosen = {"night": self.night, "moment": self.at}.get(asked.kind, self.day)
        chosen.setChecked(True)
        self._write()

    def set_compact(self, compact: bool) -> None:
        """Show icons only; the moment in use is written all the same."""
        self._compact = compact
        self._write()

    def _write(self) -> None:
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for button, text in ((self.day, self.tr("Giorno")), (self.night, self.tr("Notte"))):
            button.setToolButtonStyle(alone if self._compact else beside)
            self.set_text(button, text)
            if self._compact:
                button.setMinimumWidth(40)
        shown = when_words.short(self._moment) if self._moment else ""
        self.at.setToolButtonStyle(beside if shown else alone)
        self.set_text(self.at, shown)
        told = (
            when_words.told(self._moment)
            if self._moment
            else self.tr("a un'ora di un giorno, in una stagione")
        )
        self.at.setToolTip(self.tr("Aree riprese {}").format(told))
        self.at.setAccessibleName(self.tr("Momento"))

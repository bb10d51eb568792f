"""The top bar: menu, project, places, search, semester, purpose, class, day or night, theme, undo and export."""

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.browsing.search import SearchBox
from app.browsing.when_chooser import WhenChooser
from app.look.icons import restyle, set_icon, tower
from app.look.theme import Theme
from app.look.widgets import CaptionCombo, Elided, Rule, plain_tip, set_property, tool_button

_HEIGHT = 44
_LONGEST_TIP = 120
#: The widest field of the search, as wide as the list of what it finds.
_SEARCH_PX = 720
_COMPACT_BELOW, _TIGHT_BELOW, _WRAPPED_BELOW = 1840, 1520, 1250
#: Below these a bar of two rows has no room for the name of the project, then for the tower; from the last on
#: every choice has its caption.
_NAMELESS_BELOW, _BARE_BELOW, _CAPTIONS_FROM = 900, 760, 2200


class Place(Enum):
    """Where the user is: what the map shows and which panel stands beside it, or a page in its stead."""

    MAP = "map"
    BALANCE = "balance"
    REVIEW = "review"
    SHEETS = "sheets"

    @property
    def on_map(self) -> bool:
        """Whether the map is on the screen."""
        return self in (Place.MAP, Place.BALANCE)


class TopBar(QToolBar):
    """The only toolbar of the window.

    Signals
    -------
    place_chosen(Place), purpose_chosen(str), period_chosen(str), detail_chosen(str), when_chosen(str),
    theme_chosen(bool dark), scenario_chosen(bool project)
    """

    place_chosen = Signal(object)
    purpose_chosen = Signal(str)
    period_chosen = Signal(str)
    detail_chosen = Signal(str)
    when_chosen = Signal(str)
    theme_chosen = Signal(bool)
    scenario_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dark = False
        self.setObjectName("topbar")
        self.setWindowTitle(self.tr("Barra principale"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._add_rows()
        self._build()
        self._wrap(False)

    def _add_rows(self) -> None:
        """Make the row of the bar and the one that takes its choices where the window is small."""
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._second = QWidget()
        self._row, self._choices = QHBoxLayout(), QHBoxLayout(self._second)
        for row in (self._row, self._choices):
            row.setContentsMargins(8, 0, 12, 0)
            row.setSpacing(8)
        rows.addLayout(self._row, 1)
        rows.addWidget(self._second, 1)
        self._wrapped = True
        self.addWidget(body)

    def _wrap(self, wrapped: bool) -> None:
        """Put what chooses (semester, purpose, class, light) in a row of its own, or back beside the search."""
        if wrapped == self._wrapped:
            return
        self._wrapped = wrapped
        movable = (self.period, self.purpose, self.detail, self._when, self._scenario)
        for part in movable:
            if wrapped:
                self._choices.addWidget(part)
            else:
                self._row.removeWidget(
                    part
                )  # where it stands already, its going would shift the place of undo
                self._row.insertWidget(self._row.indexOf(self.undo), part)
        self._second.setVisible(wrapped)
        self.setFixedHeight(_HEIGHT * 2 if wrapped else _HEIGHT)

    def _build(self) -> None:
        self._add_identity()
        self._add_places()
        self.search = SearchBox()
        self.search.setMaximumWidth(_SEARCH_PX)
        self._row.addWidget(self.search, 1)
        self._row.addStretch()
        self._add_choices()
        self._add_conditions()
        self._add_scenario()
        self._add_edit_buttons()

    def _add_identity(self) -> None:
        self.menu_button = tool_button("list", self.tr("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.menu)
        self._tower = QLabel()
        self._tower.setFixedSize(24, 24)
        self._name = Elided(role="title")
        self._name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._name.setFixedWidth(140)
        for widget in (self.menu_button, self._tower, self._name):
            self._row.addWidget(widget)
        self._after_name = self._add_rule()

    def _add_places(self) -> None:
        self._places: dict[Place, QToolButton] = {}
        group = QButtonGroup(
            self
        )  # exclusive by itself; autoExclusive lets go of the others once the bar has wrapped
        names = (self.tr("Mappa"), self.tr("Equilibrio"), self.tr("Revisione"), self.tr("Tavole"))
        for place, text in zip(Place, names, strict=True):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            group.addButton(button)
            button.setProperty("place", True)
            button.setFixedHeight(_HEIGHT)
            button.clicked.connect(lambda _checked=False, chosen=place: self.place_chosen.emit(chosen))
            self._places[place] = button
            self._row.addWidget(button)
        self._places[Place.MAP].setChecked(True)
        self._add_rule()

    def _add_scenario(self) -> None:
        """Add the switch between the census and the project under examination."""
        self._scenario = tool_button(
            "arrows-left-right", self.tr("Confronta il censimento con il progetto (Ctrl+Maiusc+P)")
        )
        self._scenario.setCheckable(True)
        self._offered = False
        self._scenario.clicked.connect(self.scenario_chosen)
        self._scenario.hide()
        self._row.addWidget(self._scenario)

    def set_scenario(self, offered: bool, *, project: bool) -> None:
        """Offer the switch where there are projects; `project` is whether one is on the map."""
        self._offered = offered
        self._scenario.setVisible(offered and self.width() >= _BARE_BELOW)
        self._scenario.setChecked(project)
        told = (
            self.tr("Torna al censimento")
            if project
            else self.tr("Confronta il censimento con il progetto (Ctrl+Maiusc+P)")
        )
        self._scenario.setToolTip(told)

    def _add_choices(self) -> None:
        self.period = CaptionCombo(self.tr("Semestre"))
        self.purpose = CaptionCombo(self.tr("Finalità"))
        self.period.activated.connect(lambda _row: self.period_chosen.emit(self.period.currentData()))
        self.purpose.activated.connect(lambda _row: self.purpose_chosen.emit(self.purpose.currentData()))
        self.detail = CaptionCombo(self.tr("Classe"))
        self.detail.setToolTip(self.tr("Il dettaglio a cui si misurano le aree riprese"))
        self.detail.activated.connect(lambda _row: self.detail_chosen.emit(self.detail.currentData()))
        for combo in (self.period, self.purpose, self.detail):
            combo.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self._row.addWidget(combo)

    def _add_conditions(self) -> None:
        """Add day, night and a moment: the light in which cameras see, not that of the window."""
        self._when = WhenChooser()
        self._day, self._night = self._when.day, self._when.night
        self._when.chosen.connect(self.when_chosen)
        self._row.addWidget(self._when)

    def _add_edit_buttons(self) -> None:
        self.undo = tool_button("arrow-counter-clockwise", self.tr("Annulla"))
        self.redo = tool_button("arrow-clockwise", self.tr("Ripeti"))
        self.theme = tool_button("circle-half", self.tr("Tema"))
        self.theme.clicked.connect(lambda: self.theme_chosen.emit(not self._dark))
        self.export = QPushButton(self.tr("Esporta"))
        self.export.setAccessibleName(self.tr("Esporta"))
        self.export.setProperty("primary", True)
        self.export.setIconSize(QSize(18, 18))
        self.export.setFixedHeight(32)
        set_icon(self.export, "export", "on")
        for button in (self.undo, self.redo, self.theme, self.export):
            self._row.addWidget(button)

    def _add_rule(self) -> Rule:
        rule = Rule(vertical=True)
        rule.setFixedHeight(24)
        self._row.addSpacing(4)
        self._row.addWidget(rule)
        self._row.addSpacing(4)
        return rule

    def set_place(self, place: Place) -> None:
        """Show `place` as the current one."""
        self._places[place].setChecked(True)
        self.period.say("")  # the review says what it compares, when it knows

    def set_project(self, name: str, periods: list[str], purposes: list[tuple[str, str]] | None) -> None:
        """Show the open project: its name, its semesters and the purposes (value, label), None until known.

        The first purpose is offered as all of them together; without cameras the box says so.
        """
        self._name.set_whole(name)
        self.period.clear()
        self.period.addItem(self.tr("tutti"), "")
        self.period.alone = {"": self.tr("Tutti i semestri")}
        for period in periods:
            self.period.addItem(period, period)
        self.purpose.clear()
        if purposes is not None:
            whole = self.tr("Tutte le finalità") if purposes else self.tr("Nessuna telecamera")
            self.purpose.addItem(whole, "")
        for value, text in purposes or ():
            self.purpose.addItem(text, value)
        self.period.setEnabled(bool(periods))
        self.purpose.setEnabled(bool(purposes))

    def set_details(self, details: list[tuple[str, str]]) -> None:
        """Offer these classes of detail (value, label), the first for what each purpose asks."""
        self.detail.clear()
        self.detail.alone = {"": self.tr("Classe richiesta")}
        for value, text in details:
            self.detail.addItem(text, value)

    def choose(self, purpose: str, period: str, detail: str = "", when: str = "day") -> None:
        """Show the purpose, the semester, the class and the light in use."""
        chosen = ((self.purpose, purpose), (self.period, period), (self.detail, detail))
        for combo, value in chosen:
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self._when.choose(when)

    def set_history(self, undo: str | None, redo: str | None) -> None:
        """Enable undo and redo, with what they would do as their tooltips."""
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        back, forth = self.tr("Annulla (Ctrl+Z): {}"), self.tr("Ripeti (Ctrl+Y): {}")
        none = self.tr("Niente da annullare"), self.tr("Niente da ripetere")
        self.undo.setToolTip(plain_tip(back.format(undo), _LONGEST_TIP) if undo else none[0])
        self.redo.setToolTip(plain_tip(forth.format(redo), _LONGEST_TIP) if redo else none[1])

    def set_theme(self, theme: Theme, *, dark: bool) -> None:
        """Take the colours of `theme`."""
        self._dark = dark
        wanted = self.tr("chiaro") if dark else self.tr("scuro")
        self.theme.setToolTip(self.tr("Passa al tema {} (Ctrl+Maiusc+T)").format(wanted))
        self._tower.setPixmap(tower(24, theme.ac, self.devicePixelRatioF()))
        restyle(self, theme)
        # The style gives a toolbar margins that would cut its buttons; it gives them again at each theme.
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wrapped = self.width() < _WRAPPED_BELOW
        self._wrap(wrapped)
        self._fit(compact=self.width() < _COMPACT_BELOW, tight=self.width() < _TIGHT_BELOW)

    def _fit(self, *, compact: bool, tight: bool) -> None:
        """Give each part its share of a bar that is short, or very short."""
        bare, squeezed = self.width() < _BARE_BELOW, tight and not self._wrapped
        self._when.set_compact(compact)
        for combo in (self.period, self.detail):
            combo.show_caption(not compact)
        self.purpose.show_caption(self.width() >= _CAPTIONS_FROM)  # a purpose says what it is
        # In a bar this short the switch stands in the balance panel alone.
        self._scenario.setVisible(self._offered and not bare)
        self._tower.setVisible(not bare)
        # The title of the window and the menu have these too.
        self.theme.setVisible(not (bare or squeezed))
        for part in (self._name, self._after_name):
            part.setVisible(not squeezed and self.width() >= _NAMELESS_BELOW)
        self.search.set_narrow(squeezed)
        for button in self._places.values():
            set_property(button, "tight", tight)
        self._row.setSpacing(4 if tight else 8)
        self.export.setText("" if compact else self.tr("Esporta"))
        self.export.setToolTip(self.tr("Esporta (Ctrl+E)"))
        self.purpose.setMaximumWidth(
            160 if squeezed or bare else 180 if compact else 200 if self.width() < _CAPTIONS_FROM else 280
        )
        self.search.setMinimumWidth(60 if squeezed else 84 if tight else 112 if compact else 180)
        self._name.setFixedWidth(
            104 if compact and not self._wrapped else 168 if self.width() < _CAPTIONS_FROM else 230
        )

"""Siting as a guided step: for what, where, how many; then the answer, its proof, and why each site."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.icons import restyle, set_icon
from app.look.theme import LIGHT, Theme
from app.look.widgets import label, number_box
from app.panels.balance.gap import GapBar
from app.panels.balance.site_card import SiteCard, SiteLine

ALL, LACKING, AT_RISK = "all", "lacking", "at_risk"
#: A page narrower than this has the value of a limit below its words.
_BESIDE = 420


@dataclass(frozen=True)
class SiteRequest:
    """What is asked for.

    Attributes
    ----------
    purpose : str
    what : str
        "new", "move" or "remove": new cameras, or redundant ones elsewhere or away.
    where : str
        "all", "lacking", "at_risk", or the uid of a zone.
    count : int
        Cameras at most.
    budget : float or None
        Euro at most.
    kinds : tuple of str
        Names of the cameras that can be bought; none where those in place keep their optics.
    floor, overlap_cap : float or None
        Least coverage of each zone at risk, greatest overlap, in the end (0-1).
    privacy_points : float
        Points of uncovered risk (0-100) that 1,000 m² of private ground in view outweigh.
    """

    purpose: str
    where: str
    count: int
    budget: float | None
    kinds: tuple[str, ...]
    floor: float | None = None
    overlap_cap: float | None = None
    what: str = "new"
    privacy_points: float = 0.0


class SitesPage(QFrame):
    """The steps and the answer.

    Signals
    -------
    search_wanted(SiteRequest), stop_wanted(), save_wanted(), forget_wanted(), site_chosen(int rank)
    """

    search_wanted = Signal(object)
    stop_wanted = Signal()
    save_wanted = Signal()
    forget_wanted = Signal()
    site_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.kinds: dict[str, QCheckBox] = {}
        self.cards: list[SiteCard] = []
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        title = label(self.tr("Dove le telecamere servono di più"), "headline")
        title.setWordWrap(True)
        self._column.addWidget(title)
        self._add_steps()
        self._add_answer()
        self._column.addStretch(1)
        self.show_form()

    # The steps

    def _add_steps(self) -> None:
        self.what, self.purpose, self.where = QComboBox(), QComboBox(), QComboBox()
        for value, text in (
            ("new", self.tr("Aggiungere nuove telecamere")),
            ("move", self.tr("Spostare telecamere ridondanti")),
            ("remove", self.tr("Togliere telecamere ridondanti")),
        ):
            self.what.addItem(text, value)
        self.what.activated.connect(lambda _row: self._adapt())
        self._step("1", self.tr("Che cosa"), self.what)
        self._step("2", self.tr("Per quale finalità"), self.purpose)
        self._step("3", self.tr("Dove"), self.where)
        self._step("4", self.tr("Quante e con quali limiti"), self._amounts())
        self.search = QPushButton(self.tr("Proponi i siti"))
        self.search.setProperty("primary", True)
        set_icon(self.search, "crosshair", "on")
        self.search.clicked.connect(lambda: self.search_wanted.emit(self.request()))
        self._column.addSpacing(4)
        self._column.addWidget(self.search, 0, Qt.AlignmentFlag.AlignLeft)

    def _step(self, number: str, title: str, content: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = label(number)
        mark.setProperty("chip", "plain")
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(mark)
        row.addWidget(label(title, "value"), 1)
        content.setAccessibleName(title)
        self._column.addSpacing(6)
        self._column.addLayout(row)
        self._column.addWidget(content)

    def _amounts(self) -> QWidget:
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.count = number_box(1, 60, 5, name=self.tr("Telecamere al massimo"))
        self.budget = self._limit(0.0, 10_000_000.0, 25_000.0, " €", 1_000.0)
        self.floor = self._limit(1.0, 100.0, 5.0, " %", 1.0)
        self.cap = self._limit(1.0, 100.0, 30.0, " %", 1.0)
        self.privacy = self._limit(0.01, 100.0, 0.1, self.tr(" punti"), 0.05, decimals=2)
        self.privacy.setToolTip(
            self.tr(
                "Punti di rischio scoperto a cui si rinuncia per non riprendere 1.000 m² di suolo privato"
            )
        )
        self._grid.addWidget(label(self.tr("Telecamere al massimo"), "label"), 0, 0)
        self._grid.addWidget(self.count, 0, 1)
        self.limits: dict[str, QCheckBox] = {}
        named = (
            ("budget", self.tr("Spesa al massimo"), self.budget),
            ("floor", self.tr("Copertura minima delle zone a rischio"), self.floor),
            ("cap", self.tr("Sovrapposizione massima alla fine"), self.cap),
            ("privacy", self.tr("Penalità per 1.000 m² di suolo privato"), self.privacy),
        )
        self._boxes: list[tuple[QCheckBox, QDoubleSpinBox]] = []
        for name, text, box in named:
            tick = QCheckBox(text)
            box.setEnabled(False)
            tick.toggled.connect(box.setEnabled)
            self.limits[name] = tick
            self._boxes.append((tick, box))
        self._place_limits(narrow=False)
        self.renew = QCheckBox(self.tr("Mettere al loro posto un modello nuovo"))
        self.renew.toggled.connect(self._adapt)
        self._grid.addWidget(self.renew, 9, 0, 1, 2)
        self._models = QVBoxLayout()
        self._models.setSpacing(4)
        self._grid.addLayout(self._models, 10, 0, 1, 2)
        return holder

    def _place_limits(self, *, narrow: bool) -> None:
        """Put the value of a limit beside its words, or below them."""
        for place, (tick, box) in enumerate(self._boxes):
            row = 1 + 2 * place
            self._grid.addWidget(tick, row, 0, 1, 2 if narrow else 1)
            self._grid.addWidget(box, row + narrow, 0 if narrow else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_limits(narrow=self.width() < _BESIDE)

    def _limit(
        self, low: float, high: float, value: float, unit: str, step: float, *, decimals: int = 0
    ) -> QDoubleSpinBox:
        box = number_box(low, high, value, unit=unit, decimals=decimals)
        box.setGroupSeparatorShown(True)
        box.setSingleStep(step)
        box.setFixedWidth(130)
        return box

    def set_purposes(self, purposes: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these purposes (code, label)."""
        self.purpose.clear()
        for code, text in purposes:
            self.purpose.addItem(text, code)
        self.purpose.setCurrentIndex(max(self.purpose.findData(chosen), 0) if purposes else -1)
        self.search.setEnabled(bool(purposes))

    def set_places(self, places: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer these places (value, label); the one in use stays where it is still offered."""
        kept = chosen or self.where.currentData()
        self.where.clear()
        for value, text in places:
            self.where.addItem(text, value)
        self.where.setCurrentIndex(max(self.where.findData(kept), 0) if places else -1)

    def set_kinds(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Offer these cameras (name, label), all of them at first."""
        if list(self.kinds) == [name for name, _text in kinds]:
            return
        for name, text in kinds:
            self.kinds[name] = QCheckBox(text)
            self.kinds[name].setChecked(True)
            self.kinds[name].toggled.connect(self._allow)
            self._models.addWidget(self.kinds[name])
        self._adapt()

    @property
    def _buys(self) -> bool:
        """Whether what is asked needs cameras to be bought."""
        what = self.what.currentData()
        return what == "new" or (what == "move" and self.renew.isChecked())

    def _allow(self) -> None:
        chosen = any(tick.isChecked() for tick in self.kinds.values())
        self.search.setEnabled(self.purpose.count() > 0 and (chosen or not self._buys))

    def _adapt(self) -> None:
        """Offer only the limits that hold for what is asked."""
        new = self.what.currentData() == "new"
        self.where.setEnabled(new)
        for name in ("cap", "privacy"):
            self.limits[name].setEnabled(new)
            self.limits[name].setChecked(self.limits[name].isChecked() and new)
        self.renew.setVisible(self.what.currentData() == "move")
        for box in self.kinds.values():
            box.setVisible(self._buys)
        self._allow()

    def request(self) -> SiteRequest:
        """Return what the steps ask for."""
        chosen = {name: tick.isChecked() for name, tick in self.limits.items()}
        return SiteRequest(
            self.purpose.currentData() or "",
            self.where.currentData() or ALL,
            round(self.count.value()),
            self.budget.value() if chosen["budget"] else None,
            tuple(name for name, tick in self.kinds.items() if tick.isChecked() and self._buys),
            self.floor.value() / 100 if chosen["floor"] else None,
            self.cap.value() / 100 if chosen["cap"] else None,
            self.what.currentData(),
            self.privacy.value() if chosen["privacy"] else 0.0,
        )

    # The answer

    def _add_answer(self) -> None:
        self._answer = QWidget()
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        self.told, self.proof = label("", "value"), label("", "caption")
        for part in (self.told, self.proof):
            part.setWordWrap(True)
        self.gap = GapBar()
        self.stop = QPushButton(self.tr("Interrompi la ricerca"))
        self.stop.clicked.connect(self.stop_wanted)
        self.save = QPushButton(self.tr("Salva come progetto"))
        self.save.setProperty("primary", True)
        set_icon(self.save, "flag", "on")
        self.save.clicked.connect(self.save_wanted)
        self.forget = QPushButton(self.tr("Togli dalla mappa"))
        self.forget.setProperty("link", True)
        self.forget.clicked.connect(self.forget_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.stop, self.save, self.forget):
            row.addWidget(button)
        row.addStretch(1)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        column.addWidget(self.told)
        column.addWidget(self.gap)
        column.addWidget(self.proof)
        column.addLayout(row)
        column.addLayout(self._cards)
        self._column.addWidget(self._answer)

    def show_form(self) -> None:
        """Show the steps alone: nothing is proposed."""
        self._answer.hide()
        self.show_sites([])

    def show_state(self, told: str, proof: str, *, searching: bool, savable: bool) -> None:
        """Say how far the search has come."""
        self._answer.show()
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.proof.setText(proof)
        self.proof.setVisible(bool(proof))
        self.stop.setVisible(searching)
        self.gap.setVisible(searching)
        self.save.setVisible(bool(self.cards))
        self.save.setEnabled(savable)
        self.forget.setVisible(bool(self.cards) and not searching)
        self.search.setEnabled(not searching)

    def show_sites(self, sites: Sequence[SiteLine]) -> None:
        """Show the proposed sites, the most useful first."""
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for line in sites:
            card = SiteCard(line)
            card.chosen.connect(self.site_chosen)
            self.cards.append(card)
            self._cards.addWidget(card)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.gap.set_theme(theme)
        restyle(self, theme)


__all__ = ["ALL", "AT_RISK", "LACKING", "SiteLine", "SiteRequest", "SitesPage"]

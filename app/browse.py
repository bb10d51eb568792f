"""What follows the project on the screen: map, cards, inspector, balance, search, selection."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.browsing.framing import Framing
from app.browsing.search import Hit as Found
from app.browsing.street import StreetMark
from app.canvas.view import Bounds
from app.layers.background import credits_of
from app.overview import NO_ZONES, overview
from app.panels.topbar import Place
from app.records.selecting import Selecting
from app.speech import sentences as speech, words

if TYPE_CHECKING:
    from app.window import MainWindow


class Browser(QObject):
    """Connects the session, the map model and the panels of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session, self._model = window, window.session, window.model
        self._canvas = window.canvas
        self._fitted, self._purpose_offered = False, False
        self._pending = QTimer(self, singleShot=True, interval=0)
        self._pending.timeout.connect(self._refresh)
        self._framing = Framing(window)
        self._street = StreetMark(window)
        self.selecting = Selecting(window, self._show_overview)
        self._wire()

    def _wire(self) -> None:
        window, session, model = self._window, self._session, self._model
        model.stack_changed.connect(self._stack_changed)
        model.part_ready.connect(self._part_ready)
        model.part_missing.connect(self._part_missing)
        model.failed.connect(window.tasks.fail)
        session.opened.connect(self._opened)
        session.changed.connect(self._changed)
        session.when_changed.connect(lambda _when: window.balance_view.show())
        session.period_changed.connect(lambda _period: self.later())
        window.inspector.lead_chosen.connect(lambda lead: window.balance_view.fly_to_pair(lead))
        window.topbar.search.chosen.connect(self._found)
        window.topbar.search.missed.connect(self._missed)

    @property
    def settled(self) -> bool:
        """Whether nothing waits to be shown."""
        return not self._pending.isActive() and self._framing.settled

    # The project

    def _opened(self) -> None:
        self._fitted, self._purpose_offered = False, False
        self._framing.forget()
        self._window.topbar.set_details(speech.detail_choices(self._session.project.criteria.detail_ladder))
        self._window.topbar.set_project(self._session.project.name, [], None)
        self._window.inspector.show_subject(None)
        self._window.zones.set_rows([], self._window.tr("Calcolo in corso…"), words.verdict)
        self._window.scale.set_attribution(self.attribution())
        self.later()

    def _surveyed(self, found: dict[str, Any]) -> None:
        if self._session.project is None:
            return
        purposes = [(code, words.purpose(code)) for code in found["purposes"]]
        self._window.topbar.set_project(self._session.project.name, found["periods"], purposes)
        self.refresh_search()
        if not self._purpose_offered and found["purposes"]:
            self._purpose_offered = True
            self._session.set_purpose(self._session.purpose or found["purposes"][0])
        session = self._session
        self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)

    def _changed(self, _change: Any) -> None:
        self.later()

    def later(self) -> None:
        """Show again what may be stale, once the hand rests."""
        self._pending.start()

    def _refresh(self) -> None:
        """Show again what may be stale: history, and where they are on show the layers card and the inspector."""
        file = self._session.file if self._session.editable else None
        self._window.topbar.set_history(
            file.undo_label() if file else None, file.redo_label() if file else None
        )
        if self._window.place is Place.MAP:  # coming back to the map shows them again
            self.show_layers()
            self.selecting.show()

    def _show_overview(self) -> None:
        """Say in short what the project holds, where nothing is selected."""
        found, session = self._model.results, self._session
        told = overview(
            self._counts(), found.get("balance"), found.get("footprints"), session.purpose, session.period
        )
        self._window.inspector.show_overview(told)

    # The map

    def _stack_changed(self) -> None:
        painters = self._model.stack
        self._window.layering.dress(painters)
        self._canvas.set_stack(painters)
        self._window.scenarios.sync()
        self._fit_once()
        self.later()

    def _fit_once(self) -> None:
        if not self._fitted and self.home is not None:
            self._fitted = True
            self.fit_all(animated=False)

    @property
    def home(self) -> Bounds | None:
        """The project's area in Web Mercator, once it is known."""
        return self._model.results.get("ground")

    def fit_all(self, animated: bool = True) -> None:
        """Fit the project's area in the free part of the map."""
        if self.home is not None:
            self.fit(self.home, animated=animated)
            self._canvas.set_home(self.home)

    def fit(self, bounds: Bounds, *, animated: bool = True) -> None:
        """Fit bounds in the part of the map that no card covers."""
        self._canvas.set_view(self._window.map_area.framed(self._canvas.view, bounds), animated=animated)

    def show_place(self, place: Place) -> None:
        """Show on the map what the place is about."""
        self._window.layering.refresh()
        self._stack_changed()
        self._framing.enter(place)
        self._window.balance_view.enter()

    def _counts(self) -> dict[str, int]:
        """Return the rows by layer; of the offences, those of the chosen semester."""
        if self._session.project is None:
            return {}
        counts, period = self._session.file.counts(), self._session.period
        known = self._model.results.get("survey")
        return {**counts, "offence": known["events"].get(period, 0)} if period and known else counts

    def show_layers(self) -> None:
        """Show the rows of the layers card."""
        self._window.layering.show(self._counts())

    def attribution(self) -> str:
        """Return whose data the map draws now."""
        return credits_of(self._window.background, self._session.project)

    # Analyses

    def _part_ready(self, part: str) -> None:
        if part == "balance":
            self._window.balance_view.show()
        elif part == "survey":
            self._surveyed(self._model.results["survey"])
        elif part == "footprints":
            self.selecting.ask_bands()
        self.later()

    def _part_missing(self, part: str, error: Any) -> None:
        if part == "balance":
            without = "analysis_zone" in error.missing
            told = self._window.tr("nessuna zona") if without else words.sentence(error)
            self._window.zones.set_rows([], told, words.verdict)
            lacking = NO_ZONES if without else words.sentence(error)
            self._window.balance_view.show_nothing(lacking, without_zones=without)

    def locate(self, layer_name: str, fid: int) -> None:
        """Select a row and fly to it; on the map, where it does not show in the place."""
        if self._window.place is Place.REVIEW and layer_name != "analysis_zone":
            self._window.go_to(Place.MAP)
        self.selecting.locate(layer_name, fid)

    # Search

    def refresh_search(self) -> None:
        """Offer to the search what there is now: commands, bookmarks, layers, rows and streets."""
        window, found = self._window, self._model.results.get("survey", {"hits": []})
        window.topbar.search.set_hits([*window.actions_.hits(), *window.navigation.hits(), *found["hits"]])

    def _found(self, found: Found) -> None:
        if (found.layer or isinstance(found.key, tuple)) and not self._window.place.on_map:
            self._window.go_to(Place.MAP)
        if self._window.navigation.take(found):
            return
        if not found.layer:
            self._window.actions_.run(found.key)
        elif isinstance(found.key, tuple):
            self.fit(found.key)
            self._street.show(found.text)
        else:
            self.locate(found.layer, found.key)

    def _missed(self, text: str) -> None:
        from app.messages import Level

        self._window.tasks.tell(Level.NEWS, self._window.tr("Nessun risultato per «{}».").format(text))

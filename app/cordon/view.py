"""The cordon in the window: its panel in the place of the inspector, its gates over the map."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDockWidget

from app.cordon.build import Boundary, Found, Reading, boundaries, build, is_ground, read_by
from app.cordon.leaving import Leaving
from app.cordon.on_map import CordonOnMap
from app.cordon.told import show_found
from app.docked import Docked
from app.guide_pages import mark
from app.jobs import Job
from app.panels.topbar import Place
from app.room import add_dock
from app.session import Selection
from app.speech import gates as gate_words, plates as plate_words
from maps.criteria_versions import CRITERIA_SETTING
from maps.errors import AnalysisError

if TYPE_CHECKING:
    from app.canvas.gates import GatesOverlay
    from app.panels.gates import GatesPanel
    from app.window import MainWindow

_KEY, _READING = "cordon", "cordon/reading"
#: Layers that change a cordon, whatever its boundary.
_LAYERS = frozenset({"camera", "road", "obstacle"})


class CordonView(Docked["GatesPanel"]):
    """The cordon of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._width = 0
        self.on_map = CordonOnMap(window, self._told, self._clicked)
        self.boundary: Boundary | None = None
        self.found: Found | None = None
        self._job: Job | None = None
        self.leaving = Leaving(window)
        self._session.changed.connect(self._edited)
        self._session.selected.connect(lambda _selection: self._ask_readings())
        self._session.closed.connect(self._closed)

    # The panel

    def _make(self) -> tuple["GatesPanel", QDockWidget]:
        from app.panels.gates import GatesPanel

        window = self._window
        panel = GatesPanel()
        panel.method.setText(gate_words.METHOD)
        dock = add_dock(window, panel, "gates", self.tr("Cordone"))
        dock.visibilityChanged.connect(lambda shown: None if shown else self._hidden())
        if self._width:
            panel.setFixedWidth(self._width)
        mark(panel, "varchi.md")
        panel.boundary_chosen.connect(self.choose)
        panel.gate_chosen.connect(self.on_map.fly)
        panel.close_wanted.connect(self.close)
        panel.remedy_wanted.connect(self._remedy)
        panel.copy_wanted.connect(lambda: self.leaving.copy(self.found))
        panel.export_wanted.connect(lambda kind: self.leaving.ask(kind, self.found))
        panel.plates_wanted.connect(lambda: window.actions_.edit_criteria("plates"))
        return panel, dock

    def fit(self, width: int) -> None:
        """Take the width that the window can give."""
        self._width = width
        if self._panel is not None and width:
            self._panel.setFixedWidth(width)

    def toggle(self) -> None:
        """Open the panel in the place of the inspector, or put the inspector back."""
        self.close() if self.is_open else self.open()

    def open(self) -> None:
        """Show the cordon of the selected ground, or of the one looked at before, or of the town."""
        if self._session.project is None:
            return
        if self._window.place is not Place.MAP:
            self._window.go_to(Place.MAP)
        self._show_dock()
        self._offer(self._selected_ground())
        self.panel.boundary.setFocus()
        self.compute()

    def close(self) -> None:
        """Give the inspector its place again."""
        if self.is_open:
            self._hide_dock()
            self._window.inspector_dock.setVisible(self._window.place is Place.MAP)
            self._window.canvas.setFocus()

    def leave(self) -> None:
        """Give way to another place."""
        self._hide_dock()

    def _hidden(self) -> None:
        """Take the cordon off the map, and give up what is being computed."""
        for key in (_KEY, _READING):
            self._session.jobs.cancel(key)
        self.on_map.undraw()

    def _closed(self) -> None:
        self.leave()
        self.boundary = self.found = None

    # The boundary

    def _selected_ground(self) -> Boundary | None:
        """Return the selected element, where it encloses some ground."""
        chosen = self._session.selection
        if chosen is None or not is_ground(self._session.file, chosen.layer, chosen.fid):
            return None
        return chosen.layer, chosen.fid

    def _offer(self, wanted: Boundary | None = None) -> None:
        """Offer the boundaries there are, and choose one."""
        offered = boundaries(self._session.file)
        known = [value for _text, value in offered]
        if wanted is not None and wanted not in known:
            called = gate_words.element(wanted[0], self._name(wanted))
            offered.insert(0, (called, wanted))
            known.insert(0, wanted)
        kept = wanted or self.boundary
        self.boundary = kept if kept in known else known[0] if known else None
        self.panel.set_boundaries(offered, self.boundary)

    def _name(self, boundary: Boundary) -> str:
        layer, fid = boundary
        record = self._session.file.record(layer, fid)
        return str(record.get("name") or record.get("code") or fid)

    def choose(self, boundary: Boundary) -> None:
        """Close another boundary."""
        self.boundary, self.found = boundary, None
        self.on_map.undraw()
        self.compute()

    # The figures

    def compute(self) -> None:
        """Work out the cordon in the background."""
        if self.boundary is None:
            self.panel.show_result(*gate_words.NO_GATES, None)
            return
        self.panel.plates.tell(plate_words.lines(self._session.project.criteria.plates))
        if self.found is None:
            self.panel.show_result(self.tr("Calcolo in corso…"), "", None)
            self.panel.show_missing("")
            self.panel.show_gates([])
        job = self._job = self._session.jobs.run(
            self.tr("Cordone dei varchi"),
            partial(build, self._session.project, self.boundary),
            key=_KEY,
            first=True,
            done=partial(self._take, self.boundary),
            failed=self._failed,
        )
        job.ended.connect(partial(self._ended, job))

    def _ended(self, job: Job) -> None:
        """Say that the figures were given up by hand: those before would be stale."""
        if job is self._job and job.cancelled and self.is_open:
            self.found = None
            self.on_map.undraw()
            self.panel.show_gates([])
            again = self.tr("Scegliere di nuovo il confine per riprenderlo.")
            self.panel.show_result(self.tr("Calcolo interrotto"), again, None)

    def _edited(self, change: Any) -> None:
        """Follow an edit of what the cordon is made of."""
        if not self.is_open or self.boundary is None:
            return
        touched = set(change.layer_ids)
        if touched - _LAYERS:
            self._offer(self.boundary if self._still_there(self.boundary) else None)
        if touched & {*_LAYERS, self.boundary[0]} or CRITERIA_SETTING in change.settings:
            self.compute()
            self._ask_readings()

    def _still_there(self, boundary: Boundary) -> bool:
        layer, fid = boundary
        return fid is None or len(self._session.file.rows(layer, fids=[fid], fields=()).fids) > 0

    def _take(self, boundary: Boundary, found: Found) -> None:
        if not self.is_open or boundary != self.boundary:
            return
        another = self.found is None or len(self.found.marks) != len(found.marks)
        current = -1 if another else self.on_map.current
        self.found = found
        show_found(self.panel, found, current)
        self.on_map.draw(found, current)
        self._ask_readings()

    def _failed(self, error: Exception) -> None:
        self.found = None
        self.on_map.undraw()
        self.panel.show_gates([])
        if not isinstance(error, AnalysisError):
            self._window.tasks.fail(error)
        elif "road" in error.missing:
            self.panel.show_result(*gate_words.NO_ROADS, None)
            self.panel.show_missing("", self.tr("Importa un estratto OpenStreetMap…"), "osm")
        else:
            self.panel.show_result(*gate_words.NO_GATES, None)

    def _remedy(self, action: str) -> None:
        """Do what the panel offers where something is missing."""
        if action == "cameras":
            self._window.tables.open("camera")
        else:
            self._window.actions_.run(action)

    # The map

    @property
    def overlay(self) -> "GatesOverlay | None":
        """What is drawn over the map."""
        return self.on_map.overlay

    def _told(self, key: int) -> str:
        assert self.found is not None
        row = self.found.rows[key]
        return gate_words.tip(row, self.found.readers(row), self.found.letters[key])

    def _clicked(self, key: int) -> None:
        """Choose a gate on the map: it is in view, and its line is brought there."""
        self.on_map.choose(key)
        self.panel.choose(key)

    # What the selected camera reads

    def _ask_readings(self) -> None:
        chosen: Selection | None = self._session.selection
        if not self.is_open or self._session.project is None:
            return
        self._session.jobs.cancel(_READING)
        if chosen is None or chosen.layer != "camera" or chosen.more:
            self._show_reading(None)
            return
        self._session.jobs.run(
            self.tr("Lettura delle targhe"),
            partial(read_by, self._session.project, chosen.fid),
            key=_READING,
            first=True,
            done=self._show_reading,
            failed=self._window.tasks.fail,
        )

    def _show_reading(self, reading: Reading | None) -> None:
        if not self.is_open:
            return
        told = () if reading is None else reading.told
        reader = "" if reading is None else self.tr("Dove legge {}").format(reading.code)
        self.panel.show_readings(reader, told)
        self.on_map.show_stretches(() if reading is None else reading.lines)

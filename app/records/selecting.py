"""What follows the selection: the map's highlights, the bands of a camera, the form beside the map."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, Qt
from shapely import Point

from app import commands
from app.canvas.painters.base import FeaturePainter, Hit
from app.canvas.painters.footprints import FootprintsPainter
from app.canvas.view import Bounds, lonlat
from app.layers.cameras import build_bands
from app.messages import Level
from app.records.subjects import subject, subject_of_many
from app.session import Selection
from app.speech import numbers, rule as rule_words, sentences as speech, words
from maps.schema import layer

if TYPE_CHECKING:
    from app.window import MainWindow

#: What else lies under a click, in the form.
MOST_NEIGHBOURS = 8
#: Selected rows that the map lights: they are painted at each frame.
MOST_LIT = 3000
_POINTS = frozenset({"camera", "street_light", "sensitive_place", "report", "dump_site"})


class Selecting(QObject):
    """Connects clicks, selection, map and form of one window.

    Parameters
    ----------
    overview : callable
        Prepares what the form says while nothing is selected.
    """

    def __init__(self, window: "MainWindow", overview: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._session, self._model = window, window.session, window.model
        self._canvas, self._overview = window.canvas, overview
        self._under_click: list[Selection] = []
        self._seen_alone: tuple[Selection | None, str] = (None, "")
        session, inspector = self._session, window.inspector
        session.selected.connect(self._selected)
        self._canvas.clicked.connect(self._clicked)
        window.zones.zone_chosen.connect(lambda fid: session.select(Selection("analysis_zone", fid)))
        window.zones.zone_wanted.connect(lambda fid: self.locate("analysis_zone", fid))
        inspector.value_edited.connect(self._edit)
        inspector.values_edited.connect(self._edit_many)
        inspector.neighbour_chosen.connect(lambda name, fid: session.select(Selection(name, fid)))
        inspector.group_chosen.connect(lambda name, fids: session.select(Selection.of(name, fids)))
        inspector.tool_wanted.connect(lambda key: window.toolbox.use(key))
        inspector.locate_wanted.connect(self.locate)
        inspector.delete_wanted.connect(self._delete)
        inspector.remedy_wanted.connect(self._remedy)
        inspector.confirmed.connect(self._confirm)
        inspector.left_unsaved.connect(self._left_unsaved)
        session.closing.connect(inspector.leave)
        window.scenarios.changed.connect(self._judged)

    def _clicked(self, world: QPointF, _modifiers: Qt.KeyboardModifier) -> None:
        if self._session.project is None:
            return
        x, y = self._canvas.view.to_screen(world.x(), world.y())
        hits: list[Hit] = self._window.scenarios.wipe.hits_at(x, y)
        known = [Selection(hit.layer, hit.fid) for hit in hits if hit.layer in words.LAYERS]
        self._under_click = list(dict.fromkeys(known))[:MOST_NEIGHBOURS]
        self._session.select(self._under_click[0] if self._under_click else None)

    def _selected(self, selection: Selection | None) -> None:
        lit = [] if selection is None else list(selection.fids[:MOST_LIT])
        chosen: dict[str, Sequence[int]] = {} if selection is None else {selection.layer: lit}
        if selection is not None and selection.layer == "camera":
            chosen = {"footprint": lit, **chosen}
        self._canvas.set_selection(chosen)
        self.ask_bands()
        is_zone = selection is not None and selection.layer == "analysis_zone"
        self._window.zones.select(selection.fid if selection is not None and is_zone else None)
        self.show()

    def _judged(self, _uid: str) -> None:
        """Show what a proposal changes, just computed."""
        if self._session.selection is not None and self._session.selection.layer == "proposal":
            self.show()

    def ask_bands(self) -> None:
        """Compute the detail bands of the selected camera, to be drawn inside its area."""
        session, selection = self._session, self._session.selection
        painter = self._model.painter("footprint")
        if selection is not None and selection.more and isinstance(painter, FootprintsPainter):
            painter.bands = {}
        if selection is None or selection.layer != "camera" or selection.more or session.project is None:
            return
        session.jobs.run(
            self._window.tr("Calcolo delle fasce di dettaglio"),
            partial(build_bands, session.project, selection.fid, session.when),
            key="map/bands",
            done=partial(self._take_bands, selection),
            failed=lambda _error: None,
        )
        self._ask_alone(selection)

    def _ask_alone(self, selection: Selection) -> None:
        """Work out what only the selected camera sees for the purpose on show, and who sees the rest."""
        session = self._session
        if not session.purpose:
            return
        session.jobs.run(
            self._window.tr("Sovrapposizione della telecamera"),
            partial(_alone, session.project, selection.fid, session.purpose),
            key="map/alone",
            done=partial(self._take_alone, selection),
            failed=lambda _error: None,  # without zones there is no public space to share
            quiet=True,
        )

    def _take_alone(self, selection: Selection, told: str) -> None:
        if selection == self._session.selection:
            self._seen_alone = (selection, told)
            self.show()

    def _take_bands(self, selection: Selection, bands: Any) -> None:
        painter = self._model.painter("footprint")
        if selection == self._session.selection and isinstance(painter, FootprintsPainter):
            painter.bands = {} if bands is None else {selection.fid: bands}
            self._canvas.update()

    def show(self) -> None:
        """Show the selection, as the project has it now, in the form."""
        selection, session = self._session.selection, self._session
        if selection is None or session.project is None:
            if session.project is not None:
                self._overview()
            self._window.inspector.show_subject(None)
        elif selection.more:
            self._window.inspector.show_subject(subject_of_many(session, selection))
        else:
            self._window.inspector.show_subject(self._subject(selection))

    def _subject(self, selection: Selection) -> Any:
        session, found = self._session, self._model.results
        balance = found.get("balance")
        of, alone = self._seen_alone
        return subject(
            session,
            selection,
            self._under_click if selection in self._under_click else [],
            found.get("footprints"),
            next(iter(balance.purposes.values())).zones if balance is not None else None,
            self._position(selection),
            speech.measured(session.detail, session.when),
            self._window.scenarios.judgement_of(selection.fid) if selection.layer == "proposal" else None,
            alone if of == selection else "",
        )

    def _position(self, selection: Selection) -> str:
        box = self.bounds(selection.layer, selection.fid)
        if box is None or selection.layer not in _POINTS:
            return ""
        lon, lat = lonlat((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return f"{numbers.decimal(lat, 5)}; {numbers.decimal(lon, 5)}"

    def bounds(self, layer_name: str, fid: int) -> Bounds | None:
        """Return the bounds of a row on the map, Web Mercator; None where it is not on it."""
        painter = self._model.painter(layer_name)
        if not isinstance(painter, FeaturePainter) or fid not in painter.position:
            return None
        shape = painter.geometries[painter.position[fid]]
        box = None if shape is None else shape.bounds  # a report may have no position
        return (box[0], box[1], box[2], box[3]) if box else None

    def locate(self, layer_name: str, fid: int) -> None:
        """Select a row and fly to it."""
        self._session.select(Selection(layer_name, fid))
        box = self.bounds(layer_name, fid)
        if box is not None:
            around = 120.0 if layer_name in ("camera", "street_light", "report", "dump_site") else 0.0
            self._window.browser.fit((box[0] - around, box[1] - around, box[2] + around, box[3] + around))

    # Edits of the form

    def _edit(self, layer_name: str, fid: int, field_name: str, value: Any) -> None:
        self._try(lambda: commands.set_value(self._session, layer_name, fid, field_name, value))

    def _edit_many(self, layer_name: str, fids: list[int], field_name: str, value: Any) -> None:
        def change() -> None:
            commands.set_values(self._session, layer_name, fids, field_name, value)
            label = layer(layer_name).field(field_name).label
            text = self._window.tr("{}: modificato per {} elementi.")
            self._tell_done(text.format(label, numbers.integer(len(fids))))

        self._try(change)

    def _try(self, change: Callable[[], Any]) -> None:
        try:
            change()
        except Exception as error:  # noqa: BLE001 - told to the user; the transaction left nothing
            self._window.tasks.fail(error)
        self.show()

    def _left_unsaved(self, layer_name: str, fid: int, title: str, labels: list[str]) -> None:
        """Say that a record was left with texts that are no value, and offer to go back to them."""
        if self._session.project is None:
            return
        text = self._window.tr("«{}»: {} da completare. Quanto scritto non è un valore e resta nella scheda.")
        named = ", ".join(label.lower() for label in labels)
        back = partial(self._session.select, Selection(layer_name, fid))
        back_to = self._window.tr("Torna alla scheda")
        self._window.tasks.tell(Level.WARNING, text.format(title, named), back_to, back)

    def _remedy(self, layer_name: str, fid: int) -> None:
        """Put a camera that stands inside a building on its nearest facade, looking as before."""
        from app.tools.pose import on_facade

        bench, record = self._window.bench, self._session.file.record(layer_name, fid)
        if bench.scene is None:
            return
        place = record["geometry"]
        x, y = on_facade(bench.scene, place.x, place.y)
        name = commands.describe(self._session, layer_name, fid)
        moved = math.hypot(x - place.x, y - place.y)
        if bench.update(layer_name, fid, {"geometry": Point(x, y)}, f"In facciata telecamera {name}"):
            text = self._window.tr("{}: spostata di {} sulla facciata più vicina.")
            self._tell_done(text.format(name, numbers.measure(moved, "m", 1)))

    def _confirm(self, _layer: str, fid: int, _field: str) -> None:
        """Take the direction of a camera as right: the only doubt that a word settles."""
        commands.confirm_direction(self._session, fid)
        text = self._window.tr("{}: direzione confermata.")
        self._tell_done(text.format(commands.describe(self._session, "camera", fid)))

    def _delete(self, layer_name: str, fid: int) -> None:
        chosen = self._session.selection
        if chosen is not None and chosen.more:
            self._window.toolbox.select.delete()
            return
        name = commands.describe(self._session, layer_name, fid)
        commands.delete(self._session, layer_name, fid)
        self._session.select(None)
        text = self._window.tr("{} «{}»: eliminazione fatta.")
        self._tell_done(text.format(layer(layer_name).label, name))

    def _tell_done(self, text: str) -> None:
        self._window.tasks.tell(Level.DONE, text, self._window.tr("Annulla"), self._session.file.undo)


def _alone(project: Any, fid: int, purpose: str, progress: Any) -> str:
    """Return in a sentence what only a camera sees; "" for one that does not count for the purpose."""
    from maps.rule.overlaps import overlaps

    table = overlaps(project, purpose).table
    progress(1.0)
    if fid not in table.index:
        return ""
    row = table.loc[fid]
    codes = [str(table.at[each, "code"] or each) for each in row["overlaps_with"]]
    return rule_words.seen_alone(float(row["unique_m2"]), float(row["unique_share"]), codes)

"""Ties the layers card and the looks of the layers to the map of one window."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from app.actions import Command
from app.canvas.painters.base import FeaturePainter, Painter, Surface
from app.canvas.painters.labels import LabelsPainter
from app.layers import legend
from app.layers.camera_legend import only_state
from app.layers.looks import Looks
from app.layers.order import moved, row_of, rows_down
from app.layers.parts import class_breaks
from app.layers.styles import THEMED, ZONE_THEME
from app.layers.symbology import lost_text
from app.messages import Level
from app.panels.topbar import Place
from app.speech import sentences as speech
from maps.schema import LAYERS
from maps.views.filters import Filter

if TYPE_CHECKING:
    from app.window import MainWindow

#: Parts of the map that the look of a row touches.
_PARTS = {
    "camera": {"cameras", "footprints", "names"},
    ZONE_THEME: {"balance"},
    **{name: {"things", "names"} for name in THEMED if name != "camera"},
}
#: What the place of the balance leaves off the map.
_NOT_IN_BALANCE = frozenset(
    {
        *("density", "camera", "footprint", "degraded_area", "abandoned_building", "street_light"),
        *("sensitive_place", "dump_site", "report", "risk_cells", "zone_theme"),
    }
)
#: What it shows where cameras are compared or proposed.
_SURVEYED = frozenset({"camera", "footprint"})
#: Where sites are proposed the streets must be read through the colours of the zones.
_FAINT = 0.4
#: What the rows of the card that are no layer are exported as.
_EXPORTED = frozenset({*THEMED, "footprint", "density"})


class Layering(QObject):
    """What the layers card asks for, done."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session, self._model = window, window.session, window.model
        self.looks: Looks = window.looks
        card, looks = window.layers, self.looks
        card.visibility_changed.connect(self._switch)
        card.opacity_changed.connect(looks.set_opacity)
        card.row_moved.connect(lambda key, before: looks.set_order(moved(looks.styles.order, key, before)))
        card.step_wanted.connect(self._step)
        card.only_wanted.connect(self.show_only)
        card.filter_cleared.connect(self.clear_filter)
        card.menu_wanted.connect(self._fill_menu)
        looks.look_changed.connect(self._look_changed)
        looks.shown_changed.connect(self._shown_changed)
        looks.order_changed.connect(self._model.stack_changed)
        looks.lost.connect(self._tell_lost)

    # What is shown

    def state_of(self, name: str) -> tuple[bool, float]:
        """Return whether a painter is shown now, and its opacity."""
        row = row_of(name)
        visible, opacity = self.visible(row), self.looks.of(row).opacity
        if self._window.place is Place.BALANCE:
            wanted = name not in _NOT_IN_BALANCE or (
                name in _SURVEYED and self._window.scenarios.about_cameras
            )
            faint = _FAINT if name == ZONE_THEME and self._window.balance.on_page("sites") else 1.0
            return (name == ZONE_THEME or (visible and wanted)), opacity * faint
        if name == ZONE_THEME and self._model.painter("zone_theme") is not None:
            return False, opacity
        return visible, opacity

    def refresh(self) -> None:
        """Show what the place and its panel ask for now."""
        self._shown_changed("")

    def visible(self, row: str) -> bool:
        """Tell whether a row of the card is shown."""
        if row == "tiles":  # the network is asked for once, for every project
            return self._window.background.wanted
        return self.looks.visible(row)

    def dress(self, painters: list[Painter]) -> None:
        """Give painters their visibility and opacity, before they go on the map."""
        for painter in painters:
            painter.visible, painter.opacity = self.state_of(painter.name)
            if isinstance(painter, LabelsPainter):
                self._dress_names(painter)

    def _dress_names(self, painter: LabelsPainter) -> None:
        painter.muted = frozenset(name for name in painter.marks if not self.state_of(name)[0])
        painter.with_streets = self._streets_named()
        painter.aside = self.state_of("camera")[0]

    def _streets_named(self) -> bool:
        """Return whether the names of the streets are ours to write: OpenStreetMap's tiles have them."""
        background = self._window.background
        return not (background.wanted and background.base.is_osm)

    def base_changed(self) -> None:
        """Follow the base map: shown, hidden, or another one."""
        for painter in self._model.stack:
            if isinstance(painter, LabelsPainter):
                self._dress_names(painter)
        self._shown_changed("tiles")
        self._window.canvas.invalidate(Surface.LABELS)

    def show(self, counts: dict[str, int]) -> None:
        """Show the rows of the card."""
        window = self._window
        window.layers.set_entries(
            legend.entries(
                legend.Look(
                    {painter.name: painter for painter in self._model.stack},
                    counts,
                    self.looks.styles,
                    self.visible,
                    window.theme,
                    window.devicePixelRatioF(),
                    speech.density_units(self._model.results.get("density")),
                    ((), ())
                    if self._session.project is None
                    else class_breaks(self._session.project.criteria),
                )
            )
        )

    def _switch(self, row: str, visible: bool) -> None:
        if row == "tiles":
            self._window.background.show(visible)
        else:
            self.looks.set_visible(row, visible)

    def _shown_changed(self, row: str) -> None:
        canvas = self._window.canvas
        for painter in self._model.stack:
            if not row or row_of(painter.name) == row:
                visible, opacity = self.state_of(painter.name)
                canvas.set_visible(painter.name, visible)
                canvas.set_opacity(painter.name, opacity)
            if isinstance(painter, LabelsPainter):
                before = painter.muted, painter.aside
                self._dress_names(painter)
                if before != (painter.muted, painter.aside):
                    canvas.invalidate(Surface.LABELS)
        self._window.scenarios.sync()
        self._window.scale.set_attribution(self._window.browser.attribution())
        self._window.browser.later()

    def _look_changed(self, row: str) -> None:
        self._model.refresh(_PARTS.get(row, set()) if row else set().union(*_PARTS.values()))
        self._window.browser.later()

    def _step(self, row: str, step: int) -> None:
        """Move a row one place up or down among those on the map."""
        on_map = {row_of(painter.name) for painter in self._model.stack}
        rows = [each for each in rows_down(self.looks.styles.order) if each in on_map]
        place = rows.index(row) + step
        if 0 <= place < len(rows):
            after = rows[place + 1 :] if step > 0 else rows[place:]
            self.looks.set_order(moved(self.looks.styles.order, row, after[0] if after else ""))

    def _tell_lost(self, lost: list[Any]) -> None:
        named = {key: legend.title_of(key) for key in {each.layer for each in lost}}
        self._window.tasks.tell(Level.WARNING, lost_text(lost, named))

    # Filters

    def commands(self) -> list[Command]:
        """Return the commands of this part, for the menu and the search."""
        return [Command("broken", self.tr("Solo le telecamere guaste"), "", self.show_broken)]

    def show_broken(self) -> None:
        """Show on the map the broken cameras alone, or all again."""
        if not self._window.place.on_map:
            self._window.go_to(Place.MAP)
        self.looks.set_visible("camera", True)
        self.show_only("camera", only_state("broken"))

    def show_only(self, row: str, asked: Filter) -> None:
        """Draw only the rows that pass a filter; asked again, all of them."""
        self.looks.set_filter(row, Filter() if self.looks.of(row).filter == asked else asked)

    def clear_filter(self, row: str) -> None:
        """Draw all rows of a layer again."""
        self.looks.set_filter(row, Filter())

    # The menu of a layer

    def _fill_menu(self, row: str, menu: QMenu) -> None:
        window = self._window
        tr = self.tr
        style = menu.addAction(tr("Stile…\tInvio"), partial(window.layers.style_wanted.emit, row))
        style.setEnabled(row in (*THEMED, ZONE_THEME, "footprint", "density", "risk_cells"))
        zoom = menu.addAction(tr("Inquadra il livello"), partial(self.zoom_to, row))
        zoom.setEnabled(self.bounds_of(row) is not None)
        table = menu.addAction(tr("Apri la tabella"), partial(window.layers.table_wanted.emit, row))
        table.setEnabled(row in LAYERS or row in (ZONE_THEME, "footprint", "density"))
        menu.addAction(tr("Esporta come GeoJSON…"), partial(self.ask_export, row)).setEnabled(
            row in _EXPORTED
        )
        if self.looks.of(row).filter:
            menu.addAction(tr("Togli il filtro"), partial(self.clear_filter, row))
        if self.looks.styles.order:
            menu.addSeparator()
            menu.addAction(tr("Ripristina l'ordine dei livelli"), partial(self.looks.set_order, ()))

    def bounds_of(self, row: str) -> Any:
        """Return the bounds of what a row draws in Web Mercator, None where there is nothing."""
        for painter in self._model.stack:
            if row_of(painter.name) == row and painter.bounds is not None:
                return painter.bounds
        return None

    def zoom_to(self, row: str) -> None:
        """Frame all of a layer."""
        bounds = self.bounds_of(row)
        if bounds is not None:
            west, south, east, north = bounds
            room = (
                max(60.0 - max(east - west, north - south), 0.0) / 2
            )  # a single point is framed with its street
            self._window.browser.fit((west - room, south - room, east + room, north + room))

    def ask_export(self, row: str) -> None:
        """Ask for a file and write a layer to it."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Esporta «{}»").format(legend.title_of(row)),
            f"{row}.geojson",
            "GeoJSON (*.geojson)",
        )
        if name:
            self.export(row, Path(name).with_suffix(".geojson"))

    def export(self, row: str, path: Path) -> None:
        """Write a layer as GeoJSON; of a filtered layer, the rows that the map shows."""
        from maps.store import Export

        painter = self._model.painter(row)
        fids = None
        if row in THEMED and self.looks.of(row).filter and isinstance(painter, FeaturePainter):
            fids = np.asarray(painter.fids).tolist()
        session = self._session
        write = partial(_export, session.project, row, path, session.purpose, session.period, fids)
        label = self.tr("Esportazione di {}").format(legend.title_of(row))
        self._window.tasks.export(label, write, Export(row, path))


def _export(
    project: Any,
    row: str,
    path: Path,
    purpose: str,
    period: str,
    fids: list[int] | None,
    progress: Callable[[float], None],
) -> int:
    from maps.answers import exports
    from maps.period import ALWAYS, semester

    progress(0.1)
    if row == "footprint":
        return len(exports.export_footprints(project, path, purpose or None))
    if row == "density":
        grid = project.density(semester(period) if period else ALWAYS, progress=progress)
        return exports.export_density(project, grid, path)
    return exports.export_layer(project, row, path, fids=fids)

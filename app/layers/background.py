"""The base map of the window: tiles below the data, asked of the network only when the user says so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from app.canvas.painters.base import Surface
from app.canvas.painters.raster import RasterPainter
from app.canvas.tiles import TileSource, tile_bounds
from app.layers.base_map import (
    OSM_CREDIT,
    BaseMap,
    cache_folder,
    has_consent,
    keep_base_map,
    keep_consent,
    read_base_map,
)
from app.messages import Level

if TYPE_CHECKING:
    from app.sheets.tiles import PaperBase
    from app.window import MainWindow
    from maps.project import Project

_SHOWN = "tiles"
_PAUSE_MS = 800


class Background(QObject):
    """One tile source for the window; the project's own background lies below it.

    Signals
    -------
    changed() : the base map is shown or hidden, or is another one.
    arrived() : tiles came in, told once for those of the same second.
    """

    changed = Signal()
    arrived = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.arrived)
        self.base = read_base_map()
        self.source = self._source()
        self.painter = RasterPainter(self.source)
        window.model.add(self.painter)
        self._obey()

    @property
    def wanted(self) -> bool:
        """Whether the user has asked for the base map, here or in an earlier session."""
        asked = str(QSettings().value(_SHOWN, "false")) == "true"
        return asked and has_consent(self.base) and not self._window.read_only

    @property
    def credit(self) -> str:
        """Whose the base map is, "" where it is not shown."""
        return self.source.attribution if self.wanted else ""

    def for_paper(self) -> "PaperBase":
        """Return the base map for what is printed or projected."""
        from app.sheets.tiles import PaperBase

        return PaperBase(self.source, self.source.attribution, self.wanted, self.base.is_osm)

    def show(self, visible: bool) -> None:
        """Show or hide the base map; before a server is asked for the first time, ask the user."""
        if visible and not has_consent(self.base):
            text = self.tr("Le mappe arrivano da {}, che vede quali luoghi si guardano. Si possono spegnere.")
            self._window.tasks.tell(
                Level.WARNING, text.format(self.base.host), self.tr("Consenti"), self._consent
            )
            return
        QSettings().setValue(_SHOWN, "true" if visible else "false")
        self._obey()

    def use(self, base: BaseMap) -> None:
        """Show another base map, and remember it.

        Raises
        ------
        ValueError
            The file is not an MBTiles container of raster tiles.
        """
        before, self.source = self.source, self._open(base)
        self.base = base
        self.painter.source = self.source
        before.close()
        before.deleteLater()
        keep_base_map(base)
        self._window.canvas.invalidate(Surface.GROUND)
        self.show(True)
        if not has_consent(base):
            self._obey()  # not shown until the user agrees: what was on show is gone

    def _consent(self) -> None:
        keep_consent(self.base)
        self.show(True)

    def _obey(self) -> None:
        self.source.network_allowed = self.wanted and self.base.is_server
        self.changed.emit()

    def _source(self) -> TileSource:
        try:
            return self._open(self.base)
        except ValueError:  # the file is gone or was changed: OpenStreetMap, once it is allowed
            self.base = BaseMap()
            return self._open(self.base)

    def _open(self, base: BaseMap) -> TileSource:
        source = base.source(cache_folder(), self)
        source.tile_ready.connect(self._arrived)
        source.trouble.connect(self._trouble)
        return source

    def _arrived(self, zoom: int, column: int, row: int) -> None:
        self._window.canvas.invalidate(Surface.GROUND, tile_bounds((zoom, column, row)))
        if not self._pause.isActive():
            self._pause.start()

    def _trouble(self, what: str) -> None:
        text = self.tr("{} non risponde ({}): resta lo sfondo del progetto.").format(self.base.host, what)
        self._window.tasks.tell(Level.WARNING, text)


def credits_of(background: Background, project: "Project | None") -> str:
    """Return whose data the map draws: those of the project, and the base map over them."""
    own = ""
    if project is not None and project.is_demo:
        own = background.tr("Dati inventati · sfondo del progetto")
    elif project is not None and project.draws_osm:
        own = OSM_CREDIT
    return " · ".join(dict.fromkeys(part for part in (background.credit, own) if part))

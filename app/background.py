"""The raster background: OpenStreetMap tiles, asked of the network only when the user says so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths

from app.canvas.painters.base import Surface
from app.canvas.painters.raster import RasterPainter
from app.canvas.tiles import TileSource, tile_bounds

if TYPE_CHECKING:
    from app.window import MainWindow

_KEY = "tiles"


class Background(QObject):
    """One tile source for the window; the project's own background lies below it."""

    def __init__(self, window: "MainWindow") -> None:
        from pathlib import Path

        super().__init__(window)
        self._window = window
        cache = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)) / "tiles"
        self.source = TileSource(cache, parent=self)
        self.source.tile_ready.connect(self._arrived)
        self.source.trouble.connect(self._trouble)
        self.painter = RasterPainter(self.source)
        self.allow(self.wanted)

    @property
    def wanted(self) -> bool:
        """Whether the user has asked for tiles, here or in an earlier session."""
        return str(QSettings().value(_KEY, "false")) == "true" and not self._window.read_only

    def allow(self, allowed: bool, *, remember: bool = False) -> None:
        """Let the program ask the tile server, or stop it."""
        self.source.network_allowed = allowed
        if remember:
            QSettings().setValue(_KEY, "true" if allowed else "false")

    def _arrived(self, zoom: int, column: int, row: int) -> None:
        self._window.canvas.invalidate(Surface.GROUND, tile_bounds((zoom, column, row)))

    def _trouble(self, what: str) -> None:
        from app.messages import Level

        text = self.tr("OpenStreetMap non risponde ({}): resta lo sfondo del progetto.").format(what)
        self._window.tasks.tell(Level.WARNING, text)

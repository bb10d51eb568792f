"""The base map that the user chose: OpenStreetMap, another tile server, or a file of tiles."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QUrl

from app.canvas.tiles import OSM, MbTiles, TileSource

OSM_CREDIT = "© OpenStreetMap contributors"
_ADDRESS, _CREDIT, _CONSENT = "base_map/address", "base_map/credit", "base_map/consent"
_PARTS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class BaseMap:
    """Where the tiles come from and whom to credit.

    Attributes
    ----------
    address : str
        Of a server, with ``{z} {x} {y}``, or the path of an MBTiles file.
    credit : str
        Shown on the map. Of a file without one, what the file itself says.
    """

    address: str = OSM
    credit: str = OSM_CREDIT

    @property
    def is_osm(self) -> bool:
        """Whether the tiles are those of OpenStreetMap's own server."""
        return self.address == OSM

    @property
    def is_server(self) -> bool:
        """Whether the tiles come over the network."""
        return self.address.startswith(("http://", "https://"))

    @property
    def host(self) -> str:
        """Name of the server."""
        return QUrl(self.address).host()

    @property
    def usable(self) -> bool:
        """Whether the address of a server names a host and the three parts of a tile."""
        return self.is_server and bool(self.host) and all(part in self.address for part in _PARTS)

    def source(self, cache: Path, parent: QObject | None) -> TileSource:
        """Return the tiles; those of a server come only where the network is allowed.

        Raises
        ------
        ValueError
            The file is not an MBTiles container of raster tiles.
        """
        if self.is_server:
            return TileSource(cache, self.address, attribution=self.credit, parent=parent)
        tiles = MbTiles(Path(self.address))
        told = self.credit or tiles.metadata.get("attribution", "")
        deepest = tiles.metadata.get("maxzoom", "")
        most = int(deepest) if deepest.isdigit() else 19
        return TileSource(mbtiles=tiles, attribution=told, max_zoom=most, parent=parent)


def cache_folder() -> Path:
    """Return where the tiles of servers are kept on this PC."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)) / "tiles"


def read_base_map() -> BaseMap:
    """Return the base map of the user's settings, OpenStreetMap at first."""
    settings = QSettings()
    address = str(settings.value(_ADDRESS, OSM))
    return BaseMap(address, str(settings.value(_CREDIT, OSM_CREDIT if address == OSM else "")))


def keep_base_map(base: BaseMap) -> None:
    """Keep the base map in the user's settings."""
    settings = QSettings()
    settings.setValue(_ADDRESS, base.address)
    settings.setValue(_CREDIT, base.credit)


def has_consent(base: BaseMap) -> bool:
    """Tell whether the user let the program ask this server, now or in an earlier session."""
    return not base.is_server or str(QSettings().value(_CONSENT, "")) == base.address


def keep_consent(base: BaseMap) -> None:
    """Remember that the user let the program ask this server."""
    QSettings().setValue(_CONSENT, base.address)

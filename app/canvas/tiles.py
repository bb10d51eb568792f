"""Raster tiles: MBTiles, then the disk cache, then a server that the user allowed. Never blocks, never bulk.

The tile policy of OpenStreetMap is the rule for every server: own User-Agent, visible attribution, at least
seven days in the cache, only what the map shows.
"""

import contextlib
import hashlib
import math
import os
import sqlite3
import time
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from app.canvas.view import RADIUS_M, Bounds

OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
WORLD_M = 2 * math.pi * RADIUS_M
LEAST_CACHE_S = 7 * 86400
RETRY_S = 600
TIMEOUT_MS = 15000
#: A tile larger than this is not a tile.
LARGEST_BYTES = 2_000_000
AT_ONCE = 2
_WAITING = 96
_KEPT = 192

Tile = tuple[int, int, int]


def tile_bounds(tile: Tile) -> Bounds:
    """Return the Web Mercator bounds of a tile (zoom, column from west, row from north)."""
    zoom, column, row = tile
    side = WORLD_M / 2**zoom
    left, top = column * side - WORLD_M / 2, WORLD_M / 2 - row * side
    return left, top - side, left + side, top


class MbTiles:
    """Tiles of an MBTiles file, read only; safe from any thread.

    Raises
    ------
    ValueError
        The file is not an MBTiles container of raster tiles.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.metadata = dict(self._database.execute("SELECT name, value FROM metadata").fetchall())
        except sqlite3.Error as error:
            raise ValueError(str(error)) from error
        if self.metadata.get("format") == "pbf":
            self.close()
            raise ValueError("vector tiles")

    def read(self, tile: Tile) -> bytes | None:
        """Return the bytes of a tile; rows count from the south in this format."""
        zoom, column, row = tile
        sql = "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?"
        with self._lock, contextlib.suppress(sqlite3.Error):
            found = self._database.execute(sql, (zoom, column, 2**zoom - 1 - row)).fetchone()
            return found[0] if found else None
        return None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()


class DiskCache:
    """A folder of tiles. A file's modification time is the moment at which it expires."""

    def __init__(self, folder: Path, template: str) -> None:
        self.folder = folder / hashlib.sha256(template.encode()).hexdigest()[:12]

    def _path(self, tile: Tile) -> Path:
        return self.folder / str(tile[0]) / str(tile[1]) / f"{tile[2]}.tile"

    def read(self, tile: Tile) -> tuple[bytes, bool] | None:
        """Return the bytes and whether they are still fresh, or None."""
        path = self._path(tile)
        try:
            return path.read_bytes(), path.stat().st_mtime > time.time()
        except OSError:
            return None

    def write(self, tile: Tile, data: bytes, lasts_s: float) -> None:
        """Keep a tile for ``lasts_s`` seconds, at least a week; a full or read-only disk is no error."""
        path = self._path(tile)
        expires = time.time() + max(lasts_s, LEAST_CACHE_S)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(data)
            os.utime(part, (expires, expires))
            part.replace(path)


class TileSource(QObject):
    """Tiles for the map, whoever has them.

    Parameters
    ----------
    cache_dir : Path, optional
        Folder of the disk cache.
    template : str
        Address with ``{z} {x} {y}``.
    version, contact : str
        Told to the server in the User-Agent.
    mbtiles : MbTiles, optional
        Asked first.

    Signals
    -------
    tile_ready(int, int, int)
        Zoom, column and row of a tile that came in, or came in anew.
    trouble(str)
        What the server did, once until it answers again.
    """

    tile_ready = Signal(int, int, int)
    trouble = Signal(str)
    _wanted = Signal(int, int, int)

    def __init__(
        self,
        cache_dir: Path | None = None,
        template: str = OSM,
        version: str = "0",
        contact: str = "",
        mbtiles: MbTiles | None = None,
        attribution: str = "© OpenStreetMap contributors",
        max_zoom: int = 19,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.template, self.attribution, self.max_zoom = template, attribution, max_zoom
        self.user_agent = f"Torrazzo/{version}" + (f" (+{contact})" if contact else "")
        self.timeout_ms = TIMEOUT_MS
        self._mbtiles = mbtiles
        self._disk = DiskCache(cache_dir, template) if cache_dir else None
        self._allowed = False
        self._memory: OrderedDict[Tile, QImage] = OrderedDict()
        self._failed: dict[Tile, float] = {}
        self._waiting: OrderedDict[Tile, None] = OrderedDict()
        self._flying: dict[Tile, QNetworkReply] = {}
        self._told = False
        self._lock = Lock()
        self._manager: QNetworkAccessManager | None = None
        self._wanted.connect(self._queue, Qt.ConnectionType.QueuedConnection)

    @property
    def network_allowed(self) -> bool:
        """Whether the user let the program ask the server. False until said otherwise."""
        return self._allowed

    @network_allowed.setter
    def network_allowed(self, allowed: bool) -> None:
        self._allowed = allowed
        if not allowed:
            self._waiting.clear()
            for reply in list(self._flying.values()):
                reply.abort()

    def image(self, tile: Tile, ask: bool = True) -> QImage | None:
        """Return a tile that is at hand, from any thread; one that is not is asked for, if ``ask``."""
        with self._lock:
            if tile in self._memory:
                self._memory.move_to_end(tile)
                return self._memory[tile]
        image, fresh = self._local(tile)
        if image is not None:
            self._remember(tile, image)
        retry = time.time() - self._failed.get(tile, 0.0) > RETRY_S
        if ask and not fresh and self._allowed and retry:
            self._wanted.emit(*tile)
        return image

    def _local(self, tile: Tile) -> tuple[QImage | None, bool]:
        data = self._mbtiles.read(tile) if self._mbtiles else None
        if data is not None:
            return decode(data), True
        kept = self._disk.read(tile) if self._disk else None
        if kept is None:
            return None, False
        image = decode(kept[0])
        return image, kept[1] and image is not None

    def _remember(self, tile: Tile, image: QImage) -> None:
        with self._lock:
            self._memory[tile] = image
            while len(self._memory) > _KEPT:
                self._memory.popitem(last=False)

    def _queue(self, zoom: int, column: int, row: int) -> None:
        tile = (zoom, column, row)
        if tile in self._flying or tile in self._waiting or not self._allowed:
            return
        self._waiting[tile] = None
        while len(self._waiting) > _WAITING:
            self._waiting.popitem(last=False)
        self._fetch_next()

    def _fetch_next(self) -> None:
        while self._allowed and self._waiting and len(self._flying) < AT_ONCE:
            tile, _ = self._waiting.popitem()
            self._fetch(tile)

    def _fetch(self, tile: Tile) -> None:
        if self._manager is None:
            self._manager = QNetworkAccessManager(self)
        zoom, column, row = tile
        address = self.template.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row))
        request = QNetworkRequest(QUrl(address))
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, self.user_agent)
        request.setTransferTimeout(self.timeout_ms)
        reply = self._manager.get(request)
        self._flying[tile] = reply
        reply.downloadProgress.connect(lambda got, _all: reply.abort() if got > LARGEST_BYTES else None)
        reply.finished.connect(lambda: self._finish(tile, reply))
        # The transfer timeout counts silence; a server that drips a byte now and then needs an end as well.
        QTimer.singleShot(self.timeout_ms * 2, reply, reply.abort)

    def _finish(self, tile: Tile, reply: QNetworkReply) -> None:
        self._flying.pop(tile, None)
        good = reply.error() == QNetworkReply.NetworkError.NoError
        data = bytes(reply.readAll().data()) if good else b""
        image = decode(data) if good else None
        if image is None:
            self._note_failure(tile, reply.errorString() if not good else "not an image")
        else:
            self._failed.pop(tile, None)
            self._told = False
            self._remember(tile, image)
            if self._disk:
                self._disk.write(tile, data, lifetime(reply))
            self.tile_ready.emit(*tile)
        reply.deleteLater()
        self._fetch_next()

    def _note_failure(self, tile: Tile, reason: str) -> None:
        if not self._allowed:
            return
        self._failed[tile] = time.time()
        if not self._told:
            self._told = True
            self.trouble.emit(reason)

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._flying and not self._waiting

    def close(self) -> None:
        """Stop asking and let go of the files."""
        self.network_allowed = False
        if self._mbtiles is not None:
            self._mbtiles.close()


def decode(data: bytes) -> QImage | None:
    """Return the picture in these bytes, None for rubbish or a size that no tile has."""
    if not data or len(data) > LARGEST_BYTES or not _looks_like_image(data):
        return None
    image = QImage.fromData(data)
    if image.isNull() or not 64 <= image.width() <= 1024 or image.width() != image.height():
        return None
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _looks_like_image(data: bytes) -> bool:
    """Only PNG, JPEG and WebP reach the decoder: a server gives no SVG or worse to be interpreted."""
    return data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def lifetime(reply: QNetworkReply) -> float:
    """Return the seconds for which a server says that its answer holds (Cache-Control max-age), 0 if silent."""
    header = bytes(reply.rawHeader("Cache-Control").data()).decode("latin-1")
    for part in header.split(","):
        key, _, value = part.strip().partition("=")
        if key.lower() == "max-age" and value.isdigit():
            return float(value)
    return 0.0

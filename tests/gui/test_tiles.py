"""Tiles: the order in which they are looked for, and servers that behave badly."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.canvas.painters.raster import RasterPainter, tiles_of
from app.canvas.tiles import DiskCache, MbTiles, TileSource, decode, tile_bounds
from app.canvas.view import MapView
from app.look.theme import LIGHT

TILE = (14, 8648, 5892)


def png(colour: str, size: int = 256) -> bytes:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@dataclass
class Server:
    """A tile server on this machine whose answer the test chooses."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    requests: list[tuple[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    address: str = ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    state = Server(lambda handler: reply(handler, png("#FF0000")))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.requests.append((self.path, self.headers["User-Agent"]))
            try:
                state.answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{http.server_port}/{{z}}/{{x}}/{{y}}.png"
    yield state
    state.release.set()
    http.shutdown()
    http.server_close()


def reply(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200, age: int = 0) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data)))
    if age:
        handler.send_header("Cache-Control", f"public, max-age={age}")
    handler.end_headers()
    handler.wfile.write(data)


@pytest.fixture
def source(server: Server, tmp_path: Path, qtbot: QtBot) -> Iterator[TileSource]:
    made = TileSource(tmp_path, server.address, version="1.2", contact="ufficio@example.it")
    yield made
    made.close()


def colour(image: QImage | None) -> str:
    assert image is not None
    return image.pixelColor(5, 5).name().upper()


def test_nothing_is_asked_until_the_user_allows_it(source: TileSource, server: Server, qtbot: QtBot) -> None:
    assert source.image(TILE) is None
    qtbot.wait(150)
    assert server.requests == []
    source.network_allowed = True
    with qtbot.waitSignal(source.tile_ready, timeout=5000) as told:
        source.image(TILE)
    assert tuple(told.args) == TILE
    assert colour(source.image(TILE)) == "#FF0000"
    assert server.requests == [("/14/8648/5892.png", "Torrazzo/1.2 (+ufficio@example.it)")]


def test_a_tile_is_kept_a_week_at_least(
    source: TileSource, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    server.answer = lambda handler: reply(handler, png("#00FF00"), age=60)
    source.network_allowed = True
    with qtbot.waitSignal(source.tile_ready, timeout=5000):
        source.image(TILE)
    later = TileSource(tmp_path, server.address)
    later.network_allowed = True
    assert colour(later.image(TILE)) == "#00FF00"
    qtbot.wait(100)
    assert len(server.requests) == 1
    kept = next(tmp_path.rglob("*.tile"))
    assert kept.stat().st_mtime > time.time() + 6.9 * 86400
    later.close()


def test_an_old_tile_serves_while_the_new_one_comes(
    source: TileSource, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    DiskCache(tmp_path, server.address).write(TILE, png("#0000FF"), 0)
    kept = next(tmp_path.rglob("*.tile"))
    os.utime(kept, (1, 1))
    source.network_allowed = True
    with qtbot.waitSignal(source.tile_ready, timeout=5000):
        assert colour(source.image(TILE)) == "#0000FF"
    assert colour(source.image(TILE)) == "#FF0000"


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"<html>quota</html>", png("#FF0000")[:60], b"\x89PNG\r\n" + b"x" * 500, png("#FF0000", 8)],
    ids=["empty", "html", "truncated", "garbled", "tiny"],
)
def test_rubbish_is_a_missing_tile_told_once(
    source: TileSource, server: Server, tmp_path: Path, qtbot: QtBot, rubbish: bytes
) -> None:
    server.answer = lambda handler: reply(handler, rubbish)
    source.network_allowed = True
    with qtbot.waitSignal(source.trouble, timeout=5000):
        source.image(TILE)
    assert source.image(TILE) is None
    qtbot.wait(100)
    assert len(server.requests) == 1
    assert list(tmp_path.rglob("*.tile")) == []


def test_an_error_and_a_huge_answer_are_missing_tiles(
    source: TileSource, server: Server, qtbot: QtBot
) -> None:
    source.network_allowed = True
    server.answer = lambda handler: reply(handler, b"no", status=429)
    with qtbot.waitSignal(source.trouble, timeout=5000):
        source.image(TILE)
    server.answer = lambda handler: reply(handler, png("#FF0000") + b"0" * 6_000_000)
    source.image((14, 1, 1))
    qtbot.waitUntil(lambda: len(server.requests) == 2 and source.idle, timeout=5000)
    assert source.image((14, 1, 1)) is None


def test_a_server_that_hangs_never_holds_the_hand(source: TileSource, server: Server, qtbot: QtBot) -> None:
    server.answer = lambda _handler: server.release.wait(10) and None
    source.network_allowed = True
    source.timeout_ms = 300
    start = time.perf_counter()
    with qtbot.waitSignal(source.trouble, timeout=5000):
        assert source.image(TILE) is None
        assert time.perf_counter() - start < 0.2
    assert source.image(TILE) is None


def test_only_two_are_on_their_way_and_a_refusal_stops_them(
    source: TileSource, server: Server, qtbot: QtBot
) -> None:
    server.answer = lambda _handler: server.release.wait(10) and None
    source.network_allowed = True
    for row in range(20):
        source.image((14, 0, row))
    qtbot.waitUntil(lambda: len(server.requests) == 2, timeout=5000)
    qtbot.wait(100)
    assert len(server.requests) == 2
    source.network_allowed = False
    assert source.idle
    server.release.set()
    qtbot.wait(100)
    assert len(server.requests) == 2


def mbtiles(path: Path, form: str = "png") -> Path:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
    database.execute("INSERT INTO metadata VALUES ('format', ?)", (form,))
    zoom, column, row = TILE
    database.execute("INSERT INTO tiles VALUES (?,?,?,?)", (zoom, column, 2**zoom - 1 - row, png("#00FFFF")))
    database.commit()
    database.close()
    return path


def test_mbtiles_come_first_and_need_no_network(server: Server, tmp_path: Path, qtbot: QtBot) -> None:
    local = TileSource(template=server.address, mbtiles=MbTiles(mbtiles(tmp_path / "città.mbtiles")))
    local.network_allowed = True
    assert colour(local.image(TILE)) == "#00FFFF"
    qtbot.wait(50)
    assert server.requests == []
    local.close()
    assert local._mbtiles.read(TILE) is None


def test_a_file_that_is_no_mbtiles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.mbtiles").write_bytes(b"not a database" * 100)
    with pytest.raises(ValueError, match="database"):
        MbTiles(tmp_path / "no.mbtiles")
    with pytest.raises(ValueError, match="vector"):
        MbTiles(mbtiles(tmp_path / "vector.mbtiles", "pbf"))
    with pytest.raises(ValueError, match="open"):
        MbTiles(tmp_path / "absent.mbtiles")


def test_an_svg_never_reaches_the_decoder() -> None:
    assert decode(b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>') is None


def test_an_ancestor_stands_in_for_a_missing_tile(tmp_path: Path, qtbot: QtBot) -> None:
    zoom, column, row = TILE
    local = TileSource(mbtiles=MbTiles(mbtiles(tmp_path / "a.mbtiles")))
    left, low, right, top = tile_bounds(TILE)
    view = MapView((left + right) / 2, (low + top) / 2, (right - left) / 1024, 200, 200)
    assert all(tile[0] == zoom + 2 for tile in tiles_of(view, 19))
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    RasterPainter(local).paint(painter, view, LIGHT)
    painter.end()
    assert colour(image) == "#00FFFF"
    assert left < right
    assert column > 0
    assert row > 0
    local.close()

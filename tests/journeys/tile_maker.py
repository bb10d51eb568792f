"""Tiles for the tests of the base map: pictures of one colour, a file of them, a server of them."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage


def png(colour: str) -> bytes:
    """Return a tile of one colour."""
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def write_mbtiles(path: Path, colour: str, credit: str = "© Comune") -> Path:
    """Write a file whose one tile is the whole world."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        database.execute("INSERT INTO metadata VALUES ('maxzoom', '0'), ('attribution', ?)", (credit,))
        database.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (png(colour),))
    database.close()
    return path


@contextmanager
def tile_server(
    monkeypatch: pytest.MonkeyPatch, colour: str, note: Callable[[BaseHTTPRequestHandler], str]
) -> Iterator[tuple[str, list[str]]]:
    """Serve tiles of one colour on this machine; give the address, and what `note` takes of each request."""
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    asked: list[str] = []
    picture = png(colour)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(note(self))
            self.send_response(200)
            self.send_header("Content-Length", str(len(picture)))
            self.end_headers()
            self.wfile.write(picture)

        def log_message(self, *_args: object) -> None:
            return

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}/{{z}}/{{x}}/{{y}}.png", asked
    served.shutdown()
    served.server_close()
    thread.join()

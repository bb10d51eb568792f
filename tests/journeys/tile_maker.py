"""Tiles for the tests of the base map: pictures of one colour, a file of them."""

import sqlite3
from pathlib import Path

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

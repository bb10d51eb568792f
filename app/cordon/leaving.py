"""The list of gates leaves the program: to the clipboard, to Excel, to CSV."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.cordon.build import Found
from app.cordon.told import in_order
from app.messages import Level
from app.panels.table.writing import Extract, tsv, write_csv, write_xlsx
from app.speech import gates as gate_words, numbers
from app.speech.coverage import WAYS

if TYPE_CHECKING:
    from app.window import MainWindow


class Leaving(QObject):
    """Copies and exports the gates of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def copy(self, found: Found | None) -> None:
        """Copy the gates as a spreadsheet pastes them."""
        if found is None:
            return
        extract = extract_of(found)
        QGuiApplication.clipboard().setText(tsv(extract))
        told = self.tr("{} varchi copiati.").format(numbers.integer(len(extract)))
        self._window.tasks.tell(Level.NEWS, told)

    def ask(self, kind: str, found: Found | None) -> None:
        """Ask for a file and write the gates there."""
        if found is None:
            return
        suffix, text = (
            (".xlsx", self.tr("Excel (*.xlsx)")) if kind == "xlsx" else (".csv", self.tr("CSV (*.csv)"))
        )
        path, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Esporta i varchi"), f"varchi{suffix}", text
        )
        if path:
            self.write(kind, found, Path(path).with_suffix(suffix))

    def write(self, kind: str, found: Found, path: Path) -> None:
        """Write the gates as "xlsx" or "csv" in the background, and log the export."""
        from maps.store import Export

        extract = extract_of(found)
        work = partial(write_xlsx if kind == "xlsx" else write_csv, extract, path)
        label = self.tr("Esportazione di {}").format(path.name)
        self._window.tasks.export(label, work, Export("cordon", path, len(extract)))


def extract_of(found: Found) -> Extract:
    """Return the gates as rows for a spreadsheet, in the order of the panel."""
    values = [_values(found, row, key) for key, row in in_order(found)]
    columns = tuple([row[place] for row in values] for place in range(len(gate_words.FIELDS)))
    return Extract("Varchi", gate_words.FIELDS, columns)


def _values(found: Found, row: dict[str, Any], at: int) -> tuple[Any, ...]:
    speed = row["top_speed_kmh"]
    lon, lat = found.lonlat
    return (
        gate_words.SAID[gate_words.state_of(row)],
        gate_words.road_key(row),
        found.letters[at],
        gate_words.road_class(row),
        WAYS[row["way"]],
        gate_words.toward(row),
        float(row["weight"]),
        int(row["lanes"]),
        int(row["lanes_read"]),
        ", ".join(found.readers(row)),
        round(float(speed), 1) if speed == speed else None,
        round(float(lon[at]), 6),
        round(float(lat[at]), 6),
    )

"""The import preview: read the file in the background, show the plan, let the person correct it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.importing.rows import Fate, preview_rows
from app.dialogs.importing.side import SidePanel
from app.dialogs.importing.table import Choice, PreviewTable
from app.dialogs.parts import Sides, foot
from app.look.icons import restyle
from app.look.theme import Theme
from app.look.widgets import Card, Elided, Segmented, label
from app.session import Session
from app.speech import numbers, words
from maps.errors import TorrazzoError
from maps.schema import LAYERS

#: Width from which the options stand beside the preview, and its height where they stand below it.
_BESIDE, _STACKED_PX = 900, 300
#: A larger dialog would only part its rows from its summary.
_LARGEST = QSize(2240, 1200)
_POSITIONS = {
    "lat": "Latitudine",
    "lon": "Longitudine",
    "x": "Coordinata est (x)",
    "y": "Coordinata nord (y)",
    "position": "Coordinate (lat, lon)",
    "wkt": "Geometria (WKT)",
}


def likely_layer(path: Path) -> str:
    """Guess from a file's name which layer it is for; cameras where nothing tells."""
    name = path.stem.lower()
    hints = {
        "offence": ("reat", "crim", "delitt", "event", "furt", "street"),
        "analysis_zone": ("zon", "quartier"),
        "degraded_area": ("degrad",),
        "abandoned_building": ("abbandon", "abandon", "disuso"),
        "street_light": ("lamp", "luce", "illumin", "light"),
        "obstacle": ("edific", "building"),
        "sensitive_place": ("sensibil", "scuol"),
        "road": ("strad", "road"),
        "report": ("segnalaz", "espost"),
        "dump_site": ("discaric", "rifiut"),
    }
    return next((layer for layer, words_ in hints.items() if any(word in name for word in words_)), "camera")


class ImportDialog(QDialog):
    """What importing a file would do; accepted, `plan` is what to run.

    Parameters
    ----------
    session : Session
        With the project that receives the rows.
    path : Path
    theme : Theme
    """

    def __init__(self, session: Session, path: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme, self._path = session, theme, path
        self.plan: Any = None
        self._corrections: dict[str, str] = {}
        self._changes: Any = None
        self.setWindowTitle(self.tr("Importa"))
        if parent is not None:
            most = QSize(round(parent.width() * 0.96), round(parent.height() * 0.94))
            self.resize(most.boundedTo(_LARGEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 14)
        column.setSpacing(12)
        column.addLayout(self._head())
        middle, preview = Sides(16, _BESIDE), self._preview()
        middle.add(preview, 1)
        self.side = SidePanel(session.file.area(), theme)
        self.side.relayered.connect(self._relayer)
        self.side.changed.connect(self._replan)
        middle.add(self.side)
        middle.stacked.connect(self.side.stand_below)
        middle.stacked.connect(self._preview_title.setHidden)  # the filters take its room
        middle.stacked.connect(lambda below: preview.setMinimumHeight(_STACKED_PX if below else 0))
        column.addWidget(middle, 1)
        row, self.sentence, self.do = foot(self, self.tr("Importa"), self.tr("Annulla"))
        column.addLayout(row)
        restyle(self, theme)
        self.side.setFocus()
        self.read(likely_layer(path))

    def _head(self) -> QHBoxLayout:
        row, texts = QHBoxLayout(), QVBoxLayout()
        self._title = label("", "headline")
        self._file = Elided(role="label")
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._file)
        row.addLayout(texts, 1)
        other = QPushButton(self.tr("Scegli un altro file"))
        other.setAutoDefault(False)
        other.clicked.connect(self._choose_other)
        row.addWidget(other)
        return row

    def _preview(self) -> Card:
        card = Card()
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(12)
        self._preview_title = label(self.tr("Anteprima"), "title")
        bar.addWidget(self._preview_title)
        filters = self._segments = Segmented()
        self._filters = {
            fate: filters.add("", icon)
            for fate, icon in (
                (None, ""),
                (Fate.ACCEPTED, "check"),
                (Fate.WARNING, "warning"),
                (Fate.REFUSED, "x"),
            )
        }
        self._filters[None].setChecked(True)
        for fate, button in self._filters.items():
            button.clicked.connect(partial(self._show_only, fate))
        bar.addWidget(filters)
        bar.addStretch(1)
        self._sheet_label = label(self.tr("Foglio"), "label")
        self._sheet = QComboBox()
        self._sheet.setAccessibleName(self.tr("Foglio"))
        self._sheet.activated.connect(lambda _row: self.read(self.side.layer, self._sheet.currentText()))
        bar.addWidget(self._sheet_label)
        bar.addWidget(self._sheet)
        card.body.addLayout(bar)
        self.table = PreviewTable(self._theme)
        self.table.setAccessibleName(self.tr("Anteprima delle righe"))
        self.table.header.mapped.connect(self._remap)
        card.body.addWidget(self.table, 1)
        return card

    # Reading and planning

    def read(self, layer: str, sheet: str | None = None) -> None:
        """Read the file for a layer, in the background."""
        self.side.set_layer(layer)
        self._say(self.tr("Lettura di {}…").format(self._path.name), ready=False)
        self._corrections = {}
        work = partial(
            _read, self._path, layer, self._session.file.epsg, self._session.file.extent(), sheet or None
        )
        self._session.jobs.run(
            self.tr("Lettura di {}").format(self._path.name),
            work,
            key="import",
            done=self._show,
            failed=self._failed,
        )

    def _relayer(self) -> None:
        self.read(self.side.layer, self._sheet.currentText())

    def _replan(self) -> None:
        if self.plan is None:
            return
        changes = {
            "mapping": dict(self._corrections),
            "crs": self.side.crs,
            "swap_coordinates": self.side.swapped,
        }
        self._say(self.tr("Ricalcolo dell'anteprima…"), ready=False)
        self._session.jobs.run(
            self.tr("Anteprima"),
            partial(_replan, self.plan, changes),
            key="import",
            done=self._show,
            failed=self._failed,
            quiet=True,
        )

    def _remap(self, column: str, field: str) -> None:
        for name, mapped in list(self.plan.mapping.items()):
            if mapped == column:
                self._corrections[name] = ""
        if field:
            self._corrections[field] = column
        self._replan()

    def _failed(self, error: Exception) -> None:
        text = words.sentence(error) if isinstance(error, TorrazzoError) else str(error)
        self._say(text, ready=False)

    def _choose_other(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Scegli un file"), str(self._path.parent))
        if path:
            self._path, self.plan = Path(path), None
            self.read(likely_layer(self._path))

    def _show_only(self, fate: Fate | None) -> None:
        self.table.rows.show_only(fate)

    # Showing the plan

    def _show(self, plan: Any) -> None:
        self.plan = plan
        self._title.setText(self.tr("Importa {}").format(LAYERS[plan.layer].plural.lower()))
        rows = len(plan.accepted) + len(plan.refused)
        text = self.tr("{} · {} righe, {} colonne").format(
            plan.path.name, numbers.integer(rows), numbers.integer(len(plan.columns))
        )
        self._file.set_whole(text)
        self._show_rows(plan)
        self._show_mapping(plan)
        self._show_side(plan)
        self._show_counts(plan, rows)

    def _show_rows(self, plan: Any) -> None:
        self.table.rows.set_plan(plan.columns, preview_rows(plan))
        longest = [
            max(
                [
                    len(str(name)),
                    *(
                        len(str(row.values[i] or ""))
                        for row in self.table.rows.rows[:60]
                        if i < len(row.values)
                    ),
                ],
                default=8,
            )
            for i, name in enumerate(plan.columns)
        ]
        self.table.fit_columns(lambda column: min(max(longest[column] * 8 + 24, 136), 260))

    def _show_mapping(self, plan: Any) -> None:
        fields: list[Choice] = [(f.name, f.label) for f in LAYERS[plan.layer].fields]
        choices: list[Choice] = [("", self.tr("Escludi")), *_POSITIONS.items(), *fields]
        by_column = {column: name for name, column in plan.mapping.items()}
        changed = {change.field: change for change in plan.conversions}
        chosen = [by_column.get(column, "") for column in plan.columns]
        self.table.header.set_mapping(
            plan.columns, chosen, [self._mark(name, changed) for name in chosen], choices
        )

    def _mark(self, field: str, changed: dict[str, Any]) -> tuple[str, str]:
        if not field:
            return "minus", self.tr("esclusa")
        change = changed.get(field)
        if change is None:
            return "check", self.tr("corrisponde")
        if change.kind == "unit":
            return "ruler", self.tr("da {} a {}").format(change.source, change.target)
        return "map-pin", self.tr("punti cardinali") if change.kind == "compass" else self.tr("mese")

    def _show_side(self, plan: Any) -> None:
        has_sheets = len(plan.sheets) > 1
        self._sheet.setVisible(has_sheets)
        self._sheet_label.setVisible(has_sheets)
        self._sheet.clear()
        self._sheet.addItems(list(plan.sheets))
        self._sheet.setCurrentText(plan.sheet)
        self.side.show_plan(plan)

    def _show_counts(self, plan: Any, rows: int) -> None:
        warned, refused, ready = plan.with_warnings, len(plan.refused), len(plan.accepted)
        for fate, text, count in (
            (None, self.tr("Tutte"), rows),
            (Fate.ACCEPTED, self.tr("Accettate"), ready - warned),
            (Fate.WARNING, self.tr("Con avviso"), warned),
            (Fate.REFUSED, self.tr("Rifiutate"), refused),
        ):
            self._segments.set_text(self._filters[fate], f"{text} {numbers.integer(count)}")
        if plan.blocking is not None:
            self._say(words.sentence(plan.blocking), ready=False)
            return
        self._say(
            self.tr("{} righe pronte su {}.").format(numbers.integer(ready), numbers.integer(rows)),
            ready=ready > 0,
        )
        self.do.setText(
            self.tr("Importa {} {}").format(numbers.integer(ready), LAYERS[plan.layer].plural.lower())
        )

    def _say(self, sentence: str, *, ready: bool) -> None:
        self.sentence.setText(sentence)
        self.do.setEnabled(ready)
        if ready:
            self.do.setFocus()


def _read(
    path: Path, layer: str, epsg: int, bounds: Any, sheet: str | None, progress: Callable[[float], None]
) -> Any:
    from maps.io.importer import read_file, read_likely_sheet

    if sheet is None:
        return read_likely_sheet(path, layer, epsg=epsg, bounds=bounds, progress=progress)
    return read_file(path, layer, epsg=epsg, bounds=bounds, sheet=sheet, progress=progress)


def _replan(plan: Any, changes: dict[str, Any], progress: Callable[[float], None]) -> Any:
    from maps.io.importer import replan

    return replan(plan, progress, **changes)

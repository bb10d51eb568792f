"""How the layers of the open project look: read from its file, changed by the user, kept for the next time.

Symbology, labels and order are edits, with an undo each. Visibility, opacity and filters are a view: they are kept
too, but an undo does not touch them.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.layers.order import design_order, row_of
from app.layers.styles import STYLED
from app.session import Session
from maps.errors import TorrazzoError
from maps.views.filters import Filter
from maps.views.symbology import (
    SHOWN_SETTING,
    STYLE_SETTING,
    LayerStyle,
    Lost,
    Styles,
    Symbology,
    kept_styles,
    read_styles,
)

#: What starts hidden until the user says otherwise.
HIDDEN_AT_FIRST = frozenset(
    {"street_light", "sensitive_place", "dump_site", "report", "choropleth", "risk_cells"}
)
_KEEP_MS = 300


class Looks(QObject):
    """The styles of one window.

    Signals
    -------
    look_changed(str row) : its painters must be made again; "" for all.
    shown_changed(str row) : visibility or opacity only; "" for all.
    order_changed()
    lost(list of Lost) : parts of the styles that cannot be shown any more.
    """

    look_changed = Signal(str)
    shown_changed = Signal(str)
    order_changed = Signal()
    lost = Signal(list)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.styles = Styles()
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        session.opened.connect(self._opened)
        session.closing.connect(self.flush)
        session.changed.connect(self._changed)

    # Reading

    def of(self, row: str) -> LayerStyle:
        """Return the style of a row of the card."""
        return self.styles.of(row)

    def visible(self, row: str) -> bool:
        """Tell whether a row is shown."""
        said = self.of(row).visible
        return row not in HIDDEN_AT_FIRST if said is None else said

    def _opened(self) -> None:
        self._keeping.stop()
        self.styles, gone = kept_styles(self._session.file, STYLED)
        self._tell_lost(gone)

    def _tell_lost(self, gone: list[Lost]) -> None:
        if gone:
            self.lost.emit(gone)

    def _changed(self, change: Any) -> None:
        """Take what an undo or a redo brought back."""
        if STYLE_SETTING in change.settings:
            shown = self.styles.shown_json()
            found, _gone = read_styles(STYLED, self._session.file.setting(STYLE_SETTING), shown)
            self._take(found)

    def _take(self, styles: Styles) -> None:
        before, self.styles = self.styles, styles
        for row in {*before.by_layer, *styles.by_layer}:
            old, new = before.of(row), styles.of(row)
            if (old.symbology, old.label, old.filter) != (new.symbology, new.label, new.filter):
                self.look_changed.emit(row)
            elif old != new:
                self.shown_changed.emit(row)
        if before.order != styles.order:
            self.order_changed.emit()

    def snapshot(self) -> dict[str, Any]:
        """Return how everything looks now as JSON, for a scene: also what the user has not said."""
        styles = self.styles
        for row in (*design_order(), "labels", "ground"):
            styles = styles.changed(row, visible=self.visible(row))
        return styles.to_json()

    # The view: kept, not undone

    def set_visible(self, row: str, visible: bool) -> None:
        """Show or hide a row."""
        self._show(row, visible=visible)

    def set_opacity(self, row: str, opacity: float) -> None:
        """Set the opacity of a row, 0-1."""
        self._show(row, opacity=opacity)

    def _show(self, row: str, **values: Any) -> None:
        self.styles = self.styles.changed(row, **values)
        self.shown_changed.emit(row)
        self._keeping.start()

    def show_only(self, painters: Sequence[str]) -> None:
        """Show the rows of these painters and no other."""
        rows = {row_of(name) for name in painters}
        for row in (*design_order(), "labels", "ground"):
            self._show(row, visible=row in rows)

    def set_filter(self, row: str, asked: Filter) -> None:
        """Draw only the rows that pass a filter; an empty one draws all."""
        if asked != self.of(row).filter:
            self.styles = self.styles.changed(row, filter=asked)
            self.look_changed.emit(row)
            self._keeping.start()

    def flush(self) -> None:
        """Keep what waits to be kept, before the project closes."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()

    def _keep(self) -> None:
        if self._session.editable:
            with suppress(TorrazzoError):  # a view that cannot be kept is no reason to stop the hand
                self._session.file.set_setting(SHOWN_SETTING, self.styles.shown_json())

    @property
    def waiting(self) -> bool:
        """Whether something waits to be kept."""
        return self._keeping.isActive()

    # The look: edits

    def set_symbology(self, row: str, symbology: Symbology, title: str) -> None:
        """Colour a layer in another way; `title` is the layer's name in the history."""
        if symbology != self.of(row).symbology:
            self._edit(self.styles.changed(row, symbology=symbology), self.tr("Stile · {}").format(title))

    def set_label(self, row: str, field_name: str, title: str) -> None:
        """Write a field beside the features of a layer, or none."""
        if field_name != self.of(row).label:
            self._edit(self.styles.changed(row, label=field_name), self.tr("Etichette · {}").format(title))

    def set_order(self, order: tuple[str, ...]) -> None:
        """Order the rows from the top down; () for the order of the design."""
        if order != self.styles.order:
            self._edit(replace(self.styles, order=order), self.tr("Ordine dei livelli"))

    def _edit(self, styles: Styles, label: str) -> None:
        if not self._session.editable:
            self._take(styles)
            return
        with self._session.edit(label) as edit:
            edit.set_setting(STYLE_SETTING, styles.look_json())
        self._take(styles)

    def apply(self, kept: Mapping[str, Any], name: str) -> None:
        """Look as a scene was kept; what an undo can bring back is one edit, named after the scene."""
        found, gone = read_styles(STYLED, kept)
        same = found.look_json() == self.styles.look_json()
        if same:
            self._take(found)
        else:
            self._edit(found, self.tr("Stile della scena «{}»").format(name))
        self._keeping.start()
        self._tell_lost(gone)

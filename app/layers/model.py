"""From the session's project to the painters of the map, recomputing only what a change touches.

Each part of the map is one background job on the project's worker; a part asked for again before it is
ready is computed once, for the latest state.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.canvas.painters.base import Painter
from app.layers.looks import Looks
from app.layers.order import lift, painters_up
from app.layers.parts import AFTER, BUILDERS, PARTS_OF_LAYER, SEEN_FIRST, SEEN_LAST, UNCOMPILED, View
from app.layers.risk import RISK_CELLS, empty_cells
from app.session import Session
from maps.errors import AnalysisError
from maps.views.symbology import Styles


class MapModel(QObject):
    """Keeps the painter stack and the figures behind it.

    Attributes
    ----------
    hold : callable
        Work that lasts until the map that the user waits for is drawn: the analyses wait behind it.

    Signals
    -------
    stack_changed() : `stack` has other painters.
    part_ready(str) : a part of `BUILDERS` was computed; `results[part]` holds what it found.
    part_missing(str, AnalysisError) : a part cannot be computed from what the project holds.
    failed(Exception) : something else went wrong in a part.
    """

    stack_changed = Signal()
    part_ready = Signal(str)
    part_missing = Signal(str, object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, looks: Looks | None = None) -> None:
        super().__init__(parent)
        self._session, self._looks = session, looks
        self.hold: Callable[..., None] = _go_on
        self._painters: dict[str, Painter] = {}
        self._own: dict[str, Painter] = {}
        self.results: dict[str, Any] = {}
        #: Parts that the place on show is about: after an edit they are computed before the others.
        self.ahead: frozenset[str] = frozenset()
        session.opened.connect(self.rebuild)
        session.closed.connect(self.clear)
        session.changed.connect(self._on_changed)
        session.purpose_changed.connect(lambda _purpose: self.refresh({"cameras", "footprints", "balance"}))
        session.detail_changed.connect(lambda _detail: self.refresh({"footprints"}))
        session.when_changed.connect(lambda _when: self.refresh({"footprints"}))
        session.period_changed.connect(lambda _period: self.refresh({"density", "balance", RISK_CELLS}))
        if looks is not None:
            looks.shown_changed.connect(self._on_shown)

    def add(self, painter: Painter) -> None:
        """Add a painter that does not come from the project's rows (tiles): it stays from one project to the next."""
        self._own[painter.name] = self._painters[painter.name] = painter
        self.stack_changed.emit()

    @property
    def styles(self) -> Styles:
        """How the layers look; as designed where nobody says."""
        return self._looks.styles if self._looks is not None else Styles()

    @property
    def stack(self) -> list[Painter]:
        """The painters from the bottom up."""
        order = self.styles.order
        found = [self._painters[name] for name in painters_up(order) if name in self._painters]
        lift(found, by_user=bool(order))
        return found

    def painter(self, name: str) -> Painter | None:
        """Return one painter, where its part is ready."""
        return self._painters.get(name)

    def clear(self) -> None:
        """Forget everything: there is no project."""
        self._painters, self.results = dict(self._own), {}
        self.stack_changed.emit()

    def rebuild(self) -> None:
        """Compute every part of a project just opened."""
        self.clear()
        self.refresh(set(SEEN_FIRST))
        self._session.jobs.run(
            self.tr("Lettura della mappa"), self.hold, key="map/hold", quiet=True, first=True
        )
        self.refresh(set(UNCOMPILED))
        self._prepare()
        self.refresh(set(BUILDERS) - SEEN_FIRST - UNCOMPILED)

    def _prepare(self) -> None:
        """Compile what computes the coverage, at the first use after an installation, before it is asked for."""
        from maps.compiled import is_compiled
        from maps.warm import prepare

        if self._session.project is not None and not is_compiled():
            label = self.tr("Preparo il calcolo delle coperture (solo la prima volta)")
            self._session.jobs.run(label, prepare, key="warm")

    def refresh(self, parts: set[str], ahead: frozenset[str] = SEEN_FIRST) -> None:
        """Compute some parts again, in the order in which the user sees them; those `ahead` before all others."""
        if self._session.project is None:
            return
        for part in BUILDERS:
            if part in parts:
                self._start(part, first=part in ahead)

    def _on_changed(self, change: Any) -> None:
        touched = {part for layer in change.layer_ids for part in PARTS_OF_LAYER.get(layer, ())}
        self.refresh(touched - SEEN_LAST, SEEN_FIRST | self.ahead)
        self.refresh(touched & SEEN_LAST)

    def _unwanted(self, part: str) -> bool:
        """Tell whether a part is computed only while its row is shown, and is not."""
        if part != RISK_CELLS:
            return False
        return self._looks is None or not self._looks.visible(RISK_CELLS)

    def _on_shown(self, row: str) -> None:
        """Compute what waited for its row to be shown."""
        if row in ("", RISK_CELLS) and not self._unwanted(RISK_CELLS) and not self.results.get(RISK_CELLS):
            self.refresh({RISK_CELLS})

    def _leave(self, part: str) -> None:
        """Keep the row of a part that is not computed now, and nothing that may be stale."""
        if part not in self._painters or self.results.pop(part, None) is not None:
            self._painters[part] = empty_cells()
            self.stack_changed.emit()

    def _start(self, part: str, *, first: bool) -> None:
        if self._unwanted(part):
            self._leave(part)
            return
        session = self._session
        view = View(session.purpose, session.period, session.detail, session.when, self.styles)
        work: Callable[..., Any] = partial(BUILDERS[part], session.project, view)
        session.jobs.run(
            AFTER[part],
            work,
            key=f"map/{part}",
            first=first,
            gives_way=part not in SEEN_FIRST,
            done=partial(self._take, part, session.project),
            failed=partial(self._fail, part),
        )

    def _take(self, part: str, project: Any, built: Any) -> None:
        if self._session.project is not project:
            return
        if self._unwanted(part):  # hidden meanwhile: what has changed since would not be in it
            self._leave(part)
            return
        for name in built.replaces:
            self._painters.pop(name, None)
        self._painters.update(built.painters)
        self.results[part] = built.result
        self.stack_changed.emit()
        self.part_ready.emit(part)

    def _fail(self, part: str, error: Exception) -> None:
        self.results.pop(part, None)
        if isinstance(error, AnalysisError):
            if part == "density":
                self._painters.pop(part, None)
            elif part == RISK_CELLS:
                self._painters[part] = empty_cells()
            self.stack_changed.emit()
            self.part_missing.emit(part, error)
        else:
            self.failed.emit(error)


def _go_on(progress: Callable[[float], None]) -> None:
    """Hold nothing."""

"""The session: the open project, what is selected, and the one signal by which state travels."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.jobs import Jobs


@dataclass(frozen=True)
class Selection:
    """What is selected: one row of a layer, or several of the same layer.

    Attributes
    ----------
    layer : str
    fid : int
        The row that the form shows; of several, the one chosen last.
    more : tuple of int
        The other rows, ascending.
    """

    layer: str
    fid: int
    more: tuple[int, ...] = ()

    @classmethod
    def of(cls, layer: str, fids: Iterable[int], main: int | None = None) -> "Selection | None":
        """Return the selection of some rows, None for none; `main` is the one the form shows."""
        chosen = sorted({int(fid) for fid in fids})
        if not chosen:
            return None
        first = main if main in chosen else chosen[0]
        assert first is not None
        return cls(layer, first, tuple(fid for fid in chosen if fid != first))

    @property
    def fids(self) -> tuple[int, ...]:
        """Every row, the main one first."""
        return (self.fid, *self.more)

    def toggled(self, fid: int) -> "Selection | None":
        """Return it with a row more, or less where it was there."""
        if fid in self.fids:
            return Selection.of(self.layer, set(self.fids) - {fid}, self.fid)
        return Selection.of(self.layer, {*self.fids, fid}, fid)


class Session(QObject):
    """The open project as the window sees it.

    Signals
    -------
    opened() : `project` was replaced.
    closing() : the project is still open, for what was typed and not saved.
    closed() : there is no project any more.
    changed(Change) : rows were committed, undone or redone; always on the main thread.
    selected(Selection | None), purpose_changed(str), period_changed(str)
    detail_changed(str), when_changed(str)
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    changed = Signal(object)
    selected = Signal(object)
    purpose_changed = Signal(str)
    period_changed = Signal(str)
    detail_changed = Signal(str)
    when_changed = Signal(str)
    _committed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.project: Any = None
        self.selection: Selection | None = None
        self.purpose = ""
        self.period = ""
        self.detail, self.when = "", "day"
        self._unsubscribe: Callable[[], None] | None = None
        self._committed.connect(self._on_committed, Qt.ConnectionType.AutoConnection)

    @property
    def file(self) -> Any:
        """The project file; only to be asked while a project is open."""
        return self.project.file

    @property
    def path(self) -> Path | None:
        """Where the open project is, if any."""
        return Path(self.file.path) if self.project is not None else None

    @property
    def editable(self) -> bool:
        """Whether the project may be changed."""
        return self.project is not None and not self.file.read_only

    def adopt(self, project: Any) -> None:
        """Make `project` the open one, closing the previous."""
        self.close()
        self.project = project
        self._unsubscribe = project.file.subscribe(self._committed.emit)
        self.opened.emit()

    def close(self) -> None:
        """Close the project; every edit is already committed."""
        if self.project is None:
            return
        self.closing.emit()
        self.jobs.wait()
        if self._unsubscribe is not None:
            self._unsubscribe()
        project, self.project, self.selection = self.project, None, None
        self.purpose, self.period = "", ""
        self.detail, self.when = "", "day"
        project.file.close()
        self.closed.emit()

    def edit(self, label: str) -> AbstractContextManager[Any]:
        """Return one transaction; it commits, with its undo record, when it is left."""
        return self.file.edit(label, origin="window")

    def select(self, selection: Selection | None) -> None:
        """Select rows, or nothing."""
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def set_purpose(self, purpose: str) -> None:
        """Choose the purpose that is coloured; "" for all of them."""
        if purpose != self.purpose:
            self.purpose = purpose
            self.purpose_changed.emit(purpose)

    def set_period(self, period: str) -> None:
        """Choose the semester of the offences ("2026-1"); "" for all that are known."""
        if period != self.period:
            self.period = period
            self.period_changed.emit(period)

    def set_detail(self, detail: str) -> None:
        """Choose the detail class at which areas are measured; "" for the one each purpose asks."""
        if detail != self.detail:
            self.detail = detail
            self.detail_changed.emit(detail)

    def set_when(self, when: str) -> None:
        """Choose whether areas are those of the "day" or of the "night"."""
        if when != self.when:
            self.when = when
            self.when_changed.emit(when)

    @Slot(object)
    def _on_committed(self, change: Any) -> None:
        if self.project is None:
            return
        chosen = self.selection
        if chosen is not None and not set(chosen.fids).isdisjoint(change.layer_ids.get(chosen.layer, ())):
            alive = self.file.rows(chosen.layer, fids=chosen.fids, fields=["uid"]).fids.tolist()
            self.select(Selection.of(chosen.layer, alive, chosen.fid))
        self.changed.emit(change)

"""Taking up again where the program stopped: after a crash with an offer, after a new start that was asked for at once.

While a project is open its state (file, view, place, choices, open table) is kept beside the settings and taken away
when the window closes well. What is found there at a start was left by a crash. Every edit is in the project already:
only where one was looking can be lost.
"""

import datetime as dt
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QByteArray,
    QLockFile,
    QObject,
    QProcess,
    QProcessEnvironment,
    QStandardPaths,
    QTimer,
)
from PySide6.QtWidgets import QApplication

from app.canvas.view import MapView
from app.look.text_size import environment_before
from app.messages import Level
from app.panels.topbar import Place
from app.speech import numbers
from maps.errors import FileError
from maps.io.atomic import write_atomic

if TYPE_CHECKING:
    from app.window import MainWindow

_KEEP_MS, _READY_MS = 2000, 60
State = dict[str, Any]


def state_path() -> Path:
    """Return where the state of the running window is kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / "sessione.json"


class Resume(QObject):
    """Keeps the state of one window and gives it back; the first window of the user keeps it, others do not.

    Attributes
    ----------
    left : dict or None
        What a crash left, until it is taken up or another project is opened.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.left: State | None = None
        self._kept: State | None = None
        self._lock: QLockFile | None = None
        self._timer = QTimer(self, interval=_KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self._ready = QTimer(self, interval=_READY_MS)
        window.session.opened.connect(self._opened)
        window.session.closed.connect(self.forget)

    def begin(self) -> None:
        """Look for what a crash left, and keep the state from now on; asked for once the window is shown."""
        path = state_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):  # another window of the same user is at work: its state is no crash
            return
        self._lock = lock
        self._timer.start()
        found = read_state(path)
        if found is None or not Path(found["path"]).exists():
            self.forget()
        elif found.get("again"):
            self.take(found)
        else:
            self.left = found
            self._offer(found)

    def _offer(self, found: State) -> None:
        name = found.get("name") or Path(found["path"]).stem
        at = numbers.when(dt.datetime.fromisoformat(found["at"]), dt.datetime.now())
        told = self.tr("Torrazzo si è chiuso all'improvviso ({}). Le modifiche a «{}» sono salve.").format(
            at, name
        )
        self._window.tasks.tell(
            Level.WARNING, told, self.tr("Riprendi da dov'era"), partial(self.take, found)
        )

    def _opened(self) -> None:
        """Offer the view where the project left by a crash was opened by hand; another makes it useless."""
        left, self.left = self.left, None
        if left is not None and self._window.session.path == Path(left["path"]):
            told = self.tr("L'ultima volta il lavoro si era interrotto all'improvviso.")
            tell = partial(self._window.tasks.tell, Level.WARNING, told, self.tr("Riprendi la vista"))
            QTimer.singleShot(0, self, lambda: tell(partial(self.show, left)))

    # Keeping

    def state(self) -> State | None:
        """Return the state of the window; None where there is nothing to take up again."""
        window, session = self._window, self._window.session
        if session.project is None or session.path is None:
            return None
        view = window.canvas.target_view
        return {
            "path": str(session.path),
            "name": session.project.name,
            "view": [view.center_x, view.center_y, view.metres_per_px],
            "place": window.place.value,
            "choices": [session.purpose, session.period, session.detail, session.when],
            "folded": [window.layers.folded, window.zones.folded and not window.tables.is_open],
            "table": window.tables.shown_layer,
            "read_only": not session.editable,
            "geometry": bytes(window.saveGeometry().toHex().data()).decode(),
        }

    def keep(self, again: bool = False) -> None:
        """Write the state where it has changed."""
        state = self.state()
        if self._lock is None or state is None or self._window.read_only:
            return
        if state == self._kept and not again:
            return
        self._kept = state
        now = dt.datetime.now().isoformat(timespec="seconds")
        try:
            write_atomic(state_path(), json.dumps({**state, "at": now, "again": again}).encode())
        except (FileError, OSError):  # a full disk must not stop the work; the next turn tries again
            self._kept = None

    def forget(self) -> None:
        """Take the state away: the project was closed well."""
        self._kept = None
        if self._lock is not None:
            state_path().unlink(missing_ok=True)

    def end(self) -> None:
        """Stop keeping: the window closes."""
        self._timer.stop()
        self._ready.stop()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    # Taking up again

    def take(self, state: State) -> None:
        """Open the project of a state and, once it is drawn, show what it showed."""
        window = self._window
        self.left = None
        self._ready.timeout.connect(partial(self._when_ready, state))
        self._ready.start()
        window.tasks.open(Path(state["path"]), read_only=bool(state.get("read_only")))

    def _when_ready(self, state: State) -> None:
        window = self._window
        if window.session.path is None or window.session.path != Path(state["path"]):
            return
        if "survey" in window.model.results and window.browser.home is not None and window.browser.settled:
            self._ready.stop()
            self._ready.timeout.disconnect()
            self.show(state)

    def show(self, state: State) -> None:
        """Show what a state showed, passing over what is not there any more."""
        window, session = self._window, self._window.session
        window.restoreGeometry(QByteArray.fromHex(str(state.get("geometry", "")).encode()))
        purpose, period, detail, when = (str(each) for each in state.get("choices", ["", "", "", "day"]))
        session.set_purpose(purpose)
        session.set_period(period)
        session.set_detail(detail)
        session.set_when(when)
        window.topbar.choose(session.purpose, session.period, session.detail, session.when)
        layers, zones = state.get("folded", [window.layers.folded, window.zones.folded])
        window.layers.set_folded(bool(layers))
        window.zones.set_folded(bool(zones))
        if state.get("place") in {place.value for place in Place}:
            window.go_to(Place(state["place"]))
        if state.get("table"):
            window.tables.open(str(state["table"]))
        QTimer.singleShot(_READY_MS, self, partial(self._look, state))

    def _look(self, state: State) -> None:
        """Show the part of the map of a state, once the place has framed its own."""
        window, canvas = self._window, self._window.canvas
        if window.session.path != Path(state["path"]):
            return
        if not (window.browser.settled and canvas.up_to_date):
            QTimer.singleShot(_READY_MS, self, partial(self._look, state))
            return
        x, y, scale = (float(each) for each in state["view"])
        canvas.set_view(MapView(x, y, scale, canvas.width(), canvas.height()))

    # A new start

    def restart(self) -> None:
        """Start the program again, with this project as it is shown now."""
        window = self._window
        path = window.session.path
        self.keep(again=True)
        arguments = [str(path)] if path is not None and self._lock is None else []
        self.end()  # before the project closes: the state must stay for the new process
        window.close()
        start_program(arguments)
        application = QApplication.instance()
        if application is not None:
            application.quit()


def start_program(arguments: list[str]) -> None:
    """Start another process of the program, which outlives this one."""
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments(["-m", "app", *arguments])
    process.setProcessEnvironment(_environment())
    process.startDetached()


def _environment() -> QProcessEnvironment:
    """Return the environment without the scale that this process gave itself."""
    kept = QProcessEnvironment.systemEnvironment()
    for name in environment_before():
        kept.remove(name)
    return kept


def read_state(path: Path) -> State | None:
    """Return a state that is whole, None for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        dt.datetime.fromisoformat(found["at"])
        [float(each) for each in found["view"]]
        return found if isinstance(found["path"], str) and len(found["view"]) == 3 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""The analyses of a project just opened wait until its map is drawn, not longer, and not where nobody looks."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal

from app.jobs import Jobs
from app.layers import first_map
from app.layers.first_map import FirstMap


class Canvas(QObject):
    drawn = Signal()

    def __init__(self, visible):
        super().__init__()
        self.visible, self.painters = visible, set()

    def isVisible(self):
        return self.visible

    def painter(self, name):
        return name if name in self.painters else None


class Opening(QObject):
    opened = Signal()


@pytest.fixture
def open_it(qtbot, monkeypatch):
    monkeypatch.setattr(first_map, "PATIENCE_S", 60.0)
    jobs, held = Jobs(), []

    def begin(visible):
        canvas, session, model = Canvas(visible), Opening(), SimpleNamespace(hold=None)
        held.extend([session, FirstMap(canvas, model, session, session)])
        session.opened.emit()
        ended = []
        jobs.run("", model.hold)
        jobs.run("", lambda progress: ended.append(True))
        return canvas, ended

    yield begin
    jobs.stop()


def test_they_wait_for_ground_and_cameras_on_the_screen(qtbot, open_it):
    canvas, ended = open_it(visible=True)
    canvas.drawn.emit()  # the empty map
    canvas.painters = {"obstacle"}
    canvas.drawn.emit()
    qtbot.wait(150)
    assert not ended
    canvas.painters = {"obstacle", "camera"}
    canvas.drawn.emit()
    qtbot.waitUntil(lambda: bool(ended))


def test_they_do_not_wait_where_nobody_looks(qtbot, open_it):
    _canvas, ended = open_it(visible=False)
    qtbot.waitUntil(lambda: bool(ended))


def test_a_project_left_meanwhile_ends_the_wait(open_it):
    open_it(visible=True)  # the fixture's `stop` would hang for a minute

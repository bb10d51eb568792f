"""A crash loses nothing: the next start offers to go on; a good end leaves no trace."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.panels.topbar import Place
from app.resume import read_state, state_path
from app.window import MainWindow


@pytest.fixture
def crashed(window, town: Path) -> dict:
    """What a window killed on the balance, with a table open and a layer hidden, leaves on the disk."""
    window.resume.begin()
    window.go_to(Place.BALANCE)
    window.layers.visibility_changed.emit("density", False)
    window.tables.open("road")
    window.canvas.set_view(window.canvas.view.zoomed(4.0))
    window.resume.keep()
    return json.loads(state_path().read_text(encoding="utf-8"))


def start_again(qtbot: QtBot, state: dict) -> MainWindow:
    state_path().parent.mkdir(parents=True, exist_ok=True)
    state_path().write_text(json.dumps(state), encoding="utf-8")
    made = MainWindow()
    made.canvas.animated = False
    made.resize(1600, 900)
    qtbot.addWidget(made)
    made.show()
    made.resume.begin()
    return made


def test_a_crash_is_told_and_the_work_taken_up_where_it_was(window, crashed: dict, qtbot: QtBot) -> None:
    window.close()
    again = start_again(qtbot, crashed)
    assert again.session.project is None, "an offer, not a surprise"
    assert "all'improvviso" in again.message.sentence.text()
    qtbot.mouseClick(again.message.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.tables.shown_layer == "road", timeout=120_000)
    qtbot.waitUntil(lambda: again.settled, timeout=60_000)
    assert again.place is Place.BALANCE
    assert not again.looks.visible("density")
    qtbot.waitUntil(lambda: again.canvas.view.center_x == pytest.approx(crashed["view"][0]), timeout=10_000)
    view = again.canvas.view
    assert [view.center_x, view.center_y, view.metres_per_px] == pytest.approx(crashed["view"], rel=1e-6)
    again.close()


def test_the_offer_may_be_left_alone(window, crashed: dict, qtbot: QtBot, town: Path) -> None:
    window.close()
    again = start_again(qtbot, crashed)
    again.open_project(town)
    qtbot.waitUntil(lambda: again.session.project is not None, timeout=60_000)
    qtbot.waitUntil(lambda: "interrotto" in again.message.sentence.text(), timeout=10_000)
    assert again.place is Place.MAP
    again.close()


def test_a_state_that_is_spoilt_is_no_offer(tmp_path: Path) -> None:
    kept = tmp_path / "sessione.json"
    for text in ("", "{", "[]", '{"path": 3}', '{"path": "x.gpkg", "at": "2026-01-01", "view": [1, "a", 2]}'):
        kept.write_text(text, encoding="utf-8")
        assert read_state(kept) is None, text
    assert read_state(tmp_path / "none.json") is None


def test_a_second_window_keeps_off_and_a_good_end_leaves_nothing(window, crashed: dict, qtbot: QtBot) -> None:
    other = MainWindow()
    qtbot.addWidget(other)
    other.show()
    other.resume.begin()
    other.resume.keep()
    assert other.resume.left is None
    assert json.loads(state_path().read_text(encoding="utf-8")) == crashed
    other.close()
    assert state_path().exists()
    assert crashed["place"] == "balance" and crashed["table"] == "road"
    window.close()
    assert not state_path().exists(), "a good end leaves nothing"


def test_a_new_size_of_the_text_starts_again_with_the_session(window, monkeypatch, town: Path) -> None:
    from app.look.text_size import text_size

    started: list[list[str]] = []
    monkeypatch.setattr("app.resume.start_program", started.append)
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.quit", lambda *_: None)
    window.resume.begin()
    window.actions_.run("text/150")
    assert text_size() == 150
    window.message.action.click()
    assert started == [[]]
    state = json.loads(state_path().read_text(encoding="utf-8"))
    assert state["again"] and state["path"] == str(town)

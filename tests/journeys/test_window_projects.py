"""What becomes of the open project and of its messages, in the real window."""

import threading
from pathlib import Path

import pytest
from hands import settle
from PySide6.QtGui import QColor

from app import commands
from app.layers.parts import BUILDERS
from maps.errors import FileError, FileProblem

pytestmark = pytest.mark.journey


def test_a_failed_opening_leaves_the_project_open(window, qtbot, town: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "altro.gpkg"
    wrong.write_bytes(b"nothing of ours")
    window.tasks.open(wrong)
    qtbot.waitUntil(lambda: not window.message.isHidden(), timeout=10_000)
    assert "altro.gpkg" in window.message.sentence.text()
    assert window.session.path == town and window.stack.currentWidget() is window.map_area

    def refuse(path: Path, _progress) -> None:
        raise FileError(path, FileProblem.EXISTS)

    window.tasks.create(tmp_path / "terzo.gpkg", refuse)
    qtbot.waitUntil(lambda: "terzo.gpkg" in window.message.sentence.text(), timeout=10_000)
    assert window.session.path == town and window.session.editable


def test_the_open_project_is_not_opened_again(window, town: Path) -> None:
    project = window.session.project
    window.tasks.open(town)
    assert window.message.sentence.text() == "Il progetto è già aperto."
    assert window.session.project is project and not window.jobs.busy


def test_another_project_takes_the_place_of_the_open_one(window, qtbot, small_town: Path, tmp_path) -> None:
    other = tmp_path / "altro.gpkg"
    other.write_bytes(small_town.read_bytes())
    window.tasks.open(other)
    qtbot.waitUntil(lambda: window.session.path == other, timeout=10_000)
    settle(qtbot, window)
    assert window.session.editable and len(window.zones.model.rows) == 4


def test_annulla_is_withdrawn_by_the_next_edit(window, qtbot) -> None:
    file = window.session.file
    first, second = (int(fid) for fid in file.rows("camera", fields=["code"]).fids[:2])
    window.browser.selecting._delete("camera", first)
    assert window.message.action.isVisible()
    commands.set_value(window.session, "camera", second, "height_m", 7.0)
    assert not window.message.action.isVisible() and not window.message.isHidden()
    settle(qtbot, window)
    assert file.record("camera", second)["height_m"] == 7.0


def test_a_read_only_project_offers_no_edits(window, qtbot, town: Path) -> None:
    fid = int(window.session.file.rows("camera", fields=["code"]).fids[0])
    commands.set_value(window.session, "camera", fid, "height_m", 7.0)
    settle(qtbot, window)
    assert window.topbar.undo.isEnabled()
    window.session.close()
    window.tasks.open(town, read_only=True)
    qtbot.waitUntil(lambda: window.session.project is not None, timeout=10_000)
    settle(qtbot, window)
    commands_ = window.actions_._actions
    assert not any(commands_[key].isEnabled() for key in ("undo", "redo", "zones"))
    assert not window.topbar.undo.isEnabled() and not window.topbar.redo.isEnabled()
    assert not window.zones.make.isEnabled()
    assert "Genera zone di analisi" not in [hit.text for hit in window.actions_.hits()]


def test_zones_are_offered_only_where_there_are_none(window, qtbot) -> None:
    window.zones.set_rows([], "", str)
    window.zones.set_total(4, editable=True)
    assert "Calcolo in corso…" in window.zones.summary.text()
    assert not window.zones.make.isVisible()
    file = window.session.file
    fids = [int(fid) for fid in file.rows("analysis_zone", fields=["uid"]).fids]
    with window.session.edit("Prova") as edit:
        edit.delete("analysis_zone", fids)
    settle(qtbot, window)
    assert window.zones.make.isVisible() and window.zones.make.isEnabled()


def test_the_last_map_is_shown_at_the_start_in_its_own_light_alone(window) -> None:
    assert not window.theme.dark
    still = window.canvas.picture().toImage()
    done = window.canvas.add_overlay(
        lambda painter, _view, theme: painter.fillRect(0, 0, 99, 99, QColor("red"))
    )
    assert window.canvas.picture().toImage() == still  # what lies under the hand is no part of the map
    done()
    window.welcome.keep_picture()
    picture = window.start.picture
    window.welcome.show_picture()
    assert "dimostrativa" not in picture._attribution
    window.set_dark(True)
    assert "dimostrativa" in picture._attribution
    window.set_dark(False)
    assert "dimostrativa" not in picture._attribution


def test_the_projects_are_read_while_a_long_analysis_is_at_work(window, qtbot, monkeypatch) -> None:
    held, go_on = threading.Event(), threading.Event()

    def weigh(project, view, progress):
        held.set()
        while not go_on.wait(0.02):
            progress(0.5)
        return balance(project, view, progress)

    balance = BUILDERS["balance"]
    qtbot.waitUntil(lambda: window.settled, timeout=120_000)
    monkeypatch.setitem(BUILDERS, "balance", weigh)
    window.model.refresh({"balance", "density"})
    qtbot.waitUntil(held.is_set, timeout=60_000)
    with window.session.edit("Prova") as edit:
        edit.insert("proposal", [{"uid": "p-1", "code": "PR-01", "name": "Prova", "project_state": "idea"}])
    qtbot.waitUntil(lambda: len(window.scenarios.proposals) == 1, timeout=5000)
    assert window.progress._text.text() != "Lettura dei progetti" and not go_on.is_set()
    go_on.set()
    qtbot.waitUntil(lambda: window.settled, timeout=120_000)

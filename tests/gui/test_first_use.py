"""The first use after an installation: kernels are compiled apart while the window stays usable."""

import os
import time

import pytest
from PySide6.QtCore import QTimer

from app.window import MainWindow
from maps import compiled, warm
from maps.errors import Cancelled
from maps.project import Project

LABEL = "Preparo il calcolo delle coperture (solo la prima volta)"


@pytest.fixture
def first_use(tmp_path, monkeypatch):
    """No kernel was ever compiled."""
    folder = tmp_path / "kernels"
    folder.mkdir()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder))
    monkeypatch.setattr(compiled, "is_compiled", lambda: (folder / f"complete-{compiled.digest()}").exists())
    monkeypatch.setattr(warm, "is_compiled", compiled.is_compiled)
    return folder


@pytest.fixture
def project_path(tmp_path):
    import shapely

    path = tmp_path / "prova.gpkg"
    area = shapely.box(580_000, 4_998_000, 581_000, 4_999_000)
    with (
        Project.create(path, name="Prova", epsg=7791, area=area) as project,
        project.file.edit("prima") as edit,
    ):
        edit.insert("obstacle", [{"geometry": shapely.box(580_100, 4_998_100, 580_150, 4_998_140)}])
        edit.insert("camera", [{"geometry": shapely.Point(580_090, 4_998_120), "azimuth_deg": 90.0}])
    return path


def test_opening_a_project_prepares_the_calculation_and_the_window_answers(
    qtbot, first_use, project_path, monkeypatch
):
    shares, kernels = [], []
    monkeypatch.setattr(warm, "warm_kernels", lambda progress: kernels.append(1))
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    shown = []
    window.jobs.shown.connect(lambda job: (shown.append(job.label), job.progressed.connect(shares.append)))
    ended = []
    window.jobs.ended.connect(lambda job: ended.append(job.key))
    beats = []
    timer = QTimer(window)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(10)
    window.open_project(project_path)
    qtbot.waitUntil(lambda: LABEL in shown, timeout=20_000)
    qtbot.waitUntil(lambda: {"things", "survey"} <= set(window.model.results), timeout=20_000)
    assert "warm" not in ended  # layers and search do not wait for the compiler
    qtbot.waitUntil(lambda: any(share > 0.0 for share in shares), timeout=120_000)
    beats.clear()
    qtbot.wait(1500)
    assert len(beats) > 30, "the window must answer while the compiler works"
    window.jobs.wait()
    window.close()


def test_a_cancelled_preparation_ends_its_process(first_use, monkeypatch):
    started = []
    popen = warm.subprocess.Popen
    monkeypatch.setattr(
        warm.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1]
    )
    begun = time.monotonic()

    def progress(_share: float) -> None:
        if time.monotonic() - begun > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        warm.prepare(progress)
    assert started[0].poll() is not None


def test_what_is_compiled_is_told_by_the_sources(first_use):
    assert not compiled.is_compiled()
    compiled.mark_compiled()
    assert compiled.is_compiled()
    assert any(name.startswith("complete-") for name in os.listdir(first_use))


def test_without_another_process_it_compiles_in_this_one(first_use, monkeypatch):
    def refused(*_given, **_options):
        raise OSError

    done = []
    monkeypatch.setattr(warm.subprocess, "Popen", refused)
    monkeypatch.setattr(warm, "warm_kernels", lambda progress: done.append(1))
    warm.prepare()
    assert done == [1]

"""Fixtures for every test: no screen, no user settings, real data where it is."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from maps.compiled import keep_compiled

keep_compiled()  # before the tests' own homes: kernels are compiled once for all of them
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")

if TYPE_CHECKING:
    from data.demo.records import DemoCity

_REALDATA = Path(__file__).resolve().parents[2] / "shared" / "realdata"

settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """Spare the collector what was imported: it would go through it hundreds of times for nothing."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def demo_city() -> "DemoCity":
    """The invented town as records."""
    from data.demo.demo_project_data import demo_records

    return demo_records()


@pytest.fixture(scope="session")
def demo(demo_city: "DemoCity", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo project, to be read or copied: its town takes seconds to draw."""
    from data.demo import demo_project_data

    path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_project_data, "demo_records", lambda _progress: demo_city)
        demo_project_data.write_demo(path)
    return path


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of third-party data beside the project; skip where it is absent."""
    if not _REALDATA.is_dir():
        pytest.skip("the real data folder is not here")
    return _REALDATA


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings, caches and recent projects of the tests away from the user's."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home))
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:  # Qt reads the variable once: two workers would share one file of settings
        settings_of = core.QSettings
        settings_of.setPath(settings_of.Format.NativeFormat, settings_of.Scope.UserScope, str(home))
    # a window would compile every kernel in another process: tests compile those they call
    monkeypatch.setattr("maps.compiled.is_compiled", lambda: True)


@pytest.fixture(autouse=True)
def _no_windows_left() -> None:
    """Delete the windows of the test before: beside one of them a new one takes seconds to be styled."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def _no_button_held() -> Iterator[None]:
    """Let go of the mouse: Qt keeps what a press or a double click of QTest left down, and the next window waits."""
    yield
    gui, test = sys.modules.get("PySide6.QtGui"), sys.modules.get("PySide6.QtTest")
    if gui is None or test is None or gui.QGuiApplication.instance() is None:
        return
    left = sys.modules["PySide6.QtCore"].Qt.MouseButton.LeftButton
    if gui.QGuiApplication.mouseButtons() & left:
        window = gui.QWindow()
        window.resize(9, 9)
        test.QTest.mouseRelease(window, left)

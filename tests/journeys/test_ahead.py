"""Places and tables made before they are asked for, while the window rests."""

import sys
import threading

import pytest

from app import ahead
from app.panels.topbar import Place

pytestmark = pytest.mark.journey


def test_places_are_made_while_the_window_rests(window, qtbot) -> None:
    pages = window.stack.count()
    window.ahead.begin()
    qtbot.waitUntil(lambda: window.ahead.done, timeout=60_000)
    assert window.stack.count() == pages + 2 and "highspy" in sys.modules
    assert window.stack.currentWidget() is window.map_area and not window.tables.is_open
    page = window.review.page
    window.go_to(Place.REVIEW)
    assert window.stack.currentWidget() is page and window.stack.count() == pages + 2


def test_modules_are_imported_beside_the_window(window, qtbot, monkeypatch) -> None:
    met: list[tuple[str, threading.Thread]] = []
    monkeypatch.setattr(ahead, "import_module", lambda name: met.append((name, threading.current_thread())))
    window.ahead.begin()
    qtbot.waitUntil(lambda: window.ahead.done, timeout=60_000)
    assert [name for name, _thread in met] == list(ahead._MODULES)
    assert threading.main_thread() not in {thread for _name, thread in met}


def test_nothing_is_made_ahead_while_something_is_computed(window, qtbot) -> None:
    pages, free = window.stack.count(), threading.Event()
    window.jobs.run("Prova", lambda progress: free.wait(), quiet=True)
    window.ahead.begin()
    qtbot.wait(200)
    assert window.stack.count() == pages and not window.ahead.done
    free.set()
    qtbot.waitUntil(lambda: window.stack.count() > pages, timeout=60_000)

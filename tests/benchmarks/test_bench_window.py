"""The real window on Geneva and on a province: first map, frames of a drag, first visits, memory.

Each in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

#: The window never stands still for longer.
HELD_MS = 50

_SCRIPT = """
import json, math, resource, sys, time
start = time.perf_counter()
from pathlib import Path
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from app.start import application
app = application()
from app.shot import settle
from app.window import MainWindow
from app.canvas.canvas import MapCanvas
from app.panels.topbar import Place
window = MainWindow(read_only=True)
window.resize(1920, 1080)
window.show()
app.processEvents()
shown = time.perf_counter() - start
canvas, drawn = window.findChild(MapCanvas), {}


def note():
    for name in ("obstacle", "camera"):
        if canvas.painter(name) is not None and name not in drawn:
            drawn[name] = time.perf_counter() - start


canvas.drawn.connect(note)
window.open_project(Path(sys.argv[1]))
settle(window)
everything, processor = time.perf_counter() - start, time.process_time()
opened_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def mouse(kind, x, y):
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    at = QPointF(x, y)
    app.sendEvent(canvas, QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier))


mouse(QEvent.Type.MouseButtonPress, 900, 500)
frames = []
for number in range(400):
    began = time.perf_counter()
    mouse(QEvent.Type.MouseMove, 900 + 600 * math.sin(number / 40), 500 + 350 * math.sin(number / 63))
    app.processEvents()
    frames.append(time.perf_counter() - began)
    time.sleep(max(0.0, 0.016 - frames[-1]))
mouse(QEvent.Type.MouseButtonRelease, 900, 500)
settle(window)
frames.sort()
told = {"shown_s": shown, "ground_s": drawn["obstacle"], "cameras_s": drawn["camera"]}
told |= {"everything_s": everything, "opened_mb": opened_mb, "processor_s": processor}
told |= {"frame_p50_ms": frames[200] * 1e3, "frame_p95_ms": frames[380] * 1e3}
told["panned_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def turn(name, work):
    began = time.perf_counter()
    work()
    told[name] = max(told.get(name, 0.0), (time.perf_counter() - began) * 1e3)


def turns(name, work, until):
    turn(name, work)
    while not until():
        turn(name, app.processEvents)
        time.sleep(0.001)


turns("ahead_turn_ms", window.ahead.begin, lambda: window.ahead.done)
visited = time.perf_counter()


def printed():
    if "sheet_s" not in told and not window.sheets.page.preview.is_blank:
        told["sheet_s"] = time.perf_counter() - visited
    return window.settled


turns("sheet_turn_ms", lambda: window.go_to(Place.SHEETS), printed)
told["sheet_settled_s"] = time.perf_counter() - visited
for name, work in (
    ("review_turn_ms", lambda: window.go_to(Place.REVIEW)),
    ("balance_turn_ms", lambda: window.go_to(Place.BALANCE)),
    ("table_turn_ms", lambda: window.tables.open("obstacle")),
    ("style_turn_ms", lambda: window.styling.open("obstacle")),
    ("search_turn_ms", lambda: window.actions_.run("find")),
):
    turns(name, work, lambda: window.settled)
window.close()
print(json.dumps(told))
"""


def told_by_windows(benchmark: Any, project: Path) -> list[dict[str, float]]:
    """Open the window three times, each in a new process; return what each told, the medians go to the benchmark."""
    told: list[dict[str, float]] = []
    _compile_as_installed()

    def once() -> None:
        command = [sys.executable, "-c", _SCRIPT, str(project)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told.append(json.loads(done.stdout.splitlines()[-1]))

    benchmark.pedantic(once, rounds=3)
    benchmark.extra_info.update({name: sorted(each[name] for each in told)[1] for name in told[0]})
    return told


def _compile_as_installed() -> None:
    """Make byte code and ink, as pip and `make setup` do when the program is installed; no run pays for them."""
    root = Path(__file__).parents[2]
    for command in (["compileall", "-q", "app", "maps", "data"], ["app.canvas.ink_build"]):
        subprocess.run([sys.executable, "-m", *command], cwd=root, check=True)


@pytest.mark.realdata
def test_the_window_on_geneva(benchmark: Any, realdata: Path, tmp_path: Path) -> None:
    from app.cli import run

    project = tmp_path / "ginevra.gpkg"
    extract = realdata / "osm-geneva" / "geneva.osm.pbf"
    run(["new", str(project), "--bbox", "6.098,46.194,6.160,46.229"])
    run(["import-osm", str(project), str(extract), "--rejected", str(tmp_path / "rifiutate.csv")])
    told = told_by_windows(benchmark, project)
    assert max(each["cameras_s"] for each in told) <= 3
    assert max(each["opened_mb"] for each in told) <= 600
    assert sorted(each["frame_p95_ms"] for each in told)[1] <= 16


@pytest.mark.realdata
def test_the_window_on_a_province(benchmark: Any, realdata: Path, tmp_path: Path) -> None:
    """127,673 buildings of Piacenza and, moved over them, 148,636 events of Chicago."""
    import pandas as pd

    from app.cli import run

    project, events = tmp_path / "provincia.gpkg", tmp_path / "eventi.csv"
    table = pd.read_csv(realdata / "crime" / "chicago_aggravated_assaults.csv.gz")
    table["longitude"], table["latitude"] = table["longitude"] + 97.35, table["latitude"] + 3.2
    table["category"] = "assault"
    table.to_csv(events, index_label="number")
    buildings = realdata / "buildings-piacenza" / "piacenza_provincia.parquet"
    columns = ["start_at=date", "category=category", "code=number", "x=longitude", "y=latitude"]
    rejected = ["--rejected", str(tmp_path / "rifiutate.csv")]
    run(["new", str(project), "--bbox", "9.20,44.55,10.08,45.25"])
    run(["import", str(project), "obstacle", str(buildings), *rejected])
    run(["import", str(project), "offence", str(events), "--crs", "4326", "--map", *columns, *rejected])
    told = told_by_windows(benchmark, project)
    middle = {name: sorted(each[name] for each in told)[1] for name in told[0]}
    assert middle["shown_s"] <= 1.5
    assert middle["cameras_s"] <= 4
    assert middle["frame_p95_ms"] <= 16
    assert middle["opened_mb"] <= 800
    assert middle["sheet_s"] <= 1
    assert max(each for name, each in middle.items() if name.endswith("_turn_ms")) <= HELD_MS

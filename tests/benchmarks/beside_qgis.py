"""This window and QGIS on the same tasks: gestures made by xdotool at a stated pace, seconds by the clock.

Both open the demo city in a screen of their own (Xvfb 1920 x 1080, openbox). Before each gesture passes the pause that
a hand takes (`beside_tasks.PAUSES`); the clock runs from the first pause to the last change of more than `SMALL` pixels
of the screen, after which nothing moves for some seconds. Machine seconds are those less the pauses.

usage: python tests/benchmarks/beside_qgis.py FOLDER [--times 3] [--task WORDS] [--program qgis|torrazzo]
Needs qgis (3.22), xvfb, openbox, xdotool, wmctrl, xclip, imagemagick. Each end leaves a picture in FOLDER: look at it.
Written out: a line of JSON a task; on stderr what changed on the screen after the last gesture, seconds and pixels.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread

import numpy as np
from beside_tasks import PAUSES, TASKS, Task, gestures

HERE = Path(__file__).resolve().parent
SIZE = (1080, 1920)
#: Pixels that a caret, the pointer or a word of the status bar changes, at most.
SMALL = 400
_PROGRAMS = {
    "qgis": ["qgis", "--nologo", "--noversioncheck", "--noplugins"],
    "torrazzo": [sys.executable, "-m", "app"],
}
_FILES = {"qgis": "prova.qgz", "torrazzo": "prova.gpkg"}
_TITLES = {"qgis": "QGIS", "torrazzo": "Torrazzo"}


def run(*words: str) -> str:
    """Run a command on the screen and return what it wrote."""
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


class Screen:
    """The screen's memory, watched by a thread: when it last changed.

    Parameters
    ----------
    memory : Path
        What Xvfb maps with -fbdir: an XWD header, a colour table, the pixels.
    """

    def __init__(self, memory: Path) -> None:
        head = np.fromfile(memory, ">u4", 25)
        self._pixels = np.memmap(memory, "<u4", "r", int(head[0] + 12 * head[19]), SIZE)
        self.changed_at = time.monotonic()
        self.changes: list[tuple[float, int]] = []
        self._ended = Event()
        Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        before = self._pixels.copy()
        while not self._ended.wait(0.02):
            now, at = self._pixels.copy(), time.monotonic()
            if (count := np.count_nonzero(now != before)) > SMALL:
                self.changed_at = at
                self.changes.append((at, count))
                before = now

    def wait_moved(self, since: float, limit_s: float = 5.0) -> None:
        """Return when something has changed since a moment."""
        while self.changed_at < since and time.monotonic() - since < limit_s:
            time.sleep(0.02)

    def wait_still(self, seconds: float, limit_s: float = 60.0) -> None:
        """Return when nothing has changed for some seconds."""
        begun = time.monotonic()
        while (now := time.monotonic()) - max(self.changed_at, begun) < seconds and now - begun < limit_s:
            time.sleep(0.02)

    def close(self) -> None:
        """Stop watching."""
        self._ended.set()


@dataclass
class Hand:
    """Makes gestures at the stated pace; pauses are counted apart from what the machine takes."""

    screen: Screen
    pace: float = 1.0
    paused_s: float = 0.0
    _due: float = field(default_factory=time.monotonic)

    def make(self, gesture: str) -> None:
        """Make one gesture of `beside_tasks`."""
        kind, _, what = gesture.partition(" ")
        if kind == "still":
            self._look()
        elif kind == "type":
            for letter in what:
                self._pause("keys")
                run("xdotool", "type", "--delay", "0", letter)
        elif kind == "keys":
            self._pause("keys", len(what.split("+")))
            run("xdotool", "key", "--delay", "0", what)
        else:
            self._pause(kind)
            self._point(kind, *(int(part) for each in what.split() for part in each.split(",")))

    def _pause(self, kind: str, times: int = 1) -> None:
        seconds = PAUSES[kind] * times * self.pace
        self.paused_s += seconds
        self._due += seconds
        time.sleep(max(self._due - time.monotonic(), 0.0))
        self._due = max(self._due, time.monotonic() - 0.05)  # lost time is not made up for

    def _point(self, kind: str, *at: int) -> None:
        if not at:  # a decision
            return
        move = ["mousemove", str(at[0]), str(at[1])]
        press = {"right": ["click", "3"], "double": ["click", "--repeat", "2", "--delay", "90", "1"]}
        if "drag" not in kind:
            run("xdotool", *move, *press.get(kind, ["click", "1"]))
            return
        steps = [(at[0] + (at[2] - at[0]) * n // 6, at[1] + (at[3] - at[1]) * n // 6) for n in range(1, 7)]
        moves = [part for x, y in steps for part in ("mousemove", str(x), str(y), "sleep", "0.03")]
        held = kind.removesuffix("drag").removesuffix("+")
        down, up = (["keydown", held], ["keyup", held]) if held else ([], [])
        run("xdotool", *move, *down, "mousedown", "1", *moves, "mouseup", "1", *up)

    def _look(self) -> None:
        """Wait for what the last gesture brings; the next pause begins when it has come."""
        self.screen.wait_moved(self._due)
        self.screen.wait_still(0.15)
        self._due = max(self._due, self.screen.changed_at)


@contextmanager
def screen_in(folder: Path, display: str = ":93") -> Iterator[Screen]:
    """Give a screen with a window manager."""
    os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", LANG="C.UTF-8")
    size = f"{SIZE[1]}x{SIZE[0]}x24"
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", size, "-fbdir", folder], stderr=subprocess.DEVNULL
    )
    time.sleep(1)
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    screen = Screen(folder / "Xvfb_screen0")
    try:
        yield screen
    finally:
        screen.close()
        for each in (manager, server):
            each.terminate()
            each.wait()


@contextmanager
def program(name: str, home: Path, screen: Screen, *, opened: bool) -> Iterator[None]:
    """Run a program on its copy of the city, its window as large as the screen."""
    environment = {**os.environ, "HOME": str(home)}
    if name == "qgis":
        environment.pop("PYTHONPATH", None)
    words = [*_PROGRAMS[name], *([str(home / _FILES[name])] if opened else [])]
    running = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run("timeout", "60", "xdotool", "search", "--sync", "--onlyvisible", "--name", _TITLES[name])
    run("wmctrl", "-r", _TITLES[name], "-b", "add,maximized_vert,maximized_horz")
    run("xdotool", "mousemove", "1200", "1000")
    screen.wait_still(4.0)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def do(task: Task, name: str, screen: Screen, home: Path, picture: Path) -> tuple[float, float]:
    """Do a task once; return its seconds by the clock, and those of the machine alone."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(home.with_suffix(".kept"), home)
    before, sequence = task.sequence(name)
    with program(name, home, screen, opened=task.opened):
        if task.pasted.get(name):
            subprocess.run(
                ["xclip", "-selection", "clipboard"], input=task.pasted[name], text=True, check=True
            )
        ready = Hand(screen, pace=0.3)
        for gesture in before:
            ready.make(gesture)
        screen.wait_still(2.0)
        hand, begun = Hand(screen), time.monotonic()
        for gesture in sequence:
            hand.make(gesture)
        last = time.monotonic()
        screen.wait_still(task.still_s)
        run("import", "-window", "root", str(picture))
        seconds = max(screen.changed_at, last) - begun
        sys.stderr.write(
            f"{picture.name}: {[(round(at - last, 2), int(n)) for at, n in screen.changes if at > last]}\n"
        )
    return seconds, seconds - hand.paused_s


def prepare(name: str, home: Path, screen: Screen) -> None:
    """Give a program a home in which it has opened the city before."""
    kept = home.with_suffix(".kept")
    if kept.exists():
        return
    home.mkdir(exist_ok=True)
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    subprocess.run([sys.executable, "-m", "app", "demo", home / "prova.gpkg"], env=offscreen, check=True)
    if name == "torrazzo":
        subprocess.run([sys.executable, "-m", "maps.warm"], env=offscreen, check=True)
    else:
        offscreen.pop("PYTHONPATH", None)
        subprocess.run(["/usr/bin/python3", HERE / "beside_project.py", home], env=offscreen, check=True)
    shutil.copy(home / "prova.gpkg", home / "fresh.gpkg")
    with program(name, home, screen, opened=True):
        screen.wait_still(10.0)
        run("wmctrl", "-c", _TITLES[name])
        time.sleep(4)
    shutil.move(home / "fresh.gpkg", home / "prova.gpkg")
    shutil.copytree(home, kept)


def main() -> None:
    """Do the tasks and write their medians."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("folder", type=Path)
    reader.add_argument("--times", type=int, default=3)
    reader.add_argument("--task", default="")
    reader.add_argument("--program", choices=sorted(_PROGRAMS))
    asked = reader.parse_args()
    asked.folder.mkdir(exist_ok=True)
    with screen_in(asked.folder) as screen:
        for name in [asked.program] if asked.program else list(_PROGRAMS):
            prepare(name, asked.folder / name, screen)
        for task in (each for each in TASKS if asked.task.lower() in each.name.lower()):
            for name in [asked.program] if asked.program else list(_PROGRAMS):
                if task.sequence(name)[1]:
                    tell(task, name, asked, screen)


def tell(task: Task, name: str, asked: argparse.Namespace, screen: Screen) -> None:
    """Do a task as many times as asked and write a line about it."""
    word, home = task.name.split("«")[0].strip().replace(" ", "-"), asked.folder / name
    found = [
        do(task, name, screen, home, asked.folder / f"{word}-{name}-{turn + 1}.png")
        for turn in range(asked.times)
    ]
    every, machine = (round(median(each), 1) for each in zip(*found, strict=True))
    line = {"task": task.name, "program": name, "gestures": gestures(task.sequence(name)[1])}
    line |= {"seconds": every, "machine": machine, "each": [[round(s, 2) for s in pair] for pair in found]}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

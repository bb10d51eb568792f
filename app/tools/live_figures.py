"""The figures of the zones while a camera is in the hand: share of public space covered, before and now."""

import math
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.layers.model import MapModel
from app.look.theme import Theme, font
from app.speech import numbers, words
from app.tools.bench import Bench
from app.tools.live_rule import LiveRule
from app.tools.pose import Pose

#: Zones told at once: that of the camera, then those that change most.
MOST_ZONES = 3
#: A finer grid than this many cells would take long to make and much memory.
MOST_CELLS = 16_000_000
#: Changes of a share below this are not told.
LEAST_CHANGE = 0.0005
_ROW, _PAD = 19.0, 10.0
#: Layers of which the public space of the zones is made, and what hides it.
_GROUND = ("analysis_zone", "road", "land_use", "obstacle")
_IDLE = ("broken", "dismissed", "planned", "installing")


@dataclass(frozen=True)
class ZoneChange:
    """The covered share of a zone's public space (0-1), without the drag and with it."""

    name: str
    before: float
    now: float

    @property
    def text(self) -> str:
        """Such as "Stazione  4,1 % → 6,3 %"."""
        return f"{self.name}  {numbers.percent(self.before, 1)} → {numbers.percent(self.now, 1)}"


@dataclass
class Grid:
    """The depth grid over the public space of the zones.

    Attributes
    ----------
    live : LiveCoverage
    names : list of str
        Of the zones.
    key : tuple
        Project and data of which the ground was made.
    zones : object array of shapely polygons
    footprints : dict
        Camera -> the footprint that it has on the grid.
    """

    live: Any
    names: list[str]
    key: tuple[Any, ...]
    zones: Any
    footprints: dict[int, Any] = field(default_factory=dict)

    def zone_at(self, x: float, y: float) -> int:
        """Return the place of the zone that holds a point, -1 for none."""
        import shapely

        inside = shapely.intersects_xy(self.zones, x, y).nonzero()[0]
        return int(inside[0]) if len(inside) else -1


class LiveFigures(QObject):
    """Keeps the depth grid of the purpose on show and tells what a camera in the hand changes."""

    def __init__(self, bench: Bench, model: MapModel) -> None:
        super().__init__(bench)
        self._bench, self._session, self._model = bench, bench.session, model
        self._grid: Grid | None = None
        self._made_of: Any = None
        self._before: Any = None
        self._fid, self._footprint = 0, None
        self.changes: list[ZoneChange] = []
        self.rule = LiveRule(bench)
        model.part_ready.connect(self._arrived)
        self._session.selected.connect(lambda _chosen: self.prepare())
        self._session.closed.connect(self._forget)

    @property
    def ready(self) -> bool:
        """Whether the grid is that of what the map shows."""
        return self._made_of is not None and self._made_of is self._model.results.get("footprints")

    def _forget(self) -> None:
        self._grid, self._made_of, self.changes = None, None, []

    def _arrived(self, part: str) -> None:
        if part in ("footprints", "balance"):
            self.prepare()

    def prepare(self) -> None:
        """Make the grid in the background, once a camera is selected."""
        session, prints = self._session, self._model.results.get("footprints")
        chosen = session.selection
        if chosen is None or chosen.layer != "camera" or session.project is None or prints is None:
            return
        if not session.editable or not session.file.count("analysis_zone"):
            return
        self.rule.prepare(chosen.fid)
        if self._made_of is prints:
            return
        project, purpose = session.project, session.purpose
        key = (id(project), *(session.file.version(layer) for layer in _GROUND))
        before, self._made_of = self._grid, None
        kept = before if before is not None and before.key == key else None

        def take(found: Grid) -> None:
            if session.project is project and self._model.results.get("footprints") is prints:
                self._grid, self._made_of = found, prints

        session.jobs.run(
            self.tr("Preparazione delle cifre delle zone"),
            lambda progress: _filled(kept or _empty_grid(project, key), project, prints, purpose),
            key="tools/live",
            done=take,
            failed=lambda _error: None,
            quiet=True,
        )

    def begin(self, fid: int) -> None:
        """Take the figures as they are before a drag."""
        self.changes, self._before = [], None
        self.rule.begin(fid)
        if not self.ready or self._grid is None:
            return
        prints = self._made_of
        self._fid = fid
        self._footprint = prints.geometry.get(fid) if fid in prints.index else None
        self._before = self._grid.live.shares().seen

    def follow(self, pose: Pose, ground: Any) -> None:
        """Put the camera in the hand on the grid and compare.

        Parameters
        ----------
        pose : Pose
        ground : shapely geometry or None
            What it sees now, project metres.
        """
        if self._before is None or self._grid is None or not self.ready or not self._counts(pose):
            return
        now = self._grid.live.put(self._fid, ground).seen
        here = self._grid.zone_at(pose.x, pose.y)
        found = [
            (place != here, -abs(share - was), ZoneChange(name, float(was), float(share)))
            for place, (name, was, share) in enumerate(zip(self._grid.names, self._before, now, strict=True))
            if math.isfinite(was) and (place == here or abs(share - was) >= LEAST_CHANGE)
        ]
        self.changes = [change for *_order, change in sorted(found, key=lambda each: each[:2])][:MOST_ZONES]
        self.rule.follow(pose, ground, here)

    def end(self) -> None:
        """Put back what the camera covered before."""
        if self._before is not None and self._grid is not None and self.ready:
            self._grid.live.put(self._fid, self._footprint)
        self.rule.end()
        self._before, self.changes = None, []

    def _counts(self, pose: Pose) -> bool:
        """Tell whether the camera counts for the purpose on show: it declares it, works, and is on."""
        record, purpose = pose.record, self._session.purpose
        declared = record.get("purposes") or ["undeclared"]
        if (purpose and purpose not in declared) or record.get("working_state") in _IDLE:
            return False
        state = self._made_of["state"].get(self._fid)
        return state != "off_hours"

    def paint(self, painter: QPainter, theme: Theme, camera: QPointF, below: bool) -> None:
        """Write the changes on a small card above or below the camera."""
        if not self.changes:
            return
        purpose = self._session.purpose
        head = f"Copertura · {words.purpose(purpose).lower() if purpose else 'tutte le finalità'}"
        bold, quiet = font(13, 600), font(12)
        lines = [(head, quiet, theme.tx2), *((each.text, bold, theme.tx) for each in self.changes)]
        if self.rule.change is not None:
            lines.append((self.rule.change.text, quiet, theme.tx))
        wide = max(QFontMetricsF(face).horizontalAdvance(line) for line, face, _ink in lines)
        tall = len(lines) * _ROW + 10
        box = QRectF(camera.x() - wide / 2 - _PAD, 0.0, wide + 2 * _PAD, tall)
        box.moveTop(camera.y() + 30 if below else camera.y() - 30 - tall)
        painter.setPen(QPen(QColor(theme.ctl), 1))
        painter.setBrush(QColor(theme.sf))
        painter.drawRoundedRect(box, 6, 6)
        for number, (line, face, ink) in enumerate(lines):
            painter.setFont(face)
            painter.setPen(QColor(ink))
            row = QRectF(box.left() + _PAD, box.top() + 5 + number * _ROW, wide, _ROW)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)


def _empty_grid(project: Any, key: tuple[Any, ...]) -> Grid:
    """Return a grid over the public space of the zones, without cameras."""
    import numpy as np
    import shapely

    from maps.coverage.live import LiveCoverage

    zones, space = project.frame("analysis_zone"), project.public_space()
    ground = np.array(
        [shapely.union_all(space.pieces[space.zone == place]) for place in range(len(zones))], dtype=object
    )
    west, south, east, north = (float(v) for v in shapely.total_bounds(zones.geometry.to_numpy()))
    cell = max(1.0, math.sqrt((east - west) * (north - south) / MOST_CELLS))
    names = zones["name"].fillna(zones["code"]).fillna("zona").tolist()
    outlines = zones.geometry.to_numpy()
    shapely.prepare(outlines)
    bounds = (west, south, east, north)
    return Grid(LiveCoverage(project.scene(), bounds, ground, cell), names, key, outlines)


def _filled(grid: Grid, project: Any, prints: Any, purpose: str) -> Grid:
    """Bring the cameras of a purpose on a grid to their footprints; what has not changed is left."""
    cameras = project.frame("camera").loc[prints.index]
    mine = prints.iloc[_counted(cameras, purpose)]
    wanted = dict(zip(mine.index.tolist(), mine.geometry.to_numpy(), strict=True))
    for fid in set(grid.footprints) | set(wanted):
        new, old = wanted.get(fid), grid.footprints.get(fid)
        if new is not old:
            grid.live.grid.put(fid, new)
    grid.footprints = wanted
    return grid


def _counted(cameras: Any, purpose: str) -> Any:
    """Return the positions of the cameras that count for a purpose; "undeclared" for those that declare none."""
    import numpy as np

    from maps.coverage.register import with_purpose

    if purpose != "undeclared":
        return with_purpose(cameras, purpose or None)
    declared = [isinstance(codes, list) and bool(codes) for codes in cameras["purposes"]]
    return np.flatnonzero(~np.array(declared, bool))

"""The deck: scenes with what each of them projects, ready to be drawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.canvas.furniture import ATTRIBUTION
from app.canvas.painters.base import Painter
from app.canvas.view import Bounds, MapView
from app.present.changes import ChangeTable
from app.present.layers import ENLARGED, EnlargedPainter, legend_of
from app.present.map import ScenePainter, Spot, VeilPainter
from app.sheets.batch import focus_of
from app.sheets.content import INVENTED, semester_text
from app.sheets.defaults import share
from app.sheets.legend import Group
from app.sheets.stack import balance_of, build_stack, default_purpose, period_of
from app.sheets.tiles import PaperBase, PaperTiles
from app.sheets.verdicts import SHORTAGE
from app.speech import findings, numbers
from app.speech.sentences import zone
from maps.crs import WEB_MERCATOR, transform_bounds
from maps.progress import Progress, no_progress
from maps.views.scenes import Scene

#: More items than these are not read in a room.
MOST_ITEMS = 3
MEETING_SETTING = "meeting"
MEETING = "Cabina di Regia"
_GROUND = ("land", "land_use", "road", "obstacle")


@dataclass(frozen=True)
class Bar:
    """A named bar: how full it is, 0 to 1, what it tells, and whether it is of what cameras see."""

    name: str
    share: float
    told: str
    seen: bool = False


@dataclass(frozen=True)
class Item:
    """One zone at the right: risk 0-100 and coverage 0-1, None where they are not known; `number` 0 for none."""

    number: int
    name: str
    risk: float | None
    coverage: float | None

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Risk and coverage, each with its bar."""
        risk, coverage = value_texts(self)
        return (
            Bar("rischio", (self.risk or 0.0) / 100.0, risk),
            Bar("copertura", self.coverage or 0.0, coverage, seen=True),
        )


@dataclass(frozen=True)
class Compared:
    """One zone at the right of a review: its events before and after, as shares of the most of all shown."""

    number: int
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Slide:
    """One scene, ready.

    Attributes
    ----------
    scene : Scene
    sentence : str
        The one sentence on the screen.
    items : tuple of Item, or of Compared in a review
    verdicts : tuple of str
        Of the zones of the scene, for the legend.
    cameras : int
        How many the whole scene holds.
    bounds : tuple of float
        EPSG:3857.
    ground : tuple of Painter
    overlay : ScenePainter
    when : str
        "semestre 2026-1".
    layers : tuple of Painter
        Of a scene whose layers the user composed, in place of `ground`.
    legend : tuple of Group
        What these layers mean.
    table : ChangeTable or None
        In place of the map.
    """

    scene: Scene
    sentence: str
    items: tuple[Item | Compared, ...]
    verdicts: tuple[str, ...]
    cameras: int
    bounds: Bounds
    ground: tuple[Painter, ...]
    overlay: ScenePainter
    when: str
    layers: tuple[Painter, ...] = ()
    legend: tuple[Group, ...] = ()
    table: ChangeTable | None = None

    def painters(self, unit: float) -> list[Painter]:
        """Return the painters from the bottom up, symbols at a size against 1920x1080."""
        if self.layers:
            return [EnlargedPainter(self.layers, ENLARGED * unit), self.overlay.scaled(unit)]
        ground = [
            EnlargedPainter((each,), ENLARGED * unit) if isinstance(each, PaperTiles) else each
            for each in self.ground
        ]
        return [*ground, self.overlay.scaled(unit)]

    def view(self, width: float, height: float, unit: float, dpr: float = 1.0) -> MapView:
        """Return the view of the scene on a map of so many pixels."""
        return MapView(0, 0, 1, width, height, dpr).fitted(self.bounds, 26.0 * unit)


@dataclass(frozen=True)
class Deck:
    """The slides of a meeting.

    Attributes
    ----------
    slides : tuple of Slide
    meeting, day, attribution : str
        Of the footer and of the map's corner.
    """

    slides: tuple[Slide, ...]
    meeting: str
    day: str
    attribution: str


def build_deck(
    project: Any,
    scenes: Sequence[Scene],
    day: dt.date | None = None,
    progress: Progress = no_progress,
    base: PaperBase | None = None,
) -> Deck:
    """Prepare the scenes of a project; nothing is drawn yet.

    Parameters
    ----------
    project : maps.project.Project
    scenes : sequence of Scene
    day : date, optional
        Of the meeting; today by default.
    progress : callable
    base : PaperBase, optional
        The base map, drawn where it lies under a scene.
    """
    ground = _ground(project, scenes[0], base)
    slides = []
    for done, scene in enumerate(scenes):
        slides.append(_made(project, scene, ground, base))
        progress((done + 1) / len(scenes))
    own = INVENTED if project.is_demo else ATTRIBUTION if project.draws_osm else ""
    tiled = base is not None and any(base.lies_under(scene) for scene in scenes)
    credits = [own, base.credit if base is not None and tiled else ""]
    attribution = " · ".join(dict.fromkeys(filter(None, credits)))
    meeting = str(project.file.setting(MEETING_SETTING, "") or MEETING)
    return Deck(tuple(slides), meeting, numbers.date(day or dt.date.today()), attribution)


def _ground(project: Any, scene: Scene, base: PaperBase | None) -> tuple[Painter, ...]:
    stack = build_stack(project, replace(scene, layers=_GROUND, styles={}), base=base)
    alone = not (project.file.count("analysis_zone") or project.file.count("camera"))
    return (*stack.painters, *(() if alone else (VeilPainter(),)))


def _made(project: Any, scene: Scene, ground: tuple[Painter, ...], base: PaperBase | None) -> Slide:
    if scene.review:
        from app.present.reviewed import review_slide

        return review_slide(project, scene, ground, base)
    return _slide(project, scene, ground, base)


def _slide(project: Any, scene: Scene, ground: tuple[Painter, ...], base: PaperBase | None) -> Slide:
    from app.layers.parts import mercator

    purpose = scene.purpose or default_purpose(project)
    balance = balance_of(project, purpose, period_of(scene))
    facts = None if balance is None else balance.purposes[purpose or "undeclared"]
    zones = mercator(project, "analysis_zone")
    cameras = _working(project, purpose)
    spots, items = _spots(project, scene, facts, zones)
    lacking = _lacking(project, scene, facts, zones)
    verdicts = [spot.verdict for spot in spots] + ([SHORTAGE] if len(lacking) and not scene.styles else [])
    bounds = transform_bounds(scene.extent, project.epsg, WEB_MERCATOR)
    composed = bool(scene.styles) or "density" in scene.layers
    stack = build_stack(project, scene, base=base) if composed else None
    overlay = ScenePainter(zones, spots, cameras, lacking)
    return Slide(
        scene,
        scene.title or (findings.headline(facts) if facts is not None else project.name),
        tuple(items[:MOST_ITEMS]),
        tuple(dict.fromkeys(sorted(verdicts, key=lambda verdict: verdict != SHORTAGE))),
        len(cameras),
        bounds,
        ground,
        ScenePainter((), spots, cameras[:0]) if composed else overlay,
        semester_text(project, scene.semester),
        () if stack is None else tuple(stack.painters),
        () if stack is None else legend_of(stack, bounds, project.criteria),
    )


def _spots(project: Any, scene: Scene, facts: Any, zones: np.ndarray) -> tuple[list[Spot], list[Item]]:
    frame, spots, items = project.frame("analysis_zone"), [], []
    if scene.styles and not scene.zones:  # the user's own layers speak by themselves
        return [], []
    focus = focus_of(project, scene)[:MOST_ITEMS]
    for number, label in enumerate(focus, 1):
        row = None if facts is None else facts.zones.loc[label]
        place = frame.index.get_loc(label)
        name = zone(frame.loc[label, "name"] or frame.loc[label, "code"] or number)
        number *= len(focus) > 1  # one alone needs no number to be found at the side
        spots.append(Spot(number, name, "" if row is None else row["verdict"].value, zones[place]))
        risk, coverage = (None, None) if row is None else (known(row["risk"]), known(row["coverage"]))
        items.append(Item(number, name, risk, coverage))
    return spots, items


def _lacking(project: Any, scene: Scene, facts: Any, zones: np.ndarray) -> np.ndarray:
    """Zones in shortage of which the scene does not speak: they are filled too, else the map would say they are not."""
    if facts is None:
        return zones[:0]
    spoken = set(focus_of(project, scene)[:MOST_ITEMS])
    table = facts.zones
    chosen = [
        verdict.value == SHORTAGE and label not in spoken
        for label, verdict in zip(table.index.tolist(), table["verdict"], strict=True)
    ]
    return zones[np.array(chosen, dtype=bool)]


def known(value: Any) -> float | None:
    """Return a figure of the table, None where it was not computed."""
    return None if value is None or value != value else float(value)


def _working(project: Any, purpose: str) -> np.ndarray:
    """Positions of the working cameras of a purpose, EPSG:3857, shape (n, 2)."""
    import shapely

    from app.canvas.painters.cameras import CameraState
    from app.layers.parts import mercator, state_of

    frame, geometry = project.frame("camera"), mercator(project, "camera")
    states = [state_of(row, purpose) for row in frame.to_dict("records")]
    counted = np.array([state is CameraState.WORKING for state in states], dtype=bool)
    return shapely.get_coordinates(geometry[counted & ~shapely.is_missing(geometry)])


def value_texts(item: Item) -> tuple[str, str]:
    """Return risk and coverage of an item as they are projected."""
    risk = numbers.DASH if item.risk is None else numbers.integer(item.risk)
    return risk, numbers.DASH if item.coverage is None else share(item.coverage)

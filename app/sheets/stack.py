"""The painters of a scene: those of the window, built for a scene's layers, purpose and semester."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.canvas.painters.base import FeaturePainter, Painter
from app.canvas.painters.cameras import CamerasPainter
from app.canvas.view import MapView
from app.layers.order import painters_up, row_of
from app.layers.parts import BUILDERS, Built, View, mercator
from app.layers.styles import STYLED
from app.sheets.tiles import PaperBase, PaperTiles
from maps.errors import AnalysisError
from maps.period import ALWAYS, semester
from maps.progress import Progress, no_progress
from maps.views.scenes import Scene
from maps.views.symbology import read_styles

GROUND = ("land", "land_use", "road", "obstacle", "obstacle_outline")
TERRITORY = ("analysis_zone", "degraded_area", "abandoned_building")
#: What a scene shows where it does not say.
BALANCE_LAYERS = (*GROUND, "risk", "verdict", "degraded_area", "abandoned_building", "camera", "labels")
#: What paper shows of the balance stands just above the window's painter of the same thing.
_ABOVE = {"choropleth": "risk", "analysis_zone": "verdict"}


def paper_order(order: Sequence[str] = ()) -> tuple[str, ...]:
    """Return painters from the bottom up: those of the window in an order of its card, and the balance of paper."""
    names: list[str] = []
    for name in painters_up(order):
        names += [name, _ABOVE[name]] if name in _ABOVE else [name]
    return tuple(names)


_PART = {
    **dict.fromkeys(GROUND, "ground"),
    **dict.fromkeys((*TERRITORY, "sensitive_place", "street_light", "dump_site", "report"), "things"),
    "density": "density",
    "risk_cells": "risk_cells",
    "footprint": "footprints",
    "camera": "cameras",
    "labels": "names",
    "zone_theme": "balance",
}
#: Limits of the classes of risk, 0-100, and the tone and opacity of each class.
RISK_BREAKS = (40.0, 60.0)
RISK_TONES = (None, "#F6C98D", "#E08214")
RISK_OPACITY = 0.45


@dataclass
class Stack:
    """The painters of a scene from the bottom up, and the figures behind them.

    Attributes
    ----------
    painters : list of Painter
    purpose : str
        The purpose shown, "" where no camera declares any.
    balance : Balance or None
        Of this purpose; None without zones.
    density : DensityGrid or None
    missing : tuple of str
        Painters that cannot be drawn from what the project holds.
    """

    painters: list[Painter]
    purpose: str
    balance: Any = None
    density: Any = None
    missing: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> Any:
        """The balance of the purpose, None where there is none."""
        return None if self.balance is None else self.balance.purposes.get(self.purpose or "undeclared")

    @property
    def credit(self) -> str:
        """Whose the base map is, "" where none is drawn."""
        tiles = self.painter("tiles")
        return tiles.credit if tiles is not None else ""

    def painter(self, name: str) -> Any:
        """Return a painter by its name, None where it is not drawn."""
        return next((each for each in self.painters if each.name == name), None)


def period_of(scene: Scene) -> Any:
    """Return the period of a scene."""
    return semester(scene.semester) if scene.semester else ALWAYS


def default_purpose(project: Any) -> str:
    """Return the purpose that most working cameras declare in the order of the criteria; "" for none."""
    return next(iter(project.purposes()), "")


def balance_of(project: Any, purpose: str, period: Any = ALWAYS) -> Any:
    """Return the balance of a purpose, None where the project has no zones."""
    if not project.file.count("analysis_zone"):
        return None
    return project.balance(purpose or "undeclared", period)


def build_stack(
    project: Any, scene: Scene, progress: Progress = no_progress, base: PaperBase | None = None
) -> Stack:
    """Build the painters of a scene.

    Parameters
    ----------
    project : maps.project.Project
    scene : Scene
    progress : callable of a share from 0 to 1
    base : PaperBase, optional
        The base map, drawn where it lies under the scene.
    """
    if scene.review:
        from app.sheets.reviewed import review_stack

        return review_stack(project, scene, base)
    purpose = scene.purpose or default_purpose(project)
    wanted = _on_paper(scene.layers or BALANCE_LAYERS)
    parts = [part for part in BUILDERS if part in {_PART.get(name) for name in wanted}]
    styles, _lost = read_styles(STYLED, scene.styles)
    view = View(purpose, scene.semester, scene.detail, scene.when or "day", styles)
    painters: dict[str, Painter] = {}
    missing: list[str] = []
    stack = Stack([], purpose)
    for done, part in enumerate(parts):
        try:
            built: Built = BUILDERS[part](project, view, no_progress)
        except AnalysisError:
            missing += [name for name in wanted if _PART.get(name) == part]
            continue
        painters.update(built.painters)
        if part == "density":
            stack.density = built.result
        progress((done + 1) / (len(parts) + 1))
    stack.balance = balance_of(project, purpose, period_of(scene))
    painters.update(_balance_painters(project, stack))
    if base is not None and base.lies_under(scene):
        painters["tiles"] = PaperTiles(base)
        wanted.add("tiles")
        if base.names_streets and "labels" in painters:
            painters["labels"].with_streets = False  # type: ignore[attr-defined]
    order = paper_order(styles.order)
    stack.painters = [painters[name] for name in order if name in wanted and name in painters]
    for painter in stack.painters:
        painter.opacity = styles.of(row_of(painter.name)).opacity
    stack.missing = tuple(missing)
    progress(1.0)
    return stack


def _on_paper(layers: Sequence[str]) -> set[str]:
    """Return the layers of a scene; nine colours do not hold in grey, so that risk and verdicts stand for them."""
    wanted = set(layers)
    if "choropleth" in wanted:
        wanted = (wanted - {"choropleth", "analysis_zone"}) | {"risk", "verdict"}
    return wanted


def _balance_painters(project: Any, stack: Stack) -> dict[str, Painter]:
    """Return the zones by class of risk, and their verdicts."""
    import numpy as np

    from app.canvas.painters.territory import ZonesPainter
    from app.sheets.verdicts import VerdictsPainter

    if stack.facts is None:
        return {}
    zones, table = mercator(project, "analysis_zone"), stack.facts.zones
    classes = np.digitize(table["risk"].fillna(0.0).astype(float), RISK_BREAKS)
    fills = [RISK_TONES[each] for each in classes]
    index = project.frame("analysis_zone").index
    risk = ZonesPainter(zones, index, None, fills, fill_opacity=RISK_OPACITY, name="risk")
    return {
        "risk": risk,
        "verdict": VerdictsPainter(zones, [verdict.value for verdict in table["verdict"]]),
    }


def within(painter: FeaturePainter, view: MapView) -> FeaturePainter | CamerasPainter:
    """Return a copy of a painter that holds only what lies in the view, so that its legend counts that alone."""
    import shapely

    inside = painter.tree.query(shapely.box(*view.bounds), predicate="intersects")
    if isinstance(painter, CamerasPainter):
        return painter.taken(inside.tolist())
    return FeaturePainter(painter.name, painter.geometries[inside], painter.fids[inside])

"""The ground that a project's cameras cover: at which density, in what light, and only what has changed anew.

Public: `prints_of`, `DEFAULT_PX_PER_M`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maps.coverage.conditions import at_hours
from maps.coverage.footprints import footprints
from maps.coverage.moments import parse_when
from maps.coverage.renewed import renewed
from maps.coverage.scene import Scene
from maps.progress import Progress

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from maps.project import Project

#: Density a footprint must reach where a camera's purpose asks for nothing else, px/m (EN 62676-4 Observe).
DEFAULT_PX_PER_M = 62.5


def prints_of(
    project: Project, purpose: str | None, progress: Progress, px_per_m: float | None, when: str
) -> gpd.GeoDataFrame:
    """Return the ground each camera covers; see `Project.footprints`."""
    detail = _density_asked(project, purpose) if px_per_m is None else px_per_m
    asked, light = parse_when(when), project.light(when)
    key = ("footprints", np.asarray(detail, float).tobytes(), light)
    layers = ("camera", "obstacle", *(("street_light",) if light == "night" else ()))
    last = project.earlier_prints(key, layers[1:])

    def compute() -> gpd.GeoDataFrame:
        cameras = project.frame("camera")
        prints = renewed(last.get("answer"), cameras, _looking(project, detail, light, progress))
        last["answer"] = (cameras, prints)
        return prints

    found = project.kept(key, layers, compute)
    if asked.kind == "any":
        return found
    return project.kept((*key, asked), layers, lambda: at_hours(found, project.frame("camera"), asked))


def _looking(project: Project, detail: Any, light: str, progress: Progress) -> Any:
    """Return what computes the ground of some cameras, by their places in the frame."""
    cameras, relief = project.frame("camera"), project.relief()
    scene = project.scene() if len(cameras) else Scene.from_polygons(np.empty(0, object))  # nobody would look
    lamps = project.frame("street_light") if light == "night" else None

    def look(rows: NDArray[np.int64]) -> gpd.GeoDataFrame:
        asked_of = np.asarray(detail, float)
        return footprints(
            cameras.iloc[rows],
            scene,
            px_per_m=asked_of[rows] if asked_of.ndim else detail,
            when=light,
            lamps=lamps,
            relief=relief,
            progress=progress,
        )

    return look


def _density_asked(project: Project, purpose: str | None) -> Any:
    """Return the density that the criteria ask for a purpose, or of each camera for its first one, px/m."""
    rules = project.criteria.purposes
    if purpose is None:
        first = _first_purposes(project)
        return np.array([rules[p].px_per_m if p and p in rules else DEFAULT_PX_PER_M for p in first], float)
    return rules[purpose].px_per_m if purpose in rules else DEFAULT_PX_PER_M


def _first_purposes(project: Project) -> list[str | None]:
    declared = project.frame("camera")["purposes"]
    return [codes[0] if isinstance(codes, list) and codes else None for codes in declared]

"""Questions asked of the open project: what is covered, who sees a place, which roads are read.

Public: `coverage_table`, `CoverageTable`, `detail_of`, `on_at`; `fill_from_model`, `fill_cameras`, `load_models`,
`contradictions` (see `maps.answers.specifications`).
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.answers.exports import declaring
from maps.answers.specifications import fill_cameras, fill_from_model, load_models
from maps.balance.balance import working_cameras
from maps.balance.covered import Measured, measure
from maps.balance.criteria import Criteria
from maps.balance.shapes import grouped
from maps.coverage.conditions import works_at
from maps.coverage.moments import parse_when
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress, span
from maps.project import Project
from maps.schema.checks import RecordProblem, record_problems

__all__ = [
    "CoverageTable",
    "contradictions",
    "coverage_table",
    "detail_of",
    "fill_cameras",
    "fill_from_model",
    "load_models",
    "on_at",
]

#: Road classes of which the length is "street": ways that repeat a street beside it (pavements, cycle tracks)
#: and private drives are left out, so that a street counts once.
STREETS = (
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *("residential", "living_street", "pedestrian"),
)


@dataclass(frozen=True)
class CoverageTable:
    """What is covered, zone by zone.

    Attributes
    ----------
    purpose : str or None
        None for the cameras of every purpose.
    px_per_m : float or None
        Detail asked; None where each camera is measured at the detail of its own first purpose.
    when : str
        "day", "night" or a moment.
    cameras : int
        Working cameras of the purpose.
    covering : int
        Those of them that cover some ground.
    zones : DataFrame
        One row a zone: uid, name, zone_kind, public_m2, covered_m2, coverage (0-1), multiplicity (mean number of
        cameras on covered ground), twice (share of the public space seen by two or more), cameras (that see some
        of it), street_km, street_covered_km, street_coverage (0-1), cameras_per_km. NaN where there is nothing to
        measure against.
    total : Series
        The same figures over all the zones.
    """

    purpose: str | None
    px_per_m: float | None
    when: str
    cameras: int
    covering: int
    zones: pd.DataFrame
    total: pd.Series


def contradictions(record: dict) -> list[RecordProblem]:
    """Return what is wrong with the values of a camera; [] where nothing is."""
    return record_problems("camera", record)


def detail_of(detail_class: str, project: Project | None = None) -> float:
    """Return the pixels a metre of a class of either ladder, or of "plate"; raise KeyError where there is none.

    A class of the project's ladder has the density that its criteria give it.
    """
    criteria = Criteria() if project is None else project.criteria
    return criteria.density_of(detail_class)


def on_at(cameras: gpd.GeoDataFrame, when: str) -> NDArray[np.bool_]:
    """Tell which cameras work by day, by night or at a moment; see `maps.coverage.conditions.works_at`."""
    return works_at(cameras, parse_when(when))


def coverage_table(
    project: Project,
    purpose: str | None = None,
    *,
    px_per_m: float | None = None,
    when: str = "day",
    progress: Progress = no_progress,
) -> CoverageTable:
    """Measure the public space and the streets of each zone that cameras cover.

    Areas are exact unions of footprints (vector). Method: docs/method/copertura-zone.md.

    Parameters
    ----------
    project : Project
    purpose : str, optional
        Only the cameras that declare it, at the detail the criteria ask for it.
    px_per_m : float, optional
        Detail in place of the criteria's.
    when : str
        "day", "night", or a moment that `maps.coverage.moments.parse_when` reads.
    progress : Progress

    Raises
    ------
    AnalysisError
        There are no analysis zones.
    """
    zones, cameras = project.frame("analysis_zone"), project.frame("camera")
    if zones.empty:
        raise AnalysisError(("analysis_zone",))
    space = project.public_space(span(progress, 0.0, 0.4))
    prints = project.footprints(purpose, span(progress, 0.4, 0.7), px_per_m=px_per_m, when=when)
    chosen = working_cameras(cameras) & on_at(cameras, when)
    if purpose is not None:
        chosen = chosen & np.array(declaring(cameras, purpose), bool)
    shapes = np.array(prints.geometry.to_numpy(), dtype=object)
    shapes[~chosen] = None
    found = measure(shapes, space)
    streets = _streets(zones, project.frame("road"), shapes)
    progress(1.0)
    sums = _sums(zones, space.area_m2, found, streets)
    total = pd.DataFrame([{**sums.sum(numeric_only=True), "cameras": len(np.unique(found.camera))}])
    covering = int((~shapely.is_missing(shapes)).sum())
    return CoverageTable(
        purpose, px_per_m, when, int(chosen.sum()), covering, _shares(sums), _shares(total).iloc[0]
    )


def _sums(
    zones: gpd.GeoDataFrame, public_m2: NDArray[np.float64], found: Measured, streets: pd.DataFrame
) -> pd.DataFrame:
    """Return what can be added up, zone by zone."""
    pairs = np.unique(np.stack([found.zone, found.camera]), axis=1)
    return pd.DataFrame(
        {
            "uid": zones["uid"],
            "name": zones["name"].fillna(zones["code"]),
            "zone_kind": zones["zone_kind"],
            "public_m2": public_m2,
            "covered_m2": found.covered_m2,
            "summed_m2": found.summed_m2,
            "twice_m2": found.twice_m2,
            "cameras": np.bincount(pairs[0], minlength=len(zones)),
            "street_km": streets["length"].to_numpy() / 1000,
            "street_covered_km": streets["covered"].to_numpy() / 1000,
        },
        index=zones.index,
    )


def _shares(sums: pd.DataFrame) -> pd.DataFrame:
    """Return sums with the shares that follow from them."""
    public, covered = _or_nan(sums["public_m2"]), _or_nan(sums["covered_m2"])
    street = _or_nan(sums["street_km"])
    shares = sums.assign(
        coverage=sums["covered_m2"] / public,
        multiplicity=sums["summed_m2"] / covered,
        twice=sums["twice_m2"] / public,
        street_coverage=sums["street_covered_km"] / street,
        cameras_per_km=sums["cameras"] / street,
    )
    return shares.drop(columns=["summed_m2", "twice_m2"])


def _or_nan(values: pd.Series) -> pd.Series:
    """Return a denominator, NaN where it is zero."""
    return values.astype(float).where(values > 0)


def _streets(zones: gpd.GeoDataFrame, roads: gpd.GeoDataFrame, shapes: NDArray[np.object_]) -> pd.DataFrame:
    """Return the length of street in each zone and how much of it the footprints cover, metres."""
    streets = roads.geometry.to_numpy()[roads["road_class"].isin(STREETS) | roads["road_class"].isna()]
    outlines = zones.geometry.to_numpy()
    zone, street = shapely.STRtree(streets).query(outlines, predicate="intersects")
    lines = shapely.intersection(streets[street], outlines[zone])
    seen = shapes[~shapely.is_missing(shapes)]
    line, camera = shapely.STRtree(seen).query(lines, predicate="intersects")
    covered = np.zeros(len(lines))
    for number, places in enumerate(grouped(line, len(lines))):
        if len(places):
            # the union first: pieces of one line cut by several outlines would not merge exactly
            covered[number] = (lines[number] & shapely.union_all(seen[camera[places]])).length
    return pd.DataFrame(
        {
            "length": np.bincount(zone, shapely.length(lines), len(zones)),
            "covered": np.bincount(zone, covered, len(zones)),
        }
    )

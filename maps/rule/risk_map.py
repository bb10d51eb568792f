"""The risk map of an open project: zones with the terms and how sure each is, cells, and what leaves as data.

Public: `risk_grid`, `risk_json`, `write_risk_grid`, `write_risk_cells`, `stability`.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from maps.answers.exports import plain
from maps.answers.uncertainty import perturbed_risk
from maps.balance.risk import ZoneRisk
from maps.balance.risk_cells import RiskGrid, risk_cells
from maps.balance.risk_terms import COMPONENTS, RISK_LAYERS
from maps.balance.stability import rank_stability
from maps.errors import AnalysisError
from maps.io.geojson import write_features
from maps.io.geotiff import write_geotiff
from maps.period import ALWAYS, Period
from maps.progress import Progress, no_progress
from maps.project import Project
from maps.rule.exports import criteria_json

#: Layers whose change makes the risk of the cells stale.
GRID_LAYERS = ("project_area", *RISK_LAYERS)


def risk_grid(
    project: Project,
    period: Period = ALWAYS,
    cell_m: float | None = None,
    progress: Progress = no_progress,
) -> RiskGrid:
    """Return the risk of each cell of the project's area, kept until the registers or the criteria change.

    Raises
    ------
    AnalysisError
        The cells would be too many.
    """

    def compute() -> RiskGrid:
        sources, criteria = project.risk_sources(period), project.criteria
        return risk_cells(project.file.area(), sources, criteria, cell_m=cell_m, progress=progress)

    return project.kept(("risk grid", period, cell_m), GRID_LAYERS, compute)


def stability(project: Project, period: Period = ALWAYS) -> pd.DataFrame | None:
    """Return how sure the place of each zone is, see `rank_stability`; None where there is no risk."""

    def compute() -> pd.DataFrame | None:
        draws = perturbed_risk(project, period)
        return None if draws is None else rank_stability(draws, project.risk(period).zones.index)

    return project.kept(("stability", period), RISK_LAYERS, compute)


def risk_json(project: Project, period: Period = ALWAYS) -> dict[str, Any]:
    """Return the risk of each zone with the contribution of each term, how sure it is, and its warnings.

    Raises
    ------
    AnalysisError
        There are no zones.
    """
    if project.file.count("analysis_zone") == 0:
        raise AnalysisError(("analysis_zone",))
    risk, sure = project.risk(period), stability(project, period)
    names = project.frame("analysis_zone")[["uid", "name"]].to_dict("index")
    return {
        "criteria": criteria_json(project),
        "weights": plain(dict(risk.weights)),
        "missing": list(risk.missing),
        "unweighted": unweighted(risk),
        "warnings": ["detection_bias"] if "offences" in risk.weights else [],
        "zones": [
            {
                **plain(names[fid]),
                **_zone(risk, fid),
                **({} if sure is None else plain(sure.loc[fid].to_dict())),
            }
            for fid in risk.zones.index
        ],
    }


def unweighted(risk: ZoneRisk) -> list[str]:
    """Return the components that have data and no weight in the criteria."""
    return [name for name in COMPONENTS if name not in risk.missing and name not in risk.weights]


def _zone(risk: ZoneRisk, fid: Any) -> dict[str, Any]:
    row = risk.zones.loc[fid]
    told: dict[str, Any] = {"risk": row["risk"], "share": row["share"], "reason": row["reason"]}
    told["contributions"] = {name: row[f"{name}_contribution"] for name in risk.weights}
    told["amounts_per_km2"] = {name: row[name] for name in COMPONENTS if name not in risk.missing}
    found: dict[str, Any] = plain(told)
    return found


def write_risk_grid(grid: RiskGrid, path: Path, epsg: int) -> int:
    """Write the cells as a GeoTIFF (.tif) or as GeoJSON squares (.geojson); returns how many cells hold a risk."""
    cells = grid.cells()
    if path.suffix.lower() in (".tif", ".tiff"):
        write_geotiff(path, grid, epsg)
        return len(cells)
    columns = {
        name: [plain(round(value, 2)) for value in cells[name]] for name in cells.columns.drop("geometry")
    }
    columns["cell_m"] = [grid.cell_m] * len(cells)
    return write_features(path, cells.geometry.to_numpy(), columns, crs=epsg)

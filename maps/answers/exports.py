"""What leaves the project: GeoJSON of layers and results, the table of gaps.

Properties are those that the layer's declaration makes public (art. 3/bis of the pact).
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from maps.answers.aggregates import export_aggregate
from maps.answers.uncertainty import Uncertainty
from maps.balance.balance import Balance, PurposeBalance
from maps.coverage.finest import finest_class
from maps.coverage.private import private_ground, private_share
from maps.crime.density import DensityGrid
from maps.errors import ExportRefused
from maps.io.atomic import write_atomic
from maps.io.geojson import write_features, write_geojson
from maps.project import Project
from maps.schema import LAYERS, layer
from maps.schema.profiles import AGGREGATES, PROFILES, ExportProfile

_DECIMALS = {"area_m2": 2, "range_m": 2, "near_m": 2, "hfov_deg": 2, "hidden_share": 4, "private_share": 4}
#: Properties of a footprint in GeoJSON; stable names.
FOOTPRINT_PROPERTIES = (
    *("code", "name", "state", "level", "lens", "area_m2", "range_m", "near_m", "hfov_deg", "hidden_share"),
    *("private_share", "finest_class"),
)


def export_layer(
    project: Project, name: str, path: Path, *, fids: Sequence[int] | None = None, profile: str = ""
) -> int:
    """Write a layer as GeoJSON (RFC 7946), or only the rows of these keys.

    Parameters
    ----------
    project : Project
    name : str
        Of a layer, or of a result by zone (`maps.schema.profiles.AGGREGATES`).
    path : Path
    fids : sequence of int, optional
    profile : str
        Name of an export profile; "" for the public fields of any layer.

    Returns
    -------
    int
        Features written.

    Raises
    ------
    ExportRefused
        The profile does not let this out; nothing is written.
    """
    chosen = PROFILES[profile] if profile else None
    if name in AGGREGATES:
        _admit(chosen, name)
        return export_aggregate(project, name, path)
    fields = None if chosen is None else _admit(chosen, name).whitelist(layer(name))
    rows = project.file.rows(name, fids=fids)
    names = tuple(rows.columns)
    records = (
        {"geometry": geometry, **dict(zip(names, values, strict=True))}
        for geometry, *values in zip(rows.geometry, *rows.columns.values(), strict=True)
    )
    return write_geojson(path, layer(name), records, crs=project.epsg, fields=fields)


def _admit(profile: ExportProfile | None, name: str) -> Any:
    """Return the profile where it lets a layer or a result out."""
    if profile is not None and not profile.admits(name, LAYERS.get(name)):
        raise ExportRefused(name, profile.name)
    return profile


def export_footprints(
    project: Project,
    path: Path,
    purpose: str | None = None,
    *,
    px_per_m: float | None = None,
    when: str = "any",
) -> gpd.GeoDataFrame:
    """Write one feature a camera, with how its footprint was computed; returns what was written.

    Cameras that cover nothing have a null geometry and their state.
    """
    frame = footprint_table(project, purpose, px_per_m=px_per_m, when=when)
    write_footprints(frame, path)
    return frame


def write_footprints(frame: gpd.GeoDataFrame, path: Path) -> int:
    """Write a table of `footprint_table` as GeoJSON; returns the number of features."""
    return _write_frame(path, frame.round(_DECIMALS), FOOTPRINT_PROPERTIES)


def footprint_table(
    project: Project, purpose: str | None = None, *, px_per_m: float | None = None, when: str = "any"
) -> gpd.GeoDataFrame:
    """Return footprints with the code and the name of their cameras; for a purpose, only its cameras.

    `private_share` is the share of each on ground closed to the public (0-1), where the land use tells it;
    `finest_class` the finest class of the criteria's ladder that each camera reaches.
    """
    prints = project.footprints(purpose, px_per_m=px_per_m, when=when)
    cameras = project.frame("camera").loc[prints.index]
    closed = private_share(prints, private_ground(project.frame("land_use")))
    table = prints.assign(
        code=cameras["code"].fillna(cameras["uid"]),
        name=cameras["name"],
        private_share=closed,
        finest_class=finest_class(cameras, project.criteria.detail_ladder),
    )
    return table if purpose is None else table[declaring(cameras, purpose)]


def declaring(cameras: gpd.GeoDataFrame, purpose: str) -> list[bool]:
    """Tell which cameras declare a purpose; "undeclared" is declared by those that declare none."""
    return [_declares(codes, purpose) for codes in cameras["purposes"]]


def _declares(codes: Any, purpose: str) -> bool:
    listed = codes if isinstance(codes, list) else []
    return purpose in listed or (purpose == "undeclared" and not listed)


def export_density(project: Project, grid: DensityGrid, path: Path) -> int:
    """Write the classes of a density as GeoJSON polygons; returns how many."""
    classes = grid.contours(project.criteria.breaks)
    classes["upper"] = classes["upper"].replace(np.inf, None)
    table = classes.assign(unit="events/km2", bandwidth_m=grid.bandwidth_m, cell_m=grid.cell_m)
    names = ("class", "lower", "upper", "unit", "bandwidth_m", "cell_m")
    return _write_frame(path, table.set_crs(project.epsg), names)


def _write_frame(path: Path, frame: gpd.GeoDataFrame, names: Sequence[str]) -> int:
    columns = {name: frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names}
    return write_features(path, frame.geometry.to_numpy(), columns, crs=frame.crs.to_epsg())


def balance_json(result: Balance, around: Mapping[str, Uncertainty] | None = None) -> dict[str, Any]:
    """Return a balance as plain data: purposes with their zones and indices, and the findings.

    Parameters
    ----------
    around : mapping, optional
        Purpose -> Uncertainty: gives ``null`` (expected, low, high, p, draws) and ``interval`` (low, high) of
        the Hoover index; null where they cannot be computed or are not given.
    """
    return {
        "purposes": {
            purpose: _purpose_json(facts, (around or {}).get(purpose))
            for purpose, facts in result.purposes.items()
        },
        "findings": [plain(vars(finding)) for finding in result.findings],
        "missing": list(result.missing),
    }


def _purpose_json(facts: PurposeBalance, around: Uncertainty | None) -> dict[str, Any]:
    names = ("hoover", "gini", "uncovered", "theil", "cameras", "to_relocate")
    return {
        **{name: plain(getattr(facts, name)) for name in names},
        **around_json(around),
        "reasons": plain(dict(facts.reasons)),
        "zones": [plain(row) for row in facts.zones.to_dict("records")],
    }


def around_json(around: Uncertainty | None) -> dict[str, Any]:
    """Return the null and the interval of a Hoover index as plain data."""
    null, interval = (around.null, around.interval) if around else (None, None)
    told = None if interval is None else {"low": plain(interval[0]), "high": plain(interval[1])}
    return {"null": plain(null), "interval": told}


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: None for what is not a number."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "__dict__") and not isinstance(value, type):
        return plain(vars(value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value


def write_gap_table(
    result: Balance,
    path: Path,
    columns: Mapping[str, str],
    text: Callable[[str, Any], str],
    purpose_text: Callable[[str], str],
) -> None:
    """Write the zones of every purpose as a CSV that Italian Excel opens as a table.

    Parameters
    ----------
    columns : mapping
        Column of `PurposeBalance.zones` -> heading.
    text : callable
        (column, value) -> cell.
    purpose_text : callable
        Code of a purpose -> name.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Finalità", *columns.values()])
    for purpose, facts in result.purposes.items():
        for row in facts.zones.to_dict("records"):
            writer.writerow([purpose_text(purpose), *(text(name, row[name]) for name in columns)])
    write_atomic(path, "\ufeff" + stream.getvalue())

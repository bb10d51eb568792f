"""The parts of the map: each turns rows of the project into painters, in the background.

Builders import the heavy libraries when they run, so that the window shows first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.canvas.painters.base import Painter


@dataclass(frozen=True)
class View:
    """What the user has chosen to look at: a purpose and a semester, "" for all."""

    purpose: str
    period: str


@dataclass
class Built:
    """What a builder gives: painters by name, names that vanish when absent, and figures."""

    painters: dict[str, Painter]
    replaces: Sequence[str] = ()
    result: Any = None


@dataclass
class _Cache:
    """Geometries in Web Mercator by project and layer, until the layer changes."""

    kept: dict[tuple[int, str], tuple[int, Any]] = field(default_factory=dict)


_CACHE = _Cache()


def mercator(project: Any, layer: str) -> Any:
    """Return the geometries of a layer in EPSG:3857, aligned with `project.frame(layer)`."""
    from maps.crs import WEB_MERCATOR, transform_geometries

    key, version = (id(project), layer), project.file.version(layer)
    kept = _CACHE.kept.get(key)
    if kept is None or kept[0] != version:
        geometry = project.frame(layer).geometry.to_numpy()
        kept = (version, transform_geometries(geometry, project.epsg, WEB_MERCATOR))
        _CACHE.kept = {k: v for k, v in _CACHE.kept.items() if k[0] == id(project)}
        _CACHE.kept[key] = kept
    return kept[1]


def _period(view: View) -> Any:
    from maps.period import ALWAYS, semester

    return semester(view.period) if view.period else ALWAYS


def _text(values: Any) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in values]


def build_ground(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """Green, water, roads and buildings of the project: the background that needs no network."""
    from app.canvas.painters.ground import (
        BuildingOutlinesPainter,
        BuildingsPainter,
        LandPainter,
        LandUsePainter,
        RoadsPainter,
    )
    from maps.crs import WEB_MERCATOR, transform_bounds

    uses, roads, buildings = (project.frame(name) for name in ("land_use", "road", "obstacle"))
    progress(0.4)
    fill = BuildingsPainter(mercator(project, "obstacle"), buildings.index)
    progress(0.8)
    painters: list[Painter] = [
        LandPainter(),
        LandUsePainter(mercator(project, "land_use"), _text(uses["land_use_kind"])),
        RoadsPainter(mercator(project, "road"), _text(roads["road_class"])),
        fill,
        BuildingOutlinesPainter(fill),
    ]
    home = transform_bounds(project.file.extent(), project.epsg, WEB_MERCATOR)
    return Built({painter.name: painter for painter in painters}, result=tuple(home))


def build_cameras(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The cameras as symbols: shape by kind, line and colour by state and purpose."""
    import shapely

    from app.canvas.painters.cameras import CamerasPainter

    frame, geometry = project.frame("camera"), mercator(project, "camera")
    placed = ~shapely.is_missing(geometry)
    shown = frame[placed]
    rows = shown.to_dict("records")
    painter = CamerasPainter(
        shapely.get_x(geometry[placed]),
        shapely.get_y(geometry[placed]),
        shown.index,
        [azimuths_of(row) for row in rows],
        [symbol_of(row) for row in rows],
        [state_of(row, view.purpose) for row in rows],
        [row["code"] if isinstance(row["code"], str) else "" for row in rows],
    )
    return Built({"camera": painter}, result={"count": len(frame)})


def azimuths_of(row: dict[str, Any]) -> list[float]:
    """Return every direction in which a camera looks, degrees from north; [] where unknown."""
    first, more = row["azimuth_deg"], row["extra_azimuths_deg"]
    known = [] if first is None or first != first else [float(first)]
    return known + (list(more) if isinstance(more, list) else [])


def symbol_of(row: dict[str, Any]) -> Any:
    """Return the shape of a camera."""
    from app.canvas.painters.cameras import CameraSymbol

    kind = row["camera_type"]
    if row["role"] == "anpr" or row["anpr"] is True:
        return CameraSymbol.PLATES
    if kind in ("dome", "ptz", "panoramic", "multi_sensor"):
        return CameraSymbol.DOME
    return CameraSymbol.FIXED if azimuths_of(row) else CameraSymbol.UNKNOWN


def state_of(row: dict[str, Any], purpose: str) -> Any:
    """Return what a camera counts for when `purpose` is the one on show ("" for all)."""
    from app.canvas.painters.cameras import CameraState

    if row["working_state"] in ("broken", "dismissed"):
        return CameraState.BROKEN
    if row["working_state"] in ("planned", "installing"):
        return CameraState.PLANNED
    declared = row["purposes"] if isinstance(row["purposes"], list) else []
    if purpose and purpose not in (declared or ["undeclared"]):
        return CameraState.OTHER_PURPOSE
    return CameraState.WORKING


def build_names(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """Names of streets and zones, kept clear of the cameras."""
    import shapely

    from app.canvas.painters.labels import LabelsPainter

    roads, zones = project.frame("road"), project.frame("analysis_zone")
    cameras = mercator(project, "camera")
    painter = LabelsPainter(
        mercator(project, "road"),
        _text(roads["name"]),
        _text(roads["road_class"]),
        mercator(project, "analysis_zone"),
        _zone_names(zones),
        shapely.get_coordinates(cameras[~shapely.is_missing(cameras)]),
    )
    return Built({painter.name: painter})


def _zone_names(zones: Any) -> list[str | None]:
    """Names given by people; the codes of generated zones would only cover the map."""
    codes = zones["code"].tolist()
    return [None if name == code else name for name, code in zip(_text(zones["name"]), codes, strict=True)]


def build_things(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """Zones, degraded areas, abandoned buildings, sensitive places and lamps."""
    from app.canvas.painters.points import PointsPainter, PointSymbol
    from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, ZonesPainter

    zones = project.frame("analysis_zone")
    painters: list[Painter] = [
        ZonesPainter(mercator(project, "analysis_zone"), zones.index, _zone_names(zones))
    ]
    for kind, layer in ((DegradedPainter, "degraded_area"), (AbandonedPainter, "abandoned_building")):
        painters.append(kind(mercator(project, layer), project.frame(layer).index))
    for layer, symbol in (("sensitive_place", PointSymbol.PLACE), ("street_light", PointSymbol.LIGHT)):
        painters.append(PointsPainter(layer, mercator(project, layer), project.frame(layer).index, symbol))
    names = [painter.name for painter in painters]
    return Built({painter.name: painter for painter in painters if len(painter.geometries)}, names)  # type: ignore[attr-defined]


def build_footprints(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The areas that cameras see, measured as the chosen purpose asks."""
    import numpy as np
    import shapely

    from app.canvas.painters.footprints import FootprintsPainter
    from maps.crs import WEB_MERCATOR, transform_geometries

    found = project.footprints(view.purpose or None, progress=progress)
    cameras = project.frame("camera").loc[found.index]
    drawn = np.where(
        shapely.is_missing(found.geometry.to_numpy()),
        found["declared_geometry"].to_numpy(),
        found.geometry.to_numpy(),
    )
    kept = ~shapely.is_missing(drawn)
    rows = [row for row, keep in zip(cameras.to_dict("records"), kept, strict=True) if keep]
    progress(0.8)
    painter = FootprintsPainter(
        transform_geometries(drawn[kept], project.epsg, WEB_MERCATOR),
        found.index[kept],
        [_footprint_style(state_of(row, view.purpose)) for row in rows],
        _bands(project, cameras, found),
    )
    painter.pickable = False
    return Built({painter.name: painter}, result=found)


#: Classes of EN 62676-4 in pixels per metre: identification, recognition, observation, detection.
DETAIL_PX_PER_M = (250.0, 125.0, 62.5, 25.0)


def _bands(project: Any, cameras: Any, found: Any) -> dict[int, list[Any]]:
    """Cut the footprints of the cameras whose optics are known into their detail classes, near to far."""
    import numpy as np
    import shapely

    from maps.coverage.optics import class_depth_m
    from maps.crs import WEB_MERCATOR, transform_geometries

    area, res_x = found.geometry.to_numpy(), cameras["res_x"].to_numpy(float)
    hfov, azimuth = found["hfov_deg"].to_numpy(float), cameras["azimuth_deg"].to_numpy(float)
    more = np.array(
        [isinstance(extra, list) and bool(extra) for extra in cameras["extra_azimuths_deg"]], bool
    )
    known = (
        ~shapely.is_missing(area)
        & np.isfinite(res_x)
        & np.isfinite(azimuth)
        & (hfov > 0)
        & (hfov < 160)
        & ~more
    )
    if not known.any():
        return {}
    left, at = area[known], shapely.get_coordinates(cameras.geometry.to_numpy()[known])
    parts = []
    for px_per_m in DETAIL_PX_PER_M:
        near = _up_to(at, azimuth[known], class_depth_m(res_x[known], hfov[known], px_per_m))
        parts.append(transform_geometries(shapely.intersection(left, near), project.epsg, WEB_MERCATOR))
        left = shapely.difference(left, near)
    return {int(fid): list(bands) for fid, *bands in zip(found.index[known], *parts, strict=True)}


def _up_to(at: Any, azimuth_deg: Any, depth_m: Any) -> Any:
    """Return the ground up to a depth along each axis, as wide as any view: rectangles, one a camera.

    The density of a flat sensor depends on the depth along its axis, not on the distance.
    """
    import numpy as np
    import shapely

    angle = np.radians(azimuth_deg)
    ahead = np.column_stack([np.sin(angle), np.cos(angle)])
    aside = np.column_stack([np.cos(angle), -np.sin(angle)]) * 6.0 * depth_m[:, None]
    back, front = at - ahead, at + ahead * depth_m[:, None]
    return shapely.polygons(np.stack([back - aside, front - aside, front + aside, back + aside], axis=1))


def _footprint_style(state: Any) -> Any:
    from app.canvas.painters.cameras import CameraState
    from app.canvas.painters.footprints import FootprintStyle

    return {
        CameraState.BROKEN: FootprintStyle.BROKEN,
        CameraState.PLANNED: FootprintStyle.PLANNED,
        CameraState.OTHER_PURPOSE: FootprintStyle.OTHER_PURPOSE,
        CameraState.WORKING: FootprintStyle.CHOSEN,
    }[state]


def build_density(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The density of the offences of the period, in classes."""
    from app.canvas.painters.territory import DensityPainter
    from maps.crs import WEB_MERCATOR, transform_geometries

    grid = project.density(_period(view), progress=progress)
    classes = grid.contours(project.criteria.breaks)
    painter = DensityPainter(
        transform_geometries(classes.geometry.to_numpy(), project.epsg, WEB_MERCATOR),
        classes["class"].tolist(),
        classes["lower"].tolist(),
    )
    return Built({painter.name: painter}, result=grid)


#: Limits of the classes of risk (0-100) and coverage (share) of the choropleth (design.md).
RISK_BREAKS, COVERAGE_BREAKS = (40.0, 60.0), (0.25, 0.50)


def build_balance(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The balance of the chosen purpose, and the zones coloured by risk and coverage."""
    import numpy as np

    from app.canvas.painters.territory import ZonesPainter
    from app.theme import RISK_COVERAGE

    purpose = view.purpose or next(iter(project.purposes()), "undeclared")
    found = project.balance(purpose, _period(view), progress)
    table = found.purposes[purpose].zones
    risk = np.digitize(table["risk"].fillna(0.0).astype(float), RISK_BREAKS)
    coverage = np.digitize(table["coverage"].fillna(0.0).astype(float), COVERAGE_BREAKS)
    known = table["risk"].notna() & table["coverage"].notna()
    fills = [RISK_COVERAGE[r][c] if sure else None for r, c, sure in zip(risk, coverage, known, strict=True)]
    zones = project.frame("analysis_zone")
    painter = ZonesPainter(
        mercator(project, "analysis_zone"),
        zones.index,
        _zone_names(zones),
        fills,
        fill_opacity=0.85,
        name="choropleth",
    )
    painter.pickable = False
    return Built({"choropleth": painter}, result=found)


def build_survey(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """What the top bar and the search offer."""
    from app.survey import survey

    return Built({}, result=survey(project, progress))


#: Every part, in the order in which it is computed.
BUILDERS: dict[str, Callable[..., Built]] = {
    "ground": build_ground,
    "things": build_things,
    "cameras": build_cameras,
    "survey": build_survey,
    "density": build_density,
    "footprints": build_footprints,
    "names": build_names,
    "balance": build_balance,
}

#: What the progress card says while a part is computed.
AFTER = {
    "ground": "Preparazione dello sfondo",
    "things": "Lettura dei livelli",
    "cameras": "Lettura delle telecamere",
    "survey": "Lettura del progetto",
    "footprints": "Calcolo delle aree riprese",
    "density": "Calcolo della densità",
    "names": "Disposizione dei nomi",
    "balance": "Calcolo dell'equilibrio",
}

#: Painters from the bottom up (design.md, Map, Order).
ORDER = (
    "land",
    "land_use",
    "road",
    "obstacle",
    "tiles",
    "density",
    "choropleth",
    "obstacle_outline",
    "analysis_zone",
    "degraded_area",
    "abandoned_building",
    "sensitive_place",
    "street_light",
    "footprint",
    "camera",
    "labels",
)

PARTS_OF_LAYER: dict[str, tuple[str, ...]] = {
    "obstacle": ("ground", "footprints", "balance"),
    "road": ("ground", "survey", "names", "balance"),
    "land_use": ("ground", "balance"),
    "camera": ("cameras", "survey", "footprints", "names", "balance"),
    "analysis_zone": ("things", "survey", "names", "balance"),
    "degraded_area": ("things", "balance"),
    "abandoned_building": ("things", "balance"),
    "street_light": ("things",),
    "sensitive_place": ("things",),
    "offence": ("survey", "density", "balance"),
}

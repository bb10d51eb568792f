"""The parts of the map about cameras: their symbols, and the areas that they see."""

import math
from collections.abc import Callable
from typing import Any

from app.layers.base import Built, View, mercator
from app.layers.styles import Drawn, drawn


def build_cameras(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The cameras as symbols: shape by kind, line and colour by state and purpose."""
    import numpy as np
    import shapely

    from app.canvas.painters.cameras import CamerasPainter

    (fids, every), geometry = _rows(project), mercator(project, "camera")
    chosen = drawn(project, "camera", view.styles.of("camera"))
    order = chosen.of(np.arange(len(fids)))
    placed = ~shapely.is_missing(geometry[order])
    shown = order[placed]
    rows, places = [every[at] for at in shown.tolist()], geometry[shown]
    painter = CamerasPainter(
        shapely.get_x(places),
        shapely.get_y(places),
        fids[shown],
        [azimuths_of(row) for row in rows],
        [symbol_of(row) for row in rows],
        [state_of(row, view.purpose) for row in rows],
        [row["code"] if isinstance(row["code"], str) else "" for row in rows],
        purposes=None if view.purpose else [first_purpose(row) for row in rows],
        tones=None if chosen.tones is None else chosen.tones.kept(placed),
    )
    painter.filter_note = chosen.note
    painter.working_states = [row["working_state"] for row in rows]
    painter.turning = sum(
        row["camera_type"] == "ptz" or _is_positive(row["potential_range_m"]) for row in rows
    )
    return Built({"camera": painter}, result={"count": len(fids)})


#: What of a camera its symbol tells.
_SHOWN = (
    *(
        "azimuth_deg",
        "extra_azimuths_deg",
        "hfov_deg",
        "sensor_w_mm",
        "focal_mm",
        "camera_type",
        "role",
        "anpr",
    ),
    *("working_state", "purposes", "code", "potential_range_m"),
)


def _rows(project: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Return fids and records of the cameras; a project's without waiting for pandas, which takes half a second."""
    if hasattr(project, "base"):
        frame = project.frame("camera")
        return frame.index.to_numpy(), frame.to_dict("records")
    rows = project.file.rows("camera", fields=_SHOWN)
    records = zip(*(rows.columns[name] for name in _SHOWN), strict=True)
    return rows.fids, [dict(zip(_SHOWN, record, strict=True)) for record in records]


def azimuths_of(row: dict[str, Any]) -> list[float]:
    """Return every direction in which a camera looks, degrees from north; [] where unknown."""
    first, more = row["azimuth_deg"], row["extra_azimuths_deg"]
    known = [] if first is None or first != first else [float(first)]
    return known + (list(more) if isinstance(more, list) else [])


def sees_all_round(row: dict[str, Any]) -> bool:
    """Tell whether a camera needs no direction: it looks all round."""
    hfov: Any = row.get("hfov_deg")
    lens = (row.get("sensor_w_mm"), row.get("focal_mm"))
    if _is_positive(hfov) and float(hfov) <= 360.0:
        return float(hfov) >= 360.0
    return row["camera_type"] == "panoramic" and not all(map(_is_positive, lens))


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and value > 0


def symbol_of(row: dict[str, Any]) -> Any:
    """Return the shape of a camera; one without a direction is shown as such whatever its kind."""
    from app.canvas.painters.cameras import CameraSymbol

    if not azimuths_of(row) and not sees_all_round(row):
        return CameraSymbol.UNKNOWN
    if row["role"] == "anpr" or row["anpr"] is True:
        return CameraSymbol.PLATES
    if row["camera_type"] in ("dome", "ptz", "panoramic", "multi_sensor"):
        return CameraSymbol.DOME
    return CameraSymbol.FIXED


def first_purpose(row: dict[str, Any]) -> str:
    """Return the first purpose that a camera declares, "undeclared" where there is none."""
    declared = row["purposes"]
    return declared[0] if isinstance(declared, list) and declared else "undeclared"


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


def build_footprints(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The areas that cameras see by day or by night, at the chosen class or at what each purpose asks."""
    import numpy as np
    import shapely

    from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
    from maps.coverage.finest import finest_class
    from maps.coverage.footprints import State
    from maps.coverage.private import private_ground, private_share
    from maps.crs import WEB_MERCATOR, transform_geometries

    if project.file.count("camera") == 0 and not hasattr(project, "base"):
        return Built({}, replaces=("footprint",))  # no need to prepare every building of a province
    density = density_of(project, view)
    found = project.footprints(view.purpose or None, progress, px_per_m=density, when=view.when)
    cameras = project.frame("camera").loc[found.index]
    seen, outline = found.geometry.to_numpy(), found["declared_geometry"].to_numpy()
    shape = np.where(shapely.is_missing(seen), outline, seen)
    kept = ~shapely.is_missing(shape) & ~shapely.is_empty(shape)
    chosen = drawn(project, "camera", view.styles.of("camera"))
    mine = np.isin(found.index, chosen.of(project.frame("camera").index))
    kept &= mine
    tones = None if chosen.tones is None else _tones_of(project, chosen, found.index[kept])
    rows = [row for row, keep in zip(cameras.to_dict("records"), kept, strict=True) if keep]
    off = (found["state"] == State.OFF_HOURS.value).to_numpy()[kept]
    progress(0.8)
    painter = FootprintsPainter(
        transform_geometries(shape[kept], project.epsg, WEB_MERCATOR),
        found.index[kept],
        [
            FootprintStyle.OFF if idle else _footprint_style(row, view, density, project.criteria)
            for row, idle in zip(rows, off, strict=True)
        ],
        purposes=None if view.purpose else [first_purpose(row) for row in rows],
        tones=tones,
    )
    painter.filter_note = chosen.note
    painter.pickable = False
    closed = private_share(found, private_ground(project.frame("land_use")))
    finest = finest_class(cameras, project.criteria.detail_ladder)
    result = found.assign(private_share=closed, finest_class=finest)
    return Built({painter.name: painter}, result=result)


def _tones_of(project: Any, chosen: Drawn, fids: Any) -> Any:
    """Return the colours of the areas of these cameras: those of their cameras."""
    return (
        chosen.tones.kept(chosen.of(project.frame("camera").index).get_indexer(fids))
        if chosen.tones
        else None
    )


def density_of(project: Any, view: View) -> float | None:
    """Return the pixels per metre of the chosen class, None for what each purpose asks."""
    return project.criteria.density_of(view.detail) if view.detail else None


def _footprint_style(row: dict[str, Any], view: View, density: float | None, criteria: Any) -> Any:
    """Return how an area is drawn; measured at a coarser class than its purpose asks, it counts less."""
    from app.canvas.painters.cameras import CameraState
    from app.canvas.painters.footprints import FootprintStyle

    state = state_of(row, view.purpose)
    asked = criteria.rule(view.purpose or first_purpose(row)).px_per_m
    if state is CameraState.WORKING and density is not None and density < asked:
        return FootprintStyle.THIN
    return {
        CameraState.BROKEN: FootprintStyle.BROKEN,
        CameraState.PLANNED: FootprintStyle.PLANNED,
        CameraState.OTHER_PURPOSE: FootprintStyle.OTHER_PURPOSE,
        CameraState.WORKING: FootprintStyle.CHOSEN,
    }[state]


def build_bands(project: Any, fid: int, when: str, progress: Callable[[float], None]) -> Any:
    """Return the ground of one camera by detail class (`Bands`, EPSG:3857), None where it has none.

    Only for a camera whose optics is known: where the reach is declared every class would have the same ground.
    """
    import numpy as np
    import shapely

    from app.canvas.painters.footprints import Bands
    from maps.coverage.footprints import footprints
    from maps.crs import WEB_MERCATOR, transform_geometries

    light, relief = project.light(when), project.relief()
    lamps = project.frame("street_light") if light == "night" else None
    one, parts, finer = project.frame("camera").loc[[fid]], [], shapely.Polygon()
    for each in project.criteria.detail_ladder.bands:
        prints = footprints(
            one, project.scene(), px_per_m=each.px_per_m, when=light, lamps=lamps, relief=relief
        )
        found = prints.iloc[0]
        if found["level"] not in ("optics", "pixels"):
            return None
        ground = found["declared_geometry"] or shapely.Polygon()
        parts.append(_areas(shapely.difference(ground, finer)))
        finer = shapely.union(finer, ground)
    whole = _areas(finer)
    if whole is None:
        return None
    there: Any = np.array([whole, *(p or whole for p in parts)], dtype=object)
    placed = transform_geometries(there, project.epsg, WEB_MERCATOR)
    ground = [geometry if part else None for part, geometry in zip(parts, placed[1:], strict=True)]
    return Bands(tuple(ground), placed[0])


def _areas(geometry: Any) -> Any:
    """Return the polygons of a geometry, without slivers; None where there is none."""
    import shapely

    polygons = [
        part for part in shapely.get_parts([geometry]) if part.geom_type == "Polygon" and part.area > 0.01
    ]
    return shapely.MultiPolygon(polygons) if polygons else None

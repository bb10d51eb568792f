"""What the panel of the cordon shows, computed in the worker."""

from dataclasses import dataclass
from typing import Any

from app.canvas.gates import GateMark
from app.cordon.apart import letters
from app.speech import gates as gate_words
from maps.schema import LAYERS, GeometryKind

#: Layers of which each element is offered as a boundary, not only all of them together.
SINGLE = ("analysis_zone", "risk_area", "degraded_area")
#: Of a layer with more elements than these none is offered by itself: one is selected on the map instead.
MOST_SINGLE = 60
#: Layers of which the polygons together enclose nothing that could be closed.
_NEVER = ("obstacle", "land_use")

#: A boundary: a layer and one of its elements, None for all of them.
Boundary = tuple[str, int | None]


@dataclass(frozen=True)
class Found:
    """A cordon ready to be shown: what the domain found, its marks and its outlines (EPSG:3857), codes of cameras; the
    letters that tell apart the gates of one road.
    """

    report: Any
    marks: tuple[GateMark, ...]
    rings: tuple[Any, ...]
    codes: dict[Any, str]
    lonlat: tuple[Any, Any]
    letters: tuple[str, ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is said of each gate; a key of the panel is a place in it."""
        return self.report.gates.drop(columns="geometry").to_dict("records")

    def readers(self, row: dict[str, Any]) -> list[str]:
        """Return the codes of the cameras that read a gate."""
        return [self.codes[fid] for fid in row["cameras"]]


@dataclass(frozen=True)
class Reading:
    """Where a camera reads plates: its stretches as lines (EPSG:3857) and in words."""

    code: str
    lines: tuple[Any, ...]
    told: tuple[str, ...]


def boundaries(file: Any) -> list[tuple[str, Boundary]]:
    """Return what can be closed, in words, the town first."""
    offered: list[tuple[str, Boundary]] = []
    for name in sorted(LAYERS, key=lambda each: each != "analysis_zone"):
        polygons = LAYERS[name].geometry is GeometryKind.POLYGON and name not in _NEVER
        count = file.count(name) if polygons else 0
        if count and (count > 1 or name not in SINGLE):
            offered.append((gate_words.whole_layer(name, count), (name, None)))
    for name in SINGLE:
        rows = file.rows(name, fields=["code", "name"]) if file.count(name) <= MOST_SINGLE else None
        if rows is not None:
            called = zip(rows.columns["name"], rows.columns["code"], rows.fids.tolist(), strict=True)
            single = [(gate_words.element(name, str(a or b or fid)), (name, fid)) for a, b, fid in called]
            offered += sorted(single, key=lambda each: each[0])
    return offered


def is_ground(file: Any, layer: str, fid: int) -> bool:
    """Tell whether an element encloses some ground."""
    import shapely

    shape = file.rows(layer, fids=[fid], fields=()).geometry
    return bool(len(shape) and shapely.get_dimensions(shape)[0] == 2)


def build(project: Any, boundary: Boundary, progress: Any) -> Found:
    """Compute a cordon.

    Raises
    ------
    AnalysisError
        There is no boundary, or no road.
    """
    import shapely

    from maps.answers.gates import boundary_of, cordon
    from maps.crs import WEB_MERCATOR, WGS84, transform_geometries, transform_xy
    from maps.progress import span

    layer, fid = boundary
    ground = boundary_of(project, layer) if fid is None else shapely.make_valid(_shape(project, layer, fid))
    report = cordon(project, ground, progress=span(progress, 0.0, 0.9))
    gates, cameras = report.gates, project.frame("camera")
    points = transform_geometries(gates.geometry.to_numpy(), project.epsg, WEB_MERCATOR)
    told = gates.drop(columns="geometry").to_dict("records")
    marks = tuple(
        GateMark(key, float(at.x), float(at.y), float(row["azimuth_deg"]), gate_words.state_of(row))
        for key, (at, row) in enumerate(zip(points, told, strict=True))
    )
    there = transform_geometries(shapely.get_parts([ground.boundary]), project.epsg, WEB_MERCATOR)
    rings = tuple(shapely.get_coordinates(ring) for ring in there)
    codes = cameras["code"].fillna(cameras["uid"]).to_dict()
    lonlat = transform_xy(gates.geometry.x, gates.geometry.y, project.epsg, WGS84)
    where = list(zip(gates.geometry.x.tolist(), gates.geometry.y.tolist(), strict=True))
    progress(1.0)
    return Found(report, marks, rings, codes, lonlat, letters(told, where))


def _shape(project: Any, layer: str, fid: int) -> Any:
    from maps.errors import AnalysisError

    shapes = project.frame(layer).geometry
    if fid not in shapes.index:
        raise AnalysisError(("boundary",))
    return shapes.loc[fid]


def read_by(project: Any, fid: int, progress: Any) -> Reading | None:
    """Return where a camera reads plates; None for one that is no plate reader."""
    import shapely

    from maps.answers.gates import plate_readers
    from maps.answers.plates import plate_readings
    from maps.crs import WEB_MERCATOR, transform_geometries

    camera = project.frame("camera").loc[[fid]]
    if not plate_readers(camera)[0]:
        return None
    table = plate_readings(project, fid)
    progress(0.9)
    code = str(camera["code"].iloc[0] or camera["name"].iloc[0] or fid)
    there = transform_geometries(table.geometry.to_numpy(), project.epsg, WEB_MERCATOR)
    lines = tuple(shapely.get_coordinates(line) for line in there)
    told = gate_words.readings(code, table.drop(columns="geometry").to_dict("records"))
    progress(1.0)
    return Reading(code, lines, tuple(told))

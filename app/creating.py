"""Make a project from an area: the polygons of a file, a rectangle in degrees, an OpenStreetMap extract."""

from pathlib import Path
from typing import Any

from app.user import user_name
from maps.errors import FileError, FileProblem
from maps.progress import Progress, no_progress

OSM_SUFFIXES = (".osm", ".osm.gz", ".osm.pbf", ".pbf", ".osm.bz2")


def is_osm(path: Path) -> bool:
    """Tell whether a file is an OpenStreetMap extract by its name."""
    return path.name.lower().endswith(OSM_SUFFIXES)


def is_project(path: Path) -> bool:
    """Tell whether a GeoPackage is one of ours by its first bytes; never to be asked of the open project.

    No second SQLite library may touch a file in this process (DESIGN.md, "GDAL and the live file").
    """
    try:
        with path.open("rb") as file:
            return b"torrazzo_settings" in file.read(1 << 20)
    except OSError:
        return False


def from_file(area_file: Path, name: str, path: Path, progress: Progress = no_progress) -> Any:
    """Create a project over the polygons of a file, or the rectangle of an extract; return the open Project."""
    if is_osm(area_file):
        return from_box(osm_box(area_file), name, path, progress)
    import shapely

    from maps.io.importer import load

    table = load(area_file)
    progress(0.4)
    shapes = [] if table.geometry is None else [shape for shape in table.geometry if shape is not None]
    polygons = [part for part in shapely.get_parts(shapes) if shapely.get_dimensions(part) == 2]
    if not polygons:
        raise FileError(area_file, FileProblem.NO_GEOMETRY)
    if table.crs is None:
        raise FileError(area_file, FileProblem.NO_CRS)
    return _create(path, name, shapely.union_all(shapely.make_valid(shapely.force_2d(polygons))), table.crs)


def from_box(
    box: tuple[float, float, float, float], name: str, path: Path, progress: Progress = no_progress
) -> Any:
    """Create a project over a rectangle (west, south, east, north, degrees); return the open Project."""
    import shapely

    progress(0.1)
    return _create(path, name, shapely.box(*box), 4326)


def from_osm(extract: Path, name: str, path: Path, progress: Progress) -> Any:
    """Create a project over an extract and import it; return the open Project."""
    from maps.io.osm_import import import_osm
    from maps.progress import span

    project = from_box(osm_box(extract), name, path, span(progress, 0.0, 0.1))
    try:
        import_osm(project.file, extract, span(progress, 0.1, 1.0))
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return project


def osm_box(extract: Path) -> tuple[float, float, float, float]:
    """Return the rectangle of an extract in degrees: that of its header, else that of its nodes."""
    import osmium

    from maps.io.osm_file import file_format

    file_format(extract)
    try:
        reader = osmium.io.Reader(str(extract))
        box = reader.header().box()
        reader.close()
        if not box.valid():
            box = _box_of_nodes(extract)
    except RuntimeError as error:
        raise FileError(extract, FileProblem.UNREADABLE, str(error)) from error
    if not box.valid():
        raise FileError(extract, FileProblem.NO_GEOMETRY)
    low, high = box.bottom_left, box.top_right
    return low.lon, low.lat, high.lon, high.lat


def _box_of_nodes(extract: Path) -> Any:
    import osmium

    box: Any = osmium.osm.Box()  # type: ignore[call-overload]
    nodes: Any = osmium.FileProcessor(str(extract), osmium.osm.NODE)
    for node in nodes:
        if node.location.valid():
            box.extend(node.location)
    return box


def _create(path: Path, name: str, area: Any, source: Any) -> Any:
    import numpy as np
    import shapely

    from maps import crs
    from maps.project import Project

    if path.exists():
        raise FileError(path, FileProblem.EXISTS)
    lon, lat = crs.transform_xy([area.centroid.x], [area.centroid.y], source, crs.WGS84)
    epsg = crs.project_epsg(float(lon[0]), float(lat[0]))
    west, south, east, north = area.bounds
    fine = np.array([shapely.segmentize(area, max(east - west, north - south) / 20)], object)
    metric = crs.transform_geometries(fine, source, epsg)[0]
    return Project.create(path, name=name or path.stem, epsg=epsg, area=metric, user=user_name())

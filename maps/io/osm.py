"""Read OpenStreetMap extracts (.osm.pbf, .osm, .osm.gz) into the layers of a project."""

import math
from pathlib import Path

import shapely

from maps.errors import FileError, FileProblem
from maps.io import osm_file
from maps.io.osm_cut import cut_water
from maps.io.osm_scan import OsmLayer, RefusedFeature, Scan
from maps.io.osm_tags import KEYS
from maps.progress import Progress, no_progress

__all__ = ["OsmLayer", "RefusedFeature", "read_osm"]

_REPORT_EVERY = 2_000


def read_osm(
    path: str | Path,
    *,
    epsg: int,
    area: shapely.Geometry | None = None,
    progress: Progress = no_progress,
) -> dict[str, OsmLayer]:
    """Read every layer that an OpenStreetMap file holds.

    Parameters
    ----------
    path : str or Path
        The format is recognised from the content.
    epsg : int
        Metric CRS of the project.
    area : shapely geometry, optional
        In that CRS. What lies wholly outside its rectangle is left out and counted.
    progress : Progress
        Called every 2,000 elements; may raise `Cancelled`.

    Returns
    -------
    dict of str to OsmLayer
        obstacle, road, land_use, camera, street_light, abandoned_building,
        sensitive_place; codes are "osm:" + n, w or r + the element's number.

    Raises
    ------
    FileError
        MISSING, EMPTY, MISLABELLED, UNSUPPORTED, TRUNCATED, UNREADABLE or NO_ROWS (a
        well-formed file with no element that any layer takes an interest in).
    """
    source = Path(path)
    bounds = None if area is None else shapely.bounds(area)
    expected = osm_file.expected_elements(source)
    gathering = Scan(epsg, None if bounds is None else tuple(bounds))
    for element in osm_file.elements(source, KEYS):
        gathering.add(element)
        if gathering.elements % _REPORT_EVERY == 0:
            progress(1 - math.exp(-gathering.elements / expected))
    if not gathering.elements:
        raise FileError(source, FileProblem.NO_ROWS)
    _close_water(source, gathering, epsg)
    layers = gathering.finish()
    progress(1.0)
    return layers


def _close_water(source: Path, gathering: Scan, epsg: int) -> None:
    """Have the lakes and rivers that the extract cuts at its edge drawn as far as it holds them."""
    codes = gathering.cut("water")
    buildings = [record["geometry"] for record in gathering.layers["obstacle"].records]
    for code, outline in cut_water(source, codes, buildings, epsg).items():
        gathering.take_closed(code, outline)

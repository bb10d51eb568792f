"""The dossier of a proposal: judged, drawn, written as PDF/A with the data it shows beside it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.dossier.maps import Marks, map_picture
from app.dossier.material import Material
from app.dossier.text import MAPS, document
from app.sheets.tiles import PaperBase
from app.start import application
from maps.errors import FileError, FileProblem
from maps.progress import Progress, no_progress, span

#: Least side of a map, and room around what it must show, metres.
LEAST_M, MARGIN_M = 700.0, 90.0


def write_dossier(
    project: Any,
    wanted: str,
    path: Path,
    day: dt.date | None = None,
    progress: Progress = no_progress,
    base: PaperBase | None = None,
) -> tuple[Path, Path]:
    """Write the dossier of the proposal with a code or a uid, and the GeoJSON package beside it.

    Parameters
    ----------
    project : maps.project.Project
    wanted : str
    path : Path
        ".pdf"; the package has the same name with ".geojson".
    day : date, optional
        Of writing; today by default.
    base : PaperBase, optional
        The base map, drawn where the user has it on.

    Returns
    -------
    pdf, package : Path

    Raises
    ------
    FileError
        The name does not end in ".pdf", or the file cannot be written.
    InvalidValue, AnalysisError
        See `judge_proposal`.
    """
    if path.suffix.lower() != ".pdf":
        raise FileError(path, FileProblem.UNSUPPORTED, "scrivere .pdf")
    from maps.io.atomic import write_atomic
    from maps.report.typeset import pdf
    from maps.rule.exports import write_package

    application()
    day = day or dt.date.today()
    material = replace(gather(project, wanted, day, span(progress, 0.0, 0.5)), base=base)
    pictures = dossier_maps(material)
    progress(0.8)
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    write_atomic(path, pdf(document(material, pictures), moment=moment))
    package = path.with_suffix(".geojson")
    write_package(material.judgement, project, package)
    progress(1.0)
    return path, package


def gather(project: Any, wanted: str, day: dt.date, progress: Progress = no_progress) -> Material:
    """Return all that the dossier of a proposal speaks of."""
    from app.sheets.fingerprint import LAYERS, fingerprint
    from maps.rule.evaluation import judge_proposal
    from maps.rule.homogeneity import homogeneity

    judgement = judge_proposal(project, wanted, progress=progress)
    digest = fingerprint(project, (*LAYERS, "system", "proposal"))
    return Material(project, judgement, homogeneity(project), digest, day)


def dossier_maps(material: Material) -> dict[str, bytes]:
    """Return the maps before and after, of the same extent, as PNG by file name."""
    judgement, purpose = material.judgement, material.judgement.purpose
    extent = extent_of(material)
    touched = material.touched
    arrows = tuple(
        (each.before[0], each.before[1], each.after[0], each.after[1])
        for each in touched
        if each.before is not None and each.after is not None and each.kind == "moved"
    )
    old = tuple(each.before for each in touched if each.before is not None)
    new = tuple(each.after for each in touched if each.after is not None)
    before = map_picture(material.project, purpose, extent, Marks(old), material.base)
    after = map_picture(judgement.scenario, purpose, extent, Marks(new, arrows), material.base)
    return {MAPS["before"]: before, MAPS["after"]: after}


def extent_of(material: Material) -> tuple[float, float, float, float]:
    """Return the rectangle that holds every camera touched and the zones that change, metres."""
    points = [p for each in material.touched for p in (each.before, each.after) if p is not None]
    zones = material.project.frame("analysis_zone")
    for row in material.changed_zones():
        west, south, east, north = zones.geometry[zones["uid"] == row["uid"]].iloc[0].bounds
        if (east - west) * (north - south) < 4e6:
            points += [(west, south), (east, north)]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    west, east = _widened(min(xs) - MARGIN_M, max(xs) + MARGIN_M)
    south, north = _widened(min(ys) - MARGIN_M, max(ys) + MARGIN_M)
    return west, south, east, north


def _widened(low: float, high: float) -> tuple[float, float]:
    lacking = max(LEAST_M - (high - low), 0.0) / 2
    return low - lacking, high + lacking

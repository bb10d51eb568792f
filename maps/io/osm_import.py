"""Bring an OpenStreetMap extract into a project: one undoable step for all its layers.

A second import finds its rows again by code ("osm:w123") and changes only what
OpenStreetMap tells: what the office has added to a row stays.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from maps.errors import FileError, FileProblem
from maps.io.atomic import write_atomic
from maps.io.osm import read_osm
from maps.io.osm_scan import OsmLayer, RefusedFeature
from maps.io.plan import ImportReport
from maps.io.rejected import refuse_source
from maps.progress import Progress, no_progress, span
from maps.schema import layer
from maps.store import ProjectFile

PREFIX = "osm:"
_SAME_PLACE_M = 0.001
_BATCH = 5_000
#: Headers of the file of refused elements.
_HEADERS = ("Livello", "Codice", "Denominazione", "Motivo", "Dettaglio")


@dataclass
class _Changes:
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0


def plain_reason(refused: RefusedFeature) -> str:
    """Return the reason without words: the window and the command line give better."""
    return refused.reason.value


def import_osm(
    project: ProjectFile,
    path: str | Path,
    progress: Progress = no_progress,
    *,
    rejected_path: Path | None = None,
    reason_text: Callable[[RefusedFeature], str] = plain_reason,
    label: str = "Importazione di {file}",
) -> dict[str, ImportReport]:
    """Import every layer of an OpenStreetMap file.

    Parameters
    ----------
    project : ProjectFile
        Features wholly outside the rectangle of its area are counted and left out.
    path : str or Path
        .osm.pbf, .osm or .osm.gz.
    progress : Progress
        Raising `Cancelled` from it leaves the project as it was.
    rejected_path : Path, optional
        Where to save the refused elements as CSV; "<name>_rifiutate.csv" beside the source
        when absent, and where that folder cannot be written, beside the project.
    reason_text : callable
        Says in words why an element was refused.
    label : str
        Name of the step in the history; `{file}` is the file's name.

    Returns
    -------
    dict of str to ImportReport
        `refused` counts the elements that cannot be a row and those outside the area.

    Raises
    ------
    FileError
        See `read_osm`; NOTHING_INSIDE; or the refused elements cannot be saved anywhere.
    """
    source = Path(path)
    layers = read_inside(project, source, span(progress, 0.0, 0.5))
    return import_layers(
        project, source, layers, progress, rejected_path=rejected_path, reason_text=reason_text, label=label
    )


def read_inside(project: ProjectFile, source: Path, progress: Progress = no_progress) -> dict[str, OsmLayer]:
    """Read what of an extract lies in the area of a project; nothing at all is a FileError NOTHING_INSIDE."""
    layers = read_osm(source, epsg=project.epsg, area=project.area(), progress=progress)
    if not any(found.records for found in layers.values()):
        raise FileError(source, FileProblem.NOTHING_INSIDE)
    return layers


def import_layers(
    project: ProjectFile,
    source: Path,
    layers: dict[str, OsmLayer],
    progress: Progress = no_progress,
    *,
    rejected_path: Path | None = None,
    reason_text: Callable[[RefusedFeature], str] = plain_reason,
    label: str = "Importazione di {file}",
) -> dict[str, ImportReport]:
    """Import what `read_inside` found in a file; see `import_osm`."""
    changes = {name: _compare(project, name, found) for name, found in layers.items()}
    progress(0.6)
    saved = _save_refused(source, layers, rejected_path, project.path.parent, reason_text)
    _apply(project, changes, label.format(file=source.name), span(progress, 0.6, 1.0))
    return {name: _report(name, layers[name], changes[name], saved) for name in layers}


#: Compared otherwise, or said by the office once the row is in: a camera that it has checked stays checked.
_OWN = ("geometry", "record_state")


def _compare(project: ProjectFile, name: str, found: OsmLayer) -> _Changes:
    """Tell new rows from changed and unchanged ones."""
    if not project.count(name):
        return _Changes(added=found.records)
    told = sorted({key for record in found.records for key in record} - {"geometry"} | {"code"})
    rows = project.rows(name, fields=told)
    place = {code: index for index, code in enumerate(rows.columns["code"]) if code}
    changes = _Changes()
    known = [record for record in found.records if record["code"] in place]
    moved = _moved([rows.geometry[place[record["code"]]] for record in known], known)
    for record, is_moved in zip(known, moved, strict=True):
        index = place[record["code"]]
        different = {k: v for k, v in record.items() if k not in _OWN and rows.columns[k][index] != v}
        if is_moved:
            different["geometry"] = record["geometry"]
        if different:
            changes.changed.append((int(rows.fids[index]), different))
        else:
            changes.unchanged += 1
    changes.added = [record for record in found.records if record["code"] not in place]
    return changes


def _moved(before: list[Any], records: list[dict[str, Any]]) -> np.ndarray:
    """Tell which geometries differ by more than a millimetre or in their vertices."""
    old, new = np.empty(len(before), object), np.empty(len(before), object)
    old[:], new[:] = before, [record["geometry"] for record in records]
    return ~shapely.equals_exact(old, new, tolerance=_SAME_PLACE_M)


def _apply(project: ProjectFile, changes: dict[str, _Changes], label: str, progress: Progress) -> None:
    total = sum(len(part.added) + len(part.changed) for part in changes.values())
    if not total:
        progress(1.0)
        return
    done = 0
    with project.edit(label, origin="import") as edit:
        for name, part in changes.items():
            for start in range(0, len(part.added), _BATCH):
                batch = part.added[start : start + _BATCH]
                edit.insert(name, batch)
                done += len(batch)
                progress(done / total)
            if part.changed:
                edit.update_many(name, part.changed)
                done += len(part.changed)
                progress(done / total)


def _report(name: str, found: OsmLayer, changes: _Changes, saved: Path | None) -> ImportReport:
    reasons = Counter(refused.reason.value for refused in found.refused)
    return ImportReport(
        layer=name,
        added=len(changes.added),
        changed=len(changes.changed),
        unchanged=changes.unchanged,
        refused=len(found.refused) + found.outside,
        duplicates=reasons.get("duplicate_code", 0),
        outside_area=found.outside,
        rejected_file=saved if found.refused else None,
        warnings={f"{reason.value}:{name}": count for (name, reason), count in found.warnings.items()},
    )


def _save_refused(
    source: Path,
    layers: dict[str, OsmLayer],
    asked: Path | None,
    fallback: Path,
    reason_text: Callable[[RefusedFeature], str],
) -> Path | None:
    rows = [
        (layer(name).label, row.code, row.name, reason_text(row), row.detail)
        for name, found in layers.items()
        for row in sorted(found.refused, key=lambda row: row.code)
    ]
    if not rows:
        return None
    refuse_source(asked, source)
    name = f"{source.name.split('.')[0]}_rifiutate.csv"
    places = [asked] if asked else list(dict.fromkeys((source.parent / name, fallback / name)))
    for place in places:
        try:
            write_atomic(place, _as_csv(rows))
        except FileError as error:
            failure = error
        else:
            return place
    raise FileError(places[-1], failure.problem, failure.detail)


def _as_csv(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Write a CSV that Excel opens rightly: UTF-8 with its mark, semicolons."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADERS)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig", "replace")

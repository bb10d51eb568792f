"""Missing optics of cameras, filled in from the catalogue of models; catalogues brought into a project.

Only what is absent is filled: a value of the register is never replaced. A lens that zooms says no focal length, and
the lens of a model says nothing of a camera whose aperture is already known.

Public: `fill_from_model`, `fill_cameras`, `load_models`, `find_model`, `Filled`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.project import Project
from maps.schema.values import fold

Record = Mapping[str, Any]

_PLAIN = ("camera_type", "res_x", "res_y", "sensor_w_mm", "sensor_h_mm", "ir_range_m", "lens_model")


@dataclass(frozen=True)
class Filled:
    """What was filled in a project.

    Attributes
    ----------
    cameras : int
        Cameras of which something was filled.
    fields : dict
        {field: number of cameras}.
    without_model : int
        Cameras that name no model.
    unknown : tuple of str
        Models that the register names and the catalogue lacks, in order, once each.
    """

    cameras: int
    fields: dict[str, int]
    without_model: int
    unknown: tuple[str, ...]


def find_model(record: Record, models: Iterable[Record]) -> Record | None:
    """Return the model that a camera names, by make and model or by the model's code.

    A camera that names no make is given the model only if one make has it.
    """
    name, make = _text(record, "model"), _text(record, "make")
    if not name:
        return None
    alike = [m for m in models if name in (_text(m, "model"), _text(m, "code"))]
    if make:
        alike = [m for m in alike if _text(m, "make") == make]
    return alike[0] if len({_text(m, "make") for m in alike}) == 1 else None


def fill_from_model(record: Record, models: Iterable[Record]) -> dict[str, Any]:
    """Return the values that a camera lacks and its model knows; {} where there are none.

    Parameters
    ----------
    record : mapping
        A camera.
    models : iterable of mapping
        Records of the layer `camera_model`.
    """
    model = find_model(record, models)
    if model is None:
        return {}
    known = {name: model.get(name) for name in _PLAIN}
    if record.get("hfov_deg") is None and record.get("focal_mm") is None:
        known |= {"focal_mm": _fixed_focal(model), "hfov_deg": model.get("hfov_deg")}
    if (record.get("res_x") is None) != (record.get("res_y") is None):
        known |= {"res_x": None, "res_y": None}  # half a resolution is told by a person, not completed
    return {name: value for name, value in known.items() if value is not None and record.get(name) is None}


def _fixed_focal(model: Record) -> float | None:
    """Return the focal length of a lens that does not zoom."""
    least, most = model.get("focal_min_mm"), model.get("focal_max_mm")
    return least if most is None or most == least else None


def fill_cameras(project: Project, fids: Sequence[int] | None = None) -> Filled:
    """Fill the missing optics of cameras from the project's catalogue, in one undoable edit.

    Parameters
    ----------
    project : Project
        Open for writing.
    fids : sequence of int, optional
        Only these cameras.
    """
    models = _records(project, "camera_model")
    counts: dict[str, int] = {}
    unknown: dict[str, None] = {}
    found, silent = [], 0
    for fid, record in _cameras(project, fids):
        if not _text(record, "model"):
            silent += 1
        elif find_model(record, models) is None:
            unknown[" ".join(str(record[n]) for n in ("make", "model") if record[n])] = None
        elif values := fill_from_model(record, models):
            found.append((fid, values))
            for name in values:
                counts[name] = counts.get(name, 0) + 1
    if found:
        with project.file.edit("Ottica dal catalogo dei modelli", origin="models") as edit:
            edit.update_many("camera", found)
    return Filled(len(found), counts, silent, tuple(unknown))


def load_models(project: Project, records: Iterable[Record]) -> tuple[int, int, int]:
    """Bring models into the project's catalogue, matched by code, in one undoable edit.

    Returns
    -------
    added, changed, unchanged : int
    """
    rows = project.file.rows("camera_model")
    places = {code: row for row, code in enumerate(rows.columns["code"]) if code}
    added, changed, same = [], [], 0
    for record in records:
        row = places.get(record.get("code"))
        if row is None:
            added.append(dict(record))
            continue
        values = {name: value for name, value in record.items() if rows.columns[name][row] != value}
        same += not values
        changed += [(int(rows.fids[row]), values)] if values else []
    if added or changed:
        with project.file.edit("Catalogo dei modelli di telecamera", origin="models") as edit:
            edit.insert("camera_model", added)
            edit.update_many("camera_model", changed)
    return len(added), len(changed), same


def _records(project: Project, layer: str) -> list[dict[str, Any]]:
    columns = project.file.rows(layer).columns
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _cameras(project: Project, fids: Sequence[int] | None) -> list[tuple[int, dict[str, Any]]]:
    rows = project.file.rows("camera", fids=fids)
    records = zip(*rows.columns.values(), strict=True)
    return [
        (int(fid), dict(zip(rows.columns, values, strict=True)))
        for fid, values in zip(rows.fids, records, strict=True)
    ]


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return fold(value) if isinstance(value, str) else ""

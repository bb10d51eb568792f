"""From a table that has been read to the plan of its import, row by row."""

from typing import Any

import numpy as np

from maps.errors import FileError, FileProblem, ValueProblem
from maps.io.mapping import Conversion, guess_mapping, position_columns, second_columns
from maps.io.plan import ImportPlan, ImportRow, RefusedRow, Request, RowWarning
from maps.io.plan_doubts import KEEPING, mark_doubts
from maps.io.plan_positions import Placement, place_points
from maps.io.plan_values import FieldCells, conversions_of, read_field
from maps.io.tables import Table
from maps.progress import Progress, no_progress
from maps.schema import GeometryKind, Layer, layer
from maps.schema.values import is_empty

_SAMPLE = 200

#: Reason, field (or position key), detail.
Blame = tuple[ValueProblem, str, str]


def make_plan(table: Table, request: Request, progress: Progress = no_progress) -> ImportPlan:
    """Decide what happens to each row of a table that has been read."""
    target = layer(request.layer)
    samples = [column[:_SAMPLE] for column in table.cells]
    mapping = _mapping(table, target, request)
    conversions = conversions_of(target, mapping, dict(zip(table.columns, samples, strict=True)))
    guessed = {name: column for name, column in mapping.items() if name not in (request.mapping or {})}
    seconds = second_columns(target, table.columns, guessed, set(mapping.values()))
    conversions += tuple(Conversion(name, column, "second") for name, column in seconds.items())
    units = {change.field: change for change in conversions if change.kind == "unit"}
    fields: dict[str, FieldCells] = {}
    for done, (name, column) in enumerate(mapping.items()):
        progress(0.6 * done / len(mapping))
        if name in target.field_names:
            cells = _cells(table, column, seconds.get(name))
            fields[name] = read_field(
                target.field(name), cells, units.get(name), request.replacements, keep=target.name in KEEPING
            )
    placement = _place(table, target, mapping, request)
    accepted, refused = _sort_rows(table, target, fields, placement)
    progress(1.0)
    return ImportPlan(
        request, table, mapping, accepted, refused, placement.crs, placement.label, placement.guessed,
        placement.others, conversions, _blocking(table, placement, accepted, refused),
    )  # fmt: skip


def _cells(table: Table, column: str, second: str | None) -> list[Any]:
    cells = table.column(column)
    if second is None:
        return cells
    return [b if is_empty(a) else a for a, b in zip(cells, table.column(second), strict=True)]


def _mapping(table: Table, target: Layer, request: Request) -> dict[str, str]:
    """Return the guess with the person's corrections; a column serves one field."""
    guess = guess_mapping(target, table.columns, table.cells)
    given = request.mapping or {}
    for column in given.values():
        if column and column not in table.columns:
            raise FileError(table.path, FileProblem.COLUMN_MISSING, column)
    taken = set(given.values())
    kept = {name: column for name, column in guess.items() if name not in given and column not in taken}
    return {**kept, **{name: column for name, column in given.items() if column}}


def _place(table: Table, target: Layer, mapping: dict[str, str], request: Request) -> Placement:
    if target.geometry is GeometryKind.NONE:
        return Placement.nowhere(len(table))
    if table.geometry is not None or "wkt" in mapping:
        from maps.io.plan_geometries import place_geometries

        return place_geometries(table, target, mapping, request)
    columns = {key: table.column(column) for key, column in position_columns(mapping).items()}
    if not columns:
        return Placement.nowhere(len(table), (FileProblem.NO_COORDINATES, ""))
    if target.geometry not in (GeometryKind.POINT, GeometryKind.ANY):
        return Placement.nowhere(len(table), (FileProblem.WRONG_GEOMETRY, "POINT"))
    return place_points(columns, request)


def _sort_rows(
    table: Table, target: Layer, fields: dict[str, FieldCells], placement: Placement
) -> tuple[list[ImportRow], list[RefusedRow]]:
    """Part the rows into those that go in and those that stay out."""
    accepted: list[ImportRow] = []
    refused = [
        RefusedRow(number, (), ValueProblem.UNREADABLE_ROW, "", detail) for number, detail in table.unreadable
    ]
    blames = _blames(table, target, fields, placement)
    doubts = _warnings(fields, placement, blames)
    names, columns = list(fields), [cells.values for cells in fields.values()]
    uids = table.fingerprints(target.name)
    seen: dict[tuple[str, Any], int] = {}
    for index, number in enumerate(table.numbers):
        blame = blames.get(index)
        if blame is None:
            record = {name: value for name, column in zip(names, columns, strict=True)
                      if (value := column[index]) is not None}  # fmt: skip
            _share_directions(record, target)
            blame = _duplicate(record, seen, number)
        if blame is not None:
            refused.append(RefusedRow(number, table.row(index), *blame))
            continue
        record["geometry"] = placement.geometry[index]
        if "code" not in record and "uid" not in record:
            record["uid"] = uids[index]
        told = mark_doubts(target, record, doubts.get(index, []))
        accepted.append(ImportRow(number, record, tuple(told)))
    return accepted, refused


def _blames(
    table: Table, target: Layer, fields: dict[str, FieldCells], placement: Placement
) -> dict[int, Blame]:
    """Return {row index: why it is refused}; the position comes first, then the fields."""
    blames: dict[int, Blame] = dict(placement.refusals)
    if target.geometry is not GeometryKind.NONE and (not target.position_optional or placement.problem):
        for index in np.flatnonzero(placement.missing).tolist():
            blames.setdefault(index, (ValueProblem.NO_POSITION, "geometry", ""))
    for name, cells in fields.items():
        for index, (reason, raw) in cells.refusals.items():
            blames.setdefault(index, (reason, name, str(raw)))
    for name in (declared.name for declared in target.fields if declared.required):
        values = fields[name].values if name in fields else [None] * len(table)
        for index in (i for i, value in enumerate(values) if value is None):
            blames.setdefault(index, (ValueProblem.REQUIRED, name, ""))
    return blames


def _warnings(
    fields: dict[str, FieldCells], placement: Placement, blames: dict[int, Blame]
) -> dict[int, list[RowWarning]]:
    """Return {row index: doubts} for the rows that are not refused."""
    found: dict[int, list[RowWarning]] = {}
    sources = [placement.warnings, *(cells.warnings for cells in fields.values())]
    azimuth = fields.get("azimuth_deg")
    if azimuth is not None:
        unknown = RowWarning("azimuth_deg", ValueProblem.REQUIRED)
        silent = (i for i, value in enumerate(azimuth.values) if value is None and i not in azimuth.warnings)
        sources.append({index: [unknown] for index in silent})
    for source in sources:
        for index, warnings in source.items():
            if index not in blames:
                found.setdefault(index, []).extend(warnings)
    return found


def _share_directions(record: dict[str, Any], target: Layer) -> None:
    """Share one cell's directions out: the first, the others, and the angle of a range."""
    directions = record.get("azimuth_deg")
    if directions is None:
        return
    record["azimuth_deg"] = directions.azimuths_deg[0]
    if len(directions.azimuths_deg) > 1:
        record.setdefault("extra_azimuths_deg", list(directions.azimuths_deg[1:]))
    if directions.aperture_deg is not None and "hfov_deg" in target.field_names:
        record.setdefault("hfov_deg", directions.aperture_deg)


def _duplicate(record: dict[str, Any], seen: dict[tuple[str, Any], int], number: int) -> Blame | None:
    """Return the blame where an earlier accepted row bears the same identifier."""
    for key in ("uid", "code"):
        value = record.get(key)
        if value is not None:
            earlier = seen.setdefault((key, value), number)
            if earlier != number:
                return ValueProblem.DUPLICATE_CODE, key, str(earlier)
    return None


def _blocking(
    table: Table, placement: Placement, accepted: list[ImportRow], refused: list[RefusedRow]
) -> FileError | None:
    """Return the one sentence's worth of why nothing can be imported, or None."""
    if placement.problem:
        return FileError(table.path, *placement.problem)
    if accepted:
        return None
    if not refused:
        return FileError(table.path, FileProblem.NO_ROWS)
    reasons = {row.reason for row in refused}
    if reasons == {ValueProblem.OUTSIDE_AREA}:
        return FileError(table.path, FileProblem.WRONG_CRS, placement.label)
    if reasons == {ValueProblem.WRONG_GEOMETRY_TYPE}:
        return FileError(table.path, FileProblem.WRONG_GEOMETRY, refused[0].detail)
    return None

"""From a table that has been read to the plan of its import, row by row."""

import hashlib
import uuid
from typing import Any

from maps.errors import FileError, FileProblem, ValueProblem
from maps.io.mapping import guess_mapping, position_columns
from maps.io.plan import ImportPlan, ImportRow, RefusedRow, Request, RowWarning
from maps.io.plan_positions import Placement, place_points
from maps.io.plan_values import FieldCells, conversions_of, read_field
from maps.io.tables import Table
from maps.progress import Progress, no_progress
from maps.schema import GeometryKind, Layer, layer

_NAMESPACE = uuid.UUID("6f0c7a52-6f0e-5a57-9d3a-0f0b1c5b7a11")
_SAMPLE = 200


def make_plan(table: Table, request: Request, progress: Progress = no_progress) -> ImportPlan:
    """Decide what happens to each row of a table that has been read."""
    target = layer(request.layer)
    samples = [column[:_SAMPLE] for column in table.cells]
    mapping = _mapping(table, target, request, samples)
    conversions = conversions_of(target, mapping, dict(zip(table.columns, samples, strict=True)))
    units = {change.field: change for change in conversions if change.kind == "unit"}
    fields: dict[str, FieldCells] = {}
    for done, (name, column) in enumerate(mapping.items()):
        progress(0.6 * done / len(mapping))
        if name in target.field_names:
            cells = table.column(column)
            fields[name] = read_field(target.field(name), cells, units.get(name), request.replacements)
    placement = _place(table, target, mapping, request)
    accepted, refused = _sort_rows(table, target, fields, placement)
    progress(1.0)
    return ImportPlan(
        request, table, mapping, accepted, refused, placement.crs, placement.label, placement.guessed,
        placement.others, conversions, _blocking(table, placement, accepted, refused),
    )  # fmt: skip


def _mapping(table: Table, target: Layer, request: Request, samples: list[list[Any]]) -> dict[str, str]:
    """Return the guess with the person's corrections; a column serves one field."""
    guess = guess_mapping(target, table.columns, samples)
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
    seen: dict[tuple[str, Any], int] = {}
    occurrences: dict[str, int] = {}
    for index, number in enumerate(table.numbers):
        blame = _blame(index, target, fields, placement)
        record = {} if blame else _record(index, target, fields)
        blame = blame or _duplicate(record, seen, number)
        if blame:
            refused.append(RefusedRow(number, table.row(index), *blame))
            continue
        record["geometry"] = placement.geometry[index]
        if not record.get("code") and not record.get("uid"):
            record["uid"] = _content_uid(table, index, target.name, placement, occurrences)
        accepted.append(ImportRow(number, record, _warnings(index, target, fields, placement, record)))
    return accepted, refused


def _blame(
    index: int, target: Layer, fields: dict[str, FieldCells], placement: Placement
) -> tuple[ValueProblem, str, str] | None:
    """Return why a row is refused, the position first, or None."""
    if index in placement.refusals:
        return placement.refusals[index]
    placed = target.geometry is GeometryKind.NONE or not placement.missing[index]
    if not placed and (not target.position_optional or placement.problem):
        return ValueProblem.NO_POSITION, "geometry", ""
    for name, cells in fields.items():
        if index in cells.refusals:
            reason, raw = cells.refusals[index]
            return reason, name, str(raw)
    missing = (
        f.name
        for f in target.fields
        if f.required and (f.name not in fields or fields[f.name].values[index] is None)
    )
    return next(((ValueProblem.REQUIRED, name, "") for name in missing), None)


def _record(index: int, target: Layer, fields: dict[str, FieldCells]) -> dict[str, Any]:
    record = {name: cells.values[index] for name, cells in fields.items() if cells.values[index] is not None}
    directions = record.get("azimuth_deg")
    if directions is not None:
        record["azimuth_deg"] = directions.azimuths_deg[0]
        if len(directions.azimuths_deg) > 1:
            record.setdefault("extra_azimuths_deg", list(directions.azimuths_deg[1:]))
        if directions.aperture_deg is not None and "hfov_deg" in target.field_names:
            record.setdefault("hfov_deg", directions.aperture_deg)
    return record


def _duplicate(
    record: dict[str, Any], seen: dict[tuple[str, Any], int], number: int
) -> tuple[ValueProblem, str, str] | None:
    """Return the blame where an earlier accepted row bears the same identifier."""
    for key in ("uid", "code"):
        value = record.get(key)
        if value is not None:
            earlier = seen.setdefault((key, value), number)
            if earlier != number:
                return ValueProblem.DUPLICATE_CODE, key, str(earlier)
    return None


def _content_uid(
    table: Table, index: int, layer_name: str, placement: Placement, occurrences: dict[str, int]
) -> str:
    """Return an identifier made of the row's content and how often it has occurred."""
    told = "\x1f".join("" if cell is None else str(cell) for cell in table.row(index))
    shape = table.geometry[index] if table.geometry is not None else None
    content = told.encode("utf-8", "replace") + (shape.wkb if shape is not None else b"")
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    occurrences[digest] = occurrences.get(digest, 0) + 1
    return str(uuid.uuid5(_NAMESPACE, f"{layer_name}/{digest}/{occurrences[digest]}"))


def _warnings(
    index: int, target: Layer, fields: dict[str, FieldCells], placement: Placement, record: dict[str, Any]
) -> tuple[RowWarning, ...]:
    found = list(placement.warnings.get(index, ()))
    for cells in fields.values():
        found.extend(cells.warnings.get(index, ()))
    azimuth = fields.get("azimuth_deg")
    if azimuth is not None and azimuth.values[index] is None and index not in azimuth.warnings:
        found.append(RowWarning("azimuth_deg", ValueProblem.REQUIRED))
    return tuple(found)


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

"""Import a foreign file: read it, plan row by row, then change the project in one step.

`read_file` never touches the project; the plan it returns can be shown, corrected
(`replan`) and run. A second import of the same file finds its rows again by identifier,
by code, or, where a row has neither, by its content.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from maps.errors import FileError, FileProblem, ValueProblem
from maps.io.importer_changes import Changes, find_changes
from maps.io.mapping import guess_mapping
from maps.io.plan import ImportPlan, ImportReport, RefusedRow, Request
from maps.io.plan_rows import make_plan
from maps.io.rejected import plain_reason, save_rejected
from maps.io.tables import Table, is_table, read_table
from maps.progress import Progress, no_progress, span
from maps.schema import layer
from maps.store import ProjectFile

Bounds = tuple[float, float, float, float]


def read_file(
    path: Path | str,
    layer_name: str,
    *,
    epsg: int,
    bounds: Bounds | None = None,
    crs: int | str | None = None,
    mapping: dict[str, str] | None = None,
    sheet: str | None = None,
    swap_coordinates: bool = False,
    progress: Progress = no_progress,
) -> ImportPlan:
    """Read a table or a vector file and plan its import.

    Parameters
    ----------
    path : Path or str
    layer_name : str
        Name of the layer that receives the rows.
    epsg : int
        The project's reference system.
    bounds : tuple of float, optional
        Rectangle of the project's area in `epsg`: rows beyond it (and a margin) are refused,
        and it lets the reference system be guessed.
    crs : int or str, optional
        Reference system of the coordinates, where the file does not state it.
    mapping : dict, optional
        {field or position key: column} over the guess; "" leaves a field out.
    sheet : str, optional
        Sheet of a workbook, layer of a vector file.
    swap_coordinates : bool
        Put right the rows whose coordinates are exchanged instead of refusing them.
    progress : callable

    Raises
    ------
    FileError, CrsError, Cancelled
    """
    table = load(Path(path), sheet, span(progress, 0.0, 0.5))
    request = Request(layer_name, epsg, bounds, crs, mapping, swap_coordinates)
    return make_plan(table, request, span(progress, 0.5, 1.0))


def load(path: Path, sheet: str | None = None, progress: Progress = no_progress) -> Table:
    """Read a file as columns; vector files are opened in a worker process."""
    if not path.exists():
        raise FileError(path, FileProblem.MISSING)
    if path.is_dir():
        raise FileError(path, FileProblem.UNSUPPORTED)
    progress(0.0)
    if is_table(path):
        return read_table(path, sheet)
    from maps.io.vector import read_vector

    return read_vector(path, sheet, progress=progress)


def read_likely_sheet(
    path: Path, layer_name: str, *, progress: Progress = no_progress, **options: Any
) -> ImportPlan:
    """Plan an import as `read_file` does, from the sheet that `likely_sheet` finds in a workbook."""
    plan = read_file(path, layer_name, progress=span(progress, 0.0, 0.5), **options)
    likely = likely_sheet(plan, span(progress, 0.5, 0.6))
    if likely == plan.sheet:
        return plan
    return read_file(path, layer_name, sheet=likely, progress=span(progress, 0.6, 1.0), **options)


def likely_sheet(plan: ImportPlan, progress: Progress = no_progress) -> str:
    """Return the sheet of a workbook whose headings match most fields of the layer.

    That of `plan` is kept unless another matches more; so it is for files other than workbooks.

    Raises
    ------
    Cancelled
    """
    best, most = plan.sheet, len(plan.mapping)
    others = [name for name in plan.sheets if name != plan.sheet] if plan.table.kind == "book" else []
    for done, name in enumerate(others):
        progress(done / len(others))
        found = _matches(plan, name)
        if found > most:
            best, most = name, found
    return best


def _matches(plan: ImportPlan, sheet: str) -> int:
    try:
        table = read_table(plan.path, sheet)
    except FileError:  # an empty sheet, or one that is only a drawing
        return 0
    return len(guess_mapping(layer(plan.layer), table.columns, table.cells))


def replan(plan: ImportPlan, progress: Progress = no_progress, **changes: Any) -> ImportPlan:
    """Return the plan as it is with another mapping, crs, layer... of `Request`."""
    return make_plan(plan.table, replace(plan.request, **changes), progress)


def plan_import(project: ProjectFile, path: Path | str, layer_name: str, **options: Any) -> ImportPlan:
    """Plan the import of a file into a project; options as in `read_file`."""
    bounds = None if layer_name == "project_area" else project.extent()
    return read_file(path, layer_name, epsg=project.epsg, bounds=bounds, **options)


def preview_changes(project: ProjectFile, plan: ImportPlan) -> Changes:
    """Return what the plan would add, change and leave as it is, changing nothing."""
    return find_changes(project, plan)


def run_import(
    project: ProjectFile,
    plan: ImportPlan,
    progress: Progress = no_progress,
    *,
    rejected_path: Path | None = None,
    reason_text: Callable[[RefusedRow], str] = plain_reason,
    label: str = "Importazione di {file}",
) -> ImportReport:
    """Carry out a plan as one undoable step; refused rows are saved beside the file.

    Parameters
    ----------
    project : ProjectFile
    plan : ImportPlan
    progress : callable
        Raising `Cancelled` from it leaves the project as it was.
    rejected_path : Path, optional
        Where to save the refused rows; beside the source when absent, and where that folder
        cannot be written, beside the project.
    reason_text : callable
        Says in words why a row was refused.
    label : str
        Name of the step in the history; `{file}` is the file's name.

    Raises
    ------
    FileError
        `plan.blocking`, or the refused rows cannot be saved anywhere.
    """
    if plan.blocking is not None:
        raise plan.blocking
    progress(0.0)
    changes = find_changes(project, plan)
    progress(0.2)
    saved = save_rejected(plan, rejected_path, project.path.parent, reason_text)
    try:
        _apply(project, plan, changes, span(progress, 0.3, 1.0), label.format(file=plan.path.name))
    except BaseException:
        if saved.made and saved.path is not None:
            saved.path.unlink(missing_ok=True)
        raise
    return _report(plan, changes, saved.path)


def _apply(project: ProjectFile, plan: ImportPlan, changes: Changes, progress: Progress, label: str) -> None:
    if not changes.added and not changes.changed:
        progress(1.0)
        return
    with project.edit(label, origin="import") as edit:
        for start in range(0, len(changes.added), 5000):
            progress(start / (len(changes.added) + len(changes.changed)))
            edit.insert(plan.layer, changes.added[start : start + 5000])
        if changes.changed:
            edit.update_many(plan.layer, changes.changed)
        progress(1.0)


def _report(plan: ImportPlan, changes: Changes, saved: Path | None) -> ImportReport:
    reasons = plan.refused_by_reason()
    return ImportReport(
        layer=plan.layer,
        added=len(changes.added),
        changed=len(changes.changed),
        unchanged=changes.unchanged,
        refused=len(plan.refused),
        without_position=plan.without_position,
        duplicates=reasons.get(ValueProblem.DUPLICATE_CODE.value, 0),
        outside_area=reasons.get(ValueProblem.OUTSIDE_AREA.value, 0),
        rejected_file=saved,
        warnings=plan.warnings_by_kind(),
    )

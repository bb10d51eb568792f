"""Jobs that bring data into a project and tell what it holds."""

import argparse
from pathlib import Path
from typing import Any

from app import creating
from app.cli.output import give, say
from app.cli.writing import changing
from app.speech import words
from maps import crs
from maps.errors import AnalysisError, FileError, FileProblem, InvalidValue, ValueProblem
from maps.io.mapping import POSITION_KEYS
from maps.schema import layer
from maps.store import ProjectFile

#: Doubtful rows that are told one by one.
MOST_TOLD = 20


def demo(chosen: argparse.Namespace) -> None:
    """Write the invented demo project."""
    from data.demo import write_demo

    _refuse_existing(chosen.project)
    write_demo(chosen.project)
    say(f"Scritto il progetto dimostrativo «{chosen.project}» (dati inventati).")


def new(chosen: argparse.Namespace) -> None:
    """Create an empty project over an area."""
    _refuse_existing(chosen.project)
    if chosen.bbox:
        made = creating.from_box(chosen.bbox, chosen.name, chosen.project)
    else:
        made = creating.from_file(chosen.area, chosen.name, chosen.project)
    with made as project:
        label = crs.crs_label(project.epsg)
        say(
            f"Creato il progetto «{project.file.name}» in {chosen.project}, sistema {label} (EPSG:{project.epsg})."
        )


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise FileError(path, FileProblem.EXISTS)


def import_file(chosen: argparse.Namespace) -> None:
    """Import a table or a vector file into a layer."""
    from maps.io.importer import read_file, read_likely_sheet, run_import

    _require_fields(chosen.layer, dict(chosen.mapping))
    named = {"sheet": chosen.sheet} if chosen.sheet else {}
    # columns named by hand say which table is meant: the first one that has rows
    read = read_file if named or chosen.mapping else read_likely_sheet
    with ProjectFile.open(
        chosen.project, read_only=True
    ) as project:  # a file that is refused touches nothing
        plan = read(
            chosen.file,
            chosen.layer,
            epsg=project.epsg,
            bounds=project.extent(),
            crs=chosen.crs,
            mapping=dict(chosen.mapping),
            swap_coordinates=chosen.swap,
            **named,
        )
    if plan.blocking is not None:
        raise plan.blocking
    with changing(chosen.project) as project:
        report = run_import(
            project.file, plan, rejected_path=chosen.rejected, reason_text=words.row_reason(chosen.layer)
        )
    if chosen.json:
        give(report)
    _tell_system(plan)
    _tell(report)
    _tell_doubts(plan)


def _require_fields(layer_name: str, mapping: dict[str, str]) -> None:
    """Refuse a column for a field that the layer has not: its values would be lost without a word."""
    known = {*layer(layer_name).field_names, *POSITION_KEYS}
    for field in mapping:
        if field not in known:
            raise InvalidValue("Campo", field, ValueProblem.NOT_IN_LIST)


def _tell_doubts(plan: Any) -> None:
    """Say row by row what was imported though it is doubtful."""
    marked = [row for row in plan.accepted if row.record.get("record_state") == "to_check" and row.warnings]
    if marked:
        say(f"  {len(marked)} con valori dubbi, conservati come sono scritti e segnati «da verificare»:")
    for row in marked[:MOST_TOLD]:
        told = "; ".join(words.row_warning(warning, plan.request.layer) for warning in row.warnings)
        say(f"    riga {row.number}: {told}.")
    if len(marked) > MOST_TOLD:
        say(f"    e altre {len(marked) - MOST_TOLD}: sono nell'anteprima dell'importazione.")


def _tell_system(plan: Any) -> None:
    """Say which reference system was guessed, and which others would do as well."""
    if not plan.crs_guessed:
        return
    others = ", ".join(f"EPSG:{epsg} (a {metres:.0f} m)" for epsg, metres in plan.crs_others)
    doubt = f" Possibili anche {others}: se è il caso, indicare --crs." if others else ""
    say(f"Sistema di riferimento non dichiarato: usato {plan.crs_label}.{doubt}")


def _tell(report: Any) -> None:
    """Say in one sentence what an import did."""
    plural = layer(report.layer).plural
    counts = f"righe aggiunte {report.added}, modificate {report.changed}, invariate {report.unchanged}"
    say(f"{plural}: {counts}, rifiutate {report.refused}.")
    if report.without_position:
        say(f"  {report.without_position} senza posizione, conservati e conteggiati a parte.")
    if report.duplicates:
        say(f"  {report.duplicates} con un codice già presente nel file.")
    if report.outside_area:
        say(f"  {report.outside_area} fuori dal territorio del progetto.")
    if report.rejected_file:
        say(f"  Righe rifiutate, con il motivo, in «{report.rejected_file}».")


def import_osm(chosen: argparse.Namespace) -> None:
    """Import an OpenStreetMap extract."""
    from maps.io.osm_import import import_layers, read_inside

    with ProjectFile.open(
        chosen.project, read_only=True
    ) as project:  # a file that is refused touches nothing
        layers = read_inside(project, chosen.file)
    with changing(chosen.project) as project:
        reports = import_layers(
            project.file, chosen.file, layers, rejected_path=chosen.rejected, reason_text=words.osm_reason
        )
    if chosen.json:
        give(reports)
    for report in reports.values():
        _tell(report)


def zones(chosen: argparse.Namespace) -> None:
    """Generate the analysis zones."""
    metres, shape = (chosen.hex, "hex") if chosen.hex is not None else (chosen.square, "square")
    if not metres > 0:
        raise AnalysisError(("metres",))
    with changing(chosen.project) as project:
        count = project.generate_zones(metres, shape=shape)
    say(f"Generate {count} zone di analisi di {metres:g} m.")


def info(chosen: argparse.Namespace) -> None:
    """Tell layers, counts, extent, reference system and checks."""
    with ProjectFile.open(chosen.project, read_only=True) as project:
        told = describe(project)
    if chosen.json:
        give(told)
        return
    print(f"{told['name']}  ({told['crs']}, {told['crs_name']})")
    for name, facts in told["layers"].items():
        print(f"  {layer(name).plural:<24} {facts['count']:>8}  {name}")
    print("Controlli: " + ("; ".join(told["checks"]) or "nessun problema"))


def describe(project: ProjectFile) -> dict[str, Any]:
    """Return what `info --json` tells: name, crs, extent (metres and WGS 84), layers, checks."""
    extent = project.extent()
    return {
        "name": project.name,
        "demo": bool(project.setting("demo", False)),
        "crs": f"EPSG:{project.epsg}",
        "crs_name": crs.crs_label(project.epsg),
        "extent": list(extent),
        "extent_wgs84": list(crs.transform_bounds(extent, project.epsg, crs.WGS84)),
        "layers": {name: {"count": count} for name, count in project.counts().items()},
        "checks": project.check(),
    }

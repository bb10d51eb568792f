"""The job on risk: zones with every term, and the grid."""

import argparse

from app.cli.exporting import log
from app.cli.output import give, say
from app.speech import criteria as criteria_words, numbers, words
from maps import period
from maps.errors import FileError, FileProblem
from maps.project import Project
from maps.store import Export

_GRIDS = (".tif", ".tiff", ".geojson", ".json")


def risk(chosen: argparse.Namespace) -> None:
    """Tell the risk of each zone, term by term, and write the grid where a file is asked."""
    from maps.rule.risk_map import risk_grid, risk_json, write_risk_grid

    when = period.semester(chosen.semester) if chosen.semester else period.ALWAYS
    if chosen.output and chosen.output.suffix.lower() not in _GRIDS:
        raise FileError(chosen.output, FileProblem.UNSUPPORTED, "scrivere .tif o .geojson")
    with Project.open(chosen.project, read_only=True) as project:
        if chosen.output:
            grid = risk_grid(project, when, chosen.cell)
            cells = write_risk_grid(grid, chosen.output, project.epsg)
            say(f"Rischio di {cells} celle di {numbers.compact(grid.cell_m)} m in «{chosen.output}».")
        zones = project.file.count("analysis_zone")
        told = risk_json(project, when) if zones or not chosen.output else None
    if chosen.output:
        log(chosen.project, Export("risk_grid", chosen.output, cells))
    if told is None:
        return
    if chosen.json:
        give(told)
        return
    for row in sorted(told["zones"], key=lambda each: -(each["risk"] or 0.0)):
        _tell(row)
    print(criteria_words.left_out(told["missing"], told["unweighted"]))
    if told["warnings"]:
        print(f"Attenzione: {criteria_words.BIAS}")


def _tell(row: dict) -> None:
    name = row["name"] or row["uid"]
    if row["risk"] is None:
        print(f"{name}: rischio non calcolabile, {words.reason(row['reason'])}.")
        return
    print(f"{name}: rischio {numbers.decimal(row['risk'], 1)} = {criteria_words.contributions(row)}.")
    if "top_frequency" in row:
        low, high = numbers.integer(row["risk_low"]), numbers.integer(row["risk_high"])
        often = numbers.percent(row["top_frequency"])
        print(f"  Fra {low} e {high} al 95 %; nel decile più a rischio nel {often} delle prove.")

"""Jobs that compute: density, balance."""

import argparse
from typing import Any

from app.cli.exporting import log
from app.cli.output import give, say
from app.speech import findings, numbers, words
from maps.errors import FileError, FileProblem
from maps.period import Period
from maps.project import Project
from maps.store import Export


def density(chosen: argparse.Namespace) -> None:
    """Write the density of offences as a GeoTIFF or as classes in GeoJSON."""
    from maps.answers.exports import export_density
    from maps.io.geotiff import write_geotiff

    with Project.open(chosen.project, read_only=True) as project:
        grid = project.density(
            Period(chosen.first, chosen.last), chosen.category, chosen.bandwidth, chosen.cell
        )
        suffix = chosen.output.suffix.lower()
        if suffix in (".tif", ".tiff"):
            write_geotiff(chosen.output, grid, project.epsg)
        elif suffix in (".geojson", ".json"):
            export_density(project, grid, chosen.output)
        else:
            raise FileError(chosen.output, FileProblem.UNSUPPORTED, "scrivere .tif o .geojson")
    peak = numbers.integer(float(grid.values.max()))
    say(
        f"Densità di {grid.events:g} eventi, raggio {grid.bandwidth_m:g} m, massimo {peak} eventi/km², "
        f"in «{chosen.output}»."
    )
    log(chosen.project, Export("density", chosen.output))


def balance(chosen: argparse.Namespace) -> None:
    """Tell coverage against risk, zone by zone, and the findings."""
    from app.speech.remarks import remark
    from maps.answers.exports import balance_json, plain, write_gap_table
    from maps.answers.uncertainty import uncertainties
    from maps.rule.exports import criteria_json
    from maps.rule.remarks import remarks

    with Project.open(chosen.project, read_only=True) as project:
        result = project.balance(chosen.purpose)
        if chosen.output:
            write_gap_table(result, chosen.output, findings.GAP_COLUMNS, findings.gap_value, words.purpose)
        around = uncertainties(project, result) if chosen.json else {}
        lacking = remarks(project, result)
        told = {
            "criteria": criteria_json(project),
            **balance_json(result, around),
            "remarks": [{"kind": each.kind.value, **plain(each.values)} for each in lacking],
        }
    if chosen.output:
        rows = sum(len(facts.zones) for facts in result.purposes.values())
        log(chosen.project, Export("gap_table", chosen.output, rows))
    if chosen.json:
        give(told)
        return
    for purpose, facts in result.purposes.items():
        _tell_purpose(purpose, facts)
    for number, finding in enumerate(result.findings, 1):
        print(f"Rilievo {number}. {findings.sentence(finding)}")
    for each in lacking:
        print(f"Attenzione: {remark(each)}")


def _tell_purpose(purpose: str, facts: Any) -> None:
    print(f"{words.purpose(purpose)}: {findings.headline(facts)}")
    shown = ("risk", "coverage", "overlap", "cameras", "verdict")
    for row in facts.zones.to_dict("records"):
        cells = (findings.gap_value(name, row[name]) or numbers.DASH for name in shown)
        print("  {:<24}".format(row["name"] or row["uid"]) + "".join(f"{cell:>16}" for cell in cells))

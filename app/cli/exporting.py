"""Jobs that let data out under a profile, and the log of all that left."""

import argparse
from pathlib import Path

from app.cli.output import give, say
from app.speech import exports as export_words, words
from app.user import user_name
from maps.errors import FileError, ProjectError
from maps.schema import LAYERS, Sensitivity
from maps.store import Export, ProjectFile


def log(project: Path, *exports: Export) -> None:
    """Write what was exported into the log of the project, or say why it could not be done."""
    try:
        with ProjectFile.open(project, user=user_name(), upgrade=False) as file:
            for each in exports:
                file.log_export(each)
    except (FileError, ProjectError) as error:
        say(f"Esportazione non registrata nel progetto. {words.sentence(error)}")


def export(chosen: argparse.Namespace) -> None:
    """Export a layer, or a result by zone, as GeoJSON."""
    from maps.answers.exports import export_layer
    from maps.project import Project

    with Project.open(chosen.project, read_only=True) as project:
        count = export_layer(project, chosen.layer, chosen.output, profile=chosen.profile)
    declared = LAYERS.get(chosen.layer)
    if declared is not None and declared.sensitivity is Sensitivity.RESTRICTED:
        say("Attenzione: dati riservati. A chi non ne ha titolo si danno solo in forma aggregata.")
    say(f"{export_words.what(chosen.layer)}: {count} scritti in «{chosen.output}».")
    log(chosen.project, Export(chosen.layer, chosen.output, count, chosen.profile, chosen.recipient))


def exports(chosen: argparse.Namespace) -> None:
    """Tell what was exported, newest first."""
    with ProjectFile.open(chosen.project, read_only=True) as file:
        entries = file.exports()
    if chosen.json:
        give([{**vars(each), "at": each.at.isoformat()} for each in entries])
        return
    if not entries:
        print("Nessuna esportazione registrata.")
    for each in entries:
        count = "" if each.records is None else f" ({each.records})"
        whom = f" per {each.recipient}" if each.recipient else ""
        print(f"{each.at:%d/%m/%Y %H:%M}  {each.user}  {export_words.what(each.what)}{count}{whom}")
        print(f"    profilo {export_words.profile(each.profile)}; «{each.file}», SHA-256 {each.sha256}")
